"""What every format is read into, and written from: rows of named texts, each with its place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from course_site.problems import Problem

BODY = "Notes"
"""The column that holds the Markdown below the front matter, where a format has no pages."""
MOST_ROWS = 500
MOST_COLUMNS = 200
MOST_TEXT = 1_000_000
MOST_LINES = 15_000
MOST_SIGNS = 50_000
"""What all rows may have together, their pages included: characters, lines, and signs that may mean more."""
SIGNS = "<$`[{"


@dataclass
class Row:
    """One paper as somebody else's file holds it."""

    path: str
    """The file, as messages name it."""
    line: int
    """1-based line of the file where the row ends; 0 if it has no lines."""
    number: int
    """1-based: the first row below the names of the columns is 1."""
    values: dict[str, str]
    """By column."""
    body: str = ""
    """Markdown: what stands on the row's own page."""
    pictures: Mapping[str, str] = field(default_factory=dict)
    """The files of an archive that the body shows, by the link that the body writes."""
    page: str = ""
    """The row's own page in the archive."""
    links: Mapping[str, str] = field(default_factory=dict)
    """The pages of other rows that the body leads to, by the link that the body writes."""
    gone: Collection[str] = ()
    """The links of the body to files that do not come in."""


@dataclass
class Table:
    """The rows of one file."""

    path: str
    columns: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """What the reader left out, for whoever imports to look at."""

    def add(self, row: Row) -> None:
        """Add a row, and the columns that it brings."""
        self.rows.append(row)
        self.columns = list(dict.fromkeys([*self.columns, *row.values]))

    def size_fault(self) -> list[Problem]:
        """Return a problem if the table is more than can be read in little time."""
        texts = (text for row in self.rows for text in (row.body, *row.values.values()))
        return size_fault(self.path, len(self.rows), len(self.columns), texts)


def size_fault(path: str, rows: int, columns: int = 0, texts: Iterable[str] = ()) -> list[Problem]:
    """Return a problem if so many rows or columns, or so much text, cannot be read in little time."""
    hint = "Bring it in in several parts."
    if rows > MOST_ROWS:
        return [Problem(path, 0, 0, f"the table has more than {MOST_ROWS} rows.", hint)]
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
        return [Problem(path, 0, 0, fault, hint)]
    return []
