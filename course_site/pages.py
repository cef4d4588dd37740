"""A page as its author wrote it: its cells, what their options say, which values the prose asks for.

Only this module decides what runs.
Every record carries its line in the source, so that a fault found minutes later still names it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from course_site.cells import Cell, check_code, check_names, read_options
from course_site.comments import blank_comments, parser
from course_site.front_matter import FrontMatter, read_front_matter
from course_site.problems import Problem
from course_site.slow_markdown import check_slowness

NESTED_FENCE = re.compile(r"^(?:[ \t]+|[ \t]*(?:>|[-*+]|\d+[.)])[ \t>]*)(?:`{3,}|~{3,})[ \t]*python\b")
INLINE_VALUE = re.compile(r"(?<!`)`\{python\}[ ]+(?P<code>[^`\n]+?)[ ]*`(?!`)")
BROKEN_VALUE = re.compile(r"(?<!`)`\{python\}(?:[ ][^`\n]*)?$", re.MULTILINE)
LONG_SPAN = re.compile(r"(?<!`)(?P<ticks>`{2,})(?!`).*?(?<!`)(?P=ticks)(?!`)")
LARGEST_PAGE = 1_000_000
"""Characters that are read of a page at all; `size_limit` in its front matter goes no further."""


@dataclass(frozen=True)
class InlineValue:
    """One `` `{python} expression` `` in the prose."""

    line: int
    column: int
    expression: str
    start: int
    """Offset of the opening backtick in the page's text."""
    end: int


@dataclass(frozen=True)
class Page:
    """One Markdown source, read."""

    path: str
    """Relative to the project: ``docs/fr/spiral/index.md``."""
    text: str
    """The source, HTML comments blanked, lines unmoved."""
    front_matter: FrontMatter
    cells: tuple[Cell, ...] = ()
    values: tuple[InlineValue, ...] = ()

    @property
    def runs(self) -> bool:
        """True if the page is executed."""
        return self.front_matter.runs

    def values_after(self, index: int) -> tuple[InlineValue, ...]:
        """Return the inline values that stand after cell `index` and before the next (-1: before all)."""
        first = self.cells[index].last_line if index >= 0 else 0
        last = self.cells[index + 1].line if index + 1 < len(self.cells) else len(self.text) + 1
        return tuple(value for value in self.values if first < value.line < last)

    def fits(self, values: Sequence[Mapping[str, Any]]) -> bool:
        """Return whether `values`, by expression and cell, are all that the page asks for."""
        asked = [{value.expression for value in self.values_after(n)} for n in range(len(self.cells))]
        return len(asked) == len(values) and all(map(set.issubset, asked, values))


def read_page(source: bytes | str, path: str) -> tuple[Page, list[Problem]]:
    """Read one page; what is wrong with it comes back beside it."""
    page, problems = _read(source, path)
    return page, list(problems)


@lru_cache(maxsize=1024)
def _read(source: bytes | str, path: str) -> tuple[Page, list[Problem]]:
    """Read a page once for as long as it says the same: a preview reads all pages after every edit."""
    text, problems = _decode(source, path)
    front_matter, faults = read_front_matter(text, path)
    problems += faults
    if heavy := [*_check_size(text, front_matter.size_limit, path), *check_slowness(text, path)]:
        return Page(path, "", front_matter), problems + heavy
    text, faults = blank_comments(text, path)
    problems += faults
    page = Page(path, text, front_matter)
    if not front_matter.runs or problems:
        return page, problems
    cells, masked = _find_cells(text, path, problems)
    problems += check_names(cells, path)
    masked = LONG_SPAN.sub(lambda span: " " * len(span.group()), masked)
    values = tuple(_find_values(masked, front_matter.first_line_after))
    problems += _check_broken_values(masked, path)
    problems += [fault for value in values if (fault := _check_expression(value, path))]
    if any(_before(value, cells) for value in values):
        first = next(value for value in values if _before(value, cells))
        problems.append(
            Problem(
                path,
                first.line,
                first.column,
                "a value is asked for before the first cell.",
                "Move the sentence below the cell that computes it.",
            )
        )
    return replace(page, cells=tuple(cells), values=values), problems


def language_of(path: str) -> str:
    """Return the folder below ``docs`` in which a page stands: its language."""
    parts = PurePosixPath(path).parts
    return parts[1] if len(parts) > 2 else "en"


def _decode(source: bytes | str, path: str) -> tuple[str, list[Problem]]:
    if isinstance(source, bytes):
        try:
            source = source.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = source[: error.start].count(b"\n") + 1
            return "", [Problem(path, line, 0, "the page is not UTF-8 text.", "Save it as UTF-8.")]
    if len(source) > LARGEST_PAGE:
        fault = f"the page has {len(source)} characters, more than {LARGEST_PAGE}."
        return "", [Problem(path, 0, 0, fault, "Split it into several pages.")]
    return source.replace("\r\n", "\n").replace("\r", "\n"), []


def _check_size(text: str, largest: int, path: str) -> Iterator[Problem]:
    """Refuse a page that takes long to build and to read."""
    size = len(text)
    if size > largest:
        line = text.count("\n", 0, largest) + 1
        fault = f"the page has {size} characters, more than {largest}, which this line passes."
        yield Problem(path, line, 0, fault, "Split it, or write `size_limit: 400` (kB) in its front matter.")


def _find_cells(text: str, path: str, problems: list[Problem]) -> tuple[list[Cell], str]:
    """Return the cells of a page, and its text with every other fence blanked out too."""
    lines = text.split("\n")
    cells: list[Cell] = []
    masked = list(lines)
    for token in parser().parse(text):
        if token.type != "fence":
            continue
        first, last = token.map
        language, *rest = token.info.split(maxsplit=1) or [""]
        if language == "python" and (token.level or lines[first][0] not in "`~"):
            continue  # found below
        masked[first:last] = [" " * len(line) for line in lines[first:last]]
        if language != "python":
            continue
        if rest:
            problems.append(
                Problem(
                    path,
                    first + 1,
                    0,
                    f"a cell's fence must hold `python` alone, got `{token.info.strip()}`.",
                    "Write options as `#| name: value` lines inside the fence.",
                )
            )
            continue
        cell = Cell(first + 1, last, token.content.removesuffix("\n"))
        options, faults = read_options(cell, path)
        problems += faults or check_code(cell, options, path)
        cells.append(replace(cell, options=options))
    problems += [
        Problem(
            path,
            number,
            0,
            "a python fence runs only at the left margin, and this one is indented or quoted.",
            "Move it out, or write ```py to show code that does not run.",
        )
        for number, line in enumerate(masked, 1)
        if NESTED_FENCE.match(line)
    ]
    return cells, "\n".join(masked)


def _find_values(masked: str, first_line: int) -> Iterator[InlineValue]:
    """Yield the inline values of a text whose fences are blanked out."""
    offset = 0
    for number, line in enumerate(masked.split("\n"), 1):
        if number >= first_line:
            for match in INLINE_VALUE.finditer(line):
                yield InlineValue(
                    number, match.start() + 1, match["code"], offset + match.start(), offset + match.end()
                )
        offset += len(line) + 1


def _check_broken_values(masked: str, path: str) -> Iterator[Problem]:
    for match in BROKEN_VALUE.finditer(masked):
        before = masked[: match.start()]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        hint = "Close its ` on the line that opens it."
        yield Problem(path, line, column, "an inline value must stand on one line.", hint)


def _check_expression(value: InlineValue, path: str) -> Problem | None:
    try:
        ast.parse(value.expression, mode="eval")
    except (SyntaxError, ValueError, RecursionError):
        return Problem(
            path,
            value.line,
            value.column,
            f"`{value.expression}` is not a Python expression.",
            "Write for example `{python} percent(accuracy)`.",
        )
    return None


def _before(value: InlineValue, cells: list[Cell]) -> bool:
    return not any(cell.runs and cell.line < value.line for cell in cells)
