"""Small pieces of HTML that every page about papers is made of."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from course_site.language import Language
from course_site.papers.citing import address, apa
from course_site.papers.library import Library
from course_site.papers.names import short_names
from course_site.papers.note import FOLDER, Note, one_line
from course_site.tex.dollars import scan


@dataclass(frozen=True)
class Site:
    """What a page needs to know to speak of papers."""

    library: Library
    words: Language
    link: Callable[[str], str]
    """Returns the address, from this page, of a page below the language's folder: ``papers/index.md``."""
    asset: Callable[[str], str]
    """Returns the address of a file of the site: ``papers/papers.bib``."""
    twin: Callable[[str], str]
    """Returns the address of this same page in another language: ``fr``."""
    new_note: str = ""
    """The address of the host's form for a new note; empty if the host has none that is known."""

    def note_link(self, note: Note) -> str:
        """Return the address of a note's page."""
        return self.link(f"{FOLDER}/{note.key}.md")

    def word(self, kind: str, value: str) -> str:
        """Return a topic, a status or a level in the page's language, as HTML."""
        return html.escape(self.library.vocabulary.word(kind, value, self.words.code))

    def label(self, name: str) -> str:
        """Return one of the site's own words about papers, as HTML."""
        return html.escape(self.words[f"paper_{name}"])


def text_html(text: str) -> str:
    """Return one line of text as HTML, its formulas marked for KaTeX as those of a page are."""
    text, pieces, position = one_line(text), [], 0
    for found in scan(text):
        shown = "$" if found.kind == "dollar" else f'<span class="tex">{html.escape(found.tex)}</span>'
        pieces += [html.escape(text[position : found.start]), shown]
        position = found.end
    return "".join([*pieces, html.escape(text[position:])])


def anchor(href: str, inner: str, attributes: str = "") -> str:
    """Return a link; `inner` is HTML."""
    return f'<a href="{html.escape(href)}"{attributes}>{inner}</a>'


def outward(href: str, text: str = "") -> str:
    """Return a link to another site, which by default shows its address."""
    return anchor(href, html.escape(text or href))


def reference(note: Note) -> str:
    """Return the reference of a paper in APA's style, its address a link."""
    where = address(note)
    said = apa(note).removesuffix(where).rstrip()
    return text_html(said) + (f" {outward(where)}" if where else "")


def in_text(note: Note, words: Language) -> str:
    """Return how a sentence names a paper: ``van Hasselt et al., 2019``."""
    people = short_names(note.authors, words["paper_two_names"], words["paper_and_others"])
    return ", ".join(filter(None, [people or one_line(note.title), str(note.year or "")]))


def topic_link(site: Site, topic: str) -> str:
    """Return a link to the notes of one topic."""
    return anchor(f"{site.link(f'{FOLDER}/index.md')}?topic={quote(topic)}", site.word("topics", topic))


def lesson_link(site: Site, page: str) -> str:
    """Return a link to a lesson, by its title."""
    title = site.library.title(page, site.words.code)
    return anchor(site.link(page), text_html(title))


def foreign(site: Site, note: Note) -> str:
    """Return the mark of a note that is not in the page's language; nothing for one that is."""
    return "" if note.language == site.words.code else f" ({site.label('only_in_default')})"
