"""The outline of each shape, in the numbers of the app's own viewer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from course_site.diagrams.conventions import shape_of
from course_site.diagrams.geometry import TURNS, Box, box_of, number, rounded
from course_site.diagrams.model import Shape
from course_site.diagrams.parts import Part, along, path, pen, short

ROUNDING = 15.0
"""Per cent of its shorter side by which a rounded rectangle is rounded."""
RADIUS = 20.0
PROCESS = 0.1
"""Share of its width at which a Process has its inner lines."""
NOTHING = ("text", "group")
"""Shapes without an outline, unless their style gives them one."""


def _ellipse(box: Box, style: Mapping[str, str]) -> list[Part]:
    return [Part("ellipse", (*box.centre, box.width / 2, box.height / 2))]


def _double_ellipse(box: Box, style: Mapping[str, str]) -> list[Part]:
    usual = min(3 + number(style, "strokeWidth", 1.0), box.width / 5, box.height / 5)
    margin = number(style, "margin", usual)
    return _ellipse(box, style) + _ellipse(box.grown(-margin), style)


def _or_ellipse(box: Box, style: Mapping[str, str]) -> list[Part]:
    (cx, cy), right, bottom = box.centre, box.right, box.bottom
    level, upright = along([(box.x, cy), (right, cy)]), along([(cx, box.y), (cx, bottom)])
    return [*_ellipse(box, style), path(level, is_line=True), path(upright, is_line=True)]


def _radius(box: Box, style: Mapping[str, str]) -> float:
    if style.get("rounded") != "1":
        return 0.0
    if style.get("absoluteArcSize") == "1":
        return min(box.width / 2, box.height / 2, number(style, "arcSize", RADIUS) / 2)
    return min(box.width, box.height) * number(style, "arcSize", ROUNDING) / 100


def _rectangle(box: Box, style: Mapping[str, str]) -> list[Part]:
    return [Part("rect", (box.x, box.y, box.width, box.height, _radius(box, style)))]


def process_inset(box: Box, style: Mapping[str, str]) -> float:
    """Return how far from its sides a Process has its inner lines, pixels."""
    size = number(style, "size", PROCESS)
    if style.get("fixedSize") == "1":
        return rounded(max(0.0, min(box.width, size)))
    return rounded(max(box.width * max(0.0, min(1.0, size)), _radius(box, style)))


def _process(box: Box, style: Mapping[str, str]) -> list[Part]:
    inset = process_inset(box, style)
    moves = []
    for x in (inset, box.width - inset):
        moves += [("M", [(x, 0)]), ("L", [(x, box.height)])]
    return [*_rectangle(box, style), path(pen(box.x, box.y, moves), is_line=True)]


def _rhombus(box: Box, style: Mapping[str, str]) -> list[Part]:
    (cx, cy), radius = box.centre, number(style, "arcSize", RADIUS) / 2
    corners = [(cx, box.y), (box.right, cy), (cx, box.bottom), (box.x, cy)]
    if style.get("rounded") != "1":
        return [path(along(corners) + "Z")]
    start = ((corners[0][0] + corners[3][0]) / 2, (corners[0][1] + corners[3][1]) / 2)
    rounded_off = along([start, *corners, start], radius)
    return [path(rounded_off[: rounded_off.rindex("L")] + "Z")]


def _delay(box: Box, style: Mapping[str, str]) -> list[Part]:
    w, h = box.width, box.height
    straight = w - min(w, h / 2)
    moves = [("M", [(0, 0)]), ("L", [(straight, 0)]), ("Q", [(w, 0), (w, h / 2)]),
             ("Q", [(w, h), (straight, h)]), ("L", [(0, h)])]  # fmt: skip
    return [path(pen(box.x, box.y, moves) + "Z")]


def _and_gate(box: Box, style: Mapping[str, str]) -> list[Part]:
    w, h = box.width, box.height
    moves = [("M", [(0, 0)]), ("Q", [(w, 0), (w, h / 2)]), ("Q", [(w, h), (0, h)])]
    return [path(pen(box.x, box.y, moves) + "Z")]


def _flowchart_delay(box: Box, style: Mapping[str, str]) -> list[Part]:
    """Draw the Delay of the app's Flowchart section, a drawing of 98.25 × 60 stretched to the box."""
    sx, sy = box.width / 98.25, box.height / 60

    def at(x: float, y: float) -> str:
        return f"{short(box.x + x * sx)} {short(box.y + y * sy)}"

    def arc(radius: float, x: float, y: float) -> str:
        return f"A{short(radius * sx)} {short(radius * sy)} 0 0 1 {at(x, y)}"

    start = f"M{at(0, 5)}{arc(5, 5, 0)}L{at(79, 0)}{arc(33, 79, 60)}"
    return [path(f"{start}L{at(5, 60)}{arc(5, 0, 55)}L{at(0, 5)}Z")]


OUTLINES: Mapping[str, Callable[[Box, Mapping[str, str]], list[Part]]] = {
    "ellipse": _ellipse, "doubleEllipse": _double_ellipse, "orEllipse": _or_ellipse,
    "rectangle": _rectangle, "rect": _rectangle, "square": _rectangle, "process": _process,
    "rhombus": _rhombus, "mxgraph.flowchart.decision": _rhombus,
    "delay": _delay, "mxgraph.flowchart.delay": _flowchart_delay, "or": _and_gate,
    "text": _rectangle, "group": _rectangle,
}  # fmt: skip
"""How each shape of the app is drawn that can be; *And* too, which the lesson shows to warn of it."""


def outline(shape: Shape) -> list[Part]:
    """Return the parts of a shape, as they are before it is turned and flipped."""
    name = shape_of(shape.style)
    is_bare = name in NOTHING and not {"strokeColor", "fillColor"} & shape.style.keys()
    is_clear = shape.style.get("strokeColor") == shape.style.get("fillColor") == "none"
    if is_bare or is_clear or name not in OUTLINES:
        return []
    box = box_of(shape)
    return OUTLINES[name](box.on_its_side() if _stands(shape) else box, shape.style)


def _stands(shape: Shape) -> bool:
    return shape.style.get("direction") in ("north", "south")


def turning(shape: Shape) -> str:
    """Return the SVG transform that turns and flips a shape about its middle; nothing for most."""
    angle = number(shape.style, "rotation") + TURNS.get(shape.style.get("direction", ""), 0)
    flips = [shape.style.get(name) == "1" for name in ("flipH", "flipV")]
    flips_h, flips_v = reversed(flips) if _stands(shape) else flips
    x, y = shape.centre
    parts = []
    if flips_h and flips_v:
        angle += 180
    elif flips_h or flips_v:
        angle = -angle
        across, down = (2 * x, 0.0) if flips_h else (0.0, 2 * y)
        scale = "-1 1" if flips_h else "1 -1"
        parts.append(f"translate({short(across)} {short(down)})scale({scale})")
    if angle % 360:
        parts.append(f"rotate({short(angle % 360)} {short(x)} {short(y)})")
    return "".join(parts)
