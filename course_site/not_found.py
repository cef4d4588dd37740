"""The page for an address that leads nowhere: a host serves one for all languages, so it speaks them all.

A small script, `not-found.js`, leaves only the language of the address; without it, all are shown.
"""

from __future__ import annotations

import html as escaping
import re
from collections.abc import Mapping

from course_site.language import DEFAULT, Language

HEADING = re.compile(r"<h1>404 - [^<]*</h1>")
SCRIPT = "assets/javascripts/not-found.js"


def not_found(html: str, languages: Mapping[str, Language], root: str) -> str:
    """Return the theme's 404 page with a passage for each language.

    `root` is the path of the site on its host, such as ``/course/``: such a page is served at any depth.
    """
    passages = "".join(_passage(words, root) for words in languages.values())
    script = f'<script src="{escaping.escape(root)}{SCRIPT}" defer></script>'
    return HEADING.sub(lambda _: passages, html, count=1).replace("</body>", script + "</body>", 1)


def _passage(words: Language, root: str) -> str:
    first = words.code == DEFAULT
    home = root if first else f"{root}{words.code}/"
    level = "h1" if first else "h2"
    return (
        f'<section class="not-found" lang="{words.code}" data-below="{escaping.escape(home)}">'
        f"<{level}>{escaping.escape(words['not_found'])}</{level}>"
        f"<p>{escaping.escape(words['not_found_advice'])}</p>"
        f'<p><a href="{escaping.escape(home)}">{escaping.escape(words["not_found_home"])}</a></p></section>\n'
    )
