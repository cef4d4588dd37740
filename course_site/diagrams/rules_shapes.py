"""What each shape must look like: one rule a function, the first that finds a fault speaks for the shape."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from course_site.diagrams.colours import COURSE, colour_name, is_dark, is_empty, is_grey, is_red
from course_site.diagrams.conventions import AND_GATES, ROLES, SHAPES, UNKNOWN, app_name, shape_of
from course_site.diagrams.graph import along, facing, into, leaving, listed, name, number, out_of, side
from course_site.diagrams.label_text import has_words
from course_site.diagrams.model import Diagram, Item, Shape
from course_site.problems import nearest

Fault = tuple[str, str]
"""What is wrong, and what to do."""
Rule = Callable[[Shape, Diagram], Fault | None]
LIBRARY = "the course's library of shapes"
FILL = "Select it and change Fill in the Style panel"
LINE = "Select it and change Line in the Style panel"
KINDS = {
    "observation": "an observation", "variable": "a computed or latent variable", "network": "a network",
    "cost": "a cost", "sampler": "a sampler", "delay-line": "a unit time delay", "sum": "a sum",
    "concatenation": "a concatenation", "formula": "a formula", "text": "a text", "group": "a group",
}  # fmt: skip
MISTAKEN = {
    "sumEllipse": ("is the app's Sum, a circle with ×, which reads as a product",
                   "Delete it and take Or, under Advanced: it is the circle with +."),
    "xor": (
        "is the Or of the General shapes, a logic gate",
        "Delete it and take Or, under Advanced: it is the circle with +.",
    ),
    "swimlane": ("is a container, which means nothing here",
                 "Delete it; Arrange → Group keeps shapes together without drawing anything."),
    "line": ("is a line, which joins nothing", "Delete it and drag an arrow from one shape to the other."),
}  # fmt: skip
HALF_PIXEL = 0.5


def known_role(shape: Shape, diagram: Diagram) -> Fault | None:
    """A role is a word of the table, and one for shapes."""
    if not shape.role or ROLES.get(shape.role) in SHAPES:
        return None
    wanted = f"wanted one of {listed(SHAPES)}"
    closest = nearest(shape.role, [word for word, key in ROLES.items() if key in SHAPES])
    message = f"{name(shape)} has the role `{shape.role[:40]}`, which means nothing here; {wanted}."
    return message, "Change role in Edit → Edit Data…." + closest


def no_picture(shape: Shape, diagram: Diagram) -> Fault | None:
    """A drawing is made of shapes: a picture has no words, no colours for dark pages and no arrows."""
    if shape_of(shape.style) != "image" and "image" not in shape.style:
        return None
    hint = f"Delete it and draw with the shapes of {LIBRARY}."
    return f"{name(shape)} is a picture; wanted shapes, which can be read, checked and coloured.", hint


def known_shape(shape: Shape, diagram: Diagram) -> Fault | None:
    """Only shapes of the table are drawn."""
    if shape.kind != UNKNOWN:
        return None
    used = shape_of(shape.style)
    if used in MISTAKEN:
        said, hint = MISTAKEN[used]
        return f"{name(shape)} {said}.", hint
    if used in SHAPES["cost"].shapes:
        said = "a rectangle, which means nothing here: a network is a Delay, a cost a red square"
    else:
        said = f"a shape (`{used[:60]}`) which means nothing here"
    return f"{name(shape)} is {said}.", f"Delete it and take a shape of {LIBRARY}."


def right_shape(shape: Shape, diagram: Diagram) -> Fault | None:
    """What a shape stands for decides how it is drawn."""
    convention, used = SHAPES[shape.kind], shape_of(shape.style)
    if used in convention.shapes:
        return None
    take = f"{convention.app_name}, under {convention.app_place}" if convention.app_place else LIBRARY
    if used in AND_GATES and shape.kind == "network":
        said = "is drawn with And, a logic gate that looks like Delay; a network is drawn with Delay"
        return f"{name(shape)} {said}.", f"Delete it and take {take}."
    wanted = convention.app_name
    message = f"{name(shape)} is {KINDS[shape.kind]}, drawn as {app_name(used)}; wanted {wanted}."
    return message, f"Delete it and take {take}, or change its role in Edit → Edit Data…."


def right_size(shape: Shape, diagram: Diagram) -> Fault | None:
    """A shape has a size; a circle and a square are as wide as they are high."""
    size = f"{shape.width:g} × {shape.height:g}"
    if min(shape.width, shape.height) <= 0 and shape.kind not in ("group", "text", "formula"):
        return (
            f"{name(shape)} is {size} pixels, so that nothing is seen.",
            "Set Width and Height in the Arrange panel.",
        )
    if not SHAPES[shape.kind].is_regular or abs(shape.width - shape.height) <= HALF_PIXEL:
        return None
    what = "square" if SHAPES[shape.kind].geometry == "rectangle" else "circle"
    message = f"{name(shape)} is {size} pixels; {KINDS[shape.kind]} is a {what}, as wide as it is high."
    return message, "Give it the same Width and Height in the Arrange panel."


def right_fill(shape: Shape, diagram: Diagram) -> Fault | None:
    """Grey says observed, and nothing else does."""
    fill, wanted = shape.style.get("fillColor", ""), SHAPES[shape.kind].fill
    if wanted == "observation":
        return _observed_fill(shape, fill)
    if wanted == "ink":
        message = (
            f"{name(shape)} is a concatenation, a solid bar; its fill is `{fill or 'none'}`, wanted black."
        )
        return None if is_dark(fill) else (message, f"{FILL} to black.")
    if is_empty(fill) or (SHAPES[shape.kind].outline == "red" and is_red(fill)):
        return None
    message = (
        f"{name(shape)} is {KINDS[shape.kind]}, but its fill is {'grey' if is_grey(fill) else f'`{fill}`'}"
    )
    role = (
        "; if it is observed, give it the role observation in Edit → Edit Data…"
        if shape.kind == "variable"
        else ""
    )
    return f"{message}; only an observation is filled, in grey.", f"{FILL} to none{role}."


def _observed_fill(shape: Shape, fill: str) -> Fault | None:
    if is_grey(fill):
        return None
    role = "if it is computed, give it the role variable in Edit → Edit Data…"
    hint = f"{FILL} to #e6e6e6 (`course-site diagrams check --fix` does it); {role}."
    if is_dark(fill):
        return (f"{name(shape)} is an observation, but its fill `{fill}` is too dark a grey: it hides the "
                "label where the page is light.", hint)  # fmt: skip
    got = "it has no fill" if is_empty(fill) else f"its fill is `{fill}`"
    return f"{name(shape)} is an observation, but {got}; wanted grey.", hint


def right_line(shape: Shape, diagram: Diagram) -> Fault | None:
    """A cost is red; a text has no outline; any other line and text is ink or a colour of the course."""
    convention = SHAPES[shape.kind]
    stroke = shape.style.get("strokeColor", "")
    if convention.outline == "red" and not is_red(stroke):
        message = f"{name(shape)} is a cost, whose outline is red; its line is `{stroke or 'black'}`."
        return message, f"{LINE} to #b3261e."
    if convention.geometry in ("text", "group") and stroke not in ("", "none", "default"):
        return (
            f"{name(shape)} is {KINDS[shape.kind]} with an outline, which means nothing here.",
            f"{LINE} to none.",
        )
    if convention.geometry not in ("text", "group", "bar") and stroke == "none":
        return f"{name(shape)} has no outline, so that its shape is not seen.", f"{LINE} to black."
    return wrong_colour(name(shape), shape.style)


def wrong_colour(what: str, style: Mapping[str, str]) -> Fault | None:
    """Say which line or text has a colour that the course does not use."""
    for key, word in (("strokeColor", "line"), ("fontColor", "text")):
        colour = style.get(key, "")
        if colour_name(colour) is None:
            names = ", ".join(f"{light} ({known})" for known, (_, light) in COURSE.items())
            message = f"the {word} of {what} is `{colour[:60]}`, which is none of the course's colours."
            return message, f"Take black or one of {names}: the site shows each in a light and a dark shade."
    return None


def has_label(shape: Shape, diagram: Diagram) -> Fault | None:
    """Whatever stands for something says what."""
    if shape.label or not SHAPES[shape.kind].needs_label:
        return None
    hint = r"Double-click it and type its name, for example \(x\) or Encoder."
    return f"{name(shape)} has no label, so that nobody knows what it is.", hint


def has_translations(shape: Shape, diagram: Diagram) -> Fault | None:
    """A word is written in every language in which it is shown."""
    return untranslated(name(shape), shape, diagram)


def untranslated(what: str, item: Item, diagram: Diagram) -> Fault | None:
    """Say in which language a word is missing."""
    if not has_words(item.label):
        return None
    missing = [code for code in diagram.languages if not item.labels.get(code)]
    if not missing:
        return None
    code = missing[0]
    hint = f"Add the property label_{code} in Edit → Edit Data…, with the same word if it is the same."
    return f"{what} has a word in its label and none for the pages in `{code}`.", hint


def faces_its_output(shape: Shape, diagram: Diagram) -> Fault | None:
    """The round side of a Delay is where its output leaves."""
    if shape.kind != "network":
        return None
    front = facing(shape)
    outputs = [
        leaving(arrow, shape, other, "exit")
        for arrow in out_of(diagram, shape, "forward")
        if (other := diagram.shape(arrow.target)) and other is not shape
    ]
    inputs = [
        leaving(arrow, shape, other, "entry")
        for arrow in into(diagram, shape, "forward")
        if (other := diagram.shape(arrow.source)) and other is not shape
    ]
    if outputs and max(along(front, vector) for vector in outputs) < 0.1:
        where = f"its output leaves it towards the {side(outputs[0])}"
    elif inputs and max(along(front, vector) for vector in inputs) > 0.8:
        where = f"an input enters it from the {side(max(inputs, key=lambda vector: along(front, vector)))}"
    else:
        return None
    message = f"{name(shape)} has its round side to the {side(front)}, and {where}."
    turn = "Arrange → Direction → Flip Horizontal, or Rotate shape only by 90°"
    return message, f"The round side faces the output: {turn}."


def is_connected(shape: Shape, diagram: Diagram) -> Fault | None:
    """Whatever means something is joined to the rest."""
    if not SHAPES[shape.kind].is_connected or into(diagram, shape) or out_of(diagram, shape):
        return None
    if any(not diagram.shape(arrow.source) or not diagram.shape(arrow.target) for arrow in diagram.arrows):
        return None  # the loose arrow is the fault
    hint = "Drag an arrow from one shape to the other until the outline of the other lights up."
    return f"no arrow is attached to {name(shape)}.", hint


def is_level(shape: Shape, diagram: Diagram) -> Fault | None:
    """Only Delay is turned, and only by quarters."""
    turned = number(shape.style, "rotation") % 360
    is_allowed = turned % 90 == 0 if shape.kind == "network" else turned == 0
    if is_allowed or shape.kind == "group":
        return None
    wanted = "0°, 90°, 180° or 270°" if shape.kind == "network" else "0°"
    message = f"{name(shape)} is turned by {turned:g}°; wanted {wanted}."
    return message, "Set Angle in the Arrange panel."


RULES: tuple[Rule, ...] = (
    known_role, no_picture, known_shape, right_shape, right_size, is_level, right_fill, right_line, has_label,
    has_translations, faces_its_output, is_connected,
)  # fmt: skip


def first_fault(shape: Shape, diagram: Diagram, rules: Iterable[Rule] = RULES) -> Fault | None:
    """Return the first fault of a shape: what follows from it is not said."""
    return next((fault for rule in rules if (fault := rule(shape, diagram))), None)
