"""What a person sees while pages run: a live bar on a terminal, one line a page on a plain log."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from course_site.execution.run import Progress as Notify

WORDS = {"done": "run", "store": "from the store", "failed": "FAILED"}


@contextmanager
def show_progress(console: Console) -> Iterator[Notify]:
    """Yield the function that run_pages tells what happens to each page."""
    began: dict[str, float] = {}
    running: list[str] = []
    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )
    with bar:
        task = bar.add_task("pages", total=0)

        def notify(path: str, event: str) -> None:
            if event == "run":
                began[path] = time.monotonic()
                running.append(path)
                bar.update(task, description=", ".join(running), total=bar.tasks[task].total + 1)
                return
            if path in began:
                running.remove(path)
                bar.update(task, advance=1, description=", ".join(running))
            took = f" in {time.monotonic() - began[path]:.1f} s" if path in began else ""
            if event != "store" or not console.is_terminal:
                console.print(f"{path}: {WORDS[event]}{took}", highlight=False, soft_wrap=True)

        yield notify
