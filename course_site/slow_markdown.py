"""Markdown that would keep a build busy for minutes: found in time proportional to the page, and refused.

Python-Markdown looks for the end of a bracket or a tag from each of their beginnings, so thousands that never
end cost the square of their number; the limits are far above any page that is meant to be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from course_site.problems import Problem

MOST_STEPS = 3_000_000
"""Characters that may be looked at to find the ends of all brackets, or of all tags, of a page."""
MOST_NESTED = 50
MOST_HEADINGS = 1_000
MOST_ABBREVIATIONS = 200
LONGEST_INDENT = 200

_BLOCK = re.compile(r"\n[ \t]*\n")
_BRACKET = re.compile(r"\]\(|[\[\])]")
_TAG = re.compile(r"<(?=[A-Za-z/!?])|>")
_NESTED = re.compile(rf"^(?:[ \t]*(?:>|(?:[-*+]|\d{{1,9}}[.)])[ \t])){{{MOST_NESTED + 1}}}", re.M)
_HEADING = re.compile(r"^(?:#|={1,9}[ \t]*$|-{1,9}[ \t]*$)", re.M)
_ABBREVIATION = re.compile(r"^[ \t]*\*\[", re.M)
_INDENT = re.compile(rf"^[ \t]{{{LONGEST_INDENT}}}[ \t]*\S", re.M)


@dataclass(frozen=True)
class Bound:
    """One way to be slow: where it goes too far, and what a contributor is told."""

    excess: Callable[[str], int | None]
    """From a page's text to the offset where it goes beyond the bound; None if it does not."""
    message: str
    hint: str


def check_slowness(text: str, path: str) -> Iterator[Problem]:
    """Yield what in a page would take too long to render, at the line where it goes too far."""
    for bound in BOUNDS:
        at = bound.excess(text)
        if at is not None:
            yield Problem(path, text.count("\n", 0, at) + 1, 0, bound.message, bound.hint)


def _brackets(text: str) -> int | None:
    """Return where the brackets of a page, each looked for to its end or that of its block, cost too much."""
    steps = start = 0
    for end in [*(match.start() for match in _BLOCK.finditer(text)), len(text)]:
        waiting: list[int] = []
        for match in _BRACKET.finditer(text, start, end):
            if match.group() != "[" and waiting:
                steps += match.start() - waiting.pop()
            if match.group() in ("[", "]("):
                waiting.append(match.start())
            if steps > MOST_STEPS:
                return waiting[0] if waiting else match.start()
        steps += sum(end - begin for begin in waiting)
        if steps > MOST_STEPS:
            return waiting[0]
        start = end
    return None


def _tags(text: str) -> int | None:
    """Return where tags that never end cost too much: one is looked for to the end of the page."""
    steps, waiting = 0, []
    for match in _TAG.finditer(text):
        if match.group() == "<":
            waiting.append(match.start())
            continue
        steps += sum(match.start() - begin for begin in waiting)
        if steps > MOST_STEPS:
            return waiting[0]
        waiting.clear()
    steps += sum(len(text) - begin for begin in waiting)
    return waiting[0] if steps > MOST_STEPS else None


def _more_than(pattern: re.Pattern[str], most: int) -> Callable[[str], int | None]:
    def excess(text: str) -> int | None:
        return next((match.start() for n, match in enumerate(pattern.finditer(text)) if n == most), None)

    return excess


BOUNDS = (
    Bound(_brackets, "thousands of brackets here would take minutes to read.",
          "Close each [ and ( of a link, or show the text as code."),
    Bound(_tags, "many a < here is never closed by >, and would take minutes to read.",
          "Write &lt; where a < is meant."),
    Bound(_more_than(_NESTED, 0),
          f"a line opens more than {MOST_NESTED} lists or quotations inside each other.",
          "Write it as code, or with fewer."),
    Bound(_more_than(_INDENT, 0), f"a line begins with more than {LONGEST_INDENT} blanks.",
          "Nest lists less deeply."),
    Bound(_more_than(_HEADING, MOST_HEADINGS), f"the page has more than {MOST_HEADINGS} headings.",
          "Split it into several pages."),
    Bound(_more_than(_ABBREVIATION, MOST_ABBREVIATIONS),
          f"the page explains more than {MOST_ABBREVIATIONS} abbreviations.", "Split it into several pages."),
)  # fmt: skip
