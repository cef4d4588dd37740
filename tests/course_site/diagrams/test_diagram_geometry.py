"""Where arrows meet shapes, and which way they take; the oracle compares the numbers, these say why."""

from __future__ import annotations

import math
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from course_site.diagrams import writing
from course_site.diagrams.edges import label_place, route
from course_site.diagrams.geometry import (
    Box,
    ellipse_perimeter,
    rectangle_perimeter,
    rhombus_perimeter,
    turned,
)
from course_site.diagrams.reading import read_diagrams
from course_site.diagrams.routing import End, orthogonal

BOXES = st.builds(
    Box, st.integers(-200, 200), st.integers(-200, 200), st.integers(5, 200), st.integers(5, 200)
)
PLACES = st.tuples(st.integers(-900, 900), st.integers(-900, 900))


@settings(deadline=None, max_examples=200)
@given(BOXES, PLACES)
def test_an_arrow_meets_a_rectangle_on_its_edge(box: Box, place):
    assume(place != box.centre)
    x, y = rectangle_perimeter(box, place, False)

    assert box.grown(1e-6).holds((x, y))
    assert min(abs(x - box.x), abs(x - box.right), abs(y - box.y), abs(y - box.bottom)) < 1e-6


@settings(deadline=None, max_examples=200)
@given(BOXES, PLACES)
def test_an_arrow_meets_an_ellipse_on_its_edge(box: Box, place):
    assume(max(abs(place[0] - box.centre[0]), abs(place[1] - box.centre[1])) >= 1)
    (cx, cy), (x, y) = box.centre, ellipse_perimeter(box, place, False)

    assert math.isclose(((x - cx) / box.width * 2) ** 2 + ((y - cy) / box.height * 2) ** 2, 1, abs_tol=1e-6)


@settings(deadline=None, max_examples=200)
@given(BOXES, PLACES)
def test_an_arrow_meets_a_diamond_on_its_edge(box: Box, place):
    (cx, cy) = box.centre
    distance = abs(place[0] - cx) / box.width + abs(place[1] - cy) / box.height
    assume(distance > 0.5)
    x, y = rhombus_perimeter(box, place, False)

    assert math.isclose(abs(x - cx) / box.width + abs(y - cy) / box.height, 0.5, abs_tol=1e-5)


@settings(deadline=None, max_examples=200)
@given(BOXES, BOXES, st.lists(PLACES, max_size=3), st.sampled_from([0, 1, 2]))
def test_every_part_of_an_orthogonal_arrow_is_level_or_upright(
    source: Box, target: Box, corners, pinned: int
):
    start = (source.right, source.centre[1]) if pinned else None
    end = (target.x, target.centre[1]) if pinned == 2 else None
    way = orthogonal(End(source, start, 20), End(target, end, 20), corners)

    for (x, y), (nx, ny) in pairwise(way):
        assert min(abs(x - nx), abs(y - ny)) < 1.01  # the viewer straightens what is within a pixel


def diagram(*cells: str):
    return read_diagrams(writing.mxfile(writing.model(cells)).encode(), "d")[0][0]


A = writing.shape("a", "variable", "a", (0, 0), (40, 40))
B = writing.shape("b", "variable", "b", (100, 0), (40, 40))


def test_an_arrow_between_two_circles_at_one_height_is_level():
    page = diagram(A, B, writing.arrow("e", "a", "b"))

    assert route(page, page.arrows[0]) == ((40, 20), (100, 20))


def test_an_arrow_that_is_pinned_begins_and_ends_where_it_is_pinned():
    style = "exitX=0.5;exitY=0;exitPerimeter=0;entryX=0.5;entryY=1;entryPerimeter=0;"
    page = diagram(A, B, writing.arrow("e", "a", "b", style=style))

    assert route(page, page.arrows[0]) == ((20, 0), (120, 40))


def test_the_place_of_a_label_is_counted_along_and_across_the_arrow():
    text = writing.arrow("e", "a", "b", label="w").replace('relative="1"', 'x="0.5" y="10" relative="1"')
    page = diagram(A, B, text)
    arrow = page.arrows[0]

    assert label_place(arrow, [(0.0, 0.0), (100.0, 0.0)]) == (75, -10)


def test_a_quarter_turn_is_exact():
    assert turned((10, 0), 90, (0, 0)) == (0, 10)
