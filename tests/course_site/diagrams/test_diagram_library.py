import html
import json
import re
from pathlib import Path

import pytest

from course_site.diagrams.conventions import ARROWS, SHAPES
from course_site.diagrams.library import library, starter
from course_site.diagrams.lint import check_file
from course_site.diagrams.reading import read_diagrams
from course_site.diagrams.refusals import refusals

ASSETS = Path(__file__).parents[3] / "docs" / "assets" / "diagrams"


def entries() -> list[dict[str, object]]:
    """Read the library as the app does: the text of its XML is JSON."""
    inside = re.fullmatch(r"<mxlibrary>(.*)</mxlibrary>\n", library(), re.DOTALL)[1]
    return json.loads(html.unescape(inside))


@pytest.mark.parametrize(("name", "write"), [("course-shapes.xml", library), ("starter.drawio", starter)])
def test_the_committed_file_is_what_the_table_gives(name, write):
    """If not: `course-site diagrams library docs/assets/diagrams/course-shapes.xml`, or `starter`."""
    assert (ASSETS / name).read_text(encoding="utf-8") == write()


def test_the_library_holds_every_shape_and_arrow():
    assert len(entries()) == len(SHAPES) + len(ARROWS) - 1  # a group is made in the app


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry["title"])
def test_an_entry_reads_as_what_it_is_called(entry):
    (diagram,), problems = read_diagrams(entry["xml"].encode(), "library")
    (item,) = diagram.items()[-1:]

    assert problems == []
    assert item.kind in {**SHAPES, **ARROWS}
    assert refusals(diagram) == []
    assert [
        p
        for p in check_file(entry["xml"].encode(), "library")
        if "no arrow is attached" not in p.message
        and "loose" not in p.message
        and "typesetting" not in p.message
        and "empty" not in p.message
    ] == []


def test_the_starter_is_right():
    assert check_file(starter().encode(), "starter.drawio") == []
    assert 'math="1"' in starter()
    assert 'adaptiveColors="auto"' in starter()
