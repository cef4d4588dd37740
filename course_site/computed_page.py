"""The page that says how this site was computed: every executed page, its figures, and what they rest on."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from course_site.execution.run import ExecutedPage
from course_site.language import Language
from course_site.pages import language_of
from course_site.provenance import called_functions, seeds


def computed_pages(executed: Iterable[ExecutedPage], here: str, language: Language) -> str:
    """Return a section for each executed page in the language of `here`, as Markdown with relative links."""
    mine = [e for e in executed if language_of(e.page.path) == language_of(here) and e.page.path != here]
    return "\n".join(_section(e, here, language) for e in sorted(mine, key=lambda e: e.page.path))


def _section(executed: ExecutedPage, here: str, language: Language) -> str:
    page, prints = executed.page, executed.fingerprint
    link = posixpath.relpath(page.path, posixpath.dirname(here))
    title = page.front_matter.values.get("title", page.path)
    versions = ", ".join(f"{name} {version}" for name, version in prints.versions.items())
    facts = {
        language["source"]: page.path,
        language["modules"]: ", ".join(prints.modules),
        language["device"]: prints.device,
        language["versions"]: versions,
        language["fingerprint"]: prints.key,
    }
    anchor = posixpath.splitext(page.path)[0].partition("/")[2].partition("/")[2].replace("/", "-")
    lines = [f"## [{title}]({link}) {{#{anchor}}}", ""]
    lines += [f"- {name}{language['colon']} `{fact}`" for name, fact in facts.items() if fact]
    return "\n".join([*lines, "", *_figures(executed, link, language), ""])


def _figures(executed: ExecutedPage, link: str, language: Language) -> list[str]:
    """Return the table of a page's figures: where each is drawn, by what, from which seed."""
    columns = [language[key] for key in ("figure", "line", "functions", "seed")]
    rows = []
    for cell, result in zip(executed.page.cells, executed.result.cells, strict=True):
        if result.pictures:
            functions = ", ".join(f"`{name}`" for name in called_functions(executed.page, cell))
            numbers = ", ".join(map(str, seeds(executed.page, cell)))
            name = cell.options["name"]
            rows.append([f"{len(rows) + 1}. [{name}]({link}#{name})", str(cell.line), functions, numbers])
    if not rows:
        return []
    return [_row(columns), _row(["---"] * len(columns)), *map(_row, rows)]


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
