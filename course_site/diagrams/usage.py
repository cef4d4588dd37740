"""Which pages show which drawings, and how: redrawn, or as they are (`{.free}`)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from course_site.diagrams.describe import describe
from course_site.diagrams.lint import check_file, check_free
from course_site.diagrams.reading import read_diagrams
from course_site.language import DEFAULT, language
from course_site.pages import Page, language_of
from course_site.problems import Problem
from course_site.settings import Settings

SUFFIXES = (".drawio", ".drawio.svg")
WRONG = "wrong"
"""The folder of drawings that are wrong on purpose: the lesson shows them, and its tests check them."""
_IMAGE = re.compile(
    r"!\[(?P<alt>[^\]\n]*)\]\(\s*<?(?P<address>[^\s)>]+?\.drawio(?:\.svg)?(?:#[^\s)>]*)?)>?"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)(?P<attributes>\{[^}\n]*\})?"
)
_CODE = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1[`~]*\s*$|\Z)|`[^`\n]*`", re.M | re.S)


@dataclass(frozen=True)
class Shown:
    """One drawing in one page."""

    page: str
    line: int
    drawing: str
    """Its path as messages name it: ``docs/assets/diagrams/x.drawio.svg``."""
    alt: str
    is_free: bool


def shown(page: Page) -> Iterator[Shown]:
    """Yield the drawings that a page shows; code that only talks about one shows none."""
    text = _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), page.text)
    for match in _IMAGE.finditer(text):
        address = unquote(urlsplit(match["address"]).path)
        drawing = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), address))
        is_free = bool(re.search(r"[{\s]\.free[\s}]", match["attributes"] or ""))
        yield Shown(page.path, text.count("\n", 0, match.start()) + 1, drawing, match["alt"].strip(), is_free)


def all_shown(pages: Iterable[Page]) -> list[Shown]:
    """Return every drawing of every page."""
    return [use for page in pages for use in shown(page)]


def free_drawings(uses: Iterable[Shown]) -> set[str]:
    """Return the drawings that every page which shows them shows as they are."""
    uses = list(uses)
    return {use.drawing for use in uses if use.is_free} - {use.drawing for use in uses if not use.is_free}


def drawings(settings: Settings) -> list[Path]:
    """Return every drawing of a course, those wrong on purpose left out."""
    found = (path for path in settings.docs.rglob("*.drawio*") if path.name.endswith(SUFFIXES))
    return sorted(path for path in found if path.parent.name != WRONG)


def check_drawing(data: bytes, name: str, uses: Sequence[Shown]) -> list[Problem]:
    """Return what is wrong with a drawing, in view of all that pages show.

    Its words are wanted in the languages of the pages that show it; if none does, in those that show any.
    """
    if name in free_drawings(uses):
        return check_free(data, name)
    codes = {language_of(use.page) for use in uses if use.drawing == name}
    return check_file(data, name, sorted((codes or {language_of(use.page) for use in uses}) - {DEFAULT}))


def check_diagrams(settings: Settings, pages: Sequence[Page]) -> Iterator[Problem]:
    """Yield what is wrong with every drawing of a course."""
    uses = all_shown(pages)
    for path in drawings(settings):
        yield from check_drawing(path.read_bytes(), settings.relative(path), uses)


def check_descriptions(settings: Settings, pages: Sequence[Page]) -> Iterator[Problem]:
    """Yield every drawing that a page shows without a word for readers who do not see it."""
    for use in all_shown(pages):
        path = settings.root / use.drawing
        if use.alt or not path.is_file():
            continue
        diagrams, _ = read_diagrams(path.read_bytes(), use.drawing)
        hint = proposal(diagrams[0], use.page) if diagrams else ""
        yield Problem(use.page, use.line, 0, f"`{use.drawing}` is shown without a description.", hint)


def proposal(diagram: object, page: str) -> str:
    """Return what to write between the brackets, in the page's language."""
    return f"Write for example ![{describe(diagram, language(language_of(page)))}](…)."
