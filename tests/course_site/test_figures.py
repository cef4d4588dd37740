import base64
import struct

import pytest

from course_site.execution import figures
from course_site.execution.figures import THEME_STYLE, is_clean, png_picture, svg_picture

OPEN = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' width="72pt" height="36pt">'
)
PNG = "data:image/png;base64," + base64.b64encode(b"\x89PNG").decode()


def cleaned(inside: str) -> str:
    """Return what is left of some elements, without the frame around them."""
    text = svg_picture(f"{OPEN}{inside}</svg>".encode()).data.decode()
    frame = f"<style>{THEME_STYLE}</style>"
    assert text.count(frame) == 1
    return text[text.index(frame) + len(frame) :].removesuffix("</svg>")


def test_the_ink_becomes_a_variable_of_the_theme():
    assert cleaned('<path style="stroke: #777c82" fill="#777C82"/>') == (
        '<path style="stroke: var(--ink,#777c82)" fill="var(--ink,#777c82)"/>'
    )


def test_the_theme_s_style_comes_first():
    text = svg_picture(f"{OPEN}<style>path{{fill:red}}</style></svg>".encode()).data.decode()

    assert text.startswith("<svg ")
    assert text[text.index(">") + 1 :] == (
        f"<style>{THEME_STYLE}</style><style>path{{fill:red}}</style></svg>"
    )


def test_the_same_drawing_gives_the_same_bytes():
    data = f"{OPEN}<g id='a'/></svg>".encode()

    assert svg_picture(data) == svg_picture(data)


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [
        ("72pt", "36pt", (96, 48)),
        ("72px", "36.4", (72, 36)),
        ("1in", " 0.5in ", (96, 48)),
    ],
)
def test_the_size_is_in_css_pixels(width, height, size):
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"/>'
    picture = svg_picture(svg.encode())

    assert (picture.width, picture.height) == size
    assert picture.suffix == "svg"


@pytest.mark.parametrize("width", ["", "100%", "0pt", "-3pt", "1e9pt", "999999pt", "3em", "1.2.3pt", "."])
def test_a_figure_without_a_usable_size_is_refused(width):
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="3pt"/>'

    with pytest.raises(ValueError, match=r"^the figure's width must be a length such as 300pt, got '"):
        svg_picture(svg.encode())


def test_a_figure_without_any_size_is_refused():
    with pytest.raises(ValueError, match=r"^the figure's width must be a length such as 300pt, got None$"):
        svg_picture(b'<svg xmlns="http://www.w3.org/2000/svg"/>')


@pytest.mark.parametrize(
    "element",
    [
        "<script>alert(1)</script>",
        '<script href="https://example.org/x.js"/>',
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>",
        "<a href='https://example.org'><path/></a>",
        "<animate attributeName='x'/>",
        "<set attributeName='onload' to='alert(1)'/>",
        "<p xmlns='http://www.w3.org/1999/xhtml'>x</p>",
        "<iframe/>",
        "<metadata>Matplotlib</metadata>",
        "<!-- a comment -->",
        "<?target instruction?>",
    ],
)
def test_what_can_run_or_link_is_dropped(element):
    assert cleaned(f"<g>{element}</g>") == "<g/>"


@pytest.mark.parametrize(
    "attribute",
    [
        'onload="alert(1)"',
        'ONCLICK="alert(1)"',
        'href="https://example.org/x.svg#a"',
        'xlink:href="https://example.org/x.png"',
        'href="javascript:alert(1)"',
        'xlink:href="data:image/svg+xml;base64,AAAA"',
        'href="data:text/html,x"',
        'style="fill:url(https://example.org/x)"',
        "style=\"fill:url( 'https://example.org/x')\"",
        'fill="URL(//example.org/x)"',
        'style="fill:u\\72l(https://example.org/x)"',
    ],
)
def test_an_attribute_that_runs_or_loads_is_dropped(attribute):
    assert cleaned(f'<path {attribute} d="M0 0"/>') == '<path d="M0 0"/>'


def test_references_within_the_figure_and_embedded_pictures_are_kept():
    inside = (
        f'<image xlink:href="{PNG}" width="1" height="1"/><use xlink:href="#m1.a-b:c"/>'
        '<path clip-path="url(#p)" style="fill: url(\'#q\')"/>'
    )

    assert cleaned(inside) == inside


@pytest.mark.parametrize(
    "style",
    [
        "@import 'https://example.org/x.css';",
        "path{fill:url(https://example.org/x)}",
        "@\\69mport 'https://example.org/x.css';",
        "a{}<g/>@import 'https://example.org/x.css';",
    ],
)
def test_a_style_that_loads_is_emptied(style):
    assert cleaned(f"<style>{style}</style>") in ("<style></style>", "<style/>")


def test_the_root_itself_is_cleaned():
    svg = OPEN.replace("width", 'onload="alert(1)" width') + "</svg>"

    assert b"onload" not in svg_picture(svg.encode()).data


@pytest.mark.parametrize(
    ("declaration", "use"),
    [
        ('<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">', "&c;"),
        ('<!ENTITY x SYSTEM "file:///etc/hostname">', "&x;"),
        ('<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;', ""),
    ],
    ids=["bomb", "external", "parameter"],
)
def test_a_figure_that_declares_entities_is_refused(declaration, use):
    svg = f"<!DOCTYPE svg [{declaration}]>{OPEN}<text>{use}</text></svg>"

    with pytest.raises(ValueError, match=r"^the figure declares entities; a drawing needs none$"):
        svg_picture(svg.encode())


def test_the_document_type_that_matplotlib_writes_is_allowed_and_dropped():
    doctype = (
        '<?xml version="1.0" encoding="utf-8" standalone="no"?>\n'
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
    )

    assert svg_picture(f"{doctype}{OPEN}</svg>".encode()).data.startswith(b"<svg ")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the figure is not well-formed SVG: "),
        (b"<svg>", "the figure is not well-formed SVG: "),
        (b"<html/>", "wanted an <svg> element, got <html>"),
        (b"<svg/>", "wanted an <svg> element, got <svg>"),
        (b'<g xmlns="http://www.w3.org/2000/svg"/>', "wanted an <svg> element, got <g>"),
    ],
)
def test_what_is_not_svg_is_refused(data, reason):
    with pytest.raises(ValueError) as found:  # noqa: PT011 (the message is compared below)
        svg_picture(data)
    assert str(found.value).startswith(reason)


def test_a_figure_larger_than_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(figures, "LARGEST", 10)

    with pytest.raises(
        ValueError, match=r"^the figure has 11 bytes of SVG, more than 10; rasterise dense marks$"
    ):
        svg_picture(b"x" * 11)


def test_a_png_tells_its_size():
    data = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + struct.pack(">II", 640, 480)
    picture = png_picture(data)

    assert (picture.data, picture.suffix, picture.width, picture.height) == (data, "png", 640, 480)


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n"])
def test_what_is_not_a_png_is_refused(data):
    with pytest.raises(ValueError, match=r"^the picture is not a PNG$"):
        png_picture(data)


@pytest.mark.parametrize(
    ("inside", "clean"),
    [
        ('<path d="M0 0" style="fill:var(--ink)"/>', True),
        ("<style>path{fill:url(#a)}</style>", True),
        ("<script>x()</script>", False),
        ('<path onload="x()"/>', False),
        ('<use href="https://example.org/x.svg#a"/>', False),
        ("<style>@import 'x.css'</style>", False),
        ('<x:script xmlns:x="http://www.w3.org/1999/xhtml"/>', False),
        ("<!-- x -->", False),
    ],
)
def test_a_stored_figure_is_clean_or_not(inside, clean):
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9pt" height="9pt">{inside}</svg>'

    assert is_clean(svg.encode()) == clean
    if "<!" not in svg:
        assert is_clean(svg_picture(svg.encode()).data)
