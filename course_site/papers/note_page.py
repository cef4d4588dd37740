"""What the build adds to a note: its title, its properties, how to cite it, and where to go from there."""

from __future__ import annotations

import html
from collections.abc import Callable

from course_site.byline import date_html
from course_site.language import language
from course_site.papers.citing import apa, bibtex, plain
from course_site.papers.markup import Site, anchor, foreign, lesson_link, outward, text_html, topic_link
from course_site.papers.names import printed
from course_site.papers.note import FOLDER, Note

Property = tuple[str, Callable[[Site, Note], str]]


def _links(site: Site, note: Note) -> str:
    given = [
        outward(f"https://doi.org/{note.doi}", f"DOI {note.doi}") if note.doi else "",
        outward(f"https://arxiv.org/abs/{note.arxiv}", f"arXiv {note.arxiv}") if note.arxiv else "",
        outward(note.url, site.words["paper_full_text"]) if note.url else "",
        outward(note.code, site.words["paper_code"]) if note.code else "",
    ]
    return ", ".join(filter(None, given))


def _twins(site: Site, note: Note) -> str:
    return ", ".join(
        anchor(site.twin(code), html.escape(language(code)["name"]), f' lang="{code}" hreflang="{code}"')
        for code, notes in site.library.notes.items()
        if note.key in notes and code != note.language
    )


def _rating(site: Site, note: Note) -> str:
    return site.label("rating_of_five").format(note.rating) if note.rating else ""


def _cited_in(site: Site, note: Note) -> str:
    pages = site.library.cited_in.get(note.key, ())
    return ", ".join(lesson_link(site, page) for page in pages if page != f"{FOLDER}/{note.key}.md")


PROPERTIES: tuple[Property, ...] = (
    ("authors", lambda site, note: html.escape(", ".join(map(printed, note.authors)))),
    ("venue", lambda site, note: text_html(note.venue)),
    ("year", lambda site, note: str(note.year or "")),
    ("topics", lambda site, note: ", ".join(topic_link(site, topic) for topic in note.topics)),
    ("status", lambda site, note: site.word("statuses", note.status)),
    ("level", lambda site, note: site.word("levels", note.level)),
    ("lesson", lambda site, note: ", ".join(lesson_link(site, page) for page in note.lessons)),
    ("cited_in", _cited_in),
    ("links", _links),
    ("also_in", _twins),
    ("added", lambda site, note: date_html(note.added, site.words) if note.added else ""),
    ("rating", _rating),
)
"""What a note shows of its paper: the site's word, and what stands behind it. What is empty is left out."""


def note_page(body: str, site: Site, note: Note) -> str:
    """Return the page of a note; `body` is the HTML of its sections, with or without a title of its own."""
    head, title, rest = body.partition("</h1>")
    if not title:
        head, rest = f"<h1>{text_html(note.title)}", "\n" + body
    above = "\n".join([_properties(site, note), _cite_box(site, note)])
    return "\n".join([f"{head}</h1>", above, rest, _onward(site, note)])


def _properties(site: Site, note: Note) -> str:
    rows = [
        f"<div><dt>{site.label(name)}</dt><dd>{shown}</dd></div>"
        for name, show in PROPERTIES
        if (shown := show(site, note))
    ]
    return '<dl class="paper-facts">\n' + "\n".join(rows) + "\n</dl>"


def _cite_box(site: Site, note: Note) -> str:
    """Return the three ways to cite the paper, folded; the theme puts a copy button on each."""
    ways = (("BibTeX", bibtex(note)), ("APA", apa(note)), (site.label("plain"), plain(note)))
    parts = [f"<p>{name}</p>\n<pre><code>{html.escape(text)}</code></pre>" for name, text in ways]
    summary = f"<summary>{site.label('cite')}</summary>"
    return '<details class="paper-cite">\n' + "\n".join([summary, *parts]) + "\n</details>"


def _onward(site: Site, note: Note) -> str:
    """Return the notes nearby, and the way back to all of them."""
    parts = []
    if related := site.library.related(note):
        items = "\n".join(f"<li>{_related(site, other)}</li>" for other in related)
        parts = [f'<h2 id="related">{site.label("related")}</h2>', f"<ul>\n{items}\n</ul>"]
    everything = anchor(site.link(f"{FOLDER}/index.md"), site.label("all"))
    return "\n".join([*parts, f"<p>{everything}</p>"])


def _related(site: Site, other: Note) -> str:
    year = f", {other.year}" if other.year else ""
    return anchor(site.note_link(other), text_html(other.title)) + year + foreign(site, other)
