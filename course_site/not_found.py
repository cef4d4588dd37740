"""The page for an address that leads nowhere: a host serves one for all languages, so it speaks them all.

A small script, `not-found.js`, leaves only the language of the address, in its own header and menu;
without it, every passage is shown, in the header and menu of the first language.
"""

from __future__ import annotations

import html as escaping
import json
import re
from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser

from course_site.audit.names import CONFIGURATION, WORDS
from course_site.language import DEFAULT, Language, language
from course_site.translations.typography import with_typography

HEADING = re.compile(r"<h1>404 - [^<]*</h1>")
SPOKEN = re.compile(r'<html lang="([^"]+)"')
ALTERNATE = re.compile(r'\s*<link rel="alternate" [^>]*>')
SCRIPT = "assets/javascripts/not-found.js"
SETTINGS = f'<script id="{CONFIGURATION}"'
"""Where the theme keeps its words for its script, which reads them next."""
WORDED = (".md-header", ".md-sidebar--primary", ".md-sidebar--secondary", ".md-footer", f"#{CONFIGURATION}")
"""The parts of the theme's page that hold words."""


class NotFound:
    """Takes the theme's 404 page in each language, as each is built, and makes one page of them."""

    def __init__(self, root: str) -> None:
        """Begin with no page; `root` is the path of the site on its host, such as ``/course/``.

        The page is served at any depth.
        """
        self.root = root
        self._pages: dict[str, str] = {}

    def with_page(self, html: str) -> str:
        """Return the page that speaks every language so far and that of `html`."""
        code = spoken_by(html)
        self._pages[code] = with_typography(html, language(code))
        return not_found(self._pages, self.root)


def spoken_by(html: str) -> str:
    """Return the language that a page says it is in."""
    spoken = SPOKEN.search(html)
    return spoken[1] if spoken else DEFAULT


def not_found(pages: Mapping[str, str], root: str) -> str:
    """Return one 404 page; `pages` holds the theme's own by language, the default one first."""
    first, *others = pages
    passages = "".join(_passage(language(code), root) for code in pages)
    html = HEADING.sub(lambda _: passages, pages[first], count=1)
    before, mark, after = ALTERNATE.sub("", html).partition(SETTINGS)
    own, end, rest = after.partition("</script>")
    words = {code: _words(pages[code]) for code in others}
    data = json.dumps(words, ensure_ascii=False).replace("</", "<\\/").replace("<!--", "<\\u0021--")
    added = (
        f'<script type="application/json" id="{WORDS}">{data}</script>'
        f'<script src="{escaping.escape(root)}{SCRIPT}"></script>'
    )
    return f"{before}{mark}{own}{end}{added if mark else ''}{rest}"


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


def _words(html: str) -> dict[str, str]:
    """Return what of a page holds words, by the selector that finds its place; and the site's name."""
    page = LexborHTMLParser(html)
    parts = {name: page.css_first(name) for name in WORDED}
    title = page.css_first("title")
    return {"title": title.text() if title else ""} | {n: part.html for n, part in parts.items() if part}
