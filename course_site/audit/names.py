"""Names in a page that the theme's script looks for: it takes the first of a name, whoever wrote it.

A block named `__config` in a lesson would stand before the theme's own, and tell its script which file to run
as a worker, which no policy of the page then binds.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

CONFIGURATION = "__config"
"""Names the one block of data in a page: the theme's settings for its script."""
WORDS = "__not-found-words"
"""Names the block that the build adds to the 404 page, for `not-found.js`."""
TAKEN = re.compile(
    rf"{CONFIGURATION}|{WORDS}|__(?:analytics|consent|drawer|palette_\d+|search|settings|toc|nav_\w+)"
)
"""Names that the theme or the build gives, once a page. Others that begin so are free: ``__init__``."""


def is_stolen(node: LexborNode, name: str, seen: set[str]) -> bool:
    """True if an element bears a name of the theme within what a page contributes, or as the second one.

    Where a lesson ends its article early, its element stands outside; the theme's own is then the second.
    """
    if not TAKEN.fullmatch(name):
        return False
    is_second = name in seen
    seen.add(name)
    return is_second or _is_contributed(node)


def _is_contributed(node: LexborNode) -> bool:
    above = node.parent
    while above is not None and above.tag != "article":
        above = above.parent
    return above is not None
