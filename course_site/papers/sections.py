"""The sections of a note: split at its headings of the second level, and known by their id or their words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from course_site.comments import block_parser
from course_site.language import FOLDER, language
from course_site.papers.note import ATTRIBUTES, CORE, fold

IDENTIFIER = re.compile(r"\{[^{}#]*#(?P<id>[\w-]++)[^{}]*+\}\s*$")
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


@lru_cache(maxsize=4096)
def split_sections(text: str, first_line: int) -> tuple[str, tuple[Section, ...]]:
    """Return what stands before the first section of a page, and its sections; each text is parsed once.

    `first_line` is the line where the body begins; lines are those of the whole text.
    """
    lines = text.split("\n")
    tokens = block_parser().parse(text)
    headings = [
        (*token.map, tokens[i + 1].content)
        for i, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h2" and not token.level
    ]
    starts = [first for first, _, _ in headings] + [len(lines)]
    before = _trimmed(lines[first_line - 1 : starts[0]])
    sections: list[Section] = []
    for (first, after, heading), end in zip(headings, starts[1:], strict=True):
        key = _free(key_of(heading), {section.key for section in sections})
        sections.append(Section(key, heading, _trimmed(lines[after:end]), first + 1))
    return before, tuple(sections)


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


def _free(key: str, taken: set[str]) -> str:
    """Return `key`, numbered if it is taken."""
    number = 2
    free = key
    while free in taken:
        free, number = f"{key}-{number}", number + 1
    return free


def _trimmed(lines: list[str]) -> str:
    """Join lines without the blank ones at either end."""
    return re.sub(r"\A(?:[ \t]*\n)+", "", "\n".join(lines)).rstrip()
