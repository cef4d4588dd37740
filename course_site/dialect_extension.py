"""A Python-Markdown extension that resolves the dialect's addresses, sizes pictures and retires ``<center>``.

It works on what Markdown made of a page, so that code which shows such an address is left alone.
"""

from __future__ import annotations

import html
import posixpath
import re
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from course_site.dialect import ADDRESS, TAG, Found, Pictures, is_of_the_dialect, picture_paths, suffix
from course_site.picture_size import picture_size

NOTHING = "data:,"
"""The address of a picture that is missing: the browser shows its description, and asks no server."""
CENTER = re.compile(r"<(?P<close>/?)center\b(?P<attributes>[^<>]*)>", re.IGNORECASE)
SIZE = re.compile(r"(?<![\w-])(?:width|height)\s*=", re.IGNORECASE)
ALT = re.compile(r"(?<![\w-])alt(?![\w-])", re.IGNORECASE)
STYLED_HEIGHT = re.compile(r"(?<![\w-])height\s*:", re.IGNORECASE)


class PlacePictures(Treeprocessor):
    """Runs after Markdown's own steps, before MkDocs checks every address of the page."""

    def __init__(self, md: Markdown, pictures: Pictures) -> None:
        super().__init__(md)
        self.pictures = pictures

    def run(self, root: Element) -> None:
        """Go through the elements of the page, then through its raw HTML."""
        for element in root.iter():
            if element.tag == "img":
                self._picture(element)
            elif element.tag == "a":
                self._link(element)
            elif element.tag == "center":
                element.tag = "div"
                element.set("class", f"center {element.get('class', '')}".strip())
        blocks = self.md.htmlStash.rawHtmlBlocks
        blocks[:] = [self.raw(block) if isinstance(block, str) else block for block in blocks]

    def raw(self, block: str) -> str:
        """Return one piece of raw HTML with its addresses resolved."""
        return _without_center(TAG.sub(self._tag, block))

    def _picture(self, element: Element) -> None:
        address = element.get("src", "")
        known = self.pictures.picture(address)
        if known is None:
            if picture_paths(address, self.pictures.page, self.pictures.root) and not self._served(address):
                self.pictures.missing.append(("picture", address))
                element.set("src", NOTHING)
        else:
            path, found = known
            element.set("src", self._from_the_source(path) + suffix(address))
            if "style" not in element.attrib or not STYLED_HEIGHT.search(element.attrib["style"]):
                for name, value in _size(found, element.get("width"), element.get("height")).items():
                    element.set(name, value)
        if "alt" not in element.attrib:
            element.set("alt", self.pictures.undescribed)

    def _link(self, element: Element) -> None:
        address = element.get("href", "")
        if not is_of_the_dialect(address):
            return
        if known := self.pictures.link(address):
            element.set("href", self._from_the_source(known[0]) + suffix(address))
        else:
            self.pictures.missing.append(("link", address))
            element.set("href", "#")

    def _from_the_source(self, path: str) -> str:
        """Return an address as MkDocs wants it in Markdown: from one source to another."""
        return quote(posixpath.relpath(path, posixpath.dirname(self.pictures.page) or "."))

    def _served(self, address: str) -> bool:
        return not is_of_the_dialect(address, self.pictures.root) and self.pictures.is_served(address)

    def _tag(self, match: re.Match[str]) -> str:
        """Return a tag of raw HTML, which MkDocs will not look at, with its final address."""
        attributes = match["attributes"]
        is_picture = match["tag"].lower() == "img"
        wanted = "src" if is_picture else "href"
        written = next((m for m in ADDRESS.finditer(attributes) if m["name"].lower() == wanted), None)
        if written is None:
            return match.group()
        address = html.unescape(written["double"] or written["single"] or written["bare"] or "").strip()
        if not is_picture and not is_of_the_dialect(address):
            return match.group()
        known, resolved = self._resolve(address, is_picture)
        if resolved != address:
            new = f'{written["name"]}="{html.escape(resolved)}"'
            attributes = attributes[: written.start()] + new + attributes[written.end() :]
        if is_picture:
            attributes = self._described(_sized(attributes, known))
        return f"<{match['tag']}{attributes}>"

    def _resolve(self, address: str, is_picture: bool) -> tuple[Found | None, str]:
        """Return the file behind an address of raw HTML, if it is one of ours, and its final address."""
        known = self.pictures.picture(address) if is_picture else self.pictures.link(address)
        if known:
            return known[1], known[1].url + suffix(address)
        if is_picture and not picture_paths(address, self.pictures.page, self.pictures.root):
            return None, address
        if self._served(address):
            return None, address
        self.pictures.missing.append(("picture" if is_picture else "link", address))
        return None, NOTHING if is_picture else "#"

    def _described(self, attributes: str) -> str:
        if ALT.search(re.sub(r"\"[^\"]*\"|'[^']*'", "", attributes)):
            return attributes
        return _with(attributes, {"alt": self.pictures.undescribed})


def _sized(attributes: str, found: Found | None) -> str:
    """Give a tag of a picture the width and height of its file, if it says nothing of its own."""
    if found is None or STYLED_HEIGHT.search(attributes):
        return attributes
    if not SIZE.search(re.sub(r"\"[^\"]*\"|'[^']*'", "''", attributes)):
        return _with(attributes, _size(found, None, None))
    said = {
        name: match[1]
        for name in ("width", "height")
        if (match := re.search(rf"(?<![\w-]){name}\s*=\s*[\"']?(\d+)(?:px)?(?=[\"'\s/]|$)", attributes))
    }
    is_both = all(re.search(rf"(?<![\w-]){name}\s*=", attributes) for name in ("width", "height"))
    if is_both or not said:
        return attributes
    return _with(attributes, _size(found, said.get("width"), said.get("height")))


def _size(found: Found, width: str | None, height: str | None) -> dict[str, str]:
    """Return the attributes that a picture lacks, in the proportion of its file."""
    if (width and height) or found.file is None or (natural := picture_size(found.file)) is None:
        return {}
    if width is None and height is None:
        return {"width": str(natural[0]), "height": str(natural[1])}
    given = (width or height or "").removesuffix("px")
    if not given.isdecimal():
        return {}
    if height is None:
        return {"height": str(max(1, round(int(given) * natural[1] / natural[0])))}
    return {"width": str(max(1, round(int(given) * natural[0] / natural[1])))}


def _with(attributes: str, more: dict[str, str]) -> str:
    """Append attributes to a tag, before the slash that may end it."""
    slash = re.search(r"\s*/\s*$", attributes)
    head, tail = (attributes[: slash.start()], " /") if slash else (attributes.rstrip(), "")
    return head + "".join(f' {name}="{html.escape(value)}"' for name, value in more.items()) + tail


def _without_center(block: str) -> str:
    """Replace the obsolete ``<center>`` by a ``div``; by a ``span`` where it stands within a line."""
    lone = CENTER.fullmatch(block.strip())
    name = "span" if lone else "div"

    def replace(match: re.Match[str]) -> str:
        return f"</{name}>" if match["close"] else f'<{name} class="center"{match["attributes"]}>'

    return CENTER.sub(replace, block)


class DialectExtension(Extension):
    """Reads the course's dialect in one page."""

    def __init__(self, **options: Any) -> None:
        self.config = {"pictures": [Pictures(), "What the page needs to find its pictures."]}
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the step: after formulas and headings, before MkDocs looks at addresses."""
        md.treeprocessors.register(PlacePictures(md, self.getConfig("pictures")), "dialect", 2)


def makeExtension(**options: Any) -> DialectExtension:
    """Return the extension, for Python-Markdown."""
    return DialectExtension(**options)
