"""Who is connected to whom, which way a shape faces, and what to call it in a sentence."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping

from course_site.diagrams.conventions import SHAPES, shape_of
from course_site.diagrams.label_text import pieces
from course_site.diagrams.model import Arrow, Diagram, Point, Shape
from course_site.tex.words import words

_MARKS = {
    "bar": "\u0304", "overline": "\u0304", "tilde": "\u0303", "widetilde": "\u0303", "hat": "\u0302",
    "widehat": "\u0302", "check": "\u030c", "widecheck": "\u030c",
}  # fmt: skip
_ACCENT = re.compile(rf"\\({'|'.join(_MARKS)})(?![A-Za-z])\s*(?:\{{\s*)?(?:\\(?:boldsymbol|bm|mathbf)\s*)?"
                     r"(?:\{\s*)?(\\[a-zA-Z]+|[a-zA-Z])(?:\s*\}){0,2}")  # fmt: skip
_TURNS = {"north": 270, "west": 180, "south": 90}
SIDES = {(1, 0): "right", (-1, 0): "left", (0, 1): "bottom", (0, -1): "top"}
"""What to call a direction on the page, y growing downwards."""


def plain(label: str) -> str:
    r"""Return a label as one line of plain text: ``ȳ`` for ``$\bar{y}$``."""
    parts = (_words(text) if is_formula else text for is_formula, text in pieces(label))
    return " ".join("".join(parts).split())


def _words(tex: str) -> str:
    return words(_ACCENT.sub(lambda m: words(m[2], {}) + _MARKS[m[1]], tex), {})


def normal(text: str) -> str:
    """Return text with each accent in its letter."""
    return unicodedata.normalize("NFC", text)


def name(shape: Shape) -> str:
    """Return what a message calls a shape."""
    if label := normal(plain(shape.label)):
        return f"“{label[:60]}”"
    convention = SHAPES.get(shape.kind)
    word = convention.app_name if convention else shape_of(shape.style)
    return f"the {word} without label at {shape.x:.0f}, {shape.y:.0f}"


def arrow_name(arrow: Arrow, diagram: Diagram) -> str:
    """Return what a message calls an arrow."""
    source, target = diagram.shape(arrow.source), diagram.shape(arrow.target)
    parts = ["the arrow"]
    if label := normal(plain(arrow.label)):
        parts.append(f"“{label[:60]}”")
    if source:
        parts.append(f"from {name(source)}")
    if target:
        parts.append(f"to {name(target)}")
    if not source and not target and arrow.start:
        parts.append(f"at {arrow.start[0]:.0f}, {arrow.start[1]:.0f}")
    return " ".join(parts)


def into(diagram: Diagram, shape: Shape, kind: str = "") -> list[Arrow]:
    """Return the arrows that end at a shape, of one kind if it is given."""
    return [arrow for arrow in diagram.arrows if arrow.target == shape.id and kind in ("", arrow.kind)]


def out_of(diagram: Diagram, shape: Shape, kind: str = "") -> list[Arrow]:
    """Return the arrows that begin at a shape, of one kind if it is given."""
    return [arrow for arrow in diagram.arrows if arrow.source == shape.id and kind in ("", arrow.kind)]


def facing(shape: Shape) -> Point:
    """Return the unit vector from the flat to the round side of a Delay, as the app turns and flips it."""
    direction = shape.style.get("direction", "east")
    is_upright = direction in ("north", "south")
    flip = "flipV" if is_upright else "flipH"  # the app flips before it turns
    angle = math.radians(_TURNS.get(direction, 0) + number(shape.style, "rotation"))
    sign = -1 if shape.style.get(flip) == "1" else 1
    return sign * math.cos(angle), sign * math.sin(angle)


def side(vector: Point) -> str:
    """Return the name of the side of the page that a vector points to most."""
    return SIDES[max(SIDES, key=lambda unit: unit[0] * vector[0] + unit[1] * vector[1])]


def leaving(arrow: Arrow, shape: Shape, other: Shape, end: str) -> Point:
    """Return the unit vector from a shape's middle to where an arrow touches or heads.

    `end` is ``exit`` for an arrow that leaves the shape, ``entry`` for one that ends there.
    """
    x, y = shape.centre
    place = arrow.points[0 if end == "exit" else -1] if arrow.points else other.centre
    right, down = number(arrow.style, f"{end}X") - 0.5, number(arrow.style, f"{end}Y") - 0.5
    if f"{end}X" in arrow.style and (right or down):
        return _unit((right * shape.width, down * shape.height))
    return _unit((place[0] - x, place[1] - y))


def number(style: Mapping[str, str], key: str) -> float:
    """Return a number of a style; 0 where it holds none."""
    try:
        value = float(style.get(key, "0"))
    except ValueError:
        return 0.0
    return value if math.isfinite(value) else 0.0


def _unit(vector: Point) -> Point:
    length = math.hypot(*vector)
    return (vector[0] / length, vector[1] / length) if length else (0.0, 0.0)


def along(first: Point, second: Point) -> float:
    """Return the cosine between two unit vectors."""
    return first[0] * second[0] + first[1] * second[1]


def listed(parts: Iterable[str], last: str = "or") -> str:
    """Return ``a, b or c``."""
    *head, tail = list(parts)
    return f"{', '.join(head)} {last} {tail}" if head else tail
