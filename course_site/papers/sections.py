"""The sections of a note: split at its headings of the second level, and known by their id or their words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from course_site.comments import block_parser
from course_site.language import FOLDER, language
from course_site.papers.note import ATTRIBUTES, CORE, fold

IDENTIFIER = re.compile(r"\{[^{}#]*#(?P<id>[\w-]++)[^{}]*+\}\s*$")
LIKE_HEADING = re.compile(r"^ {0,3}(?:#|=|-+[ \t]*$)", re.MULTILINE)
KNOWN = (*CORE, "limits")


@dataclass(frozen=True)
class Section:
    """One section, as written."""

    key: str
    """``why``, ``how``, ``what``, ``limits``, or a name made of another heading."""
    heading: str
    text: str
    line: int
    """1-based line of the heading."""


@dataclass(frozen=True)
class Heading:
    """One heading of a text."""

    level: int
    line: int
    """0-based."""
    after: int
    """0-based line behind it: a heading may be underlined."""
    words: str
    is_marked: bool
    """Whether it is written with ``#``."""


def split_sections(text: str, first_line: int) -> tuple[str, tuple[Section, ...]]:
    """Return what stands before the first section of a page, and its sections.

    `first_line` is the line where the body begins; lines are those of the whole text.
    """
    lines = text.split("\n")[first_line - 1 :]
    while lines and not lines[0]:
        del lines[0]
        first_line += 1
    headings = [heading for heading in find_headings("\n".join(lines).rstrip()) if heading.level == 2]
    starts = [heading.line for heading in headings] + [len(lines)]
    before = _trimmed(lines[: starts[0]])
    sections: list[Section] = []
    used: dict[str, int] = {}
    for heading, end in zip(headings, starts[1:], strict=True):
        key = _free(key_of(heading.words), used)
        text = _trimmed(lines[heading.after : end])
        sections.append(Section(key, heading.words, text, first_line + heading.line))
    return before, tuple(sections)


@lru_cache(maxsize=4096)
def find_headings(text: str) -> tuple[Heading, ...]:
    """Return the headings of a text that stand in nothing else; each text is parsed once."""
    if not LIKE_HEADING.search(text):
        return ()
    tokens = block_parser().parse(f"\n{text}")  # behind an empty line, --- opens no front matter
    return tuple(
        Heading(
            int(token.tag[1]), token.map[0] - 1, token.map[1] - 1, tokens[i + 1].content, "#" in token.markup
        )
        for i, token in enumerate(tokens)
        if token.type == "heading_open" and not token.level
    )


def key_of(heading: str) -> str:
    """Return the key of a section: a known one by its id or its words in any language, else a name."""
    identifier = IDENTIFIER.search(heading)
    words = ATTRIBUTES.sub("", heading)
    for spelling in ([identifier["id"]] if identifier else []) + [words]:
        if key := _known_words().get(fold(spelling)):
            return key
    return (
        identifier["id"] if identifier else re.sub(r"[\W_]+", "-", words.casefold()).strip("-") or "section"
    )


@cache
def _known_words() -> dict[str, str]:
    """Return the key of each spelling that names a known section."""
    packs = [language(path.stem) for path in sorted(FOLDER.glob("*.yml"))]
    spelt = {fold(pack[f"paper_{key}"]): key for key in KNOWN for pack in packs}
    return spelt | {key: key for key in KNOWN}


def _free(key: str, used: dict[str, int]) -> str:
    """Return `key`, numbered if it is taken; `used` counts how often each was wanted."""
    free = key
    while free in used:
        used[key] += 1
        free = f"{key}-{used[key]}"
    used[free] = 1
    return free


def _trimmed(lines: list[str]) -> str:
    """Join lines without the blank ones at either end."""
    return re.sub(r"\A(?:[ \t]*\n)+", "", "\n".join(lines)).rstrip()
