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
LONGEST_DAY = 40
"""Characters of a day and a time in YAML: what is longer and holds a space is text, a list or a table."""
DAYS = (
    "%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%SZ", "%Y/%m/%d", "%Y/%m/%d %H:%M",
    "%B %d, %Y", "%B %d, %Y %I:%M %p", "%b %d, %Y", "%d %B %Y",
)  # fmt: skip
"""How Notion, Zotero and people write a day: ``November 24, 2026``, ``2026-11-24 10:00:00``."""
AND = re.compile(r"(?<!\s)\s+(?:and|et|&)\s+")
AND_OTHERS = "et al."
OTHERS = re.compile(r"[\s,;]+(?:et\s+al\.?|and\s+others)[\s;]*$", re.IGNORECASE)
FAMILY_FIRST = re.compile(r"[^\W\d_][^,;]{0,80},\s{0,3}(?:[^\W\d_]\.[\s-]?){1,9}")
"""One person, and not two: ``Zimmermann, G. F.``."""


def join_list(values: Iterable[str], *, names: bool = False, semicolons: bool = False) -> str:
    r"""Join by commas as Notion does, or by ``;`` where that would be misread: ``Doe, Jane; Roe, Ann``.

    In a list of `names`, an “and” separates as well; with `semicolons`, commas never do.
    """
    listed = list(values)
    plainly = ", ".join(listed)
    is_clear = (split_authors if names else split_list)(plainly) == listed
    if is_clear and not (semicolons and len(listed) > 1):
        return plainly
    escaped = [value.replace("\\", "\\\\").replace(";", "\\;") for value in listed]
    return "; ".join(escaped) + (";" if len(listed) == 1 else "")


def split_list(text: str) -> list[str]:
    """Split what `join_list` wrote, or what people write: by ``;`` if there is one, by commas if not."""
    if ";" not in text:
        parts = text.split(",")
    else:
        parts = [re.sub(r"\\(.)", r"\1", part) for part in re.findall(r"(?:\\.|[^\\;])+", text, re.DOTALL)]
    return [part.strip() for part in parts if part.strip()]


def split_authors(text: str, *, semicolons: bool = False) -> list[str]:
    """Split a list of names: ``A, B and C`` as well as ``Doe, Jane and Roe, Ann``.

    Where `semicolons` stand between the names of other papers, a lone comma stands inside a name.
    """
    parts = AND.split(text)
    if ";" in text:
        return split_list(text)
    if len(parts) == 1:
        is_one = text.count(",") == 1 and (semicolons or FAMILY_FIRST.fullmatch(text.strip()))
        return [text.strip()] if is_one else split_list(text)
    if all(part.count(",") == 1 for part in parts):
        return [part.strip() for part in parts]
    return [name for part in parts for name in split_list(part)]


def write_value(value: Any) -> str:
    """Write a value of front matter: text as it is, anything else as YAML on one line."""
    if isinstance(value, str):
        return _quoted(value) if _typed(value) is not None or value != one_line(value) or not value else value
    return _flow(value)


def read_value(text: str) -> Any:
    """Return the value that `write_value` wrote; what it never writes is text."""
    typed = _typed(text)
    return text if typed is None else typed[0]


def without_others(text: str) -> tuple[str, bool]:
    """Return a list of names without its “et al.”, and whether one stood there."""
    match = OTHERS.search(text[-60:])
    if match is None:
        return text, False
    return text[: -len(match.group())] + (";" if ";" in text else ""), True


def _typed(text: str) -> tuple[Any] | None:
    """Return the value that a text stands for, in a tuple; None if it is just text."""
    if not text or len(text) > LARGEST_TYPED or not re.match(r"[\w.+~\-\[{\"]", text):
        return None
    if len(text) > LONGEST_DAY and " " in text and text[0] not in '[{"':
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
    """Return a date as 2026-11-24: from what Notion or Zotero writes, or from ISO."""
    text = text.strip().partition(" → ")[0]
    for form in DAYS:
        try:
            return datetime.datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    return text
