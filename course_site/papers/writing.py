"""Writes a note as the text of its file: the one writer, whoever made the note."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from course_site.papers.note import Note
from course_site.papers.schema import FIELDS

QUOTED = {"arxiv"}
"""Fields that YAML would take for numbers if they stood without quotation marks."""
SIMPLE = re.compile(r"[A-Za-zÀ-ÿ](?:[\wÀ-ÿ./()-]|[,:]? (?=[\wÀ-ÿ.(]))*", re.ASCII)
COLON, COMMA_OR_COLON = re.compile(":"), re.compile("[,:]")
NUMBER = re.compile(r"[\w./-]+", re.ASCII)
WORDS = {"yes", "no", "true", "false", "on", "off", "null"}
"""What YAML takes for something else than text."""
ENDS_IN_COMMENT = re.compile(r"(?:\A|\n\n)<!--(?:(?!-->).)*-->\Z", re.DOTALL)
"""The English of the heading that follows, in a translated note: it stands directly above it."""


class Plain(yaml.SafeDumper):
    """Writes what the front matter's reader accepts: no anchors, no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write a value twice rather than refer to it."""
        return True


def write_note(note: Note) -> str:
    """Return the text of a note's file; reading it gives the same note."""
    given = {name: value for name, value in facts(note).items() if value not in ("", None, [])}
    return f"---\n{write_front_matter(given | dict(note.extra))}---\n\n{write_body(note)}"


def facts(note: Note) -> dict[str, Any]:
    """Return every field of the schema as front matter holds it; what is not given is empty."""
    return {one.name: _value(note, one.held_as) for one in FIELDS}


def write_front_matter(values: Mapping[str, Any]) -> str:
    """Return one line a value; lists stand on theirs."""
    return "".join(_line(name, value) for name, value in values.items())


def write_body(note: Note) -> str:
    """Return what stands below the front matter."""
    parts = [note.body_before] if note.body_before else []
    for key, text in note.sections:
        parts += [f"## {' '.join(note.headings[key].splitlines())}"] + ([text] if text else [])
    gaps = ["\n" if ENDS_IN_COMMENT.search(part) else "\n\n" for part in parts[:-1]]
    return "".join(part + gap for part, gap in zip(parts, [*gaps, "\n"], strict=True)) if parts else "\n"


def _value(note: Note, name: str) -> Any:
    """Return a value as front matter holds it: a list of one lesson is that lesson."""
    value = getattr(note, name)
    if isinstance(value, tuple):
        return value[0] if name == "lessons" and len(value) == 1 else list(value)
    return value


def _line(name: str, value: Any) -> str:
    if name in QUOTED and isinstance(value, str) and NUMBER.fullmatch(value):
        written = f'"{value}"'
    elif name in QUOTED or (isinstance(value, str) and "\n" in value):
        written = _dumped(value, default_style='"')
    elif isinstance(value, str) or not isinstance(value, list | dict):
        written = _scalar(value)
    elif isinstance(value, list) and value and all(map(_is_simple, value)):
        written = f"[{', '.join(_quoted(one, COMMA_OR_COLON) for one in value)}]"
    else:
        written = _dumped(value, default_flow_style=True)
    return f"{_scalar(name)}: {written}\n"


def _is_simple(value: Any) -> bool:
    """Tell whether a value is text in which nothing but commas and colons means anything to YAML."""
    return isinstance(value, str) and SIMPLE.fullmatch(value) is not None and value.lower() not in WORDS


def _quoted(value: str, signs: re.Pattern[str]) -> str:
    """Put a simple value between quotation marks where YAML would, if it holds one of some `signs`."""
    return f"'{value}'" if signs.search(value) else value


def _scalar(value: Any) -> str:
    """Return one value; most are written without asking YAML, which takes its time."""
    if _is_simple(value):
        return _quoted(value, COLON)
    return str(value) if type(value) is int else _dumped(value)


def _dumped(value: Any, **options: Any) -> str:
    text = yaml.dump(value, Dumper=Plain, allow_unicode=True, width=float("inf"), sort_keys=False, **options)
    return text.removesuffix("...\n").removesuffix("\n")
