"""What may not stand in a drawing, redrawn or shown as it is: all that runs or asks a server."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from course_site.audit.addresses import ADDRESSES, local, stays
from course_site.diagrams.xml_tree import Node, Refused

RUNNING_TAGS = frozenset(("script", "iframe", "object", "embed", "applet", "form", "meta", "base", "link"))
FETCHING_TAGS = frozenset(("img", "image", "feimage", "video", "audio", "source", "use"))
PICTURE_TAGS = frozenset(("img", "image", "feimage"))
_ADDRESSES = ADDRESSES | {"link", "from", "to", "by", "values"}
"""Attributes that hold an address, or become one when a picture moves."""
_RUNS = re.compile(r"(?:javascript|vbscript):|data:(?!image/(?:png|jpe?g|gif|webp)[;,])", re.I)
_BLANKS = re.compile(r"[\x00-\x20\u00ad\u200b-\u200f\u2028-\u202f\ufeff]")
_ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.I)
_FETCHES = re.compile(r"@import|url\(\s*['\"]?\s*(?:[a-z]+:)?//", re.I)
REMOVE = "Remove it in diagrams.net: Edit → Edit Data… and Edit → Edit Link… show what a shape carries."


def fault_of(tag: str, attributes: dict[str, str | None]) -> str:
    """Say what an element may not carry, in words; nothing if it is harmless."""
    tag = local(tag)
    if tag in RUNNING_TAGS:
        return f"a <{tag}>, which could run a program in the reader's browser"
    for raw_name, raw_value in attributes.items():
        name, value = local(raw_name), _BLANKS.sub("", raw_value or "")
        if raw_name.lower().startswith("xmlns:"):
            continue  # names a prefix
        if name.startswith("on") and len(name) > 2:
            return f"`{raw_name[:30]}`, which runs a program in the reader's browser"
        is_address = name in _ADDRESSES
        values = value.split(";") if name == "values" else [value]
        is_drawn = tag in PICTURE_TAGS and value.lower().startswith("data:image/")
        if is_address and not is_drawn and (runs := next(filter(_RUNS.match, values), "")):
            return f"a link that starts with `{runs.partition(':')[0][:20]}:`, which can run a program"
        if is_address and tag in FETCHING_TAGS and _ELSEWHERE.match(value):
            return "a picture from another server, which would learn who reads the page"
        if name == "style" and _FETCHES.search(raw_value or ""):
            return "a style that asks another server"
    changed = next((value or "" for name, value in attributes.items() if local(name) == "attributename"), "")
    return (
        f"a <{tag}>, which changes `{changed.strip()[:30]}` in the reader's browser" if stays(changed) else ""
    )


def check_svg(root: Node) -> None:
    """Refuse an SVG that could run something or ask a server: a reader may open the file itself."""
    for node in root.walk():
        fault = fault_of(node.tag, node.attributes)
        if not fault and local(node.tag) == "style" and _FETCHES.search(node.text):
            fault = "a style that asks another server"
        if fault:
            raise Refused(f"the SVG holds {fault}.", "Export it again from diagrams.net, without it.")


class _Finder(HTMLParser):
    fault = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.fault = self.fault or fault_of(tag, dict(attrs))


def label_fault(markup: str) -> str:
    """Say what a label's HTML may not carry, in words; nothing if it is harmless."""
    if "<" not in markup:
        return ""
    finder = _Finder(convert_charrefs=True)
    finder.feed(markup)
    finder.close()
    return finder.fault


def link_fault(address: str) -> str:
    """Say what is wrong with a link of a shape, in words; nothing if it is harmless."""
    return fault_of("a", {"href": address}) if address else ""
