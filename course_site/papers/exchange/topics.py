"""Topics that a table brings and the vocabulary lacks: added to its file, for somebody to translate."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import yaml

from course_site.language import DEFAULT
from course_site.papers.exchange.carrying import EXTENDED, Write
from course_site.papers.exchange.mapping import ColumnMap
from course_site.papers.note import fold
from course_site.papers.schema import NAME
from course_site.papers.vocabulary import FILE, UNSORTED, Vocabulary
from course_site.problems import Problem

UNSORTED_WORDS = {"en": "To sort", "fr": "À classer"}
ENTRY = re.compile(r" +\w")
TOPICS = re.compile(r"topics:\s*(?:#.*)?")


def with_new_topics(
    vocabulary: Vocabulary, mapping: ColumnMap, languages: Iterable[str], *, is_lacking: bool
) -> Vocabulary:
    """Return a vocabulary that has every topic nobody knows, and tell the mapping its name.

    If a row is lacking one, there is a topic for that too.
    """
    added: dict[str, dict[str, str]] = {}
    words = mapping.values.get("topics", {})
    for word, told in words.items():
        name = told or topic_name(word)
        if NAME.fullmatch(name):
            words[word] = name
            added.setdefault(name, dict.fromkeys(languages, word))
    if is_lacking and mapping.defaults.setdefault("topics", UNSORTED) == UNSORTED:
        added[UNSORTED] = {code: UNSORTED_WORDS.get(code, UNSORTED_WORDS[DEFAULT]) for code in languages}
    new = {name: words for name, words in added.items() if name not in vocabulary.topics}
    return replace(vocabulary, topics={**vocabulary.topics, **new})


def untranslated(before: Vocabulary, after: Vocabulary) -> list[str]:
    """Return a remark for every new topic that has one word for all languages."""
    said = "{}: the new topic `{}` has the word “{}” in every language: translate it there"
    return [
        said.format(after.path, name, min(words.values()))
        for name, words in after.topics.items()
        if name not in before.topics and len(words) > len(set(words.values())) == 1
    ]


def topic_name(word: str) -> str:
    """Return the name of a topic: ``Graph neural nets`` is ``graph-neural-nets``; none without letters."""
    pieces = (fold(piece) for piece in re.split(r"[\W_]+", word))
    return "-".join(piece for piece in pieces if piece and piece.isascii())


def topics_file(docs: Path, before: Vocabulary, after: Vocabulary) -> tuple[Write | None, Problem | None]:
    """Return the list's file with a line for every new topic, or why that cannot be."""
    file = docs / FILE
    data = _with_lines(file, [_line(name, after) for name in after.topics if name not in before.topics])
    if data is None:
        fault = "new topics cannot be added here: `topics:` must stand on a line of its own."
        return None, Problem(
            before.path, 0, 0, fault, "Write the list as one entry a line, or add them yourself."
        )
    return Write(file, before.path, lambda: data, EXTENDED), None


def _with_lines(file: Path, new: list[str]) -> bytes | None:
    """Return the list's file with these lines at the end of its topics; None if there is no such place."""
    lines = file.read_text(encoding="utf-8").split("\n") if file.is_file() else []
    start = next((number for number, line in enumerate(lines) if TOPICS.fullmatch(line)), -1)
    if start < 0:
        return None
    end = start + 1
    while end < len(lines) and (lines[end].startswith((" ", "#")) or not lines[end].strip()):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    margin = next((line[: -len(line.lstrip())] for line in lines[start + 1 : end] if ENTRY.match(line)), "  ")
    return "\n".join([*lines[:end], *(margin + line for line in new), *lines[end:]]).encode()


def _line(name: str, vocabulary: Vocabulary) -> str:
    words = yaml.safe_dump(
        dict(vocabulary.topics[name]), default_flow_style=True, allow_unicode=True, width=float("inf")
    )
    return f"{name}: {words.strip()}"
