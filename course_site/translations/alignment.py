"""Two lists of blocks side by side: which stayed, changed, moved, were split, merged, removed, are new.

Blocks that say the same are found by difflib; between them, likeness of words pairs the others.
The work grows with the length of a page: large gaps are paired in order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from course_site.translations.blocks import Block

SAME, CHANGED, MOVED, SPLIT, MERGED, REMOVED, NEW = (
    "in step", "changed", "moved", "split", "merged", "removed", "new",
)  # fmt: skip
LARGEST_GAP = 2_500
"""Pairs of blocks that are compared word by word in one gap."""
LIKE, ALIKE = 0.4, 0.85
"""Shares of common words: enough to be the same passage changed; enough to be its halves put together."""


@dataclass(frozen=True)
class Pair:
    """What became of some blocks; indices count in the two lists."""

    status: str
    old: tuple[int, ...] = ()
    new: tuple[int, ...] = ()


def align(old: Sequence[Block], new: Sequence[Block]) -> list[Pair]:
    """Pair `old` blocks with `new` ones; every index occurs in exactly one pair. In the order of `new`."""
    pairs: list[Pair] = []
    matcher = SequenceMatcher(None, [block.key for block in old], [block.key for block in new])
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pairs += [Pair(SAME, (i1 + k,), (j1 + k,)) for k in range(i2 - i1)]
        else:
            pairs += _gap(old, new, range(i1, i2), range(j1, j2))
    return sorted(_with_moves(pairs, old, new), key=lambda pair: (pair.new or (1 << 30,), pair.old))


def likeness(one: Block, other: Block) -> float:
    """Return the share of words that two blocks have in common, 0 to 1; an equal id makes up for words."""
    kinds = {one.kind, other.kind}
    if len(kinds) > 1 and kinds & {"cell", "code", "formula", "rule", "reference", "heading"}:
        return 0.0
    if one.key == other.key or (one.anchor and one.anchor == other.anchor and len(kinds) == 1):
        return 1.0
    share = _share(Counter(one.words), Counter(other.words))
    is_wordless = one.kind == other.kind and not one.has_words and not other.has_words
    if is_wordless or (one.kind in ("formula", "code", "cell", "heading") and _rank(one) == _rank(other)):
        return max(share, LIKE + 0.01)  # in the same place, it is the same one changed
    return share


def _rank(block: Block) -> str:
    return block.text[: len(block.text) - len(block.text.lstrip("#"))]


def _share(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _gap(old: Sequence[Block], new: Sequence[Block], left: range, right: range) -> Iterator[Pair]:
    """Pair what stands between two anchors, in order, so that the likenesses add up to the most."""
    if len(left) * len(right) > LARGEST_GAP:
        paired = min(len(left), len(right))
        yield from (Pair(CHANGED, (i,), (j,)) for i, j in zip(left, right, strict=False))
        left, right = left[paired:], right[paired:]
    if not left or not right:
        yield from (Pair(REMOVED, (i,)) for i in left)
        yield from (Pair(NEW, (), (j,)) for j in right)
        return
    yield from _best(old, new, left, right)


def _best(old: Sequence[Block], new: Sequence[Block], left: range, right: range) -> Iterator[Pair]:
    """Dynamic programming over a gap; steps: drop one, add one, pair 1:1, 1:2, 1:3, 2:1, 3:1."""
    best: dict[tuple[int, int], tuple[float, Pair | None, tuple[int, int]]] = {(0, 0): (0.0, None, (0, 0))}

    def offer(at: tuple[int, int], score: float, pair: Pair, before: tuple[int, int]) -> None:
        if at not in best or score > best[at][0] + 1e-9:
            best[at] = score, pair, before

    for a in range(len(left) + 1):
        for b in range(len(right) + 1):
            here, score = (a, b), best[a, b][0]
            if a < len(left):
                offer((a + 1, b), score, Pair(REMOVED, (left[a],)), here)
            if b < len(right):
                offer((a, b + 1), score, Pair(NEW, (), (right[b],)), here)
            for pair, gain in _pairings(old, new, left[a : a + 3], right[b : b + 3]):
                offer((a + len(pair.old), b + len(pair.new)), score + gain, pair, here)
    found, at = [], (len(left), len(right))
    while at != (0, 0):
        _, pair, at = best[at]
        found.append(pair)
    yield from reversed(found)


def _pairings(
    old: Sequence[Block], new: Sequence[Block], left: range, right: range
) -> Iterator[tuple[Pair, float]]:
    """Yield how the next few blocks may belong together, and what each way is worth."""
    if not left or not right:
        return
    if (share := likeness(old[left[0]], new[right[0]])) >= LIKE:
        yield Pair(CHANGED, (left[0],), (right[0],)), share
    for count in (2, 3):
        if len(right) >= count and _together(old[left[0]], [new[j] for j in right[:count]]):
            yield Pair(SPLIT, (left[0],), tuple(right[:count])), 1.0 + 0.1 * count
        if len(left) >= count and _together(new[right[0]], [old[i] for i in left[:count]]):
            yield Pair(MERGED, tuple(left[:count]), (right[0],)), 1.0 + 0.1 * count


def _together(whole: Block, parts: list[Block]) -> bool:
    """Tell whether some blocks of words, put together, are one other: each brings most of its words to it."""
    if not whole.has_words or whole.kind in ("heading", "cell"):
        return False
    if any(part.kind != whole.kind or not part.has_words for part in parts):
        return False
    words, counted = Counter(whole.words), [Counter(part.words) for part in parts]
    joined = sum(counted, Counter())
    common = (words & joined).total()
    return _share(words, joined) >= ALIKE and all(
        common - (words & (joined - part)).total() > part.total() / 2 for part in counted
    )


def _with_moves(pairs: list[Pair], old: Sequence[Block], new: Sequence[Block]) -> list[Pair]:
    """Join what was removed here and is new there, if it says the same or nearly so.

    What does not say the same has changed: readers are told of that, and not of a move.
    """
    gone = [pair.old[0] for pair in pairs if pair.status == REMOVED]
    come = [pair.new[0] for pair in pairs if pair.status == NEW]
    by_key = defaultdict(list)
    for j in come:
        by_key[new[j].key].append(j)
    moves: dict[int, int] = {}
    for i in gone:
        if places := by_key[old[i].key]:
            moves[i] = places.pop(0)
    left = [i for i in gone if i not in moves]
    free = [j for j in come if j not in set(moves.values())]
    if len(left) * len(free) <= LARGEST_GAP:
        for i in left:
            likes = [(likeness(old[i], new[j]), -j) for j in free if old[i].has_words and new[j].has_words]
            if likes and max(likes)[0] >= 0.6:
                moves[i] = -max(likes)[1]
                free.remove(moves[i])
    rest = [
        pair
        for pair in pairs
        if not (pair.status == REMOVED and pair.old[0] in moves)
        and not (pair.status == NEW and pair.new[0] in moves.values())
    ]
    return rest + [Pair(MOVED if old[i].key == new[j].key else CHANGED, (i,), (j,)) for i, j in moves.items()]
