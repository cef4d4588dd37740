"""Fences of a text: those that hold mathematics, and all others, in which nothing is mathematics."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

OPENING = re.compile(
    r"(?P<prefix>[ \t]*(?:(?:>|[-*+]|\d+[.)])[ \t]*)*)(?P<ticks>`{3,}|~{3,})[ \t]*(?P<info>[^`]*?)[ \t]*"
)
CLOSING = re.compile(r"[ \t>]*(?P<ticks>`{3,}|~{3,})[ \t]*")


@dataclass(frozen=True)
class Fence:
    """A fence from line `first` (0-based) up to `last`, which is excluded."""

    first: int
    last: int
    prefix: str
    """What stands before it on its first line: a margin, quote or list marks."""
    info: str
    lines: tuple[str, ...]

    @property
    def tex(self) -> str:
        """Return what a ``math`` fence holds, without margin, quote marks and blank lines."""
        depth = self.prefix.count(">")
        rows = (re.sub(rf"^(?:[ \t]*>){{0,{depth}}}", "", line) if depth else line for line in self.lines)
        return "\n".join(row for row in rows if row.strip()).strip()


def fences(lines: list[str]) -> Iterator[Fence]:
    """Yield the fences of a text; one that is never closed is none."""
    closings = _last_closings(lines)
    number = 0
    while number < len(lines):
        opening = OPENING.fullmatch(lines[number])
        number += 1
        if not opening or not _is_closed(closings, opening["ticks"], number):
            continue
        first = number - 1
        while not _closes(lines[number], opening["ticks"]):
            number += 1
        number += 1
        inside = tuple(lines[first + 1 : number - 1])
        yield Fence(first, number, opening["prefix"], opening["info"], inside)


def math_fences(lines: list[str]) -> Iterator[Fence]:
    """Yield the fences that hold a formula."""
    return (fence for fence in fences(lines) if fence.info == "math" and fence.tex)


def _closes(line: str, ticks: str) -> bool:
    closing = CLOSING.fullmatch(line)
    return closing is not None and closing["ticks"].startswith(ticks)


def _last_closings(lines: list[str]) -> dict[str, dict[int, int]]:
    """Return for each kind of fence the last line that could close one of each length."""
    last: dict[str, dict[int, int]] = {"`": {}, "~": {}}
    for number, line in enumerate(lines):
        if closing := CLOSING.fullmatch(line):
            last[closing["ticks"][0]][len(closing["ticks"])] = number
    return last


def _is_closed(closings: dict[str, dict[int, int]], ticks: str, number: int) -> bool:
    """Tell whether a fence that opens above line `number` is closed at all, without reading on."""
    return any(n >= len(ticks) and last >= number for n, last in closings[ticks[0]].items())
