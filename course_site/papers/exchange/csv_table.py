"""Tables as CSV: read whatever Notion, Excel and LibreOffice write, write what none of them runs."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from course_site.papers.exchange.limits import USUAL, Limits, size_fault
from course_site.papers.exchange.records import Row, Table
from course_site.problems import Problem

MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
SEPARATORS = ",;\t"
LONGEST_FIELD = 200_000
"""Characters of one value, the text of a whole note for example."""
FORMULA = re.compile(r"[=+\-@\t\r]")
"""A spreadsheet runs what begins so: such a value gets an apostrophe before it, which it never shows."""
GUARDED = re.compile(r"'[=+\-@\t\r']")


def read_csv(data: bytes, path: str, limits: Limits = USUAL) -> tuple[Table, list[Problem]]:
    """Read a table whose first row names its columns; a row that does not fit is left out and listed."""
    text, problems = decoded(data, path)
    if problems:
        return Table(path), problems
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    table, problems = Table(path), []
    line, count = 1, 0
    try:
        for cells in reader:
            if not table.columns:
                table.columns, problems = _columns(cells, path)
                if problems:
                    return Table(path), problems
            elif any(cells):
                count += 1
                if count <= limits.rows:  # the rest is counted, and costs no memory
                    _add(table, cells, line, count, problems)
            line = reader.line_num + 1  # a value may hold line breaks: a row is where it begins
        if too_many := size_fault(path, limits, count):
            return Table(path), too_many
    except csv.Error as error:
        fault = f"this is no CSV from here on: {error}."
        hint = 'A " inside a value must be written twice, and the value stand between ".'
        problems.append(Problem(path, reader.line_num, 0, fault, hint))
    if not table.columns and not problems:
        problems.append(Problem(path, 0, 0, "the table is empty.", "Its first row must name its columns."))
    return table, problems


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Return rows as CSV, with a first row of `columns`; no value is a formula to a spreadsheet."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([guarded(row.get(column, "")) for column in columns])
    return file.getvalue()


def guarded(value: str) -> str:
    """Put an apostrophe before what a spreadsheet would run."""
    return f"'{value}" if FORMULA.match(value) or GUARDED.match(value) else value


def unguarded(value: str) -> str:
    """Take away the apostrophe that `guarded` wrote."""
    return value[1:] if GUARDED.match(value) else value


def decoded(data: bytes, path: str) -> tuple[str, list[Problem]]:
    """Return a file's text: UTF-8, or UTF-16 with its mark, as Excel writes it."""
    encoding = next((name for mark, name in MARKS.items() if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        hint = "Save it as UTF-8; Excel calls that “CSV UTF-8”."
        return "", [Problem(path, line, 0, "this is not UTF-8 text.", hint)]
    if "\0" in text:
        fault = Problem(path, 0, 0, "this is no text: it holds zero bytes.", "Save it as UTF-8.")
        return "", [fault]
    return text, []


def _separator(text: str) -> str:
    """Return what stands between the names of the columns: a comma, or what French spreadsheets write."""
    header = re.sub(r'"[^"]*"', "", text.lstrip().partition("\n")[0])
    return max(SEPARATORS, key=header.count)


def _columns(cells: list[str], path: str) -> tuple[list[str], list[Problem]]:
    names = [" ".join(cell.split()) for cell in cells]
    if too_many := size_fault(path, USUAL, 0, len(names)):
        return [], [replace(fault, line=1) for fault in too_many]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        return [], [Problem(path, 1, 0, f"the column {twice[0]!r} is there twice.", "Rename one of them.")]
    return names, []


def _add(table: Table, cells: list[str], line: int, number: int, problems: list[Problem]) -> None:
    wanted = len(table.columns)
    if len(cells) != wanted:
        fault = f"row {number} has {len(cells)} values, and the table has {wanted} columns."
        hint = "Put values that hold a separator or a line break between quotation marks."
        problems.append(Problem(table.path, line, 0, fault, hint))
        return
    values = {
        column: unguarded(cell.replace("\r\n", "\n"))
        for column, cell in zip(table.columns, cells, strict=True)
        if column
    }
    table.rows.append(Row(table.path, line, number, values))
