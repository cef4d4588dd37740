"""The lesson on drawing: its right drawings pass, and each wrong one is refused with the words it quotes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from course_site.diagrams.as_text import as_text
from course_site.diagrams.lint import check_file
from course_site.diagrams.reading import read_diagrams

DOCS = Path(__file__).parents[3] / "docs"
DRAWINGS = DOCS / "assets" / "diagrams"
RIGHT = sorted(DRAWINGS.glob("*.drawio.svg"))
WRONG = sorted((DRAWINGS / "wrong").glob("*.drawio.svg"))
LANGUAGES = ("en", "fr")
IMAGE = re.compile(r"!\[([^\]]+)\]\(\.\./\.\./assets/diagrams/([^)]+)\)")


def pages(language: str) -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted((DOCS / language / "diagrams").glob("*.md")))


def stem(path: Path) -> str:
    return path.name.removesuffix(".drawio.svg")


@pytest.mark.parametrize("path", RIGHT, ids=stem)
def test_a_right_drawing_of_the_lesson_passes(path):
    assert check_file(path.read_bytes(), path.name) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", WRONG, ids=stem)
def test_a_wrong_drawing_gives_the_one_message_that_the_lesson_quotes(path, language):
    (problem,) = check_file(path.read_bytes(), path.name)
    assert f"{problem.message} {problem.hint}" in pages(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_drawing_is_shown_and_described(language):
    shown = {name: alt for alt, name in IMAGE.findall(pages(language))}
    wanted = {path.relative_to(DRAWINGS).as_posix() for path in (*RIGHT, *WRONG)}
    assert wanted <= shown.keys()
    assert all(len(alt) > 20 for alt in shown.values())


@pytest.mark.parametrize("path", RIGHT, ids=stem)
def test_a_drawing_stays_readable_on_a_telephone(path):
    (diagram,), _ = read_diagrams(path.read_bytes(), path.name)
    left = min(shape.x for shape in diagram.shapes)
    right = max(shape.x + shape.width for shape in diagram.shapes)
    assert right - left <= 320


def test_the_drawings_of_the_source_are_what_it_says():
    expected = {"forward": ("observation", "variable"), "inference": ("variable", "observation")}
    for name, ends in expected.items():
        path = DRAWINGS / f"{name}.drawio.svg"
        (diagram,), _ = read_diagrams(path.read_bytes(), path.name)
        first, last = diagram.arrows
        assert (diagram.shape(first.source).kind, diagram.shape(last.target).kind) == ends
        assert diagram.shape(first.target).kind == diagram.shape(last.source).kind == "network"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_history_that_the_lesson_quotes_is_what_git_shows(language):
    for sign, name in (("-", "wrong/network-rectangle"), ("+", "forward")):
        path = DRAWINGS / f"{name}.drawio.svg"
        lines = as_text(read_diagrams(path.read_bytes(), path.name)[0]).splitlines()
        (line,) = (line for line in lines if line.startswith("“Encoder”"))
        assert f"\n{sign}{line}\n" in pages(language)
