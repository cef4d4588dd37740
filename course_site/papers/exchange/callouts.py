"""Notion's callouts, lines between ``<aside>`` and ``</aside>``: notes on this site, and back again."""

from __future__ import annotations

import re

OPENS, CLOSES = "<aside>", "</aside>"
NOTE = '!!! note ""'
LITERAL = re.compile(r"^([^\S\n]*<aside)( *)(>[^\S\n]*)$", re.MULTILINE)
"""An element that is no callout: on its way to Notion it gets a space more, and loses it coming back."""


def with_callouts(text: str) -> str:
    """Turn callouts into notes; what is never closed stays as it is."""
    lines: list[str] = []
    callout: list[str] | None = None
    for line in text.split("\n"):
        if callout is None and line.strip() == OPENS:
            callout = []
        elif callout is not None and line.strip() == CLOSES:
            lines += _note(callout)
            callout = None
        else:
            (lines if callout is None else callout).append(line)
    unclosed = [OPENS, *callout] if callout is not None else []
    return LITERAL.sub(lambda match: match[1] + match[2][1:] + match[3], "\n".join([*lines, *unclosed]))


def without_callouts(text: str) -> str:
    """Turn notes into callouts, if `with_callouts` makes the very same text of them again."""
    literal = LITERAL.sub(r"\1\2 \3", text)
    lines, written, number = literal.split("\n"), [], 0
    while number < len(lines):
        if end := _end_of_note(lines, number):
            written += [OPENS, *(line[4:] for line in lines[number + 2 : end]), CLOSES]
            number = end
        else:
            written.append(lines[number])
            number += 1
    callouts = "\n".join(written)
    return callouts if with_callouts(callouts) == text else literal


def _end_of_note(lines: list[str], start: int) -> int:
    """Return the line behind a note that `_note` wrote; 0 if none begins at `start`."""
    if lines[start : start + 2] != [NOTE, ""]:
        return 0
    end = 0
    for number in range(start + 2, len(lines)):
        if lines[number].startswith("    "):
            end = number + 1
        elif lines[number]:
            break
    return end


def _note(lines: list[str]) -> list[str]:
    inside = "\n".join(lines).strip("\n").split("\n")
    return [NOTE, "", *(f"    {line}" if line.strip() else "" for line in inside)]
