"""Who taught, wrote and translated a lesson, and when: the small line under its title."""

from __future__ import annotations

import datetime
import html
from collections.abc import Mapping
from typing import Any

from course_site.language import Language
from course_site.problems import Problem, nearest

PEOPLE = ("lecturer", "authors", "translator")
DATES = ("date", "translation-date")
TEXTS = ("title", "lang", "lang-ref", "typora-root-url")
KEYS = (*TEXTS, *PEOPLE, *DATES)
"""The front matter of the course's lessons."""
WRITTEN = ("%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%Y/%m/%d", "%Y-%m-%d")


def check_keys(values: Mapping[str, Any], lines: list[str], path: str) -> list[Problem]:
    """Check what a page says about itself; `lines` are those of its front matter, from the first ``---``."""

    def fault(key: str, wanted: str, hint: str) -> Problem:
        line = next((i for i, text in enumerate(lines, 1) if text.startswith(f"{key}:")), 1)
        return Problem(path, line, 0, f"`{key}` must be {wanted}, got {values[key]!r}.", hint)

    said = {key: values[key] for key in KEYS if values.get(key) is not None}
    problems = []
    for key in said.keys() & set(TEXTS):
        if not isinstance(said[key], str | int | float):
            problems.append(fault(key, "text", "Put quotation marks around it."))
    for key in said.keys() & set(PEOPLE):
        names = said[key] if isinstance(said[key], list) else [said[key]]
        if not all(isinstance(name, str) for name in names):
            problems.append(
                fault(key, "a name or a list of names", f"Write for example `{key}: A. Lovelace`.")
            )
    for key in said.keys() & set(DATES):
        if not isinstance(said[key], str | int | datetime.date):
            problems.append(fault(key, "a date", f"Write for example `{key}: 6 May 2021`."))
    return sorted(problems)


def misspelt_keys(values: Mapping[str, Any], lines: list[str], path: str) -> list[Problem]:
    """Return the keys that look like one of the course's and are none."""
    problems = []
    for key in values:
        if key not in KEYS and (close := nearest(str(key).lower().replace("_", "-"), KEYS)):
            line = next((i for i, text in enumerate(lines, 1) if text.startswith(f"{key}:")), 1)
            fault = f"front matter has `{key}`, which means nothing here."
            problems.append(Problem(path, line, 0, fault, close.strip()))
    return problems


def with_byline(page: str, meta: Mapping[str, Any], words: Language) -> str:
    """Put the line under the title of a page, or first where the theme writes the title."""
    line = byline(meta, words)
    head, title, rest = page.partition("</h1>")
    return head + title + line + rest if title else line + page


def byline(meta: Mapping[str, Any], words: Language) -> str:
    """Return the line in a page's language; nothing for a page that names neither people nor dates."""
    translated = [_names(meta.get("translator")), _date(meta.get("translation-date"), words)]
    parts = [
        _labelled(words["lecturer"], [_names(meta.get("lecturer"))], words),
        _labelled(words["notes"], [_names(meta.get("authors"))], words),
        _date(meta.get("date"), words),
        _labelled(words["translation"], translated, words),
    ]
    spans = " ".join(f"<span>{part}</span>" for part in parts if part)
    return f'<p class="byline">{spans}</p>\n' if spans else ""


def _labelled(label: str, values: list[str], words: Language) -> str:
    text = ", ".join(filter(None, values))
    return f"{html.escape(label)}{words['colon']} {text}" if text else ""


def _names(value: Any) -> str:
    names = value if isinstance(value, list) else [value]
    return html.escape(", ".join(str(name).strip() for name in names if name is not None))


def _date(value: Any, words: Language) -> str:
    """Write a date in the page's language, whichever way its author wrote it."""
    if value is None:
        return ""
    day = read_date(value)
    return html.escape(str(value).strip()) if day is None else date_html(day, words)


def date_html(day: datetime.date, words: Language) -> str:
    """Return a day in the page's language: ``24 November 2026``."""
    number = words["first_of_month"] if day.day == 1 else str(day.day)
    shown = f"{number} {words['months'].split()[day.month - 1]} {day.year}"
    return f'<time datetime="{day.isoformat()}">{shown}</time>'


def read_date(value: Any) -> datetime.date | None:
    """Read ``6 May 2021``, ``2021-05-06`` and their like; None for anything else."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    for form in WRITTEN:
        try:
            return datetime.datetime.strptime(str(value).strip(), form).date()
        except ValueError:
            continue
    return None
