"""The pictures and links of a row: where they go here, and what they are called then."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from urllib.parse import quote

from course_site.diagrams.safety import check_svg
from course_site.diagrams.xml_tree import Refused, read_xml
from course_site.papers.exchange.links import LINK, plain, without_links
from course_site.papers.exchange.records import Row
from course_site.papers.note import FOLDER
from course_site.problems import Problem

ASSETS = "assets/"
"""In an export of ours, pictures stand below the pages as they stand below the docs folder."""


def picture_places(rows: Iterable[tuple[Row, str]]) -> dict[str, str]:
    """Return where each picture of an archive goes, below the docs folder, by its name there.

    `rows` are given with the names of their notes. No two pictures go to one place, not even where a system
    makes no difference between capital and small letters.
    """
    places: dict[str, str] = {}
    used: dict[str, int] = {}
    for row, key in rows:
        for name in row.pictures.values():
            if name not in places:
                places[name] = _free(_place(row, name, key), used)
    return places


def _place(row: Row, name: str, key: str) -> str:
    """Return where a picture goes if no other does: it keeps its name, as far as that has plain letters."""
    own = name.removeprefix(f"{PurePosixPath(row.page).parent.as_posix()}/")
    if own.startswith(ASSETS):
        return own
    *folders, last = plain(own).split("/")
    stem, _, suffix = last.rpartition(".")
    words = re.sub(r"[^A-Za-z0-9._-]+", "-", "-".join([*folders[1:], stem])).strip("-.")
    return f"{ASSETS}{FOLDER}/{key}/{words or 'picture'}.{suffix}"


def _free(place: str, used: dict[str, int]) -> str:
    """Return a place, its name numbered if it is taken; `used` counts how often each was wanted."""
    stem, _, suffix = place.rpartition(".")
    free = place
    while count := used.get(free.casefold(), 0):
        used[free.casefold()] = count + 1
        free = f"{stem}-{count + 1}.{suffix}"
    used[free.casefold()] = 1
    return free


def relinked(row: Row, body: str, places: Mapping[str, str], keys: Mapping[str, str]) -> str:
    """Return a body whose links lead to the pictures' new places and to the other notes.

    `keys` are the notes that pages of the archive became; a link to what does not come in is just its words.
    """

    def moved(link: str) -> str:
        if link in row.pictures:
            return "../../" + quote(places[row.pictures[link]])
        page = row.links.get(link)
        return f"{keys[page]}.md{''.join(link.partition('#')[1:])}" if page in keys else link

    gone = {*row.gone, *(link for link, page in row.links.items() if page not in keys)}
    body = without_links(body, gone)
    return LINK.sub(lambda match: moved(match["link"]), body) if row.pictures or row.links else body


def picture_fault(path: str, name: str, data: bytes) -> Problem | None:
    """Return why a picture must not be brought in: a drawing can hold a script, however it is written."""
    if not name.lower().endswith(".svg"):
        return None
    try:
        check_svg(read_xml(data))
    except Refused as refused:
        fault = f"the drawing {name!r} in it cannot come in: {refused.message}"
        return Problem(path, 0, 0, fault, "Export it as PNG.")
    return None
