"""All translations of a course: which languages there are, and how each page stands beside its English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from course_site.language import DEFAULT, FOLDER, language
from course_site.pages import LARGEST_PAGE, Page
from course_site.problems import Problem
from course_site.settings import Settings
from course_site.translations.blocks import Block
from course_site.translations.english_comments import TRANSLATE
from course_site.translations.glossary import Term, glossary_hints, read_glossary
from course_site.translations.passages import Passage, decode, read_english, read_translation
from course_site.translations.report import PageReport, in_step, report
from course_site.translations.typography import typography_hints


def languages(docs: Path) -> list[str]:
    """Return the languages other than the default that have a folder with pages, and a language pack."""
    if not docs.is_dir():
        return []
    codes = (path.name for path in sorted(docs.iterdir()) if path.is_dir() and any(path.glob("**/*.md")))
    return [code for code in codes if code != DEFAULT and language(code).code == code]


def sources(docs: Path, code: str) -> list[str]:
    """Return the pages of a language, relative to its folder, in the order of their paths."""
    folder = docs / code
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("[!.]*.md") if path.is_file())


def page_report(settings: Settings, code: str, name: str) -> PageReport:
    """Return how the page `name` of a language stands; it may be missing, or have no English."""
    here, english = settings.docs / code / name, settings.docs / DEFAULT / name
    path, english_path = settings.relative(here), settings.relative(english)
    if not english.is_file():
        translation = read_translation(decode(here.read_bytes()), path)
        return PageReport(path, "", damage=translation.problems, translation=translation)
    source = decode(english.read_bytes())
    if not here.is_file():
        total = sum(block.has_words for block in read_english(source)[1])
        return PageReport(path, english_path, total=max(total, 1))
    return report(source, decode(here.read_bytes()), path, english_path, code)


def hints(found: PageReport, terms: Sequence[Term], code: str) -> Iterator[Problem]:
    """Yield what a translator may want to look at: the course's words, quotes and decimal points."""
    if not found.is_adopted or not found.english_path:
        return
    for passage in in_step(found):
        english = [_captioned(passage)] if passage.captions is not None else passage.english
        yield from glossary_hints(terms, english, passage.blocks, found.path, code)
    for passage in found.translation.passages:
        if passage.mark != TRANSLATE:
            yield from typography_hints(passage.blocks, found.path, code)


def _captioned(passage: Passage) -> Block:
    """Return the English caption and alt text of a cell as a block of words."""
    text = "\n\n".join((passage.captions or {}).values())
    return Block("paragraph", passage.comment.line, passage.comment.last, text)


def all_reports(settings: Settings, code: str) -> Iterator[PageReport]:
    """Yield the report of every page of the default language and of `code`, in the order of their paths."""
    for name in sorted({*sources(settings.docs, DEFAULT), *sources(settings.docs, code)}):
        if _is_readable(settings.docs / code / name) and _is_readable(settings.docs / DEFAULT / name):
            yield page_report(settings, code, name)


def every_report(settings: Settings) -> Iterator[PageReport]:
    """Yield the report of every page of every language but the default."""
    for code in languages(settings.docs):
        yield from all_reports(settings, code)


def check_translations(settings: Settings, pages: Sequence[Page]) -> Iterable[Problem]:
    """Yield what is damaged in translated pages; being behind the English is no problem here."""
    yield from read_glossary(settings.docs)[1]
    for found in every_report(settings):
        yield from found.damage


def incomplete_packs(settings: Settings) -> Iterator[Problem]:
    """Yield the language packs that lack words, which the site says in English until they are written."""
    for code in languages(settings.docs):
        if missing := language(code).missing:
            words = ", ".join(missing)
            hint = f"Copy their lines from {FOLDER.name}/{DEFAULT}.yml, and translate them."
            yield Problem(
                f"{FOLDER.parent.name}/{FOLDER.name}/{code}.yml",
                0,
                0,
                f"these words are missing: {words}.",
                hint,
            )


def _is_readable(path: Path) -> bool:
    """Pages that are too large are a problem of their own."""
    return not path.is_file() or path.stat().st_size <= LARGEST_PAGE
