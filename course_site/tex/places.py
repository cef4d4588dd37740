"""Where a rendered formula stands in its source: line and column, also the second time it occurs.

The page that was rendered may hold results of cells, captions from cell options, values in its prose;
the source is what the author sees.
"""

from __future__ import annotations

import re

from course_site.tex.dollars import scan
from course_site.tex.fences import fences

GAP = r"(?:[ \t]*\n[ \t>]*(?:\#\|)?|\s)+"
OPTION = re.compile(r"#\|")


class Places:
    """The formulas of a source, found when one is first asked for."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._starts: dict[str, list[int]] | None = None

    def find(self, tex: str, occurrence: int = 0, position: int = 0) -> tuple[int, int]:
        """Return line and column of character `position` of a formula, (0, 0) if it is not in the source.

        `occurrence` counts the formulas with this very TeX, from 0.
        """
        starts = self._formulas().get(_key(tex), [])
        start = starts[min(occurrence, len(starts) - 1)] if starts else 0
        offset = _offset(tex, position, self.source, start)
        if offset < 0:
            return 0, 0
        return self.source.count("\n", 0, offset) + 1, offset - self.source.rfind("\n", 0, offset)

    def _formulas(self) -> dict[str, list[int]]:
        if self._starts is None:
            self._starts = {}
            for start, tex in formulas(self.source):
                self._starts.setdefault(_key(tex), []).append(start)
        return self._starts


def formulas(source: str) -> list[tuple[int, str]]:
    """Return offset and TeX of every formula of a source, in its order."""
    text, found = _without_fences(source)
    return sorted([*found, *((f.start, f.tex) for f in scan(text) if f.kind != "dollar")])


def _key(tex: str) -> str:
    return "".join(tex.split())


def _without_fences(source: str) -> tuple[str, list[tuple[int, str]]]:
    """Blank fences, but for the options of cells; return the text and the formulas of ``math`` fences."""
    lines = source.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    formulas = []
    for fence in list(fences(lines)):
        if fence.info == "math":
            formulas.append((starts[fence.first + 1], fence.tex))
        for number in range(fence.first, fence.last):
            if not (lines[number].startswith("#|") and fence.info == "python"):
                lines[number] = " " * len(lines[number])
    return "\n".join(lines), formulas


def _offset(tex: str, position: int, source: str, start: int) -> int:
    """Return the offset of one character of a formula; white space and quote marks may differ."""
    position = max(0, min(position, len(tex)))
    head, tail = _pattern(tex[:position]), _pattern(tex[position:])
    gap = GAP if head and tail and (tex[position - 1].isspace() or tex[position].isspace()) else ""
    if not head and not tail:
        return -1
    found = re.compile(f"{head}{gap}(?P<at>){tail}").search(source, start)
    if found is None:
        return start if start else -1
    return found.start("at")


def _pattern(text: str) -> str:
    return GAP.join(re.escape(word) for word in text.split())
