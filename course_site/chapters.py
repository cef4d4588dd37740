"""The chapters of a course as Jekyll's ``_config.yml`` lists them, turned into a menu for ``mkdocs.yml``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import yaml

from course_site.front_matter import read_yaml
from course_site.problems import Problem

LANGUAGE = re.compile(r"[a-z]{2}(?:-[A-Z]{2})?")
GROUPS = ("prologues", "chapters", "epilogues")
LARGEST = 200_000
"""Bytes that the list of chapters may have: ten times a real one."""
HEAD = (
    "# Made by `course-site import`: copy `nav` into mkdocs.yml,\n"
    "# and what stands under a locale into that locale's entry of the plugin i18n.\n"
)


@dataclass(frozen=True)
class Chapter:
    """One entry of the menu: a page, and those below it."""

    page: str
    """With its language: ``en/week01/01.md``."""
    sections: tuple[str, ...] = ()

    @property
    def pages(self) -> tuple[str, ...]:
        """Return the page and its sections."""
        return (self.page, *self.sections)


@dataclass
class _Reader:
    """Reads one file, and notes what it cannot understand."""

    text: str
    path: str
    is_page: Callable[[str], bool]
    problems: list[Problem] = field(default_factory=list)

    def chapters(self, group: Any, language: str) -> Iterator[Chapter]:
        """Yield the chapters of one list."""
        for entry in self._list(group):
            page = self._page(entry, language)
            sections = self._list(entry.get("sections")) if isinstance(entry, dict) else []
            pages = tuple(filter(None, (self._page(section, language) for section in sections)))
            if page or pages:
                yield Chapter(page or pages[0], pages if page else pages[1:])

    def _list(self, value: Any) -> list[Any]:
        if value is None or isinstance(value, list):
            return value or []
        self._fault(
            "", f"wanted a list of `- path: …` lines, got {value!r:.60}.", "Mend it, or leave it out."
        )
        return []

    def _page(self, entry: Any, language: str) -> str:
        """Return the page an entry names, or nothing where it names none that is safe and there."""
        path = entry.get("path") if isinstance(entry, dict) else None
        if not isinstance(path, str):
            self._fault("", f"wanted `path: {language}/…`, got {entry!r:.60}.", "Mend it, or leave it out.")
            return ""
        parts = path.split("/")
        if path.startswith("/") or "\\" in path or {"", ".", ".."} & set(parts) or parts[0] != language:
            self._fault(path, f"`{path}` is no path below {language}/.", "Nothing was read from there.")
            return ""
        if not path.endswith(".md") or not self.is_page(path):
            self._fault(path, f"`{path}` is not a page of this course.", "It is left out of the menu.")
            return ""
        return path

    def _fault(self, found: str, fault: str, hint: str) -> None:
        lines = enumerate(self.text.split("\n"), 1)
        line = next((n for n, line in lines if found and re.search(rf"[\s'\"]{re.escape(found)}\b", line)), 0)
        self.problems.append(Problem(self.path, line, 0, fault, hint))


def read_chapters(
    text: str, path: str, is_page: Callable[[str], bool]
) -> tuple[str, dict[str, list[Chapter]], list[Problem]]:
    """Return the default language, and the chapters of every language that has some.

    `is_page` says whether a path such as ``en/week01/01.md`` is a page of the course.
    """
    if len(text.encode()) > LARGEST:
        return "en", {}, [Problem(path, 0, 0, f"larger than {LARGEST} bytes.", "It was not read.")]
    values, problems = read_yaml(text, path, 1, path.rpartition("/")[2])
    if problems:
        return "en", {}, problems
    if not isinstance(values, dict):
        return "en", {}, [Problem(path, 0, 0, "wanted `key: value` lines.", "It was not read.")]
    default = values.get("default_lang", "en")
    if not isinstance(default, str) or not LANGUAGE.fullmatch(default):
        fault = f"`default_lang` must be a language such as en, got {default!r}."
        default, problems = "en", [Problem(path, 0, 0, fault, "English is taken.")]
    reader = _Reader(text, path, is_page, problems)
    groups = {default: values} | {
        key: value for key, value in values.items() if _is_language(key) and isinstance(value, dict)
    }
    found = {
        language: [chapter for name in GROUPS for chapter in reader.chapters(group.get(name), language)]
        for language, group in groups.items()
    }
    return default, {language: chapters for language, chapters in found.items() if chapters}, reader.problems


def _is_language(key: Any) -> bool:
    return isinstance(key, str) and bool(LANGUAGE.fullmatch(key))


def menu(default: str, chapters: Mapping[str, list[Chapter]], titles: Mapping[str, str]) -> str:
    """Return the menu as YAML; `titles` holds the title of every chapter's page.

    The default language's chapters serve every language; one with pages of its own gets its own menu.
    """
    shared = chapters.get(default, [])
    known = {_below(page) for chapter in shared for page in chapter.pages}
    languages = []
    for language, own in chapters.items():
        if language == default:
            continue
        entry: dict[str, Any] = {"locale": language}
        if {_below(page) for chapter in own for page in chapter.pages} - known:
            entry["nav"] = _nav(own, titles)
        elif translations := _translations(shared, own, titles):
            entry["nav_translations"] = translations
        if len(entry) > 1:
            languages.append(entry)
    said = ({"nav": _nav(shared, titles)} if shared else {}) | ({"languages": languages} if languages else {})
    return HEAD + yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=200) if said else ""


def _nav(chapters: list[Chapter], titles: Mapping[str, str]) -> list[Any]:
    return [
        {_title(chapter, titles): [_below(page) for page in chapter.pages]}
        if chapter.sections
        else _below(chapter.page)
        for chapter in chapters
    ]


def _translations(shared: list[Chapter], own: list[Chapter], titles: Mapping[str, str]) -> dict[str, str]:
    """Return the titles of chapters in another language by those in the default one, where they differ."""
    ours = {_below(chapter.page): _title(chapter, titles) for chapter in own if chapter.sections}
    pairs = [(_title(c, titles), ours.get(_below(c.page), "")) for c in shared if c.sections]
    return {title: other for title, other in pairs if other and other != title}


def _title(chapter: Chapter, titles: Mapping[str, str]) -> str:
    return titles.get(chapter.page) or PurePosixPath(chapter.page).parent.name


def _below(page: str) -> str:
    """Return a page without its language, as `mkdocs.yml` names it for all languages."""
    return page.partition("/")[2]
