"""The site's own picture of a drawing."""

from __future__ import annotations

import gzip
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_site.diagrams import writing
from course_site.diagrams.drawing import draw
from course_site.diagrams.model import Diagram
from course_site.diagrams.reading import read_diagrams
from course_site.diagrams.refusals import refusals


def diagram(*cells: str) -> Diagram:
    """Return the page that holds these cells."""
    (page,), problems = read_diagrams(writing.mxfile(writing.model(cells)).encode(), "d.drawio")
    assert problems == []
    return page


def picture(*cells: str, language: str = "en") -> str:
    return draw(diagram(*cells), language, lambda tex: f"<i>{tex}</i>", "What it shows.")


def plain(style: str, label: str = "", size: tuple[int, int] = (40, 40)) -> str:
    return (
        f'<mxCell id="p" value="{label}" style="{style}" vertex="1" parent="1">'
        f'<mxGeometry x="0" y="0" width="{size[0]}" height="{size[1]}" as="geometry"/></mxCell>'
    )


X = writing.shape("x", "observation", r"\(x\)", (0, 10))
NET = writing.shape("e", "network", "Encoder", (90, 0), labels={"fr": "Encodeur"})
Y = writing.shape("y", "variable", r"\(\bar{y}\)", (220, 10))
CHAIN = (X, NET, Y, writing.arrow("a", "x", "e"), writing.arrow("b", "e", "y"))


def test_a_drawing_is_one_image_with_its_description():
    root = ElementTree.fromstring(picture(*CHAIN))

    assert (root.get("role"), root.get("aria-label")) == ("img", "What it shows.")
    assert root.get("viewBox") == "-4 -4 268 68"


def test_a_description_cannot_end_the_attribute_it_stands_in():
    svg = draw(diagram(X), "en", str, 'a "quoted" <b>')

    assert 'aria-label="a &quot;quoted&quot; &lt;b&gt;"' in svg


def test_words_are_in_the_language_of_the_page():
    assert "<span>Encoder</span>" in picture(*CHAIN)
    assert "<span>Encodeur</span>" in picture(*CHAIN, language="fr")


def test_formulas_are_typeset_and_words_are_escaped():
    svg = picture(writing.shape("t", "text", r"a &lt; \(b_1\)", (0, 0)))

    assert "<span>a &lt; <i>b_1</i></span>" in svg


def test_the_mathml_of_a_formula_is_left_out_of_a_picture():
    katex = '<span class="katex"><span class="katex-mathml" x><math>m</math></span><b>h</b></span>'
    svg = draw(diagram(X), "en", lambda tex: katex, "")

    assert '<span class="katex"><b>h</b></span>' in svg


def test_a_delay_is_drawn_as_the_app_draws_it():
    assert 'd="M90 0L140 0Q170 0 170 30Q170 60 140 60L90 60Z"' in picture(NET)


def test_what_is_observed_is_grey_and_what_is_computed_lets_the_page_through():
    assert '<ellipse cx="20" cy="30" rx="20" ry="20" class="observed"/>' in picture(X)
    assert '<ellipse cx="240" cy="30" rx="20" ry="20"/>' in picture(Y)


def test_a_fill_that_the_app_gives_of_itself_is_the_page_s_paper():
    assert 'class="paper"' in picture(plain("ellipse;html=1;"))


@pytest.mark.parametrize("digits", ["#B3261E", "#b3261e", "light-dark(#b3261e, #ffffff)", "#fb8072"])
def test_a_colour_of_the_course_follows_the_theme(digits: str):
    assert 'style="color:var(--tex-red)"' in picture(plain(f"ellipse;html=1;strokeColor={digits};"))


@pytest.mark.parametrize("digits", ["#000000", "#333333", "default", "light-dark(#000000, #ededed)"])
def test_black_is_the_ink_of_the_page(digits: str):
    assert "style=" not in picture(plain(f"ellipse;html=1;strokeColor={digits};")).partition("viewBox")[2]


def test_the_label_of_a_shape_has_its_own_colour():
    svg = picture(plain("ellipse;html=1;fontColor=#1f5ea8;", "a"))

    assert '<g style="color:var(--tex-blue)"><foreignObject' in svg


def test_a_gradient_arrow_is_dashed_and_its_head_is_not():
    svg = picture(X, Y, writing.arrow("g", "y", "x", "gradient"))

    assert re.search(r'<path d="M[^"]*" stroke-dasharray="3 3"/><path d="[^"]*Z" fill="currentColor"/>', svg)


def test_an_arrow_that_hangs_loose_at_both_ends_is_left_out():
    assert "path" not in picture(writing.arrow("a", "", ""))


def test_the_same_drawing_gives_the_same_bytes():
    assert picture(*CHAIN) == picture(*CHAIN)


def test_a_drawing_holds_no_script_and_is_small():
    svg = picture(*CHAIN)

    assert "<script" not in svg
    assert len(gzip.compress(svg.encode())) < 1_000


def test_a_word_too_long_for_its_shape_is_written_smaller_and_not_too_small():
    short, long = (
        picture(plain("whiteSpace=wrap;html=1;", word, (60, 40))) for word in ("Encoder", "Discriminator")
    )
    longest = picture(plain("whiteSpace=wrap;html=1;", "m" * 60, (60, 40)))

    assert "font-size" not in short
    assert 9 <= float(re.search(r"font-size:([\d.]+)px", long)[1]) < 12
    assert "font-size:9px" in longest


def test_room_is_made_for_a_label_below_its_shape():
    style = "ellipse;verticalLabelPosition=bottom;verticalAlign=top;html=1;whiteSpace=wrap;"

    assert 'viewBox="-4 -4 48 ' in picture(plain(style, "below"))
    assert int(re.search(r'viewBox="-4 -4 48 (\d+)"', picture(plain(style, "below")))[1]) > 60


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("sketch=1;", "is drawn as a sketch"),
        ("gradientColor=#ff0000;", "has a gradient"),
        ("shadow=1;", "has a shadow"),
        ("glass=1;", "has the glass effect"),
        ("opacity=50;", "is transparent"),
        ("shape=mxgraph.aws4.lambda;", "is a shape (`mxgraph.aws4.lambda`)"),
        ("swimlane;", "is a shape (`swimlane`)"),
        ("shape=table;", "is a shape (`table`)"),
        ("shape=image;image=x.png;", "is a shape (`image`)"),
        ("perimeter=hexagonPerimeter2;", "lets arrows end at `hexagonPerimeter2`"),
        ("portConstraint=north;", "says where arrows may be attached"),
        ("unheardOf=1;", "has the style `unheardOf`"),
    ],
)
def test_a_shape_that_cannot_be_drawn_is_refused_by_name(style: str, said: str):
    (problem,) = refusals(diagram(plain(f"{style}html=1;", "Encoder")))

    assert problem.message == f"“Encoder” {said}, which the site’s picture does not show."
    assert problem.hint


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("edgeStyle=entityRelationEdgeStyle;", "has waypoints of the kind `entityRelationEdgeStyle`"),
        ("edgeStyle=elbowEdgeStyle;elbow=vertical;", "has waypoints of the kind `elbowEdgeStyle`"),
        ("shape=flexArrow;", "is drawn as `flexArrow`"),
        ("endArrow=diamond;", "has a head of the kind `diamond`"),
        ("jumpStyle=arc;", "jumps over the arrows it crosses"),
        ("flowAnimation=1;", "is animated"),
    ],
)
def test_an_arrow_that_cannot_be_drawn_is_refused_by_name(style: str, said: str):
    cell = writing.arrow("a", "x", "y").replace("endArrow=classic;", style)
    (problem,) = refusals(diagram(X, Y, cell))

    assert problem.message == f"the arrow from “x” to “ȳ” {said}, which the site’s picture does not show."


def test_effects_that_are_off_are_no_reason_to_refuse():
    style = "sketch=0;shadow=0;glass=0;opacity=100;gradientColor=none;fillStyle=solid;"

    assert refusals(diagram(plain(f"ellipse;html=1;{style}", "a"))) == []


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(-500, 500), st.integers(-500, 500), st.integers(1, 200)), min_size=1, max_size=5
    )
)
def test_everything_lies_in_the_frame(places):
    cells = [
        writing.shape(f"s{n}", "variable", "a", (x, y), (size, size)) for n, (x, y, size) in enumerate(places)
    ]
    left, top, width, height = map(float, re.search(r'viewBox="([^"]*)"', picture(*cells))[1].split())

    assert all(left <= x and x + size <= left + width for x, _, size in places)
    assert all(top <= y and y + size <= top + height for _, y, size in places)
