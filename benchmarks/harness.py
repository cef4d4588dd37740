"""Timing that a busy machine cannot tilt, and the table of what was promised."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

Timings = dict[str, list[float]]  # name -> seconds, one entry a round


@dataclass(frozen=True)
class Row:
    """One promise about speed, with what was measured."""

    name: str
    ours: float  # seconds
    against: float  # seconds, of what we compare with
    ratio: float  # how many times faster ours is
    promised: float  # the ratio that was promised
    holds: bool
    unit: str = "s"
    """Of `ours` and `against`; the table says it, the file does not."""


def interleave(actions: dict[str, Callable[[], object]], rounds: int, *, warm_up: bool = True) -> Timings:
    """Time each action once a round, so that a slow minute of the machine slows them all.

    One round before the first is not counted: it pays for allocations and lazy imports;
    `warm_up=False` leaves it out where each action is a process of its own.
    """
    timings: Timings = {name: [] for name in actions}
    for counted in [False] * warm_up + [True] * rounds:
        for name, action in actions.items():
            start = time.perf_counter()
            action()
            if counted:
                timings[name].append(time.perf_counter() - start)
    return timings


def compare(name: str, timings: Timings, ours: str, against: str, promised: float) -> Row:
    """Make a row of two timings; the ratio is the median of the ratios within each round."""
    ratio = median(b / a for a, b in zip(timings[ours], timings[against], strict=True))
    return Row(name, median(timings[ours]), median(timings[against]), ratio, promised, ratio >= promised)


def print_table(rows: Iterable[Row]) -> None:
    """Print one line for each promise."""
    table = Table("promise", "ours", "against", "ratio", "promised", "holds")
    for column in table.columns[1:]:
        column.justify = "right"
    for row in rows:
        table.add_row(
            row.name,
            _quantity(row.ours, row.unit),
            _quantity(row.against, row.unit),
            f"{row.ratio:.2f}",
            f"{row.promised:g}",
            "yes" if row.holds else "[bold red]no[/]",
        )
    Console().print(table)


def _quantity(value: float, unit: str) -> str:
    return f"{value * 1e3:.1f} ms" if unit == "s" else f"{value:.0f} {unit}"


def write_json(rows: Iterable[Row], path: Path) -> None:
    """Write the rows as a JSON list, in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_text(json.dumps([_record(row) for row in rows], indent=2) + "\n")
    os.replace(unfinished, path)


def _record(row: Row) -> dict[str, object]:
    return {key: value for key, value in asdict(row).items() if key != "unit"}
