"""The course's words in every language: read from one file, checked in the text, shown as a page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from course_site.front_matter import read_yaml
from course_site.language import DEFAULT, language
from course_site.problems import Problem
from course_site.translations.blocks import Block
from course_site.translations.wording import prose

FILE = "assets/glossary.yml"
KEYS = ("term", "note", "avoid")
SHAPE = "Write for example `- {term: accuracy, fr: exactitude}`."


@dataclass(frozen=True)
class Term:
    """One entry; all mappings are by language code."""

    english: str
    translations: Mapping[str, tuple[str, ...]]
    """The first is the usual one."""
    avoid: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    note: Mapping[str, str] = field(default_factory=dict)


def read_glossary(docs: Path, name: str = f"docs/{FILE}") -> tuple[list[Term], list[Problem]]:
    """Read the glossary below the docs folder; a course without the file has no terms."""
    path = docs / FILE
    if not path.is_file():
        return [], []
    return _read(path.read_text(encoding="utf-8-sig"), name)


@lru_cache(maxsize=8)
def _read(text: str, name: str) -> tuple[list[Term], list[Problem]]:
    entries, problems = read_yaml(text, name, 1, "the glossary")
    if problems:
        return [], problems
    if not isinstance(entries, list):
        return [], [Problem(name, 1, 0, "the glossary must be a list of terms.", SHAPE)]
    terms = []
    for number, entry in enumerate(entries, 1):
        if _is_entry(entry):
            terms.append(_term(entry))
        else:
            fault = f"entry {number} of the glossary is no `term` with its translations."
            problems.append(Problem(name, 0, 0, fault, SHAPE))
    return terms, problems


def _is_entry(entry: Any) -> bool:
    if not isinstance(entry, dict) or not isinstance(entry.get("term"), str):
        return False
    words = [value for key, value in entry.items() if key not in KEYS]
    nested = [entry.get(key, {}) for key in ("note", "avoid")]
    return all(isinstance(word, str | list) for word in words) and all(
        isinstance(one, dict) for one in nested
    )


def _term(entry: dict[str, Any]) -> Term:
    translations = {key: _words(value) for key, value in entry.items() if key not in KEYS}
    avoid = {key: _words(value) for key, value in entry.get("avoid", {}).items()}
    return Term(entry["term"], translations, avoid, entry.get("note", {}))


def _words(value: str | list[Any]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(map(str, value))


def glossary_hints(
    terms: Sequence[Term], english: Sequence[Block], translated: Sequence[Block], path: str, code: str
) -> Iterator[Problem]:
    """Yield a hint for each term of the English that a passage translates by another word, or misleads by."""
    ours = _plain(english)
    if not (present := [term for term in terms if _stem(term.english) in ours]):
        return
    theirs = _plain(translated)
    for term in present:
        wanted = term.translations.get(code, ())
        if not wanted or not _pattern(term.english, DEFAULT).search(ours):
            continue
        line = translated[0].line
        if not any(_pattern(word, code).search(theirs) for word in (*wanted, term.english)):
            fault = f"the English says « {term.english} », which the glossary translates by « {wanted[0]} »."
            yield Problem(path, line, 0, fault, "Use that word, or add yours to the glossary.")
        for word in term.avoid.get(code, ()):
            if _pattern(word, code).search(theirs):
                fault = f"« {word} » misleads where the English says « {term.english} »."
                yield Problem(path, line, 0, fault, f"Write « {wanted[0]} ».")


def _plain(blocks: Sequence[Block]) -> str:
    """Return the words of some blocks in small letters, with plain spaces and apostrophes."""
    texts = [" ".join(block.captions.values()) if block.kind == "cell" else block.text for block in blocks]
    text = unicodedata.normalize("NFC", prose("\n\n".join(texts)).lower())
    return " ".join(text.replace("’", "'").replace("*", "").split())


@lru_cache(maxsize=1024)
def _stem(term: str) -> str:
    """Return what every form of an English term begins with."""
    return term.lower().replace("’", "'").removesuffix("y")


@lru_cache(maxsize=4096)
def _pattern(term: str, code: str) -> re.Pattern[str]:
    """Return a pattern that also finds the plural; in another language, every word may end otherwise."""
    words = unicodedata.normalize("NFC", term.lower()).replace("’", "'").split()
    if code == DEFAULT:
        *others, last = words
        last = re.escape(last[:-1]) + "(?:y|ies)" if last.endswith("y") else re.escape(last) + "(?:s|es)?"
        return re.compile(r"(?<!\w)" + " ".join([*map(re.escape, others), last]) + r"(?!\w)")
    stems = (re.escape(re.sub(r"(?<=\w{3})[esx]$", "", word)) + r"\w{0,2}" for word in words)
    return re.compile(r"(?<!\w)" + " ".join(stems) + r"(?!\w)")


def glossary_page(terms: Sequence[Term], languages: Sequence[str], code: str) -> str:
    """Return the table of all terms, for a page in language `code`, as Markdown."""
    shown = [one for one in languages if any(one in term.translations for term in terms)]
    names = [language(one)["name"] for one in (DEFAULT, *shown)]
    rows = [[*names, language(code)["translation_note"]], ["---"] * (len(names) + 1)]
    for term in sorted(terms, key=lambda term: term.english.casefold()):
        words = {DEFAULT: term.english} | {one: ", ".join(term.translations.get(one, ())) for one in shown}
        cells = (_spoken(text, one, code) for one, text in words.items())
        rows.append([*cells, term.note.get(code) or ""])
    return (
        "\n".join("| " + " | ".join(cell.replace("|", r"\|") for cell in row) + " |" for row in rows) + "\n"
    )


def _spoken(text: str, language_code: str, page: str) -> str:
    """Return words for a page, which says in which language they are if that is not its own."""
    return text if language_code == page or not text else f'<span lang="{language_code}">{text}</span>'
