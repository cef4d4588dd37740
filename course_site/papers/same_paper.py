"""Which notes are about one paper: by its DOI, its arXiv number or its title, however these are spelt."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from course_site.papers.note import Note, fold
from course_site.problems import Problem

ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)


def _arxiv(note: Note) -> str:
    """Return the arXiv number, which a DOI may hold too; its version makes no other paper."""
    held = ARXIV_DOI.fullmatch(note.doi)
    number = note.arxiv or (held[1] if held else "")
    return re.sub(r"v\d+$", "", number).casefold()


SAME: tuple[tuple[str, str, Callable[[Note], str]], ...] = (
    ("doi", "the DOI", lambda note: note.doi.casefold()),
    ("arxiv", "the arXiv number", _arxiv),
    ("title", "the title", lambda note: fold(note.title)),
)
"""What no two papers share: the field, its words, and how it is compared."""


def marks(note: Note) -> list[tuple[str, str]]:
    """Return what no other paper has, of one note: the field and its value."""
    return [(name, value) for name, _, compared in SAME if (value := compared(note))]


def marks_of(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the same of front matter."""
    return marks(Note("", "", "", **{name: str(values.get(name) or "") for name, _, _ in SAME}))


def find_note(values: Mapping[str, Any], notes: Iterable[Note]) -> tuple[Note, str] | None:
    """Return the first note on the paper that front matter speaks of, and the words for what they share."""
    wanted = set(marks_of(values))
    words = {name: said for name, said, _ in SAME}
    for note in notes:
        for mark in marks(note):
            if mark in wanted:
                return note, words[mark[0]]
    return None


def find_duplicates(notes: Iterable[Note]) -> Iterator[Problem]:
    """Yield, for every two notes on one paper, a problem in each of them."""
    seen: dict[tuple[str, str], Note] = {}
    for note in sorted(notes, key=lambda note: note.key):
        shared = [(mark, first) for mark in marks(note) if (first := seen.setdefault(mark, note)) is not note]
        if shared:
            (name, _), first = shared[0]
            yield _duplicate(note, first, name)
            yield _duplicate(first, note, name)


def _duplicate(note: Note, other: Note, name: str) -> Problem:
    words = next(said for field, said, _ in SAME if field == name)
    fault = f"`{name}` is {words} of {other.path} as well: two notes on one paper."
    return Problem(note.path, note.line(name), 0, fault, "Put both into one file, and delete the other.")
