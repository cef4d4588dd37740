"""Figures that tests measure, printed at the end beside what is promised."""

from __future__ import annotations

from collections.abc import Callable

import pytest

FIGURES = pytest.StashKey[dict[str, tuple[str, str]]]()
Record = Callable[[str, object, object], None]


def pytest_configure(config: pytest.Config) -> None:
    config.stash[FIGURES] = {}


@pytest.fixture(scope="session")
def record_figure(pytestconfig: pytest.Config) -> Record:
    """Return the function that notes a figure: ``record_figure("pages", 102, "every one")``.

    A number that is noted again under the same name is added to the first.
    """
    figures = pytestconfig.stash[FIGURES]

    def record(name: str, measured: object, promised: object) -> None:
        before = figures.get(name, (0, ""))[0]
        if isinstance(measured, int) and isinstance(before, int):
            measured += before
        figures[name] = (measured, str(promised))

    return record


@pytest.fixture(scope="session")
def record_largest(pytestconfig: pytest.Config) -> Record:
    """Return the function that notes a figure unless a larger one stands under its name."""
    figures = pytestconfig.stash[FIGURES]

    def record(name: str, measured: object, promised: object) -> None:
        figures[name] = (max(measured, figures.get(name, (measured,))[0]), str(promised))

    return record


def pytest_terminal_summary(terminalreporter, config: pytest.Config) -> None:
    """Print what was measured in this run, and nothing that was not."""
    figures = config.stash[FIGURES]
    if not figures:
        return
    terminalreporter.section("measured against promised")
    widths = [
        max(len(str(row[n])) for row in ((name, *pair) for name, pair in figures.items())) for n in (0, 1)
    ]
    for name, (measured, promised) in figures.items():
        terminalreporter.write_line(f"{name:<{widths[0]}}  {measured!s:>{widths[1]}}  promised: {promised}")
