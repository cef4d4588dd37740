"""The pieces of a picture: ellipses, rectangles and paths, in pixels, before any colour."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from course_site.diagrams.model import Point


@dataclass(frozen=True)
class Part:
    """One SVG element."""

    tag: str
    """``ellipse`` (cx, cy, rx, ry), ``rect`` (x, y, width, height, rx) or ``path`` (d)."""
    numbers: tuple[float, ...] | str
    """The geometry, in the order of the tag's attributes; a path's own text."""
    is_solid: bool = False
    """True for the head of an arrow, which is filled with the colour of its line."""
    is_line: bool = False
    """True for what has no inside: it is never filled."""


ATTRIBUTES = {"ellipse": ("cx", "cy", "rx", "ry"), "rect": ("x", "y", "width", "height", "rx")}


def short(value: float) -> str:
    """Write a length with at most two decimals."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def path(text: str, *, is_solid: bool = False, is_line: bool = False) -> Part:
    """Return a path."""
    return Part("path", text, is_solid, is_line)


def _at(*places: Point) -> str:
    return " ".join(f"{short(x)} {short(y)}" for x, y in places)


def along(places: Sequence[Point], radius: float = 0.0) -> str:
    """Return the text of a path straight from place to place, its corners rounded by `radius`."""
    parts = [f"M{_at(places[0])}"]
    before = places[0]
    for index in range(1, len(places) - 1):
        place, after = places[index], places[index + 1]
        if not radius or before == place:
            parts.append(f"L{_at(place)}")
            before = place
            continue
        begin, before = _towards(place, before, radius), _towards(place, after, radius, 1.0)
        parts.append(f"L{_at(begin)}Q{_at(place, before)}")
    if len(places) > 1:
        parts.append(f"L{_at(places[-1])}")
    return "".join(parts)


def _towards(place: Point, other: Point, most: float, least: float = 0.0) -> Point:
    """Return the point at `most` pixels from a place to another, at most half way."""
    length = max(math.dist(place, other), least)
    share = min(most, length / 2) / length
    return place[0] + (other[0] - place[0]) * share, place[1] + (other[1] - place[1]) * share


def curved(places: Sequence[Point]) -> str:
    """Return the text of a smooth path from the first place to the last, drawn to those between."""
    parts = [f"M{_at(places[0])}"]
    for index in range(1, len(places) - 2):
        (x, y), (nx, ny) = places[index], places[index + 1]
        parts.append(f"Q{_at((x, y), ((x + nx) / 2, (y + ny) / 2))}")
    parts.append(f"Q{_at(places[-2], places[-1])}")
    return "".join(parts)


def pen(x: float, y: float, moves: Sequence[tuple[str, Sequence[Point]]]) -> str:
    """Return the text of a path whose places are counted from (x, y)."""
    return "".join(letter + _at(*((x + dx, y + dy) for dx, dy in places)) for letter, places in moves)
