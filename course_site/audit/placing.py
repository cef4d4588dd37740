"""Where in a page's source a finding came from: at the tag or the value, not at the code that quotes it."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate

from course_site.audit.page import Finding
from course_site.comments import CODE_OR_COMMENT, COMMENT, block_parser
from course_site.problems import Problem

BLANKS = re.compile(r"[\x00-\x20]+")
OPTION = re.compile(r"\s*#\|")
"""An option of a cell, whose caption is part of the page."""


class Source:
    """A page's source, in which each snippet is found in turn: its second finding is its second place."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._behind: dict[str, int] = {}

    def line(self, snippet: str) -> int:
        """Return the line of the next place of a snippet, or of its last one; 0 if there is none."""
        wanted = BLANKS.sub("", snippet).lower()
        text, starts = self._tags if wanted.startswith("<") else self._values
        at = text.find(wanted, self._behind.get(wanted, 0))
        if at < 0:
            at = text.rfind(wanted)
        if at < 0 or not wanted:
            return 0
        self._behind[wanted] = at + 1
        return bisect_right(starts, at)

    @cached_property
    def _lines(self) -> list[str]:
        return without_code(self._text).lower().split("\n")

    @cached_property
    def _tags(self) -> tuple[str, list[int]]:
        """A tag is written as it is: what escapes its first sign is words."""
        return _joined(self._lines)

    @cached_property
    def _values(self) -> tuple[str, list[int]]:
        """A value may be written with entities: ``&#106;avascript:``."""
        return _joined(map(html.unescape, self._lines))


def problems_of(findings: Iterable[Finding], path: str, source: str) -> list[Problem]:
    """Return findings as problems at the line of `source` that each came from, the same one only once."""
    text = Source(source)
    found = [
        Problem(path, text.line(finding.snippet), 0, finding.message, finding.hint) for finding in findings
    ]
    return list(dict.fromkeys(found))


def without_code(source: str) -> str:
    """Return a source whose code and comments are blank, line for line; options of cells stay."""
    lines = source.split("\n")
    for token in block_parser().parse(source):
        if token.map is None:
            continue
        first, last = token.map
        if token.type in ("fence", "code_block"):
            lines[first:last] = [line if OPTION.match(line) else "" for line in lines[first:last]]
        elif token.type in ("inline", "html_block"):
            pattern = COMMENT if token.type == "html_block" else CODE_OR_COMMENT
            lines[first:last] = pattern.sub(_blank, "\n".join(lines[first:last])).split("\n")
    return "\n".join(lines)


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())


def _joined(lines: Iterable[str]) -> tuple[str, list[int]]:
    """Return lines without their blanks as one text, and where in it each begins."""
    texts = [BLANKS.sub("", line) for line in lines]
    return "".join(texts), list(_starts(texts))


def _starts(texts: list[str]) -> Iterator[int]:
    return accumulate((len(text) for text in texts[:-1]), initial=0)
