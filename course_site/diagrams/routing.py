"""The corners of an orthogonal arrow, where the app's viewer puts them (after mxGraph, Apache-2.0).

Two routers: `between` finds a way around both shapes, `through` follows the author's corners.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from course_site.diagrams.geometry import Box, rounded
from course_site.diagrams.model import Point

WEST, NORTH, SOUTH, EAST = 1, 2, 4, 8
_AROUND = (WEST, NORTH, EAST, SOUTH)
_STEPS = ((-1, 0), (0, -1), (1, 0), (0, 1))
"""To the west, north, east and south."""
_SIDES, _CENTRE, _SOURCE, _TARGET = 480, 512, 1024, 2048
_ROUTES = (
    ((513, 2308, 2081, 2562), (513, 1090, 514, 2184, 2114, 2561), (513, 1090, 514, 2564, 2184, 2562),
     (513, 2308, 2561, 1090, 514, 2568, 2308)),
    ((514, 1057, 513, 2308, 2081, 2562), (514, 2184, 2114, 2561), (514, 2184, 2562, 1057, 513, 2564, 2184),
     (514, 1057, 513, 2568, 2308, 2561)),
    ((1090, 514, 1057, 513, 2308, 2081, 2562), (2114, 2561), (1090, 2562, 1057, 513, 2564, 2184),
     (1090, 514, 1057, 513, 2308, 2561, 2568)),
    ((2081, 2562), (1057, 513, 1090, 514, 2184, 2114, 2561), (1057, 513, 1090, 514, 2184, 2562, 2564),
     (1057, 2561, 1090, 514, 2568, 2308)),
)  # fmt: skip
"""By the side an arrow leaves and the side it reaches, both seen from the quarter the target lies in: its
moves, each a direction (4 bits), the sides it passes (from bit 5), and whose they are."""


@dataclass(frozen=True)
class End:
    """One end of an arrow."""

    box: Box | None
    """The shape it is attached to."""
    point: Point | None
    """Where it is pinned, or where it ends loosely."""
    jetty: float
    """How far the arrow goes straight before it turns, pixels."""
    rotation: float = 0.0
    """Of the shape, degrees."""

    @property
    def frame(self) -> Box:
        """Return the shape, or a dot where there is none."""
        if self.box is not None:
            return _tenths_of(self.box)
        assert self.point is not None
        return Box(rounded(self.point[0], 0.1), rounded(self.point[1], 0.1), 1, 1)

    @property
    def pinned(self) -> Point | None:
        """Return the point in tenths of a pixel."""
        return None if self.point is None else _tenths(self.point)


def _tenths(place: Point) -> Point:
    return math.floor(place[0] * 10 + 0.5) / 10, math.floor(place[1] * 10 + 0.5) / 10


def _tenths_of(box: Box) -> Box:
    return Box(*_tenths((box.x, box.y)), *_tenths((box.width, box.height)))


def orthogonal(source: End, target: End, corners: Sequence[Point]) -> list[Point]:
    """Return the corners of an orthogonal arrow between its ends."""
    near = False
    if source.pinned and target.pinned:
        near = math.dist(source.pinned, target.pinned) < source.jetty + target.jetty
    if corners or near:
        return through(source, target, corners)
    frames = (source.frame.turned(source.rotation), target.frame.turned(target.rotation))
    if not all(side for frame in frames for side in (frame.width, frame.height)):
        return []
    return _between(source, target, frames)


def _between(source: End, target: End, frames: tuple[Box, Box]) -> list[Point]:
    ends = (source, target)
    quarter = _quarter(*frames)
    sides = _sides(ends, frames)
    shares = [_share(end, frame) for end, frame in zip(ends, frames, strict=True)]
    moves = _ROUTES[(_AROUND.index(sides[0]) - quarter) % 4][(_AROUND.index(sides[1]) - quarter) % 4]
    way = [_first_corner(frames[0], sides[0], shares[0], source.jetty)]
    starts_upright = last_upright = int(not sides[0] & (EAST | WEST))
    gaps = _gaps(frames, source.jetty + target.jetty)
    for move in moves:
        heading = (_AROUND.index(move & 15) + quarter) % 4
        upright = heading % 2
        if upright != last_upright:
            way.append(way[-1])
        way[-1] = _moved(way[-1], move, heading, quarter, ends, frames, shares, gaps)
        if len(way) > 1 and way[-1][upright] == way[-2][upright]:
            way.pop()
        else:
            last_upright = upright
    ends_upright = int(not sides[1] & (EAST | WEST))
    if int(ends_upright != starts_upright) != len(way) % 2:
        way.pop()
    return _without_doubles(map(_tenths, way), source.point)


def _quarter(source: Box, target: Box) -> int:
    """Return in which quarter around the source the target lies, clockwise from the lower right."""
    dx, dy = source.centre[0] - target.centre[0], source.centre[1] - target.centre[1]
    if dx < 0:
        return 2 if dy < 0 else 1
    if dy <= 0:
        return 2 if dx == 0 else 3
    return 0


def _share(end: End, frame: Box) -> Point:
    """Return where along width and height of its shape an end is pinned, as shares; the middle if nowhere."""
    if end.box is None:
        return 0.0, 0.0
    if end.pinned is None:
        return 0.5, 0.5
    return (end.pinned[0] - frame.x) / frame.width, (end.pinned[1] - frame.y) / frame.height


def _sides(ends: tuple[End, End], frames: tuple[Box, Box]) -> list[int]:
    """Return the side at which the arrow leaves its source, and that at which it reaches its target."""
    sides = [_pinned_side(end, frame) for end, frame in zip(ends, frames, strict=True)]
    left, right = frames[0].x - frames[1].right, frames[1].x - frames[0].right
    above, below = frames[0].y - frames[1].bottom, frames[1].y - frames[0].bottom
    across = (WEST, EAST) if left >= right else (EAST, WEST)
    along = (NORTH, SOUTH) if above >= below else (SOUTH, NORTH)
    apart_across, apart_along = max(left, right) > 0, max(above, below) > 0
    if apart_across and apart_along:
        wanted = (across[0], along[1])
    elif apart_across:
        wanted = across
    else:
        wanted = along
    return [side or wish for side, wish in zip(sides, wanted, strict=True)]


def _pinned_side(end: End, frame: Box) -> int:
    side = 0
    if end.pinned is not None and end.box is not None:
        x, y = end.pinned
        if abs(x - frame.x) <= 1:
            side = WEST
        elif abs(x - frame.right) <= 1:
            side = EAST
        if abs(y - frame.y) <= 1:
            side = NORTH
        elif abs(y - frame.bottom) <= 1:
            side = SOUTH
    return side


def _gaps(frames: tuple[Box, Box], jetties: float) -> list[float]:
    """Return the room that is left between the shapes to the west, north, east and south."""
    source, target = frames
    rooms = (source.x - target.right, source.y - target.bottom, target.x - source.right)
    return [max(room - jetties, 0.0) for room in (*rooms, target.y - source.bottom)]


def _first_corner(frame: Box, side: int, share: Point, jetty: float) -> Point:
    x, y = frame.x + share[0] * frame.width, frame.y + share[1] * frame.height
    if side in (WEST, EAST):
        return (frame.x - jetty if side == WEST else frame.right + jetty), y
    return x, (frame.y - jetty if side == NORTH else frame.bottom + jetty)


def _moved(
    place: Point,
    move: int,
    heading: int,
    quarter: int,
    ends: tuple[End, End],
    frames: tuple[Box, Box],
    shares: Sequence[Point],
    gaps: Sequence[float],
) -> Point:
    """Return the place after one move of a route."""
    step, upright = _STEPS[heading], heading % 2
    side = (move & _SIDES) >> 5 << quarter
    side = side >> 4 if side > 15 else side
    is_centre = bool(move & _CENTRE)
    if move & (_SOURCE | _TARGET) and side < 9:
        whose = 0 if move & _SOURCE else 1
        frame, jetty = frames[whose], ends[whose].jetty
        if is_centre:
            origin, size = (frame.y, frame.height) if upright else (frame.x, frame.width)
            limit = origin + shares[whose][upright] * size
        else:
            limits = (frame.x - jetty, frame.y - jetty, frame.right + jetty, frame.bottom + jetty)
            limit = limits[side.bit_length() - 1]
        way = max((limit - place[upright]) * step[upright], 0.0)
    else:
        way = gaps[heading] / 2 if is_centre else 0.0
    return place[0] + step[0] * way, place[1] + step[1] * way


def _without_doubles(places: Iterable[Point], before: Point | None) -> list[Point]:
    kept: list[Point] = []
    for place in places:
        if place != (kept[-1] if kept else before):
            kept.append(place)
    return kept


def through(source: End, target: End, corners: Sequence[Point]) -> list[Point]:
    """Return the corners of an arrow that goes through the author's own by upright and level parts."""
    start, end = source.pinned, target.pinned
    hints = [list(corner) for corner in corners]
    if hints:
        for hint, pinned in ((hints[0], start), (hints[-1], end)):
            for axis in (0, 1):
                if pinned and abs(hint[axis] - pinned[axis]) < 1:
                    hint[axis] = pinned[axis]
    begin = list(start or _middle(source))
    way: list[Point] = []
    is_level, last = True, begin
    if hints:
        first = last = hints[0]
        is_level, hints = _first_way(source, target, hints)
        if _misses(source, first, is_level):
            way.append((begin[0], first[1]) if is_level else (first[0], begin[1]))
        begin[is_level] = first[is_level]
        for last in hints:
            is_level = not is_level
            begin[is_level] = last[is_level]
            way.append((begin[0], begin[1]))
    finish = end or _middle(target)
    if _misses(target, last, is_level):
        way.append((finish[0], last[1]) if is_level else (last[0], finish[1]))
    return _tidied(_outside(way, source, target), start, end if corners else None)


def _middle(end: End) -> Point:
    return end.frame.centre


def _misses(end: End, hint: Sequence[float], is_level: bool) -> bool:
    """True if a level (or upright) line through a corner does not reach an end of the arrow."""
    if end.pinned is not None:
        return end.pinned[is_level] != hint[is_level]
    low, high = _span(end.frame, is_level)
    return not low <= hint[is_level] <= high


def _span(frame: Box, is_level: bool) -> Point:
    return (frame.y, frame.bottom) if is_level else (frame.x, frame.right)


def _first_way(source: End, target: End, hints: list[list[float]]) -> tuple[bool, list[list[float]]]:
    """Return whether an arrow sets out level, and its corners without one that is where it begins."""
    upright, level = _in_line(source, hints[0])
    if upright != level:
        return level, hints
    last = hints[-1]
    if upright and source.pinned is not None:
        hints = hints[1:]
    upright, level = _in_line(target, last)
    if not upright and not level:
        return True, hints
    return upright if len(hints) % 2 else level, hints


def _in_line(end: End, hint: Sequence[float]) -> tuple[bool, bool]:
    """Return whether an upright and whether a level line through a corner meets an end of the arrow."""
    return not _misses(end, hint, False), not _misses(end, hint, True)


def _outside(way: list[Point], source: End, target: End) -> list[Point]:
    """Return corners without those inside a shape that the arrow is pinned to no point of."""
    if source.pinned is None:
        while way and source.frame.holds(way[0]):
            way = way[1:]
    if target.pinned is None:
        while way and target.frame.holds(way[-1]):
            way = way[:-1]
    return way


def _tidied(way: Iterable[Point], start: Point | None, end: Point | None) -> list[Point]:
    """Return corners at least a pixel apart, the last ones in line with the end."""
    kept: list[Point] = []
    before = start
    for place in map(_tenths, way):
        if before is None or max(abs(place[0] - before[0]), abs(place[1] - before[1])) >= 1:
            kept.append(place)
            before = place
    if end is None or not kept:
        return kept
    if max(abs(end[0] - kept[-1][0]), abs(end[1] - kept[-1][1])) <= 1:
        kept.pop()
        if kept:
            x, y = kept[-1]
            kept[-1] = (end[0] if abs(x - end[0]) < 1 else x), (end[1] if abs(y - end[1]) < 1 else y)
    return kept
