"""The first comments of a translated page: its blocks are paired with those of its English twin.

What both languages share decides: kinds, ids, formulas, code, links, numbers, and how long a passage is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from course_site.language import DEFAULT, language
from course_site.translations import wording
from course_site.translations.blocks import Block
from course_site.translations.opening import adopted
from course_site.translations.passages import read_english, read_translation
from course_site.translations.report import report
from course_site.translations.writing import comment_for

SURE, LIKELY = 3.0, 0.8
"""What an equal id or formula is worth; the least that makes a pair."""
WINDOW = 60
"""How many blocks apart two blocks of a pair may be, in their pages."""


@dataclass(frozen=True)
class Adopted:
    """A page with its first comments."""

    text: str
    count: int
    """Comments written."""
    english: tuple[Block, ...]
    """English blocks with words for which no translation was found."""
    french: tuple[Block, ...]
    """Blocks with words of the translation for which no English was found."""


def adopt(english: str, translated: str, code: str) -> Adopted:
    """Return a page of language `code` with today's English above each passage that has none."""
    ours, theirs = _without_partner(english, translated, code)
    pairs = pair(ours, theirs, code)
    lines = translated.split("\n")
    written = [(theirs[b], ours[a]) for a, b in pairs if _needs_comment(ours[a], theirs[b])]
    for french, block in reversed(written):
        lines[french.line - 1 : french.line - 1] = comment_for([block]).split("\n")
    text = "\n".join(lines)
    opened = adopted(english, text)
    paired = {a for a, _ in pairs}, {b for _, b in pairs}
    return Adopted(
        opened,
        len(written) + (opened != text),
        tuple(block for a, block in enumerate(ours) if block.has_words and a not in paired[0]),
        tuple(block for b, block in enumerate(theirs) if block.has_words and b not in paired[1]),
    )


def pair(ours: Sequence[Block], theirs: Sequence[Block], code: str) -> list[tuple[int, int]]:
    """Return the pairs of blocks, in order, whose kinships add up to the most."""
    width = max(WINDOW, abs(len(ours) - len(theirs)) + WINDOW)
    best: list[dict[int, float]] = [dict.fromkeys(range(len(theirs) + 1), 0.0)]
    for a in range(1, len(ours) + 1):
        row = {0: 0.0}
        above = best[-1]
        for b in range(1, len(theirs) + 1):
            row[b] = max(above[b], row[b - 1])
            if abs(a - b) <= width and (gain := kinship(ours[a - 1], theirs[b - 1], code)) >= LIKELY:
                row[b] = max(row[b], above[b - 1] + gain)
        best.append(row)
    pairs, a, b = [], len(ours), len(theirs)
    while a and b:
        if best[a][b] == best[a - 1][b]:
            a -= 1
        elif best[a][b] == best[a][b - 1]:
            b -= 1
        else:
            a, b = a - 1, b - 1
            pairs.append((a, b))
    return pairs[::-1]


@lru_cache(maxsize=1 << 18)
def kinship(ours: Block, theirs: Block, code: str) -> float:
    """Return how likely a block is the translation of another: 0 for never, SURE for the same."""
    if ours.kind != theirs.kind:
        return 0.0
    if ours.key == theirs.key or (ours.anchor and ours.anchor == theirs.anchor):
        return SURE
    if ours.kind == "heading" and _level(ours) != _level(theirs):
        return 0.0
    one, other = features(ours, DEFAULT, code), features(theirs, code, code)
    total = one.total() + other.total()
    shared = 2 * (one & other).total() / total if total else 0.5
    lengths = sorted((len(ours.text), len(theirs.text)))
    return 0.3 + shared + lengths[0] / lengths[1]


@lru_cache(maxsize=1 << 14)
def features(block: Block, own: str, code: str) -> Counter[str]:
    """Return what a translation keeps of a block in language `own`: the beginning of its kinship."""
    text = block.text
    found = Counter(item for find in wording.FEATURES.values() for item in find(text))
    found.update(wording.links(text, (DEFAULT, code)) + wording.pictures(text, (DEFAULT, code)))
    found.update(wording.numbers(text, language(own)["decimal"]))
    found.update({"lines of a list": sum(line.lstrip()[:1] in "-*+|>" for line in text.split("\n"))})
    return found


def _level(block: Block) -> int:
    return len(block.text) - len(block.text.lstrip("#"))


def _needs_comment(ours: Block, theirs: Block) -> bool:
    return ours.has_words or (ours.key != theirs.key and ours.kind in ("code", "formula", "html"))


def _without_partner(english: str, translated: str, code: str) -> tuple[list[Block], list[Block]]:
    """Return the blocks of both pages between which pairs are looked for; all of them, the first time."""
    translation = read_translation(translated, "")
    if not translation.is_adopted:
        blocks = [block for passage in translation.passages for block in passage.blocks]
        return list(read_english(english)[1]), blocks
    found = report(english, translated, "", "", code)
    new = read_english(english)[1]
    bare = [
        block for one in translation.passages if not one.comment for block in one.blocks if block.has_words
    ]
    cells = {block.key for block in bare if block.kind == "cell"}
    missing = [new[one.new[0]] for one in found.pairs if not one.old]
    missing += [block for block in new if block.key in cells and block not in missing]
    return sorted(missing, key=_line), sorted(bare, key=_line)


def _line(block: Block) -> int:
    return block.line
