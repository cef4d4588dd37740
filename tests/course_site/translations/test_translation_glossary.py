"""The glossary: read, checked in the text of pages, shown as a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from course_site.translations.blocks import split
from course_site.translations.glossary import glossary_hints, glossary_page, read_glossary

REAL = Path(__file__).parents[3] / "docs"
TERMS = """
- term: decision boundary
  fr: frontière de décision
  es: [frontera de decisión, límite de decisión]
  note: {en: Where two logits tie., fr: Là où deux logits sont égaux.}
- {term: accuracy, fr: exactitude, avoid: {fr: précision}}
"""


@pytest.fixture
def read(tmp_path):
    def write(text: str):
        path = tmp_path / "assets" / "glossary.yml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return read_glossary(tmp_path)

    return write


@pytest.fixture
def hints(read):
    terms, _ = read(TERMS)

    def find(english: str, french: str, code: str = "fr") -> list[str]:
        return [str(one) for one in glossary_hints(terms, split(english), split(french), "p.md", code)]

    return find


def test_a_term_translated_by_another_word_is_a_hint(hints):
    assert hints("The decision boundary bends.", "La limite de décision se courbe.") == [
        "p.md:1: the English says « decision boundary », which the glossary translates by "
        "« frontière de décision ». Use that word, or add yours to the glossary."
    ]


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("The decision boundary bends.", "La frontière de décision se courbe."),
        ("Decision boundaries bend.", "Les *frontières* de\ndécision se courbent."),
        ("The decision boundary bends.", "La *decision boundary* se courbe."),
        ("Nothing of the sort.", "La limite se courbe."),
        ("The `accuracy` function.", "La fonction `accuracy`."),
    ],
)
def test_a_term_is_found_in_its_forms_and_not_in_code(hints, english, french):
    assert hints(english, french) == []


def test_a_word_to_avoid_is_a_hint_only_where_the_english_has_the_term(hints):
    assert hints("The accuracy is high.", "L'exactitude, ou précision, est élevée.") == [
        "p.md:1: « précision » misleads where the English says « accuracy ». Write « exactitude »."
    ]
    assert hints("The precision is high.", "La précision est élevée.") == []


def test_every_language_has_its_own_translations(hints):
    assert hints("The decision boundary bends.", "El límite de decisión se curva.", "es") == []
    assert hints("The accuracy is high.", "Es alta.", "es") == []


def test_the_page_is_a_table_in_the_page_s_language(read):
    terms, _ = read(TERMS)

    assert glossary_page(terms, ["fr"], "fr") == (
        "| English | Français | Remarque |\n| --- | --- | --- |\n"
        '| <span lang="en">accuracy</span> | exactitude |  |\n'
        '| <span lang="en">decision boundary</span> | frontière de décision '
        "| Là où deux logits sont égaux. |\n"
    )
    assert "Where two logits tie." in glossary_page(terms, ["fr"], "en")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("term: x\n", "docs/assets/glossary.yml:1: the glossary must be a list of terms."),
        (
            "- {fr: x}\n",
            "docs/assets/glossary.yml: entry 1 of the glossary is no `term` with its translations.",
        ),
        ("- {term: x, fr: 3}\n", "docs/assets/glossary.yml: entry 1 of the glossary is no `term`"),
        ("- {term: x\n", "docs/assets/glossary.yml:2: the glossary is not valid YAML"),
    ],
)
def test_a_broken_glossary_is_named(read, text, message):
    _, (problem,) = read(text)

    assert str(problem).startswith(message)


def test_a_course_without_a_glossary_has_no_terms(tmp_path):
    assert read_glossary(tmp_path) == ([], [])


def test_the_course_s_own_glossary_is_sound_and_has_every_term_once():
    terms, problems = read_glossary(REAL)

    assert problems == []
    assert len({term.english for term in terms}) == len(terms) >= 30
    assert all(term.translations["fr"] for term in terms)
