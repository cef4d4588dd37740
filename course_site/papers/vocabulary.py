"""The one list of topics, statuses and levels, with the words of every language: `assets/papers.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from course_site.front_matter import read_yaml
from course_site.language import DEFAULT
from course_site.papers.schema import NAME
from course_site.problems import Problem

FILE = "assets/papers.yml"
"""Below the docs folder."""
LISTS = ("topics", "statuses", "levels")
UNSORTED = "to-sort"
"""The topic of a paper that comes in without one, in a list that has it."""

Words = Mapping[str, Mapping[str, str]]
"""By name, then by language: ``{"optimisation": {"en": "Optimisation", "fr": "Optimisation"}}``."""


@dataclass(frozen=True)
class Vocabulary:
    """What notes may say; the order of each list is the order in which pages show it."""

    topics: Words = field(default_factory=dict)
    statuses: Words = field(default_factory=dict)
    levels: Words = field(default_factory=dict)
    path: str = f"docs/{FILE}"
    """As messages name it."""
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    """The 1-based line of each name."""

    def known(self, name: str) -> Words:
        """Return one of the lists, by its name."""
        return getattr(self, name)

    def word(self, name: str, value: str, language: str) -> str:
        """Return a value of the list `name` in a language; the value itself if it is not in the list."""
        words = self.known(name).get(value, {})
        return words.get(language) or words.get(DEFAULT) or value

    def rank(self, name: str, value: str) -> int:
        """Return the place of a value in its list; an unknown one comes last."""
        known = list(self.known(name))
        return known.index(value) if value in known else len(known)


def read_vocabulary(docs: Path) -> tuple[Vocabulary, list[Problem]]:
    """Read the list below `docs`; a course without one has an empty vocabulary."""
    file, path = docs / FILE, f"{docs.name}/{FILE}"
    if not file.is_file():
        return Vocabulary(path=path), []
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return Vocabulary(path=path), [
            Problem(path, 0, 0, "the list is not UTF-8 text.", "Save it as UTF-8.")
        ]
    values, problems = read_yaml(text, path, 1, "the list")
    if problems:
        return Vocabulary(path=path), problems
    values = {} if values is None else values
    problems = _faults(values, text.split("\n"), path)
    lists = {name: _list(values, name) for name in LISTS}
    lines = text.split("\n")
    names = [name for words in lists.values() for name in words]
    return Vocabulary(**lists, path=path, lines={name: _line_of(name, lines) for name in names}), problems


def _list(values: Any, name: str) -> Words:
    entries = values.get(name) if isinstance(values, dict) else None
    entries = entries if isinstance(entries, dict) else {}
    return {
        str(key): {str(code): str(word) for code, word in words.items()}
        for key, words in entries.items()
        if isinstance(words, dict)
    }


def _faults(values: Any, lines: list[str], path: str) -> list[Problem]:
    """Return what is wrong with the shape of the list."""
    if not isinstance(values, dict) or set(values) != set(LISTS):
        wanted = f"the list must have {', '.join(f'`{name}`' for name in LISTS)} and nothing else."
        return [Problem(path, 1, 0, wanted, "Write each at the left margin, followed by a colon.")]
    problems = []
    for name, entries in values.items():
        if not isinstance(entries, dict):
            problems.append(
                _fault(path, lines, name, f"`{name}` must hold one entry a line.", "optimisation")
            )
            continue
        for key, words in entries.items():
            if not NAME.fullmatch(str(key)):
                fault = f"a name in `{name}` is lower-case letters, digits and hyphens, got {key!r}."
                problems.append(_fault(path, lines, key, fault, "optimisation"))
            elif not isinstance(words, dict) or DEFAULT not in words:
                fault = f"`{key}` needs its words, by language."
                problems.append(_fault(path, lines, key, fault, key))
    return problems


def _fault(path: str, lines: list[str], key: object, fault: str, example: object) -> Problem:
    line = _line_of(key, lines)
    hint = f"Write for example `  {example}: {{en: Optimisation, fr: Optimisation}}`."
    return Problem(path, line, 0, fault, hint)


def _line_of(key: object, lines: list[str]) -> int:
    return next((number for number, text in enumerate(lines, 1) if text.strip().startswith(f"{key}:")), 1)
