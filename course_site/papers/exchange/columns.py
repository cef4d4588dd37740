"""A note as a row of named texts: what the tables of Notion, of spreadsheets and of BibTeX can hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from course_site.papers.exchange.meanings import guess, names_of
from course_site.papers.exchange.values import join_list, write_value
from course_site.papers.note import Note, fold
from course_site.papers.schema import FIELDS
from course_site.papers.vocabulary import Vocabulary

COLUMNS = {
    "title": "Title",
    "citekey": "Citekey",
    "language": "Note language",
    "authors": "Authors",
    "year": "Year",
    "venue": "Venue",
    "doi": "DOI",
    "arxiv": "arXiv",
    "url": "URL",
    "code": "Code",
    "kind": "Kind",
    "topics": "Topics",
    "status": "Status",
    "level": "Level",
    "lesson": "Lesson",
    "added": "Added",
    "rating": "Rating",
}
"""The name of each field's column."""
MORE = "More"
"""The column of whatever else the front matter says and has no column of its own."""
PLAIN_KEY = re.compile(r"[a-z][a-z0-9_-]{0,40}(?<!-[a-z][a-z])")
"""What can be the name of a column, or of a field of BibTeX, where `-fr` marks what is said in French."""


def columns_of(notes: Iterable[Note]) -> list[str]:
    """Return the columns that rows of these notes need, in the order in which they are shown."""
    extra: dict[str, None] = {}
    for note in notes:
        extra |= dict.fromkeys(own_columns(note))
    return [*COLUMNS.values(), *extra]


def own_columns(note: Note) -> dict[str, str]:
    """Return what the front matter says besides the schema, by column."""
    plain = {key: value for key, value in note.extra.items() if _has_column(key)}
    more = {key: value for key, value in note.extra.items() if key not in plain}
    return {key: write_value(value) for key, value in plain.items()} | (
        {MORE: write_value(more)} if more else {}
    )


def rows_of(notes: Sequence[Note], vocabulary: Vocabulary) -> list[dict[str, str]]:
    """Return notes as rows; if one needs semicolons between its authors, all get them."""
    semicolons = any(";" in join_list(note.authors, names=True) for note in notes)
    return [_row_of(note, vocabulary, semicolons) for note in notes]


def _row_of(note: Note, vocabulary: Vocabulary, semicolons: bool) -> dict[str, str]:
    """Return a note as a row; topics, status and level in the words of its language."""
    row = {COLUMNS["citekey"]: note.key, COLUMNS["language"]: note.language}
    for one in FIELDS:
        value = getattr(note, one.held_as)
        if one.words:
            values = value if isinstance(value, tuple) else (value,)
            value = tuple(word_of(one.words, name, note.language, vocabulary) for name in values if name)
        row[COLUMNS[one.name]] = _text(one.name, value, semicolons)
    return row | own_columns(note)


def word_of(name: str, value: str, language: str, vocabulary: Vocabulary) -> str:
    """Return the word of a value, if that word leads back to it and to nothing else."""
    word = vocabulary.word(name, value, language)
    leads_back = names_of(name, vocabulary).get(fold(word)) == value
    return word if leads_back and word == word.strip() and not re.search("[,;]", word) else value


def _text(name: str, value: Any, semicolons: bool) -> str:
    if name == "authors":
        return join_list(value, names=True, semicolons=semicolons)
    if isinstance(value, tuple):
        return join_list(value)
    return "" if value is None else str(value)


def _has_column(key: Any) -> bool:
    return isinstance(key, str) and PLAIN_KEY.fullmatch(key) is not None and guess(key) == f"+{key}"
