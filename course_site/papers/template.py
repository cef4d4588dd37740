"""A new note, empty: what the host's form for a new file begins with, and what each line is for."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from course_site.language import DEFAULT, language
from course_site.papers.note import CORE, FOLDER, TEMPLATE
from course_site.papers.schema import FIELDS

FILE = f"{DEFAULT}/{FOLDER}/{TEMPLATE}.md"
"""Below the docs folder: the form shows the name, and its writer changes it."""
SECTIONS = (*CORE, "limits")
EDIT = re.compile(
    r"(?P<project>https?://[^/]+/.+?)/(?P<dash>-/)?edit/(?P<branch>[^/{}]+)/(?P<folder>[^{}]*)\{path\}"
)
"""How GitHub, Gitea and GitLab (with its dash) address their editor."""


def note_template(code: str = DEFAULT) -> str:
    """Return a note with every field and every section, in a language; what is to be written is a comment."""
    words = language(code)
    width = max(len(one.name) for one in FIELDS) + 2
    given = {"status": "to-do"}
    lines = []
    for one in FIELDS:
        value = f"{one.name + ':':<{width}}{given.get(one.name, '')}".rstrip()
        lines.append(f"{value:<{width}}  # {one.wanted}, such as {one.example.partition(': ')[2]}")
    parts = [
        f"## {words[f'paper_{key}']} {{#{key}}}\n\n<!-- {words[f'paper_{key}_hint']} -->\n"
        for key in SECTIONS
    ]
    return "\n".join(["---", *lines, "---", "", *parts])


def new_note_form(edit_address: str) -> str:
    """Return the address of the host's form for a new file, filled with an empty note.

    `edit_address` is MkDocs' `edit_uri_template`; for a host whose form is not known the answer is empty.
    """
    match = EDIT.fullmatch(edit_address)
    if match is None:
        return ""
    name = "file_name" if match["dash"] else "filename"
    query = urlencode({name: match["folder"] + FILE, "value": note_template()})
    return f"{match['project']}/{match['dash'] or ''}new/{match['branch']}?{query}"
