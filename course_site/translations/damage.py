"""What is damaged on a translated page: it differs from an English that has not changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from course_site.problems import Problem
from course_site.translations import structure
from course_site.translations.alignment import Pair
from course_site.translations.blocks import Block
from course_site.translations.english_comments import MARKS
from course_site.translations.passages import Passage, old_blocks


@dataclass(frozen=True)
class Twin:
    """A block that no one translates, and that of the English page: a formula, code, a tag, a cell."""

    passage: Passage
    english: Block
    translated: Block

    def faults(self, path: str) -> Iterator[Problem]:
        """Yield in what they differ."""
        return structure.compare_alone(self.english, self.translated, path)

    @property
    def differs(self) -> bool:
        """True if somebody has to bring it up to date."""
        return any(self.faults(""))


def twins(passages: Sequence[Passage], pairs: Sequence[Pair], new: Sequence[Block]) -> Iterator[Twin]:
    """Yield the blocks that are the same in both languages; `new` is the English of today."""
    old, owners = old_blocks(passages)
    for pair in pairs:
        if pair.old and pair.new:
            passage = passages[owners[pair.old[0]]]
            if block := _translated(passage, old[pair.old[0]]):
                yield Twin(passage, new[pair.new[0]], block)


def _translated(passage: Passage, block: Block) -> Block | None:
    """Return the block of a translation that must be `block`, if it is one of those."""
    if passage.comment is None or passage.captions is not None:
        return block if passage.blocks else None
    if block.kind != "cell":
        return None
    ours, theirs = (
        [one for one in blocks if one.kind == "cell"] for blocks in (passage.english, passage.blocks)
    )
    return theirs[ours.index(block)] if len(ours) == len(theirs) else None


def steady(passages: Sequence[Passage], behind: set[int]) -> Iterator[Passage]:
    """Yield the passages that have an English and a translation, but for those that are behind."""
    for index, passage in enumerate(passages):
        if index not in behind and passage.comment and passage.blocks:
            yield passage


def differing(passages: Sequence[Passage], behind: set[int], path: str, code: str) -> Iterator[Problem]:
    """Yield what differs in passages that are in step, captions included."""
    for passage in steady(passages, behind):
        if passage.captions is None:
            yield from structure.compare(passage.english, passage.blocks, path, code)
        else:
            yield from structure.compare_captions(passage.captions, passage.blocks[0], path, code)


def doubtful(passages: Sequence[Passage], behind: set[int], path: str, code: str) -> Iterator[Problem]:
    """Yield hints on passages that are in step, captions included."""
    for passage in steady(passages, behind):
        if passage.captions is None:
            yield from structure.compare_loosely(passage.english, passage.blocks, path, code)
        else:
            yield from structure.compare_captions_loosely(passage.captions, passage.blocks[0], path, code)


def unlike(
    passages: Sequence[Passage], pairs: Sequence[Pair], new: Sequence[Block], path: str
) -> Iterator[Problem]:
    """Yield the formulas, code and cells that are not those of the English, and not marked to review.

    What stands between the blocks of a marked passage is marked with it.
    """
    marked = [range(one.line, one.blocks[-1].last) for one in passages if one.mark in MARKS and one.blocks]
    for twin in twins(passages, pairs, new):
        if twin.passage.comment is None and not twin.english.captions:
            yield from structure.compare_captions({}, twin.translated, path, "")
        if twin.passage.mark in MARKS or not twin.differs:
            continue
        if not any(twin.translated.line in lines for lines in marked):
            yield from twin.faults(path)
