"""What several test files share: lessons made of a few lines, a tiny project, an engine without a kernel."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from course_site.execution.engine import Job, cell_result, fault
from course_site.execution.fingerprint import Fingerprint
from course_site.execution.kernel import evaluate
from course_site.execution.results import CellResult, PageResult
from course_site.execution.run import ExecutedPage, Report, run_pages
from course_site.pages import Page, read_page
from course_site.settings import Settings, make_settings

HEAD = """\
---
title: A page
jupyter:
  kernelspec: {name: python3, language: python}
---
"""
"""Five lines: the body of a lesson begins on line 6."""

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt"><path d="{}"/></svg>'


class InProcessEngine:
    """Runs cells with `exec`, for tests in which a kernel is not the point.

    A cell may call ``draw(text)``: it leaves a figure whose path is `text`.
    """

    def __init__(self) -> None:
        self.jobs: list[Job] = []
        self._lock = threading.Lock()  # sys.path and stdout belong to the whole process

    def run(self, job: Job) -> PageResult:
        with self._lock:
            return self._run(job)

    def _run(self, job: Job) -> PageResult:
        self.jobs.append(job)
        figures: list[str] = []
        names: dict[str, Any] = {"draw": lambda text: figures.append(SVG.format(text))}
        results = []
        for step in job.steps:
            printed = io.StringIO()
            try:
                with contextlib.redirect_stdout(printed), _importing_from(job.root):
                    exec(step.code, names)
            except Exception as error:
                raise fault(job, step, f"the cell raised {type(error).__name__}: {error}.") from None
            outputs = [{"output_type": "stream", "name": "stdout", "text": printed.getvalue()}]
            outputs += [{"output_type": "display_data", "data": {"image/svg+xml": svg}} for svg in figures]
            figures.clear()
            values = {expression: evaluate(expression, names) for expression in step.expressions}
            results.append(cell_result(job, step, outputs, {"figures": [], "values": values}))
        return PageResult(tuple(results))


@contextlib.contextmanager
def _importing_from(root: Path) -> Iterator[None]:
    """Import the project's modules afresh, and forget them afterwards."""
    known = set(sys.modules)
    keep = sys.dont_write_bytecode
    sys.path.insert(0, str(root))
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        sys.path.remove(str(root))
        sys.dont_write_bytecode = keep
        for name in set(sys.modules) - known:
            if name.partition(".")[0] == "tiny":
                del sys.modules[name]


class Project:
    """A course in a folder of its own, with pages in `docs` and a package `tiny`."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.counter = self.root.parent / f"{root.name}-counter"
        self.write("mkdocs.yml", "site_name: Tiny\nplugins:\n  - course_site:\n      packages: [tiny]\n")
        self.write("tiny/__init__.py", "")
        (self.root / "docs" / "en").mkdir(parents=True)

    @property
    def settings(self) -> Settings:
        return make_settings(self.root, "docs", {"packages": ["tiny"], "timeout": 60, "device": "cpu"})

    @property
    def count(self) -> str:
        """What the pages appended to the counter: one word a run."""
        return self.counter.read_text(encoding="utf-8") if self.counter.exists() else ""

    @property
    def tick(self) -> str:
        """A line of code that says that its cell ran."""
        return f"with open({str(self.counter)!r}, 'a') as counter: counter.write('x')"

    def tick_now(self) -> None:
        """Count as if a cell had run."""
        with self.counter.open("a") as file:
            file.write("x")

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.stat().st_mtime_ns if path.exists() else None
        path.write_text(text, encoding="utf-8")
        if before is not None:  # clocks of file systems are coarse: a test edits faster than they tick
            os.utime(path, ns=(before + 1_000_000_000, before + 1_000_000_000))
        return path

    def lesson(self, name: str, body: str, head: str = HEAD) -> Path:
        return self.write(f"docs/{name}", head + textwrap.dedent(body))

    def run(self, engine: Any = None, **options: Any) -> Report:
        settings = replace(self.settings, **options.pop("settings", {}))
        return run_pages(settings, engine or InProcessEngine(), **options)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "course")


@pytest.fixture(scope="session")
def make_project() -> type[Project]:
    return Project


@pytest.fixture(scope="session")
def in_process_engine() -> type[InProcessEngine]:
    return InProcessEngine


@pytest.fixture(scope="session")
def lesson() -> Callable[..., Page]:
    """Read a body as an executable page in which nothing is wrong; the body begins on line 6."""

    def read(body: str, path: str = "docs/en/page.md", head: str = HEAD) -> Page:
        page, problems = read_page(head + body, path)
        assert problems == []
        return page

    return read


@pytest.fixture(scope="session")
def faults() -> Callable[..., list[str]]:
    """Return what is wrong with a body, as contributors read it."""

    def read(body: str, head: str = HEAD) -> list[str]:
        return [str(problem) for problem in read_page(head + body, "p.md")[1]]

    return read


@pytest.fixture(scope="session")
def executed(lesson: Callable[..., Page]) -> Callable[..., ExecutedPage]:
    """Return a page with the results of its cells, one `CellResult` a cell."""

    def make(body: str, *results: CellResult, path: str = "docs/en/page.md") -> ExecutedPage:
        prints = Fingerprint("f" * 32, (), {"python": "3.11", "torch": "2.13.0"}, "cpu")
        return ExecutedPage(lesson(body, path), prints, PageResult(results))

    return make


@pytest.fixture
def seconds() -> Callable[[float], Any]:
    """Return a context manager that fails if its block takes more than so many seconds of processor time.

    What its helpers take, such as KaTeX's process, counts; other tests, which run beside it, do not.
    """

    me = psutil.Process()

    def taken() -> float:
        times = [process.cpu_times() for process in (me, *me.children(recursive=True))]
        return sum(spent.user + spent.system for spent in times)

    @contextlib.contextmanager
    def within(limit: float) -> Iterator[None]:
        start, began = taken(), time.monotonic()
        yield
        assert taken() - start < limit
        assert time.monotonic() - began < 10 * limit, "it waits for something"

    return within
