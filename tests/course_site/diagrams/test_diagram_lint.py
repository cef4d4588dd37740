"""Right drawings pass; each wrong one, with one fault and named after it, gives exactly its message."""

import pytest

from course_site.diagrams import writing
from course_site.diagrams.lint import check_file, check_free
from course_site.diagrams.writing import arrow, shape

FR = {"fr": "Encodeur"}
BASE = {
    "x": shape("x", "observation", r"\(x\)", (40, 50)),
    "e": shape("e", "network", "Encoder", (130, 40), labels=FR),
    "y": shape("y", "variable", r"\(\bar{y}\)", (260, 50)),
    "in": arrow("in", "x", "e"),
    "out": arrow("out", "e", "y"),
}
"""x, observed, goes through Encoder to ȳ, computed."""
COST = {
    "t": shape("t", "observation", r"\(y\)", (400, 50)),
    "c": shape("c", "cost", r"\(C\)", (330, 50)),
    "yc": arrow("yc", "y", "c"),
    "tc": arrow("tc", "t", "c"),
}
"""… and ȳ is compared with y, observed, by the cost C."""


def drawing(cells=None, **settings) -> bytes:
    """Return BASE with some cells replaced, left out (None) or added."""
    chosen = {name: cell for name, cell in {**BASE, **(cells or {})}.items() if cell}
    return writing.mxfile(writing.model(list(chosen.values()), **settings)).encode()


def styled(name: str, before: str, after: str) -> dict[str, str]:
    """Return one cell with a part of its XML replaced."""
    every = {**BASE, **COST}
    assert before in every[name]
    return {name: every[name].replace(before, after)}


def plain_cell(identifier: str, value: str, style: str, size=(40, 40), place=(260, 50)) -> str:
    return (
        f'<mxCell id="{identifier}" value="{value}" style="{style}" vertex="1" parent="1">'
        f'<mxGeometry x="{place[0]}" y="{place[1]}" width="{size[0]}" height="{size[1]}" as="geometry"/>'
        "</mxCell>"
    )


def text_of(identifier: str, label: str, **options) -> str:
    return shape(identifier, "text", label, (40, 150), **options)


RED = "dashed=1;strokeColor=#b3261e;"
GRADIENT = {**COST, "g": arrow("g", "c", "y", "gradient")}
RIGHT = {
    "the base": drawing(),
    "a cost": drawing(COST),
    "a gradient from the cost": drawing(GRADIENT),
    "an initialised variable": drawing(
        {"z": shape("z", "variable", r"\(\tilde{y}\)", (260, 150)), "i": arrow("i", "z", "y", "initialise")}
    ),
    "no role at all": drawing(
        {
            "x": plain_cell("x", r"\(x\)", "ellipse;html=1;fillColor=#e6e6e6;", place=(40, 50)),
            "y": plain_cell("y", r"\(\bar{y}\)", "ellipse;html=1;"),
            "e": BASE["e"].replace('role="network"', ""),
        }
    ),
    "right to left": drawing(
        {
            "x": shape("x", "observation", r"\(x\)", (400, 50)),
            "e": shape("e", "network", "Encoder", (330, 40), labels=FR, style="flipH=1;"),
        }
    ),
    "turned by its direction": drawing(
        {
            "e": shape("e", "network", "Encoder", (40, 150), (60, 80), labels=FR, style="direction=south;"),
            "y": shape("y", "variable", r"\(\bar{y}\)", (50, 300)),
        }
    ),
    "turned by an angle": drawing(
        {
            "e": shape("e", "network", "Encoder", (40, 150), labels=FR, style="rotation=90;"),
            "y": shape("y", "variable", r"\(\bar{y}\)", (60, 300)),
        }
    ),
    "the app's grey preset": drawing(
        styled("x", "fillColor=#e6e6e6", "fillColor=#f5f5f5;strokeColor=#666666;fontColor=#333333")
    ),
    "both halves of a colour": drawing(styled("x", "#e6e6e6", "light-dark(#E6E6E6, #3a3a3a)")),
    "the app's red preset": drawing({**COST, **styled("c", "fillColor=none;strokeColor=#b3261e",
                                                      "fillColor=#f8cecc;strokeColor=#b85450")}),
    "a variable in its colour": drawing(
        styled("y", "fillColor=none;", "strokeColor=#7d3c82;fontColor=#bc80bd;")
    ),
    "a word that says itself in French": drawing({"t": text_of("t", "Figure", labels={"fr": "Figure"})}),
    "a corner": drawing({"out": arrow("out", "e", "y", points=[(240, 90)])}),
    "a concatenation and a sum": drawing(
        {
            "k": shape("k", "concatenation", "", (100, 40)),
            "s": shape("s", "sum", "", (220, 55)),
            "in": arrow("in", "x", "k"), "kin": arrow("kin", "k", "e"),
            "out": arrow("out", "e", "s"), "sout": arrow("sout", "s", "y"),
            "n": shape("n", "sampler", r"\(\varepsilon\)", (210, 150)), "nin": arrow("nin", "n", "s"),
        }
    ),
}  # fmt: skip
WRONG = {
    "empty-page": (
        writing.mxfile(writing.model([])).encode(),
        "the page is empty: it holds no shape of the conventions. Draw on it, or delete the page.",
    ),
    "math-off": (
        drawing(math=0),
        "the page has formulas, but mathematical typesetting is off, so that the app shows their source. "
        "Choose Extras → Mathematical Typesetting, then save.",
    ),
    "adaptive-colours-off": (
        drawing(adaptiveColors="none"),
        "the page keeps its light colours where the site is dark: adaptive colours are off. "
        "Choose Extras → Adaptive Colors → Automatic.",
    ),
    "page-background": (
        drawing(background="#ffe6cc"),
        "the page has a background, `#ffe6cc`, which hides the site's own. "
        "Click beside every shape and untick Background Color in the Diagram panel.",
    ),
    "encoder-as-rectangle": (
        drawing({"e": plain_cell("e", "Encoder", "html=1;", (80, 60), (130, 40))}),
        "“Encoder” is a network, drawn as Rectangle; wanted Delay. Delete it and take Delay, under Advanced, "
        "or change its role in Edit → Edit Data….",
    ),
    "decoder-as-circle": (
        drawing({"e": plain_cell("e", "Decoder", "ellipse;html=1;", (60, 60), (130, 40))}),
        "“Decoder” is a network, drawn as Ellipse; wanted Delay. ",
    ),
    "encoder-as-and": (
        drawing(styled("e", "shape=delay", "shape=or")),
        "“Encoder” is drawn with And, a logic gate that looks like Delay; a network is drawn with Delay. "
        "Delete it and take Delay, under Advanced.",
    ),
    "encoder-as-electrical-and": (
        drawing(styled("e", "shape=delay", "shape=mxgraph.logic_gates.and_gate")),
        "“Encoder” is drawn with And, a logic gate",
    ),
    "encoder-flipped": (
        drawing(styled("e", "shape=delay", "shape=delay;flipH=1")),
        "“Encoder” has its round side to the left, and its output leaves it towards the right. The "
        "round side "
        "faces the output: Arrange → Direction → Flip Horizontal, or Rotate shape only by 90°.",
    ),
    "encoder-turned": (
        drawing(styled("e", "shape=delay", "shape=delay;direction=north")),
        "“Encoder” has its round side to the top, and its output leaves it towards the right. ",
    ),
    "encoder-upside-down": (
        drawing(styled("e", "shape=delay", "shape=delay;rotation=180")),
        "“Encoder” has its round side to the left, and its output leaves it towards the right. ",
    ),
    "input-on-the-round-side": (
        drawing({"out": None, "y": None, **styled("e", "shape=delay", "shape=delay;direction=west")}),
        "“Encoder” has its round side to the left, and an input enters it from the left. ",
    ),
    "encoder-aslant": (
        drawing(styled("e", "shape=delay", "shape=delay;rotation=30")),
        "“Encoder” is turned by 30°; wanted 0°, 90°, 180° or 270°. Set Angle in the Arrange panel.",
    ),
    "circle-turned": (
        drawing(styled("x", "ellipse;", "ellipse;rotation=45;")),
        "“x” is turned by 45°; wanted 0°.",
    ),
    "observation-unfilled": (
        drawing(styled("x", "fillColor=#e6e6e6", "fillColor=none")),
        "“x” is an observation, but it has no fill; wanted grey. Select it and change Fill in the "
        "Style panel "
        "to #e6e6e6 (`course-site diagrams check --fix` does it); if it is computed, give it the "
        "role variable "
        "in Edit → Edit Data….",
    ),
    "observation-unfilled-by-label": (
        drawing({"x": plain_cell("x", r"\(x_t\)", "ellipse;html=1;", place=(40, 50))}),
        "“x_t” is an observation, but it has no fill; wanted grey.",
    ),
    "observation-blue": (
        drawing(styled("x", "#e6e6e6", "#dae8fc")),
        "“x” is an observation, but its fill is `#dae8fc`; wanted grey.",
    ),
    "observation-dark-grey": (
        drawing(styled("x", "#e6e6e6", "#333333")),
        "“x” is an observation, but its fill `#333333` is too dark a grey: it hides the label where the page "
        "is light. Select it and change Fill in the Style panel to #e6e6e6",
    ),
    "variable-grey": (
        drawing(styled("y", "fillColor=none", "fillColor=#cccccc")),
        "“ȳ” is a computed or latent variable, but its fill is grey; only an observation is filled, in grey. "
        "Select it and change Fill in the Style panel to none; if it is observed, give it the role "
        "observation "
        "in Edit → Edit Data….",
    ),
    "variable-grey-by-label": (
        drawing({"y": plain_cell("y", r"\(\hat{y}\)", "ellipse;html=1;fillColor=#cccccc;")}),
        "“ŷ” is a computed or latent variable, but its fill is grey;",
    ),
    "variable-yellow": (
        drawing(styled("y", "fillColor=none", "fillColor=#fff2cc")),
        "“ȳ” is a computed or latent variable, but its fill is `#fff2cc`; only an observation is filled",
    ),
    "network-filled": (
        drawing(styled("e", "fillColor=none", "fillColor=#d5e8d4")),
        "“Encoder” is a network, but its fill is `#d5e8d4`; only an observation is filled, in grey. ",
    ),
    "variable-oval": (
        drawing({"y": shape("y", "variable", r"\(\bar{y}\)", (260, 50), (60, 40))}),
        "“ȳ” is 60 × 40 pixels; a computed or latent variable is a circle, as wide as it is high. "
        "Give it the same Width and Height in the Arrange panel.",
    ),
    "variable-as-square": (
        drawing(styled("y", "ellipse;", "")),
        "“ȳ” is a computed or latent variable, drawn as Rectangle; wanted Circle. Delete it and take Circle, "
        "under General, or change its role in Edit → Edit Data….",
    ),
    "no-size": (
        drawing({"y": shape("y", "variable", r"\(\bar{y}\)", (260, 50), (0, 0))}),
        "“ȳ” is 0 × 0 pixels, so that nothing is seen. Set Width and Height in the Arrange panel.",
    ),
    "cost-black": (
        drawing({**COST, **styled("c", "strokeColor=#b3261e;", "")}),
        "“C” is a cost, whose outline is red; its line is `black`. "
        "Select it and change Line in the Style panel to #b3261e.",
    ),
    "cost-oblong": (
        drawing({**COST, "c": shape("c", "cost", r"\(C\)", (330, 50), (60, 40))}),
        "“C” is 60 × 40 pixels; a cost is a square, as wide as it is high.",
    ),
    "cost-as-circle": (
        drawing({**COST, **styled("c", "whiteSpace", "ellipse;whiteSpace")}),
        "“C” is a cost, drawn as Ellipse; wanted Square.",
    ),
    "cost-gives-a-value": (
        drawing({**COST, "z": shape("z", "variable", r"\(z\)", (330, 150)), "cz": arrow("cz", "c", "z")}),
        "a forward arrow leaves “C”, a cost: only a gradient arrow may. "
        "Delete it, or make it dashed and red if it carries the gradient.",
    ),
    "gradient-into-an-observation": (
        drawing({**GRADIENT, "g": arrow("g", "c", "t", "gradient")}),
        "a gradient arrow enters “y”, an observation: only a forward arrow may. "
        "Drag it to the shape that is meant, or change a role in Edit → Edit Data….",
    ),
    "gradient-black": (
        drawing({**GRADIENT, "g": arrow("g", "c", "y", "gradient").replace("strokeColor=#b3261e;", "")}),
        "the arrow from “C” to “ȳ” is dashed, straight and black; a forward arrow is solid; a "
        "gradient arrow is "
        "dashed, straight and red; an arrow that initialises is dashed, curved and black. "
        "Select it and change Line in the Style panel: colour, Dashed, and Curved or Straight.",
    ),
    "gradient-solid": (
        drawing({**GRADIENT, "g": arrow("g", "c", "y", "gradient").replace("dashed=1;", "")}),
        "the arrow from “C” to “ȳ” is solid, straight and red;",
    ),
    "initialisation-red": (
        drawing(
            {"z": shape("z", "variable", r"\(\tilde{y}\)", (260, 150)),
             "i": arrow("i", "z", "y", "initialise", style="strokeColor=#ff0000;")}
        ),
        "the arrow from “ỹ” to “ȳ” is dashed, curved and red;",
    ),
    "initialisation-of-an-observation": (
        drawing({"i": arrow("i", "y", "x", "initialise")}),
        "an arrow that initialises enters “x”, an observation: only a forward arrow may.",
    ),
    "arrow-loose-end": (
        drawing({"out": arrow("out", "e", "")}),
        "the arrow from “Encoder” is loose: its end is not attached to a shape. "
        "Drag that end onto a shape until the shape's outline lights up, then let go.",
    ),
    "arrow-loose-start": (
        drawing({"in": arrow("in", "", "e")}),
        "the arrow to “Encoder” is loose: its start is not attached to a shape.",
    ),
    "arrow-loose-both": (
        drawing({"l": arrow("l", "", "")}),
        "the arrow is loose: neither end is attached to a shape.",
    ),
    "arrow-to-a-shape-that-is-gone": (
        drawing({"out": arrow("out", "e", "gone")}),
        "the arrow from “Encoder” is loose: its end is not attached to a shape.",
    ),
    "arrow-without-head": (
        drawing({"out": arrow("out", "e", "y", style="endArrow=none;")}),
        "the arrow from “Encoder” to “ȳ” has no head, so that nobody knows which way it goes. "
        "Set Line start to none and Line end to an arrow in the Style panel.",
    ),
    "arrow-with-two-heads": (
        drawing({"out": arrow("out", "e", "y", style="startArrow=classic;")}),
        "the arrow from “Encoder” to “ȳ” has two heads; wanted one, at its end.",
    ),
    "arrow-head-at-start": (
        drawing({"out": arrow("out", "e", "y", style="startArrow=classic;endArrow=none;")}),
        "the arrow from “Encoder” to “ȳ” has its head at its start; wanted it at its end. "
        "Swap Line start and Line end in the Style panel, or draw it from the other shape.",
    ),
    "arrow-the-wrong-way": (
        drawing({"out": arrow("out", "y", "e"), "in": arrow("in", "e", "x")}),
        "“Encoder” has its round side to the right, and its output leaves it towards the left.",
    ),
    "arrow-to-itself": (
        drawing({"l": arrow("l", "y", "y", points=[(300, 120), (260, 120)])}),
        "the arrow from “ȳ” to “ȳ” ends where it began. For what a network keeps from step to step, "
        "put a unit "
        "time delay (Process) into the loop.",
    ),
    "arrow-twice": (
        drawing({"again": arrow("again", "e", "y")}),
        "the arrow from “Encoder” to “ȳ” is drawn twice. Delete one of the two.",
    ),
    "arrow-into-a-formula": (
        drawing({"f": shape("f", "formula", r"\(y = f(x)\)", (40, 200)), "l": arrow("l", "x", "f")}),
        "a forward arrow enters “y = f(x)”, a formula: no arrow may. Drag that end onto the shape "
        "that is meant.",
    ),
    "arrow-in-brown": (
        drawing({"out": arrow("out", "e", "y", style="strokeColor=#6d4c41;")}),
        "the line of the arrow from “Encoder” to “ȳ” is `#6d4c41`, which is none of the course's colours. "
        "Take black or one of #0b6b5f (aqua)",
    ),
    "arrow-label-without-french": (
        drawing({"out": arrow("out", "e", "y", label="predicts")}),
        "the arrow “predicts” from “Encoder” to “ȳ” has a word in its label and none for the pages in `fr`. ",
    ),
    "unconnected": (
        drawing({"z": shape("z", "variable", r"\(z\)", (260, 150))}),
        "no arrow is attached to “z”. Drag an arrow from one shape to the other until the outline of "
        "the other "
        "lights up.",
    ),
    "no-label": (
        drawing(styled("y", r'label="\(\bar{y}\)"', 'label=""')),
        "the Circle without label at 260, 50 has no label, so that nobody knows what it is. "
        r"Double-click it and type its name, for example \(x\) or Encoder.",
    ),
    "no-french": (
        drawing(styled("e", 'label_fr="Encodeur"', "")),
        "“Encoder” has a word in its label and none for the pages in `fr`. Add the property label_fr in "
        "Edit → Edit Data…, with the same word if it is the same.",
    ),
    "empty-french": (
        drawing(styled("e", 'label_fr="Encodeur"', 'label_fr=""')),
        "“Encoder” has a word in its label and none for the pages in `fr`.",
    ),
    "text-without-french": (
        drawing({"t": text_of("t", "Figure")}),
        "“Figure” has a word in its label and none for the pages in `fr`.",
    ),
    "text-in-a-box": (
        drawing({"t": text_of("t", "Figure", labels={"fr": "Figure"}, style="strokeColor=#000000;")}),
        "“Figure” is a text with an outline, which means nothing here. "
        "Select it and change Line in the Style panel to none.",
    ),
    "variable-without-outline": (
        drawing(styled("y", "fillColor=none;", "fillColor=none;strokeColor=none;")),
        "“ȳ” has no outline, so that its shape is not seen.",
    ),
    "text-in-teal": (
        drawing(styled("y", "fillColor=none;", "fillColor=none;fontColor=#00ced1;")),
        "the text of “ȳ” is `#00ced1`, which is none of the course's colours. ",
    ),
    "unknown-role": (
        drawing(styled("x", 'role="observation"', 'role="observaton"')),
        "“x” has the role `observaton`, which means nothing here; wanted one of observation, "
        "variable, network, "
        "cost, sampler, delay-line, sum, concatenation, formula, text or group. Change role in "
        "Edit → Edit Data…. Did you mean `observation`?",
    ),
    "role-of-an-arrow": (
        drawing(styled("x", 'role="observation"', 'role="gradient"')),
        "“x” has the role `gradient`, which means nothing here;",
    ),
    "picture": (
        drawing({"p": plain_cell("p", "", "shape=image;image=data:image/png,iVBORw0K", (90, 90), (40, 200))}),
        "the image without label at 40, 200 is a picture; wanted shapes, which can be read, checked and "
        "coloured. Delete it and draw with the shapes of the course's library of shapes.",
    ),
    "plain-rectangle": (
        drawing({"r": plain_cell("r", r"\(f\)", "html=1;", (80, 60), (40, 200))}),
        "“f” is a rectangle, which means nothing here: a network is a Delay, a cost a red square. "
        "Delete it and take a shape of the course's library of shapes.",
    ),
    "cylinder": (
        drawing({"r": plain_cell("r", r"\(D\)", "shape=cylinder3;html=1;", (80, 60), (40, 200))}),
        "“D” is a shape (`cylinder3`) which means nothing here. ",
    ),
    "cloud-icon": (
        drawing({"r": plain_cell("r", r"\(D\)", "shape=mxgraph.aws4.lambda;html=1;", (80, 60), (40, 200))}),
        "“D” is a shape (`mxgraph.aws4.lambda`) which means nothing here. ",
    ),
    "swimlane": (
        drawing({"r": plain_cell("r", r"\(D\)", "swimlane;html=1;", (80, 60), (40, 200))}),
        "“D” is a container, which means nothing here. "
        "Delete it; Arrange → Group keeps shapes together without drawing anything.",
    ),
    "product-for-sum": (
        drawing({"s": plain_cell("s", "", "shape=sumEllipse;html=1;", (30, 30), (40, 200))}),
        "the sumEllipse without label at 40, 200 is the app's Sum, a circle with ×, which reads as a "
        "product. "
        "Delete it and take Or, under Advanced: it is the circle with +.",
    ),
    "or-gate-for-sum": (
        drawing({"s": plain_cell("s", "", "shape=xor;html=1;", (30, 30), (40, 200))}),
        "the xor without label at 40, 200 is the Or of the General shapes, a logic gate. "
        "Delete it and take Or, under Advanced: it is the circle with +.",
    ),
    "line-for-arrow": (
        drawing({"l": plain_cell("l", "", "line;html=1;", (90, 10), (40, 200))}),
        "the line without label at 40, 200 is a line, which joins nothing. ",
    ),
    "bar-white": (
        drawing(
            {"k": shape("k", "concatenation", "", (100, 40)).replace("fillColor=#000000", "fillColor=none"),
             "in": arrow("in", "x", "k"), "kin": arrow("kin", "k", "e")}
        ),
        "the Rectangle without label at 100, 40 is a concatenation, a solid bar; its fill is `none`, "
        "wanted black. ",
    ),
    "delay-for-unit-delay": (
        drawing(styled("e", 'role="network"', 'role="delay-line"')),
        "“Encoder” is a unit time delay, drawn as Delay; wanted Process. ",
    ),
    "bold-label": (
        drawing(styled("e", 'label="Encoder"', 'label="&lt;b&gt;Encoder&lt;/b&gt;"')),
        "“Encoder” has bold text in its label, which the site's picture cannot show. Select its text "
        "and press "
        r"Clear Formatting in the Text panel; write a subscript as \(x_t\).",
    ),
    "subscript-in-html": (
        drawing(styled("x", r'label="\(x\)"', 'label="x&lt;sub&gt;t&lt;/sub&gt;"')),
        "“xt” has a subscript in its label, which the site's picture cannot show. ",
    ),
    "single-dollars": (
        drawing(styled("x", r'label="\(x\)"', 'label="$x$"')),
        "“$x$” has a formula between single dollars, which the app does not typeset. "
        r"Write formulas as \(x_t\); Extras → Mathematical Typesetting shows them.",
    ),
    "ascii-math": (
        drawing(styled("x", r'label="\(x\)"', 'label="`x`"')),
        "“`x`” has a formula between backquotes (AsciiMath), which the site does not typeset. ",
    ),
    "formula-not-closed": (
        drawing(styled("x", r'label="\(x\)"', r'label="\(x"')),
        r"“\(x” opens a formula that it does not close, or the other way round. ",
    ),
    "sketch-style": (
        drawing(styled("e", "shape=delay", "sketch=1;shape=delay")),
        "“Encoder” is drawn as a sketch, which the site’s picture does not show. ",
    ),
    "shadow": (
        drawing(styled("x", "ellipse;", "ellipse;shadow=1;")),
        "“x” has a shadow, which the site’s picture does not show. ",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_drawing_passes(name):
    assert check_file(RIGHT[name], "right.drawio") == []


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_drawing_gives_exactly_its_message(name):
    data, message = WRONG[name]

    (problem,) = check_file(data, f"{name}.drawio")

    assert f"{name}.drawio" in str(problem)
    assert message.strip() in f"{problem.message} {problem.hint}"
    assert problem.hint


def test_there_are_at_least_forty_wrong_drawings():
    assert len(WRONG) >= 40
    assert len({data for data, _ in WRONG.values()}) == len(WRONG)


def test_a_message_names_the_line_of_the_file():
    data = WRONG["cost-black"][0]
    (problem,) = check_file(data, "x.drawio")

    assert b"\\(C\\)" in data.splitlines()[problem.line - 1]


def test_a_message_names_the_page_where_there_are_several():
    good = writing.model(list(BASE.values()))
    bad = writing.model([*BASE.values(), COST["c"]])
    data = writing.mxfile(good, bad, names=["First", "Second"]).encode()

    (problem,) = check_file(data, "x.drawio")

    assert problem.message == "page “Second”: no arrow is attached to “C”."


def test_two_faults_give_two_messages():
    both = styled("x", "fillColor=#e6e6e6", "fillColor=none") | styled("e", 'label_fr="Encodeur"', "")

    assert len(check_file(drawing(both), "x.drawio")) == 2


def free_svg(inside: str = "<rect/>", style: str = "color-scheme: light dark;") -> bytes:
    content = writing.attributes({"content": drawing(WRONG_BUT_FREE).decode(), "style": style})
    return f'<svg xmlns="http://www.w3.org/2000/svg"{content}>{inside}</svg>'.encode()


WRONG_BUT_FREE = {"r": plain_cell("r", r"\(D\)", "shape=cylinder3;html=1;", (80, 60), (40, 200))}


def test_a_free_drawing_may_have_any_shape():
    assert check_free(free_svg(), "free.drawio.svg") == []
    assert check_file(free_svg(), "free.drawio.svg") != []


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (drawing(WRONG_BUT_FREE), "this file holds no picture. In diagrams.net: File → Export as → SVG…"),
        (
            free_svg(style=""),
            "the picture keeps its light colours on a dark page. Export it again with Appearance",
        ),
        (
            free_svg(r"<foreignObject><div>\(\bar{y}\)</div></foreignObject>"),
            "the picture shows the source of a formula in place of the formula. Choose Extras → Mathematical",
        ),
        (free_svg().replace(b"math=&quot;1&quot;", b"math=&quot;0&quot;"), "mathematical typesetting is off"),
        (
            free_svg("<script/>"),
            "the SVG holds a <script>, which could run a program in the reader's browser.",
        ),
    ],
)
def test_a_free_drawing_is_safe_dark_and_typeset(data, message):
    (problem,) = check_free(data, "free.drawio.svg")

    assert message in str(problem)
