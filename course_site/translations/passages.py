"""A translated page as its passages: each a comment with the English, and the blocks that translate it.

A comment may hold several consecutive blocks. Formulas, code and tags need none: they are their own English.
Above a cell it holds `caption:` and `alt:` lines. A first line such as ``<!-- to review`` is a mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from course_site.comments import blank_comments
from course_site.front_matter import FrontMatter, read_front_matter, read_yaml
from course_site.problems import Problem
from course_site.translations.blocks import TRANSLATED_OPTIONS, Block, split
from course_site.translations.english_comments import (
    REMOVED,
    REVIEW,
    Comment,
    are_plain,
    comments_of,
    is_comment,
    out_of_reach,
    stray_ends,
)

OPENING_KEYS = ("title", "description")
"""What a translated page says in its front matter in its own words."""
OPTIONS, TITLES = (re.compile(rf"\s*(?:{'|'.join(keys)}):") for keys in (TRANSLATED_OPTIONS, OPENING_KEYS))


@dataclass
class Passage:
    """What belongs together: the English of the day of the translation, and the translation."""

    comment: Comment | None = None
    english: list[Block] = field(default_factory=list)
    captions: dict[str, str] | None = None
    """The English caption and alt text, where the comment holds those of a cell."""
    blocks: list[Block] = field(default_factory=list)
    is_full: bool = False
    """True once a block that needs no comment follows: words below it are another passage."""

    @property
    def mark(self) -> str:
        """One of MARKS, or nothing."""
        return self.comment.mark if self.comment else ""

    @property
    def line(self) -> int:
        """1-based line of the translation; of the comment, if there is none."""
        return self.blocks[0].line if self.blocks else self.comment.line

    def covers(self, block: Block) -> bool:
        """Tell whether the next block is part of what the comment translates."""
        if self.comment is None:
            return False
        if self.captions is not None or (self.mark == REMOVED and not self.english):
            return not self.blocks
        if self.is_full and len(self.blocks) >= len(self.english):
            return False
        wanted = [one.kind for one in self.english].count(block.kind)
        have = [one.kind for one in self.blocks].count(block.kind)
        if block.has_words and block.kind not in ("cell", "heading"):
            return not self.is_full or have < wanted
        return have < wanted


@dataclass(frozen=True)
class Translation:
    """A translated page, read."""

    text: str
    """The source with plain line ends, comments included."""
    front_matter: FrontMatter
    passages: tuple[Passage, ...]
    problems: tuple[Problem, ...]
    opening: Passage | None = None
    """The English title and description, in a comment right below the front matter."""

    @property
    def is_adopted(self) -> bool:
        """False for a page without a single comment that holds English."""
        return any(passage.comment for passage in self.passages)


def decode(source: bytes) -> str:
    """Return the text of a page with plain line ends; what is not UTF-8 is another check's problem."""
    return source.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")


def old_blocks(passages: Sequence[Passage]) -> tuple[list[Block], list[int]]:
    """Return the English that the passages translate, and for each block the index of its passage.

    A formula between two paragraphs of one comment stands between their English too.
    """
    found = [
        (line, index, block) for index, one in enumerate(passages) for line, block in _english_lines(one)
    ]
    found.sort(key=lambda entry: entry[0])
    return [block for _, _, block in found], [index for _, index, _ in found]


def _english_lines(passage: Passage) -> Iterator[tuple[int, Block]]:
    """Yield the English of a passage, each block with the line of its translation."""
    english = _english_of(passage)
    are_pairs = len(english) == len(passage.blocks)
    for number, block in enumerate(english):
        yield (passage.blocks[number].line if are_pairs else passage.line), block


def _english_of(passage: Passage) -> Sequence[Block]:
    if passage.mark == REMOVED:
        return ()
    if passage.comment is None or passage.captions is not None:
        return [block for block in passage.blocks if block.kind == "cell" or not block.has_words]
    return passage.english


@lru_cache(maxsize=4096)
def read_english(text: str) -> tuple[FrontMatter, tuple[Block, ...]]:
    """Return the blocks of a page in the default language."""
    front_matter, _ = read_front_matter(text, "")
    blanked = blank_comments(text, "")[0] if "<!--" in text else text
    body = without_front_matter(blanked, front_matter)
    return front_matter, tuple(split(body))


@lru_cache(maxsize=4096)
def read_translation(text: str, path: str) -> Translation:
    """Read a translated page; damaged comments are problems at their lines."""
    front_matter, _ = read_front_matter(text, path)
    body = without_front_matter(text, front_matter)
    problems: list[Problem] = []
    blocks = split(body)
    comments = list(comments_of(blocks, path, problems))
    if are_plain(blocks):
        blocks = [block for block in blocks if not is_comment(block)]
    else:  # comments of another kind: the whole parser knows them, and takes its time
        blanked, faults = blank_comments(text, path)
        blocks = _between(without_front_matter(blanked, front_matter).split("\n"), comments)
        problems += faults
    problems += stray_ends(blocks, path)
    problems += out_of_reach(blocks, path)
    opening = None
    if comments and front_matter.values and _is_opening(comments[0], blocks):
        opening = Passage(comments[0], captions=_captions(comments.pop(0), OPENING_KEYS, path, problems))
    passages = _passages(comments, blocks, path, problems)
    return Translation(text, front_matter, tuple(passages), tuple(problems), opening)


def without_front_matter(text: str, front_matter: FrontMatter | None = None) -> str:
    """Return a page with blank lines in place of its front matter."""
    front_matter = front_matter or read_front_matter(text, "")[0]
    lines = text.split("\n")
    count = front_matter.first_line_after - 1
    return "\n".join([""] * min(count, len(lines)) + lines[count:])


def _between(lines: list[str], comments: list[Comment]) -> list[Block]:
    """Return the blocks of a page; none reaches over a comment, as two lists would that it keeps apart."""
    blocks: list[Block] = []
    first = 0
    for comment in comments:
        blocks += split("\n".join(lines[first : comment.line - 1]), first + 1)
        first = comment.line - 1
    return blocks + split("\n".join(lines[first:]), first + 1)


def _passages(
    comments: list[Comment], blocks: list[Block], path: str, problems: list[Problem]
) -> list[Passage]:
    """Give each block to the comment above it that it translates, or let it stand alone."""
    passages: list[Passage] = []
    current = Passage()
    waiting = list(reversed(comments))
    above_cells = _above_cells(comments, blocks)
    for block in blocks:
        while waiting and waiting[-1].line <= block.line:
            comment = waiting.pop()
            current = _opened(comment, comment.line in above_cells, path, problems)
            passages.append(current)
        if current.covers(block) and not _is_misplaced(current, block):
            current.blocks.append(block)
        else:
            current.is_full = True
            passages.append(Passage(blocks=[block]))
    passages += [_opened(comment, False, path, problems) for comment in reversed(waiting)]
    return passages


def _above_cells(comments: list[Comment], blocks: list[Block]) -> set[int]:
    """Return the lines of the comments that look like options, and stand above a cell.

    Elsewhere such lines are words: a paragraph may begin with ``caption:`` too.
    """
    waiting = [comment.line for comment in reversed(comments) if OPTIONS.match(comment.text)]
    above: set[int] = set()
    pending: list[int] = []
    for block in blocks if waiting else ():
        while waiting and waiting[-1] <= block.line:
            pending.append(waiting.pop())
        if pending and (block.kind == "cell" or block.has_words):
            above.update(pending if block.kind == "cell" else ())
            pending = []
    return above


def _is_misplaced(passage: Passage, block: Block) -> bool:
    return passage.captions is not None and block.kind != "cell"


def _opened(comment: Comment, is_above_cell: bool, path: str, problems: list[Problem]) -> Passage:
    """Begin the passage of a comment: blocks of English, or the caption and alt text of a cell."""
    if comment.mark == REVIEW and not comment.text.strip():
        return Passage(comment, captions={})  # above a cell without captions: what differs is its code
    if is_above_cell:
        return Passage(comment, captions=_captions(comment, TRANSLATED_OPTIONS, path, problems))
    return Passage(comment, split(comment.text, comment.first_text_line))


def _is_opening(comment: Comment, blocks: list[Block]) -> bool:
    return TITLES.match(comment.text) is not None and all(block.line > comment.line for block in blocks)


def _captions(comment: Comment, keys: Sequence[str], path: str, problems: list[Problem]) -> dict[str, str]:
    """Read the lines of a comment that are YAML: the captions of a cell, the title of a page."""
    what = (
        "the comment above this cell" if keys == TRANSLATED_OPTIONS else "the comment below the front matter"
    )
    options, faults = read_yaml(comment.text, path, comment.first_text_line, what)
    problems += faults
    return {key: str(value) for key, value in (options or {}).items() if key in keys}
