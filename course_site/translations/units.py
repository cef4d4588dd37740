"""The lines of a translated page that move together when it is brought up to date."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from course_site.translations.passages import Passage, old_blocks
from course_site.translations.report import PageReport


@dataclass
class Unit:
    """One passage, or several that stand in each other or have grown into one."""

    passages: list[Passage]
    first: int
    """0-based line."""
    raw: str = ""
    """Its lines, the blank ones behind it included."""
    new: set[int] = field(default_factory=set)
    """The English blocks of today that its comment is about; its own, if it has no comment."""
    place: tuple[int, int] = (-1, 0)
    """Where it goes: the first English block of today that it is about; then its turn."""
    number: int = 0
    """Its place in the page as it was, from 0."""
    joined: Unit | None = None
    """The unit that it has become part of."""
    has_grown: bool = False

    @property
    def passage(self) -> Passage:
        """The passage that has the comment, or the first."""
        return next((one for one in self.passages if one.comment), self.passages[0])

    @property
    def may_grow(self) -> bool:
        """Only passages of words grow together; cells and formulas stand alone."""
        return self.passage.comment is not None and self.passage.captions is None and bool(self.new)

    @property
    def words(self) -> str:
        """What stands below the comment: the translation itself, every line of it."""
        lines = self.raw.split("\n")
        for passage in reversed(self.passages):
            if passage.comment:
                del lines[passage.comment.line - 1 - self.first : passage.comment.last - self.first]
        return "\n".join(lines)


def units_of(found: PageReport) -> list[Unit]:
    """Return the units of a page in its order, each with the English it is about today."""
    units: list[Unit] = []
    last = 0
    for passage in sorted(found.translation.passages, key=_first_line):
        if units and _first_line(passage) <= last:
            units[-1].passages.append(passage)
        else:
            units.append(Unit([passage], _first_line(passage) - 1, number=len(units)))
        last = max(last, passage.blocks[-1].last if passage.blocks else 0, _first_line(passage))
    lines = found.translation.text.split("\n")
    for unit, following in zip(units, [*units[1:], None], strict=True):
        unit.raw = "\n".join(lines[unit.first : following.first if following else len(lines)])
        unit.raw += "\n" if following else ""
    _assign(units, found)
    return units


def _first_line(passage: Passage) -> int:
    return passage.comment.line if passage.comment else passage.blocks[0].line


def _assign(units: list[Unit], found: PageReport) -> None:
    """Give each unit the English blocks of today that it is about."""
    _, owners = old_blocks(found.translation.passages)
    unit_of = {id(passage): unit for unit in units for passage in unit.passages}
    for pair in found.pairs:
        for i in pair.old:
            passage = found.translation.passages[owners[i]]
            unit = unit_of[id(passage)]
            if passage is unit.passage:
                unit.new |= set(pair.new)


def settle(units: list[Unit], fresh: set[int]) -> list[Unit]:
    """Give every unit its place, having joined those that are about the same English block.

    `fresh` are the English blocks that have no translation. A unit takes those among its own;
    where its own have been scattered over the page, it keeps those that are still together.
    """
    owner: dict[int, Unit] = {}
    for unit in units:
        for j in sorted(unit.new) if unit.may_grow else ():
            _join(owner[j], unit) if j in owner else owner.setdefault(j, unit)
    held = Counter(j for unit in units if not unit.joined for j in unit.new)
    for unit in units:
        if unit.may_grow and not unit.joined:
            run = max(_runs(sorted(unit.new), held), key=len)
            fresh |= unit.new - set(run)
            inside = fresh & set(range(run[0], run[-1]))
            unit.new = {*run, *inside}
            fresh -= inside
    for unit in units:
        about = (unit.joined or unit).new
        if about:
            unit.place = min(about), 0
        elif unit.number:
            major, minor = units[unit.number - 1].place
            unit.place = major, minor + 1
    return [unit for unit in units if not unit.joined]


def _join(one: Unit, other: Unit) -> None:
    one = one.joined or one
    if one is other or other.joined:
        return
    one.raw = one.raw.rstrip("\n") + "\n\n" + other.words
    one.new |= other.new
    one.has_grown, other.joined = True, one


def _runs(own: list[int], held: Counter[int]) -> list[list[int]]:
    """Cut a list of blocks where a block of somebody else stands between two of them."""
    runs = [[own[0]]]
    for before, after in pairwise(own):
        if any(held[j] for j in range(before + 1, after)):
            runs.append([])
        runs[-1].append(after)
    return runs
