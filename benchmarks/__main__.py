"""`python -m benchmarks [NAMES...] [--quick]`: measure, print, write .cache/bench.json.

A suite is a module with `rows(quick: bool) -> Iterable[Row]`, named in SUITES.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import click

SUITES = ("training", "lessons", "pages", "growth", "maths", "diagrams", "papers", "translations")
RESULTS = Path(".cache/bench.json")


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(SUITES))
@click.option("--quick", is_flag=True, help="Fewer rounds: a check in seconds, not a measurement.")
def main(names: tuple[str, ...], quick: bool) -> None:
    """Run the suites NAMES, or all; exit 1 when a promise does not hold."""
    from benchmarks.harness import print_table, write_json

    suites = [import_module(f"benchmarks.{name}") for name in names or SUITES]
    rows = [row for suite in suites for row in suite.rows(quick)]
    print_table(rows)
    write_json(rows, RESULTS)
    sys.exit(not all(row.holds for row in rows))


if __name__ == "__main__":
    main(prog_name="python -m benchmarks")
