"""Checks every note of a course together: twins agree, no paper is there twice, lessons and keys exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from course_site.front_matter import read_front_matter
from course_site.language import DEFAULT
from course_site.pages import Page
from course_site.papers.citations import check_citations
from course_site.papers.library import Library, has_papers, read_library
from course_site.papers.note import Note
from course_site.papers.same_paper import find_duplicates
from course_site.papers.schema import FIELDS
from course_site.problems import Problem, nearest
from course_site.settings import Settings


def check_papers(settings: Settings, pages: Sequence[Page]) -> Iterable[Problem]:
    """Check every note, and every citation on every page."""
    if not has_papers(settings.docs):
        return
    library, problems = read_library(settings.docs, pages)
    told = {fault for page in pages for fault in read_front_matter(page.text, page.path)[1]}
    yield from (problem for problem in problems if problem not in told)
    yield from find_duplicates(list(library.notes.get(DEFAULT, {}).values()))
    yield from check_twins(library)
    yield from check_words(library)
    yield from check_lessons(library, settings.docs)
    keys = {key for notes in library.notes.values() for key in notes}
    for page in pages:
        yield from check_citations(page, keys)


def check_twins(library: Library) -> Iterator[Problem]:
    """Yield where a translated note says something else about its paper than the original."""
    originals = library.notes.get(DEFAULT, {})
    for language, notes in library.notes.items():
        for key, note in notes.items():
            if language == DEFAULT:
                continue
            if key not in originals:
                path = note.path.replace(f"/{language}/", f"/{DEFAULT}/", 1)
                fault = f"this note has no original at {path}."
                yield Problem(note.path, 0, 0, fault, "Write that one first, or mend the file's name.")
                continue
            yield from _differences(note, originals[key])


def _differences(note: Note, original: Note) -> Iterator[Problem]:
    for one in FIELDS:
        here, there = getattr(note, one.held_as), getattr(original, one.held_as)
        if here != there:
            fault = f"`{one.name}` is {_shown(here)} here, and {_shown(there)} in {original.path}."
            yield Problem(
                note.path, note.line(one.name), 0, fault, "A translation keeps the facts: copy them."
            )


def check_words(library: Library) -> Iterator[Problem]:
    """Yield each topic, status and level that notes of a language use, and that has no word in it."""
    vocabulary = library.vocabulary
    for language, notes in library.notes.items():
        for one in FIELDS:
            known = vocabulary.known(one.words) if one.words else {}
            values = (getattr(note, one.held_as) for note in notes.values())
            used = {word for value in values for word in (value if isinstance(value, tuple) else (value,))}
            for word in sorted(used & known.keys()):
                if language not in known[word]:
                    fault = f"`{word}` has no word in `{language}`, in which a note uses it."
                    hint = f"Add one behind the one in English: `{language}: …`."
                    yield Problem(vocabulary.path, vocabulary.lines.get(word, 1), 0, fault, hint)


def check_lessons(library: Library, docs: Path) -> Iterator[Problem]:
    """Yield each lesson that a note serves and that does not exist."""
    for language, notes in library.notes.items():
        for note in notes.values():
            for lesson in note.lessons:
                if any((docs / folder / lesson).is_file() for folder in (language, DEFAULT)):
                    continue
                known = [path.partition("/")[2] for path in library.titles if path.startswith(f"{DEFAULT}/")]
                fault = f"`lesson` must be a page below {docs.name}/{language}/, got {lesson!r}."
                hint = nearest(lesson, known).strip() or "Write for example `lesson: spiral/index.md`."
                yield Problem(note.path, note.line("lesson"), 0, fault, hint)


def _shown(value: object) -> str:
    """Return a value as front matter writes it."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(str, value))}]"
    return str(value) if value not in (None, "") else "missing"
