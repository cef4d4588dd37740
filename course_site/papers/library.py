"""Every note of a course in every language, with the words it uses and the lessons that cite it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from course_site.language import DEFAULT, spoken
from course_site.pages import Page
from course_site.papers.citations import find_citations
from course_site.papers.note import FOLDER, Note
from course_site.papers.reading import read_notes
from course_site.papers.vocabulary import Vocabulary, read_vocabulary
from course_site.problems import Problem


@dataclass(frozen=True)
class Library:
    """The notes, and what pages say about each other."""

    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    notes: Mapping[str, Mapping[str, Note]] = field(default_factory=dict)
    """By language, then by key."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """The title of each page, by its path below the docs folder: ``en/spiral/index.md``."""
    cited_in: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The pages below the language's folder that cite a paper, by its key; in the default language."""

    def note(self, key: str, language: str) -> Note | None:
        """Return a note in a language, or in the default one where it has not been translated."""
        return self.notes.get(language, {}).get(key) or self.notes.get(DEFAULT, {}).get(key)

    def every(self, language: str) -> list[Note]:
        """Return every note once, in a language where there is one, newest paper first."""
        keys = dict.fromkeys([*self.notes.get(DEFAULT, {}), *self.notes.get(language, {})])
        notes = [note for key in keys if (note := self.note(key, language))]
        return sorted(notes, key=lambda note: (-(note.year or 0), note.key))

    def title(self, page: str, language: str) -> str:
        """Return the title of a page below the language's folder; its path if it has none."""
        return self.titles.get(f"{language}/{page}") or self.titles.get(f"{DEFAULT}/{page}") or page

    def related(self, note: Note, most: int = 5) -> list[Note]:
        """Return the notes that share the most topics, among equals those of the nearest years."""
        topics = set(note.topics)
        others = [other for other in self.every(note.language) if other.key != note.key]
        sharing = [other for other in others if topics & set(other.topics)]
        distance = {other.key: abs((other.year or 0) - (note.year or 0)) for other in sharing}
        sharing.sort(key=lambda other: (-len(topics & set(other.topics)), distance[other.key], other.key))
        return sharing[:most]


def read_library(docs: Path, pages: Sequence[Page]) -> tuple[Library, list[Problem]]:
    """Read the vocabulary and every note; `pages` are all pages of the course, notes and lessons."""
    vocabulary, problems = read_vocabulary(docs)
    notes: dict[str, dict[str, Note]] = {}
    for language in spoken(docs):
        found, faults = read_notes(docs, language, vocabulary)
        notes[language] = {note.key: note for note in found}
        problems += faults
    titles = {_below_docs(page): str(page.front_matter.values.get("title", "")) for page in pages}
    return Library(vocabulary, notes, titles, _cited_in(pages)), problems


def has_papers(docs: Path) -> bool:
    """Return whether a course keeps notes at all; without the folder, ``[@name]`` is plain text."""
    return any((docs / language / FOLDER).is_dir() for language in spoken(docs))


def _below_docs(page: Page) -> str:
    return "/".join(PurePosixPath(page.path).parts[1:])


def _cited_in(pages: Sequence[Page]) -> dict[str, tuple[str, ...]]:
    """Return the pages of the default language that cite each key, in the order of their paths."""
    cited: dict[str, list[str]] = {}
    for page in pages:
        language, _, below = _below_docs(page).partition("/")
        if language == DEFAULT:
            for key in dict.fromkeys(found.key for found in find_citations(page.text)):
                cited.setdefault(key, []).append(below)
    return {key: tuple(found) for key, found in cited.items()}
