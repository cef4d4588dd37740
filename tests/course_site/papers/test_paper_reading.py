"""A note file becomes a `Note`, or a list of what is wrong with it, each at its line."""

import datetime

import pytest

from course_site.papers.reading import is_note, read_note, read_notes
from course_site.papers.schema import KINDS
from course_site.papers.vocabulary import Vocabulary

PATH = "docs/en/papers/kingma-2015-adam.md"
VOCABULARY = Vocabulary(
    {"optimisation": {"en": "Optimisation"}, "models": {"en": "Models"}},
    {"done": {"en": "Done", "fr": "Lu"}, "to-do": {"en": "To do"}},
    {"introductory": {"en": "Introductory"}},
)
HEAD = """\
---
title: "Adam: A Method for Stochastic Optimization"
authors: [Diederik P. Kingma, Jimmy Ba]
year: 2015
venue: ICLR 2015
doi: https://doi.org/10.48550/arXiv.1412.6980
arxiv: "1412.6980"
url: https://arxiv.org/abs/1412.6980
topics: [optimisation]
status: done
level: introductory
lesson: spiral/index.md
added: 2026-11-24
rating: 4
pages: 1-15
---
"""
BODY = "## Why? {#why}\n\nBecause.\n\n## How? {#how}\n\nSo.\n\n## What? {#what}\n\nThat.\n"


def read(text, path=PATH):
    note, problems = read_note(text, path, VOCABULARY)
    return note, [str(problem) for problem in problems]


def faults(head=HEAD, body=BODY, path=PATH):
    return read(head + body, path)[1]


def test_a_note_says_what_its_file_says():
    note, problems = read(HEAD + "Before.\n\n" + BODY)

    assert problems == []
    assert (note.key, note.language, note.path) == ("kingma-2015-adam", "en", PATH)
    assert note.title == "Adam: A Method for Stochastic Optimization"
    assert note.authors == ("Diederik P. Kingma", "Jimmy Ba")
    assert (note.year, note.venue, note.rating) == (2015, "ICLR 2015", 4)
    assert (note.doi, note.arxiv) == ("10.48550/arXiv.1412.6980", "1412.6980")
    assert (note.topics, note.status, note.level) == (("optimisation",), "done", "introductory")
    assert (note.lessons, note.added) == (("spiral/index.md",), datetime.date(2026, 11, 24))
    assert note.sections == (("why", "Because."), ("how", "So."), ("what", "That."))
    assert note.headings["why"] == "Why? {#why}"
    assert note.heading("why") == "Why?"
    assert note.extra == {"pages": "1-15"}
    assert note.body_before == "Before."
    assert (note.line("title"), note.line("why"), note.line("code")) == (2, 19, 1)


@pytest.mark.parametrize(
    ("line", "wrong", "said"),
    [
        ("year: 2015", "year: soon", "4: `year` must be the year it appeared, got 'soon'. "
         "Write for example `year: 2015`."),
        ("year: 2015\n", "", "1: `year` is missing: wanted the year it appeared. Write for example "
         "`year: 2015`."),
        ("[Diederik P. Kingma, Jimmy Ba]", "Kingma and Ba", "3: `authors` must be a list of names, got "
         "'Kingma and Ba'. Write for example `authors: [Diederik P. Kingma, Jimmy Ba]`."),
        ('"1412.6980"', "1412.6980", "7: `arxiv` must be an arXiv number between quotation marks, got "
         "`1412.6980`. "
         'Write for example `arxiv: "1412.6980"`.'),
        ("https://arxiv.org/abs/1412.6980", "javascript:alert(1)", "8: `url` must be an address that "
         "begins with "
         "https://, got 'javascript:alert(1)'. Write for example `url: https://example.org/paper.pdf`."),
        ("doi: https://doi.org/10.48550/arXiv.1412.6980", "doi: 1412.6980v9", "6: `doi` must be a DOI, "
         "which begins "
         "with 10., got '1412.6980v9'. Write for example `doi: 10.1038/323533a0`."),
        ("[optimisation]", "[optimization]", "9: `topics` must come from the list in "
         "docs/assets/papers.yml, got "
         "'optimization'. Did you mean `optimisation`?"),
        ("status: done", "status: qqq", "10: `status` must come from the list in "
         "docs/assets/papers.yml, got 'qqq'. "
         "The list has `done`, `to-do`."),
        ("spiral/index.md", "../secret.md", "12: `lesson` must be a page below the language's folder, "
         "or a list of "
         "pages, got '../secret.md'. Write for example `lesson: spiral/index.md`."),
        ("2026-11-24", "last week", "13: `added` must be a day, written year-month-day, got 'last week'. "
         "Write for example `added: 2026-11-24`."),
        ("rating: 4", "rating: 6", "14: `rating` must be a whole number from 1 to 5, got `6`. "
         "Write for example `rating: 4`."),
        ("rating: 4", "kind: chapter", f"14: `kind` must be one of {', '.join(KINDS)}, got 'chapter'. "
         "Write for example `kind: incollection`."),
        ("rating: 4", "kind: [book]", f"14: `kind` must be one of {', '.join(KINDS)}, got `[book]`. "
         "Write for example `kind: incollection`."),
        ("status: done", "status: no", "10: `status` must be one status, got `no`. "
         "Write for example `status: done`."),
        ("2026-11-24", "[monday]", "13: `added` must be a day, written year-month-day, got `[monday]`. "
         "Write for example `added: 2026-11-24`."),
        ("rating: 4", "rating:\n  a: 1", "14: `rating` must be a whole number from 1 to 5, "
         "got a table of keys and values. Write for example `rating: 4`."),
        ("venue: ICLR", "venu: x\nvenue: ICLR", "5: front matter has `venu`, which means nothing here. "
         "Did you mean `venue`?"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named_with_its_line_and_what_was_wanted(line, wrong, said):
    assert line in HEAD
    assert faults(HEAD.replace(line, wrong, 1)) == [f"{PATH}:{said}"]


def test_keys_that_others_use_are_kept_and_nobody_minds():
    note, problems = read(HEAD.replace("pages: 1-15", "volume: 3\npublisher: X\ntags: [a]") + BODY)

    assert problems == []
    assert note.extra == {"volume": 3, "publisher": "X", "tags": ["a"]}


def test_sections_are_known_by_their_id_or_their_words_in_any_language_and_order():
    body = "## Quoi ?\n\nA.\n\n## Comment\n\nB.\n\nReasons {#why}\n---\n\nC.\n\n"
    body += "## Limites\n\nD.\n\n## Mine\n\nE.\n"
    note, problems = read(HEAD + body, "docs/fr/papers/kingma-2015-adam.md")

    assert problems == []
    assert note.sections == (("what", "A."), ("how", "B."), ("why", "C."), ("limits", "D."), ("mine", "E."))


def test_a_heading_in_code_or_in_a_comment_begins_no_section():
    body = BODY.replace("So.", "```\n## What?\n```\n<!--\n## Why?\n-->")
    note, problems = read(HEAD + body)

    assert problems == []
    assert dict(note.sections)["how"] == "```\n## What?\n```\n<!--\n## Why?\n-->"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (BODY.replace("## How? {#how}\n\nSo.\n", ""), "1: the section “How?” is missing. "
         "Write a line `## How? {#how}`, and your answer below it."),
        (BODY.replace("So.", "<!-- later -->"), "21: the section “How?” is empty. "
         "Write at least one sentence below it."),
        (BODY + "\n## Why?\n\nAgain.\n", "29: the section “Why?” is there twice. Put its text into the "
         "first one."),
    ],
)  # fmt: skip
def test_each_of_the_three_questions_is_answered_once(body, said):
    assert faults(body=body) == [f"{PATH}:{said}"]


def test_a_french_note_is_told_its_french_words():
    [said] = faults(body=BODY.replace("## How? {#how}\n\nSo.\n", ""), path="docs/fr/papers/a-b.md")

    assert "“Comment ?” is missing" in said


def test_a_note_without_front_matter_or_with_a_broken_one_is_no_note():
    assert read("# Title\n") == (
        None,
        [f"{PATH}:1: a note begins with the facts about its paper, between two --- lines, and these are "
        f"missing. "
         "Copy them from another note; a page that is no note says `note: false`."],
    )  # fmt: skip
    note, [said] = read("---\ntitle: When: how\n---\n")
    assert note is None
    assert said == (
        f"{PATH}:2: front matter is not valid YAML: mapping values are not allowed here. "
        "Put quotation marks around the text: it holds a colon."
    )


def test_a_tag_of_yaml_is_not_obeyed():
    note, [said] = read("---\ntitle: !!python/object/apply:os.system [ls]\n---\n")

    assert note is None
    assert said == (
        f"{PATH}:2: front matter is not valid YAML: what begins with ! is an order to YAML, and none is "
        "followed here. Put quotation marks around it."
    )


def test_a_day_that_does_not_exist_is_named_and_hides_no_other_fault():
    assert faults(HEAD.replace("2026-11-24", "2026-02-31").replace("rating: 4", "rating: 9")) == [
        f"{PATH}:13: `added` names a day that does not exist: 2026-02-31. Mend that line.",
        f"{PATH}:14: `rating` must be a whole number from 1 to 5, got `9`. Write for example `rating: 4`.",
    ]


def test_a_title_that_is_a_list_is_named_once_and_hides_no_other_fault():
    head = HEAD.replace('"Adam: A Method for Stochastic Optimization"', "[a]").replace(
        "rating: 4", "rating: 9"
    )

    assert [said.partition(" must")[0] for said in faults(head)] == [
        f"{PATH}:2: `title`",
        f"{PATH}:14: `rating`",
    ]


def test_a_file_that_kept_the_name_of_the_template_is_told_to_be_renamed():
    assert faults(path="docs/en/papers/firstauthor-year-word.md") == [
        "docs/en/papers/firstauthor-year-word.md: this is the name of the template. "
        "Rename it like vanhasselt-2019-parametric.md."
    ]


def test_a_file_s_name_is_its_key():
    assert faults(path="docs/en/papers/Adam (2015).md") == [
        "docs/en/papers/Adam (2015).md: the name of a note is lower-case letters, digits and hyphens, "
        "got 'Adam (2015)'. Rename it like vanhasselt-2019-parametric.md."
    ]


def test_line_ends_and_marks_of_other_systems_change_nothing():
    windows = "\ufeff" + (HEAD + BODY).replace("\n", "\r\n")

    assert read(windows) == read(HEAD + BODY)


def test_the_index_and_what_says_so_are_no_notes():
    assert not is_note(HEAD, "docs/en/papers/index.md")
    assert not is_note("---\nnote: false\n---\n", "docs/en/papers/how-to.md")
    assert is_note("# Anything\n", PATH)


def test_notes_are_read_in_the_order_of_their_keys_and_a_file_that_is_no_text_is_a_problem(tmp_path):
    folder = tmp_path / "docs" / "en" / "papers"
    folder.mkdir(parents=True)
    for name in ("b-2001-x", "a-2001-x"):
        (folder / f"{name}.md").write_text(HEAD + BODY, encoding="utf-8")
    (folder / "index.md").write_text("# Papers\n")
    (folder / "c-2001-x.md").write_bytes(b"---\ntitle: \xff\n---\n")
    notes, problems = read_notes(tmp_path / "docs", "en", VOCABULARY)

    assert [note.key for note in notes] == ["a-2001-x", "b-2001-x"]
    assert list(map(str, problems)) == [
        "docs/en/papers/c-2001-x.md:2: the page is not UTF-8 text. Save it as UTF-8."
    ]


@pytest.mark.parametrize(
    "heading", ["a" + " " * 50_000 + "b", "a {#" + "b" * 50_000, "{#" * 25_000, "{" + "#a" * 25_000]
)
def test_a_hostile_heading_takes_no_time(seconds, heading):
    with seconds(2):
        read(HEAD + BODY + f"\n## {heading}\n\nx\n")


def test_a_thousand_notes_are_read_within_seconds(tmp_path, seconds):
    folder = tmp_path / "docs" / "en" / "papers"
    folder.mkdir(parents=True)
    for number in range(1000):
        (folder / f"a-2001-x{number}.md").write_text(HEAD + BODY + f"{number}\n", encoding="utf-8")
    with seconds(20):
        notes, problems = read_notes(tmp_path / "docs", "en", VOCABULARY)

    assert (len(notes), problems) == (1000, [])
