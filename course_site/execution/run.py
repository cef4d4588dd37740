"""All executable pages of a project: read, look up, run what is missing, store, report."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from course_site.execution.engine import Engine, job_for
from course_site.execution.fingerprint import Fingerprint, fingerprint
from course_site.execution.results import PageResult
from course_site.execution.store import Store
from course_site.pages import Page, read_page
from course_site.problems import Problem, ProblemsFound
from course_site.settings import Settings


@dataclass(frozen=True)
class ExecutedPage:
    """A page with what it computed."""

    page: Page
    fingerprint: Fingerprint
    result: PageResult


@dataclass
class Report:
    """What became of every executable page."""

    executed: dict[str, ExecutedPage] = field(default_factory=dict)
    """By path."""
    stored: list[str] = field(default_factory=list)
    run: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    """Worth telling, not worth failing: a damaged entry that was rebuilt."""

    def summary(self) -> str:
        """Return the line a build ends with."""
        return (
            f"pages: {len(self.stored)} from the store, {len(self.run)} run, {len(self.failed)} failed"
        )


Progress = Callable[[str, str], None]
"""Called with a page's path and what happens to it: ``store``, ``run``, ``done`` or ``failed``."""


def read_pages(settings: Settings) -> tuple[list[Page], list[Problem]]:
    """Read every Markdown page below the docs folder, in the order of their paths."""
    pages, problems = [], []
    for path in sorted(settings.docs.rglob("*.md")):
        page, faults = read_page(path.read_bytes(), settings.relative(path))
        pages.append(page)
        problems += faults
    return pages, problems


def run_pages(
    settings: Settings,
    engine: Engine,
    *,
    only: Iterable[str] = (),
    force: bool = False,
    progress: Progress = lambda path, event: None,
) -> Report:
    """Bring every executable page up to date; pages with equal fingerprints share one run.

    Nothing is raised for a bad page: its problems are in the report, beside the results of the others.
    """
    report = Report()
    pages, report.problems = read_pages(settings)
    wanted = set(only)
    pages = [page for page in pages if page.runs and (not wanted or page.path in wanted)]
    faulty = {problem.path for problem in report.problems}
    report.failed += [page.path for page in pages if page.path in faulty]
    for prints, group in _by_fingerprint(settings, [p for p in pages if p.path not in faulty], report):
        _bring_up_to_date(settings, engine, prints, group, force, progress, report)
    return report


def _by_fingerprint(
    settings: Settings, pages: list[Page], report: Report
) -> list[tuple[Fingerprint, list[Page]]]:
    groups: dict[str, tuple[Fingerprint, list[Page]]] = {}
    for page in pages:
        missing = [name for name in page.front_matter.depends if not (settings.root / name).is_file()]
        if missing:
            report.failed.append(page.path)
            report.problems += [
                Problem(page.path, 1, 0, f"`depends` names {name}, which is not there.",
                        "Paths are relative to the project's folder.")  # fmt: skip
                for name in missing
            ]
            continue
        prints = fingerprint(page, settings.packages, settings.root, settings.device)
        groups.setdefault(prints.key, (prints, []))[1].append(page)
    return list(groups.values())


def _bring_up_to_date(
    settings: Settings, engine: Engine, prints: Fingerprint, group: list[Page],
    force: bool, progress: Progress, report: Report,
) -> None:  # fmt: skip
    """Load or run one group of pages that share a result, and file the outcome in the report."""
    store = Store(settings.store)
    result, notices = (None, []) if force else store.load(prints.key)
    report.notices += notices
    ran = result is None
    try:
        if result is None:
            progress(group[0].path, "run")
            job = job_for(group[0], timeout=settings.timeout, root=settings.root, device=settings.device)
            result = engine.run(job)
        faults = [fault for page in group for fault in check_result(page, result)]
        if faults:
            raise ProblemsFound(faults)
        if ran:
            _save(store, prints.key, result, group[0].path)
    except ProblemsFound as found:
        report.problems += found.problems
        report.failed += [page.path for page in group]
        progress(group[0].path, "failed")
        return
    report.executed |= {page.path: ExecutedPage(page, prints, result) for page in group}
    (report.run if ran else report.stored).append(group[0].path)
    report.stored += [page.path for page in group[1:]]
    progress(group[0].path, "done" if ran else "store")


def _save(store: Store, key: str, result: PageResult, path: str) -> None:
    try:
        store.save(key, result)
    except OSError as error:
        reason = f"the result could not be stored in {store.folder}: {error.strerror}."
        raise ProblemsFound([Problem(path, 0, 0, reason, "Make room, or choose another store.")]) from None


def check_result(page: Page, result: PageResult) -> list[Problem]:
    """Check what only a run can tell: every figure described, every value there, every claim true."""
    problems = []
    for index, (cell, outcome) in enumerate(zip(page.cells, result.cells, strict=True)):
        if len(outcome.pictures) > 1:
            problems.append(Problem(page.path, cell.line, 0, f"the cell draws {len(outcome.pictures)} figures; a cell may draw one.",
                                    "Split the cell, or draw both on one figure."))  # fmt: skip
        if outcome.pictures:
            problems += [
                Problem(page.path, cell.line, 0, f"the cell draws a figure and has no `{key}`.",
                        f"Add a line `#| {key}: …` at the top of the cell.")  # fmt: skip
                for key in ("name", "alt", "caption")
                if not cell.options.get(key, "").strip()
            ]
        for value in page.values_after(index):
            problems += _check_value(page, value, outcome.values[value.expression])
    return problems


def _check_value(page, value, typed) -> list[Problem]:
    place = (page.path, value.line, value.column)
    if typed["kind"] == "error":
        return [Problem(*place, f"`{value.expression}` failed: {typed['value']}.")]
    if typed["kind"] == "claim" and not typed["value"]:
        hint = "Change the sentence, or mend what it speaks of."
        return [Problem(*place, f"the claim `{value.expression}` is false in this run.", hint)]
    return []


def data_files(pages: Iterable[Page], root: Path) -> list[Path]:
    """Return the data files that pages declare, for a live preview to watch."""
    return sorted({root / name for page in pages for name in page.front_matter.depends})
