"""Figures that tests measure, printed at the end beside what is promised; workers hand theirs over."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Figure = tuple[Any, str, str]
"""What was measured, what is promised, and how two of one name become one: ``sum``, ``max`` or ``last``."""
TESTS = Path(__file__).parent
FIGURES = pytest.StashKey[dict[str, Figure]]()
Record = Callable[[str, object, object], None]
NOT_MEASURED = "not measured: {} skipped test(s), each with its reason above"


BEGAN = time.monotonic()
LONGEST = (
    "site/test_soak.py",
    "site/test_accessibility.py",
    "site/test_faults.py",
    "site/test_reading_anywhere.py",
    "lesson_code/test_learning.py",
    "site/test_budgets.py",
    "site/test_reproducible.py",
    "site/test_hostile_pages.py",
    "site/test_film.py",
    "site/test_downloads.py",
    "course_site/test_engines.py",
    "site/test_build_faults.py",
    "hostile/test_hostile_files.py",
    "lesson_code/test_threads.py",
    "site/test_papers_browser.py",
    "site/test_browser.py",
)
"""Files that take longest are begun first, or one core would idle while the other ends them."""


def pytest_configure(config: pytest.Config) -> None:
    config.stash[FIGURES] = {}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first; xdist is asked to keep that order, and gives a file to each worker."""
    rank = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.relative_to(TESTS).as_posix(), len(rank)))


def note(figures: dict[str, Figure], name: str, figure: Figure) -> None:
    """Put a figure beside those there are, or into the one of its name."""
    measured, promised, together = figure
    if name in figures and together != "last":
        measured = {"sum": sum, "max": max}[together]((figures[name][0], measured))
    figures[name] = (measured, promised, together)


@pytest.fixture(scope="session")
def record_figure(pytestconfig: pytest.Config) -> Record:
    """Return the function that notes a figure: ``record_figure("pages", 102, "every one")``.

    A whole number that is noted again under the same name is added to the first.
    """

    def record(name: str, measured: object, promised: object) -> None:
        together = "sum" if isinstance(measured, int) else "last"
        note(pytestconfig.stash[FIGURES], name, (measured, str(promised), together))

    return record


@pytest.fixture(scope="session")
def record_largest(pytestconfig: pytest.Config) -> Record:
    """Return the function that notes a figure unless a larger one stands under its name."""

    def record(name: str, measured: object, promised: object) -> None:
        note(pytestconfig.stash[FIGURES], name, (measured, str(promised), "max"))

    return record


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand a worker's figures to the process that started it."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["figures"] = session.config.stash[FIGURES]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over the figures of a worker that has ended."""
    for name, figure in getattr(node, "workeroutput", {}).get("figures", {}).items():
        note(node.config.stash[FIGURES], name, tuple(figure))


def pytest_terminal_summary(terminalreporter, config: pytest.Config) -> None:
    """Print what was measured in this run; and how many tests measured nothing."""
    figures = config.stash[FIGURES]
    if not figures:
        return
    minutes = f"{(time.monotonic() - BEGAN) / 60:.1f}"
    note(figures, "minutes that these tests took", (minutes, "all of `make test` under 15", "last"))
    terminalreporter.section("measured against promised")
    rows = [(name, str(measured), promised) for name, (measured, promised, _) in figures.items()]
    widths = [max(len(row[n]) for row in rows) for n in (0, 1)]
    for name, measured, promised in rows:
        terminalreporter.write_line(f"{name:<{widths[0]}}  {measured:>{widths[1]}}  promised: {promised}")
    if skipped := len(terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_line(NOT_MEASURED.format(skipped))
