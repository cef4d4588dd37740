"""What a page may ask the build to write below its text: `generate: macros`, for example."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from course_site.problems import Problem, nearest

Generators = Mapping[str, Callable[[], str]]
"""The writers by name; each returns Markdown in the page's language."""


def generated(wanted: object, generators: Generators, path: str) -> tuple[str, list[Problem]]:
    """Return what the page at `path` asked for (nothing, if `wanted` is None), or what is wrong with that."""
    if wanted is None:
        return "", []
    if isinstance(wanted, str) and wanted in generators:
        return "\n" + generators[wanted](), []
    known = ", ".join(f"`{name}`" for name in generators)
    fault = f"`generate` must be one of {known}, got {wanted!r}."
    return "", [Problem(path, 1, 0, fault, nearest(str(wanted), generators).strip())]
