from dataclasses import replace

import pytest

from course_site.language import language
from course_site.papers.describing import LONGEST, describe, first_sentence
from course_site.papers.note import Note

NOTE = Note(
    key="kingma-2015-adam",
    language="en",
    path="docs/en/papers/kingma-2015-adam.md",
    title="Adam: a *method*",
    authors=("Diederik P. Kingma", "Jimmy Ba"),
    year=2015,
    sections=(("why", "Who asks?"), ("what", "A step has size $\\eta$.\nOne default serves all.\nMore.")),
)


def test_a_note_is_described_by_its_paper_and_the_first_sentence_that_needs_no_mathematics():
    assert describe(NOTE, language("en")) == "Adam: a method (Kingma & Ba, 2015). One default serves all."
    assert describe(NOTE, language("fr")).startswith("Adam: a method (Kingma et Ba, 2015). ")


def test_a_note_whose_findings_are_all_formulas_is_described_by_its_question():
    note = replace(NOTE, sections=(("why", "Who asks?"), ("what", "$x$ is\n\n$$y$$\n")))

    assert describe(note, language("en")).endswith("2015). Who asks?")


def test_a_note_without_sections_is_described_by_its_paper():
    assert describe(replace(NOTE, sections=()), language("en")) == "Adam: a method (Kingma & Ba, 2015)."


def test_a_long_description_ends_at_a_word():
    note = replace(NOTE, sections=(("what", "word, " * 100),))
    described = describe(note, language("en"))

    assert len(described) <= LONGEST
    assert described.endswith("word…")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("One *idea* in `code`, [a link](x.md) [@key-2020-x].\nMore.", "One idea in code, a link."),
        ("<!--\nThe English.\n-->\nLe français.\nLa suite.", "Le français."),
        ("Broken over\ntwo lines. And more.", "Broken over two lines."),
        ("No full stop\n\nAnother paragraph.", "No full stop"),
        ("$$\nx\n$$\n\nAfter it.", "After it."),
        ("", ""),
        ("$x$", ""),
    ],
)
def test_a_first_sentence_is_plain_text(text: str, told: str):
    assert first_sentence(text) == told
