"""The oracle: diagrams.net's own viewer, in Chromium, draws what we draw, line for line and word for word."""

from __future__ import annotations

import html
import os
import random
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser

from benchmarks.genuine import GenuineViewer, missing
from course_site.diagrams.edges import line_parts, route
from course_site.diagrams.geometry import turned
from course_site.diagrams.labels import arrow_label, shape_label
from course_site.diagrams.model import Arrow, Diagram, Shape
from course_site.diagrams.outlines import outline, turning
from course_site.diagrams.parts import ATTRIBUTES, Part
from course_site.diagrams.reading import read_diagrams
from course_site.diagrams.refusals import refusals

ROOT = Path(__file__).parents[2]
COMMITTED = sorted((ROOT / "docs" / "assets" / "diagrams").rglob("*.drawio*"))
SVG = "{http://www.w3.org/2000/svg}"
NEAR = 0.5
"""Pixels by which we may differ."""
SHAPES = (
    "ellipse;fillColor=#e6e6e6;", "ellipse;fillColor=none;", "shape=delay;", "shape=delay;flipH=1;",
    "shape=delay;direction=north;", "shape=delay;direction=south;flipV=1;",
    "shape=delay;direction=west;", "shape=mxgraph.flowchart.delay;",
    "shape=mxgraph.flowchart.delay;direction=south;", "rounded=0;", "rounded=1;",
    "rounded=1;arcSize=30;", "rounded=1;absoluteArcSize=1;arcSize=12;", "rhombus;",
    "rhombus;rounded=1;", "shape=process;backgroundOutline=1;", "ellipse;shape=doubleEllipse;",
    "shape=orEllipse;perimeter=ellipsePerimeter;backgroundOutline=1;", "rotation=90;",
    "ellipse;rotation=30;", "shape=delay;rotation=90;", "shape=delay;direction=north;flipH=1;flipV=1;",
    "perimeterSpacing=4;", "text;strokeColor=none;fillColor=none;align=left;verticalAlign=top;",
    "text;align=center;verticalAlign=middle;", "shape=or;", "ellipse;strokeWidth=3;", "horizontal=0;",
    "align=right;verticalAlign=bottom;", "verticalLabelPosition=bottom;verticalAlign=top;",
    "labelPosition=right;align=left;",
)  # fmt: skip
ARROWS = (
    "", "rounded=0;", "dashed=1;rounded=0;", "curved=1;dashed=1;", "endArrow=block;", "endArrow=open;",
    "endArrow=classicThin;endFill=0;", "startArrow=classic;strokeWidth=2;", "endSize=10;",
    "endArrow=none;", "edgeStyle=orthogonalEdgeStyle;orthogonalLoop=1;jettySize=auto;",
    "edgeStyle=orthogonalEdgeStyle;rounded=0;",
    "edgeStyle=orthogonalEdgeStyle;rounded=0;orthogonalLoop=1;jettySize=auto;",
    "edgeStyle=orthogonalEdgeStyle;curved=1;", "targetPerimeterSpacing=6;", "sourcePerimeterSpacing=3;",
)  # fmt: skip
GROUP = (
    '<mxCell id="g" value="" style="group" vertex="1" connectable="0" parent="1">'
    '<mxGeometry x="30" y="70" width="300" height="200" as="geometry"/></mxCell>'
)
PINS = ((0, 0.5), (1, 0.5), (0.5, 0), (0.5, 1), (0.25, 0), (1, 0.75), (0.3, 0.6))


def generated(seed: int) -> str:
    """Return the file of a random drawing that the renderer must be able to draw."""
    dice = random.Random(seed)
    count = dice.randint(2, 6)
    parents = ["1", "g"] if dice.random() < 0.4 else ["1"]
    cells = [GROUP] * (len(parents) - 1)
    cells += [random_shape(f"s{number}", dice.choice(parents), dice) for number in range(count)]
    arrows = range(dice.randint(1, 5))
    cells += [random_arrow(f"e{number}", dice.choice(parents), count, dice) for number in arrows]
    return (
        '<mxfile><diagram id="d" name="Page-1"><mxGraphModel math="0" adaptiveColors="auto"><root>'
        f'<mxCell id="0"/><mxCell id="1" parent="0"/>{"".join(cells)}'
        "</root></mxGraphModel></diagram></mxfile>"
    )


def random_shape(name: str, parent: str, dice: random.Random) -> str:
    style = dice.choice(SHAPES)
    width = dice.choice((20, 40, 45, 60, 80, 120))
    is_round = style.startswith("ellipse") and dice.random() < 0.7
    height = width if is_round else dice.choice((20, 30, 40, 60, 90))
    x, y = dice.randrange(0, 500, 10), dice.randrange(0, 400, 10)
    label = html.escape(dice.choice(("", "Encoder", r"\(\bar{y}\)", "two words", "a &amp; b")))
    return (
        f'<object id="{name}" label="{label}" label_fr="{label} fr">'
        f'<mxCell style="{style}whiteSpace=wrap;html=1;" vertex="1" parent="{parent}">'
        f'<mxGeometry x="{x}" y="{y}" width="{width}" height="{height}" as="geometry"/></mxCell></object>'
    )


def random_arrow(name: str, parent: str, count: int, dice: random.Random) -> str:
    source, target = dice.sample(range(count), 2)
    style = dice.choice(ARROWS) + "html=1;"
    for end in ("exit", "entry"):
        if dice.random() < 0.4:
            x, y = dice.choice(PINS)
            style += f"{end}X={x};{end}Y={y};{end}Dx=0;{end}Dy=0;"
            style += f"{end}Perimeter=0;" * (dice.random() < 0.3)
    corners = "".join(
        f'<mxPoint x="{dice.randrange(0, 600, 10)}" y="{dice.randrange(0, 500, 10)}"/>'
        for _ in range(dice.choice((0, 0, 0, 1, 2, 3)))
    )
    array = f'<Array as="points">{corners}</Array>' if corners else ""
    label = dice.choice(("", "", r"\(z\)"))
    place = f'x="{dice.choice((0, -0.5, 0.4))}" y="{dice.choice((0, 10))}" relative="1" as="geometry"'
    offset = '<mxPoint x="3" y="-4" as="offset"/>' if label else ""
    ends = "".join(
        f' {end}="s{number}"'
        for end, number in (("source", source), ("target", target))
        if dice.random() < 0.9
    )
    loose = '<mxPoint x="20" y="300" as="sourcePoint"/><mxPoint x="310" y="35" as="targetPoint"/>'
    begin = f'<mxCell id="{name}" style="{style}" edge="1" parent="{parent}"{ends}'
    if dice.random() < 0.5:  # an arrow's own label, or a cell of its own, as the app writes it
        own = f"<mxGeometry {place}>{loose}{array}{offset}</mxGeometry>"
        return f'{begin} value="{label}">{own}</mxCell>'
    child = (
        f'<mxCell id="{name}l" value="{label}" style="edgeLabel;html=1;align=center;verticalAlign=middle;" '
        f'vertex="1" connectable="0" parent="{name}"><mxGeometry {place}>{offset}</mxGeometry></mxCell>'
    )
    way = f'<mxGeometry relative="1" as="geometry">{loose}{array}</mxGeometry>'
    return f"{begin}>{way}</mxCell>{child * bool(label)}"


@pytest.fixture(scope="module")
def viewer(browser: Browser) -> Iterator[GenuineViewer]:
    if reason := missing():
        if os.environ.get("CI"):
            pytest.fail(f"{reason}; CI must not skip the oracle")
        pytest.skip(reason)
    opened = GenuineViewer(browser.new_page(), mended=True)
    yield opened
    opened.page.close()
    assert opened.foreign == []


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", text)]


def shape_of_path(text: str) -> str:
    """Return the letters of a path; its viewer repeats none."""
    return re.sub(r"[^A-Z]", "", text)


def ours(part: Part) -> tuple[str, str, list[float]]:
    if isinstance(part.numbers, str):
        return part.tag, shape_of_path(part.numbers), numbers(part.numbers)
    return part.tag, "", list(part.numbers)


def theirs(element: ElementTree.Element, drawn) -> tuple[str, str, list[float]]:
    """Return an element of the viewer's, moved back to where the file has it."""
    tag = element.tag.removeprefix(SVG)
    if tag == "path":
        text = element.get("d", "")
        values = [value - (drawn.x, drawn.y)[index % 2] for index, value in enumerate(numbers(text))]
        return tag, shape_of_path(text), values
    values = [float(element.get(name, 0)) for name in ATTRIBUTES[tag]]
    return tag, "", [values[0] - drawn.x, values[1] - drawn.y, *values[2:]]


SAMPLE = """
paths => paths.map(d => {
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", d);
  const step = path.getTotalLength() / 60;
  return Array.from({length: 61}, (_, i) => path.getPointAtLength(i * step)).flatMap(p => [p.x, p.y]);
})
"""


def sampled(wanted, got, viewer: GenuineViewer) -> None:
    """Compare arcs, which the viewer writes as curves, by points along both."""
    for index, (expected, part) in enumerate(zip(wanted, got, strict=True)):
        if "A" in part[1] and expected[0] == "path":
            texts = [rebuilt(expected), rebuilt(part)]
            wanted[index], got[index] = (
                ("path", "", points) for points in viewer.page.evaluate(SAMPLE, texts)
            )


def rebuilt(part: tuple[str, str, list[float]]) -> str:
    """Return the text of a path from its letters and numbers."""
    values = iter(part[2])
    counts = {"M": 2, "L": 2, "Q": 4, "C": 6, "A": 7, "Z": 0}
    return " ".join(
        f"{letter} {' '.join(f'{next(values):g}' for _ in range(counts[letter]))}" for letter in part[1]
    )


def cells_of(svg: str) -> dict[str, ElementTree.Element]:
    root = ElementTree.fromstring(svg)
    return {group.get("data-cell-id"): group for group in root.iter(f"{SVG}g") if group.get("data-cell-id")}


def own(group: ElementTree.Element, tags: tuple[str, ...]) -> Iterator[ElementTree.Element]:
    """Yield what a cell draws, without the cells and labels inside it."""
    for child in group:
        if child.get("data-cell-id"):
            continue
        if child.tag.removeprefix(SVG) in tags:
            yield child
        yield from own(child, tags)


def matrix(transform: str) -> list[float]:
    """Return where a transform takes (0, 0), (100, 0) and (0, 100)."""
    places = [(0.0, 0.0), (100.0, 0.0), (0.0, 100.0)]
    for name, text in reversed(re.findall(r"(\w+)\(([^)]*)\)", transform)):
        values = numbers(text)
        if name == "rotate":
            places = [turned(place, values[0], (values[1], values[2])) for place in places]
        else:
            places = [
                (x * values[0], y * values[1]) if name == "scale" else (x + values[0], y + values[1])
                for x, y in places
            ]
    return [value for place in places for value in place]


def moved_back(transform: str, drawn) -> str:
    """Return a transform of the viewer's about the places of the file."""
    return f"translate({-drawn.x},{-drawn.y}){transform}translate({drawn.x},{drawn.y})"


def compare(xml: str, diagram: Diagram, viewer: GenuineViewer, language: str = "") -> float:
    """Return the largest difference, pixels, between our drawing of a page and the viewer's."""
    drawn = viewer.draw(xml, page=diagram.number, language=language)
    cells, worst = cells_of(drawn.svg), 0.0
    for item in diagram.items():
        group = cells.get(item.id)
        elements = list(own(group, ("path", "ellipse", "rect"))) if group is not None else []
        seen = [e for e in elements if (e.get("fill"), e.get("stroke")) != ("none", "none")]
        way = () if isinstance(item, Shape) else route(diagram, item)
        parts = outline(item) if isinstance(item, Shape) else line_parts(item, way)
        wanted, got = [theirs(e, drawn) for e in seen], [ours(part) for part in parts]
        sampled(wanted, got, viewer)
        assert [w[:2] for w in wanted] == [g[:2] for g in got], item.id
        for (_, _, expected), (_, _, values) in zip(wanted, got, strict=True):
            assert values == pytest.approx(expected, abs=NEAR), (item.id, item.style)
            worst = max([worst, *(abs(a - b) for a, b in zip(values, expected, strict=True))])
        if isinstance(item, Shape) and seen:
            transform = moved_back(seen[0].get("transform", ""), drawn)
            assert matrix(turning(item)) == pytest.approx(matrix(transform), abs=NEAR), (item.id, item.style)
        text = diagram.label(item, language)
        if isinstance(item, Arrow):
            group = cells.get(f"{item.id}l", group)  # the cell of its label
        assert written(group) == " ".join(text.split()), item.id
        if text and group is not None:
            place = shape_label(item, text) if isinstance(item, Shape) else arrow_label(item, text, way)
            assert anchor(place) == pytest.approx(their_anchor(group, place, drawn), abs=1.5), (
                item.id,
                item.style,
            )
    return worst


def written(group: ElementTree.Element | None) -> str:
    """Return the label of a cell of the viewer's, as our reader has it."""
    found = [] if group is None else list(own(group, ("foreignObject",)))
    if not found:
        return ""
    text = " ".join("".join(found[0].itertext()).split())
    return re.sub(r"\\\((.*?)\\\)", r"$\1$", text)


def anchor(place) -> list[float]:
    """Return the point that a label is aligned by."""
    x = place.box.x + place.box.width * {"left": 0, "right": 1}.get(place.align, 0.5)
    y = place.box.y + place.box.height * {"top": 0, "bottom": 1}.get(place.vertical, 0.5)
    return [x, y]


def their_anchor(group: ElementTree.Element, place, drawn) -> list[float]:
    div = next(own(group, ("foreignObject",)))[0]
    style = dict(re.findall(r"([\w-]+): ([^;]+);", div.get("style", "")))
    left, width, top = (numbers(style[name])[0] for name in ("margin-left", "width", "padding-top"))
    return [left + width * {"left": 0, "right": 1}.get(place.align, 0.5) - drawn.x, top - drawn.y]


@pytest.mark.browser
@pytest.mark.parametrize("first", range(0, 200, 20))
def test_generated_drawings_are_the_viewer_s_to_half_a_pixel(first: int, viewer: GenuineViewer):
    for seed in range(first, first + 20):
        xml = generated(seed)
        (diagram,), problems = read_diagrams(xml.encode(), f"{seed}.drawio")
        assert problems == refusals(diagram) == []

        compare(xml, diagram, viewer, language="fr" if seed % 2 else "")


@pytest.mark.browser
@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.name)
def test_committed_drawings_are_the_viewer_s_to_half_a_pixel(path: Path, viewer: GenuineViewer):
    data = path.read_bytes()
    found = re.search(rb'<svg[^>]* content="([^"]*)"', data)
    xml = html.unescape(found[1].decode()) if found else data.decode()
    xml = xml.replace(' math="1"', ' math="0"')
    diagrams, problems = read_diagrams(data, path.name)
    assert problems == []

    for diagram in diagrams:
        for language in ("", "fr"):
            compare(xml, diagram, viewer, language)
