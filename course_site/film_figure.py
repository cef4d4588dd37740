"""The player of a film, in the figure whose picture is its strip of snapshots: film.js fills its place."""

from __future__ import annotations

import hashlib
import html
import json

from course_site.cells import Cell
from course_site.language import Language

PREFIX = "film_"
"""How the names of a player's words begin in `languages/*.yml`."""


def film_name(cell: Cell, film: bytes) -> str:
    """Name a film by its cell and content, as figures are named."""
    return f"{cell.options['name']}.{hashlib.sha256(film).hexdigest()[:10]}.bin"


def film_player(film: str, language: Language) -> str:
    """Return the place of a player, not shown until the script has filled it; `film` is an address."""
    words = {key.removeprefix(PREFIX): word for key, word in language.words.items() if key.startswith(PREFIX)}
    text = html.escape(json.dumps(words, ensure_ascii=False))
    return f'<div class="film" hidden data-film="{html.escape(film)}" data-words="{text}"></div>\n'
