"""The body of a note made elsewhere: its headings at the second level, its sections all there."""

from __future__ import annotations

import re
from collections.abc import Mapping

from course_site.comments import block_parser
from course_site.language import language as language_pack
from course_site.papers.note import ATTRIBUTES, CORE
from course_site.papers.sections import KNOWN, key_of, split_sections

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
    headings = list(_headings(text))
    levels = {level for level, _, words in headings if key_of(words) in CORE}
    if not levels or 2 in levels:
        return text
    shift = 2 - min(levels)
    lines = text.split("\n")
    for level, line, _ in headings:
        lines[line] = HEADING.sub("#" * min(max(level + shift, 1), 6), lines[line], count=1)
    return "\n".join(lines)


def _headings(text: str):
    """Yield level, 0-based line and words of each heading written with ``#``."""
    tokens = block_parser().parse(text)
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and not token.level and token.markup.startswith("#"):
            yield int(token.tag[1]), token.map[0], tokens[index + 1].content


def without_ids(text: str, language: str) -> str:
    """Return a body whose known sections are headed by words alone, as Notion shows them."""
    lines = text.split("\n")
    for level, line, heading in _headings(text):
        words = ATTRIBUTES.sub("", heading)
        key = key_of(words)
        if level == 2 and key in KNOWN and lines[line] == f"## {heading}":
            if heading == f"{words} {{#{key}}}":
                lines[line] = f"## {words}"
            elif heading == words:
                lines[line] += WITHOUT_ID
    return "\n".join(lines)


def with_ids(text: str) -> str:
    """Return a body whose known sections stand at the second level and have their ids again."""
    text = _at_second_level(text)
    lines = text.split("\n")
    for level, line, heading in _headings(text):
        if heading.endswith(WITHOUT_ID):
            lines[line] = lines[line].removesuffix(WITHOUT_ID)
        elif level == 2 and key_of(heading) in KNOWN and ATTRIBUTES.search(heading) is None:
            lines[line] = f"{lines[line].rstrip()} {{#{key_of(heading)}}}"
    return "\n".join(lines)
