"""The course's conventions: one table for linter, renderer, shape library, legend and lesson.

Names and reasons stand in the language packs: ``diagram_<key>`` and ``diagram_<key>_why``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from course_site.diagrams.colours import COURSE, GREY, is_dark, is_grey, is_red

RED = COURSE["red"][1]
FORWARD, GRADIENT, INITIALISE = "forward", "gradient", "initialise"
UNKNOWN = "unknown"
_BOTH = frozenset({FORWARD, GRADIENT})
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Convention:
    """One shape, and what it means."""

    key: str
    geometry: str
    """How it is drawn: circle, delay, rectangle, diamond, process, plus, bar, text or group."""
    app_name: str
    """What the app calls the shape."""
    app_place: str
    """The section of the app's shapes that holds it; empty for what the library alone offers."""
    shapes: tuple[str, ...]
    """The names under ``shape`` in a style that are this shape."""
    style: str
    """The style of the library's entry."""
    size: tuple[int, int]
    """Width and height of the library's entry, pixels."""
    sample: str = ""
    """The label of the library's entry."""
    roles: tuple[str, ...] = ()
    """The words for it under ``role`` in Edit Data, besides its key."""
    fill: str = ""
    """``observation`` for its grey, ``ink`` for a solid shape, else nothing."""
    outline: str = ""
    """The name of a colour that its outline must have, else nothing."""
    is_regular: bool = False
    """True if width and height must be equal."""
    enters: frozenset[str] = _NONE
    """The kinds of arrow that may end at it."""
    leaves: frozenset[str] = _NONE
    """The kinds of arrow that may begin at it."""
    needs_label: bool = True

    @property
    def is_connected(self) -> bool:
        """True if it means nothing without an arrow."""
        return bool(self.enters | self.leaves)


@dataclass(frozen=True)
class ArrowConvention:
    """One kind of arrow, and what it means."""

    key: str
    style: str
    is_dashed: bool
    is_curved: bool
    outline: str = ""
    roles: tuple[str, ...] = ()


_CIRCLE = "ellipse;whiteSpace=wrap;html=1;aspect=fixed;"
_ELLIPSES = ("ellipse", "doubleEllipse")
CONVENTIONS = (
    Convention(
        "observation", "circle", "Circle", "General", ("ellipse",), f"{_CIRCLE}fillColor={GREY};", (40, 40),
        r"\(x\)", ("observed", "data", "target", "input"), fill="observation", is_regular=True,
        enters=frozenset({FORWARD}), leaves=frozenset({FORWARD, INITIALISE}),
    ),
    Convention(
        "variable", "circle", "Circle", "General", ("ellipse",), f"{_CIRCLE}fillColor=none;", (40, 40),
        r"\(z\)", ("computed", "latent", "hidden", "prediction", "output"), is_regular=True,
        enters=frozenset({FORWARD, GRADIENT, INITIALISE}), leaves=frozenset({FORWARD, GRADIENT, INITIALISE}),
    ),
    Convention(
        "network", "delay", "Delay", "Advanced", ("delay", "mxgraph.flowchart.delay"),
        "shape=delay;whiteSpace=wrap;html=1;fillColor=none;", (80, 60), "Encoder",
        ("encoder", "decoder", "predictor", "generator", "module"),
        enters=_BOTH, leaves=_BOTH | {INITIALISE},
    ),
    Convention(
        "cost", "rectangle", "Square", "General", ("rectangle", "rect", "square"),
        f"whiteSpace=wrap;html=1;aspect=fixed;fillColor=none;strokeColor={RED};", (40, 40),
        r"\(C\)", ("regulariser", "regularizer", "loss", "energy"), outline="red", is_regular=True,
        enters=frozenset({FORWARD}), leaves=frozenset({GRADIENT}),
    ),
    Convention(
        "sampler", "diamond", "Diamond", "General", ("rhombus", "mxgraph.flowchart.decision"),
        "rhombus;whiteSpace=wrap;html=1;aspect=fixed;fillColor=none;", (50, 50),
        r"\(\varepsilon\)", ("sample", "noise"),
        enters=frozenset({FORWARD}), leaves=frozenset({FORWARD}),
    ),
    Convention(
        "delay-line", "process", "Process", "General", ("process",),
        "shape=process;whiteSpace=wrap;html=1;backgroundOutline=1;fillColor=none;", (60, 40),
        r"\(z^{-1}\)", ("unit delay", "time delay"), enters=_BOTH, leaves=_BOTH,
    ),
    Convention(
        "sum", "plus", "Or", "Advanced", ("orEllipse",),
        "shape=orEllipse;perimeter=ellipsePerimeter;whiteSpace=wrap;html=1;backgroundOutline=1;"
        "aspect=fixed;fillColor=none;", (30, 30), "", ("addition",), is_regular=True,
        enters=_BOTH, leaves=_BOTH, needs_label=False,
    ),
    Convention(
        "concatenation", "bar", "Rectangle", "General", ("rectangle", "rect"),
        "whiteSpace=wrap;html=1;fillColor=#000000;", (8, 60), "", ("concatenate",), fill="ink",
        enters=_BOTH, leaves=_BOTH, needs_label=False,
    ),
    Convention(
        "formula", "text", "Text", "General", ("text",),
        "text;html=1;align=center;verticalAlign=middle;resizable=1;points=[];autosize=0;strokeColor=none;"
        "fillColor=none;", (160, 30), r"\(\bar{y} = f_\theta(x)\)", (),
    ),
    Convention(
        "text", "text", "Text", "General", ("text",),
        "text;html=1;align=center;verticalAlign=middle;resizable=1;points=[];autosize=0;strokeColor=none;"
        "fillColor=none;", (80, 30), "Text", ("caption", "note"),
    ),
    Convention("group", "group", "Group", "Arrange", ("group",), "group;", (100, 100), needs_label=False),
)  # fmt: skip
SHAPES: Mapping[str, Convention] = {convention.key: convention for convention in CONVENTIONS}
_ARROW = "endArrow=classic;html=1;rounded=0;"
ARROW_CONVENTIONS = (
    ArrowConvention(FORWARD, _ARROW, is_dashed=False, is_curved=False),
    ArrowConvention(
        GRADIENT, f"{_ARROW}dashed=1;strokeColor={RED};", is_dashed=True, is_curved=False, outline="red"
    ),
    ArrowConvention(
        INITIALISE, f"{_ARROW}curved=1;dashed=1;", is_dashed=True, is_curved=True, roles=("initialize",)
    ),
)
ARROWS: Mapping[str, ArrowConvention] = {convention.key: convention for convention in ARROW_CONVENTIONS}
ROLES: Mapping[str, str] = {
    name: convention.key
    for convention in (*CONVENTIONS, *ARROW_CONVENTIONS)
    for name in (convention.key, *convention.roles)
}
"""What each word under ``role`` in Edit Data means."""
AND_GATES = ("or", "mxgraph.logic_gates.and_gate")
"""Shapes that look like Delay: the app's *And* is called ``or`` inside."""
APP_NAMES = {"rectangle": "Rectangle", "ellipse": "Ellipse", "or": "And", "sumEllipse": "Sum"}
NETWORK_WORDS = re.compile(
    r"\b(?:en|de)(?:coder|codeur)\b|\bpr(?:e|é)di(?:ctor|cteur)\b|\bg(?:e|é)n(?:e|é)rat(?:or|eur)\b", re.I
)
_COMPUTED = re.compile(
    r"\\(?:bar|tilde|hat|check|overline|wide(?:hat|tilde|check))(?![A-Za-z])|\\v[a-z](?:hat|tilde|check|bar)\b"
)
_ACCENTS = "\u0304\u0303\u0302\u030c\u0305"
_DRESS = re.compile(r"\\(?:boldsymbol|mathbf|bm|vect|mathrm|bs|displaystyle|pink|textcolor\{\w+\})|[{}$\s]")
_DATA = re.compile(r"\\?[vc]?[xy](?:[_^\[].*)?", re.S)
_NARROW = 3


def word(key: str) -> str:
    """Return the key of a convention's name in the language packs; its reason is there with ``_why``."""
    return f"diagram_{key.replace('-', '_')}"


def shape_of(style: Mapping[str, str]) -> str:
    """Return the app's name of a shape; a style without one is a rectangle."""
    return style.get("shape", "rectangle")


def app_name(shape: str) -> str:
    """Return what the app calls a shape of a style, or the style's own word for it."""
    named = (convention.app_name for convention in CONVENTIONS if shape in convention.shapes)
    return APP_NAMES.get(shape) or next(named, f"`{shape[:60]}`")


def is_computed(label: str) -> bool:
    r"""True if the label carries a bar, a tilde, a hat or a check: ``$\bar{y}$`` or ``ȳ``."""
    bare = unicodedata.normalize("NFD", label)
    is_letter = len([c for c in bare if c.isalpha()]) == 1
    return bool(_COMPUTED.search(label)) or (is_letter and any(mark in bare for mark in _ACCENTS))


def is_data(label: str) -> bool:
    r"""True if the label is an x or a y without accent, such as ``$x_t$`` or ``$\boldsymbol{y}$``."""
    return not is_computed(label) and bool(_DATA.fullmatch(_DRESS.sub("", label)))


def kind_of(style: Mapping[str, str], role: str, label: str, width: float, height: float) -> str:
    """Return what a shape stands for: its role says so first, its label second, its looks last."""
    if role in ROLES and ROLES[role] in SHAPES:
        return ROLES[role]
    shape = shape_of(style)
    if shape in ("text", "group"):
        return "formula" if shape == "text" and "$" in label else shape
    if shape in AND_GATES or shape in SHAPES["network"].shapes:
        return "network"
    if shape in _ELLIPSES:
        return _circle(style, label)
    if shape in SHAPES["cost"].shapes:
        return _rectangle(style, label, width, height)
    return next((c.key for c in CONVENTIONS if shape in c.shapes), UNKNOWN)


def _circle(style: Mapping[str, str], label: str) -> str:
    if NETWORK_WORDS.search(label):
        return "network"
    if is_computed(label):
        return "variable"
    return "observation" if is_data(label) or is_grey(style.get("fillColor", "")) else "variable"


def _rectangle(style: Mapping[str, str], label: str, width: float, height: float) -> str:
    if NETWORK_WORDS.search(label):
        return "network"
    if is_red(style.get("strokeColor", "")):
        return "cost"
    narrow = max(width, height) >= _NARROW * min(width, height)
    return "concatenation" if narrow and is_dark(style.get("fillColor", "")) else UNKNOWN


def arrow_kind(style: Mapping[str, str], role: str) -> str:
    """Return what an arrow stands for: its role says so first, its looks second."""
    if role in ROLES and ROLES[role] in ARROWS:
        return ROLES[role]
    if style.get("dashed") != "1":
        return FORWARD
    return INITIALISE if style.get("curved") == "1" else GRADIENT
