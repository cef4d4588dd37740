"""Styles and scripts that a page does not need are not loaded by it: a page is as light as what it shows."""

from __future__ import annotations

import re

CITATIONS = ('class="cite', 'class="references')
FIGURES = ('class="computed', "data-open")
FILM = ('class="film',)
FORMULAS = ('class="katex',)
NEEDED_FOR: dict[str, tuple[str, ...]] = {
    "assets/katex/katex.min.css": FORMULAS,
    "assets/stylesheets/tex.css": FORMULAS,
    "assets/javascripts/copy-tex.js": FORMULAS,
    "assets/javascripts/name-copy-buttons.js": ("<pre",),
    "assets/stylesheets/diagrams.css": ('class="diagram',),
    "assets/stylesheets/papers.css": ('class="paper',),
    "assets/javascripts/papers.js": ('class="papers-table',),
    "assets/stylesheets/citations.css": CITATIONS,
    "assets/javascripts/citations.js": CITATIONS,
    "assets/stylesheets/translations.css": ("translation-",),
    "assets/javascripts/language-offer.js": ("translation-offer",),
    "assets/stylesheets/figures.css": FIGURES,
    "assets/javascripts/figures.js": FIGURES,
    "assets/stylesheets/film.css": FILM,
    "assets/javascripts/film.js": FILM,
}
"""By file: what a page holds, one of these, if it needs the file."""
LOADS = re.compile(
    r'\s*(?:<link rel="stylesheet" href="[^"]*?(?P<style>assets/[^"]+)">'
    r'|<script src="[^"]*?(?P<script>assets/[^"]+)"[^>]*></script>)'
)


def only_needed(html: str) -> str:
    """Return a page without the files that nothing on it uses."""

    def keep(match: re.Match[str]) -> str:
        wanted_by = NEEDED_FOR.get(match["style"] or match["script"])
        if wanted_by is None or any(mark in html for mark in wanted_by):
            return match.group()
        return ""

    return LOADS.sub(keep, html)
