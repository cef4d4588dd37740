"""Every check of a course's sources that needs no run, in one table for the command and the build."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from course_site.diagrams.usage import check_descriptions, check_diagrams
from course_site.dialect import check_dialect
from course_site.opened_files import check_opened_files
from course_site.pages import Page
from course_site.papers.checking import check_papers
from course_site.problems import Problem
from course_site.settings import Settings
from course_site.translations.course import check_translations

Check = Callable[[Settings, Sequence[Page]], Iterable[Problem]]
"""Reads the sources of a course, its pages already read, and yields what is wrong with them."""


def check_dialects(settings: Settings, pages: Sequence[Page]) -> Iterable[Problem]:
    """Check the course's own dialect on every page."""
    for page in pages:
        below = (settings.root / page.path).relative_to(settings.docs).as_posix()
        yield from check_dialect(page, below, settings.docs)


EVERY_CHECK: tuple[Check, ...] = (
    check_dialects, check_translations, check_papers, check_diagrams, check_descriptions,
    check_opened_files,
)  # fmt: skip
"""What `course-site check` runs, besides reading the pages."""

BUILD_CHECKS: tuple[Check, ...] = (check_translations, check_papers, check_diagrams, check_opened_files)
"""Those that a build runs before its first page; what the others look for, a build finds page by page."""


def check_all(checks: Iterable[Check], settings: Settings, pages: Sequence[Page]) -> list[Problem]:
    """Return what all of `checks` find; what several of them say, once."""
    return list(dict.fromkeys(problem for check in checks for problem in check(settings, pages)))
