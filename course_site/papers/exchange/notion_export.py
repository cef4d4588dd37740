"""Writes notes as Notion's own export is laid out: Notion imports it, and `papers import` reads it back."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote, unquote

from course_site.papers.exchange.callouts import without_callouts
from course_site.papers.exchange.columns import COLUMNS, columns_of, rows_of
from course_site.papers.exchange.csv_table import write_csv
from course_site.papers.exchange.links import LINK, PICTURES
from course_site.papers.exchange.pictures import ASSETS
from course_site.papers.exchange.sections import without_ids
from course_site.papers.note import Note, one_line
from course_site.papers.vocabulary import Vocabulary
from course_site.papers.writing import write_body

DATABASE = "Paper notes"
LONGEST_NAME = 50
"""Letters of a title that Notion keeps in the name of a page's file."""
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the archive: two exports of the same notes are the same bytes."""
UP = "../../"
"""From a note to the docs folder."""


def write_export(notes: Sequence[Note], vocabulary: Vocabulary, docs: Path) -> bytes:
    """Return a zip with a table of the notes, a page for each, and the pictures that they show."""
    names = {(note.language, note.key): page_name(note) for note in notes}
    columns = columns_of(notes)
    rows = rows_of(notes, vocabulary)
    table = "\ufeff" + write_csv(columns, rows)
    stem = f"{DATABASE} {_identity(DATABASE)}"
    files: dict[str, bytes] = {f"{stem}.csv": table.encode(), f"{stem}_all.csv": table.encode()}
    for note, row in zip(notes, rows, strict=True):
        text, pictures = _page(note, columns, row, names, docs)
        files[f"{stem}/{names[note.language, note.key]}"] = text.encode()
        files |= {f"{stem}/{place}": (docs / place).read_bytes() for place in pictures}
    return _zipped(files, f"Export-{_uuid(table)}/")


def page_name(note: Note) -> str:
    """Return the name of a note's page: its title, as far as every system can hold it, and a number."""
    title = re.sub(r"[^\w .-]+", " ", one_line(note.title))[:LONGEST_NAME].strip(" .") or "Untitled"
    return f"{one_line(title)} {_identity(f'{note.language}/{note.key}')}.md"


def _page(
    note: Note,
    columns: Sequence[str],
    row: Mapping[str, str],
    names: Mapping[tuple[str, str], str],
    docs: Path,
) -> tuple[str, list[str]]:
    """Return a page, and the pictures it shows by their places below the docs folder."""
    pictures: list[str] = []

    def moved(link: str) -> str:
        page, sign, anchor = link.partition("#")
        if page.endswith(".md") and (name := names.get((note.language, page.removesuffix(".md")))):
            return quote(name) + sign + anchor
        place = unquote(link.removeprefix(UP))
        if link == UP + quote(place) and _is_picture(place, docs):
            pictures.append(place)
            return quote(place)
        return link

    given = [
        f"{name}: {one_line(row[name])}" for name in columns if name != COLUMNS["title"] and row.get(name)
    ]
    text = without_callouts(without_ids(write_body(note), note.language))
    body = LINK.sub(lambda match: moved(match["link"]), text)
    return f"# {one_line(note.title)}\n\n" + "\n".join(given) + f"\n\n{body}", pictures


def _is_picture(place: str, docs: Path) -> bool:
    """Tell whether a link means a picture among the assets, and nothing outside them."""
    named = place.startswith(ASSETS) and ".." not in place.split("/") and place.lower().endswith(PICTURES)
    return named and (docs / place).is_file()


def _identity(text: str) -> str:
    """Return the 32 hexadecimal digits that stand for a page; the same page has the same ones for ever."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _uuid(text: str) -> str:
    digits = _identity(text)
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _zipped(files: Mapping[str, bytes], folder: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(folder + name, LONG_AGO), data, zipfile.ZIP_DEFLATED)
    return file.getvalue()
