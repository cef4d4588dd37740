"""From matplotlib's SVG to a figure for every theme: cleaned, ink as a CSS variable, size in CSS pixels."""

from __future__ import annotations

import re
import struct

from lxml import etree

from course_site.execution.results import Picture

SENTINEL = "#777c82"
"""The ink colour of `matplotlibrc`."""

THEME_STYLE = ":root{color-scheme:light dark;--ink:light-dark(#1b1b1f,#e6e6ea)}"
"""Shown through <img>, an SVG follows the colour scheme of the element that embeds it."""

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
ELEMENTS = frozenset(
    [
        "svg",
        "g",
        "defs",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "use",
        "image",
        "clipPath",
        "text",
        "tspan",
        "title",
        "desc",
        "linearGradient",
        "radialGradient",
        "stop",
        "pattern",
        "marker",
        "symbol",
        "mask",
        "style",
    ]
)
FORBIDDEN_STYLE = re.compile(
    r"url\(\s*+['\"]?+(?!#)|image-set|@import|expression|javascript:|\\", re.IGNORECASE
)
"""What loads or runs, and the backslash that would spell it otherwise."""
LOCAL_HREF = re.compile(r"#[\w.:-]+|data:image/png;base64,[A-Za-z0-9+/=\s]+")
LARGEST = 4_000_000
"""Bytes of SVG a figure may have before it is refused."""


def svg_picture(data: bytes) -> Picture:
    """Return a cleaned, theme-aware figure; ValueError says what is wrong with one that cannot be shown."""
    if len(data) > LARGEST:
        raise ValueError(
            f"the figure has {len(data)} bytes of SVG, more than {LARGEST}; rasterise dense marks"
        )
    if b"<!ENTITY" in data:
        raise ValueError("the figure declares entities; a drawing needs none")
    root = _parse(data)
    _clean(root)
    width, height = _size(root)
    style = etree.Element(f"{{{SVG}}}style")
    style.text = THEME_STYLE
    root.insert(0, style)
    text = etree.tostring(root, encoding="unicode")
    text = re.sub(re.escape(SENTINEL), f"var(--ink,{SENTINEL})", text, flags=re.IGNORECASE)
    return Picture(text.encode(), "svg", width, height)


def is_clean(data: bytes) -> bool:
    """Return whether a stored figure is one that `svg_picture` could have made: cleaning changes nothing."""
    try:
        root = _parse(data) if len(data) <= 2 * LARGEST and b"<!" not in data else None
    except ValueError:
        return False
    return root is not None and all(
        isinstance(element.tag, str)
        and _is_drawing(element)
        and (element.tag != f"{{{SVG}}}style" or not FORBIDDEN_STYLE.search("".join(element.itertext())))
        and all(_is_safe_attribute(name, value) for name, value in element.attrib.items())
        for element in root.iter()
    )


def png_picture(data: bytes) -> Picture:
    """Return a PNG with its size in pixels, read from its header."""
    if data[:8] != b"\x89PNG\r\n\x1a\n" or len(data) < 24:
        raise ValueError("the picture is not a PNG")
    width, height = struct.unpack(">II", data[16:24])
    return Picture(data, "png", width, height)


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"the figure is not well-formed SVG: {error.msg}") from None
    if root.tag != f"{{{SVG}}}svg":
        raise ValueError(f"wanted an <svg> element, got <{etree.QName(root).localname}>")
    return root


def _clean(root: etree._Element) -> None:
    """Keep the elements and attributes that draw; drop everything that can run, load or link."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or not _is_drawing(element):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
            continue
        if element.tag == f"{{{SVG}}}style":
            css = "".join(element.itertext())
            element[:] = []
            element.text = "" if FORBIDDEN_STYLE.search(css) else css
        for name, value in list(element.attrib.items()):
            if not _is_safe_attribute(name, value):
                del element.attrib[name]
    etree.cleanup_namespaces(root, keep_ns_prefixes=["xlink"])


def _is_drawing(element: etree._Element) -> bool:
    name = etree.QName(element)
    return name.namespace == SVG and name.localname in ELEMENTS


def _is_safe_attribute(name: str, value: str) -> bool:
    local = etree.QName(name).localname.lower()
    if local.startswith("on"):
        return False
    if local == "href":
        return LOCAL_HREF.fullmatch(value) is not None
    return FORBIDDEN_STYLE.search(value) is None


def _size(root: etree._Element) -> tuple[int, int]:
    """Return width and height in CSS pixels (1 pt = 4/3 px)."""
    factors = {"pt": 4 / 3, "px": 1.0, "": 1.0, "in": 96.0}
    sizes = []
    for name in ("width", "height"):
        match = re.fullmatch(r"\s*([0-9]+(?:\.[0-9]+)?)(pt|px|in|)\s*", root.get(name, ""))
        if match is None or not 0 < float(match[1]) < 100_000:
            raise ValueError(f"the figure's {name} must be a length such as 300pt, got {root.get(name)!r}")
        sizes.append(round(float(match[1]) * factors[match[2]]))
    return sizes[0], sizes[1]
