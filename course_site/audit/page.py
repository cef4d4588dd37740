"""What in a built page could run or call elsewhere, found in its HTML as a browser reads it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit

from course_site.audit.scripts import THEME_SCRIPTS, pin

DATA_BLOCKS = ("application/json", "application/ld+json")
"""Types of `<script>` that hold data: a browser never runs them."""
ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "xlink:href", "srcset", "ping", "cite"}
"""Attributes that hold an address."""
LOADS = {
    ("script", "src"), ("img", "src"), ("img", "srcset"), ("source", "src"), ("source", "srcset"),
    ("iframe", "src"), ("embed", "src"), ("object", "data"), ("video", "src"), ("video", "poster"),
    ("audio", "src"), ("track", "src"), ("input", "src"), ("link", "href"), ("image", "href"),
    ("image", "xlink:href"), ("use", "href"), ("use", "xlink:href"), ("form", "action"),
    ("button", "formaction"), ("input", "formaction"), ("a", "ping"),
}  # fmt: skip
"""Where an address is fetched, or sent to, without being a link that the reader chooses to follow."""
NAMED = {"canonical", "alternate", "prev", "next", "license", "author"}
"""Relations of `<link>` that name an address and fetch nothing."""
SCRIPTS = "assets/javascripts/"
"""Where the scripts of the site lie: nothing of the kind is published elsewhere."""
REFUSED = ("iframe", "object", "embed", "base", "frame", "applet", "portal")
"""Elements that bring in another document, or change what every address means."""
SPACE = re.compile(r"[\x00-\x20]+")
STYLE_CALL = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"]?)\s*(?P<address>(?:https?:)?//[^'\")\s]+)", re.I)


@dataclass(frozen=True)
class Finding:
    """One thing that must not stand in a page."""

    message: str
    hint: str
    snippet: str
    """What to look for in the page's source: the beginning of what was written."""


class _Reader(HTMLParser):
    """Collects findings, and the inline scripts that may stay."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.findings: list[Finding] = []
        self.scripts: list[str] = []
        self._inside = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Judge an element by its name and its attributes."""
        given = {name: value or "" for name, value in attrs}
        self.findings += _judge(tag, given)
        runs = tag == "script" and "src" not in given and given.get("type", "") not in DATA_BLOCKS
        if runs or tag == "style":
            self._inside, self._text = tag, []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Judge ``<img …/>`` like ``<img …>``; ``<script/>`` opens a script in HTML."""
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        """Keep the text of a script or a style sheet."""
        if self._inside:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Judge a script or a style sheet as a whole."""
        if tag == self._inside:
            self._finish()

    def close(self) -> None:
        """Judge one that was never closed, too: a browser would run it."""
        super().close()
        if self._inside:
            self._finish()

    def _finish(self) -> None:
        text, kind, self._inside = "".join(self._text), self._inside, ""
        if kind == "style":
            self.findings += _foreign_styles(text)
        elif pin(text) in THEME_SCRIPTS:
            self.scripts.append(text)
        else:
            start = " ".join(text.split())[:60]
            message = f"a script stands in the page (sha256 {pin(text)}): `{start}`."
            hint = "Remove it: pages show what was computed, and run nothing of their own."
            self.findings.append(Finding(message, hint, "<script"))


def audit(html: str) -> tuple[list[Finding], list[str]]:
    """Return what must not stand in a page, and the text of the inline scripts that may."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.findings, reader.scripts


def _judge(tag: str, given: dict[str, str]) -> Iterator[Finding]:
    if tag in REFUSED:
        hint = "Link to it instead."
        yield Finding(f"`<{tag}>` brings another document into the page.", hint, f"<{tag}")
    if tag == "meta" and given.get("http-equiv", "").lower() == "refresh":
        yield Finding("`<meta http-equiv=refresh>` sends the reader away.", "Link instead.", "http-equiv")
    for name, value in given.items():
        address = SPACE.sub("", value).lower()
        if name.startswith("on"):
            message = f"`{name}` on `<{tag}>` runs a script."
            yield Finding(message, f"Remove `{name}`.", name)
        elif name in ADDRESSES and address.startswith(("javascript:", "vbscript:")):
            message = f"`{name}` of `<{tag}>` is a script: `{value.strip()[:60]}`."
            yield Finding(message, "Write an address, or leave the link out.", value.strip()[:10])
        elif name in ADDRESSES and address.startswith("data:") and not address.startswith("data:image/"):
            if address != "data:,":
                message = f"`{name}` of `<{tag}>` holds a document of its own: `{value.strip()[:40]}`."
                yield Finding(message, "Save it as a file and link to it.", value.strip()[:10])
        elif (tag, name) in LOADS and _leaves_the_site(tag, value, given):
            message = f"`{name}` of `<{tag}>` loads from another host: `{value.strip()[:80]}`."
            yield Finding(message, "Save a copy below docs/assets/ and use that.", value.strip()[:40])
        elif (tag, name) == ("script", "src") and not _is_ours(value):
            message = f"`src` of `<script>` lies outside {SCRIPTS}: `{value.strip()[:80]}`."
            yield Finding(message, "Remove it: pages run nothing of their own.", value.strip()[:40])
        elif name == "style":
            yield from _foreign_styles(value)


def _is_ours(address: str) -> bool:
    """True if a script lies in the one folder for scripts, wherever the page lies."""
    return f"/{SCRIPTS}" in f"/{posixpath.normpath(SPACE.sub('', address))}"


def _leaves_the_site(tag: str, value: str, given: dict[str, str]) -> bool:
    """True if one of the addresses in `value` names a host."""
    if tag == "link" and NAMED & set(given.get("rel", "").lower().split()):
        return False
    value = value.replace("\\", "/")  # as browsers do
    try:
        return any(urlsplit(part.strip().split(" ")[0]).netloc for part in value.split(","))
    except ValueError:  # an address that no browser reads either
        return True


def _foreign_styles(css: str) -> Iterator[Finding]:
    for match in STYLE_CALL.finditer(css):
        message = f"a style loads from another host: `{match['address'][:80]}`."
        yield Finding(message, "Save a copy below docs/assets/ and use that.", match["address"][:40])
