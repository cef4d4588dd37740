"""Where the links of an export's pages lead: to pictures and rows, which come in, or to what stays out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote

from course_site.papers.exchange.archive import Archive
from course_site.papers.exchange.records import Row

IDENTITY = re.compile(
    r"[ _]?[0-9a-f]{32}(?=$|_all$|/|\.)|[ _][0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=$|/|\.)"
)
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
ADDRESS = r"[^()\s<>]*(?:\([^()\s<>]*\)[^()\s<>]*)*"
LINK = re.compile(rf"(?<=\]\()(?P<link>{ADDRESS})(?=\)|\s+\")")
LINKED = re.compile(
    r"!?\[(?P<words>(?:[^\[\]\n\\]|\\.|\[[^\[\]\n]*\])*)\]"
    rf"\((?P<link>{ADDRESS})(?:[ \t]+\"[^\"\n]*\")?\)"
)
"""A link or a picture as a whole, its words within one pair of brackets at most."""
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
LONGEST_FILES = 2_000
"""Characters of a property that may name files; a longer one is a text."""
INDEX = "index.html"
"""What Notion adds to an export for people to click through."""


def plain(name: str) -> str:
    """Return the name of a file or folder without Notion's number."""
    return IDENTITY.sub("", name)


def find_links(row: Row, archive: Archive, pages: Mapping[str, Row]) -> None:
    """Note which links of a row's page lead to pictures of the archive, to other rows, to nothing here."""
    pictures, links, gone = {}, {}, set()
    for match in LINK.finditer(row.body):
        link = match["link"]
        named = unquote(link.partition("#")[0])
        target = inside(row.page, named)
        if not named or ELSEWHERE.match(named):
            continue
        if target in pages:
            links[link] = target
        elif target in archive.readers and target.lower().endswith(PICTURES):
            pictures[link] = target
        elif target in archive.readers or IDENTITY.search(PurePosixPath(named).name):
            gone.add(link)
    row.pictures, row.links, row.gone = pictures, links, gone


def inside(page: str, link: str) -> str:
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


def drop_files(row: Row, archive: Archive, table: str) -> None:
    """Take files out of the properties of a row: what is left are the words and addresses."""
    for name, value in list(row.values.items())[1:]:
        parts = value.split(",") if "/" in value and len(value) <= LONGEST_FILES else []
        kept = [part for part in parts if not _is_file(part, archive, table, row.page)]
        if len(kept) < len(parts):
            row.values[name] = ",".join(kept).strip()


def _is_file(part: str, archive: Archive, *pages: str) -> bool:
    named = unquote(part.strip())
    return any(inside(page, named) in archive.readers for page in pages)


def without_links(body: str, gone: Collection[str]) -> str:
    """Return a text in which these links are the words that they were."""
    if not gone:
        return body
    return LINKED.sub(lambda match: match["words"] if match["link"] in gone else match.group(), body)


def left_out(archive: Archive, folder: str, rows: Iterable[Row], known: Collection[str]) -> list[str]:
    """Say which files of a folder nothing took; `known` are those that were read, or reported already."""
    taken = set(known)
    for row in rows:
        taken |= {row.page, *row.pictures.values()}
    return [
        f"{archive.path}/{name}: left out: no page of a row, and no picture that one shows"
        for name in archive.names
        if name.startswith(folder) and name not in taken and PurePosixPath(name).name != INDEX
    ]
