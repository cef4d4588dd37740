"""The way of an arrow: its ends, its corners, its heads, and where its label sits."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from course_site.diagrams.geometry import box_of, fixed_point, floating_point, number, rounded
from course_site.diagrams.model import Arrow, Diagram, Point, Shape
from course_site.diagrams.parts import Part, along, curved, path
from course_site.diagrams.routing import End, orthogonal

ORTHOGONAL = "orthogonalEdgeStyle"
HEAD_SIZE = 6.0
_BUFFER = 10.0
CORNER_RADIUS = 20.0


def route(diagram: Diagram, arrow: Arrow) -> tuple[Point, ...]:
    """Return the places an arrow goes through, its ends first and last; nothing if one end is nowhere."""
    source, target = diagram.shape(arrow.source), diagram.shape(arrow.target)
    start = fixed_point(source, arrow.style, "exit") if source else arrow.start
    end = fixed_point(target, arrow.style, "entry") if target else arrow.end
    if (source is None and start is None) or (target is None and end is None):
        return ()
    corners = list(arrow.points)
    if is_orthogonal(arrow):
        corners = orthogonal(
            _end(source, start, arrow, "start"), _end(target, end, arrow, "end"), arrow.points
        )
    if end is None and target is not None:
        end = _floating(target, arrow, corners[-1:], start, source, "target")
    if start is None and source is not None:
        start = _floating(source, arrow, corners[:1], end, target, "source")
    assert start is not None
    assert end is not None
    return start, *corners, end


def is_orthogonal(arrow: Arrow) -> bool:
    """True if an arrow is drawn of upright and level parts."""
    return arrow.style.get("edgeStyle") == ORTHOGONAL and arrow.style.get("noEdgeStyle") != "1"


def _floating(
    shape: Shape, arrow: Arrow, corner: Sequence[Point], other: Point | None, far: Shape | None, end: str
) -> Point:
    """Return where an arrow meets a shape that it is pinned to no point of."""
    towards = corner[0] if corner else other or (far.centre if far else shape.centre)
    spacing = number(arrow.style, "perimeterSpacing") + number(arrow.style, f"{end}PerimeterSpacing")
    straight = arrow.style.get("orthogonal")
    return floating_point(shape, towards, straight == "1" if straight else is_orthogonal(arrow), spacing)


def _end(shape: Shape | None, point: Point | None, arrow: Arrow, end: str) -> End:
    name = "source" if end == "start" else "target"
    written = arrow.style.get(f"{name}JettySize", arrow.style.get("jettySize", str(_BUFFER)))
    if written == "auto":
        size = number(arrow.style, f"{end}Size", HEAD_SIZE)
        bare = _head_kind(arrow, end) == "none"
        jetty = 2 * _BUFFER if bare else max(2, math.ceil((size + _BUFFER) / _BUFFER)) * _BUFFER
    else:
        jetty = number({"jetty": written}, "jetty", _BUFFER)
    if shape is None:
        return End(None, point, jetty)
    return End(box_of(shape), point, jetty, number(shape.style, "rotation"))


def _head_kind(arrow: Arrow, end: str) -> str:
    return arrow.style.get(f"{end}Arrow", "classic" if end == "end" else "none")


@dataclass(frozen=True)
class _Tip:
    """The end of a line, and which way it points there (length 1)."""

    place: Point
    way: Point

    def back(self, length: float, aside: float = 0.0) -> Point:
        """Return the place so far behind the tip, and so far to its left."""
        (x, y), (dx, dy) = self.place, self.way
        return x - dx * length + dy * aside, y - dy * length - dx * aside


Head = Callable[[_Tip, float, float], tuple[Part, Point]]
"""From a tip, a size and a line's width to the head, and where the line now ends."""


def _filled(share: int, notch: float) -> Head:
    def head(tip: _Tip, size: float, width: float) -> tuple[Part, Point]:
        skip, length = width * 1.118, size + width
        places = [tip.back(skip), tip.back(skip + length, -length / share)]
        if notch < 1:
            places.append(tip.back(skip + length * notch))
        places.append(tip.back(skip + length, length / share))
        return path(along(places) + "Z", is_solid=True), tip.back(skip + length * notch)

    return head


def _open(share: int) -> Head:
    def head(tip: _Tip, size: float, width: float) -> tuple[Part, Point]:
        skip, length = width * 1.118, size + width
        wings = (tip.back(skip + length, -length / share), tip.back(skip + length, length / share))
        return path(along([wings[0], tip.back(skip), wings[1]])), tip.back(2 * skip)

    return head


HEADS: Mapping[str, Head] = {
    "classic": _filled(2, 0.75),
    "classicThin": _filled(3, 0.75),
    "block": _filled(2, 1),
    "blockThin": _filled(3, 1),
    "open": _open(2),
    "openThin": _open(3),
}


def line_parts(arrow: Arrow, places: Sequence[Point]) -> list[Part]:
    """Return an arrow's line and heads, from the places of `route`."""
    way = _apart(places)
    if len(way) < 2:
        return []
    heads = []
    for end, tip, before in (("start", 0, 1), ("end", -1, -2)):
        kind = _head_kind(arrow, end)
        length = math.dist(way[tip], way[before])
        if kind in HEADS and length:
            (x, y), (px, py) = way[tip], way[before]
            tipped = _Tip((x, y), ((x - px) / length, (y - py) / length))
            size = number(arrow.style, f"{end}Size", HEAD_SIZE)
            head, way[tip] = HEADS[kind](tipped, size, number(arrow.style, "strokeWidth", 1.0))
            is_solid = head.is_solid and arrow.style.get(f"{end}Fill") != "0"
            heads.append(Part(head.tag, head.numbers, is_solid=is_solid))
    if arrow.style.get("curved") == "1":
        line = curved(way)
    elif arrow.style.get("rounded", "1") == "1":
        line = along(way, number(arrow.style, "arcSize", CORNER_RADIUS) / 2)
    else:
        line = along(way)
    return [path(line, is_line=True), *heads]


def _apart(places: Sequence[Point]) -> list[Point]:
    """Return places without those less than a pixel from the one before."""
    kept = list(places[:1])
    for before, place in pairwise(places):
        if max(abs(before[0] - place[0]), abs(before[1] - place[1])) >= 1:
            kept.append(place)
    return kept


def label_place(arrow: Arrow, places: Sequence[Point]) -> Point:
    """Return the middle of an arrow's label."""
    share, across, right, down = arrow.label_at
    lengths = [math.dist(a, b) for a, b in pairwise(places)]
    wanted, before = rounded((share / 2 + 0.5) * sum(lengths)), 0.0
    for index, length in enumerate(lengths):
        if wanted < rounded(before + length) or index == len(lengths) - 1:
            break
        before += length
    (x, y), (nx, ny) = places[index], places[index + 1]
    if not length:
        return x + right, y + down
    part, dx, dy = (wanted - before) / length, (nx - x) / length, (ny - y) / length
    return x + (nx - x) * part + dy * across + right, y + (ny - y) * part - dx * across + down
