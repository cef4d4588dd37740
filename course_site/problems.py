"""What is wrong with a source, where, and what to do about it: the one record every check returns."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in one place, in words that need no Python."""

    path: str
    """The file, relative to the project, as a contributor would type it."""
    line: int
    """1-based; 0 when the fault belongs to the whole file."""
    column: int
    """1-based; 0 when the fault belongs to the whole line."""
    message: str
    """What was wanted and what was found."""
    hint: str = ""
    """What to do."""

    def __str__(self) -> str:
        """Format as ``path:line:column: what is wrong. What to do.``"""
        place = ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])
        return f"{place}: {self.message}" + (f" {self.hint}" if self.hint else "")


class ProblemsFound(Exception):
    """Raised when work cannot go on; carries every problem found, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)))


def nearest(word: str, known: Iterable[str]) -> str:
    """Return `` Did you mean `x`?`` for the closest known word, or nothing."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f" Did you mean `{close[0]}`?" if close else ""
