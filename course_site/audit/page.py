"""What in a built page could run or call elsewhere, found in its HTML as a browser reads it.

The HTML is read by a parser that follows the standard as browsers do: one of our own would differ from them
in comments, in `<![CDATA[` or in a title, and what it overlooks there would run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from course_site.audit.addresses import (
    ADDRESSES,
    LISTS,
    SCRIPTS,
    Place,
    is_document,
    leaves_the_site,
    scheme,
    stays,
)
from course_site.audit.names import CONFIGURATION, is_stolen
from course_site.audit.scripts import THEME_SCRIPTS, pin
from course_site.audit.styles import foreign_addresses

DATA_BLOCKS = ("application/json", "application/ld+json")
"""Types of `<script>` that hold data: a browser never runs them, but the theme's script may read them."""
CHOSEN = {("a", "href"), ("a", "xlink:href"), ("area", "href")}
"""Links that the reader chooses to follow; every other address is fetched, or sent to, without asking."""
NAMED = {"canonical", "alternate", "prev", "next", "license", "author"}
"""Relations of `<link>` that name an address and fetch nothing, if there are no others."""
STYLED = {
    "style", "fill", "stroke", "filter", "mask", "clip-path", "cursor", "marker", "marker-start",
    "marker-mid", "marker-end",
}  # fmt: skip
"""Attributes that are read as styles."""
ANOTHER_DOCUMENT = "brings another document into the page", "Link to it instead."
UNSEEN = "holds what some browsers show and others do not", "Write what it holds into the page itself."
REFUSED = {
    **dict.fromkeys(
        ("iframe", "object", "embed", "base", "frame", "frameset", "applet", "portal", "fencedframe"),
        ANOTHER_DOCUMENT,
    ),
    **dict.fromkeys(("template", "noscript"), UNSEEN),
}
"""Elements that bring in another document, change what every address means, or hide what they hold."""
REMOVE = "Remove it: pages run nothing of their own."
SAVE_A_COPY = "Save a copy below docs/assets/ and use that."


@dataclass(frozen=True)
class Finding:
    """One thing that must not stand in a page."""

    message: str
    hint: str
    snippet: str
    """What to look for in the page's source: the beginning of what was written."""


def audit(html: str, place: Place) -> tuple[list[Finding], list[str]]:
    """Return what must not stand in a page, and the text of the inline scripts that may."""
    findings: list[Finding] = []
    scripts: list[str] = []
    names: set[str] = set()
    for node in LexborHTMLParser(html).root.traverse(include_text=False):
        tag = (node.tag or "").lower()
        given = {name.lower(): value or "" for name, value in node.attributes.items()}
        findings += _judge(tag, given)
        if is_stolen(node, given.get("id", ""), names):
            findings.append(_taken(given["id"]))
        if tag == "script":
            findings += _judge_script(node, given, place, scripts)
        elif tag == "style":
            findings += _foreign_styles(node.text())
    return findings, scripts


def _taken(name: str) -> Finding:
    message = f"the name `{name}` is the theme's: its script would read this in place of its own."
    return Finding(message, "Choose another name.", name)


def _judge_script(
    node: LexborNode, given: dict[str, str], place: Place, scripts: list[str]
) -> Iterator[Finding]:
    """Judge a script by what it names and by its text; note in `scripts` one of the theme's own."""
    for name in sorted({"src", "href", "xlink:href"} & given.keys()):
        address = given[name]
        known = name == "src" and place.runs(address)
        if not known and not leaves_the_site(address) and not is_document(address):
            message = f"`{name}` of `<script>` lies outside {SCRIPTS}: `{address.strip()[:80]}`."
            yield Finding(message, REMOVE, address.strip()[:40])
    text = node.text()
    is_named = "src" in given and not text.strip()
    if is_named:
        return
    if given.get("type", "") in DATA_BLOCKS:
        if given.get("id") != CONFIGURATION:
            yield Finding("a block of data stands in the page, for a script to read.", REMOVE, "<script")
        return
    if pin(text) in THEME_SCRIPTS:
        scripts.append(text)
        return
    start = " ".join(text.split())[:60]
    message = f"a script stands in the page (sha256 {pin(text)}): `{start}`."
    hint = "Remove it: pages show what was computed, and run nothing of their own."
    yield Finding(message, hint, "<script")


def _judge(tag: str, given: dict[str, str]) -> Iterator[Finding]:
    """Judge an element by its name and its attributes."""
    if tag in REFUSED:
        message, hint = REFUSED[tag]
        yield Finding(f"`<{tag}>` {message}.", hint, f"<{tag}")
    if tag == "meta" and "http-equiv" in given:
        kind = given["http-equiv"].strip()[:40]
        does = "sends the reader away" if kind.lower() == "refresh" else "changes how the page is read"
        yield Finding(f"`<meta http-equiv={kind}>` {does}.", "Link instead.", "http-equiv")
    for name, value in given.items():
        if name.startswith("on"):
            message = f"`{name}` on `<{tag}>` runs a script."
            yield Finding(message, f"Remove `{name}`.", f"{name}=" if value else name)
        elif name in ADDRESSES:
            yield from _judge_address(tag, name, value, given)
        elif name == "attributename" and stays(value):
            message = f"`<{tag}>` changes `{value.strip()}`."
            yield Finding(message, "Remove it: addresses stay as they are written.", f"<{tag}")
        elif name in STYLED:
            yield from _foreign_styles(value)


def _judge_address(tag: str, name: str, value: str, given: dict[str, str]) -> Iterator[Finding]:
    start = value.strip()
    addresses = re.split(r"[\s,]+", start) if name in LISTS else [value]
    if any(scheme(address) in ("javascript", "vbscript") for address in addresses):
        message = f"`{name}` of `<{tag}>` is a script: `{start[:60]}`."
        yield Finding(message, "Write an address, or leave the link out.", start[:10])
    elif any(is_document(address) for address in addresses):
        message = f"`{name}` of `<{tag}>` holds a document of its own: `{start[:40]}`."
        yield Finding(message, "Save it as a file and link to it.", start[:10])
    elif _is_fetched(tag, name, given) and any(leaves_the_site(address) for address in addresses):
        message = f"`{name}` of `<{tag}>` loads from another host: `{start[:80]}`."
        yield Finding(message, SAVE_A_COPY, start[:40])


def _is_fetched(tag: str, name: str, given: dict[str, str]) -> bool:
    if tag == "link":
        relations = set(given.get("rel", "").lower().split())
        return not relations or not relations <= NAMED
    return name != "cite" and (tag, name) not in CHOSEN


def _foreign_styles(css: str) -> Iterator[Finding]:
    for address in foreign_addresses(css):
        message = f"a style loads from another host: `{address[:80]}`."
        yield Finding(message, SAVE_A_COPY, address[:40])
