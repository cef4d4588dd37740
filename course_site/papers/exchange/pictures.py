"""The pictures and links of a row: where they go here, and what they are called then."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import quote

from course_site.importing import SCRIPT
from course_site.papers.exchange.notion import LINK, plain
from course_site.papers.exchange.records import Row
from course_site.papers.note import FOLDER
from course_site.problems import Problem

ASSETS = "assets/"
"""In an export of ours, pictures stand below the pages as they stand below the docs folder."""


def picture_place(row: Row, name: str, key: str) -> str:
    """Return where a picture of the archive goes, below the docs folder."""
    inside = name.removeprefix(f"{PurePosixPath(row.page).parent.as_posix()}/")
    if inside.startswith(ASSETS):
        return inside
    *folders, last = plain(inside).split("/")
    words = "-".join([*folders[1:], last])
    return f"{ASSETS}{FOLDER}/{key}/" + (re.sub(r"[^A-Za-z0-9._-]+", "-", words).strip("-.") or "picture")


def relinked(row: Row, body: str, key: str, keys: Mapping[str, str]) -> str:
    """Return a body whose links lead to the pictures' new places and to the other notes.

    `keys` are the notes that pages of the archive became.
    """

    def moved(link: str) -> str:
        if link in row.pictures:
            return "../../" + quote(picture_place(row, row.pictures[link], key))
        page = row.links.get(link)
        return f"{keys[page]}.md{''.join(link.partition('#')[1:])}" if page in keys else link

    return LINK.sub(lambda match: moved(match["link"]), body) if row.pictures or row.links else body


def picture_fault(path: str, name: str, data: bytes) -> Problem | None:
    """Return why a picture must not be brought in: a drawing can hold a script."""
    if name.lower().endswith(".svg") and SCRIPT.search(data):
        hint = "Export it as PNG."
        return Problem(path, 0, 0, f"the drawing {name!r} in it holds a script.", hint)
    return None
