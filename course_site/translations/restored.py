"""Passages that the English had dropped and has again: their French takes its place back, marked to review.

Whether it was in step on the day on which it was dropped, nobody knows any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from course_site.translations.blocks import Block
from course_site.translations.english_comments import REMOVED, REVIEW
from course_site.translations.passages import Passage
from course_site.translations.report import PageReport
from course_site.translations.writing import comment


def restored(found: PageReport, new: Sequence[Block]) -> str:
    """Return a translated page without the mark `removed` where all the English of a passage is back."""
    lines = found.translation.text.split("\n")
    for passage in reversed(list(_back(found, new))):
        text = passage.comment.text
        again = comment(text, REVIEW).split("\n") if text.strip() else []  # no one translates a formula
        lines[passage.comment.line - 1 : passage.comment.last] = again
    return "\n".join(lines)


def _back(found: PageReport, new: Sequence[Block]) -> Iterator[Passage]:
    """Yield the removed passages whose English stands on the page and has no translation."""
    free = Counter(new[pair.new[0]].key for pair in found.pairs if not pair.old)
    for passage in found.translation.passages:
        keys = Counter(block.key for block in passage.english or passage.blocks)
        if passage.mark == REMOVED and passage.blocks and keys <= free:
            free -= keys
            yield passage
