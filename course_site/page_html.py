"""Small changes to a page's HTML, each a function of text."""

from __future__ import annotations

import html as escaping
import posixpath
import re
from itertools import count
from pathlib import PurePosixPath

from course_site.language import Language

FIGURES = "assets/figures/"
KATEX = "assets/katex/"
KATEX_CSS = KATEX + "katex.min.css"

TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
TOGGLE_COMPLETION = re.compile(r'(<input class="md-toggle"[^>]*) autocomplete="off"')
OPENER = '<label class="md-header__button md-icon" for="__drawer"'
THEME_SCRIPT = re.compile(r'<script src="(?P<to>[^"]*)assets/javascripts/bundle\.')
SEARCH = "assets/javascripts/search.js"
"""It decides when the theme's search starts, and so stands before the theme's own script."""
FOOTNOTE_BACK = re.compile(r'title="Jump back to footnote (\d+) in the text"')
SWITCH = re.compile(r'<a href="(?P<path>/[^"]*)" hreflang=')


def download_name(src_uri: str) -> str:
    """Name a page's downloads: after the page, after its folder for an index page, or ``home``."""
    path = PurePosixPath(src_uri)
    if path.stem != "index":
        return path.stem
    return path.parent.name if len(path.parts) > 2 else "home"


def with_downloads(html: str, name: str, words: Language, *, at_end: bool = False) -> str:
    """Offer the notebook and the script of a page under its title, or at its end."""
    links = (
        f'<a href="{name}.ipynb" download>{escaping.escape(words["notebook_download"])}</a> '
        f'<a href="{name}.py" download>{escaping.escape(words["script_download"])}</a>'
    )
    note = f'<p class="downloads"><span>{escaping.escape(words["notebook_note"])}</span> {links}</p>'
    if at_end:
        return html + note
    head, title, rest = html.partition("</h1>")
    return head + title + note + rest if title else note + html


def in_language(html: str, words: Language) -> str:
    """Translate the few words that Markdown extensions put into a page."""
    html = html.replace('title="Permanent link"', f'title="{escaping.escape(words["permalink"])}"')
    return FOOTNOTE_BACK.sub(
        lambda found: f'title="{escaping.escape(words["footnote_back"].format(found[1]))}"', html
    )


def mended_theme(html: str, words: Language) -> str:
    """Mend what validators and screen readers find wrong with the theme's own markup, and its spelling."""
    dialog = 'data-md-component="search" role="dialog"'
    html = html.replace(dialog, f'{dialog} aria-label="{escaping.escape(words["search"])}"')
    html = html.replace(OPENER, f'{OPENER} data-name="{escaping.escape(words["menu"])}"')
    html = THEME_SCRIPT.sub(rf'<script src="\g<to>{SEARCH}"></script>\g<0>', html)
    for said, better in words["theme_words"].items():
        html = html.replace(f'title="{said}"', f'title="{escaping.escape(better)}"')
    if 'id="__toc"' not in html:  # a page outside the menu has no such switch
        html = html.replace(' for="__toc"', "")
    return TOGGLE_COMPLETION.sub(r"\1", html).replace(' tabindex=""', "")


def with_focusable_tables(html: str, words: Language) -> str:
    """Put each table into a box of its own that scrolls sideways, and that the keyboard reaches.

    The class keeps the theme's script from putting a box round it that the keyboard does not reach.
    """
    numbers = count(1)

    def boxed(match: re.Match[str]) -> str:
        name = f"{escaping.escape(words['table'])} {next(numbers)}"
        return f'<div class="table-box" role="group" tabindex="0" aria-label="{name}">{match.group()}</div>'

    return TABLE.sub(boxed, html).replace("<table>", '<table class="boxed">')


def relative_switch(html: str, page_url: str, root: str) -> str:
    """Make the language switch's absolute links relative: the site may stand under any sub-path.

    `page_url` is relative to the site; `root` is the path of the site's own address, such as ``/course/``.
    """

    def replace(match: re.Match[str]) -> str:
        target = match["path"].removeprefix(root)
        link = posixpath.relpath("/" + target, "/" + page_url)
        return f'<a href="{link}/" hreflang='

    return SWITCH.sub(replace, html)
