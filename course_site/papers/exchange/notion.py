"""Reads Notion's “Markdown & CSV” export: a table, a folder with a page for each row, their pictures.

Every file and folder of it is called after its page and a number of 32 hexadecimal digits; a table is there
twice, as it was shown and with all its rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from course_site.papers.exchange.archive import Archive
from course_site.papers.exchange.callouts import with_callouts
from course_site.papers.exchange.csv_table import decoded, read_csv
from course_site.papers.exchange.limits import USUAL, Limits, size_fault
from course_site.papers.exchange.links import drop_files, find_links, left_out, plain
from course_site.papers.exchange.records import Row, Table
from course_site.papers.exchange.sections import with_ids
from course_site.problems import Problem, ProblemsFound

ALL_ROWS = re.compile(r"_all(?=\.csv$)")
MOST_COMPARED = 20
"""Pages of one title that are compared with a row: more are taken in the order of their names."""
LONGEST_HEAD = 8_000
"""Characters at the beginning of a page among which its properties are looked for."""
PROPERTY = re.compile(r"(?P<name>[^:\n]+): ?(?P<value>.*)")


def read_export(archive: Archive, limits: Limits = USUAL) -> tuple[Table, list[Problem]]:
    """Read the rows of an export, each with the text of its page; ProblemsFound if it must not be read."""
    path, tables = archive.path, _tables(archive)
    if not tables:
        return _pages_alone(archive, limits)
    if len(tables) > 1:
        names = ", ".join(repr(PurePosixPath(name).name) for name in tables)
        hint = "Export the database alone: open it as a full page first."
        return Table(path), [Problem(path, 0, 0, f"it holds {len(tables)} tables: {names}.", hint)]
    table, problems = read_csv(archive.read(tables[0]), f"{path}/{tables[0]}", limits)
    if table.columns:
        _give_pages(table, archive, tables[0], problems, limits)
    return table, problems


def _tables(archive: Archive) -> list[str]:
    """Return the tables of an export; of the two forms of each, the one with all rows.

    A table on the page of a row is none: it stands in the folder of another one.
    """
    names = [name for name in archive.names if name.lower().endswith(".csv")]
    complete = {ALL_ROWS.sub("", name) for name in names if ALL_ROWS.search(name)}
    tables = [name for name in names if name not in complete]
    folders = tuple(f"{stem}/" for name in tables for stem in _stems(name))
    return [name for name in tables if not name.startswith(folders)]


def _stems(table: str) -> tuple[str, str]:
    """Return what the folder of a table's pages may be called: as the table, or without its number."""
    stem = ALL_ROWS.sub("", table).removesuffix(".csv")
    return stem, plain(stem)


def _folder(table: str, archive: Archive) -> str:
    """Return the folder that holds the pages of a table."""
    for stem in _stems(table):
        if any(name.startswith(f"{stem}/") for name in archive.names):
            return f"{stem}/"
    return f"{PurePosixPath(table).parent.as_posix()}/".removeprefix("./")


def _give_pages(table: Table, archive: Archive, name: str, problems: list[Problem], limits: Limits) -> None:
    """Give every row its page; a page that no row has is listed."""
    folder = _folder(name, archive)
    pages = _pages(archive, problems, limits, folder)
    waiting = _by_title(pages)
    heads = {page: set(text[:LONGEST_HEAD].split("\n")) for page, text in pages.items()}
    first = table.columns[0]
    given: dict[str, Row] = {}
    for row in table.rows:
        found = waiting.get(_title(row.values.get(first, "")), [])
        if found:
            lines = {f"{name}: {value}" for name, value in row.values.items()}
            page = max(found[:MOST_COMPARED], key=lambda page: len(lines & heads[page]))
            found.remove(page)
            row.page, row.body = page, with_ids(with_callouts(_body(pages[page], row)))
            given[page] = row
    for page in sorted(set(pages) - set(given)):
        hint = "Its title must be the first column of a row."
        problems.append(Problem(f"{archive.path}/{page}", 1, 0, "no row of the table has this page.", hint))
    for row in table.rows:
        find_links(row, archive, given)
        drop_files(row, archive, name)
    tables = {name, ALL_ROWS.sub("", name)}
    table.remarks += left_out(archive, folder, table.rows, {*pages, *tables})


def _pages(
    archive: Archive, problems: list[Problem], limits: Limits, folder: str | None = None
) -> dict[str, str]:
    """Return the text of the pages of one folder, or of all; ProblemsFound if that is too much."""
    names = [name for name in archive.names if name.endswith(".md")]
    if folder is not None:
        names = [name for name in names if name.startswith(folder) and "/" not in name.removeprefix(folder)]
    pages = {}
    for name in names:
        text, faults = decoded(archive.read(name), f"{archive.path}/{name}")
        problems += faults
        pages[name] = text.replace("\r\n", "\n")
    if too_much := size_fault(archive.path, limits, 0, texts=pages.values()):
        raise ProblemsFound(too_much)
    return pages


def _by_title(pages: dict[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for page, text in pages.items():
        heading = text.lstrip("\n").partition("\n")[0]
        title = heading.removeprefix("# ") if heading.startswith("# ") else plain(PurePosixPath(page).stem)
        found.setdefault(_title(title), []).append(page)
    return found


def _title(text: str) -> str:
    """Return what a title in the table and in its page share: Notion escapes some signs in pages."""
    return " ".join(re.sub(r"\\(?=[^\w\s])", "", text).split()).casefold()


def _body(text: str, row: Row) -> str:
    """Return a page without its title and without the properties that stand below it."""
    text = text.lstrip("\n")
    if text.startswith("# "):
        text = text.partition("\n")[2]
    text = text.removeprefix("\n")
    lines = text.split("\n")
    if not _is_property(lines[0], row):
        return text
    end = next((number for number, line in enumerate(lines) if not line.strip()), len(lines))
    for name, value in row.values.items():  # a value may hold blank lines of its own
        start = f"{name}: {value}\n"
        if "\n\n" in value and (at := text.find(start)) >= 0:
            end = max(end, text.count("\n", 0, at + len(start)))
            while end < len(lines) and lines[end].strip():
                end += 1
    return "\n".join(lines[end + 1 :])


def _is_property(line: str, row: Row) -> bool:
    """Tell whether a line gives a property; the name of one may hold a colon of its own."""
    return any(line.startswith(f"{name}:") for name in row.values)


def _pages_alone(archive: Archive, limits: Limits) -> tuple[Table, list[Problem]]:
    """Read an export without a table: pages whose first lines are properties."""
    table, problems = Table(archive.path, ["Name"]), []
    pages = _pages(archive, problems, limits)
    if too_many := size_fault(archive.path, limits, len(pages)):
        return table, too_many
    for page, text in pages.items():
        title, _, rest = text.lstrip("\n").partition("\n")
        values = {"Name": title.removeprefix("# ").strip()} | dict(_properties(rest))
        row = Row(f"{archive.path}/{page}", 1, len(table.rows) + 1, values, page=page)
        row.body = with_ids(with_callouts(_body(text, row)))
        table.add(row)
    if not table.rows and not problems:
        hint = "In Notion: Export, then the format “Markdown & CSV”."
        problems.append(Problem(archive.path, 0, 0, "it holds no table and no page.", hint))
    rows = {row.page: row for row in table.rows}
    for row in table.rows:
        find_links(row, archive, rows)
        drop_files(row, archive, row.page)
    table.remarks += left_out(archive, "", table.rows, ())
    return table, problems


def _properties(text: str) -> Iterator[tuple[str, str]]:
    for line in text.removeprefix("\n").split("\n"):
        if not (match := PROPERTY.fullmatch(line)):
            return
        yield match["name"], match["value"]
