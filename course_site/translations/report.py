"""One translated page beside its English: what is in step, what is behind, what is damaged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from course_site.front_matter import FrontMatter
from course_site.problems import Problem
from course_site.translations import alignment, structure
from course_site.translations.alignment import Pair, align
from course_site.translations.blocks import Block
from course_site.translations.damage import differing, doubtful, steady, unlike
from course_site.translations.english_comments import MARKS
from course_site.translations.opening import holds, lines_of, wanted
from course_site.translations.passages import (
    Passage,
    Translation,
    old_blocks,
    read_english,
    read_translation,
)
from course_site.translations.wording import normal

NO_TRANSLATION, NO_COMMENT = "comment without translation", "no English above"
IN_STEP = alignment.SAME
OPENING = -2
UNTOLD = (IN_STEP, alignment.MOVED)
"""What a reader need not know of: the words are right."""

Change = tuple[str, str]
"""``=``, ``-`` or ``+``, and words that stayed, went or came."""


@dataclass(frozen=True)
class Finding:
    """What became of one passage, or of one English block."""

    status: str
    line: int
    """1-based line of the translation; of what precedes it, if it has no translation."""
    english_line: int
    """1-based line of the English; 0 if it is gone."""
    old: str
    """The English that was translated."""
    new: str
    """The English of today."""
    anchor: str = ""
    """The id nearest above the English passage."""
    passage: int = -1
    """Index of the passage; -1 for what has no translation yet, OPENING for the title."""

    @property
    def words(self) -> list[Change]:
        """The difference of the two, word by word."""
        return word_changes(self.old, self.new)


@dataclass(frozen=True)
class PageReport:
    """One page; a page that does not exist yet has no `translation`."""

    path: str
    english_path: str
    findings: tuple[Finding, ...] = ()
    damage: tuple[Problem, ...] = ()
    hints: tuple[Problem, ...] = ()
    total: int = 0
    """English blocks with something to translate, and the title of the page."""
    in_step: int = 0
    translation: Translation | None = None
    pairs: tuple[Pair, ...] = ()

    @property
    def behind(self) -> tuple[Finding, ...]:
        """What a translator has to look at."""
        return tuple(finding for finding in self.findings if finding.status != IN_STEP)

    @property
    def told(self) -> tuple[Finding, ...]:
        """What a reader should know of."""
        return tuple(finding for finding in self.findings if finding.status not in UNTOLD)

    @property
    def is_adopted(self) -> bool:
        """False if nothing can be said: there is no page, or no comment in it."""
        return self.translation is not None and self.translation.is_adopted

    @property
    def percent(self) -> int:
        """Share of the English that is translated and in step, rounded down: 100 means all."""
        return 100 * self.in_step // self.total if self.total else 100


@lru_cache(maxsize=4096)
def report(english: str, translated: str, path: str, english_path: str, code: str) -> PageReport:
    """Compare the text of a page in language `code` with today's English."""
    front_matter, new = read_english(english)
    translation = read_translation(translated, path)
    opening = tuple(_opening(front_matter, translation))
    total = sum(block.has_words for block in new) + len(opening)
    if not translation.is_adopted:
        return PageReport(
            path, english_path, damage=translation.problems, total=total, translation=translation
        )
    old, owners = old_blocks(translation.passages)
    pairs = tuple(align(old, new))
    findings = list(_findings(translation.passages, owners, pairs, old, new))
    late = {j for pair, one in zip(pairs, findings, strict=False) if one.status != IN_STEP for j in pair.new}
    in_step = sum(block.has_words and j not in late for j, block in enumerate(new))
    in_step += sum(finding.status == IN_STEP for finding in opening)
    findings += _bare(translation.passages, findings)
    behind = _behind(findings)
    damage = [*translation.problems, *differing(translation.passages, behind, path, code)]
    damage += unlike(translation.passages, pairs, new, path)
    damage += structure.compare_front_matter(front_matter, translation.front_matter, path)
    hints = [*structure.missing_keys(front_matter, translation.front_matter, path)]
    hints += doubtful(translation.passages, behind, path, code)
    findings = [*opening, *findings]
    findings.sort(key=lambda finding: (finding.line, finding.english_line))
    return PageReport(
        path, english_path, tuple(findings), tuple(damage), tuple(hints), total, in_step, translation, pairs
    )


def in_step(found: PageReport) -> Iterator[Passage]:
    """Yield the passages, with their English and their translation, of which a reader is told nothing."""
    yield from steady(found.translation.passages, _behind(found.findings))


def word_changes(old: str, new: str) -> list[Change]:
    """Return the difference of two texts, word by word; white space and quotes aside."""
    ours, theirs = normal(old).split(), normal(new).split()
    changes: list[Change] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, ours, theirs).get_opcodes():
        if tag == "equal":
            changes.append(("=", " ".join(ours[i1:i2])))
            continue
        changes += [("-", " ".join(ours[i1:i2]))] if i2 > i1 else []
        changes += [("+", " ".join(theirs[j1:j2]))] if j2 > j1 else []
    return changes


def _findings(
    passages: Sequence[Passage],
    owners: list[int],
    pairs: Sequence[Pair],
    old: Sequence[Block],
    new: Sequence[Block],
) -> Iterator[Finding]:
    anchors = _anchors(new)
    after = 1
    for pair in pairs:
        before = "\n\n".join(old[i].text for i in pair.old)
        today = "\n\n".join(new[j].text for j in pair.new)
        english_line, anchor = (new[pair.new[0]].line, anchors[pair.new[0]]) if pair.new else (0, "")
        if not pair.old:
            yield Finding(pair.status, after, english_line, "", today, anchor)
            continue
        owner = owners[pair.old[0]]
        passage = passages[owner]
        status, before, today = _status(passage, pair, old, new, before, today)
        line = _line(passage, old[pair.old[0]])
        after = max(line, passage.blocks[-1].last if passage.blocks else line)
        yield Finding(status, line, english_line, before, today, anchor, owner)
    for index, passage in enumerate(passages):
        if passage.mark == "removed":
            text = passage.comment.text.strip() or "\n\n".join(block.text for block in passage.blocks)
            yield Finding(alignment.REMOVED, passage.line, 0, text, "", "", index)
        elif passage.comment and not passage.blocks and (passage.captions is not None or not passage.english):
            yield Finding(
                NO_TRANSLATION, passage.comment.line, 0, passage.comment.text.strip(), "", "", index
            )


def _line(passage: Passage, english: Block) -> int:
    """Return the line of the block that translates one English block, where they can be told apart."""
    if len(passage.blocks) == len(passage.english) and english in passage.english:
        return passage.blocks[passage.english.index(english)].line
    return passage.line


def _status(
    passage: Passage, pair: Pair, old: Sequence[Block], new: Sequence[Block], before: str, today: str
) -> tuple[str, str, str]:
    """Return the status of a pair and the two texts to tell the difference by."""
    if passage.comment and not passage.blocks:
        return NO_TRANSLATION, before, today
    if pair.new and old[pair.old[0]].kind == "cell" and new[pair.new[0]].kind == "cell":
        status, before, today = _captions_status(passage, pair, old[pair.old[0]], new[pair.new[0]])
    else:
        status = pair.status
    if status == IN_STEP and passage.mark in MARKS:
        status = passage.mark
    return status, before, today


def _captions_status(passage: Passage, pair: Pair, cell: Block, today: Block) -> tuple[str, str, str]:
    """A cell is in step if the comment above it holds today's caption and alt text."""
    ours, theirs = passage.captions, today.captions
    if ours is None:  # its comment holds the whole cell, or there is none
        ours = cell.captions if passage.comment else {}
    before, after = ("\n\n".join(f"{key}: {texts[key]}" for key in texts) for texts in (ours, theirs))
    if theirs and not ours:
        return NO_COMMENT, before, after
    same = {key: normal(text) for key, text in ours.items()} == {
        k: normal(text) for k, text in theirs.items()
    }
    status = alignment.CHANGED if not same and pair.status in UNTOLD else pair.status
    if status == alignment.CHANGED and same:
        status = IN_STEP  # what differs is code, and that is damage
    return status, before, after


def _bare(passages: Sequence[Passage], findings: list[Finding]) -> Iterator[Finding]:
    """Yield the passages of words above which no English stands."""
    known = {finding.passage for finding in findings}
    for index, passage in enumerate(passages):
        if (
            index not in known
            and passage.comment is None
            and any(block.has_words for block in passage.blocks)
        ):
            yield Finding(NO_COMMENT, passage.line, 0, "", "", "", index)


def _opening(english: FrontMatter, translation: Translation) -> Iterator[Finding]:
    """Yield how the title and the description of a page stand, if they are translated."""
    opening, today = translation.opening, wanted(english, translation)
    if not opening and not today:
        return
    held = opening.captions if opening else {}
    before, after = ("\n\n".join(f"{key}: {texts[key]}" for key in texts) for texts in (held, today))
    status = IN_STEP if holds(opening, today) else alignment.CHANGED if opening else NO_COMMENT
    if status == IN_STEP and opening.mark in MARKS:
        status = opening.mark
    closing = translation.front_matter.first_line_after - 2
    line = lines_of(translation.text, next(iter([*today, *held])), closing).start + 1
    yield Finding(status, line, 1, before, after, "", OPENING)


def _anchors(new: Sequence[Block]) -> list[str]:
    """Return for each English block the id by which a link gets nearest to it."""
    anchors, nearest = [], ""
    for block in new:
        nearest = block.anchor or nearest
        anchors.append(nearest)
    return anchors


def _behind(findings: Sequence[Finding]) -> set[int]:
    """Return the passages of which a reader is told something."""
    return {finding.passage for finding in findings if finding.status not in UNTOLD}
