"""Today's English into the comments of a translated page; its own words stay, each and every one.

Passages follow the order of the English; what is new waits in English, what changed is marked to review.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from course_site.language import language
from course_site.translations.apart import taken_apart
from course_site.translations.blocks import Block
from course_site.translations.copying import copy_of, localised
from course_site.translations.damage import twins
from course_site.translations.english_comments import MARKS, REMOVED, REVIEW, TRANSLATE
from course_site.translations.opening import with_opening
from course_site.translations.own_lines import on_own_lines
from course_site.translations.passages import Passage, read_english
from course_site.translations.report import PageReport, report
from course_site.translations.restored import restored
from course_site.translations.units import Unit, settle, units_of
from course_site.translations.wording import normal
from course_site.translations.writing import comment, comment_for, placeholder


def update(english: str, translated: str, code: str = "") -> str:
    """Return the page in language `code` brought up to date; as it was, if there is nothing to do.

    A page without comments, or with damaged ones, is returned as it was.
    """
    apart = on_own_lines(translated)
    found = _report(english, apart)
    if not found.is_adopted or found.translation.problems:
        return translated
    new = read_english(english)[1]
    found = _report(english, with_opening(english, apart))
    found = _report(english, restored(found, new))
    found = _report(english, _with_code(found, new, code))
    found = _report(english, taken_apart(found))
    done = _in_order(found, new, code)
    return done if done != apart else translated


def _report(english: str, translated: str) -> PageReport:
    return report(english, translated, "", "", "")


def _with_code(found: PageReport, new: Sequence[Block], code: str) -> str:
    """Copy changed formulas, tags and code that no one translates, where no French word is in them."""
    lines = found.translation.text.split("\n")
    changes = []
    for twin in twins(found.translation.passages, found.pairs, new):
        text = copy_of(twin.english, twin.translated, code) if twin.differs else None
        if text is not None:
            changes.append((twin.translated.line - 1, twin.translated.last, text.split("\n")))
    for first, last, text in sorted(changes, reverse=True):
        lines[first:last] = text
    return "\n".join(lines)


def _in_order(found: PageReport, new: Sequence[Block], code: str) -> str:
    """Return the page in the order of the English, with today's English in its comments."""
    text = found.translation.text
    if not (units := units_of(found)):
        return text
    fresh = {pair.new[0] for pair in found.pairs if not pair.old}
    unlike = {
        id(twin.passage) for twin in twins(found.translation.passages, found.pairs, new) if twin.differs
    }
    pieces = [(unit.place, _brought_up(unit, new, unlike), unit) for unit in settle(units, fresh)]
    pieces += [((j, 0), _waiting(new[j], code), None) for j in fresh]
    pieces = [piece for piece in sorted(pieces, key=lambda piece: piece[0]) if piece[1].strip()]
    preamble = "\n".join(text.split("\n")[: units[0].first])
    return _joined(preamble + "\n" if units[0].first else "", pieces)


def _waiting(block: Block, code: str) -> str:
    """Return an English block that has no translation yet; a formula is written as the language does."""
    if block.has_words:
        return placeholder(block, TRANSLATE)
    return block.text if block.kind == "cell" else localised(block, language(code)["decimal"])


def _joined(text: str, pieces: list[tuple[tuple[int, int], str, Unit | None]]) -> str:
    """Put the pieces of a page together; those that were neighbours keep what stood between them."""
    for index, (_, piece, unit) in enumerate(pieces):
        following = pieces[index + 1][2] if index + 1 < len(pieces) else None
        are_neighbours = unit and following and following.number == unit.number + 1 and not unit.has_grown
        is_last = index + 1 == len(pieces)
        text += piece if are_neighbours else piece.rstrip("\n") + ("\n" if is_last else "\n\n")
    return text


def _brought_up(unit: Unit, new: Sequence[Block], unlike: set[int]) -> str:
    """Return a unit with today's English in its comment, and a mark if that is not what was translated.

    `unlike` are the passages whose formula or code is not that of the English, and may hold French words.
    """
    today = [new[j] for j in sorted(unit.new)]
    passage = unit.passage
    if not today:
        return _without_english(unit, passage)
    if passage.comment is None:
        needs_comment = (today[0].kind == "cell" and today[0].has_words) or id(passage) in unlike
        is_alone = len(unit.passages) == 1
        return f"{comment_for(today, REVIEW)}\n{unit.raw}" if needs_comment and is_alone else unit.raw
    if not passage.blocks:
        return "\n\n".join(placeholder(block, TRANSLATE) for block in today) + "\n\n"
    is_unlike = passage.mark not in MARKS and any(id(one) in unlike for one in unit.passages)
    if _holds(passage, today) and not unit.has_grown and not is_unlike:
        return unit.raw
    if passage.mark == TRANSLATE and _is_untouched(unit, passage):
        return "\n\n".join(placeholder(block, TRANSLATE) for block in today) + "\n\n"
    return f"{comment_for(today, REVIEW)}\n{unit.words}"


def _without_english(unit: Unit, passage: Passage) -> str:
    """Return a unit whose English is gone: marked, or dropped if nobody had translated it."""
    is_bare = passage.comment is None and any(
        block.has_words for block in passage.blocks if block.kind != "cell"
    )
    if passage.mark == REMOVED or is_bare:
        return unit.raw
    if not passage.blocks or (passage.mark == TRANSLATE and _is_untouched(unit, passage)):
        return "" if passage.english or passage.captions else unit.raw
    text = passage.comment.text if passage.comment else ""
    return f"{comment(text, REMOVED)}\n{unit.words}"


def _holds(passage: Passage, today: Sequence[Block]) -> bool:
    """Tell whether the comment of a passage says what the English says today."""
    if passage.captions is not None:
        return _normal(passage.captions) == _normal(today[0].captions)
    return [_said(block) for block in passage.english] == [_said(block) for block in today]


def _said(block: Block) -> tuple[tuple[str, str], dict[str, str]]:
    return block.key, _normal(block.captions)


def _normal(captions: Mapping[str, str]) -> dict[str, str]:
    return {key: normal(text) for key, text in captions.items()}


def _is_untouched(unit: Unit, passage: Passage) -> bool:
    """Tell whether a placeholder is still the English it was."""
    if passage.captions is not None:
        return passage.blocks[0].captions == passage.captions
    return normal(unit.words) == normal("\n\n".join(block.text for block in passage.english))
