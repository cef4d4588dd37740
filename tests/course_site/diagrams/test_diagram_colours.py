import re
from pathlib import Path

import pytest

from course_site.diagrams.colours import COURSE, GREY, colour_name, is_dark, is_empty, is_grey, light
from course_site.tex.macros import colours, read_macros

DOCS = Path(__file__).parents[3] / "docs" / "assets"


def test_the_colours_are_those_of_the_formulas():
    macros, problems = read_macros((DOCS / "macros.tex").read_text(encoding="utf-8"))
    digits = {name: f"#{value}" for value, name in colours(macros).items()}

    assert problems == []
    assert {name: pair[0] for name, pair in COURSE.items()} == digits


def test_the_shades_on_white_are_those_of_the_style_sheet():
    css = (DOCS / "stylesheets" / "tex.css").read_text(encoding="utf-8")
    light_page = css.partition('scheme="default"]')[2].partition("}")[0]
    shades = dict(re.findall(r"--tex-(\w+): (#\w{6})", light_page))

    assert {name: pair[1] for name, pair in COURSE.items()} == {name: shades[name] for name in COURSE}


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("", ""),
        ("default", ""),
        ("#000000", ""),
        ("light-dark(#000000, #ffffff)", ""),
        ("rgb(51, 51, 51)", ""),
        ("#8DD3C7", "aqua"),
        ("light-dark(#1f5ea8, #80b1d3)", "blue"),
        ("light-dark(rgb(31, 94, 168), rgb(0, 0, 0))", None),
        ("#ff0000", "red"),
        ("#b85450", "red"),
        ("#f00", "red"),
        ("red", "red"),
        ("#6d4c41", None),
        ("#ffffff", None),
        ("url(#gradient)", None),
    ],
)
def test_a_colour_has_a_name_or_is_refused(written, name):
    assert colour_name(written) == name


def test_grey_is_neither_paper_nor_ink():
    assert is_grey(GREY)
    assert not is_empty(GREY)
    assert not is_dark(GREY)
    assert is_empty("#FFFFFF")
    assert is_dark("#1e1e1e")
    assert light("light-dark(rgb(1, 2, 3), #fff)") == "rgb(1, 2, 3)"
