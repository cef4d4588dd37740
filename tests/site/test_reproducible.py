"""Two builds of one commit give the same bytes, wherever, whenever and by whomever they are made."""

from __future__ import annotations

import filecmp
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.courses import write_small_site
from tests.site.clocks import shifted_clock

ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(
    ".git",
    ".venv*",
    ".cache",
    "site",
    "pdf",
    "runs",
    "__pycache__",
    ".hypothesis",
    ".pytest_cache",
    ".ruff_cache",
)
LESSON = """---
title: Lesson {n}
jupyter:
  kernelspec: {{name: python3, language: python}}
---
# Lesson {n}

```python
#| name: loss-{n}
#| caption: The loss.
#| alt: A line that falls.
from time import perf_counter
import matplotlib.pyplot as plt
from lesson_code.devices import seeded_generator
from lesson_code.models import mlp_classifier
from lesson_code.spiral import SPIRAL_2020, make_spiral
from lesson_code.training import TrainConfig, train

began = perf_counter()
X, y = make_spiral(SPIRAL_2020, seeded_generator({n}))
history = train(mlp_classifier(3, seeded_generator({n})), X, y, TrainConfig(steps=20))
seconds = perf_counter() - began
plt.plot(history.loss)
plt.show()
print(history.final_loss)
```

After 20 steps, `{{python}} percent(history.final_accuracy, 2)` in `{{python}} timing(seconds)`.
"""
NAMES = {1: "index", 2: "lesson"}
TIMING = re.compile(rb'(<data class="timing"[^>]*>)[^<]*(</data>)')


def build(root: Path, folder: Path, **variables: str) -> None:
    """Build the site of a copy of this project."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=root,
        env={**os.environ, "SOURCE_DATE_EPOCH": "0", "NO_MKDOCS_2_WARNING": "1", **variables},
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr[-3000:]


def files(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}


def different(one: Path, other: Path, *, but_timings: bool = False) -> list[str]:
    """Return the files that differ between two folders, or are in one alone."""
    first, second = files(one), files(other)
    found = sorted(first.keys() ^ second.keys())
    for name in sorted(first.keys() & second.keys()):
        if not filecmp.cmp(first[name], second[name], shallow=False):
            pair = [TIMING.sub(rb"\1\2", path.read_bytes()) for path in (first[name], second[name])]
            if not but_timings or pair[0] != pair[1]:
                found.append(name)
    return found


def test_another_folder_time_zone_locale_and_hash_seed_change_no_byte(
    site: Path, tmp_path: Path, record_figure
):
    copy = tmp_path / "an other folder, é"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    shutil.copytree(ROOT / ".cache" / "lessons", copy / ".cache" / "lessons")
    for path in copy.rglob("*.md"):
        os.utime(path, (1_500_000_000, 1_500_000_000))
    build(copy, tmp_path / "again", TZ="Pacific/Kiritimati", LC_ALL="C", PYTHONHASHSEED="42")
    found = different(site, tmp_path / "again")
    record_figure("files that differ between two builds of one store", len(found), 0)

    assert found == []


@pytest.mark.parametrize("committed", ["2026-03-04T05:06:07Z", None], ids=["a commit", "no commit"])
def test_what_is_published_carries_the_day_of_its_commit_and_not_that_of_its_build(
    tmp_path: Path, committed: str | None, record_figure
):
    course = write_small_site(tmp_path / "course", {"en/index.md": "# Home\n", "fr/index.md": "# Accueil\n"})
    if committed:
        dates = {"GIT_AUTHOR_DATE": committed, "GIT_COMMITTER_DATE": committed}
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        for words in (("init", "-q"), ("add", "mkdocs.yml"), (*who, "commit", "-q", "-m", "x")):
            subprocess.run(["git", *words], cwd=course, env={**os.environ, **dates}, check=True)
    for days in (0, 40):
        environment = shifted_clock(tmp_path / "clock", days)
        environment.pop("SOURCE_DATE_EPOCH", None)
        command = [sys.executable, "-m", "course_site", "publish", f"site-of-day-{days}"]
        subprocess.run(command, cwd=course, env=environment, check=True, timeout=120, capture_output=True)
    now, later = (course / f"site-of-day-{days}" for days in (0, 40))
    found = different(now.resolve(), later.resolve())
    record_figure("files that differ between two days", len(found), 0)

    assert found == []
    day = committed[:10] if committed else "1970-01-01"
    assert set(re.findall("<lastmod>(.*?)</lastmod>", (now / "sitemap.xml").read_text())) == {day}


def test_two_lessons_from_two_empty_stores_differ_only_in_what_they_measured(tmp_path: Path, record_figure):
    pages = {f"{code}/{name}.md": LESSON.format(n=n) for code in ("en", "fr") for n, name in NAMES.items()}
    for name in ("one", "an other, é"):
        course = write_small_site(tmp_path / name, pages, packages="[lesson_code]")
        shutil.copytree(ROOT / "lesson_code", course / "lesson_code", ignore=LEFT_OUT)
        build(course, tmp_path / f"site of {name}")
    one, other = tmp_path / "site of one", tmp_path / "site of an other, é"
    found = different(one, other, but_timings=True)
    record_figure("files that differ between two empty stores, timings aside", len(found), 0)

    assert found == []
    assert TIMING.search((one / "lesson" / "index.html").read_bytes())
    assert set(different(one, other)) <= {
        "index.html", "lesson/index.html", "fr/index.html", "fr/lesson/index.html",
    }  # fmt: skip


@pytest.mark.long
def test_from_two_empty_stores_only_what_a_page_measured_differs(tmp_path: Path, record_figure):
    for name in ("one", "other"):
        shutil.copytree(ROOT, tmp_path / name, ignore=LEFT_OUT)
        build(tmp_path / name, tmp_path / f"site of {name}")
    found = different(tmp_path / "site of one", tmp_path / "site of other", but_timings=True)
    record_figure("files that differ between two empty stores, timings aside", len(found), 0)

    assert found == []
