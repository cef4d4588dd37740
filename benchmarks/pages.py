"""Executed pages against plain mkdocs-jupyter: cold, unchanged, after an edit, under serve, in memory.

Bench pages train once (K = 3, 500 steps) and draw one figure.
The peer runs the same pages with `execute: true`; every build is a process of its own.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable
from pathlib import Path

import psutil

from benchmarks.courses import I18N, JUPYTER, OURS, PEER, build, command, environment, write_course
from benchmarks.harness import Row, Timings, compare, interleave
from benchmarks.pasted import paste_results
from benchmarks.serving import Preview


def rows(quick: bool) -> Iterable[Row]:
    """Measure the promises about executed pages."""
    rounds = 1 if quick else 3
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        yield from cold_rows(folder, rounds)
        yield unchanged_row(folder, rounds + 2)
        yield edited_module_row(folder, rounds)
        yield serve_row(folder, rounds + 2)
        yield memory_row(folder)


def cold_rows(folder: Path, rounds: int) -> Iterable[Row]:
    """8 pages and 1 page, nothing stored."""
    for pages, promised in ((8, 4.0), (1, 1 / 1.1)):
        ours = write_course(folder / f"ours{pages}", pages, plugins=[OURS])
        peer = write_course(folder / f"peer{pages}", pages, plugins=[PEER])
        timings = interleave(
            {"ours": lambda c=ours: build(c, cold=True), "peer": lambda c=peer: build(c)},
            rounds,
            warm_up=False,
        )
        what = f"cold build, {pages} executed page{'s' * (pages > 1)}, against mkdocs-jupyter execute: true"
        yield compare(what, timings, "ours", "peer", promised)


def unchanged_row(folder: Path, rounds: int) -> Row:
    """8 lecture pages and 1 notebook page in two languages, against the same with results pasted in."""
    plugins = [OURS, "search", JUPYTER, I18N]
    ours = write_course(folder / "unchanged", 9, plugins=plugins, languages=("en", "fr"))
    for language in ("en", "fr"):
        page = ours / "docs" / language / "page8.md"
        page.write_text(page.read_text().replace("title:", "page: notebook\ntitle:", 1))
    build(ours)
    pasted = paste_results(ours, folder / "pasted", ["search", JUPYTER, I18N])

    def unchanged() -> None:
        said = build(ours)
        if "18 from the store, 0 run" not in said:
            raise RuntimeError(f"cells ran in an unchanged rebuild:\n{said[-1000:]}")

    timings = interleave({"ours": unchanged, "pasted": lambda: build(pasted)}, rounds)
    return compare(
        "unchanged rebuild, 9 pages in 2 languages, against pasted results",
        timings,
        "ours",
        "pasted",
        1 / 1.2,
    )


def edited_module_row(folder: Path, rounds: int) -> Row:
    """Edit a module that one page of eight uses, against a cold build of that page alone."""
    eight = write_course(folder / "eight", 8, plugins=[OURS])
    one = write_course(folder / "one", 1, plugins=[OURS])
    build(eight)
    count = iter(range(1000))

    def edited() -> None:
        (eight / "lessons" / "page3.py").write_text(
            (eight / "lessons" / "page2.py").read_text() + f"EDIT = {next(count)}\n"
        )
        said = build(eight)
        if "7 from the store, 1 run" not in said:
            raise RuntimeError(f"the wrong pages ran after the edit:\n{said[-1000:]}")

    timings = interleave({"edited": edited, "cold": lambda: build(one, cold=True)}, rounds + 2, warm_up=False)
    return compare(
        "edit of a module that 1 page of 8 uses, against a cold build of 1 page",
        timings,
        "edited",
        "cold",
        1 / 1.2,
    )


def serve_row(folder: Path, rounds: int) -> Row:
    """A prose edit under serve, against a plain Material site of the same size."""
    ours = write_course(folder / "served", 8, plugins=[OURS])
    build(ours)
    plain = paste_results(ours, folder / "plain", [])
    timings: Timings = {"ours": [], "plain": []}
    with Preview(ours) as first, Preview(plain) as second:
        for number in range(rounds + 1):
            for name, preview in (("ours", first), ("plain", second)):
                seconds = preview.edit("page0.md", "page0/", f"Edit number {number}.")
                if number:  # the first edit also pays for what the server had not loaded yet
                    timings[name].append(seconds)
        if first.cells_ran():
            raise RuntimeError("cells ran after an edit of prose")
    return compare("prose edit under serve, against a plain Material site", timings, "ours", "plain", 1 / 1.2)


def memory_row(folder: Path, limit: float = 2000) -> Row:
    """Largest memory of a cold build with two workers: all processes, shared pages counted once."""
    course = write_course(folder / "memory", 8, plugins=[OURS])
    shutil.rmtree(course / ".cache", ignore_errors=True)
    process = subprocess.Popen(
        command("build", "--site-dir", str(course / "built")),
        cwd=course, env=environment(course), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    peaks = [0.0]
    watcher = threading.Thread(target=_watch, args=(psutil.Process(process.pid), peaks))
    watcher.start()
    process.wait()
    watcher.join()
    peak = max(peaks)
    name = "peak memory of a cold build, 2 workers, against the limit"
    return Row(name, peak, limit, limit / peak, 1.0, peak < limit, unit="MB")


def _watch(process: psutil.Process, peaks: list[float]) -> None:
    """Note the proportional memory of a process and its descendants until it ends."""
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        total = 0.0
        try:
            family = [process, *process.children(recursive=True)]
        except psutil.NoSuchProcess:
            return
        for member in family:
            try:
                total += member.memory_full_info().pss / 1e6
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                continue
        peaks.append(total)
        time.sleep(0.2)
