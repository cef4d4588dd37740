"""All notes of a course in two files, for reference managers and for spreadsheets."""

from __future__ import annotations

from course_site.language import DEFAULT
from course_site.papers.citing import bibtex
from course_site.papers.exchange.csv_table import write_csv
from course_site.papers.exchange.values import join_list
from course_site.papers.library import Library
from course_site.papers.note import FOLDER, Note
from course_site.papers.schema import FIELDS

BIB, CSV = f"{FOLDER}/{FOLDER}.bib", f"{FOLDER}/{FOLDER}.csv"
"""Where they lie on the site."""


def download_files(library: Library) -> dict[str, bytes]:
    """Return both files by their place on the site; none for a course without notes."""
    notes = sorted(library.every(DEFAULT), key=lambda note: note.key)
    if not notes:
        return {}
    entries = "\n\n".join(bibtex(note) for note in notes) + "\n"
    table = write_csv(["key", *(one.name for one in FIELDS)], [_row(note) for note in notes])
    return {BIB: entries.encode(), CSV: b"\xef\xbb\xbf" + table.encode()}


def _row(note: Note) -> dict[str, str]:
    """Return the facts of a note as text; the mark in front of the file tells Excel that it is UTF-8."""
    row = {"key": note.key}
    for one in FIELDS:
        value = getattr(note, one.held_as)
        names = one.name == "authors"
        shown = join_list(value, names=names) if isinstance(value, tuple) else value
        row[one.name] = "" if shown is None else str(shown)
    return row
