"""Drawings: how long one takes, against the app's own viewer, and how much it adds to a page."""

from __future__ import annotations

import gzip
import html
import re
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.genuine import genuine_viewer, missing
from benchmarks.harness import Row
from benchmarks.maths import limit
from course_site.diagrams.drawing import draw
from course_site.diagrams.reading import read_diagrams
from course_site.tex.macros import read_macros
from course_site.tex.mathematics import Mathematics

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "assets" / "diagrams"
EACH = 10e-3
"""Seconds a drawing may take, its file read and its labels typeset before."""
SIZE = 6.0
"""KB, gzipped, that a drawing may add to a page."""
VIEWER_SCRIPT = 734.0
"""KB, gzipped, of the script that every page with a drawing loads through mkdocs-drawio 1.16.3:
viewer-static.min.js of diagrams.net 29.2.7, MathJax not counted; it comes from another host."""


def rows(quick: bool) -> Iterator[Row]:
    """Yield the rows of this suite."""
    files = sorted(FOLDER.glob("*.drawio*"))
    macros, _ = read_macros((ROOT / "docs" / "assets" / "macros.tex").read_text(encoding="utf-8"))
    mathematics = Mathematics(macros)
    drawn = [drawing(path.read_bytes(), mathematics) for path in files]  # every formula is known from now on
    rounds = 2 if quick else 10
    ours = [seconds(path.read_bytes(), mathematics) for _ in range(rounds) for path in files]
    slowest = max_median(ours, len(files))
    yield limit(f"the slowest of {len(files)} drawings, read and drawn", slowest, EACH, "s")
    if not missing():
        yield against_viewer(files, median(ours), rounds)
    sizes = [len(gzip.compress(svg.encode(), 9)) / 1e3 for svg in drawn]
    yield limit("the largest drawing in a page, gzipped", max(sizes), SIZE, "KB")
    largest, script = max(sizes), VIEWER_SCRIPT
    name = "the largest drawing, gzipped, against the script that mkdocs-drawio adds to a page"
    yield Row(name, largest, script, script / largest, 100, script / largest >= 100, "KB")
    scripts = sum(svg.count("<script") for svg in drawn)
    name = "scripts in a page for its drawings; against one"
    yield Row(name, scripts, 1, 1 - scripts, 1, not scripts, "scripts")


def drawing(data: bytes, mathematics: Mathematics) -> str:
    """Return the first page of a file as it stands in an English page."""
    diagrams, problems = read_diagrams(data, "drawing")
    assert problems == []
    return draw(diagrams[0], "en", mathematics.render, "A drawing.")


def seconds(data: bytes, mathematics: Mathematics) -> float:
    """Return how long one drawing takes."""
    start = time.perf_counter()
    drawing(data, mathematics)
    return time.perf_counter() - start


def max_median(timings: list[float], count: int) -> float:
    """Return the median time of the slowest of `count` drawings, timed in turn again and again."""
    return max(median(timings[first::count]) for first in range(count))


def against_viewer(files: list[Path], ours: float, rounds: int) -> Row:
    """Draw the same files with the app's viewer, warm, without MathJax: it then does less than we do."""
    sources = [source(path.read_bytes()) for path in files]
    with genuine_viewer() as viewer:
        viewer.draw(sources[0])
        theirs = [viewer.draw(xml).milliseconds / 1e3 for _ in range(rounds) for xml in sources]
    ratio = median(theirs) / ours
    name = "a drawing, against diagrams.net's own viewer in Chromium, already open"
    return Row(name, ours, median(theirs), ratio, 2, ratio >= 2)


def source(data: bytes) -> str:
    """Return the file that the app keeps in its Editable SVG, its formulas left as they are."""
    found = re.search(rb'<svg[^>]* content="([^"]*)"', data)
    text = html.unescape(found[1].decode()) if found else data.decode()
    return text.replace(' math="1"', ' math="0"')
