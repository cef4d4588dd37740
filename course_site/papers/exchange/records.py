"""What every format is read into, and written from: rows of named texts, each with its place."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

BODY = "Notes"
"""The column that holds the Markdown below the front matter, where a format has no pages."""


@dataclass
class Row:
    """One paper as somebody else's file holds it."""

    path: str
    """The file, as messages name it."""
    line: int
    """1-based line of the file where the row begins; 0 if it has no lines."""
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
