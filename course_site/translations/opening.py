"""The front matter of a translated page: its title and description, and what it shares with the English.

The English title and description stand in a comment right below it, as captions do above a cell.
A value that both languages write alike, such as the title of a paper, needs no comment.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import yaml

from course_site.front_matter import FrontMatter, read_front_matter
from course_site.translations.english_comments import REVIEW, TRANSLATE
from course_site.translations.passages import (
    OPENING_KEYS,
    Passage,
    Translation,
    read_english,
    read_translation,
)
from course_site.translations.structure import SHARED_KEYS
from course_site.translations.wording import normal
from course_site.translations.writing import comment


def titles(front_matter: FrontMatter) -> dict[str, str]:
    """Return the title and the description of a page, those that it has."""
    values = {key: front_matter.values.get(key) for key in OPENING_KEYS}
    return {key: str(value) for key, value in values.items() if value is not None and str(value).strip()}


def wanted(english: FrontMatter, translation: Translation) -> dict[str, str]:
    """Return the English that belongs below the front matter: of what is translated, or stands there now."""
    ours, theirs = titles(english), titles(translation.front_matter)
    held = translation.opening.captions if translation.opening else {}
    return {
        key: text
        for key, text in ours.items()
        if key in held or (key in theirs and normal(theirs[key]) != normal(text))
    }


def holds(opening: Passage | None, english: Mapping[str, str]) -> bool:
    """Tell whether the comment below the front matter says what the English says today."""
    held = opening.captions if opening else {}
    return {key: normal(text) for key, text in held.items()} == {k: normal(t) for k, t in english.items()}


def with_opening(english: str, translated: str) -> str:
    """Return a translated page whose front matter and the comment below it are up to date."""
    ours, theirs = (read_front_matter(text, "")[0].values for text in (english, translated))
    changed = [key for key in SHARED_KEYS if ours.get(key) != theirs.get(key)]
    return _with_comment(english, _with_keys(english, translated, changed), REVIEW)


def adopted(english: str, translated: str) -> str:
    """Return a translated page that has today's English below its front matter, if it had none there."""
    if read_translation(translated, "").opening:
        return translated
    return _with_comment(english, translated, "")


def waiting(english: str, keys: Collection[str] = OPENING_KEYS) -> str:
    """Return the front matter of an English page, of which `keys` wait for a translation; empty for none."""
    head = "".join(f"{line}\n" for line in english.split("\n")[: _end(english) + 1])
    found = [key for key in titles(read_front_matter(english, "")[0]) if key in keys]
    return head + (f"{comment(_written(english, found), TRANSLATE)}\n\n" if found else "")


def lines_of(text: str, key: str, end: int) -> range:
    """Return the lines, from 0, on which a key and its value stand in front matter that `end` closes."""
    lines = text.split("\n")[: max(end, 0)]
    first = next((number for number, line in enumerate(lines) if line.startswith(f"{key}:")), None)
    if first is None:
        return range(0)
    last = first + 1
    while last < len(lines) and lines[last][:1] in ("", " ", "\t", "-"):
        last += 1
    while not lines[last - 1].strip():
        last -= 1
    return range(first, last)


def _end(text: str) -> int:
    """Return the line, from 0, that closes the front matter; -1 if there is none."""
    return read_front_matter(text, "")[0].first_line_after - 2


def _with_comment(english: str, translated: str, mark: str) -> str:
    translation = read_translation(translated, "")
    opening, today = translation.opening, wanted(read_english(english)[0], translation)
    if holds(opening, today):
        return translated
    own = titles(translation.front_matter)
    if opening and opening.mark == TRANSLATE and opening.captions.items() <= own.items():
        mark = TRANSLATE  # nobody has touched it: it follows the English
        translated = _with_keys(english, translated, today)
    lines = translated.split("\n")
    after = _end(translated) + 1
    first = after + (opening.comment.line - translation.front_matter.first_line_after if opening else 0)
    last = first + (opening.comment.last - opening.comment.line + 1 if opening else 0)
    text = comment(_written(english, today), mark).split("\n") if today else []
    if text and "".join(lines[last : last + 1]).strip():
        text.append("")
    lines[first:last] = text
    return "\n".join(lines)


def _written(english: str, keys: Iterable[str]) -> str:
    """Return some keys of the front matter as their author wrote them."""
    values, lines, end = read_front_matter(english, "")[0].values, english.split("\n"), _end(english)
    parts = []
    for key in keys:
        written = [lines[number] for number in lines_of(english, key, end)]
        parts += written or [yaml.safe_dump({key: values[key]}, allow_unicode=True).strip()]
    return "\n".join(parts)


def _with_keys(english: str, translated: str, keys: Collection[str]) -> str:
    """Copy some keys of the front matter; what cannot be read is left to a person."""
    if not keys or read_front_matter(translated, "")[1]:
        return translated
    text = translated if _end(translated) > 0 else f"---\n---\n{translated}"
    for key in keys:
        lines, end = text.split("\n"), _end(text)
        ours, theirs = lines_of(english, key, _end(english)), lines_of(text, key, end) or range(end, end)
        lines[theirs.start : theirs.stop] = english.split("\n")[ours.start : ours.stop]
        text = "\n".join(lines)
    return translated if read_front_matter(text, "")[1] else text
