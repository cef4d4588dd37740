"""Values as one line of text: lists, and what YAML knows besides text; what is written is read back."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Any

import yaml

from course_site.front_matter import UniqueKeyLoader
from course_site.papers.note import one_line
from course_site.papers.writing import Plain

LARGEST_TYPED = 8_192
AND = re.compile(r"\s+(?:and|et|&)\s+")


def join_list(values: Iterable[str], *, names: bool = False) -> str:
    r"""Join by commas as Notion does, or by ``;`` where a value holds one: ``Doe, Jane; Roe, Ann``.

    In a list of `names`, an “and” separates as well.
    """
    listed = list(values)
    if all(_is_simple(value) and not (names and AND.search(f" {value} ")) for value in listed):
        return ", ".join(listed)
    escaped = [value.replace("\\", "\\\\").replace(";", "\\;") for value in listed]
    return "; ".join(escaped) + (";" if len(listed) == 1 else "")


def split_list(text: str) -> list[str]:
    """Split what `join_list` wrote, or what people write: by ``;`` if there is one, by commas if not."""
    if ";" not in text:
        parts = text.split(",")
    else:
        parts = [re.sub(r"\\(.)", r"\1", part) for part in re.findall(r"(?:\\.|[^\\;])+", text, re.DOTALL)]
    return [part.strip() for part in parts if part.strip()]


def split_authors(text: str) -> list[str]:
    """Split a list of names: ``A, B and C`` as well as ``Doe, Jane and Roe, Ann``."""
    parts = AND.split(text)
    if ";" in text or len(parts) == 1:
        return split_list(text)
    if all(part.count(",") == 1 for part in parts):
        return [part.strip() for part in parts]
    return [name for part in parts for name in split_list(part)]


def _is_simple(value: str) -> bool:
    return bool(value) and value == value.strip() and not re.search(r"[,;]", value)


def write_value(value: Any) -> str:
    """Write a value of front matter: text as it is, anything else as YAML on one line."""
    if isinstance(value, str):
        return _quoted(value) if _typed(value) is not None or value != one_line(value) or not value else value
    return _flow(value)


def read_value(text: str) -> Any:
    """Return the value that `write_value` wrote; what it never writes is text."""
    typed = _typed(text)
    return text if typed is None else typed[0]


def _typed(text: str) -> tuple[Any] | None:
    """Return the value that a text stands for, in a tuple; None if it is just text."""
    if not text or len(text) > LARGEST_TYPED or not re.match(r"[\w.+~\-\[{\"]", text):
        return None
    try:
        value = yaml.load(text, Loader=UniqueKeyLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    if isinstance(value, str):
        return (value,) if _quoted(value) == text else None
    return (value,) if _flow(value) == text else None


def _flow(value: Any) -> str:
    options = {"default_flow_style": True, "allow_unicode": True, "width": float("inf"), "sort_keys": False}
    return yaml.dump(value, Dumper=Plain, **options).removesuffix("...\n").strip("\n")


def _quoted(value: str) -> str:
    options = {"default_style": '"', "allow_unicode": True, "width": float("inf")}
    return yaml.safe_dump(value, **options).strip("\n")


def read_date(text: str) -> str:
    """Return a date as 2026-11-24: from what Notion writes, ``November 24, 2026``, or from ISO."""
    text = text.strip().partition(" → ")[0]
    for form in ("%Y-%m-%d", "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%Y/%m/%d", "%B %d, %Y %I:%M %p"):
        try:
            return datetime.datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    return text
