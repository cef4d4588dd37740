"""All executable pages of a project: read, look up, run what is missing, store, report."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from importlib.util import find_spec

from course_site.execution.engine import Engine, job_for
from course_site.execution.engines import AutoEngine
from course_site.execution.fingerprint import Fingerprint, fingerprint
from course_site.execution.results import CellResult, PageResult
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
    computed: bool = True
    """False in a preview on a machine that cannot run the page: nothing of the result is real."""


@dataclass
class Group:
    """Pages whose cells are the same: one run serves them all."""

    prints: Fingerprint
    pages: list[Page] = field(default_factory=list)

    def fits(self, result: PageResult) -> bool:
        """Return whether a stored result has what these pages ask for."""
        return all(page.fits([cell.values for cell in result.cells]) for page in self.pages)


@dataclass(frozen=True)
class Shard:
    """One of several equal shares of the work: number 2 of 8."""

    number: int
    of: int

    def part_of(self, groups: list[Group]) -> list[Group]:
        """Return this shard's groups; every machine cuts alike, as fingerprints are the same everywhere."""
        ordered = sorted(groups, key=lambda group: group.prints.key)
        return ordered[self.number - 1 :: self.of]


WHOLE = Shard(1, 1)


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
        return f"pages: {len(self.stored)} from the store, {len(self.run)} run, {len(self.failed)} failed"


Outcome = tuple[PageResult | None, list[Problem]]
"""What came of running a page: its result, or what was wrong."""

Progress = Callable[[str, str], None]
"""Called with a page's path and what happens to it: ``store``, ``run``, ``done`` or ``failed``."""


def default_workers() -> int:
    """Return how many pages run at once unless told otherwise: one a core."""
    return os.cpu_count() or 1


def read_pages(settings: Settings) -> tuple[list[Page], list[Problem]]:
    """Read every Markdown page below the docs folder, in the order of their paths."""
    pages, problems = [], []
    for path in sorted(path for path in settings.docs.rglob("[!.]*.md") if path.is_file()):
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
    shard: Shard = WHOLE,
    workers: int = 1,
    preview: bool = False,
    progress: Progress = lambda path, event: None,
) -> Report:
    """Bring every executable page up to date; pages with equal fingerprints share one run.

    Where a required module is not installed, a page without a stored result fails;
    in a `preview` it gets an empty result instead.

    Nothing is raised for a bad page: its problems are in the report, beside the results of the others.
    """
    report = Report()
    pages, report.problems = read_pages(settings)
    wanted = set(only)
    pages = [page for page in pages if page.runs and (not wanted or page.path in wanted)]
    faulty = {problem.path for problem in report.problems}
    report.failed += [page.path for page in pages if page.path in faulty]
    groups = _by_fingerprint(settings, [p for p in pages if p.path not in faulty], report)
    store = Store(settings.store)
    missing = []
    for group in shard.part_of(groups):
        result, notices = (None, []) if force else store.load(group.prints.key, group.fits)
        report.notices += notices
        if result is None:
            missing.append(group)
        else:
            _file(report, group, result, _check(group, result), ran=False, progress=progress)
    if missing and (absent := [name for name in settings.requires if find_spec(name) is None]):
        for group in missing:
            _file_not_run(report, group, absent, preview)
        missing = []
    if isinstance(engine, AutoEngine):
        engine.choose(len(missing))
    with ThreadPoolExecutor(max_workers=max(1, workers)) as pool:
        waiting = {pool.submit(_run_group, settings, engine, group, progress): group for group in missing}
        try:
            for done in _as_they_end(waiting):
                result, problems = done.result()
                _file(report, waiting[done], result, problems, ran=True, progress=progress)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)  # asked to end: what waits is not begun
    for outcome in (report.run, report.stored, report.failed):
        outcome.sort()
    return report


def _as_they_end(waiting: Iterable[Future[Outcome]]) -> Iterator[Future[Outcome]]:
    """Yield what is done as it is done, and look up every now and then.

    A signal that reaches another thread is seen by the main one, which has to act on it, only when it wakes.
    """
    left = set(waiting)
    while left:
        done, left = wait(left, timeout=0.5, return_when=FIRST_COMPLETED)
        yield from done


def _by_fingerprint(settings: Settings, pages: list[Page], report: Report) -> list[Group]:
    """Group pages that share a result; a page whose declared data is missing fails."""
    groups: dict[str, Group] = {}
    for page in pages:
        missing = [name for name in page.front_matter.depends if not (settings.root / name).is_file()]
        if missing:
            report.failed.append(page.path)
            hint = "Paths are relative to the project's folder."
            report.problems += [
                Problem(page.path, 1, 0, f"`depends` names {name}, which is not there.", hint)
                for name in missing
            ]
            continue
        try:
            prints = fingerprint(page, settings.packages, settings.root, settings.device)
        except ProblemsFound as found:  # a module that cannot be parsed
            report.failed.append(page.path)
            report.problems += [fault for fault in found.problems if fault not in report.problems]
            continue
        groups.setdefault(prints.key, Group(prints)).pages.append(page)
    return list(groups.values())


def _run_group(settings: Settings, engine: Engine, group: Group, progress: Progress) -> Outcome:
    """Run one group, check what came out, and store it if nothing is wrong with it."""
    page = group.pages[0]
    progress(page.path, "run")
    try:
        result = engine.run(job_for(page, settings))
        problems = _check(group, result)
        if not problems:
            _save(Store(settings.store), group.prints.key, result, page.path)
        return result, problems
    except ProblemsFound as found:
        return None, found.problems


def _check(group: Group, result: PageResult) -> list[Problem]:
    return [fault for page in group.pages for fault in check_result(page, result)]


def _file(
    report: Report,
    group: Group,
    result: PageResult | None,
    problems: list[Problem],
    *,
    ran: bool,
    progress: Progress,
) -> None:
    """Write the outcome of one group into the report."""
    paths = [page.path for page in group.pages]
    if problems or result is None:
        report.problems += problems
        report.failed += paths
        progress(paths[0], "failed")
        return
    report.executed |= {page.path: ExecutedPage(page, group.prints, result) for page in group.pages}
    (report.run if ran else report.stored).append(paths[0])
    report.stored += paths[1:]
    progress(paths[0], "done" if ran else "store")


def _file_not_run(report: Report, group: Group, absent: list[str], preview: bool) -> None:
    """Write into the report what a machine that cannot run pages makes of one group."""
    names = ", ".join(absent)
    for page in group.pages:
        if preview:
            report.executed[page.path] = ExecutedPage(page, group.prints, empty_result(page), computed=False)
            fault = f"not run here ({names} is not installed): its figures are boxes."
            report.notices.append(Problem(page.path, 0, 0, fault))
            continue
        report.failed.append(page.path)
        hint = "Install it, or preview the prose with `make preview`."
        fault = f"the page has no stored result, and {names} is not installed here."
        report.problems.append(Problem(page.path, 0, 0, fault, hint))


def empty_result(page: Page) -> PageResult:
    """Return what stands in for a result that is not there: no output, and … for every value."""
    unknown = {"kind": "text", "value": "…"}
    return PageResult(
        tuple(
            CellResult(values={value.expression: unknown for value in page.values_after(index)})
            for index in range(len(page.cells))
        )
    )


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
            fault = f"the cell draws {len(outcome.pictures)} figures; a cell may draw one."
            hint = "Split the cell, or draw both on one figure."
            problems.append(Problem(page.path, cell.line, 0, fault, hint))
        if outcome.film and not outcome.pictures:
            fault = "the cell shows a film and draws no figure."
            hint = "Draw its snapshots in the same cell, for readers without a script."
            problems.append(Problem(page.path, cell.line, 0, fault, hint))
        if outcome.pictures:
            problems += [
                Problem(
                    page.path,
                    cell.line,
                    0,
                    f"the cell draws a figure and has no `{key}`.",
                    f"Add a line `#| {key}: …` at the top of the cell.",
                )
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
