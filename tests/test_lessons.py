"""What every lesson on the spiral owes its reader and its teacher, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from course_site.comments import blank_comments

DOCS = Path(__file__).parents[1] / "docs"
WORDS = {
    "en": ("Predict first", "Answer", "For teachers", "isconception"),
    "fr": ("Prédisez d'abord", "Réponse", "Pour les enseignants", "dée fausse"),
}
"""How each language asks for a prediction, entitles answers and the fold for teachers, names a wrong idea."""
LESSONS = [
    path.relative_to(DOCS).as_posix()
    for language in WORDS
    for path in sorted((DOCS / language / "spiral").glob("*.md"))
    if path.stem != "notation"  # a list to look things up in
]
SECTION = re.compile(r"^## .*\{#([a-z0-9-]+)\}$", re.MULTILINE)
FIGURE = re.compile(r"^#\| alt: ", re.MULTILINE)
EXERCISE = re.compile(r"^\*\*\d\. ", re.MULTILINE)
MINUTES = re.compile(r"\b\d+ minutes|Minutes:\*\* \d+")
QUESTION = re.compile(r"^    \d\. \*(?P<asked>.+?[.?]) ?\*(?: |\n       )(?P<answer>\S.*)$", re.MULTILINE)


def text_of(lesson: str) -> str:
    """Return what a lesson says in its own language: the English above each French passage is blank."""
    text, _ = blank_comments((DOCS / lesson).read_text(encoding="utf-8"), lesson)
    return text


def words_of(lesson: str) -> tuple[str, ...]:
    return WORDS[lesson.partition("/")[0]]


def section(lesson: str, *names: str) -> str:
    """Return the text of the first section there is of these names, without its heading."""
    parts = SECTION.split(text_of(lesson))[1:]
    return next(text for name, text in zip(parts[::2], parts[1::2], strict=True) if name in names)


def fold(lesson: str, title: str) -> str:
    """Return the one fold of this very title, with its indented text."""
    (found,) = re.findall(rf'^\?\?\? note "{title}"\n((?:\n|    .*\n)+)', text_of(lesson), re.MULTILINE)
    return found


def test_there_are_eight_lessons_in_either_language() -> None:
    names = {language: [name[3:] for name in LESSONS if name.startswith(language)] for language in WORDS}

    assert len(names["en"]) == 8
    assert names["en"] == names["fr"]


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_begins_with_its_aims_and_ends_with_exercises_summary_and_sources(lesson: str) -> None:
    sections = SECTION.findall(text_of(lesson))

    assert sections[0] == "what-you-will-be-able-to-do"
    assert sections[-3] in ("exercises", "try-it-yourself")
    assert sections[-2:] == ["summary", "sources"]


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_asks_for_predictions_before_it_shows_a_figure(lesson: str) -> None:
    text, (predict, *_) = text_of(lesson), words_of(lesson)
    asked = [match.start() for match in re.finditer(predict, text)]
    shown = [match.start() for match in FIGURE.finditer(text)]

    assert asked
    assert all(any(figure > question for figure in shown) for question in asked)


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_exercise_is_run_and_has_a_folded_answer_with_a_value_of_that_run(lesson: str) -> None:
    exercises = EXERCISE.split(section(lesson, "exercises", "try-it-yourself"))[1:]
    _, answer, *_ = words_of(lesson)
    answered = re.compile(rf'^\?\?\? success "{answer}"\n(?:\n|    .*\n)*?    .*`{{python}} ', re.MULTILINE)

    assert len(exercises) >= 2
    for exercise in exercises:
        assert "```python\n" in exercise
        assert answered.search(exercise)


@pytest.mark.parametrize("lesson", LESSONS)
def test_for_teachers_there_are_minutes_a_misconception_and_three_questions_with_answers(lesson: str) -> None:
    *_, teachers, wrong_idea = words_of(lesson)
    hints = fold(lesson, teachers)

    assert MINUTES.search(hints)
    assert wrong_idea in hints
    assert len(QUESTION.findall(hints)) == 3


@pytest.mark.parametrize("language", WORDS)
def test_the_lessons_have_25_figures_or_more(language: str, record_figure) -> None:
    figures = sum(len(FIGURE.findall(text_of(name))) for name in LESSONS if name.startswith(language))
    record_figure("figures in the lessons, in both languages", figures, "50 or more")

    assert figures >= 25
