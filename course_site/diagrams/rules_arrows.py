"""What each arrow must look like and join; the first rule that finds a fault speaks for the arrow."""

from __future__ import annotations

from collections.abc import Callable, Container

from course_site.diagrams.colours import is_red
from course_site.diagrams.conventions import ARROWS, FORWARD, GRADIENT, INITIALISE, ROLES, SHAPES
from course_site.diagrams.graph import arrow_name, listed, name
from course_site.diagrams.model import Arrow, Diagram
from course_site.diagrams.rules_shapes import KINDS, LINE, Fault, untranslated, wrong_colour
from course_site.problems import nearest

Rule = Callable[[Arrow, Diagram], Fault | None]
LOOKS = {
    FORWARD: "a forward arrow is solid",
    GRADIENT: "a gradient arrow is dashed, straight and red",
    INITIALISE: "an arrow that initialises is dashed, curved and black",
}
CALLED = {FORWARD: "a forward arrow", GRADIENT: "a gradient arrow", INITIALISE: "an arrow that initialises"}
ATTACH = "Drag that end onto a shape until the shape's outline lights up, then let go."


def known_role(arrow: Arrow, diagram: Diagram) -> Fault | None:
    """A role is a word of the table, and one for arrows."""
    if not arrow.role or ROLES.get(arrow.role) in ARROWS:
        return None
    said = f"has the role `{arrow.role[:40]}`, which means nothing for an arrow; wanted {listed(ARROWS)}."
    hint = "Change role in Edit → Edit Data…." + nearest(arrow.role, ARROWS)
    return f"{arrow_name(arrow, diagram)} {said}", hint


def is_attached(arrow: Arrow, diagram: Diagram) -> Fault | None:
    """An arrow joins two shapes."""
    source, target = diagram.shape(arrow.source), diagram.shape(arrow.target)
    if source and target:
        return None
    end = (
        "neither end is" if not source and not target else "its end is not" if source else "its start is not"
    )
    return f"{arrow_name(arrow, diagram)} is loose: {end} attached to a shape.", ATTACH


def has_one_head(arrow: Arrow, diagram: Diagram) -> Fault | None:
    """An arrow points one way, from its start to its end."""
    start = arrow.style.get("startArrow", "none") not in ("none", "")
    end = arrow.style.get("endArrow", "classic") not in ("none", "")
    if end and not start:
        return None
    hint = "Set Line start to none and Line end to an arrow in the Style panel."
    if start and end:
        return f"{arrow_name(arrow, diagram)} has two heads; wanted one, at its end.", hint
    if start:
        hint = "Swap Line start and Line end in the Style panel, or draw it from the other shape."
        return f"{arrow_name(arrow, diagram)} has its head at its start; wanted it at its end.", hint
    return f"{arrow_name(arrow, diagram)} has no head, so that nobody knows which way it goes.", hint


def goes_somewhere(arrow: Arrow, diagram: Diagram) -> Fault | None:
    """A loop passes through a unit time delay, or it could not be computed."""
    shape = diagram.shape(arrow.source)
    if shape is None or arrow.source != arrow.target:
        return None
    hint = "For what a network keeps from step to step, put a unit time delay (Process) into the loop."
    return f"{arrow_name(arrow, diagram)} ends where it began.", hint


def looks_right(arrow: Arrow, diagram: Diagram) -> Fault | None:
    """Solid computes, dashed and red carries a gradient, dashed and curved initialises."""
    convention = ARROWS[arrow.kind]
    is_dashed, is_curved = arrow.style.get("dashed") == "1", arrow.style.get("curved") == "1"
    stroke = arrow.style.get("strokeColor", "")
    is_right = is_dashed == convention.is_dashed and is_red(stroke) == (convention.outline == "red")
    if is_right and (is_curved == convention.is_curved or arrow.kind == FORWARD):
        return None
    colour = "red" if is_red(stroke) else "black" if stroke in ("", "none", "default") else f"`{stroke[:40]}`"
    got = f"{'dashed' if is_dashed else 'solid'}, {'curved' if is_curved else 'straight'} and {colour}"
    hint = f"{LINE}: colour, Dashed, and Curved or Straight."
    what = LOOKS[arrow.kind] if arrow.role else "; ".join(LOOKS.values())
    return f"{arrow_name(arrow, diagram)} is {got}; {what}.", hint


def joins_what_it_may(arrow: Arrow, diagram: Diagram) -> Fault | None:
    """Each shape says which arrows may begin and end at it."""
    source, target = diagram.shape(arrow.source), diagram.shape(arrow.target)
    if source is None or target is None:
        return None
    for shape, verb, allowed in (
        (source, "leaves", SHAPES[source.kind].leaves),
        (target, "enters", SHAPES[target.kind].enters),
    ):
        if arrow.kind in allowed:
            continue
        what = listed(CALLED[key] for key in ARROWS if key in allowed) if allowed else "no arrow"
        only = f"only {what} may" if allowed else "no arrow may"
        message = f"{CALLED[arrow.kind]} {verb} {name(shape)}, {KINDS[shape.kind]}: {only}."
        return message, _way_out(arrow.kind, shape.kind, verb)
    return None


def _way_out(kind: str, at: str, verb: str) -> str:
    if at == "cost" and verb == "leaves":
        return "Delete it, or make it dashed and red if it carries the gradient."
    if at in ("text", "formula", "group"):
        return "Drag that end onto the shape that is meant."
    return "Drag it to the shape that is meant, or change a role in Edit → Edit Data…."


def is_drawn_once(arrow: Arrow, diagram: Diagram) -> Fault | None:
    """Two arrows of one kind between the same two shapes hide each other, or one was forgotten."""
    same = [
        other
        for other in diagram.arrows
        if (other.source, other.target, other.kind) == (arrow.source, arrow.target, arrow.kind)
    ]
    if same[0] is arrow or arrow.points or arrow.label:
        return None
    return f"{arrow_name(arrow, diagram)} is drawn twice.", "Delete one of the two."


def has_translations(arrow: Arrow, diagram: Diagram) -> Fault | None:
    """A word along an arrow is written in every language of the site."""
    return untranslated(arrow_name(arrow, diagram), arrow, diagram)


def has_known_colours(arrow: Arrow, diagram: Diagram) -> Fault | None:
    """A line is ink or a colour of the course."""
    return wrong_colour(arrow_name(arrow, diagram), arrow.style)


RULES: tuple[Rule, ...] = (
    known_role, is_attached, has_one_head, goes_somewhere, looks_right, joins_what_it_may, is_drawn_once,
    has_known_colours, has_translations,
)  # fmt: skip


def first_fault(arrow: Arrow, diagram: Diagram, faulty: Container[str] = ()) -> Fault | None:
    """Return the first fault of an arrow: what follows from it, or from a faulty shape, is not said."""
    is_at_fault = arrow.source in faulty or arrow.target in faulty
    rules = (rule for rule in RULES if not (is_at_fault and rule is joins_what_it_may))
    return next((fault for rule in rules if (fault := rule(arrow, diagram))), None)
