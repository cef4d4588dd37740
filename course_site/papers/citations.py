"""Finds ``[@key]``, ``[@one; @other]`` and ``[@key, section 2]`` in a page, and checks their keys."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from course_site.comments import block_parser
from course_site.pages import Page
from course_site.problems import Problem, nearest

ONE = r"@(?P<key>[A-Za-z0-9][\w-]*)(?:,(?P<detail>[^\[\];@\n]*))?"
BRACKET = re.compile(r"(?<![\\!\]])\[\s*(?P<all>@[A-Za-z0-9][^\[\]\n]*)\](?![(\[:])")
PARTS = re.compile(rf"\s*{ONE}\s*")
SPAN = re.compile(r"(?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)")


@dataclass(frozen=True)
class Citation:
    """One key in one pair of brackets."""

    key: str
    detail: str = ""
    """What stands behind the key: ``section 2``."""
    line: int = 0
    """1-based, as is the column of the ``@``; 0 where they are not known."""
    column: int = 0


def parts_of(bracket: str) -> list[Citation]:
    """Return the citations between two brackets; none if anything else stands there too."""
    found = []
    for part in bracket.split(";"):
        match = PARTS.fullmatch(part)
        if not match:
            return []
        found.append(Citation(match["key"], (match["detail"] or "").strip()))
    return found


def find_citations(text: str) -> Iterator[Citation]:
    """Yield every citation of a page in the order of its text; code holds none.

    `text` is the page's source, its comments blanked.
    """
    if "[@" not in text.replace(" ", ""):
        return
    for number, line in enumerate(_without_code(text), 1):
        for bracket in BRACKET.finditer(line):
            start = bracket.start("all")
            for part, found in zip(bracket["all"].split(";"), parts_of(bracket["all"]), strict=False):
                column = start + part.index("@") + 1
                yield Citation(found.key, found.detail, number, column)
                start += len(part) + 1


def check_citations(page: Page, keys: Collection[str]) -> Iterator[Problem]:
    """Yield every citation of a paper that has no note."""
    defined = {name.casefold() for name in re.findall(r"^ {0,3}\[(@[^\]\n]+)\]:", page.text, re.MULTILINE)}
    for found in find_citations(page.text):
        if found.key not in keys and f"@{found.key}".casefold() not in defined:
            fault = f"`@{found.key}` cites a paper that has no note."
            hint = nearest(found.key, keys).strip() or "Add a note for it, or mend the key."
            yield Problem(page.path, found.line, found.column, fault, hint)


def _without_code(text: str) -> list[str]:
    """Return the lines of a text, code replaced by spaces."""
    lines = text.split("\n")
    for token in block_parser().parse(text):
        if token.type in ("fence", "code_block", "front_matter") and token.map:
            first, last = token.map
            lines[first:last] = [""] * (last - first)
    return [SPAN.sub(lambda span: " " * len(span.group()), line) for line in lines]
