"""The one schema of a note's front matter: a table of fields, each with what is wanted and an example."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from course_site.papers.names import is_group

DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
ARXIV = re.compile(
    r"(?:https?://arxiv\.org/(?:abs|pdf)/|arxiv:\s*)?"
    r"(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?)(?:\.pdf)?",
    re.IGNORECASE,
)
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""What a citation key, a topic, a status and a level are made of."""
KINDS = (
    "article", "inproceedings", "incollection", "book", "phdthesis", "mastersthesis", "techreport", "misc",
)  # fmt: skip
"""Of entries in BibTeX."""
YEARS = range(1500, 2200)
RATINGS = range(1, 6)


@dataclass(frozen=True)
class Field:
    """One key of a note's front matter."""

    name: str
    read: Callable[[Any], Any]
    """Returns the value a `Note` holds; ValueError if it is not what is wanted."""
    wanted: str
    example: str
    """The whole line, as a contributor would write it."""
    required: bool = False
    attribute: str = ""
    """What a `Note` calls it, where that differs."""
    words: str = ""
    """The list of the vocabulary that its values come from, if any: ``topics``, ``statuses``, ``levels``."""

    @property
    def held_as(self) -> str:
        """The attribute of a `Note`."""
        return self.attribute or self.name


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError
    return str(value).strip()


def _names(value: Any) -> tuple[str, ...]:
    """A list of names, each on one line; one name alone may stand without the list."""
    if isinstance(value, str) and (is_group(value) or not re.search(r",|;|\s(?:and|et)\s", value)):
        value = [value]
    return tuple(re.sub(r"\s*\n\s*", " ", name) for name in _several(value))


def _several(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) and name.strip() for name in value):
        raise ValueError
    return tuple(name.strip() for name in value)


def _words(value: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_several([value] if isinstance(value, str) else value)))


def _number(allowed: range) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int | str) or int(value) not in allowed:
            raise ValueError
        return int(value)

    return read


def _shaped(shape: re.Pattern[str]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not (match := shape.fullmatch(value.strip())):
            raise ValueError
        return match[1]

    return read


def _address(value: Any) -> str:
    parts = urlsplit(_text(value))
    if parts.scheme not in ("http", "https") or not parts.netloc or re.search(r"\s", _text(value)):
        raise ValueError
    return _text(value)


def _kind(value: Any) -> str:
    if value not in KINDS:
        raise ValueError
    return value


def _pages(value: Any) -> tuple[str, ...]:
    pages = _words(value)
    if any(not page.endswith(".md") or page.startswith("/") or ".." in page.split("/") for page in pages):
        raise ValueError
    return pages


def _day(value: Any) -> datetime.date:
    if isinstance(value, datetime.datetime):
        return value.date()
    return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(_text(value))


FIELDS = (
    Field("title", _text, "the paper's own title", 'title: "Adam: A Method for Stochastic Optimization"',
          required=True),
    Field("authors", _names, "a list of names", "authors: [Diederik P. Kingma, Jimmy Ba]", True),
    Field("year", _number(YEARS), "the year it appeared", "year: 2015", True),
    Field("venue", _text, "where it appeared", "venue: ICLR 2015", True),
    Field("doi", _shaped(DOI), "a DOI, which begins with 10.", "doi: 10.1038/323533a0"),
    Field("arxiv", _shaped(ARXIV), "an arXiv number between quotation marks", 'arxiv: "1412.6980"'),
    Field("url", _address, "an address that begins with https://", "url: https://example.org/paper.pdf"),
    Field("code", _address, "an address that begins with https://", "code: https://example.org/code"),
    Field("kind", _kind, f"one of {', '.join(KINDS)}", "kind: incollection"),
    Field("topics", _words, "a list of topics", "topics: [optimisation]", True, words="topics"),
    Field("status", _text, "one status", "status: done", True, words="statuses"),
    Field("level", _text, "one level", "level: introductory", True, words="levels"),
    Field(
        "lesson", _pages, "a page below the language's folder, or a list of pages", "lesson: spiral/index.md",
        attribute="lessons",
    ),
    Field("added", _day, "a day, written year-month-day", "added: 2026-11-24"),
    Field("rating", _number(RATINGS), "a whole number from 1 to 5", "rating: 4"),
)  # fmt: skip
"""In the order in which a note is written."""
BY_NAME = {one.name: one for one in FIELDS}
OTHERS = ("description", "note", "lang", "lang-ref", "translator", "translation-date", "typora-root-url")
"""Keys that pages of this site know and notes may have too."""
