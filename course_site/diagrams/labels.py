"""The labels of a drawing: where each stands, how large, and its markup."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from course_site.diagrams.conventions import shape_of
from course_site.diagrams.edges import label_place
from course_site.diagrams.geometry import Box, box_of, number
from course_site.diagrams.label_text import pieces
from course_site.diagrams.model import Arrow, Item, Point, Shape
from course_site.diagrams.outlines import process_inset
from course_site.diagrams.parts import short

Typeset = Callable[[str], str]
"""From TeX to markup."""
SIZE, ARROW_SIZE = 12.0, 11.0
"""Pixels of a label's letters in the app."""
SMALLEST = 9.0
"""Pixels to which a word may shrink so that it stays in its shape."""
LETTER = 0.56
"""Width of an average letter, in letter sizes."""
LINE = 1.2
"""Height of a line, in letter sizes."""
_TOP, _BOTTOM, _SPACING = 5.0, 1.0, 2.0
"""Pixels that the app leaves above, below and around."""
_MATHML = re.compile(r'<span class="katex-mathml".*?</math></span>', re.DOTALL)
_COMMAND = re.compile(r"\\[a-zA-Z]+|[{}^_$\\ ]")
_ALIGN = {"left": "dl", "right": "dr", "top": "dt", "bottom": "db"}
_FONT = ((1, "font-weight:700"), (2, "font-style:italic"), (4, "text-decoration:underline"),
         (8, "text-decoration:line-through"))  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where a label stands, and how."""

    box: Box
    """The room it has; it may stand out of it where it is too long."""
    size: float
    """Of its letters, pixels."""
    align: str = "center"
    vertical: str = "middle"
    wraps: bool = True
    rotation: float = 0.0
    """Degrees, clockwise, about the middle of the box."""
    on_paper: bool = False
    """True if it covers the line behind it."""


def shape_label(shape: Shape, text: str) -> Place:
    """Return where the label of a shape stands."""
    style, used = shape.style, shape_of(shape.style)
    box = box_of(shape)
    across, down = style.get("labelPosition", "center"), style.get("verticalLabelPosition", "middle")
    if used == "process" and across == "center" and down == "middle":
        inset = process_inset(box, style)
        if style.get("direction", "east") in ("east", "west"):
            box = Box(box.x + inset, box.y, box.width - 2 * inset, box.height)
    shift_x = {"left": -box.width, "right": box.width}.get(across, 0.0)
    shift_y = {"top": -box.height, "bottom": box.height}.get(down, 0.0)
    is_text = used == "text"
    place = Place(
        Box(box.x + shift_x, box.y + shift_y, box.width, box.height),
        number(style, "fontSize", SIZE),
        style.get("align", "left" if is_text else "center"),
        style.get("verticalAlign", "top" if is_text or used == "group" else "middle"),
        style.get("whiteSpace") == "wrap",
        number(style, "rotation") - (90 if style.get("horizontal") == "0" else 0),
        style.get("labelBackgroundColor", "none") != "none",
    )
    return _fitted(_padded(place, style), text)


def arrow_label(arrow: Arrow, text: str, places: Sequence[Point]) -> Place:
    """Return where the label of an arrow stands."""
    x, y = label_place(arrow, places)
    size = number(arrow.style, "fontSize", ARROW_SIZE)
    width, height = extent(text, size)
    box = Box(x - width / 2, y - height / 2, width, height)
    on_paper = arrow.style.get("labelBackgroundColor", "default") != "none"
    return Place(box, size, wraps=False, on_paper=on_paper)


def _padded(place: Place, style: Mapping[str, str]) -> Place:
    """Return the place without the room that the app leaves around a label."""
    spacing = number(style, "spacing", _SPACING)
    sides = ("Left", "Right", "Top", "Bottom")
    left, right, top, bottom = (number(style, f"spacing{side}") for side in sides)
    x, y, width, height = place.box.x, place.box.y, place.box.width, place.box.height
    if place.align == "center":
        x += (left - right) / 2
    else:
        x, width = x + left + spacing, max(width - left - right - 2 * spacing, 1.0)
    if place.vertical == "middle":
        y += (top - bottom) / 2
    else:
        y = y + top + spacing + _TOP
        height = max(height - top - bottom - 2 * spacing - _TOP - _BOTTOM, 1.0)
    return replace(place, box=Box(x, y, width, height))


def _fitted(place: Place, text: str) -> Place:
    """Return the place with letters so small that its longest word stays in its shape."""
    if not place.wraps:
        return place
    room = place.box.height if place.rotation % 180 else place.box.width
    words = [word for line in text.split("\n") for word in _words(line)]
    longest = max((extent(word, place.size)[0] for word in words), default=0.0)
    if longest <= room:
        return place
    return replace(place, size=max(min(SMALLEST, place.size), place.size * room / longest))


def _words(line: str) -> list[str]:
    return [word for is_formula, text in pieces(line) if not is_formula for word in text.split()]


def extent(text: str, size: float) -> Point:
    """Return about how wide and high a label is, pixels."""
    lines = text.split("\n")
    letters = max(len(_COMMAND.sub("", line)) for line in lines)
    return max(letters, 1) * LETTER * size + 4, len(lines) * LINE * size + 4


def written(place: Place, text: str) -> Box:
    """Return about where the letters of a label are, turned as they are."""
    box = place.box
    if not place.wraps:
        width, height = extent(text, place.size)
        share = {"left": 0.0, "right": 1.0}.get(place.align, 0.5)
        box = Box(box.x + (box.width - width) * share, box.centre[1] - height / 2, width, height)
    return box.turned(place.rotation)


def markup(text: str, typeset: Typeset) -> str:
    """Return the HTML of a label: its words, and its formulas as `typeset` makes them.

    Their MathML is left out: a picture is one thing to a screen reader, and has its own description.
    """
    lines = (
        "".join(
            _MATHML.sub("", typeset(part)) if is_formula else html.escape(part, quote=False)
            for is_formula, part in pieces(line)
        )
        for line in text.split("\n")
    )
    return "<br>".join(lines)


def svg(item: Item, place: Place, inner: str) -> str:
    """Return a label as an SVG element."""
    box = place.box
    turned = ""
    if place.rotation % 360:
        x, y = box.centre
        if place.rotation % 180:
            box = box.on_its_side()
        turned = f' transform="rotate({short(place.rotation)} {short(x)} {short(y)})"'
    usual = ARROW_SIZE if isinstance(item, Arrow) else SIZE
    names = [_ALIGN[way] for way in (place.align, place.vertical) if way in _ALIGN]
    names += ["dn"] * (not place.wraps) + ["ds"] * (usual == ARROW_SIZE)
    rules = [] if place.size == usual else [f"font-size:{short(place.size)}px"]
    rules += [rule for bit, rule in _FONT if int(number(item.style, "fontStyle")) & bit]
    kind = f' class="{" ".join(names)}"' if names else ""
    style = f' style="{";".join(rules)}"' if rules else ""
    span = '<span class="dp">' if place.on_paper else "<span>"
    area = " ".join(
        f'{name}="{short(value)}"'
        for name, value in zip(
            ("x", "y", "width", "height"), (box.x, box.y, max(box.width, 1), max(box.height, 1)), strict=True
        )
    )
    return f"<foreignObject {area}{turned}><div{kind}{style}>{span}{inner}</span></div></foreignObject>"
