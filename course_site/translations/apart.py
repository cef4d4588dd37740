"""Comments that hold several blocks, taken apart where these part ways: each gets a comment of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from course_site.translations.blocks import Block
from course_site.translations.passages import Passage, old_blocks
from course_site.translations.report import PageReport
from course_site.translations.writing import comment_for

Part = tuple[list[Block], list[Block]]
"""Some English blocks, and those that translate them."""


def taken_apart(found: PageReport) -> str:
    """Return a translated page in which a comment that holds several blocks is as many as it can be.

    Only those are touched of which a part is behind, or which the English of another passage cuts in two.
    """
    lines = found.translation.text.split("\n")
    passages = found.translation.passages
    told = {(finding.passage, finding.status) for finding in found.behind if finding.passage >= 0}
    parting = {i for i, status in told if status != passages[i].mark} | _scattered(found)
    for passage in sorted((passages[i] for i in parting), key=_start, reverse=True):
        parts = list(_parts(passage.english, passage.blocks))
        if len(parts) < 2 or _holds_another(passage, found):
            continue
        text: list[str] = []
        position = passage.comment.last
        for ours, theirs in parts:
            text += lines[position : theirs[0].line - 1]
            if any(block.has_words for block in ours) or _keys(ours) != _keys(theirs):
                text += comment_for(ours, passage.mark).split("\n")
            text += lines[theirs[0].line - 1 : theirs[-1].last]
            position = theirs[-1].last
        lines[passage.comment.line - 1 : position] = text
    return "\n".join(lines)


def _parts(ours: Sequence[Block], theirs: Sequence[Block]) -> Iterator[Part]:
    """Yield which blocks belong together: one by one, or headings and what is between them; or nothing."""
    kinds, other_kinds = ([block.kind for block in blocks] for blocks in (ours, theirs))
    if kinds == other_kinds:
        yield from (([one], [other]) for one, other in zip(ours, theirs, strict=True))
        return
    stretches, others = list(_stretches(ours)), list(_stretches(theirs))
    if [bool(one) for one in stretches] == [bool(one) for one in others]:
        yield from ((one, other) for one, other in zip(stretches, others, strict=True) if one)


def _stretches(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Yield what is above the first heading, that heading, what is below it, and so on; some are empty."""
    between: list[Block] = []
    for block in blocks:
        if block.kind == "heading":
            yield between
            yield [block]
            between = []
        else:
            between.append(block)
    yield between


def _keys(blocks: Sequence[Block]) -> list[tuple[str, str]]:
    return [block.key for block in blocks]


def _scattered(found: PageReport) -> set[int]:
    """Return the passages that the English of another one cuts in two today."""
    owners = old_blocks(found.translation.passages)[1]
    owner = {j: owners[i] for pair in found.pairs for i in pair.old for j in pair.new}
    stretches = Counter(index for index, _ in groupby(owner[j] for j in sorted(owner)))
    return {index for index, count in stretches.items() if count > 1}


def _start(passage: Passage) -> int:
    return passage.comment.line if passage.comment else passage.line


def _holds_another(passage: Passage, found: PageReport) -> bool:
    """Tell whether something stands between the blocks of a passage that is not of it."""
    others = (one.line for one in found.translation.passages if one is not passage)
    return any(passage.line <= line <= passage.blocks[-1].last for line in others)
