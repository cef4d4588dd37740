"""What our renderer does not draw: refused by name, never drawn wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from course_site.diagrams.conventions import shape_of
from course_site.diagrams.edges import HEADS, ORTHOGONAL, is_orthogonal
from course_site.diagrams.geometry import PERIMETERS, perimeter_name
from course_site.diagrams.graph import arrow_name, name
from course_site.diagrams.model import Arrow, Diagram, Item, Shape
from course_site.diagrams.outlines import OUTLINES
from course_site.problems import Problem

Fault = tuple[str, str]
EFFECTS: Mapping[str, Fault] = {
    "sketch": ("is drawn as a sketch", "Untick Sketch in the Style panel."),
    "comic": ("is drawn in the comic style", "Untick Comic in the Style panel."),
    "glass": ("has the glass effect", "Untick Glass in the Style panel."),
    "shadow": ("has a shadow", "Untick Shadow in the Style panel."),
    "gradientColor": ("has a gradient", "Untick Gradient in the Style panel."),
    "flowAnimation": ("is animated", "Untick Flow Animation in the Style panel."),
    "opacity": ("is transparent", "Set Opacity to 100 % in the Style panel."),
    "fillOpacity": ("has a transparent fill", "Set the fill’s opacity to 100 % in the Style panel."),
    "strokeOpacity": ("has a transparent line", "Set the line’s opacity to 100 % in the Style panel."),
    "textOpacity": ("has a transparent label", "Set Opacity to 100 % in the Text panel."),
    "jumpStyle": ("jumps over the arrows it crosses", "Set Line jumps to None in the Style panel."),
    "labelBorderColor": ("has a frame around its label", "Untick Border Color in the Text panel."),
    "textShadow": ("has a shadow under its label", "Untick Shadow in the Text panel."),
    "double": ("is drawn with a double line", "Untick Double in the Style panel."),
    "fillStyle": ("has a hatched fill", "Set the fill to Solid in the Style panel."),
    "textDirection": ("sets its label from top to bottom", "Set Writing Direction to Automatic."),
    "container": ("is a container", "Untick Container in the Arrange panel; Arrange → Group groups shapes."),
    "snapToPoint": ("snaps to the points of shapes", "Untick Snap to Point in the Style panel."),
    "portConstraint": ("says where arrows may be attached", "Remove portConstraint in Edit → Edit Style…."),
    "sourcePortConstraint": ("says where it may begin", "Remove sourcePortConstraint in Edit → Edit Style…."),
    "targetPortConstraint": ("says where it may end", "Remove targetPortConstraint in Edit → Edit Style…."),
}  # fmt: skip
WITHOUT_EFFECT = ("", "0", "none", "auto", "solid", "default")
FULL = ("", "100")
OPACITIES = ("opacity", "fillOpacity", "strokeOpacity", "textOpacity")
_DRAWN = """
    shape perimeter perimeterSpacing sourcePerimeterSpacing targetPerimeterSpacing direction rotation
    flipH flipV rounded arcSize absoluteArcSize size fixedSize margin fillColor strokeColor fontColor
    strokeWidth dashed dashPattern fixDash fontSize fontStyle align verticalAlign labelPosition
    verticalLabelPosition labelBackgroundColor horizontal whiteSpace spacing spacingLeft spacingRight
    spacingTop spacingBottom edgeStyle noEdgeStyle orthogonal orthogonalLoop jettySize sourceJettySize
    targetJettySize curved startArrow endArrow startSize endSize startFill endFill exitX exitY exitDx
    exitDy exitPerimeter entryX entryY entryDx entryDy entryPerimeter anchorPointDirection
"""
DRAWN = frozenset(_DRAWN.split())
"""The words of a style that we draw."""
_HARMLESS = """
    html aspect points resizable movable rotatable connectable editable deletable cloneable bendable
    foldable collapsible recursiveResize expand treeFolding autosize autosizeText resizeWidth
    resizeHeight overflow pointerEvents backgroundOutline fontFamily fontSource imageAspect elbow
    segment metaEdit locked allowArrows dropTarget snapToGrid resizeParent part fillWeight hachureGap
    curveFitting jiggle disableMultiStroke disableMultiStrokeFill sketchStyle jumpSize gradientDirection
    shadowOffsetX shadowOffsetY shadowBlur shadowColor shadowOpacity flowAnimationDuration
    flowAnimationDirection flowAnimationTimingFunction link linkTarget tooltip placeholders placeholder
"""
HARMLESS = frozenset(_HARMLESS.split())
"""Those that change nothing in the picture: what a hand may do to a shape, how an effect would look."""
WAYPOINTS = "Set Waypoints to Straight, Orthogonal or Curved in the Style panel."


def refusals(diagram: Diagram) -> list[Problem]:
    """Return what of a page the renderer does not draw, one problem an item."""
    found = []
    for item in diagram.items():
        fault = next(_faults(item, diagram), None)
        if fault:
            called = name(item) if isinstance(item, Shape) else arrow_name(item, diagram)
            message = f"{called} {fault[0]}, which the site’s picture does not show."
            found.append(Problem(diagram.path, item.line, 0, message, fault[1]))
    return found


def _faults(item: Item, diagram: Diagram) -> Iterator[Fault]:
    yield from _shape_faults(item) if isinstance(item, Shape) else _arrow_faults(item, diagram)
    for key, value in item.style.items():
        if key in EFFECTS:
            if value not in (FULL if key in OPACITIES else WITHOUT_EFFECT):
                yield EFFECTS[key]
        elif key not in DRAWN and key not in HARMLESS:
            yield f"has the style `{key[:40]}`", f"Remove `{key[:40]}` in Edit → Edit Style…."


def _shape_faults(shape: Shape) -> Iterator[Fault]:
    used = shape_of(shape.style)
    if used not in OUTLINES:
        yield f"is a shape (`{used[:60]}`)", "Delete it and take a shape of the course’s library of shapes."
    if perimeter_name(shape.style) not in PERIMETERS:
        wanted = perimeter_name(shape.style)[:40]
        yield f"lets arrows end at `{wanted}`", "Remove `perimeter` in Edit → Edit Style…."


def _arrow_faults(arrow: Arrow, diagram: Diagram) -> Iterator[Fault]:
    if arrow.style.get("edgeStyle", "none") not in ("none", "", ORTHOGONAL):
        yield f"has waypoints of the kind `{arrow.style['edgeStyle'][:40]}`", WAYPOINTS
    if arrow.style.get("shape", "connector") not in ("connector", "edgeLabel"):
        drawn = f"is drawn as `{arrow.style['shape'][:40]}`"
        yield drawn, "Set Connection to the plain line in the Style panel."
    if {arrow.source, arrow.target} & {other.id for other in diagram.arrows}:
        yield "is attached to another arrow", "Attach it to a shape."
    if arrow.source and arrow.source == arrow.target and not _has_way(arrow):
        yield "goes from a shape to itself by a way of the app’s own", "Give it two corners: drag its middle."
    for end in ("start", "end"):
        head = arrow.style.get(f"{end}Arrow", "none")
        if head not in ("none", "") and head not in HEADS:
            hint = "Choose the classic head under Line end in the Style panel."
            yield f"has a head of the kind `{head[:40]}`", hint


def _has_way(arrow: Arrow) -> bool:
    is_pinned = "exitX" in arrow.style or "entryX" in arrow.style
    return len(arrow.points) > 1 or (
        is_pinned and is_orthogonal(arrow) and arrow.style.get("orthogonalLoop") == "1"
    )
