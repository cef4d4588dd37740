import html
import re

import pytest

from course_site.diagrams.fixing import fix
from course_site.diagrams.library import starter
from course_site.diagrams.lint import check_file
from course_site.diagrams.reading import read_diagrams

PALE = starter().replace("fillColor=#e6e6e6", "fillColor=#dae8fc")
NOISY = starter().replace(
    "<mxfile>", '<mxfile host="app.diagrams.net" agent="5.0" version="29" etag="x>y" modified="2024-01-01">'
).replace("<mxGraphModel ", '<mxGraphModel dx="803" dy="553" ')  # fmt: skip


def carried(text: str) -> str:
    """Return a drawing as an Editable SVG carries it."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" content="{html.escape(text)}"><rect width="1"/></svg>'


def test_the_fill_of_an_observation_is_repaired():
    fixed = fix(PALE.encode(), "x.drawio")

    assert check_file(PALE.encode(), "x.drawio") != []
    assert check_file(fixed, "x.drawio") == []
    assert b"#dae8fc" not in fixed


def test_an_observation_in_a_cell_of_its_own_is_repaired_too():
    wrapped = re.search(r"<object[^>]*>\s*<mxCell", PALE)[0]
    bare = PALE.replace(wrapped, r'<mxCell id="x" value="\(x\)"', 1).replace("</object>", "", 1)

    assert check_file(fix(bare.encode(), "x.drawio"), "x.drawio") == []


def test_the_app_s_notes_to_itself_are_dropped_and_nothing_else():
    assert fix(NOISY.encode(), "x.drawio").decode() == starter()


def test_an_editable_svg_is_repaired_in_what_it_carries():
    fixed = fix(carried(NOISY.replace("#e6e6e6", "#dae8fc")).encode(), "x.drawio.svg")

    assert check_file(fixed, "x.drawio.svg") == []
    assert b"app.diagrams.net" not in fixed
    assert fixed.endswith(b'<rect width="1"/></svg>')
    assert read_diagrams(fixed, "")[0][0].shapes == tuple(
        shape for shape in read_diagrams(carried(starter()).encode(), "")[0][0].shapes
    )


@pytest.mark.parametrize(
    "text",
    [
        starter(),
        carried(starter()),
        starter().replace("shape=delay", "shape=or"),
        starter().replace(r"\(\bar{y}\)", "ȳ").replace("fillColor=none", "fillColor=#fff2cc"),
        "<mxfile>",
        "no XML at all",
    ],
)
def test_what_needs_a_question_is_left_alone(text):
    assert fix(text.encode(), "x.drawio") == text.encode()


def test_repairing_twice_changes_nothing_more():
    once = fix(carried(NOISY).encode(), "x.drawio.svg")

    assert fix(once, "x.drawio.svg") == once
