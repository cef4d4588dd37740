import pytest

from course_site.papers.vocabulary import Vocabulary, read_vocabulary

GOOD = """\
topics:
  optimisation: {en: Optimisation, fr: Optimisation}
  models: {en: Models, fr: Modèles}
statuses:
  done: {en: Done, fr: Lu}
levels:
  advanced: {en: Advanced}
"""


def read(tmp_path, text):
    file = tmp_path / "docs" / "assets" / "papers.yml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    vocabulary, problems = read_vocabulary(tmp_path / "docs")
    return vocabulary, [str(problem) for problem in problems]


def test_a_word_is_shown_in_the_language_of_the_page_or_in_english_or_as_it_is(tmp_path):
    vocabulary, problems = read(tmp_path, GOOD)

    assert problems == []
    assert vocabulary.word("topics", "models", "fr") == "Modèles"
    assert vocabulary.word("levels", "advanced", "fr") == "Advanced"
    assert vocabulary.word("topics", "mystery", "fr") == "mystery"


def test_the_order_of_the_list_is_the_order_of_the_page(tmp_path):
    vocabulary, _ = read(tmp_path, GOOD)

    assert sorted(["zzz", "models", "optimisation"], key=lambda word: vocabulary.rank("topics", word)) == [
        "optimisation", "models", "zzz",
    ]  # fmt: skip


def test_a_course_without_the_list_has_no_words(tmp_path):
    assert read_vocabulary(tmp_path / "docs") == (Vocabulary(), [])


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ("levels:", "level:", "1: the list must have `topics`, `statuses`, `levels` and nothing else. "
         "Write each at the left margin, followed by a colon."),
        ("  models: {en: Models, fr: Modèles}", "  My models: {en: Models}", "3: a name in `topics` is "
         "lower-case "
         "letters, digits and hyphens, got 'My models'. "
         "Write for example `  optimisation: {en: Optimisation, fr: Optimisation}`."),
        ("{en: Models, fr: Modèles}", "Models", "3: `models` needs its words, by language. "
         "Write for example `  models: {en: Optimisation, fr: Optimisation}`."),
        ("{en: Advanced}", "[", "8: the list is not valid YAML: expected the node content, but found "
         "'<stream end>'. "
         "Mend that line."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_list_is_said_at_its_line(tmp_path, good, bad, said):
    assert read(tmp_path, GOOD.replace(good, bad))[1] == [f"docs/assets/papers.yml:{said}"]


def test_a_list_that_is_no_text_is_a_problem(tmp_path):
    file = tmp_path / "docs" / "assets" / "papers.yml"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"\xff")

    assert list(map(str, read_vocabulary(tmp_path / "docs")[1])) == [
        "docs/assets/papers.yml: the list is not UTF-8 text. Save it as UTF-8."
    ]
