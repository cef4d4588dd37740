"""The notes that this course publishes, and the lesson that teaches how to write them."""

import re
from pathlib import Path

import pytest
import yaml

from course_site.front_matter import read_front_matter
from course_site.papers.citing import bibtex
from course_site.papers.command import import_papers
from course_site.papers.note import CORE
from course_site.papers.reading import read_note, read_notes
from course_site.papers.vocabulary import read_vocabulary

DOCS = Path(__file__).parents[3] / "docs"
VOCABULARY, _ = read_vocabulary(DOCS)
ENGLISH, FRENCH = (read_notes(DOCS, language, VOCABULARY)[0] for language in ("en", "fr"))
FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$", re.DOTALL)
LINK = re.compile(r"\]\(([^)]*)\)")
EXAMPLE = "vanhasselt-2019-parametric"

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def twins():
    french = {note.key: note for note in FRENCH}
    return [pytest.param(note, french.get(note.key), id=note.key) for note in ENGLISH]


def body(note):
    """Return what a reader reads: in a French note, without the English above each passage."""
    return "\n".join(COMMENT.sub("", text) for _, text in note.sections)


def how_to(language):
    return (DOCS / language / "papers" / "how-to.md").read_text(encoding="utf-8")


def test_there_are_at_least_twenty_notes_and_each_is_in_both_languages():
    assert len(ENGLISH) >= 20
    assert [note.key for note in ENGLISH] == [note.key for note in FRENCH]


@pytest.mark.parametrize(("english", "french"), twins())
def test_a_note_answers_the_three_questions_and_names_its_limits(english, french):
    for note in (english, french):
        assert [key for key, _ in note.sections] == [*CORE, "limits"]
        assert note.lessons
        assert note.added
        assert re.fullmatch(rf"[a-z]+-{note.year}-[a-z]+", note.key)


@pytest.mark.parametrize(("english", "french"), twins())
def test_twins_share_their_formulas_and_links(english, french):
    assert sorted(FORMULA.findall(body(english))) == sorted(FORMULA.findall(body(french)))
    assert sorted(LINK.findall(body(english))) == sorted(LINK.findall(body(french)))


@pytest.mark.parametrize(("english", "french"), twins())
def test_a_note_is_half_a_page(english, french):
    for note in (english, french):
        prose = FORMULA.sub("x", body(note))
        assert 100 <= len(prose.split()) <= 330


def test_a_chapter_and_an_essay_are_cited_as_what_they_are():
    entries = {note.key: bibtex(note) for note in ENGLISH}

    chapter, essay = entries["lecun-2006-energy"], entries["olah-2014-manifolds"]
    assert chapter.startswith("@incollection{")
    assert "\n  booktitle = {Predicting Structured Data},\n  publisher = {MIT Press},\n" in chapter
    assert essay.startswith("@misc{")
    assert "\n  howpublished = {colah’s blog},\n" in essay


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_how_to_quotes_a_message_that_the_check_really_gives(language):
    path = f"docs/en/papers/{EXAMPLE}.md"
    text = (DOCS.parent / path).read_text(encoding="utf-8").replace("status: done", "status: finished")

    _, [problem] = read_note(text, path, VOCABULARY)

    assert f"```text\n{problem}\n```" in how_to(language)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_how_to_names_every_option_of_the_import(language):
    options = {name for param in import_papers.params for name in param.opts if name.startswith("--")}

    assert {name for name in options if f"`{name}" not in how_to(language)} == {"--language", "--dry-run"}
    assert "papers import Export.zip --dry-run" in how_to(language)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_how_to_shows_the_fields_of_a_real_note(language):
    shown = yaml.safe_load(re.search(r"```yaml\n---\n(.*?)---\n```", how_to(language), re.DOTALL)[1])
    note = (DOCS / language / "papers" / f"{EXAMPLE}.md").read_text(encoding="utf-8")
    real = read_front_matter(note, "")[0].values

    assert shown.items() <= real.items()
