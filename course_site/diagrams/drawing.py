"""From a diagram to an SVG that stands in a page: the theme's colours, no script, always the same bytes."""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Mapping

from course_site.diagrams.colours import channels, colour_name, is_dark, is_empty, is_grey, light
from course_site.diagrams.conventions import shape_of
from course_site.diagrams.edges import line_parts, route
from course_site.diagrams.geometry import Box, box_of, number
from course_site.diagrams.labels import Place, Typeset, arrow_label, markup, shape_label, written
from course_site.diagrams.labels import svg as label_svg
from course_site.diagrams.model import Arrow, Diagram, Point, Shape
from course_site.diagrams.outlines import NOTHING, outline, turning
from course_site.diagrams.parts import ATTRIBUTES, Part, short
from course_site.diagrams.refusals import refusals

__all__ = ["draw", "refusals"]
MARGIN = 4.0
"""Pixels around everything, as the app's own exports have."""
SCALE = 1.25
"""From the app's pixels to the page's: its letters of 12 pixels are small beside a lesson's."""
LEAST = 0.9
"""The same where the page is narrow: what does not fit then scrolls in its box."""
DASHES = (3.0, 3.0)


def draw(diagram: Diagram, language: str, typeset: Typeset, description: str) -> str:
    """Return the picture of a page as one `<svg>`, its labels in a language; `description` is read aloud."""
    pieces: list[str] = []
    boxes: list[Box] = []
    labels: list[str] = []
    for item in diagram.items():
        text = diagram.label(item, language)
        if isinstance(item, Shape):
            pieces.append(_shape(item))
            boxes.append(box_of(item).turned(number(item.style, "rotation")))
            place = shape_label(item, text) if text else None
        else:
            way = route(diagram, item)
            pieces.append(_arrow(item, way))
            boxes += [Box(x - 1, y - 1, 2, 2) for x, y in way]
            place = arrow_label(item, text, way) if text and way else None
        if place:
            labels.append(_label(item, place, text, typeset))
            boxes.append(written(place, text))
    return _svg(_around(boxes), "".join((*pieces, *labels)), description)


def _svg(frame: Box, inner: str, description: str) -> str:
    view = " ".join(map(short, (frame.x, frame.y, frame.width, frame.height)))
    sides = f'width="{short(frame.width * SCALE)}" height="{short(frame.height * SCALE)}"'
    named = f'role="img" aria-label="{html.escape(description)}"'
    least = f'style="min-width:{short(frame.width * LEAST)}px"'
    return f'<svg {sides} {least} viewBox="{view}" {named} fill="none" stroke="currentColor">{inner}</svg>'


def _around(boxes: Iterable[Box]) -> Box:
    """Return the box around all others and the margin."""
    known = list(boxes) or [Box(0, 0, 1, 1)]
    left, top = (math.floor(min(getattr(box, side) for box in known) - MARGIN) for side in ("x", "y"))
    far = (max(getattr(box, side) for box in known) for side in ("right", "bottom"))
    right, bottom = (math.ceil(side + MARGIN) for side in far)
    return Box(left, top, right - left, bottom - top)


def _shape(shape: Shape) -> str:
    parts = outline(shape)
    if not parts:
        return ""
    usual = "none" if shape_of(shape.style) in NOTHING else ""
    fill = _fill(shape.style.get("fillColor", usual))
    return _group(parts, shape.style, shape.style.get("strokeColor", usual), fill, turning(shape))


def _arrow(arrow: Arrow, way: tuple[Point, ...]) -> str:
    return _group(line_parts(arrow, way), arrow.style, arrow.style.get("strokeColor", ""), "", "")


def _fill(colour: str) -> str:
    """Return the attribute for the fill of a shape."""
    if light(colour) == "none":
        return ""
    if is_empty(colour):
        return ' class="paper"'
    if is_grey(colour):
        return ' class="observed"'
    if is_dark(colour):
        return ' fill="currentColor"'
    tint = f"color-mix(in srgb,{_any_colour(colour)} 30%,var(--md-default-bg-color))"
    return f' style="fill:{tint}"'


def _any_colour(colour: str) -> str:
    """Return a colour for a style sheet: the course's own by its variable, any other as it is."""
    name = colour_name(colour)
    if name:
        return f"var(--tex-{name})"
    seen = channels(colour) if name is None else None
    return "#" + bytes(seen).hex() if seen else "currentColor"


def _group(parts: Iterable[Part], style: Mapping[str, str], colour: str, fill: str, transform: str) -> str:
    """Return an item's parts with what all of them share."""
    shared = f' transform="{transform}"' if transform else ""
    if light(colour) == "none":
        shared += ' stroke="none"'
    elif (ink := _any_colour(colour)) != "currentColor":
        shared += f' style="color:{ink}"'
    width = number(style, "strokeWidth", 1.0)
    if width != 1:
        shared += f' stroke-width="{short(width)}"'
    dashes = _dashes(style, width)
    dashes = _dashes(style, width)
    inner = "".join(f"<{_element(part)}{_paint(part, fill, dashes)}/>" for part in parts)
    return f"<g{shared}>{inner}</g>" if shared else inner


def _paint(part: Part, fill: str, dashes: str) -> str:
    if part.is_solid:
        return ' fill="currentColor"'
    return dashes if part.is_line else fill + dashes


def _dashes(style: Mapping[str, str], width: float) -> str:
    if style.get("dashed") != "1":
        return ""
    try:
        pattern = [float(part) for part in style.get("dashPattern", "").split()]
    except ValueError:
        pattern = []
    scale = 1.0 if style.get("fixDash") == "1" else width
    return f' stroke-dasharray="{" ".join(short(part * scale) for part in pattern or DASHES)}"'


def _element(part: Part) -> str:
    if isinstance(part.numbers, str):
        return f'path d="{part.numbers}"'
    pairs = zip(ATTRIBUTES[part.tag], part.numbers, strict=True)
    given = (
        f'{name}="{short(value)}"' for name, value in pairs if value or part.tag != "rect" or name != "rx"
    )
    return " ".join([part.tag, *given])


def _label(item: Shape | Arrow, place: Place, text: str, typeset: Typeset) -> str:
    ink = _any_colour(item.style.get("fontColor", ""))
    letters = label_svg(item, place, markup(text, typeset))
    return letters if ink == "currentColor" else f'<g style="color:{ink}">{letters}</g>'
