"""Topics that a table brings and the vocabulary lacks: added to its file, for somebody to translate."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import yaml

from course_site.papers.exchange.carrying import EXTENDED, Write
from course_site.papers.exchange.mapping import ColumnMap
from course_site.papers.note import fold
from course_site.papers.vocabulary import FILE, Vocabulary


def with_new_topics(vocabulary: Vocabulary, mapping: ColumnMap, languages: Iterable[str]) -> Vocabulary:
    """Return a vocabulary that has every topic nobody knows, and tell the mapping its name."""
    added = {}
    words = mapping.values.get("topics", {})
    for word, name in words.items():
        if not name and (name := topic_name(word)):
            words[word] = name
            if name not in vocabulary.topics:
                added[name] = dict.fromkeys(languages, word)
    return replace(vocabulary, topics={**vocabulary.topics, **added}) if added else vocabulary


def topic_name(word: str) -> str:
    """Return the name of a topic: ``Graph neural nets`` is ``graph-neural-nets``."""
    pieces = (fold(piece) for piece in re.split(r"[\W_]+", word))
    return "-".join(piece for piece in pieces if piece and piece.isascii())


def topics_file(docs: Path, before: Vocabulary, after: Vocabulary) -> Write:
    """Return the list's file with a line for every new topic; all other lines stay as they are."""
    file = docs / FILE
    lines = file.read_text(encoding="utf-8").split("\n")
    start = next(number for number, line in enumerate(lines) if line.startswith("topics:"))
    end = start + 1
    while end < len(lines) and (lines[end].startswith((" ", "#")) or not lines[end].strip()):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    new = [_line(name, after) for name in after.topics if name not in before.topics]
    data = "\n".join([*lines[:end], *new, *lines[end:]]).encode()
    return Write(file, before.path, lambda: data, EXTENDED)


def _line(name: str, vocabulary: Vocabulary) -> str:
    words = yaml.safe_dump(
        dict(vocabulary.topics[name]), default_flow_style=True, allow_unicode=True, width=float("inf")
    )
    return f"  {name}: {words.strip()}"
