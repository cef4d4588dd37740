"""A page as its author wrote it: its cells, what their options say, which values the prose asks for.

Only this module decides what runs.
Every record carries its line in the source, so that a fault found minutes later still names it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from course_site.comments import blank_comments, parser
from course_site.front_matter import FrontMatter, read_front_matter, read_yaml
from course_site.problems import Problem, nearest

OPTION_TYPES: dict[str, type | tuple[type, ...]] = {
    "name": str,  # the figure's anchor and the pair of its translation
    "caption": str,  # Markdown, shown under the figure
    "alt": str,  # what a reader who cannot see the figure is told
    "eval": bool,  # false: shown, not run
    "echo": bool,  # false: run, not shown
    "fold": (str, bool),  # a title: the code is folded under it
}

OPTION_LINE = re.compile(r"#\|(?: |$)")
NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
NESTED_FENCE = re.compile(r"^(?:[ \t]+|[ \t]*(?:>|[-*+]|\d+[.)])[ \t>]*)(?:`{3,}|~{3,})[ \t]*python\b")
INLINE_VALUE = re.compile(r"(?<!`)`\{python\}[ ]+(?P<code>[^`\n]+?)[ ]*`(?!`)")
LARGEST_PAGE = 1_000_000
"""Characters a page may have; longer ones cost minutes of Markdown for nothing."""


@dataclass(frozen=True)
class Cell:
    """One fence that begins with ```` ```python ```` at the left margin."""

    line: int
    """1-based line of the opening fence; the first line of code is the next one."""
    last_line: int
    """1-based line of the closing fence."""
    source: str
    """What stands between the fences, option lines included."""
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The code a reader is shown: the source without its option lines."""
        lines = self.source.split("\n")
        return "\n".join(lines[_count_option_lines(lines) :]).strip("\n")

    @property
    def runs(self) -> bool:
        """False for a cell that is only shown."""
        return self.options.get("eval", True)


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


def read_page(source: bytes | str, path: str) -> tuple[Page, list[Problem]]:
    """Read one page; what is wrong with it comes back beside it."""
    text, problems = _decode(source, path)
    front_matter, faults = read_front_matter(text, path)
    problems += faults
    text, faults = blank_comments(text, path)
    problems += faults
    page = Page(path, text, front_matter)
    if not front_matter.runs or problems:
        return page, problems
    cells, masked = _find_cells(text, path, problems)
    problems += _check_names(cells, path)
    values = tuple(_find_values(masked, front_matter.first_line_after))
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


def _find_cells(text: str, path: str, problems: list[Problem]) -> tuple[list[Cell], str]:
    """Return the cells of a page, and its text with every top-level fence blanked out."""
    lines = text.split("\n")
    cells: list[Cell] = []
    masked = list(lines)
    for token in parser().parse(text):
        if token.type != "fence" or token.level:
            continue
        first, last = token.map
        masked[first:last] = [" " * len(line) for line in lines[first:last]]
        language, _, rest = token.info.strip().partition(" ")
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
        options, faults = _read_options(cell, path)
        problems += faults or _check_code(cell, options, path)
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


def _count_option_lines(lines: list[str]) -> int:
    return next((i for i, line in enumerate(lines) if not OPTION_LINE.match(line)), len(lines))


def _read_options(cell: Cell, path: str) -> tuple[dict[str, Any], list[Problem]]:
    """Read the ``#|`` lines at the top of a cell: YAML, with the keys of OPTION_TYPES."""
    lines = cell.source.split("\n")
    count = _count_option_lines(lines)
    block = "\n".join(line[3:] for line in lines[:count])
    options, problems = read_yaml(block, path, cell.line + 1, "the cell's options")
    if problems or options is None:
        return {}, problems
    if not isinstance(options, dict):
        fault = Problem(
            path,
            cell.line + 1,
            0,
            "cell options must be `#| name: value` lines.",
            "Write for example `#| name: training-data`.",
        )
        return {}, [fault]
    for key, value in options.items():
        line = next(
            (cell.line + 1 + i for i, text in enumerate(lines[:count]) if text[3:].startswith(f"{key}:")),
            cell.line + 1,
        )
        if key not in OPTION_TYPES:
            known = ", ".join(OPTION_TYPES)
            problems.append(
                Problem(
                    path,
                    line,
                    0,
                    f"unknown cell option `{key}`.{nearest(str(key), OPTION_TYPES)}",
                    f"Known options: {known}.",
                )
            )
        elif not isinstance(value, OPTION_TYPES[key]):
            problems.append(
                Problem(
                    path,
                    line,
                    0,
                    f"cell option `{key}` got {value!r}.",
                    "Put words in quotation marks; write true or false without.",
                )
            )
        elif key == "name" and not NAME.fullmatch(value):
            problems.append(
                Problem(
                    path,
                    line,
                    0,
                    f"cell name `{value}` must be lower-case words joined by hyphens.",
                    "Write for example `training-data`.",
                )
            )
    return options, problems


def _check_code(cell: Cell, options: dict[str, Any], path: str) -> list[Problem]:
    """A cell that runs must be plain Python: magics would hide what it depends on."""
    if not options.get("eval", True):
        return []
    try:
        ast.parse(cell.source)
    except SyntaxError as error:
        line = cell.line + (error.lineno or 1)
        text = cell.source.split("\n")[(error.lineno or 1) - 1].lstrip()
        magic = text.startswith(("%", "!")) or text.endswith("?")
        hint = "Notebook magics (%, !, ?) do not run here; write plain Python." if magic else ""
        return [Problem(path, line, error.offset or 0, f"this is not Python: {error.msg}.", hint)]
    except (ValueError, RecursionError, MemoryError) as error:
        return [Problem(path, cell.line, 0, f"this cell cannot be parsed: {error}.", "Simplify it.")]
    return []


def _check_names(cells: list[Cell], path: str) -> list[Problem]:
    first_use: dict[str, int] = {}
    problems = []
    for cell in cells:
        name = cell.options.get("name")
        if isinstance(name, str) and first_use.setdefault(name, cell.line) != cell.line:
            problems.append(
                Problem(
                    path,
                    cell.line,
                    0,
                    f"cell name `{name}` is already used on line {first_use[name]}.",
                    "Choose another name.",
                )
            )
    return problems


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
