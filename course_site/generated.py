"""What a page may ask the build to write below its text: `generate: macros`, for example."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from course_site.computed_page import computed_pages
from course_site.diagrams.legend import legend
from course_site.execution.run import ExecutedPage
from course_site.language import Language
from course_site.macros_page import macros_page
from course_site.problems import Problem, nearest
from course_site.tex.macros import Macro

Generators = Mapping[str, Callable[[], str]]
"""The writers by name; each returns Markdown in the page's language."""


def generators(
    executed: Iterable[ExecutedPage], here: str, words: Language, macros: Sequence[Macro]
) -> dict[str, Callable[[], str]]:
    """Return the writers that need no more than the course's executed pages and its macros."""
    return {
        "diagram-legend": lambda: legend(words),
        "computed-pages": lambda: computed_pages(executed, here, words),
        "macros": lambda: macros_page(macros, words),
    }


def generated(wanted: object, known: Generators, path: str) -> tuple[str, list[Problem]]:
    """Return what the page at `path` asked for (nothing, if `wanted` is None), or what is wrong with that."""
    if wanted is None:
        return "", []
    if isinstance(wanted, str) and wanted in known:
        return "\n" + known[wanted](), []
    names = ", ".join(f"`{name}`" for name in known)
    fault = f"`generate` must be one of {names}, got {wanted!r}."
    return "", [Problem(path, 1, 0, fault, nearest(str(wanted), known).strip())]
