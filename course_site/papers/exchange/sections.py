"""The body of a note made elsewhere: its headings at the second level, its sections all there."""

from __future__ import annotations

import re
from collections.abc import Mapping

from course_site.language import language as language_pack
from course_site.papers.note import ATTRIBUTES, CORE
from course_site.papers.sections import KNOWN, Heading, find_headings, key_of, split_sections

HEADING = re.compile(r"(?P<marks>#{1,6})(?=[ \t])")
WITHOUT_ID = " {#}"
"""What a heading gets on its way to Notion if it has no id: coming back it must get none."""


def with_sections(text: str, told: Mapping[str, str], language: str) -> tuple[str, tuple[str, ...]]:
    """Return a body with every section of a note, and the keys of those that were not there.

    `told` holds sections that stood in columns of their own.
    """
    text = _at_second_level(text.strip("\n"))
    _, sections = split_sections(text, 1)
    written = {section.key for section in sections if section.text.strip()}
    empty = {section.key for section in sections} - written
    words = language_pack(language)
    added, parts = [], [text] if text.strip() else []
    for key in (*CORE, *(key for key in told if key not in CORE)):
        if key in written or (key in empty and key not in CORE):
            continue
        answer = told.get(key, "").strip("\n")
        if not answer:
            added.append(key)
            answer = words["paper_unwritten"]
        if key in empty:
            parts = [_filled(parts[0], key, answer)]
        else:
            parts.append(f"## {words[f'paper_{key}']} {{#{key}}}\n\n{answer}")
    return "\n\n".join(parts), tuple(added)


def _filled(text: str, key: str, answer: str) -> str:
    """Write an answer below the heading of an empty section."""
    _, sections = split_sections(text, 1)
    line = next(section.line for section in sections if section.key == key)
    lines = text.split("\n")
    return "\n".join([*lines[:line], "", answer, *(["", *lines[line:]] if lines[line:] else [])])


def _at_second_level(text: str) -> str:
    """Move all headings up or down if the sections stand at another level than the second."""
    headings = _headings(text)
    levels = {heading.level for heading in headings if key_of(heading.words) in CORE}
    if not levels or 2 in levels:
        return text
    shift = 2 - min(levels)
    lines = text.split("\n")
    for heading in headings:
        marks = "#" * min(max(heading.level + shift, 1), 6)
        lines[heading.line] = HEADING.sub(marks, lines[heading.line], count=1)
    return "\n".join(lines)


def _headings(text: str) -> list[Heading]:
    """Return each heading that is written with ``#``."""
    return [heading for heading in find_headings(text) if heading.is_marked]


def without_ids(text: str, language: str) -> str:
    """Return a body whose known sections are headed by words alone, as Notion shows them."""
    lines = text.split("\n")
    for heading in _headings(text):
        words = ATTRIBUTES.sub("", heading.words)
        key, line = key_of(words), heading.line
        if heading.level == 2 and key in KNOWN and lines[line] == f"## {heading.words}":
            if heading.words == f"{words} {{#{key}}}":
                lines[line] = f"## {words}"
            elif heading.words == words:
                lines[line] += WITHOUT_ID
    return "\n".join(lines)


def with_ids(text: str) -> str:
    """Return a body whose known sections stand at the second level and have their ids again."""
    text = _at_second_level(text)
    lines = text.split("\n")
    for heading in _headings(text):
        line, key = heading.line, key_of(heading.words)
        if heading.words.endswith(WITHOUT_ID):
            lines[line] = lines[line].removesuffix(WITHOUT_ID)
        elif heading.level == 2 and key in KNOWN and ATTRIBUTES.search(heading.words) is None:
            lines[line] = f"{lines[line].rstrip()} {{#{key}}}"
    return "\n".join(lines)
