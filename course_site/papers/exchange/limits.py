"""How much is read at once: whatever a file holds, it costs little time and memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from course_site.front_matter import LARGEST
from course_site.papers.exchange.meanings import SECTIONS
from course_site.papers.exchange.records import Row, Table
from course_site.problems import Problem

SIGNS = "<$`]"
"""What may mean more than a letter, and is looked at more than once."""


@dataclass(frozen=True)
class Limits:
    """How much one file may hold. What an import costs grows in line with it, and with nothing else."""

    rows: int = 500
    text: int = 1_000_000
    """Characters of all rows together, their pages included."""
    lines: int = 15_000
    signs: int = 30_000
    """`SIGNS` of all rows together."""
    properties: int = 200_000
    commas: int = 10_000
    """Characters, and commas or semicolons, in the properties of all rows: these become front matter."""
    words: int = 1_000
    """Different topics, statuses or levels that the list does not know."""
    pictures: int = 1_000
    table: int = 5_000_000
    """Bytes of one table."""
    bibtex: int = 2_000_000
    """Bytes of one file of BibTeX."""
    entries: int = 5_000
    fields: int = 50_000
    braces: int = 400_000
    """Braces, quotation marks and the other signs of BibTeX: each is weighed when a file is read."""
    archive_files: int = 5_000
    archive_texts: int = 10_000_000
    """Bytes that the pages and tables of an archive may have together."""


USUAL = Limits()
"""What is read within two seconds, whatever it holds."""
LARGE = Limits(**{name: 10 * limit for name, limit in asdict(USUAL).items()})
"""For whoever knows where a file comes from, and waits longer."""
MOST_COLUMNS = 200
TEXTS = {*SECTIONS, "body", ""}
"""What becomes no front matter."""
PATIENCE = "--large reads ten times as much, and takes longer."


def remedy_of(limits: Limits) -> str:
    """Return what to do about a file that holds too much."""
    return PATIENCE if limits == USUAL else "Bring it in in several parts."


def excess(path: str, start: str, counted: Iterable[tuple[int, int, str]], limits: Limits) -> list[Problem]:
    """Return a problem about the first of some counts, each with its limit and its name, that is too high."""
    return [
        Problem(path, 0, 0, f"{start} {count} {name}, more than {most}.", remedy_of(limits))
        for count, most, name in counted
        if count > most
    ][:1]


def size_fault(
    path: str, limits: Limits, rows: int, columns: int = 0, texts: Iterable[str] = ()
) -> list[Problem]:
    """Return a problem if so many rows or columns, or so much text, cannot be read in little time."""
    if columns > MOST_COLUMNS:
        fault = f"the table has {columns} columns, more than {MOST_COLUMNS}."
        return [Problem(path, 0, 0, fault, "Leave some out.")]
    length = lines = signs = 0
    for text in texts:
        length, lines = length + len(text), lines + text.count("\n")
        signs += sum(map(text.count, SIGNS))
    counted = (
        (rows, limits.rows, "rows"),
        (length, limits.text, "characters"),
        (lines, limits.lines, "lines"),
        (signs, limits.signs, f"of the signs {' '.join(SIGNS)}"),
    )
    return excess(path, "the table has", counted, limits)


def table_fault(table: Table, limits: Limits) -> list[Problem]:
    """Return a problem if a table cannot be read in little time."""
    texts = (text for row in table.rows for text in (row.body, *row.values.values()))
    return size_fault(table.path, limits, len(table.rows), len(table.columns), texts)


def brief_rows(table: Table, columns: Mapping[str, str], limits: Limits) -> tuple[list[Row], list[Problem]]:
    """Return the rows whose properties front matter can hold, and a problem for each other; or for all.

    `columns` say what each column means.
    """
    names = [column for column, target in columns.items() if target not in TEXTS]
    said = [" ".join(row.values.get(name, "") for name in names) for row in table.rows]
    rows = [row for row, text in zip(table.rows, said, strict=True) if len(text) <= LARGEST]
    kept = [text for text in said if len(text) <= LARGEST]
    commas = sum(text.count(",") + text.count(";") for text in kept)
    counted = (
        (sum(map(len, kept)), limits.properties, "characters"),
        (commas, limits.commas, "commas and semicolons"),
    )
    if too_much := excess(table.path, "the properties of all rows have", counted, limits):
        return [], [replace(fault, hint=f"{fault.hint} --mapping leaves columns out.") for fault in too_much]
    return rows, [
        Problem(
            row.path, row.line, 0, f"row {row.number}: its properties have more than {LARGEST} characters.",
            "Shorten them; --mapping leaves columns out, or makes one the text of the note.",
        )
        for row, text in zip(table.rows, said, strict=True)
        if len(text) > LARGEST
    ]  # fmt: skip


def words_fault(path: str, values: Mapping[str, Mapping[str, str]], limits: Limits) -> list[Problem]:
    """Return a problem if so many words are unknown that their column is probably another one."""
    return [
        Problem(path, 0, 0, f"`{name}` would have {len(words)} new words, more than {limits.words}.",
                "--mapping says what its column means.")
        for name, words in values.items()
        if len(words) > limits.words
    ]  # fmt: skip


def pictures_fault(path: str, pictures: Sequence[str], limits: Limits) -> list[Problem]:
    """Return a problem if the rows show more pictures than can be looked at in little time."""
    return excess(path, "the pages show", [(len(pictures), limits.pictures, "pictures")], limits)
