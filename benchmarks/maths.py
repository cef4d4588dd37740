"""Formulas: 2,000 of them against the clock, against stock markdown-katex, on a page, and in memory."""

from __future__ import annotations

import gzip
import itertools
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import psutil
from markdown import Markdown
from markdown_katex import wrapper

from benchmarks.harness import Row
from course_site.language import language
from course_site.tex import places
from course_site.tex.engine import KatexEngine, StockEngine
from course_site.tex.macros import bodies, read_macros
from course_site.tex.mathematics import Mathematics

ROOT = Path(__file__).parents[1]
FORMULAS = 2_000
SAMPLE = 40
"""Formulas on which we are compared with stock: every 49th of the list."""
EACH = 1e-3
"""Seconds that one formula may take, the start of the process included."""
GROWTH = 12
"""KB, gzipped, by which 100 formulas may make a page grow."""
MEMORY = 200
"""MB that the process may use."""

SHAPES = (
    r"x_{%d}", r"\vx_{%d} \in \R^n", r"w_{%d} > 0", r"\frac{%d}{K}", r"\vs = \mW_{%d} \vx + \vb",
    r"\mathcal{L}_{%d}(\theta)", r"p_{%d} = \frac{e^{s_k}}{\sum_j e^{s_j}}", r"\pd{\ell}{\vs_{%d}}",
    r"\set{x : x > %d}", r"\hat y_{%d} \ne y", r"\sigma_{%d}^2", r"\E[\vz_{%d}]", r"\sqrt{%d + a^2}",
    r"\begin{pmatrix} a & %d \\ c & d \end{pmatrix}", r"\sam{-\beta E_{%d}}", r"\log(1 + e^{-%da})",
    r"\cx_{%d} + \red{\epsilon}", r"\int_0^{%d} f(t)\,\mathrm{d}t", r"\left( \frac{1}{%d} \right)^k",
    r"\begin{cases} 0 & x < %d \\ x & x \ge 0 \end{cases}",
)  # fmt: skip
"""From one letter to a few lines, as lessons have them; the short ones come most often."""


def formulas(count: int) -> list[str]:
    """Return `count` distinct formulas."""
    pairs = itertools.product(range(count), SHAPES)
    return [shape % number for number, shape in itertools.islice(pairs, count)]


def of_lessons(count: int) -> list[str]:
    """Return the first different formulas of the course's own lessons; their median length is 7."""
    pages = sorted((ROOT / "docs" / "en").rglob("*.md"))
    found = (tex for page in pages for _, tex in places.formulas(page.read_text(encoding="utf-8")))
    return list(dict.fromkeys(found))[:count]


def rows(quick: bool) -> Iterator[Row]:
    """Yield the rows of this suite."""
    macros, _ = read_macros((ROOT / "docs" / "assets" / "macros.tex").read_text(encoding="utf-8"))
    named = bodies(macros)
    listed = formulas(FORMULAS // 10 if quick else FORMULAS)
    each, memory = in_one_process(named, listed, rounds=1 if quick else 3)
    yield limit(f"one of {len(listed)} formulas, the start of KaTeX included", each, EACH, "s")
    yield against_stock(named, listed)
    yield limit("most memory of the KaTeX process", memory, MEMORY, "MB")
    ordinary = of_lessons(100)
    size = growth(Mathematics(macros), ordinary)
    yield limit(
        f"gzipped growth of a page by {len(ordinary)} different formulas of the lessons", size, GROWTH, "KB"
    )


def limit(name: str, ours: float, most: float, unit: str) -> Row:
    """Make a row of something that has a limit and nothing to compare with."""
    return Row(f"{name}; against its limit", ours, most, most / ours, 1, ours <= most, unit)


def in_one_process(macros: dict[str, str], listed: list[str], rounds: int) -> tuple[float, float]:
    """Return the seconds for one formula and the most memory (MB) of the process."""
    seconds, memory = [], 0.0
    for _ in range(rounds):
        start = time.perf_counter()
        engine = KatexEngine(macros)
        for tex in listed:
            engine.render(tex)
        seconds.append((time.perf_counter() - start) / len(listed))
        memory = max(memory, peak_memory(engine._process.pid))
        engine.close()
    return median(seconds), memory


def peak_memory(pid: int) -> float:
    """Return the most memory (MB) that a process has had so far, where the system tells; else what it has."""
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) * 1024 / 1e6
    return psutil.Process(pid).memory_info().rss / 1e6


def against_stock(macros: dict[str, str], listed: list[str]) -> Row:
    """Render a sample of the list with stock as well: one process a formula, nothing cached yet.

    In turns: one formula by stock, then a share of the whole list by us, so that a busy moment of the machine
    slows both.
    """
    share = len(listed) // SAMPLE - 1  # no multiple of the number of shapes: each is in the sample
    starts = [n * share for n in range(SAMPLE)]
    sample = [listed[start] for start in starts]
    ours, stock = KatexEngine(macros), StockEngine(macros)
    cache, command = wrapper.CACHE_DIR, wrapper.get_bin_cmd
    with tempfile.TemporaryDirectory() as empty:
        wrapper.CACHE_DIR = Path(empty)
        wrapper.get_bin_cmd = lambda: [str(wrapper._get_pkg_bin_path())]  # without its slow look for npx
        theirs, slow, fast = [], [], []
        for start in starts:
            began = time.perf_counter()
            theirs.append(stock.render(listed[start]))
            turned = time.perf_counter()
            for tex in listed[start : start + share]:
                ours.render(tex)
            slow.append(turned - began)
            fast.append((time.perf_counter() - turned) / share)
        wrapper.CACHE_DIR, wrapper.get_bin_cmd = cache, command
    same = theirs == [ours.render(tex) for tex in sample]
    ours.close()
    each, one = median(fast), median(slow)
    name = f"the same bytes as stock markdown-katex, formula by formula ({len(sample)} of the list)"
    return Row(name, each, one, one / each, 50, one / each >= 50 and same)


def growth(mathematics: Mathematics, listed: list[str]) -> float:
    """Return by how many KB a gzipped page grows with formulas in its sentences."""

    def page(sentence: str) -> bytes:
        text = "\n\n".join(sentence.format(n, f"${tex}$") for n, tex in enumerate(listed))
        html = Markdown(extensions=["course_site.tex.extension"]).convert(text)
        html, problems = mathematics.page(html, text, "p.md", {}, language("en"))
        assert problems == []
        return gzip.compress(html.encode(), 9)

    return (len(page("In step {} the value is {}.")) - len(page("In step {} the value is .{:.0}"))) / 1e3
