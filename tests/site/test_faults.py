"""Builds that are killed, starved or doubled: readers always find one whole site, old or new."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.courses import write_small_site

PAGES = 30


class Course:
    """A course of plain pages, each of which says which edition it belongs to."""

    def __init__(self, root: Path) -> None:
        self.root = root
        write_small_site(root, {})

    def write(self, edition: str) -> None:
        for language in ("en", "fr"):
            folder = self.root / "docs" / language
            folder.mkdir(parents=True, exist_ok=True)
            for number in range(PAGES):
                name = f"page{number}" if number else "index"
                text = f"---\ntitle: Page {number}\n---\n# Page {number}\n\nThis is {edition}.\n"
                (folder / f"{name}.md").write_text(text, encoding="utf-8")

    def start(self, **options) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "course_site", "publish"],
            cwd=self.root,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            **options,
        )

    def publish(self, **options) -> tuple[int, str]:
        process = self.start(**options)
        _, complaint = process.communicate(timeout=120)
        return process.returncode, complaint

    def edition(self) -> str:
        """Return the one edition that readers find; fails if pages are missing or mixed."""
        pages = list((self.root / "site").resolve().rglob("index.html"))
        texts = [page.read_text(encoding="utf-8") for page in pages]
        found = {text.partition("This is ")[2].partition(".")[0] for text in texts}
        assert len(pages) == 2 * PAGES
        assert len(found) == 1, f"readers find {found}"
        return found.pop()

    def debris(self) -> list[str]:
        return [path.name for path in (self.root / ".cache" / "releases").rglob(".building-*")]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    course = Course(tmp_path_factory.mktemp("faults"))
    course.write("edition 0")
    assert course.publish() == (0, "")
    return course


def kill(course: Course, times: int, how: signal.Signals) -> list[str]:
    """End a build at `times` random moments; return the edition that readers found after each."""
    random_moment = random.Random(times)
    course.write("edition 0")
    began = time.perf_counter()
    assert course.publish()[0] == 0
    whole = time.perf_counter() - began
    found = []
    for number in range(1, times + 1):
        before = course.edition()
        course.write(f"edition {number}")
        process = course.start()
        time.sleep(random_moment.uniform(0, 1.1 * whole))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        process.communicate(timeout=60)
        assert course.edition() in (before, f"edition {number}")
        found.append(course.edition())
    return found


def test_ten_kills_at_random_moments_leave_one_whole_site(course: Course, record_figure):
    found = kill(course, 10, signal.SIGKILL)
    record_figure("kills survived", len(found), "10, and 100 in `make test-all`")
    course.write("edition last")

    assert course.publish() == (0, "")
    assert course.edition() == "edition last"
    assert course.debris() == []


@pytest.mark.long
def test_a_hundred_kills_at_random_moments_leave_one_whole_site(course: Course, record_figure):
    found = kill(course, 100, signal.SIGKILL)
    record_figure("kills survived", len(found), "10, and 100 in `make test-all`")

    assert len(found) == 100
    assert course.publish()[0] == 0
    assert course.debris() == []


def test_a_build_that_is_asked_to_end_ends_and_the_old_site_stands(course: Course):
    kill(course, 2, signal.SIGTERM)

    assert course.publish()[0] == 0
    assert course.debris() == []


def limited(largest: int) -> Callable[[], None]:
    """Return what makes every file larger than `largest` bytes fail, as on a full disk."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    return limit


@pytest.mark.parametrize("largest", [0, 4_000, 60_000])
def test_a_disk_that_is_full_is_said_and_the_old_site_stands(course: Course, largest: int):
    before = course.edition()
    course.write(f"edition of {largest} bytes")
    code, complaint = course.publish(preexec_fn=limited(largest))

    assert code == 1
    assert "Traceback" not in complaint
    assert complaint
    assert course.edition() == before
    assert course.publish() == (0, "")
    assert course.debris() == []


def test_of_two_builders_at_once_one_is_refused_or_waits_its_turn(course: Course):
    course.write("edition of two")
    first, second = course.start(), course.start()
    complaints = [process.communicate(timeout=120)[1] for process in (first, second)]

    assert sorted([first.returncode, second.returncode]) in ([0, 0], [0, 1])
    assert course.edition() == "edition of two"
    if first.returncode or second.returncode:
        assert "another build is under way. Wait for it, then try again." in "".join(complaints)


def test_a_clock_that_is_set_back_changes_nothing(course: Course):
    course.write("edition of yesterday")
    yesterday = {**os.environ, "SOURCE_DATE_EPOCH": "1000000000"}
    for path in (course.root / "docs").rglob("*.md"):
        os.utime(path, (1_000_000_000, 1_000_000_000))

    assert course.publish(env=yesterday) == (0, "")
    assert course.edition() == "edition of yesterday"
