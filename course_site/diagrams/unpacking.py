"""Finds the pages of a drawing in the file that the app wrote: plain or deflated, in XML or inside an SVG."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from dataclasses import dataclass

from course_site.diagrams.safety import check_svg
from course_site.diagrams.xml_tree import SAVE_AGAIN, Node, Refused, read_xml

LARGEST_FILE = 5_000_000
LARGEST_INFLATED = 4_000_000
MOST_PAGES = 50
_LONE_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")
EXPORT = "In diagrams.net: File → Export as → SVG…, with “Include a copy of my diagram” ticked."


@dataclass(frozen=True)
class RawPage:
    """One page, not yet understood."""

    name: str
    number: int
    """0-based."""
    model: Node
    has_lines: bool
    """True if its lines are those of the file."""


def unpack(data: bytes) -> list[RawPage]:
    """Return the pages of a file; Refused if there are none that can be read safely."""
    if len(data) > LARGEST_FILE:
        size, limit = len(data) // 1_000_000, LARGEST_FILE // 1_000_000
        raise Refused(
            f"the file has {size} MB, more than {limit} MB.", "Draw with shapes; embed no photograph."
        )
    root = read_xml(data)
    has_lines = root.tag != "svg" and data.count(b"\n") > 1
    if root.tag == "svg":
        check_svg(root)
        root = _inside(root)
    pages = _pages(root, has_lines)
    if not pages:
        raise Refused("the file holds no page of a drawing.", SAVE_AGAIN)
    return pages


def free_faults(data: bytes) -> list[tuple[str, str]]:
    """Return what keeps an SVG from being shown as it is on a light and a dark page, with what to do."""
    root = read_xml(data)
    if root.tag != "svg":
        return [("a free-form drawing is shown as it is, and this file holds no picture.", EXPORT)]
    faults = []
    if "color-scheme:lightdark" not in root.get("style").replace(" ", ""):
        fault = "the picture keeps its light colours on a dark page."
        faults.append((fault, "Export it again with Appearance set to Automatic: File → Export as → SVG…."))
    if any(_shows_source(node) for node in root.walk() if node.tag == "foreignObject"):
        fault = "the picture shows the source of a formula in place of the formula."
        faults.append(
            (fault, "Choose Extras → Mathematical Typesetting, wait until it is typeset, export again.")
        )
    return faults


def _shows_source(label: Node) -> bool:
    """True if a label of a picture still holds TeX that nobody typesets."""
    return any(r"\(" in node.text or "$$" in node.text for node in label.walk())


def _inside(svg: Node) -> Node:
    """Return the drawing that an Editable SVG carries."""
    content = svg.get("content").strip()
    if not content:
        raise Refused("this SVG is a picture only: it carries no drawing to check or edit.", EXPORT)
    return read_xml(_plain(content))


def _pages(root: Node, has_lines: bool) -> list[RawPage]:
    if root.tag == "mxGraphModel":
        return [RawPage("", 0, root, has_lines)]
    if root.tag != "mxfile":
        kind = "a library of shapes" if root.tag == "mxlibrary" else f"<{root.tag[:40]}>"
        raise Refused(f"wanted a drawing of diagrams.net, got {kind}.", SAVE_AGAIN)
    found = [node for node in root.children if node.tag == "diagram"]
    if len(found) > MOST_PAGES:
        raise Refused(
            f"the file has {len(found)} pages, more than {MOST_PAGES}.", "Split it into several files."
        )
    return [_page(node, number, has_lines) for number, node in enumerate(found)]


def _page(node: Node, number: int, has_lines: bool) -> RawPage:
    model = node.child("mxGraphModel")
    if model is None:
        text = node.text.strip()
        if not text:
            raise Refused(f"page {number + 1} of the file is empty.", SAVE_AGAIN)
        model, has_lines = read_xml(_plain(text)), False
    if model.tag != "mxGraphModel":
        raise Refused(f"page {number + 1} of the file is no drawing.", SAVE_AGAIN)
    return RawPage(node.get("name"), number, model, has_lines)


def _plain(text: str) -> str:
    """Return XML that may be as it is, percent-encoded, or deflated and written in base 64."""
    if text.startswith("<"):
        return text
    if not text.upper().startswith("%3C"):
        text = _inflate(text)
    return _unquoted(text) if text.upper().startswith("%3C") else text


def _unquoted(text: str) -> str:
    """Return percent-encoded text, read as quoted-printable: `urllib` needs fifty times its memory."""
    quoted = _LONE_PERCENT.sub(b"%25", text.encode("utf-8"))
    return binascii.a2b_qp(quoted.replace(b"=", b"=3D").replace(b"%", b"=")).decode("utf-8", "replace")


def _inflate(text: str) -> str:
    try:
        packed = base64.b64decode("".join(text.split()), validate=True)
        unpacker = zlib.decompressobj(-15)
        data = unpacker.decompress(packed, LARGEST_INFLATED)
    except (binascii.Error, ValueError, zlib.error):
        raise Refused("the compressed drawing in the file is damaged.", SAVE_AGAIN) from None
    if unpacker.unconsumed_tail:
        limit = LARGEST_INFLATED // 1_000_000
        raise Refused(f"the file unpacks to more than {limit} MB.", "Draw with shapes; embed no photograph.")
    if not unpacker.eof:
        raise Refused("the compressed drawing in the file is cut short.", SAVE_AGAIN)
    return data.decode("utf-8", "replace")
