"""Reads a note from its file; every fault names file, line, field, what was wanted and what was found."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from course_site.comments import blank_comments
from course_site.front_matter import FrontMatter, read_front_matter
from course_site.language import language as language_pack
from course_site.pages import LARGEST_PAGE, language_of
from course_site.papers.note import CORE, FOLDER, TEMPLATE, Note
from course_site.papers.schema import BY_NAME, FIELDS, NAME, OTHERS, Field
from course_site.papers.sections import Section, split_sections
from course_site.papers.vocabulary import Vocabulary
from course_site.problems import Problem, nearest

ALIKE = 0.75
"""How alike a key and a field must be to be the same word misspelt: other keys are kept, and nobody minds."""
LONGEST_QUOTE = 60
MANY_LINES = ("a list", "a table of keys and values")
"""What stands on several lines is not quoted."""


def read_notes(docs: Path, language: str, vocabulary: Vocabulary) -> tuple[list[Note], list[Problem]]:
    """Read every note of a language, in the order of their keys."""
    notes, problems = [], []
    for file in sorted((docs / language / FOLDER).glob("[!.]*.md")):
        path = file.relative_to(docs.parent).as_posix()
        try:
            text = file.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            problems.append(Problem(path, line, 0, "the page is not UTF-8 text.", "Save it as UTF-8."))
            continue
        if is_note(text, path):
            note, faults = read_note(text, path, vocabulary)
            notes += [note] if note else []
            problems += faults
    return notes, problems


def is_note(text: str, path: str) -> bool:
    """Return whether a page of the folder is a note: all but its index, and those that say `note: false`."""
    if PurePosixPath(path).stem == "index":
        return False
    return _front_matter(text, path)[0].values.get("note") is not False


def read_note(text: str, path: str, vocabulary: Vocabulary) -> tuple[Note | None, list[Problem]]:
    """Read one note; None if its front matter cannot be read at all.

    A field that is not what is wanted is a problem, and empty in the note; a word that the vocabulary lacks
    is a problem too, and kept.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    front_matter, problems = _front_matter(text, path)
    if not front_matter.values:
        return None, problems or [_no_front_matter(path)]
    values = front_matter.values
    places = _places(text, front_matter.first_line_after)
    fields, faults = _read_fields(values, text.split("\n"), places, path, vocabulary)
    before, sections = split_sections(text, front_matter.first_line_after)
    told = {problem.line for problem in problems} - {1}
    faults = [*problems, *(fault for fault in faults if fault.line not in told)]
    faults += _section_faults(sections, path) + _key_faults(path)
    note = Note(
        key=PurePosixPath(path).stem,
        language=language_of(path),
        path=path,
        **fields,
        sections=tuple((section.key, section.text) for section in sections),
        headings={section.key: section.heading for section in sections},
        extra={name: value for name, value in values.items() if name not in BY_NAME},
        body_before=before,
        places=places | {section.key: section.line for section in sections},
    )
    return note, sorted(faults)


@lru_cache(maxsize=4096)
def _front_matter(text: str, path: str) -> tuple[FrontMatter, list[Problem]]:
    if len(text) > LARGEST_PAGE:
        fault = f"the page has {len(text)} characters, more than {LARGEST_PAGE}."
        return FrontMatter(), [Problem(path, 0, 0, fault, "Split it into several pages.")]
    return read_front_matter(text, path)


def _read_fields(
    values: Mapping[str, Any],
    lines: Sequence[str],
    places: Mapping[str, int],
    path: str,
    vocabulary: Vocabulary,
) -> tuple[dict[str, Any], list[Problem]]:
    """Return the fields of the schema by the names that a `Note` gives them."""
    read: dict[str, Any] = {}
    problems = []
    for one in FIELDS:
        value = values.get(one.name)
        if value in (None, "", []):
            if one.required:
                fault = f"`{one.name}` is missing: wanted {one.wanted}."
                problems.append(Problem(path, places.get(one.name, 1), 0, fault, _example(one)))
            continue
        try:
            read[one.held_as] = one.read(value)
        except ValueError:
            line = places.get(one.name, 1)
            fault = f"`{one.name}` must be {one.wanted}, got {_got(value, lines[line - 1])}."
            problems.append(Problem(path, line, 0, fault, _example(one)))
            continue
        problems += _unknown_words(one, read[one.held_as], places, path, vocabulary)
    for name in values:
        if name not in (known := [*BY_NAME, *OTHERS]):
            close = difflib.get_close_matches(str(name).lower().replace("_", "-"), known, 1, ALIKE)
            fault = f"front matter has `{name}`, which means nothing here."
            hints = [f"Did you mean `{found}`?" for found in close]
            problems += [Problem(path, places.get(name, 1), 0, fault, hint) for hint in hints]
    return read, problems


def _got(value: Any, line: str) -> str:
    """Return a value as its writer sees it: what YAML takes for a day or a list is quoted from its line."""
    if isinstance(value, str):
        return repr(value)
    written = line.partition(":")[2].strip()
    return f"`{written[:LONGEST_QUOTE]}`" if written else MANY_LINES[isinstance(value, dict)]


def _unknown_words(
    one: Field, value: Any, places: Mapping[str, int], path: str, vocabulary: Vocabulary
) -> list[Problem]:
    known = vocabulary.known(one.words) if one.words else {}
    words = value if isinstance(value, tuple) else (value,)
    problems = []
    for word in words if known else ():
        if word not in known:
            fault = f"`{one.name}` must come from the list in {vocabulary.path}, got {word!r}."
            listed = ", ".join(f"`{name}`" for name in known)
            hint = nearest(word, known).strip() or f"The list has {listed}."
            problems.append(Problem(path, places.get(one.name, 1), 0, fault, hint))
    return problems


def _section_faults(sections: Sequence[Section], path: str) -> list[Problem]:
    """Return the sections that are missing, given twice or empty."""
    words = language_pack(language_of(path))
    problems = []
    keys = [section.key for section in sections]
    for key in CORE:
        title = words[f"paper_{key}"]
        if key not in keys:
            fault = f"the section “{title}” is missing."
            hint = f"Write a line `## {title} {{#{key}}}`, and your answer below it."
            problems.append(Problem(path, 1, 0, fault, hint))
    for section in sections:
        name = section.key.removesuffix("-2")
        title = words[f"paper_{name}"] if name in CORE else ""
        if title and name != section.key:
            fault = f"the section “{title}” is there twice."
            problems.append(Problem(path, section.line, 0, fault, "Put its text into the first one."))
        elif title and not _said(section.text, path):
            fault = f"the section “{title}” is empty."
            problems.append(Problem(path, section.line, 0, fault, "Write at least one sentence below it."))
    return problems


def _said(text: str, path: str) -> str:
    """Return what a text says without its comments."""
    return (blank_comments(text, path)[0] if "<!--" in text else text).strip()


def _key_faults(path: str) -> list[Problem]:
    stem = PurePosixPath(path).stem
    if NAME.fullmatch(stem) and stem != TEMPLATE:
        return []
    fault = f"the name of a note is lower-case letters, digits and hyphens, got {stem!r}."
    if stem == TEMPLATE:
        fault = "this is the name of the template."
    return [Problem(path, 0, 0, fault, "Rename it like vanhasselt-2019-parametric.md.")]


def _no_front_matter(path: str) -> Problem:
    fault = "a note begins with the facts about its paper, between two --- lines, and these are missing."
    return Problem(
        path, 1, 0, fault, "Copy them from another note; a page that is no note says `note: false`."
    )


def _example(one: Field) -> str:
    return f"Write for example `{one.example}`."


def _places(text: str, first_line_after: int) -> dict[str, int]:
    """Return the line of each key of the front matter."""
    places: dict[str, int] = {}
    for number, line in enumerate(text.split("\n")[: first_line_after - 1], 1):
        name, colon, _ = line.partition(":")
        if colon and name and not name[0].isspace():
            places.setdefault(name.strip("\"' "), number)
    return places
