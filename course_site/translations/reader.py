"""What a reader is told of a translation: what is behind, where, and where the English stands."""

from __future__ import annotations

import html as escaping
import posixpath
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from course_site.execution.run import ExecutedPage
from course_site.language import DEFAULT, Language, language
from course_site.pages import read_page
from course_site.settings import Settings
from course_site.translations import alignment
from course_site.translations.course import languages
from course_site.translations.english_comments import REVIEW, TRANSLATE
from course_site.translations.glossary import glossary_page, read_glossary
from course_site.translations.passages import Passage, decode
from course_site.translations.report import NO_TRANSLATION, OPENING, Finding, PageReport, report
from course_site.translations.status_page import status_page
from course_site.translations.typography import with_typography

NOTES = {
    alignment.CHANGED: "translation_changed",
    alignment.SPLIT: "translation_changed",
    alignment.MERGED: "translation_changed",
    REVIEW: "translation_changed",
    alignment.REMOVED: "translation_removed",
    TRANSLATE: "translation_waiting",
    alignment.NEW: "translation_missing",
    NO_TRANSLATION: "translation_missing",
}
"""What is said above a passage, by its status; nothing is said of the others."""
COUNTED = {
    "translation_behind": ("translation_changed", "translation_removed"),
    "translation_not_yet": ("translation_waiting", "translation_missing"),
}
"""What the banner counts, by the notes above the passages."""


class Reader:
    """The notices of one build, page by page."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._languages = languages(settings.docs)

    def executed(self, page: ExecutedPage | None, url: str) -> ExecutedPage | None:
        """Return an executed page with a note at each passage that is behind; lines stay where they are."""
        if page is None or (found := self._report(page.page.path)) is None:
            return page
        source = self.marked(found.translation.text, page.page.path, url)
        return replace(page, page=read_page(source, page.page.path)[0])

    def marked(self, text: str, path: str, url: str) -> str:
        """Return a page with a note in place of the comment of each passage that is behind.

        `text` is the whole source or what follows its front matter; `url` is such as ``fr/spiral/``.
        """
        found = self._report(path)
        if found is None or not found.translation.text.endswith(text):
            return text
        if not (told := _told(found)):
            return text
        code = _code(path)
        lines = text.split("\n")
        skipped = found.translation.text.count("\n") - len(lines) + 1
        places = defaultdict(list)
        for finding in told:
            places[_place(finding, found) - skipped].append(note(finding, url, code))
        for place, notes in places.items():
            if 0 < place <= len(lines):
                _write(lines, place - 1, "".join(notes))
            else:
                lines += ["", "".join(notes), ""]
        for passage in found.translation.passages:
            _wrap(lines, passage, skipped)
        return "\n".join(lines)

    def framed(self, html: str, path: str, url: str) -> str:
        """Return the HTML of a page with what is said under its title; above it, if it is not translated.

        It is in the typography of its language by then, since the search reads it next.
        """
        return self.finished(self._framed(html, path, url), url)

    def _framed(self, html: str, path: str, url: str) -> str:
        code = self.language_at(url)
        if code != _code(path):
            return _untranslated(html, url, language(code))
        if not url:
            return html + "".join(_offer(language(other)) for other in self._with_home())
        found = self._report(path)
        if not found or not _told(found):
            return html
        head, title, rest = html.partition("</h1>")
        banner = _banner(_counted(found, language(code)), url, language(code))
        return head + title + banner + rest if title else banner + html

    def finished(self, output: str, url: str) -> str:
        """Return a whole page in the typography of the language at its address."""
        return with_typography(output, language(self.language_at(url)))

    def language_at(self, url: str) -> str:
        """Return the language of an address: ``fr`` for ``fr/spiral/``."""
        first = url.partition("/")[0]
        return first if first in self._languages else DEFAULT

    def generators(self, here: str) -> Mapping[str, Callable[[], str]]:
        """Return what a page at `here` may ask the build to write below its text."""
        code = _code(here)
        chosen = self._languages if code == DEFAULT else [code]
        docs = self._settings.docs
        return {
            "translations": lambda: status_page(self._settings, chosen, here, language(code)),
            "glossary": lambda: glossary_page(read_glossary(docs)[0], self._languages, code),
        }

    def _with_home(self) -> list[str]:
        """Return the languages whose home page is worth a visit: something on it is translated."""
        homes = {code: self._settings.docs / code / "index.md" for code in self._languages}
        return [code for code, home in homes.items() if home.is_file() and self._is_begun(home)]

    def _is_begun(self, source: Path) -> bool:
        found = self._report(self._settings.relative(source))
        passages = [one for one in found.translation.passages if one.comment] if found else []
        return not passages or any(one.blocks and one.mark != TRANSLATE for one in passages)

    def _report(self, path: str) -> PageReport | None:
        """Return the report of a translated page that has comments, and an English twin."""
        code = _code(path)
        if code == DEFAULT or code not in self._languages:
            return None
        source = self._settings.root / path
        english = self._settings.docs / DEFAULT / source.relative_to(self._settings.docs / code)
        if not english.is_file():
            return None
        texts = decode(english.read_bytes()), decode(source.read_bytes())
        found = report(*texts, path, self._settings.relative(english), code)
        return found if found.is_adopted else None


def note(finding: Finding, url: str, code: str) -> str:
    """Return the note above one passage, on one line of HTML."""
    words = language(code)
    link = escaping.escape(english_address(url) + (f"#{finding.anchor}" if finding.anchor else ""))
    see = f' <a href="{link}" hreflang="{DEFAULT}">{_text(words["translation_see"])}</a>'
    see = "" if finding.status == alignment.REMOVED else see
    return f'<p class="translation-note" data-search-exclude>{_text(words[NOTES[finding.status]])}{see}</p>'


def english_address(url: str) -> str:
    """Return the address of a page's English twin, as seen from the page."""
    english = url.partition("/")[2]
    return posixpath.relpath("/" + english, "/" + url) + "/"


def _told(found: PageReport) -> list[Finding]:
    """Return what a note can stand above: a title is in the menu, and not on the page."""
    return [one for one in found.behind if one.status in NOTES and one.passage != OPENING]


def _counted(found: PageReport, words: Language) -> str:
    """Return how many passages have changed, and how many nobody has translated."""
    notes = [NOTES[one.status] for one in _told(found)]
    counts = {key: sum(note in kinds for note in notes) for key, kinds in COUNTED.items()}
    said = [words[key].format(count, found.total) for key, count in counts.items() if count]
    return " ".join([*said, words["translation_marked"]])


def _code(path: str) -> str:
    """Return the language of a source: the folder below the docs folder."""
    parts = PurePosixPath(path).parts
    return parts[1] if len(parts) > 2 else DEFAULT


def _place(finding: Finding, found: PageReport) -> int:
    """Return the 1-based line of the comment that a note replaces; behind the last line, if there is none."""
    if finding.passage >= 0 and (comment := found.translation.passages[finding.passage].comment):
        return comment.line
    following = (one.comment.line for one in found.translation.passages if one.comment)
    return min(
        (line for line in following if line > finding.line), default=found.translation.text.count("\n") + 2
    )


def _write(lines: list[str], first: int, notes: str) -> None:
    """Put notes on the first line of a comment and blank the rest of it; nothing moves.

    A comment of one line leaves no blank one between its note and a fence, which would become part of it:
    the note takes the blank line above.
    """
    rest = "\n".join(lines[first:])
    before, _, after = rest.partition("-->")
    count = before.count("\n")
    tail = after.partition("\n")[0]
    if not count and first and not lines[first - 1].strip():
        first, count = first - 1, 1
    lines[first : first + count + 1] = [notes, *[""] * (count - 1), tail] if count else [notes + tail]


def _wrap(lines: list[str], passage: Passage, skipped: int) -> None:
    """Say of a passage that waits in English that it is English, on lines that are blank by now."""
    if passage.mark != TRANSLATE or passage.captions is not None or not passage.blocks:
        return
    first, last = passage.comment.line - skipped, passage.blocks[-1].last - skipped
    ends_blank = last >= len(lines) or not lines[last].strip()
    if first > 0 and passage.comment.last > passage.comment.line + 1 and ends_blank:
        lines[first] = f'<div lang="{DEFAULT}" markdown="1">'
        lines[last : last + 1] = ["</div>"]


def _banner(text: str, url: str, words: Language) -> str:
    link = f'<a href="{english_address(url)}" hreflang="{DEFAULT}">{_text(words["translation_read"])}</a>'
    return f'<p class="translation-banner" data-search-exclude>{_text(text)} {link}</p>'


def _untranslated(html: str, url: str, words: Language) -> str:
    """Return an English page that stands in for its translation."""
    notice = _banner(words["translation_none_yet"], url, words)
    return f'{notice}<div lang="{DEFAULT}">{html}</div>'


def _offer(words: Language) -> str:
    """Return the line that a script shows to readers whose browser prefers this language."""
    return (
        f'<p class="translation-offer" lang="{words.code}" hidden data-search-exclude>'
        f"{_text(words['translation_exists'])} "
        f'<a href="{words.code}/" hreflang="{words.code}">{_text(words["translation_go"])}</a> '
        f'<button type="button">{_text(words["translation_dismiss"])}</button></p>'
    )


def _text(text: str) -> str:
    return escaping.escape(text, quote=False)
