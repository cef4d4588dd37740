r"""From arithmatex's markup to KaTeX's: replaces each ``\(…\)`` and ``\[…\]`` of a rendered page.

`pymdownx.arithmatex` in generic mode decides what is mathematics in Markdown; this decides how it looks.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from course_site.problems import Problem
from course_site.tex.engine import TexError

INLINE = re.compile(r'<span class="arithmatex">\\\((?P<tex>.*?)\\\)</span>', re.DOTALL)
DISPLAY = re.compile(r'<div class="arithmatex">\s*\\\[(?P<tex>.*?)\\\]\s*</div>', re.DOTALL)

Render = Callable[..., str]


def render_math(page: str, render: Render, source: str, path: str, label: str) -> tuple[str, list[Problem]]:
    """Return the page with every formula rendered; a refused one is shown, and is a problem at its line.

    `source` is the Markdown the page was made from, where a refused formula is looked up.
    `label` names the scrolling box of a wide formula to screen readers.
    """
    problems: list[Problem] = []

    def replace(match: re.Match[str], display: bool) -> str:
        tex = html.unescape(match["tex"]).strip()
        try:
            shown = searchable_once(render(tex, display=display))
        except TexError as error:
            line, column = locate(tex, source)
            problems.append(Problem(path, line, column, f"{error.message}."))
            return f'<code class="katex-error" title="{html.escape(error.message)}">{html.escape(tex)}</code>'
        if not display:
            return shown
        box = f'<div class="math-display" role="group" tabindex="0" aria-label="{html.escape(label)}">'
        return f"{box}{shown}</div>"

    page = DISPLAY.sub(lambda match: replace(match, True), page)
    page = INLINE.sub(lambda match: replace(match, False), page)
    return page, problems


def searchable_once(formula: str) -> str:
    """Keep the MathML out of the search index, which would otherwise hold each formula three times."""
    return formula.replace('class="katex-mathml"', 'class="katex-mathml" data-search-exclude')


def locate(tex: str, source: str) -> tuple[int, int]:
    """Return the line and column of a formula in a source, or (0, 0): white space may differ."""
    words = [re.escape(word) for word in tex.split()]
    found = re.search(r"\s+".join(words), source) if words else None
    if found is None:
        return 0, 0
    before = source[: found.start()]
    return before.count("\n") + 1, found.start() - before.rfind("\n")
