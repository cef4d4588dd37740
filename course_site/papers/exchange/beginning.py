"""Begins a note on a paper that has none yet, with what is known about it; the rest is to fill in."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from course_site.language import language
from course_site.papers.exchange.fetching import Found, Services, identify, look_up
from course_site.papers.exchange.rows import made_key
from course_site.papers.note import CORE, Note
from course_site.papers.same_paper import find_note
from course_site.papers.schema import FIELDS
from course_site.papers.writing import facts, write_front_matter
from course_site.problems import Problem, ProblemsFound


def begin_note(
    wanted: str, services: Services, notes: Sequence[Note], code: str, key: str = ""
) -> tuple[str, str, str]:
    """Return the name and the text of a note, and a remark on what could not be looked up.

    `notes` are those of all languages: a twin has the name and the facts of the note that is there.
    ProblemsFound if the paper has a note in this language.
    """
    twin, found = _twin(identify(wanted), notes, code), Found()
    if twin is None:
        found = look_up(wanted, services)
        twin = _twin(found.values, notes, code)
    if twin is None:
        name, text = note_text(found, code, key)
        return name, text, found.remark
    if key not in ("", None, twin.key):
        fault = "is the note on this paper in another language, and twins share their name."
        raise ProblemsFound([Problem(twin.path, 0, 0, fault, "Leave --key out.")])
    return *note_text(Found(facts(twin)), code, twin.key), ""


def _twin(values: Mapping[str, Any], notes: Sequence[Note], code: str) -> Note | None:
    """Return the note on the paper in another language; ProblemsFound if there is one in this language."""
    if found := find_note(values, [note for note in notes if note.language == code]):
        fault = f"is a note on this paper already: {found[1]} is the same."
        raise ProblemsFound([Problem(found[0].path, 0, 0, fault, "Go on with that one.")])
    other = find_note(values, notes)
    return other[0] if other else None


def note_text(found: Found, code: str, key: str = "") -> tuple[str, str]:
    """Return the name and the text of a note that waits to be written; what is missing is empty."""
    words = language(code)
    given = {"status": "to-do", "added": datetime.date.today()} | found.values
    values = {one.name: given.get(one.name, "") for one in FIELDS}
    head = "".join(
        write_front_matter({one.name: values[one.name]})
        if values[one.name]
        else f"{one.name}:  # {one.wanted}, such as {one.example.partition(': ')[2]}\n"
        for one in FIELDS
        if one.required or values[one.name]
    )
    sections = [
        f"## {words[f'paper_{name}']} {{#{name}}}\n\n{words['paper_unwritten']}\n"
        for name in (*CORE, "limits")
    ]
    return key or _key(values), "\n".join([f"---\n{head}---\n", *sections])


def _key(values: Mapping[str, Any]) -> str:
    """Return the name of a note; of a paper of which only its number is known, the whole of that."""
    if values["title"] or values["authors"]:
        return made_key(values["authors"], str(values["year"]), str(values["title"]))
    number = f"arxiv {values['arxiv']}" if values["arxiv"] else f"doi {values['doi']}"
    return re.sub(r"[^a-z0-9]+", "-", number.lower()).strip("-")[:80].rstrip("-")
