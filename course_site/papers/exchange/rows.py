"""Turns a row of somebody's table into the text of a note."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from course_site.papers.citing import kind_of_venue
from course_site.papers.exchange.cleaning import clean, clean_line
from course_site.papers.exchange.mapping import ColumnMap
from course_site.papers.exchange.meanings import FORBIDDEN, KIND, LISTS, SECTIONS
from course_site.papers.exchange.records import Row
from course_site.papers.exchange.sections import with_sections
from course_site.papers.exchange.values import (
    read_date,
    read_value,
    split_authors,
    split_list,
    without_others,
)
from course_site.papers.names import split_name
from course_site.papers.note import fold
from course_site.papers.schema import BY_NAME, NAME
from course_site.papers.writing import write_front_matter

SMALL_WORDS = re.compile(
    "a|an|and|are|as|at|by|can|do|does|for|from|how|in|is|it|not|of|on|or|the|to|use|using|via|what|when|why|with"
    "|au|aux|ce|comment|dans|de|des|du|en|est|et|la|le|les|ou|pour|pourquoi|que|qui|sur|un|une"
)
OTHERS_REMARK = "says “et al.”: add the authors whom it stands for"
REFUSED_REMARK = "sets `{key}`, which no table may set: it is left out"
CLEANED_REMARK = "holds HTML or links that could run something: they are shown as text, or left out"
HOST = re.compile(r"https?://(?:www\.)?([^\s/:?#]+)")
YEAR = re.compile(r"\b(1[5-9]|20|21)\d\d\b")
ARXIV = re.compile(r"\barxiv[:\s]\s*(\d{4}\.\d{4,5}|[a-z-]+/\d{7})", re.IGNORECASE)


@dataclass(frozen=True)
class Terms:
    """How the rows of one table are to be read."""

    mapping: ColumnMap
    names: Mapping[str, Mapping[str, str]]
    """What topics, status and level may be called, and what they are."""
    language: str
    """Of rows that name none."""
    languages: Collection[str]
    semicolons: bool = False
    """Whether they stand between the names of authors: a lone comma then stands inside one."""


@dataclass(frozen=True)
class Draft:
    """What one row says, in the words of this site, not checked yet."""

    row: Row
    language: str
    values: Mapping[str, Any]
    """Front matter."""
    body: str
    added: tuple[str, ...] = ()
    """The sections that the row did not have, and that wait to be written."""
    remarks: tuple[str, ...] = ()
    """What the row says less clearly than a note must."""
    citekey: str = ""
    """The name of the note that the row asks for, if it does."""

    @property
    def name(self) -> str:
        """Say which row this is."""
        return f"row {self.row.number} (“{str(self.values.get('title', ''))[:60]}”)"

    def text(self) -> str:
        """Return the text of the note's file."""
        return f"---\n{write_front_matter(self.values)}---\n\n{self.body}\n"

    def key(self) -> str:
        """Return the name of the note: the one asked for, or author, year and a word of the title."""
        return self.citekey or made_key(
            self.values.get("authors", []),
            str(self.values.get("year", "")),
            str(self.values.get("title", "")),
        )


def draft(row: Row, terms: Terms) -> Draft:
    """Read a row."""
    told = _by_target(row, terms.mapping)
    language = told.get("language", "").strip().lower()
    language = language if language in terms.languages else terms.language
    is_ours = {"citekey", "language"} <= told.keys()  # nothing is left to guess then
    has_others = False
    if not is_ours:
        told["authors"], has_others = without_others(told.get("authors", ""))
    values = {name: _value(name, told[name], terms) for name in BY_NAME if told.get(name)}
    if not is_ours and "arxiv" not in values and (found := ARXIV.search(told.get("venue", ""))):
        values["arxiv"] = found[1]
    for name, value in terms.mapping.defaults.items():
        values.setdefault(name, value)
    values = {name: values[name] for name in BY_NAME if values.get(name) not in ("", [], None)}
    extra = _extra(row, terms.mapping, told.get("more", ""))
    refused = sorted(FORBIDDEN & extra.keys())
    extra = {key: value for key, value in extra.items() if key not in FORBIDDEN}
    remarks = (OTHERS_REMARK,) * has_others + tuple(REFUSED_REMARK.format(key=key) for key in refused)
    if "venue" not in values and (venue := _venue(values, extra)):
        values["venue"] = venue
        remarks += (f"names no venue: its site stands there, {venue}",) * (venue in values.get("url", ""))
    kind = KIND.get(fold(told.get("entrytype", "")), "")
    if kind and kind != kind_of_venue(values.get("venue", "")):
        values.setdefault("kind", kind)
    values = {name: values[name] for name in BY_NAME if name in values} | extra
    text = "\n\n".join(part for part in (told.get("body", ""), row.body) if part.strip())
    body, added = with_sections(text, {key: told[key] for key in SECTIONS if key in told}, language)
    cleaned = clean(body)
    remarks += (CLEANED_REMARK,) * (cleaned != body)
    citekey = told.get("citekey", "")
    citekey = citekey if NAME.fullmatch(citekey) else ""
    return Draft(row, language, values, cleaned, added, remarks, citekey)


def _venue(values: Mapping[str, Any], extra: dict[str, Any]) -> str:
    """Return what stands for a venue: the publisher, who is not named twice then, the site, or arXiv."""
    if isinstance(extra.get("publisher"), str):
        return extra.pop("publisher")
    host = HOST.match(values.get("url", ""))
    return "arXiv" if values.get("arxiv") or (host and host[1] == "arxiv.org") else host[1] if host else ""


def made_key(authors: list[str], year: str, title: str) -> str:
    """Return a name such as ``vanhasselt-2019-parametric``: author, year, the first word of weight."""
    family = fold_ascii(split_name(authors[0])[1]) if authors else ""
    every = re.findall(r"\w+", title.lower())
    words = [word for word in every if not SMALL_WORDS.fullmatch(word)] or every
    longest = next((word for word in words if len(word) > 3), words[0] if words else "")
    return "-".join(part for part in (family, fold_ascii(year), fold_ascii(longest)) if part)[:80] or "paper"


def fold_ascii(text: str) -> str:
    """Return the plain small letters and digits of `text`."""
    return re.sub(r"[^a-z0-9]", "", fold(text.replace("ø", "o").replace("ł", "l").replace("ß", "ss")))


def _by_target(row: Row, mapping: ColumnMap) -> dict[str, str]:
    """Return what the row says by field; of several columns for one field, the first that says something."""
    told: dict[str, str] = {}
    for column, text in row.values.items():
        target = mapping.columns.get(column, "")
        if target and not target.startswith("+") and text.strip():
            told.setdefault(target, text)
    return told


def _value(name: str, text: str, terms: Terms) -> Any:
    """Return what a field of front matter holds; the note's reader refuses what it cannot be."""
    if name in LISTS:
        values = [_word(name, word, terms) for word in _words(name, text)]
        kept = list(dict.fromkeys(value for value in values if value))
        return kept if name == "topics" else next(iter(kept), "")
    if name == "authors":
        return [clean_line(author) for author in split_authors(text, semicolons=terms.semicolons)]
    if name == "kind":
        return KIND.get(fold(text), text)
    if name == "lesson":
        pages = split_list(text)
        return pages[0] if len(pages) == 1 else pages
    if name == "year":
        found = YEAR.search(text)
        return int(found[0]) if found else text
    if name == "rating":
        return int(text) if text.strip().isdigit() and len(text) < 9 else text.count("⭐") or text
    if name == "added":
        return read_date(text)
    return clean_line(text)


def _words(name: str, text: str) -> list[str]:
    return split_list(text) if name == "topics" else [text.strip()]


def _word(name: str, word: str, terms: Terms) -> str:
    told = terms.mapping.values.get(name, {})
    names = terms.names[name]
    return told.get(word) or names.get(word) or names.get(fold(word), word)


def _extra(row: Row, mapping: ColumnMap, more: str) -> dict[str, Any]:
    """Return what is kept beside the schema."""
    kept = {
        target[1:]: read_value(row.values[column])
        for column, target in mapping.columns.items()
        if target.startswith("+") and row.values.get(column, "")
    }
    others = read_value(more) if more else {}
    kept |= others if isinstance(others, dict) else {"more": others}
    return {
        key: clean_line(value) if isinstance(value, str) else value
        for key, value in kept.items()
        if key not in BY_NAME
    }
