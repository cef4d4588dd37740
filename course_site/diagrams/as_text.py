"""A drawing as lines, for `git diff`: what a shape means and how it is drawn, never the app's bookkeeping."""

from __future__ import annotations

from collections.abc import Iterator

from course_site.diagrams.conventions import ARROWS, app_name, shape_of
from course_site.diagrams.graph import facing, normal, plain, side
from course_site.diagrams.model import Arrow, Diagram, Item, Shape

SHOWN_STYLES = (
    "fillColor",
    "strokeColor",
    "fontColor",
    "rotation",
    "dashed",
    "curved",
    "startArrow",
    "endArrow",
)
"""What of a style is seen in a picture, in the order it is printed."""


USUAL = {"fillColor": "none", "endArrow": "classic", "rotation": "0", "dashed": "0", "curved": "0"}


def as_text(diagrams: tuple[Diagram, ...]) -> str:
    """Return the lines of all pages; the same drawing gives the same lines, whatever its ids and layers."""
    lines: list[str] = []
    for diagram in diagrams:
        typeset = "typeset" if diagram.math else "not typeset"
        lines.append(f"page “{diagram.page}”: formulas {typeset}, colours {diagram.adaptive_colors}")
        lines += sorted(_shape(shape) for shape in diagram.shapes)
        lines += sorted(_arrow(arrow, diagram) for arrow in diagram.arrows)
    return "".join(f"{line}\n" for line in lines)


def _shape(shape: Shape) -> str:
    place = f"at {shape.x:g}, {shape.y:g} size {shape.width:g} × {shape.height:g}"
    return f"{_called(shape)}: {shape.kind} drawn as {_drawn(shape)} {place}{_details(shape)}"


def _arrow(arrow: Arrow, diagram: Diagram) -> str:
    ends = (diagram.shape(end) for end in (arrow.source, arrow.target))
    named = " → ".join(normal(plain(end.label)) or end.kind if end else "nothing" for end in ends)
    label = f" {_called(arrow)}" if arrow.label else ""
    corners = f" by {' '.join(f'{x:g},{y:g}' for x, y in arrow.points)}" if arrow.points else ""
    kind = arrow.kind if arrow.kind in ARROWS else "unknown"
    return f"arrow {named}{label}: {kind}{corners}{_details(arrow)}"


def _called(item: Item) -> str:
    """Return the label, in every language."""
    label = item.label.replace("\n", " / ")
    others = "".join(f" ({code} “{text}”)" for code, text in sorted(item.labels.items()))
    return f"“{label}”{others}"


def _drawn(shape: Shape) -> str:
    known = app_name(shape_of(shape.style))
    return f"{known} facing {side(facing(shape))}" if shape.kind == "network" and known == "Delay" else known


def _details(item: Item) -> str:
    return "".join(f" {text}" for text in _seen(item))


def _seen(item: Item) -> Iterator[str]:
    if item.role:
        yield f"role={item.role}"
    for key in SHOWN_STYLES:
        value = item.style.get(key, "default")
        if value not in ("default", USUAL.get(key, "default")):
            yield f"{key}={value}"
