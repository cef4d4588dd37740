"""A cell: a fence that runs, the options written at its top, and what makes it refusable before it runs."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from typing import Any

from course_site.front_matter import read_yaml
from course_site.problems import Problem, nearest

OPTION_TYPES: dict[str, type | tuple[type, ...]] = {
    "name": str,  # the figure's anchor and the pair of its translation
    "caption": str,  # Markdown, shown under the figure
    "alt": str,  # what a reader who cannot see the figure is told
    "eval": bool,  # false: shown, not run
    "echo": bool,  # false: run, not shown
    "fold": (str, bool),  # true: the code is folded; a title: the whole cell, as an answer
}

OPTION_LINE = re.compile(r"#\| ?")
NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


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
        return "\n".join(lines[count_option_lines(lines) :]).strip("\n")

    @property
    def runs(self) -> bool:
        """False for a cell that is only shown."""
        return self.options.get("eval", True)


def count_option_lines(lines: list[str]) -> int:
    """Return how many lines at the top of a cell are options."""
    return next((i for i, line in enumerate(lines) if not OPTION_LINE.match(line)), len(lines))


def option_text(line: str) -> str:
    """Return the YAML of an option line."""
    return line[2:].removeprefix(" ")


def read_options(cell: Cell, path: str) -> tuple[dict[str, Any], list[Problem]]:
    """Read the ``#|`` lines at the top of a cell: YAML, with the keys of OPTION_TYPES."""
    lines = cell.source.split("\n")
    count = count_option_lines(lines)
    block = "\n".join(option_text(line) for line in lines[:count])
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
            (
                cell.line + 1 + i
                for i, text in enumerate(lines[:count])
                if option_text(text).startswith(f"{key}:")
            ),
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


def check_code(cell: Cell, options: dict[str, Any], path: str) -> list[Problem]:
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


def check_names(cells: list[Cell], path: str) -> list[Problem]:
    """Refuse a name given twice on a page: it is an anchor."""
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
