"""The page that says how far a translation is, and what helps next."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from course_site.front_matter import read_front_matter
from course_site.language import Language, language
from course_site.pages import language_of
from course_site.settings import Settings
from course_site.translations.course import all_reports
from course_site.translations.passages import decode, read_english
from course_site.translations.report import PageReport
from course_site.translations.typography import typeset

NEXT = 5
"""How many pages are named as the next to work on."""


def status_page(settings: Settings, codes: Sequence[str], here: str, words: Language) -> str:
    """Return the state of some languages as Markdown, for the page `here`, in the language of `words`."""
    return "\n".join(_section(settings, code, here, words, len(codes) > 1) for code in codes)


def _section(settings: Settings, code: str, here: str, words: Language, is_named: bool) -> str:
    reports = [one for one in all_reports(settings, code) if one.english_path and one.path != here]
    done = [one for one in reports if one.is_adopted and not one.behind]
    total, in_step = sum(one.total for one in reports), sum(one.in_step for one in reports)
    share = words["percent"].format(100 * in_step // total if total else 100)
    summary = words["translation_summary"].format(len(done), len(reports), share)
    lines = [f"## {language(code)['name']} {{#{code}}}", ""] if is_named else []
    lines += [summary, "", *_next(settings, reports, here, words)]
    lines += [_row([words[f"translation_{key}"] for key in ("page", "state", "passages", "share")])]
    lines += [_row(["---", "---", "---:", "---:"])]
    return "\n".join([*lines, *(_line(settings, one, here, words) for one in reports), ""])


def _next(settings: Settings, reports: Iterable[PageReport], here: str, words: Language) -> list[str]:
    """Return the pages on which a little work helps readers most: first what misleads, then what is short."""
    waiting = [one for one in reports if not one.is_adopted or one.behind]
    waiting.sort(key=lambda one: (not one.is_adopted, -len(one.told) if one.is_adopted else one.total))
    if not waiting:
        return [words["translation_all_done"], ""]
    items = [f"- {_link(settings, one, here)}, {_state(one, words)} (`{one.path}`)" for one in waiting[:NEXT]]
    return [words["translation_next"] + words["colon"], "", *items, ""]


def _line(settings: Settings, found: PageReport, here: str, words: Language) -> str:
    share = words["percent"].format(found.percent) if found.is_adopted else "–"
    return _row([_link(settings, found, here), _state(found, words), str(found.total), share])


def _state(found: PageReport, words: Language) -> str:
    if found.translation is None:
        return words["translation_untranslated"]
    if not found.is_adopted:
        return words["translation_unknown"]
    return (
        words["translation_to_review"].format(len(found.behind))
        if found.behind
        else words["translation_done"]
    )


def _link(settings: Settings, found: PageReport, here: str) -> str:
    """Return a link to a page in the language of `here`, by its own title or that of the English."""
    exists = found.translation is not None
    source = found.path if exists else found.english_path
    title = _title(decode((settings.root / source).read_bytes()), PurePosixPath(found.path).stem)
    name = typeset(title, language_of(source))
    folder = PurePosixPath(*PurePosixPath(here).parts[:2])
    target = folder.joinpath(*PurePosixPath(found.path).parts[2:])
    return f"[{name}]({posixpath.relpath(target, posixpath.dirname(here))})"


def _title(text: str, stem: str) -> str:
    """Return a page's title as Markdown: that of its front matter, else its first heading, else its name."""
    front_matter, _ = read_front_matter(text, "")
    blocks = read_english(text)[1]
    heading = next((block.text for block in blocks if block.kind == "heading"), stem)
    title = str(front_matter.values.get("title") or re.sub(r"^#+ *|\{[^{}]*\} *$", "", heading).strip())
    return re.sub(r"([\[\]|])", r"\\\1", title)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
