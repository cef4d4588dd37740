"""Takes papers out: as Notion's export, as BibTeX, as a table. What comes back in is the same notes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from course_site.language import DEFAULT
from course_site.papers.citing import entry_kind
from course_site.papers.exchange.bibtex import write_entry
from course_site.papers.exchange.columns import columns_of, own_columns, rows_of
from course_site.papers.exchange.csv_table import write_csv
from course_site.papers.exchange.notion_export import write_export
from course_site.papers.exchange.records import BODY
from course_site.papers.exchange.values import join_list
from course_site.papers.note import Note
from course_site.papers.vocabulary import Vocabulary
from course_site.papers.writing import write_body


def notes_as_csv(notes: Sequence[Note], vocabulary: Vocabulary) -> str:
    """Return a table with a row for each note, its text in the last column."""
    columns = [*columns_of(notes), BODY]
    rows = rows_of(notes, vocabulary)
    return write_csv(columns, (row | {BODY: write_body(note)} for note, row in zip(notes, rows, strict=True)))


def notes_as_bibtex(notes: Sequence[Note], vocabulary: Vocabulary) -> str:
    """Return an entry for each paper; what its French note says is in fields such as `annote-fr`."""
    papers: dict[str, dict[str, Note]] = {}
    for note in notes:
        papers.setdefault(note.key, {})[note.language] = note
    return "\n".join(_entry(twins, vocabulary) for twins in papers.values())


def _entry(twins: Mapping[str, Note], vocabulary: Vocabulary) -> str:
    language = DEFAULT if DEFAULT in twins else min(twins)
    first = twins[language]
    fields = _fields(first, vocabulary)
    shown = {name: value for name, value in fields.items() if value}
    for code in sorted(set(twins) - {language}):
        own = _fields(twins[code], vocabulary)
        differs = [
            name for name in {**fields, **own} if own.get(name) != fields.get(name) or name == "annote"
        ]
        shown |= {f"{name}-{code}": own.get(name) or "" for name in differs}
    return write_entry(entry_kind(first)[0], first.key, shown)


def _fields(note: Note, vocabulary: Vocabulary) -> dict[str, str | list[str]]:
    """Return a note by the names that BibTeX has for its fields, and its own names for the rest."""
    return {
        "title": note.title,
        "author": list(note.authors),
        "year": "" if note.year is None else str(note.year),
        entry_kind(note)[1]: note.venue,
        "doi": note.doi,
        "eprint": note.arxiv,
        "archiveprefix": "arXiv" if note.arxiv else "",
        "url": note.url,
        "code": note.code,
        "kind": note.kind,
        "keywords": join_list(note.topics),
        "status": note.status,
        "level": note.level,
        "lesson": join_list(note.lessons),
        "added": "" if note.added is None else note.added.isoformat(),
        "rating": "" if note.rating is None else str(note.rating),
        "note-language": note.language,
        **own_columns(note),
        "annote": write_body(note),
    }


def notes_as_notion(notes: Sequence[Note], vocabulary: Vocabulary, docs: Path) -> bytes:
    """Return a zip that Notion imports."""
    return write_export(notes, vocabulary, docs)


FORMATS: Mapping[str, Callable[[Sequence[Note], Vocabulary, Path], bytes]] = {
    ".zip": notes_as_notion,
    ".bib": lambda notes, vocabulary, docs: notes_as_bibtex(notes, vocabulary).encode(),
    ".csv": lambda notes, vocabulary, docs: ("\ufeff" + notes_as_csv(notes, vocabulary)).encode(),
}
"""How to write a file, by the ending of its name."""
