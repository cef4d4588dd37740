"""Reads Notion's “Markdown & CSV” export: a table, a folder with a page for each row, their pictures.

Every file and folder of it is called after its page and a number of 32 hexadecimal digits; a table is there
twice, as it was shown and with all its rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from course_site.papers.exchange.archive import Archive
from course_site.papers.exchange.csv_table import decoded, read_csv
from course_site.papers.exchange.records import Row, Table
from course_site.papers.exchange.sections import with_ids
from course_site.problems import Problem

IDENTITY = re.compile(
    r"[ _]?[0-9a-f]{32}(?=$|_all$|/|\.)|[ _][0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=$|/|\.)"
)
ALL_ROWS = re.compile(r"_all(?=\.csv$)")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
LINK = re.compile(r"(?<=\]\()(?P<link>[^()\s<>]*(?:\([^()\s<>]*\)[^()\s<>]*)*)(?=\)|\s+\")")
MOST_COMPARED = 20
"""Pages of one title that are compared with a row: more are taken in the order of their names."""
PROPERTY = re.compile(r"(?P<name>[^:\n]+): ?(?P<value>.*)")


def read_export(archive: Archive) -> tuple[Table, list[Problem]]:
    """Read the rows of an export, each with the text of its page; ProblemsFound if it must not be read."""
    path, tables = archive.path, _tables(archive)
    if not tables:
        return _pages_alone(archive)
    if len(tables) > 1:
        names = ", ".join(repr(PurePosixPath(name).name) for name in tables)
        hint = "Export the database alone: open it as a full page first."
        return Table(path), [Problem(path, 0, 0, f"it holds {len(tables)} tables: {names}.", hint)]
    table, problems = read_csv(archive.read(tables[0]), f"{path}/{tables[0]}")
    if table.columns:
        _give_pages(table, archive, tables[0], problems)
    return table, problems


def _tables(archive: Archive) -> list[str]:
    """Return the tables of an export; of the two forms of each, the one with all rows."""
    names = [name for name in archive.names if name.lower().endswith(".csv")]
    complete = {ALL_ROWS.sub("", name) for name in names if ALL_ROWS.search(name)}
    return [name for name in names if name not in complete]


def plain(name: str) -> str:
    """Return the name of a file or folder without Notion's number."""
    return IDENTITY.sub("", name)


def _folder(table: str, archive: Archive) -> str:
    """Return the folder that holds the pages of a table."""
    stem = ALL_ROWS.sub("", table).removesuffix(".csv")
    for folder in (f"{stem}/", f"{plain(stem)}/"):
        if any(name.startswith(folder) for name in archive.names):
            return folder
    return f"{PurePosixPath(table).parent.as_posix()}/".removeprefix("./")


def _give_pages(table: Table, archive: Archive, name: str, problems: list[Problem]) -> None:
    """Give every row its page; a page that no row has is listed."""
    folder = _folder(name, archive)
    pages = {}
    for page in archive.names:
        inside = page.removeprefix(folder)
        if page.startswith(folder) and page.endswith(".md") and "/" not in inside:
            text, faults = decoded(archive.read(page), f"{archive.path}/{page}")
            problems += faults
            pages[page] = text.replace("\r\n", "\n")
    waiting = _by_title(pages)
    first = table.columns[0]
    given: dict[str, Row] = {}
    for row in table.rows:
        found = waiting.get(_title(row.values.get(first, "")), [])
        if found:
            page = max(found[:MOST_COMPARED], key=lambda page: _agreement(row, pages[page]))
            found.remove(page)
            row.page, row.body = page, with_ids(with_callouts(_body(pages[page], row)))
            given[page] = row
    for page in sorted(set(pages) - set(given)):
        hint = "Its title must be the first column of a row."
        problems.append(Problem(f"{archive.path}/{page}", 1, 0, "no row of the table has this page.", hint))
    for row in table.rows:
        _find_links(row, archive, given)


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


def _agreement(row: Row, text: str) -> int:
    """Count the properties that a page and a row have in common: two papers may share a title."""
    return sum(_line(name, value) in text for name, value in row.values.items() if value)


def _line(name: str, value: str) -> str:
    return f"\n{name}: {value}\n"


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
    match = PROPERTY.fullmatch(line)
    return match is not None and match["name"] in row.values


def _find_links(row: Row, archive: Archive, given: dict[str, Row]) -> None:
    """Note which links of a page lead to pictures of the archive, and which to other rows."""
    pictures, links = {}, {}
    for match in LINK.finditer(row.body):
        link = match["link"]
        target = _inside(row.page, unquote(link.partition("#")[0]))
        if target in given:
            links[link] = target
        elif target in archive.readers and target.lower().endswith(PICTURES):
            pictures[link] = target
    row.pictures, row.links = pictures, links


def _inside(page: str, link: str) -> str:
    """Return the file of the archive that a link of a page means; nothing if it leads out."""
    parts: list[str] = []
    for part in [*PurePosixPath(page).parent.parts, *link.split("/")]:
        if part == "..":
            if not parts:
                return ""
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _pages_alone(archive: Archive) -> tuple[Table, list[Problem]]:
    """Read an export without a table: pages whose first lines are properties."""
    table, problems = Table(archive.path, ["Name"]), []
    for page in archive.names:
        if page.endswith(".md"):
            text, faults = decoded(archive.read(page), f"{archive.path}/{page}")
            problems += faults
            title, _, rest = text.replace("\r\n", "\n").lstrip("\n").partition("\n")
            values = {"Name": title.removeprefix("# ").strip()} | dict(_properties(rest))
            row = Row(f"{archive.path}/{page}", 1, len(table.rows) + 1, values, page=page)
            row.body = with_ids(with_callouts(_body(text.replace("\r\n", "\n"), row)))
            table.rows.append(row)
            table.columns += [name for name in values if name not in table.columns]
    if not table.rows and not problems:
        hint = "In Notion: Export, then the format “Markdown & CSV”."
        problems.append(Problem(archive.path, 0, 0, "it holds no table and no page.", hint))
    for row in table.rows:
        _find_links(row, archive, {row.page: row for row in table.rows})
    return table, problems


def _properties(text: str) -> Iterator[tuple[str, str]]:
    for line in text.removeprefix("\n").split("\n"):
        if not (match := PROPERTY.fullmatch(line)):
            return
        yield match["name"], match["value"]


def with_callouts(text: str) -> str:
    """Turn Notion's callouts, lines between ``<aside>`` and ``</aside>``, into notes of this site."""
    lines, callout = [], None
    for line in text.split("\n"):
        if callout is None and line.strip() == "<aside>":
            callout = []
        elif callout is not None and line.strip() == "</aside>":
            lines += _note(callout)
            callout = None
        else:
            (lines if callout is None else callout).append(line)
    return "\n".join([*lines, *(["<aside>", *callout] if callout is not None else [])])


def _note(lines: list[str]) -> list[str]:
    inside = "\n".join(lines).strip("\n").split("\n")
    return ['!!! note ""', "", *(f"    {line}" if line.strip() else "" for line in inside)]
