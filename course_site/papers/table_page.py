"""The database page: every note as a row of a real table, with a form that the page's script brings to life.

Without the script the table is whole, in print and for a screen reader too; the style sheet hides the form.
With it the form is there from the start, so that nothing moves while the page loads.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable

from course_site.papers.markup import Site, anchor, foreign, lesson_link, text_html
from course_site.papers.names import printed, split_name
from course_site.papers.note import Note

SHOWN_NAMES = 3
"""Authors in a row; the others are searched, and named on the note's page."""

Cell = Callable[[Site, Note], str]


def _title(site: Site, note: Note) -> str:
    return anchor(site.note_link(note), text_html(note.title)) + foreign(site, note)


def _authors(site: Site, note: Note) -> str:
    names = ", ".join(map(printed, note.authors[:SHOWN_NAMES]))
    if len(note.authors) > SHOWN_NAMES:
        names = site.words["paper_and_others"].format(names)
    return html.escape(names)


def _topics(site: Site, note: Note) -> str:
    return ", ".join(site.word("topics", topic) for topic in note.topics)


def _lessons(site: Site, note: Note) -> str:
    return ", ".join(lesson_link(site, page) for page in note.lessons)


COLUMNS: tuple[tuple[str, Cell], ...] = (
    ("title", _title),
    ("authors", _authors),
    ("year", lambda site, note: str(note.year or "")),
    ("venue", lambda site, note: text_html(note.venue)),
    ("topics", _topics),
    ("status", lambda site, note: site.word("statuses", note.status)),
    ("level", lambda site, note: site.word("levels", note.level)),
    ("lesson", _lessons),
)
"""The site's word for each column, and what stands in it; the first names its row."""


def table_page(site: Site) -> str:
    """Return the links, the form and the table, as one block of HTML without blank lines."""
    notes = site.library.every(site.words.code)
    parts = [_links(site), _views(site), _form(site, notes), _count(site, notes), _table(site, notes)]
    return '<div class="papers" id="papers">\n' + "\n".join(parts) + "\n</div>\n"


def _views(site: Site) -> str:
    views = (("", "table"), ("topics", "topics"), ("reading", "reading"))
    links = "\n".join(
        anchor(f"?view={name}" if name else "?", site.label(f"view_{word}"), f' data-view="{name}"')
        for name, word in views
    )
    return f'<nav class="papers-views" aria-label="{site.label("views")}">\n{links}\n</nav>'


def _form(site: Site, notes: list[Note]) -> str:
    """Return the search box and a list for each filter: what occurs, in the order of the vocabulary."""
    vocabulary = site.library.vocabulary

    def known(kind: str, used: Iterable[str]) -> list[tuple[str, str]]:
        ranked = sorted(set(used), key=lambda name: (vocabulary.rank(kind, name), name))
        return [(name, site.word(kind, name)) for name in ranked if name]

    years = sorted({note.year for note in notes if note.year}, reverse=True)
    pages = sorted({page for note in notes for page in note.lessons})
    lessons = [(page, html.escape(site.library.title(page, site.words.code))) for page in pages]
    filters = {
        "topic": ("topics", known("topics", (topic for note in notes for topic in note.topics))),
        "status": ("status", known("statuses", (note.status for note in notes))),
        "year": ("year", [(str(year), str(year)) for year in years]),
        "level": ("level", known("levels", (note.level for note in notes))),
        "lesson": ("lesson", lessons),
    }
    search = f'<label class="papers-text">{site.label("text")} <input type="search" name="find"></label>'
    lists = [_select(site, name, *choices) for name, choices in filters.items()]
    reset = f'<button type="reset" class="papers-button">{site.label("reset")}</button>'
    inner = "\n".join([search, *lists, reset])
    attributes = f'role="search" aria-label="{site.label("find")}" autocomplete="off"'
    return f'<form class="papers-find" {attributes}>\n{inner}\n</form>'


def _select(site: Site, name: str, label: str, choices: list[tuple[str, str]]) -> str:
    """Return a list of choices; each is a value and its words, which are HTML."""
    options = "".join(f'<option value="{html.escape(value)}">{text}</option>' for value, text in choices)
    anything = f'<option value="">{site.label("any")}</option>'
    return f'<label>{site.label(label)} <select name="{name}">{anything}{options}</select></label>'


def _count(site: Site, notes: list[Note]) -> str:
    whole = site.words["paper_count"].format(shown=len(notes), all=len(notes))
    said = f'data-count="{site.label("count")}" data-nothing="{site.label("nothing")}"'
    return f'<p class="papers-count" role="status" {said}>{html.escape(whole)}</p>'


def _table(site: Site, notes: list[Note]) -> str:
    """Return the table; the names of its columns also reach the style sheet, for cards on narrow screens."""
    heads = "".join(f'<th scope="col">{site.label(name)}</th>' for name, _ in COLUMNS)
    names = ";".join(f"--papers-{i}:'{site.label(name)}'" for i, (name, _) in enumerate(COLUMNS, 1))
    rows = "\n".join(_row(site, note) for note in notes)
    sort = f'data-sort="{site.label("sort")}"'
    return (
        f'<table class="papers-table" style="{names}" {sort}>\n<caption>{site.label("caption")}</caption>\n'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    )


def _row(site: Site, note: Note) -> str:
    first, *others = (cell(site, note) for _, cell in COLUMNS)
    facts = {
        "topic": " ".join(note.topics),
        "status": note.status,
        "level": note.level,
        "lesson": " ".join(note.lessons),
        "by": split_name(note.authors[0])[1] if note.authors else "",
        "more": ", ".join(map(printed, note.authors[SHOWN_NAMES:])),
    }
    data = "".join(f' data-{name}="{html.escape(value)}"' for name, value in facts.items() if value)
    cells = "".join(f"<td>{text}</td>" for text in others)
    return f'<tr{data}><th scope="row">{first}</th>{cells}</tr>'


def _links(site: Site) -> str:
    """Return the links to the host's form and to the downloads."""
    links = [
        anchor(site.asset("papers/papers.bib"), site.label("download_bib"), " download"),
        anchor(site.asset("papers/papers.csv"), site.label("download_csv"), " download"),
    ]
    if site.new_note:
        links.insert(0, anchor(site.new_note, site.label("add"), ' class="papers-button"'))
    return '<p class="papers-links">\n' + "\n".join(links) + "\n</p>"
