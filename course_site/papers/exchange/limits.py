"""How much is read at once: whatever a file holds, it costs little time and memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from course_site.front_matter import LARGEST
from course_site.papers.exchange.meanings import SECTIONS
from course_site.papers.exchange.records import Row, Table
from course_site.problems import Problem

MOST_ROWS = 500
MOST_COLUMNS = 200
MOST_TEXT = 1_000_000
MOST_LINES = 15_000
MOST_SIGNS = 30_000
"""What all rows may have together, their pages included: characters, lines, and signs that may mean more."""
SIGNS = "<$`]"
MOST_PROPERTIES = 200_000
MOST_COMMAS = 10_000
"""Characters, and commas or semicolons, in the properties of all rows: these become front matter."""
MOST_WORDS = 1_000
"""Different topics, statuses or levels that the list does not know."""
MOST_PICTURES = 1_000
TEXTS = {*SECTIONS, "body", ""}
"""What becomes no front matter."""
IN_PARTS = "Bring it in in several parts."


def size_fault(path: str, rows: int, columns: int = 0, texts: Iterable[str] = ()) -> list[Problem]:
    """Return a problem if so many rows or columns, or so much text, cannot be read in little time."""
    if rows > MOST_ROWS:
        return [Problem(path, 0, 0, f"the table has more than {MOST_ROWS} rows.", IN_PARTS)]
    if columns > MOST_COLUMNS:
        fault = f"the table has {columns} columns, more than {MOST_COLUMNS}."
        return [Problem(path, 0, 0, fault, "Leave some out.")]
    length = lines = signs = 0
    for text in texts:
        length, lines = length + len(text), lines + text.count("\n")
        signs += sum(map(text.count, SIGNS))
    if length > MOST_TEXT or lines > MOST_LINES or signs > MOST_SIGNS:
        fault = (
            f"the table holds more than {MOST_TEXT // 10**6} MB, {MOST_LINES} lines or {MOST_SIGNS} signs."
        )
        return [Problem(path, 0, 0, fault, IN_PARTS)]
    return []


def table_fault(table: Table) -> list[Problem]:
    """Return a problem if a table cannot be read in little time."""
    texts = (text for row in table.rows for text in (row.body, *row.values.values()))
    return size_fault(table.path, len(table.rows), len(table.columns), texts)


def brief_rows(table: Table, columns: Mapping[str, str]) -> tuple[list[Row], list[Problem]]:
    """Return the rows whose properties front matter can hold, and a problem for each other; or for all.

    `columns` say what each column means.
    """
    names = [column for column, target in columns.items() if target not in TEXTS]
    said = [" ".join(row.values.get(name, "") for name in names) for row in table.rows]
    rows = [row for row, text in zip(table.rows, said, strict=True) if len(text) <= LARGEST]
    kept = [text for text in said if len(text) <= LARGEST]
    commas = sum(text.count(",") + text.count(";") for text in kept)
    if sum(map(len, kept)) > MOST_PROPERTIES or commas > MOST_COMMAS:
        fault = f"the properties hold more than {MOST_PROPERTIES // 1000} kB, or {MOST_COMMAS} commas."
        return [], [Problem(table.path, 0, 0, fault, f"{IN_PARTS} --mapping leaves columns out.")]
    return rows, [
        Problem(
            row.path, row.line, 0, f"row {row.number}: its properties have more than {LARGEST} characters.",
            "Shorten them; --mapping leaves columns out, or makes one the text of the note.",
        )
        for row, text in zip(table.rows, said, strict=True)
        if len(text) > LARGEST
    ]  # fmt: skip


def words_fault(path: str, values: Mapping[str, Mapping[str, str]]) -> list[Problem]:
    """Return a problem if so many words are unknown that their column is probably another one."""
    return [
        Problem(path, 0, 0, f"`{name}` would have {len(words)} new words, more than {MOST_WORDS}.",
                "--mapping says what its column means.")
        for name, words in values.items()
        if len(words) > MOST_WORDS
    ]  # fmt: skip


def pictures_fault(path: str, pictures: Sequence[str]) -> list[Problem]:
    """Return a problem if the rows show more pictures than can be looked at in little time."""
    fault = f"the pages show {len(pictures)} pictures, more than {MOST_PICTURES}."
    return [Problem(path, 0, 0, fault, IN_PARTS)] if len(pictures) > MOST_PICTURES else []
