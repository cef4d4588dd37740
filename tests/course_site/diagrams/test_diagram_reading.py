"""Every way the app writes a drawing reads the same; what could harm is refused, fast and by name."""

import base64
import html
import subprocess
import sys
import textwrap
import zlib
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_site.diagrams import writing
from course_site.diagrams.conventions import ARROWS, SHAPES
from course_site.diagrams.model import Diagram
from course_site.diagrams.reading import read_diagrams
from course_site.diagrams.writing import arrow, shape

CELLS = [
    shape("x", "observation", r"\(x\)", (40, 50)),
    shape("e", "network", "Encoder", (130, 40), labels={"fr": "Encodeur"}),
    arrow("a", "x", "e", points=[(100, 10)]),
]
MODEL = writing.model(CELLS)


def deflated(text: str) -> str:
    """Pack a page as the app does: percent-encoded, raw deflate, base 64."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packer.compress(quote(text, safe="~()*!.'").encode()) + packer.flush()
    return base64.b64encode(data).decode()


def svg(content: str) -> str:
    head = (
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    )
    return f'{head}<svg xmlns="http://www.w3.org/2000/svg" content="{html.escape(content)}"><rect/></svg>'


def page(inside: str) -> str:
    return f'<mxfile host="app.diagrams.net"><diagram name="Page-1" id="d">{inside}</diagram></mxfile>'


WAYS = {
    "plain": page(MODEL),
    "with a byte order mark": "\ufeff" + page(MODEL),
    "a compressed page": page(deflated(MODEL)),
    "a bare model": MODEL,
    "an editable SVG": svg(page(MODEL)),
    "an editable SVG with a compressed page": svg(page(deflated(MODEL))),
    "an editable SVG, all of it compressed": svg(deflated(page(MODEL))),
    "an editable SVG, percent-encoded": svg(quote(page(MODEL))),
    "UserObject for object": page(MODEL.replace("object", "UserObject")),
}


def meaning(diagram: Diagram) -> Diagram:
    """Return a page without what depends on how it was written down."""
    shapes = tuple(replace(item, line=0) for item in diagram.shapes)
    return replace(
        diagram, page="", shapes=shapes, arrows=tuple(replace(item, line=0) for item in diagram.arrows)
    )


def read_one(text: str | bytes) -> Diagram:
    (diagram,), problems = read_diagrams(text if isinstance(text, bytes) else text.encode(), "x.drawio")
    assert problems == []
    return diagram


@pytest.mark.parametrize("way", WAYS)
def test_every_way_the_app_writes_a_drawing_reads_the_same(way):
    diagram = read_one(WAYS[way])

    assert meaning(diagram) == meaning(read_one(WAYS["plain"]))
    assert [item.id for item in diagram.items()] == ["x", "e", "a"]
    assert diagram.label(diagram.shapes[1], "fr") == "Encodeur"
    assert diagram.label(diagram.shapes[1], "de") == "Encoder"
    assert diagram.math


def test_several_pages_are_read_in_order():
    data = writing.mxfile(MODEL, writing.model([]), names=["One", "Two"]).encode()
    diagrams, problems = read_diagrams(data, "x.drawio")

    assert [(diagram.page, diagram.number, len(diagram.shapes)) for diagram in diagrams] == [
        ("One", 0, 2),
        ("Two", 1, 0),
    ]
    assert problems == []


def test_groups_are_resolved_and_hidden_layers_left_out():
    cells = [
        shape("g", "group", "", (100, 200), role=""),
        shape("h", "group", "", (10, 20), role="", parent="g"),
        shape("x", "observation", r"\(x\)", (5, 6), parent="h"),
        arrow("a", "x", "x", points=[(1, 2)], parent="g"),
        '<mxCell id="layer" parent="0" visible="0"/>',
        shape("y", "observation", r"\(y\)", (5, 6), parent="layer"),
    ]
    diagram = read_one(writing.model(cells))

    assert [item.id for item in diagram.shapes] == ["g", "h", "x"]
    assert (diagram.shapes[2].x, diagram.shapes[2].y, diagram.shapes[2].parent) == (115, 226, "h")
    assert diagram.arrows[0].points == ((101, 202),)


def test_the_label_of_an_arrow_may_be_a_cell_of_its_own():
    label = (
        '<object id="l" label="predicts" label_fr="prédit"><mxCell style="edgeLabel;html=1;" vertex="1" '
        'connectable="0" parent="a"><mxGeometry x="-0.5" y="3" relative="1" as="geometry">'
        '<mxPoint x="1" y="2" as="offset"/></mxGeometry></mxCell></object>'
    )
    diagram = read_one(writing.model([*CELLS, label]))

    assert (diagram.arrows[0].label, diagram.arrows[0].labels) == ("predicts", {"fr": "prédit"})
    assert diagram.arrows[0].label_at == (-0.5, 3, 1, 2)
    assert len(diagram.shapes) == 2


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"\(x\)", "$x$"),
        (r"$$\bar{y}$$", r"$\displaystyle \bar{y}$"),
        (r"\[ \bar{y} \]", r"$\displaystyle \bar{y}$"),
        (r"the &lt;i&gt;best&lt;/i&gt; one".replace("&lt;", "<").replace("&gt;", ">"), "the best one"),
        ('<div>Encoder</div><div style="font-size: 9px">of images</div>', "Encoder\nof images"),
        ("Layer&nbsp;1<br>", "Layer 1"),
        (r"a &lt; b, \(a \lt b\)", r"a < b, $a \lt b$"),
    ],
)
def test_a_label_is_text_with_formulas_between_dollars(written, read):
    assert read_one(writing.model([shape("t", "text", written, (0, 0))])).shapes[0].label == read


def test_a_label_that_is_no_html_is_read_as_it_stands():
    cell = shape("t", "text", "a < b &amp; c", (0, 0)).replace("html=1;", "")

    assert read_one(writing.model([cell])).shapes[0].label == "a < b &amp; c"


def test_a_style_may_begin_with_the_name_of_its_shape():
    cell = shape("t", "variable", "z", (0, 0))

    assert read_one(writing.model([cell])).shapes[0].style["shape"] == "ellipse"


def test_lines_are_those_of_the_file_and_none_where_they_say_nothing():
    data = WAYS["plain"]
    first = read_one(data).shapes[0]

    assert 'id="x"' in data.splitlines()[first.line - 1]
    assert read_one(WAYS["a compressed page"]).shapes[0].line == 0
    assert read_one(WAYS["an editable SVG"]).shapes[0].line == 0


numbers = st.integers(-2000, 2000)
words = st.text(
    st.characters(codec="utf-8", exclude_characters="$`\\<>&", exclude_categories=("C", "Z")), max_size=9
)


@st.composite
def pages(draw):
    """Draw a page of the conventions, and what reading it should give."""
    kinds = draw(st.lists(st.sampled_from([key for key in SHAPES if key != "group"]), min_size=1, max_size=6))
    expected, cells = [], []
    for number, kind in enumerate(kinds):
        place = (draw(numbers), draw(numbers))
        label, french = draw(words), draw(words)
        cells.append(shape(f"s{number}", kind, label, place, labels={"fr": french}))
        expected.append((f"s{number}", kind, label, french, place, SHAPES[kind].size))
    ends = st.integers(0, len(kinds) - 1)
    links = draw(st.lists(st.tuples(ends, ends, st.sampled_from(sorted(ARROWS))), max_size=6))
    for number, (source, target, kind) in enumerate(links):
        cells.append(arrow(f"a{number}", f"s{source}", f"s{target}", kind))
    return cells, expected, [(f"s{source}", f"s{target}", kind) for source, target, kind in links]


@settings(max_examples=60, deadline=None)
@given(pages(), st.sampled_from([page, lambda model: page(deflated(model)), lambda model: svg(page(model))]))
def test_what_is_written_is_read_back(drawn, write):
    cells, shapes, links = drawn
    diagram = read_one(write(writing.model(cells)))

    got = [(s.id, s.kind, s.label, s.labels["fr"], (s.x, s.y), (s.width, s.height)) for s in diagram.shapes]
    assert got == shapes
    assert [(a.source, a.target, a.kind) for a in diagram.arrows] == links


def cell_with(attributes: str) -> str:
    geometry = '<mxGeometry width="40" height="40" as="geometry"/>'
    return page(writing.model([f'<mxCell id="x" vertex="1" parent="1" {attributes}>{geometry}</mxCell>']))


def label_with(markup: str) -> str:
    return cell_with(f'style="html=1" value="{html.escape(markup)}"')


LOOP = '<mxCell id="a" parent="b" vertex="1"/><mxCell id="b" parent="a" vertex="1"/>'
ENTITY = '<!DOCTYPE mxfile [<!ENTITY a "aaaaaaaaaa">{}]><mxfile>&z;</mxfile>'
BOMB = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghijk", "bcdefghijkz", strict=True))
UNSAFE = {
    "entity-bomb": (ENTITY.format(BOMB), "the file defines XML entities"),
    "external-entity": (
        '<!DOCTYPE mxfile [<!ENTITY z SYSTEM "file:///etc/passwd">]><mxfile>&z;</mxfile>',
        "the file defines XML entities, which can fill a memory or read other files.",
    ),
    "external-parameter-entity": (
        '<!DOCTYPE mxfile [<!ENTITY % z SYSTEM "file:///etc/passwd"> %z;]><mxfile/>',
        "the file defines XML entities",
    ),
    "style-sheet-of-another-file": (
        '<?xml-stylesheet href="https://example.org/x.css"?>' + svg(page(MODEL)).partition(">")[2],
        "the file asks for a style sheet of another file.",
    ),
    "script-in-svg": (
        svg(page(MODEL)).replace("<rect/>", "<script>alert(1)</script>"),
        "the SVG holds a <script>",
    ),
    "namespaced-script-in-svg": (
        svg(page(MODEL)).replace("<rect/>", '<s:script xmlns:s="http://www.w3.org/2000/svg"/>'),
        "the SVG holds a <script>",
    ),
    "event-in-svg": (
        svg(page(MODEL)).replace("<rect/>", '<rect onload="x()"/>'),
        "the SVG holds `onload`, which runs",
    ),
    "frame-in-svg": (svg(page(MODEL)).replace("<rect/>", "<iframe/>"), "the SVG holds a <iframe>"),
    "link-in-svg": (
        svg(page(MODEL)).replace("<rect/>", '<a xlink:href="java&#10;script:x()"/>'),
        "the SVG holds a link that starts with `javascript:`",
    ),
    "animated-link-in-svg": (
        svg(page(MODEL)).replace("<rect/>", '<set attributeName="href" to="javascript:x()"/>'),
        "the SVG holds a link that starts with `javascript:`",
    ),
    "link-by-another-prefix-in-svg": (
        svg(page(MODEL)).replace(
            "<rect/>", '<a xmlns:y="http://www.w3.org/1999/xlink" y:href="javascript:x()"/>'
        ),
        "the SVG holds a link that starts with `javascript:`",
    ),
    "link-that-changes-in-the-end-in-svg": (
        svg(page(MODEL)).replace("<rect/>", '<animate attributeName="href" values="#; javascript:x()"/>'),
        "the SVG holds a link that starts with `javascript:`",
    ),
    "changing-link-in-svg": (
        svg(page(MODEL)).replace("<rect/>", '<set attributeName="xlink:href" to="other.svg"/>'),
        "the SVG holds a <set>, which changes `xlink:href` in the reader's browser.",
    ),
    "picture-of-another-server-in-svg": (
        svg(page(MODEL)).replace("<rect/>", '<image href="https://example.org/x.png"/>'),
        "the SVG holds a picture from another server, which would learn who reads the page.",
    ),
    "style-of-another-server-in-svg": (
        svg(page(MODEL)).replace("<rect/>", "<style>@import 'https://example.org/x.css'</style>"),
        "the SVG holds a style that asks another server.",
    ),
    "script-in-label": (label_with("<script>alert(1)</script>"), "a shape carries a <script>"),
    "event-in-label": (label_with('<b onmouseover="x()">x</b>'), "a shape carries `onmouseover`, which runs"),
    "link-in-label": (label_with('<a href=" JavaScript:x()">x</a>'), "a link that starts with `JavaScript:`"),
    "data-link-in-label": (
        label_with('<a href="data:text/html,<script>x</script>">x</a>'),
        "a link that starts with `data:`, which can run a program",
    ),
    "picture-in-label": (
        label_with('<img src="//example.org/x.png">'),
        "a shape carries a picture from another server, which would learn who reads the page.",
    ),
    "script-in-the-french-label": (
        page(MODEL.replace('label_fr="Encodeur"', 'label_fr="&lt;script&gt;"')),
        "a shape carries a <script>",
    ),
    "link-of-a-shape": (
        page(MODEL.replace('label="Encoder"', 'label="Encoder" link="javascript:x()"')),
        "a shape carries a link that starts with `javascript:`",
    ),
    "two-equal-ids": (page(MODEL.replace('id="e"', 'id="x"')), "two cells have the id `x`."),
    "shapes-in-a-circle": (page(writing.model([LOOP])), "some cells are inside each other in a circle."),
    "shape-in-nothing": (
        page(writing.model(['<mxCell id="a" parent="q"/>'])),
        "a cell is inside `q`, which is not",
    ),
    "not-a-number": (
        page(MODEL.replace('x="40"', 'x="nan"')),
        "`x` of a shape must be a number of pixels, got `nan`.",
    ),
    "endless-number": (
        page(MODEL.replace('x="40"', 'x="1e999"')),
        "`x` of a shape must be a number of pixels",
    ),
    "damaged-page": (page("$$$"), "the compressed drawing in the file is damaged."),
    "page-cut-short": (page(deflated(MODEL)[:40]), "the compressed drawing in the file is "),
    "empty-page-text": (page(" "), "page 1 of the file is empty."),
    "half-a-file": (page(MODEL)[:200], "the file is not whole XML: "),
    "no-page": ("<mxfile/>", "the file holds no page of a drawing."),
    "a-library": ("<mxlibrary>[]</mxlibrary>", "wanted a drawing of diagrams.net, got a library of shapes."),
    "a-web-page": ("<html/>", "wanted a drawing of diagrams.net, got <html>."),
    "picture-only": (svg(""), "this SVG is a picture only: it carries no drawing to check or edit."),
    "nothing": ("", "the file is not whole XML: no element found."),
    "rubbish": ("\x00\x01\x02" * 99, "the file is not whole XML: not well-formed (invalid token)."),
    "unknown-encoding": ('<?xml version="1.0" encoding="klingon"?><mxfile/>', "the file is not XML: "),
    "an-endless-label": (label_with("x" * 2001), "a label has 2001 characters, more than 2000."),
    "many-pages": ("<mxfile>" + "<diagram/>" * 51 + "</mxfile>", "the file has 51 pages, more than 50."),
}  # fmt: skip


@pytest.mark.parametrize("name", UNSAFE)
def test_what_could_harm_is_refused_by_name(name):
    text, message = UNSAFE[name]
    diagrams, (problem,) = read_diagrams(text.encode(), f"docs/{name}.drawio.svg")

    assert diagrams == ()
    assert str(problem).startswith(f"docs/{name}.drawio.svg:")
    assert message in problem.message


HUGE = {
    "300 MB inflation": ("page(deflate(b'a' * 300, 1_000_000))", "the file unpacks to more than 4 MB."),
    "200,000-deep tree": ("b'<mxfile>' + b'<a>' * 200_000", "nested more than 200 deep"),
    "200,000-deep tree, deflated": ("page(deflate(b'<a>' * 200, 1000))", "nested more than 200 deep"),
    "a million elements": (
        "b'<mxfile>' + b'<a/>' * 1_000_000 + b'</mxfile>'",
        "more than 50000 XML elements",
    ),
    "many attributes": ("page('<a ' + ' '.join(f'b{i}=\"\"' for i in range(300_000)) + '/>')", "more than"),
    "percent signs": ("page(deflate(b'%3C' + b'%41a' * 900_000, 1))", "not whole XML"),
    "open brackets": ("cell('&lt;b ' * 700_000)", "a label has"),
    "open formulas": (
        r"page(cells(''.join(label('\\(' * 950) for _ in range(2000))))",
        "the labels of a page",
    ),
    "a large file": ("b' ' * 9_000_000", "the file has 9 MB, more than 5 MB."),
    "binary rubbish": ("bytes(range(256)) * 19_000", "not whole XML"),
}
PROGRAM = """
import base64, itertools, sys, time, zlib
from course_site.diagrams.reading import read_diagrams

numbers = itertools.count()

def deflate(piece, times):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return base64.b64encode(b"".join(packer.compress(piece) for _ in range(times)) + packer.flush()).decode()

def page(inside):
    return f"<mxfile><diagram>{inside}</diagram></mxfile>".encode()

def cells(inside):
    return f'<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>{inside}</root></mxGraphModel>'

def label(text):
    return f'<mxCell id="c{next(numbers)}" parent="1" vertex="1" style="html=1" value="{text}"/>'

def cell(text):
    return page(cells(label(text)))

data = eval(sys.argv[1])
start = time.process_time()
diagrams, problems = read_diagrams(data, "huge.drawio")
seconds = time.process_time() - start
status = open("/proc/self/status").read()  # a child's ru_maxrss begins with its parent's
print(seconds, int(status.split("VmHWM:")[1].split()[0]) / 1024)
print(*diagrams, *problems)
"""


@pytest.mark.parametrize("name", HUGE)
def test_what_is_endless_is_refused_within_a_second_and_200_mb(name):
    make, message = HUGE[name]
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(PROGRAM), make],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    seconds, megabytes = map(float, done.stdout.split("\n")[0].split())

    assert done.stdout.split("\n")[1].startswith("huge.drawio:")
    assert message in done.stdout
    assert seconds < 1
    assert megabytes < 200
