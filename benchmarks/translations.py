"""Six hundred translated pages, the English above each passage: how long the check takes, how it grows.

The pages are this course's own in turn, a third of them behind; no two are the same.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import median

from benchmarks.courses import ROOT
from benchmarks.harness import Row
from course_site.translations.adopt import adopt

PAGES = 600
LIMIT = 10.0  # seconds
GROWTH = 1.3
"""What four times the pages may take, in four times the time of a quarter of them."""


def rows(quick: bool) -> Iterable[Row]:
    """Time `course-site translations` on many pages, and on a quarter of them, in turns."""
    count = 80 if quick else PAGES
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        courses = {number: _course(Path(name) / str(number), number) for number in (count // 4, count)}
        timings = {number: [] for number in courses}
        for _ in range(1 if quick else 3):
            for number, course in courses.items():
                timings[number].append(_seconds(course))
    some, many = (median(timings[number]) for number in courses)
    limit = LIMIT * count / PAGES
    yield Row(f"translations: {count} pages checked", many, limit, limit / many, 1, many <= limit)
    ratio = GROWTH * 4 * some / many
    yield Row("translations: four times the pages", many, 4 * some * GROWTH, ratio, 1, ratio >= 1)


def _course(root: Path, count: int) -> Path:
    pairs = []
    for french in sorted((ROOT / "docs" / "fr").rglob("*.md")):
        english = ROOT / "docs" / "en" / french.relative_to(ROOT / "docs" / "fr")
        if english.is_file():
            text = english.read_text("utf-8")
            pairs.append((text, adopt(text, french.read_text("utf-8"), "fr").text))
    for number in range(count):
        english, french = (text.replace(" the ", f" the x{number} ") for text in pairs[number % len(pairs)])
        if number % 3 == 0:
            english = english.replace(" is ", " was ", 3)
        for code, text in (("en", english), ("fr", french)):
            path = root / "docs" / code / f"page{number}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    (root / "mkdocs.yml").write_text("site_name: many\nplugins: [course_site]\n", encoding="utf-8")
    return root


def _seconds(course: Path) -> float:
    start = time.perf_counter()
    command = [sys.executable, "-m", "course_site", "translations", "--json"]
    subprocess.run(command, cwd=course, capture_output=True, check=False)
    return time.perf_counter() - start
