"""Figures that tests measure, printed at the end beside what is promised; workers hand theirs over."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

Figure = tuple[Any, str, str]
"""What was measured, what is promised, and how two of one name become one: ``sum``, ``max`` or ``last``."""
FIGURES = pytest.StashKey[dict[str, Figure]]()
Record = Callable[[str, object, object], None]
NOT_MEASURED = "not measured: {} skipped test(s), each with its reason above"


BEGAN = time.monotonic()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[FIGURES] = {}


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
