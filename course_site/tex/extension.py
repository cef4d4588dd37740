r"""A Python-Markdown extension: finds formulas, keeps Markdown away from them, marks them for KaTeX.

A formula is taken out of the text before any block is parsed and comes back after everything else, so that no
`|`, `_`, `<`, blank line or `#` in it means anything to Markdown.
One that turns out to stand in code or in an attribute comes back as it was written.

It leaves ``<span class="tex">x</span>``, ``<span class="tex display">…</span>`` and
``<div class="tex display">…</div>``, the TeX escaped; `course_site.tex.html` renders them.
"""

from __future__ import annotations

import html
import re
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import remove_fnrefs, render_inner_html, strip_tags, unique
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from course_site.tex.dollars import scan
from course_site.tex.fences import math_fences
from course_site.tex.words import words

MARK = "\x02tex:{}\x03"
MARKS = re.compile(r"\x02tex:(\d+)\x03")
ALONE = re.compile(r"<p(?P<attributes>[^<>]*)>\s*\x02tex:(?P<number>\d+)\x03\s*</p>")
PIECES = re.compile(
    r"<!--.*?-->|<(?P<close>/?)(?P<tag>[A-Za-z][\w-]*)(?:\"[^\"]{0,9999}\"|'[^']{0,9999}'|[^'\"<>])*+>"
    r"|\x02tex:(?P<number>\d+)\x03",
    re.DOTALL,
)
AS_WRITTEN = {
    *("code", "kbd", "math", "pre", "samp", "script", "style", "svg", "template", "textarea", "title"),
}
"""Elements in which a dollar is a dollar."""


@dataclass(frozen=True)
class Kept:
    """What was taken out of the text: ``inline``, ``display`` or ``dollar``."""

    kind: str
    tex: str
    written: str


class Keeper:
    """Holds what was taken out of one text."""

    def __init__(self) -> None:
        self.kept: list[Kept] = []

    def keep(self, kind: str, tex: str, written: str) -> str:
        """Return the mark that stands for a formula from now on."""
        self.kept.append(Kept(kind, tex, written))
        return MARK.format(len(self.kept) - 1)

    def show(self, number: int) -> str:
        """Return the markup of a formula."""
        kept = self.kept[number]
        if kept.kind == "dollar":
            return "$"
        kind = "tex display" if kept.kind == "display" else "tex"
        return f'<span class="{kind}">{html.escape(kept.tex)}</span>'

    def written(self, number: int, before: str = "") -> str:
        """Return a formula as it was written; `before` is what stands in front of it on its line."""
        text = self.kept[number].written
        if "\n" in text:
            margin = before[: len(before) - len(before.lstrip(" "))]
            text = text.replace("\n", "\n" + margin)
        return html.escape(text)


class TakeFences(Preprocessor):
    """Takes ```` ```math ```` fences out, before anything takes them for code."""

    def __init__(self, md: Markdown, keeper: Keeper) -> None:
        super().__init__(md)
        self.keeper = keeper

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with a mark in place of each fence."""
        found = list(math_fences(lines))
        for fence in reversed(found):
            written = _without_margin(
                "\n".join(lines[fence.first : fence.last])[len(fence.prefix) :], fence.prefix
            )
            mark = self.keeper.keep("display", fence.tex, written)
            lines[fence.first : fence.last] = [fence.prefix + mark]
        return lines


class TakeDollars(Preprocessor):
    """Takes formulas out, when every fence is gone and before raw HTML is looked for."""

    def __init__(self, md: Markdown, keeper: Keeper) -> None:
        super().__init__(md)
        self.keeper = keeper

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with a mark in place of each formula and each escaped dollar."""
        text, pieces, position = "\n".join(lines), [], 0
        for found in scan(text):
            written = text[found.start : found.end]
            if "\n" in written:
                margin = text[text.rfind("\n", 0, found.start) + 1 : found.start]
                written = _without_margin(written, margin)
            pieces += [text[position : found.start], self.keeper.keep(found.kind, found.tex, written)]
            position = found.end
        return "".join([*pieces, text[position:]]).split("\n")


def _without_margin(written: str, before: str) -> str:
    """Take from each further line the margin that the first one has."""
    margin = len(before) - len(before.lstrip(" "))
    return re.sub(rf"\n {{0,{margin}}}", "\n", written) if margin else written


class NameHeadings(Treeprocessor):
    """Gives a heading with formulas an id and an entry in the table of contents that can be read."""

    def __init__(self, md: Markdown, keeper: Keeper, macros: dict[str, str]) -> None:
        super().__init__(md)
        self.keeper, self.macros = keeper, macros

    def run(self, root: Element) -> None:
        """Name the headings, before the table of contents is made of them."""
        if "toc" not in self.md.treeprocessors or not self.keeper.kept:
            return
        contents: Any = self.md.treeprocessors["toc"]
        used = {element.attrib["id"] for element in root.iter() if "id" in element.attrib}
        for element in root.iter():
            if not re.fullmatch("h[1-6]", str(element.tag)) or not MARKS.search("".join(element.itertext())):
                continue
            element.attrib.setdefault("data-toc-label", self._in_words(element, named=False))
            if "id" not in element.attrib:
                name = contents.slugify(self._in_words(element, named=True), contents.sep)
                element.attrib["id"] = unique(name, used)

    def _in_words(self, heading: Element, *, named: bool) -> str:
        """Return the text of a heading with its formulas in words."""

        def spoken(match: re.Match[str]) -> str:
            kept = self.keeper.kept[int(match[1])]
            return "$" if kept.kind == "dollar" else words(kept.tex, self.macros, named=named)

        copy = deepcopy(remove_fnrefs(heading))
        for element in copy.iter():
            if element.tag != "code" and element.text:
                element.text = MARKS.sub(spoken, element.text)
            if element.tail:
                element.tail = MARKS.sub(spoken, element.tail)
        return html.unescape(strip_tags(render_inner_html(copy, self.md)))


class PutBack(Postprocessor):
    """Puts formulas back: as markup in text, as they were written in code and in attributes."""

    def __init__(self, md: Markdown, keeper: Keeper) -> None:
        super().__init__(md)
        self.keeper = keeper

    def run(self, text: str) -> str:
        """Return the page with no mark left."""
        if "\x02tex:" not in text:
            return text
        depth = 0

        def piece(match: re.Match[str]) -> str:
            nonlocal depth
            if match["number"]:
                number = int(match["number"])
                if number >= len(self.keeper.kept):
                    return match.group()
                before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
                return self.keeper.written(number, before) if depth else self.keeper.show(number)
            if match["tag"] and match["tag"].lower() in AS_WRITTEN and not match.group().endswith("/>"):
                depth = max(0, depth + (-1 if match["close"] else 1))
            return MARKS.sub(self._in_tag, match.group())

        return PIECES.sub(piece, ALONE.sub(self._block, text))

    def _block(self, match: re.Match[str]) -> str:
        """Make a paragraph that holds nothing but a displayed formula a block of its own."""
        number, attributes = int(match["number"]), match["attributes"]
        if number >= len(self.keeper.kept) or self.keeper.kept[number].kind != "display":
            return match.group()
        block = f'<div class="tex display">{html.escape(self.keeper.kept[number].tex)}</div>'
        return f"<div{attributes}>{block}</div>" if attributes.strip() else block

    def _in_tag(self, match: re.Match[str]) -> str:
        number = int(match[1])
        if number >= len(self.keeper.kept):
            return match.group()
        return "$" if self.keeper.kept[number].kind == "dollar" else self.keeper.written(number)


class TexExtension(Extension):
    """Finds formulas: ``$…$``, ``$$…$$``, `` $`…`$ `` and ```` ```math ````."""

    def __init__(self, **options: Any) -> None:
        self.config = {"macros": [{}, "The course's macros by name, for the words of headings."]}
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the four steps."""
        md.registerExtension(self)
        self.keeper = Keeper()
        if "$" not in md.ESCAPED_CHARS:
            md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, "$"]
        md.preprocessors.register(TakeFences(md, self.keeper), "tex-fences", 26)
        md.preprocessors.register(TakeDollars(md, self.keeper), "tex-dollars", 22)
        headings = NameHeadings(md, self.keeper, self.getConfig("macros"))
        md.treeprocessors.register(headings, "tex-headings", 5.5)
        md.postprocessors.register(PutBack(md, self.keeper), "tex", -1)

    def reset(self) -> None:
        """Forget the last text."""
        self.keeper.kept.clear()


def makeExtension(**options: Any) -> TexExtension:
    """Return the extension, for Python-Markdown."""
    return TexExtension(**options)
