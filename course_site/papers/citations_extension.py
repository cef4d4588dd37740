"""A Python-Markdown extension: ``[@key]`` becomes a citation, and the page ends with its references.

A citation shows its reference while the pointer or the keyboard is on it, without any script.
"""

from __future__ import annotations

import html
import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from course_site.papers.citations import BRACKET, Citation, parts_of
from course_site.papers.citing import apa
from course_site.papers.markup import Site, anchor, in_text, reference, text_html
from course_site.papers.note import Note


class Cite(InlineProcessor):
    """Replaces brackets all of whose keys are known; the check has reported any other."""

    def __init__(self, md: Markdown, site: Site) -> None:
        super().__init__(BRACKET.pattern, md)
        self.site = site
        self.cited: dict[str, Note] = {}
        self.count = 0

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str | None, int | None, int | None]:
        """Return the citation as finished HTML."""
        parts = parts_of(m["all"])
        found = [(part, self.site.library.note(part.key, self.site.words.code)) for part in parts]
        if not found or not all(note for _, note in found):
            return None, None, None
        inner = "; ".join(self._one(part, note) for part, note in found if note)
        return self.md.htmlStash.store(f'<span class="cite">({inner})</span>'), m.start(0), m.end(0)

    def _one(self, part: Citation, note: Note) -> str:
        self.cited.setdefault(note.key, note)
        self.count += 1
        card = f"cite-{self.count}"
        shown = html.escape(in_text(note, self.site.words))
        link = anchor(f"#ref-{note.key}", shown, f' class="cite-link" aria-describedby="{card}"')
        detail = f", {html.escape(part.detail)}" if part.detail else ""
        box = f'<span class="cite-card" role="tooltip" id="{card}" data-search-exclude>'
        return f"{link}{box}{text_html(apa(note))}</span>{detail}"


class References(Treeprocessor):
    """Puts the list of what was cited at the end of the page, in the order of the first author's name."""

    def __init__(self, md: Markdown, cite: Cite) -> None:
        super().__init__(md)
        self.cite = cite

    def run(self, root: Element) -> None:
        """Append a heading, which joins the table of contents, and the list."""
        if not self.cite.cited:
            return
        taken = {element.get("id") for element in root.iter()}
        identifier = "references" if "references" not in taken else "references-cited"
        heading = SubElement(root, "h2", {"id": identifier})
        heading.text = self.cite.site.words["paper_references"]
        notes = sorted(self.cite.cited.values(), key=lambda note: (apa(note).casefold(), note.key))
        items = "\n".join(self._item(note) for note in notes)
        SubElement(root, "p").text = self.md.htmlStash.store(f'<ul class="references">\n{items}\n</ul>')

    def _item(self, note: Note) -> str:
        site = self.cite.site
        own = anchor(site.note_link(note), site.label("reference_note"))
        return f'<li id="ref-{note.key}">{reference(note)} <span class="reference-note">{own}</span></li>'


class CitationsExtension(Extension):
    """Reads the citations of one page."""

    def __init__(self, **options: Any) -> None:
        self.config = {"site": ["", "What the page needs to know of the papers."]}
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:
        """Register both steps: before links are read, and between attributes and the table of contents."""
        site = self.getConfig("site")
        if not site or not site.library.notes:
            return
        cite = Cite(md, site)
        md.inlinePatterns.register(cite, "cite", 172)
        md.treeprocessors.register(References(md, cite), "references", 7)


def makeExtension(**options: Any) -> CitationsExtension:
    """Return the extension, for Python-Markdown."""
    return CitationsExtension(**options)
