"""Where an arrow meets a shape: the perimeters of diagrams.net, in the numbers of its own viewer.

All lengths are pixels; y grows downwards.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from course_site.diagrams.model import Point, Shape

TURNS = {"east": 0, "south": 90, "west": 180, "north": 270}
"""Degrees, clockwise, by the ``direction`` of a style."""


@dataclass(frozen=True)
class Box:
    """An upright rectangle."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> Point:
        """Return the middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def right(self) -> float:
        """Return the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Return the lower edge."""
        return self.y + self.height

    def grown(self, by: float) -> Box:
        """Return the box with `by` more on every side."""
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def on_its_side(self) -> Box:
        """Return the box with width and height swapped around the same centre."""
        shift = (self.width - self.height) / 2
        return Box(self.x + shift, self.y - shift, self.height, self.width)

    def holds(self, place: Point) -> bool:
        """True if a point is in the box or on its edge."""
        return self.x <= place[0] <= self.right and self.y <= place[1] <= self.bottom

    def turned(self, degrees: float) -> Box:
        """Return the upright box around this one, turned about its centre."""
        corners = ((self.x, self.y), (self.right, self.y), (self.right, self.bottom), (self.x, self.bottom))
        xs, ys = zip(*(turned(corner, degrees, self.centre) for corner in corners), strict=True)
        return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def box_of(shape: Shape) -> Box:
    """Return the box of a shape, before any rotation."""
    return Box(shape.x, shape.y, shape.width, shape.height)


def number(style: Mapping[str, str], name: str, default: float = 0.0) -> float:
    """Return a number of a style, as the app reads it: what is none is the default."""
    try:
        value = float(style.get(name, default))
    except ValueError:
        return default
    return value if math.isfinite(value) else default


def rounded(value: float, step: float = 1.0) -> float:
    """Round as JavaScript does: halves upwards."""
    return math.floor(value / step + 0.5) * step


def turned(place: Point, degrees: float, about: Point) -> Point:
    """Turn a point clockwise about another."""
    angle = math.radians(degrees)
    cosine, sine = math.cos(angle), math.sin(angle)
    if degrees % 90 == 0:
        cosine, sine = float(round(cosine)), float(round(sine))
    dx, dy = place[0] - about[0], place[1] - about[1]
    return about[0] + dx * cosine - dy * sine, about[1] + dx * sine + dy * cosine


def rectangle_perimeter(box: Box, towards: Point, orthogonal: bool) -> Point:
    """Return where the line from the middle of a rectangle to a point leaves it."""
    cx, cy = box.centre
    angle = math.atan2(towards[1] - cy, towards[0] - cx)
    slope = math.atan2(box.height, box.width)
    if abs(angle) > math.pi - slope:
        x, y = box.x, cy - box.width * math.tan(angle) / 2
    elif angle < -slope:
        x, y = cx - box.height * math.tan(math.pi / 2 - angle) / 2, box.y
    elif angle < slope:
        x, y = box.right, cy + box.width * math.tan(angle) / 2
    else:
        x, y = cx + box.height * math.tan(math.pi / 2 - angle) / 2, box.bottom
    return _straightened(box, towards, (x, y)) if orthogonal else (x, y)


def _straightened(box: Box, towards: Point, place: Point) -> Point:
    x, y = place
    if box.x <= towards[0] <= box.right:
        x = towards[0]
    elif box.y <= towards[1] <= box.bottom:
        y = towards[1]
    if not box.x <= towards[0] <= box.right:
        x = box.x if towards[0] < box.x else box.right
    if not box.y <= towards[1] <= box.bottom:
        y = box.y if towards[1] < box.y else box.bottom
    return x, y


def ellipse_perimeter(box: Box, towards: Point, orthogonal: bool) -> Point:
    """Return where the line from the middle of an ellipse to a point leaves it.

    The viewer takes the slope of whole pixels, and so do we.
    """
    a, b = box.width / 2, box.height / 2
    (cx, cy), (px, py) = box.centre, towards
    dx, dy = int(px - cx), int(py - cy)
    if a * b == 0:
        return box.centre
    if dx == 0:
        return (cx, cy + math.copysign(b, dy)) if dy else (px, py)
    if orthogonal and box.y <= py <= box.bottom:
        across = a * math.sqrt(max(0.0, 1 - ((py - cy) / b) ** 2))
        return (cx - across if px <= box.x else cx + across), py
    if orthogonal and box.x <= px <= box.right:
        along = b * math.sqrt(max(0.0, 1 - ((px - cx) / a) ** 2))
        return px, (cy - along if py <= box.y else cy + along)
    slope = dy / dx
    reach = a * b / math.hypot(b, a * slope)
    one, other = (cx + reach, cy + slope * reach), (cx - reach, cy - slope * reach)
    return min(other, one, key=lambda place: math.dist(place, towards))


def rhombus_perimeter(box: Box, towards: Point, orthogonal: bool) -> Point:
    """Return where the line from the middle of a diamond to a point leaves it."""
    (cx, cy), (px, py) = box.centre, towards
    if px == cx:
        return cx, (box.y if cy > py else box.bottom)
    if py == cy:
        return (box.x if cx > px else box.right), cy
    tx, ty = cx, cy
    if orthogonal:
        tx, ty = (px, cy) if box.x <= px <= box.right else (cx, py if box.y <= py <= box.bottom else cy)
    tip = (cx, box.y if py < cy else box.bottom)
    side = (box.x if px < cx else box.right, cy)
    return _crossing(towards, (tx, ty), tip, side) or box.centre


def _crossing(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    """Return where the stretches a-b and c-d cross."""
    below = (d[1] - c[1]) * (b[0] - a[0]) - (d[0] - c[0]) * (b[1] - a[1])
    if below == 0:
        return None
    first = ((d[0] - c[0]) * (a[1] - c[1]) - (d[1] - c[1]) * (a[0] - c[0])) / below
    second = ((b[0] - a[0]) * (a[1] - c[1]) - (b[1] - a[1]) * (a[0] - c[0])) / below
    if not (-1e-6 <= first <= 1.000001 and -1e-6 <= second <= 1.000001):
        return None
    return a[0] + first * (b[0] - a[0]), a[1] + first * (b[1] - a[1])


PERIMETERS: Mapping[str, Callable[[Box, Point, bool], Point]] = {
    "rectanglePerimeter": rectangle_perimeter,
    "ellipsePerimeter": ellipse_perimeter,
    "rhombusPerimeter": rhombus_perimeter,
}
_NAMED = dict.fromkeys(("ellipse", "doubleEllipse"), "ellipsePerimeter") | {"rhombus": "rhombusPerimeter"}


def perimeter_name(style: Mapping[str, str]) -> str:
    """Return the perimeter that a style asks for, by its own word or by the name it begins with."""
    return style.get("perimeter", _NAMED.get(style.get("shape", ""), "rectanglePerimeter"))


def perimeter_point(shape: Shape, towards: Point, orthogonal: bool, spacing: float = 0.0) -> Point:
    """Return where the line from the middle of a shape to a point leaves it; rotation left aside."""
    box = box_of(shape).grown(spacing + number(shape.style, "perimeterSpacing"))
    (cx, cy), (x, y) = box.centre, towards
    flips_h, flips_v = shape.style.get("flipH") == "1", shape.style.get("flipV") == "1"
    x, y = (2 * cx - x if flips_h else x), (2 * cy - y if flips_v else y)
    x, y = PERIMETERS.get(perimeter_name(shape.style), rectangle_perimeter)(box, (x, y), orthogonal)
    return (2 * cx - x if flips_h else x), (2 * cy - y if flips_v else y)


def fixed_point(shape: Shape, style: Mapping[str, str], end: str) -> Point | None:
    """Return the point of a shape to which an arrow is pinned; `end` is ``exit`` or ``entry``."""
    if f"{end}X" not in style or f"{end}Y" not in style:
        return None
    direction = shape.style.get("direction", "east")
    stands = direction in ("north", "south")
    box = box_of(shape).grown(number(shape.style, "perimeterSpacing"))
    frame = box.on_its_side() if stands else box
    x = frame.x + number(style, f"{end}X") * frame.width + number(style, f"{end}Dx")
    y = frame.y + number(style, f"{end}Y") * frame.height + number(style, f"{end}Dy")
    flips = [shape.style.get(name) == "1" for name in ("flipH", "flipV")]
    flips_h, flips_v = reversed(flips) if stands else flips
    x, y = (2 * box.centre[0] - x if flips_h else x), (2 * box.centre[1] - y if flips_v else y)
    if shape.style.get("anchorPointDirection", "1") == "1":
        x, y = turned((x, y), TURNS.get(direction, 0), box.centre)
    if style.get(f"{end}Perimeter", "1") != "0":
        x, y = perimeter_point(shape, (x, y), False)
    return turned((x, y), number(shape.style, "rotation"), box.centre)


def floating_point(shape: Shape, towards: Point, orthogonal: bool, spacing: float) -> Point:
    """Return where an arrow that is pinned to no point meets a shape."""
    rotation = number(shape.style, "rotation")
    towards = turned(towards, -rotation, shape.centre)
    place = perimeter_point(shape, towards, orthogonal and not rotation, spacing)
    return turned(place, rotation, shape.centre)
