"""A page as its blocks: headings, paragraphs, lists, tables, quotes, admonitions, cells, formulas.

markdown-it-py decides where each begins and ends; only its block rules run, which makes it fast.
Python-Markdown's indented containers (admonitions, tabs, footnotes) are put together from what it finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from markdown_it import MarkdownIt

from course_site.cells import Cell, read_options
from course_site.tex.dollars import scan
from course_site.tex.fences import fences
from course_site.translations import wording
from course_site.translations.code import code_key

KINDS = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "table_open": "table",
    "blockquote_open": "quote",
    "fence": "code",
    "code_block": "code",
    "html_block": "html",
    "hr": "rule",
}
ADMONITION = re.compile(r"(?:!!!|\?\?\?\+?|===) ")
CONTAINER = re.compile(r"(?:!!!|\?\?\?\+?|===) |\[\^[^\]]+\]:|(?s:.*)\n:[ \t]")
"""What makes indented lines below it its own, and no code."""
PLAIN = re.compile(r"[^\W\d_][^\n]*(?:\n[^\W\d_][^\n]*)*")
HEADING = re.compile(r"#{1,6} [^\n]+")
SPACED = re.compile(r"[ \u00a0\u202f]+(?=[:;!?](?:\s|$))")
"""The space before a mark, which is a matter of language: a line without words is no translation."""
TRANSLATED_OPTIONS = ("caption", "alt", "fold")


@dataclass(frozen=True)
class Block:
    """One block of a page."""

    kind: str
    """A value of KINDS, ``admonition``, ``cell``, ``formula`` or ``reference``."""
    line: int
    """1-based line where it begins."""
    last: int
    """1-based line where it ends."""
    text: str

    @cached_property
    def has_words(self) -> bool:
        """True if there is something to translate: a block of code, a formula or a bare tag has nothing."""
        if self.kind == "cell":
            return bool(self.captions)
        return self.kind not in ("code", "formula", "rule", "reference") and wording.has_words(self.text)

    @cached_property
    def options(self) -> dict[str, object]:
        """What a cell says of itself; empty for every other block, and where it cannot be read."""
        if self.kind != "cell":
            return {}
        return read_options(Cell(self.line, self.last, self.code), "")[0]

    @cached_property
    def captions(self) -> dict[str, str]:
        """The options of a cell that are words: caption, alt text, the title of a fold."""
        return {
            key: str(value)
            for key in TRANSLATED_OPTIONS
            if isinstance(value := self.options.get(key), str) and value.strip()
        }

    @cached_property
    def code(self) -> str:
        """What stands between the lines of a fence; the whole text of any other block."""
        lines = self.text.split("\n")
        if not lines[0].lstrip().startswith(("```", "~~~")):
            return self.text
        return "\n".join(lines[1:-1])

    @cached_property
    def anchor(self) -> str:
        """The id by which the site knows it: of a heading or of a figure; empty if it has none."""
        name = self.options.get("name", "")
        return str(name) if name else next(iter(wording.ids(self.text)), "")

    @cached_property
    def key(self) -> tuple[str, str]:
        """Equal for blocks that say the same, however they are wrapped."""
        if self.kind == "cell":
            return "cell", str(self.options.get("name") or code_key(self.code, "python"))
        if self.kind == "code":
            return "code", code_key(self.code, self.text.split("\n")[0].strip("`~ \t"))
        if self.kind == "formula":
            return "formula", wording.formula_key(self.text)
        text = wording.normal(self.text)
        return "text", text if self.has_words else SPACED.sub("", wording.with_formula_keys(text))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """What a difference is told in."""
        if self.kind in ("cell", "code", "formula"):
            return tuple(re.findall(r"\\?\w+|\S", self.code))
        return tuple(wording.normal(self.text).split(" "))


def split(text: str, first_line: int = 1) -> list[Block]:
    """Return the blocks of a text that holds neither front matter nor comments; it begins at `first_line`."""
    if kind := _single(text):
        start = len(text) - len(text.lstrip("\n"))
        body = text.strip("\n").rstrip()
        line = first_line + start
        return [Block(kind, line, line + body.count("\n"), body)]
    lines = text.split("\n")
    spans = list(_containers(_spans(_without_formulas(text), lines), lines))
    return [_block(kind, first, last, lines, first_line) for kind, first, last in spans]


def _single(text: str) -> str:
    """Return the kind of a text that is plainly one heading or one paragraph: most comments are."""
    text = text.strip("\n")
    if PLAIN.fullmatch(text):
        return "paragraph"
    return "heading" if HEADING.fullmatch(text) else ""


@cache
def _parser() -> MarkdownIt:
    """Return a parser that looks for blocks only."""
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def _spans(masked: str, lines: list[str]) -> Iterator[tuple[str, int, int]]:
    """Yield kind and lines (0-based, last excluded) of what stands at the left margin, in order."""
    position = 0
    for token in _parser().parse(masked):
        if token.level or token.map is None or token.nesting < 0:
            continue
        first, last = token.map
        while last > first + 1 and not lines[last - 1].strip():
            last -= 1
        yield from _references(position, first, lines)
        yield KINDS[token.type], first, last
        position = last
    yield from _references(position, len(lines), lines)


def _references(first: int, last: int, lines: list[str]) -> Iterator[tuple[str, int, int]]:
    """Yield what the parser keeps to itself: definitions of link targets."""
    for number in range(first, last):
        if lines[number].strip():
            yield "reference", number, number + 1


def _containers(spans: Iterator[tuple[str, int, int]], lines: list[str]) -> Iterator[tuple[str, int, int]]:
    """Give indented lines back to the admonition, tab or footnote that they belong to."""
    held: tuple[str, int, int] | None = None
    for kind, first, last in spans:
        is_indented = kind == "code" and lines[first].startswith(("    ", "\t"))
        if held and is_indented and _is_container(held[0], lines[held[1] : held[2]]):
            held = held[0], held[1], last
            continue
        if held:
            yield held
        held = kind, first, last
    if held:
        yield held


def _is_container(kind: str, lines: list[str]) -> bool:
    return kind != "html" and CONTAINER.match("\n".join(lines)) is not None


def _block(kind: str, first: int, last: int, lines: list[str], first_line: int) -> Block:
    text = "\n".join(lines[first:last])
    if kind == "reference" and text.startswith("[^"):
        kind = "paragraph"  # a footnote of one word, which CommonMark takes for the target of a link
    if kind in ("paragraph", "reference") and ADMONITION.match(text):
        kind = "admonition"
    elif kind == "code" and re.match(r"(`{3,}|~{3,})[ \t]*python[ \t]*\n", text):
        kind = "cell"
    elif re.match(r"(`{3,}|~{3,})[ \t]*math\b", text) or (kind == "paragraph" and wording.is_formula(text)):
        kind = "formula"
    return Block(kind, first_line + first, first_line + last - 1, text)


def _without_formulas(text: str) -> str:
    """Hide what displayed formulas hold, line for line: ``= b`` below ``a`` is no heading there."""
    if "$$" not in text:
        return text
    lines = text.split("\n")
    for fence in list(fences(lines)):
        lines[fence.first : fence.last] = [" " * len(line) for line in lines[fence.first : fence.last]]
    pieces, position = [], 0
    for found in scan("\n".join(lines)):
        if found.kind == "display" and "\n" in text[found.start : found.end]:
            pieces += [text[position : found.start], _masked(text, found.start, found.end)]
            position = found.end
    return "".join([*pieces, text[position:]])


def _masked(text: str, start: int, end: int) -> str:
    """Replace the lines of a formula by letters, behind the same margin and quote marks as its first one."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    margin = before if not before.strip(" \t>") else re.match(r"[ \t>]*", before).group()
    first, *others = text[start:end].split("\n")
    return "\n".join(["$" * len(first), *(margin + "x" for _ in others)])
