"""Opens a file that somebody wants to bring in, by the ending of its name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from course_site.papers.exchange.archive import Archive, open_archive
from course_site.papers.exchange.bibtex import read_bibtex
from course_site.papers.exchange.csv_table import read_csv
from course_site.papers.exchange.limits import USUAL, Limits, remedy_of
from course_site.papers.exchange.notion import read_export
from course_site.papers.exchange.records import Table
from course_site.problems import Problem, ProblemsFound

READERS = {".bib": read_bibtex, ".csv": read_csv, ".tsv": read_csv}
ENDINGS = (".zip", *READERS)


@contextmanager
def opened(source: Path, limits: Limits = USUAL) -> Iterator[tuple[Table, Archive | None, list[Problem]]]:
    """Read a file's rows; its pictures can be read as long as the context lasts.

    ProblemsFound if it must not be read, or cannot be.
    """
    path = source.as_posix()
    kind = source.suffix.lower()
    if kind not in ENDINGS:
        fault = f"wanted a file that ends in {', '.join(ENDINGS)}."
        hint = "Notion's export is a .zip, Zotero's a .bib, a spreadsheet's a .csv."
        raise ProblemsFound([Problem(path, 0, 0, fault, hint)])
    with _open(source, path) as file:
        if kind == ".zip":
            archive = open_archive(file, path, limits)
            with archive.opened:
                table, problems = read_export(archive, limits)
                yield table, archive, problems
            return
        data = file.read(limits.table + 1)
    if len(data) > limits.table:
        fault = f"the file has more than {limits.table // 10**6} MB."
        raise ProblemsFound([Problem(path, 0, 0, fault, remedy_of(limits))])
    table, problems = READERS[kind](data, path, limits)
    yield table, None, problems


def _open(source: Path, path: str) -> IO[bytes]:
    """Open a file; ProblemsFound if there is none that can be read."""
    try:
        return source.open("rb")
    except OSError as error:
        fault = f"this file cannot be read: {error.strerror}."
        raise ProblemsFound([Problem(path, 0, 0, fault, "Name the file that you exported.")]) from None
