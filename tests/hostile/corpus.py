"""Files made to do harm: a name, how each enters, its bytes, and what must be said of it.

`told` is a part of the message that refuses it; an empty one means that the file is read, and made harmless.
`line` is where the message must point, 0 if the file has no lines. Large ones are made when they are fed.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from course_site.diagrams.library import starter
from tests.hostile.pages import FORMULAS, FRONT_MATTER, JS, MARKDOWN
from tests.zips import ROW, link, packed

PNG = base64.b64encode(
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89"
    b"\0\0\0\rIDATx\x9cc\xf8\xff\xff?\0\5\xfe\2\xfe\xa75\x81\x84\0\0\0\0IEND\xaeB`\x82"
).decode()
BOMB = '<!DOCTYPE {} [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
) + "]>"  # fmt: skip
OUTSIDE = '<!DOCTYPE {} [<!ENTITY i SYSTEM "file:///etc/passwd">]>'


@dataclass(frozen=True)
class Case:
    """One hostile file."""

    name: str
    enters: str
    """A key of READERS in `feed.py`."""
    data: bytes | Callable[[], bytes]
    told: str = ""
    line: int = 0

    @property
    def bytes(self) -> bytes:
        """Return the file."""
        return self.data if isinstance(self.data, bytes) else self.data()


def table(enters: str, cases: dict[str, tuple]) -> Iterator[Case]:
    for name, (data, *said) in cases.items():
        yield Case(name, enters, data.encode() if isinstance(data, str) else data, *said)


def deflated(text: bytes, times: int = 1) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(packer.compress(text) for _ in range(times)) + packer.flush()
    return base64.b64encode(packed).decode()


def drawing(cells: str) -> str:
    root = f'<root><mxCell id="0"/><mxCell id="1" parent="0"/>{cells}</root>'
    return f'<mxfile>\n<diagram name="p"><mxGraphModel math="1">{root}</mxGraphModel></diagram>\n</mxfile>'


def cell(value: str, style: str = "html=1;", more: str = "") -> str:
    sides = '<mxGeometry x="9" y="9" width="60" height="60" as="geometry"/>'
    value = value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return f'<mxCell id="x" parent="1" vertex="1" style="{style}" value="{value}" {more}>{sides}</mxCell>'


def starter_with(old: str, value: str) -> str:
    """Return the course's own first drawing with a part replaced by a value that ends its attribute."""
    value = value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    assert old in starter()
    return starter().replace(old, value)


DRAWINGS = {
    "an entity bomb": (BOMB.format("mxfile") + "<mxfile>&i;</mxfile>", "defines XML entities"),
    "an entity that reads a file": (OUTSIDE.format("mxfile") + "<mxfile>&i;</mxfile>", "defines XML entit"),
    "a style sheet of another host": (
        "<?xml-stylesheet href='https://evil.example/x.xsl'?>" + drawing(""), "a style sheet of another file",
    ),
    "a tree 200,000 deep": (lambda: b"<mxfile>" + b"<a>" * 200_000, "nested more than 200 deep", 1),
    "a million elements": (lambda: b"<mxfile>" + b"<a/>" * 1_000_000, "more than 50000 XML elements"),
    "a page that inflates to 300 MB": (
        lambda: f"<mxfile><diagram>{deflated(bytes(10**6), 300)}</diagram></mxfile>".encode(),
        "more than 4 MB",
    ),
    "9 MB of blanks": (lambda: b" " * 9_000_000, "more than 5 MB"),
    "rubbish": (bytes(range(256)) * 4, "not whole XML", 1),
    "half a drawing": (drawing(cell("a"))[:190], "not whole XML", 2),
    "a script in a label": (drawing(cell(f"<script>{JS}</script>")), "carries a <script>", 2),
    "an event in a label": (drawing(cell(f'<img src=x onerror="{JS}">')), "carries `onerror`", 2),
    "a link that is a script": (drawing(cell(f'<a href="java\tscript:{JS}">x</a>')), "`javascript:`", 2),
    "a picture of another host": (drawing(cell("<img src=//evil.example/p.png>")), "another server", 2),
    "two cells of one id": (drawing(cell("a") + cell("b")), "two cells have the id `x`", 2),
    "an SVG with a script": (f"<svg content='{drawing('')}'><script>{JS}</script></svg>", "not whole XML", 1),
    "a label of 2 MB": (lambda: drawing(cell("x" * 2_000_000)).encode(), "more than 2000", 2),
    "a colour that ends its attribute": (
        drawing(cell("a", "ellipse;html=1;fillColor=red&quot; onload=&quot;window.pwned=1;")),
        "its fill is", 2,
    ),
    "an escaped script in a label": (starter_with("Encode", "&lt;script&gt;window.pwned=1&lt;/script&gt;"),),
    "an escaped event in a label": (starter_with("Encode", "&lt;img src=x onerror=pwned=1&gt;"),),
    "a label that ends its attribute": (starter_with("Encode", '" onload="window.pwned=1'),),
    "a page whose name is a script": (starter_with("Page-1", f"<script>{JS}</script>"),),
    "a formula that is a link": (
        drawing(cell(r"\(\href{javascript:pwned=1}{x}\)", "ellipse;html=1")), r"\href is refused",
    ),
}  # fmt: skip


def svg(inside: str, head: str = "", more: str = "") -> str:
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'{head}<svg {space} width="90pt" height="60pt" {more}>\n{inside}</svg>'


PICTURES = {
    "a picture with a script": (svg(f"<script>{JS}</script>"), "holds a <script>"),
    "a picture with a script by another name": (
        svg(f'<x:script xmlns:x="http://www.w3.org/1999/xhtml">{JS}</x:script>'), "holds a <script>",
    ),
    "a picture with an event": (svg("", more=f'onload="{JS}"'), "holds `onload`"),
    "a picture with a document": (
        svg('<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>'), "a <iframe>",
    ),
    "a picture with a link that is a script": (svg(f'<a xlink:href="javascript:{JS}"/>'), "`javascript:`"),
    "a picture that changes a link": (
        svg('<a><set attributeName="href" to="javascript:pwned=1"/></a>'), "`javascript:`",
    ),
    "a picture that changes a link in the end": (
        svg('<a><animate attributeName="href" values="#;javascript:pwned=1" dur="1s" fill="freeze"/></a>'),
        "`javascript:`",
    ),
    "a picture that changes an event": (
        svg('<g><set attributeName="onclick" to="pwned=1"/></g>'), "a <set>, which changes `onclick`",
    ),
    "a picture whose link has a prefix of its own": (
        svg(f'<a y:href="javascript:{JS}" xmlns:y="http://www.w3.org/1999/xlink"/>'), "`javascript:`",
    ),
    "a picture that imports a style": (svg("<style>@import '//evil.example/x';</style>"), "another server"),
    "a picture that is an entity bomb": (svg("&i;", BOMB.format("svg")), "defines XML entities"),
    "a picture that reads a file": (svg("&i;", OUTSIDE.format("svg")), "defines XML entities"),
    "a picture that is not whole": (svg("<g>"), "not whole XML", 2),
    "a picture 200,000 deep": (lambda: svg("<g>" * 200_000).encode(), "nested more than 200 deep", 2),
    "a picture with a link to itself": (svg("<a xlink:href='#pwned'><path d='M0 0h9v9'/></a>"),),
    "a picture with an escaped script": (svg(f"<text>&lt;script&gt;{JS}&lt;/script&gt;</text>"),),
}  # fmt: skip

XHTML = f"<x:script xmlns:x='http://www.w3.org/1999/xhtml'>{JS}</x:script>"
FILES = {
    "page.html": (f"<script>{JS}</script>", "a web page is published as it is"),
    "page.xhtml": ("<html/>", "a web page is published as it is"),
    "code.js": (JS, "a script lies outside docs/assets/javascripts/"),
    "feed.xml": (f"<a>\n<script xmlns='http://www.w3.org/1999/xhtml'>{JS}</script></a>", "a <script>"),
    "wrong/net.drawio.svg": (svg(f"<script>{JS}</script>"), "holds a <script>"),
    "net.drawio.svg": (f"<mxfile>{XHTML}</mxfile>", "holds a <script>"),
    "process.xpdl": (f"<a>{XHTML}</a>", "of the kind `.xpdl`"),
    "schema.XSD": (f"<a>{XHTML}</a>", "of the kind `.XSD`"),
    "page": (f"<!doctype html><script>{JS}</script>", "ends in no suffix"),
    "big.markdown": (lambda: b"word word\n" * 30_000, "no check reads it"),
}


HIDDEN = {"a page in a hidden folder, behind a link": (f"<script>{JS}</script>", "a link to a folder")}


def output(**data: object) -> bytes:
    return json.dumps({name.replace("__", "/"): text for name, text in data.items()}).encode()


SVG_OUTPUT = "image__svg+xml"
OUTPUTS = {
    "HTML": (output(text__html=f"<script>{JS}</script>"), "displays text/html, which is not published", 6),
    "JavaScript": (output(application__javascript=JS), "displays application/javascript", 6),
    "a widget": (output(**{"application__vnd.jupyter.widget-view+json": {}}), "which is not published", 6),
    "a figure that is a bomb": (
        output(**{SVG_OUTPUT: svg("&i;", BOMB.format("svg"))}),
        "declares entities",
        6,
    ),
    "a figure that is no SVG": (output(**{SVG_OUTPUT: "<html/>"}), "wanted an <svg> element", 6),
    "a figure that is half": (output(**{SVG_OUTPUT: svg("<g>")}), "not well-formed SVG", 6),
    "a figure of 5 MB": (lambda: output(**{SVG_OUTPUT: svg(" " * 5_000_000)}), "more than 4000000", 6),
    "a figure 100,000 deep": (lambda: output(**{SVG_OUTPUT: svg("<g>" * 100_000)}), "not well-formed SVG", 6),
    "a PNG that is none": (output(image__png="AAAA"), "the picture is not a PNG", 6),
    "a PNG that is not in base64": (output(image__png="&" * 5), "the picture is not a PNG", 6),
    "a text without end": (lambda: output(text__plain="x" * 2_000_000), "more than", 6),
    "a film of rubbish": (output(**{"application__x-course-film": "é"}), "not written in base64", 6),
    "a figure with a script": (output(**{SVG_OUTPUT: svg(f"<script>{JS}</script><path d='M0 0h9'/>")}),),
    "a figure with an event": (output(**{SVG_OUTPUT: svg("<path d='M0 0h9'/>", more=f'onload="{JS}"')}),),
    "a figure with a foreign picture": (
        output(**{SVG_OUTPUT: svg('<image href="https://evil.example/p.png" width="9" height="9"/>')}),
    ),
    "a figure with a foreign style": (
        output(**{SVG_OUTPUT: svg("<style>@import '//evil.example'</style>")}),
    ),
    "a figure with a document": (output(**{SVG_OUTPUT: svg("<foreignObject><b/></foreignObject>")}),),
    "a text that is HTML": (output(text__plain=f"<script>{JS}</script><img src=x onerror={JS}>"),),
    "a text that closes its fence": (output(text__plain=f"```\n</code></pre><script>{JS}</script>\n````"),),
    "a text that commands a terminal": (output(text__plain="\x1b[2J\x1b]0;pwned\x07\0\x08"),),
}


ZIPS = {
    "a file above": (packed(("../X.csv", ROW)), "leads out of the archive"),
    "a file from the root": (packed(("/X.csv", ROW)), "leads out of the archive"),
    "a link": (packed((link("X.csv"), "/etc/passwd")), "is a link"),
    "two files of one name": (packed(("X.csv", ROW), ("x.CSV", ROW)), "is there twice"),
    "400 MB of nothing": (
        lambda: packed(*((f"{n}.png", bytes(20_000_000)) for n in range(20))), "more than 300 MB",
    ),
    "5,001 files": (lambda: packed(*((f"{n}.png", b"") for n in range(5_001))), "more than 5000 files"),
    "a picture with a script": (
        packed(("X.csv", ROW), ("X/T.md", "# T\n\n![](p.svg)\n"), ("X/p.svg", svg("<script>x()</script>"))),
        "holds a <script>",
    ),
    "no zip": (b"PK\x03\x04 not really", "is no zip, or is damaged"),
    "a page with a script": (packed(("X.csv", ROW), ("X/T.md", f"# T\n\n<script>{JS}</script>\n\nText.\n")),),
    "a page with an event": (packed(("X.csv", ROW), ("X/T.md", f'# T\n\n<b onmouseover="{JS}">x</b>\n')),),
}  # fmt: skip
TABLES = {
    "not UTF-8": ("Title\nÉcole\n".encode("latin-1"), "not UTF-8 text", 2),
    "zero bytes": (b"Title\na\0b\n", "holds zero bytes"),
    "a quote without end": ('Title\n"a\n', "no CSV from here on", 2),
    "300 columns": (",".join(f"c{n}" for n in range(300)) + "\n", "more than 200", 1),
    "a million quotes": (lambda: b"Title\n" + b'"' * 999_999, "no CSV from here on", 2),
    "a formula": (ROW.replace("T,", "\"=cmd|'/c calc'!A0\","),),
    "a title that is a script": (ROW.replace("T,", f'"<script>{JS}</script>",'), "`title` is missing", 2),
    "a title that holds a script": (ROW.replace("T,", f'"T <script>{JS}</script>",'),),
    "an author who is an event": (ROW.replace("Doe", f'"<img src=x onerror={JS}>"'), "`authors` must be", 2),
    "a venue that is an event": (ROW.replace(",J,", ",\"J <img src=x onerror='window.pwned=1'>\","),),
    "a note that is a script": (
        ROW.replace("Tags\n", "Tags,Notes\n").replace("models\n", f'models,"<script>{JS}</script> why"\n'),
    ),
}  # fmt: skip


def entry(**files: object) -> bytes:
    """Return a stored result as JSON: files by name, to be given checksums that fit."""
    return json.dumps({name.replace("__", "."): text for name, text in files.items()}).encode()


def record(**changes: object) -> str:
    picture = {"file": "0-0.svg", "width": 9, "height": 9}
    return json.dumps({"cells": [{"text": "", "pictures": [picture], "values": {}, "film": "", **changes}]})


STORE = {
    "a record of 100,000 brackets": (entry(result__json="[" * 100_000),),
    "a record of something else": (entry(result__json='{"cells": [1]}'),),
    "a figure with a script": (entry(result__json=record(), **{"0-0.svg": svg(f"<script>{JS}</script>")}),),
    "a figure that is a bomb": (entry(result__json=record(), **{"0-0.svg": svg("&i;", BOMB.format("svg"))}),),
    "a text that is a number": (entry(result__json=record(text=5, pictures=[])),),
    "a value that is a script": (
        entry(result__json=record(pictures=[], values={"x": {"kind": "timing", "value": f"<script>{JS}"}})),
    ),
    "a picture from elsewhere": (
        entry(result__json=record(pictures=[{"file": "../../x.svg", "width": 9, "height": 9}])),
    ),
    "a width that is an event": (
        entry(result__json=record(pictures=[{"file": "0-0.svg", "width": '9" onload="x()', "height": 9}])),
    ),
    "a file from elsewhere": (entry(result__json=record(pictures=[]), **{"../secret": "x"}),),
}

CASES = [
    *table("drawing", DRAWINGS),
    *table("picture", PICTURES),
    *table("file", FILES),
    *table("hidden file", HIDDEN),
    *table("output", OUTPUTS),
    *table("front matter", FRONT_MATTER),
    *table("formula", FORMULAS),
    *table("markdown", MARKDOWN),
    *table("archive", ZIPS),
    *table("table", TABLES),
    *(Case(name, "store", data, "has been discarded") for name, (data,) in STORE.items()),
]
