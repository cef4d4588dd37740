"""Builds that are killed, starved or doubled: readers always find one whole site, old or new."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from benchmarks.courses import write_small_site
from tests.site.clocks import DAY, shifted_clock

PAGES = 30
READ_ONLY = 'mount --bind . . && mount -o remount,bind,ro . && cd "$PWD" && exec "$@"'
"""Makes the folder it runs in read-only, for the command that follows alone."""
IS_ROOT = os.geteuid() == 0
MOUNTING = ("unshare", "--mount") if IS_ROOT else ("sudo", "-n", "unshare", "--mount")
"""Only root mounts; on a forge's machines, everybody may become root without a password."""
BACK = ("setpriv", f"--reuid={os.geteuid()}", f"--regid={os.getegid()}", "--clear-groups", "--")
AS_BEFORE = () if IS_ROOT else BACK
"""The build itself is not root's: it would own what it writes."""


class Course:
    """A course of plain pages, each of which says which edition it belongs to."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.started: list[subprocess.Popen[str]] = []
        write_small_site(root, {})

    def write(self, edition: str) -> None:
        for language in ("en", "fr"):
            folder = self.root / "docs" / language
            folder.mkdir(parents=True, exist_ok=True)
            for number in range(PAGES):
                name = f"page{number}" if number else "index"
                text = f"---\ntitle: Page {number}\n---\n# Page {number}\n\nThis is {edition}.\n"
                (folder / f"{name}.md").write_text(text, encoding="utf-8")

    def start(self, *target: str, within: tuple[str, ...] = (), **options) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [*within, sys.executable, "-m", "course_site", "publish", *target],
            cwd=self.root,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            **options,
        )
        self.started.append(process)
        return process

    def publish(self, *target: str, **options) -> tuple[int, str]:
        process = self.start(*target, **options)
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


@pytest.fixture(autouse=True)
def alone(course: Course) -> Iterator[None]:
    """End the builds that a failing test left under way: the next one would find the course locked."""
    yield
    for process in course.started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    course.started.clear()


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
    record_figure("kills at random moments: whole sites left", len(found), "10, and 100 in `make test-all`")
    course.write("edition last")

    assert course.publish() == (0, "")
    assert course.edition() == "edition last"
    assert course.debris() == []


@pytest.mark.long
def test_a_hundred_kills_at_random_moments_leave_one_whole_site(course: Course, record_figure):
    found = kill(course, 100, signal.SIGKILL)
    record_figure("kills at random moments: whole sites left", len(found), "10, and 100 in `make test-all`")

    assert len(found) == 100
    assert course.publish()[0] == 0
    assert course.debris() == []


def test_a_build_that_is_asked_to_end_ends_and_the_old_site_stands(course: Course, record_figure):
    found = kill(course, 2, signal.SIGTERM)
    record_figure("builds asked to end: whole sites left", len(found), 5)

    assert course.publish()[0] == 0
    assert course.debris() == []


def under_way(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """Wait until a command has MkDocs build the site; return what it has started."""
    while process.poll() is None:
        with contextlib.suppress(psutil.NoSuchProcess):  # one that was over before it could be looked at
            started = psutil.Process(process.pid).children(recursive=True)
            if any("mkdocs" in child.cmdline() for child in started):
                return started
        time.sleep(0.02)
    raise AssertionError("the build was over before MkDocs was seen")


@pytest.mark.parametrize("later", [0, 300, 600])
def test_a_command_that_is_asked_to_end_alone_takes_its_build_with_it(
    course: Course, later: int, record_figure
):
    before = course.edition()
    course.write(f"edition ended after {later} ms")
    process = course.start()
    under_way(process)
    time.sleep(later / 1000)
    started = psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    _, complaint = process.communicate(timeout=30)
    _, alive = psutil.wait_procs(started, timeout=5)
    record_figure("builds asked to end: whole sites left", 1, 5)

    assert process.returncode == 128 + signal.SIGTERM
    assert "Traceback" not in complaint
    assert started
    assert alive == []
    assert course.debris() == []
    assert course.edition() == before
    assert course.publish() == (0, "")
    assert course.edition() == f"edition ended after {later} ms"


def limited(largest: int) -> Callable[[], None]:
    """Return what makes every file larger than `largest` bytes fail, as on a full disk."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    return limit


@pytest.mark.parametrize("largest", [0, 4_000, 60_000])
def test_a_disk_that_is_full_is_said_and_the_old_site_stands(course: Course, largest: int, record_figure):
    before = course.edition()
    course.write(f"edition of {largest} bytes")
    code, complaint = course.publish(preexec_fn=limited(largest))

    assert code == 1
    assert "Traceback" not in complaint
    assert complaint
    assert course.edition() == before
    assert course.publish() == (0, "")
    assert course.debris() == []
    record_figure("full disks: old sites left whole", 1, 3)


def test_a_place_that_cannot_be_written_is_said_and_nothing_is_built(course: Course, record_figure):
    (course.root / "file").write_text("a file, not a folder", encoding="utf-8")
    code, complaint = course.publish("file/site")

    assert code == 1
    assert "/file/site: the site could not be written: " in complaint
    assert complaint.endswith("The old site is untouched.\n")
    assert "Traceback" not in complaint
    assert (course.root / "file").read_text(encoding="utf-8") == "a file, not a folder"
    assert course.debris() == []
    record_figure("a target that cannot be written: old sites left whole", 1, 1)


def test_a_disk_that_is_read_only_is_said_and_the_old_site_stands(course: Course, record_figure):
    within = (*MOUNTING, "sh", "-c", READ_ONLY, "sh", *AS_BEFORE)
    able = shutil.which(within[0]) and subprocess.run(
        [*within, "true"], cwd=course.root, capture_output=True, text=True
    )
    if not able or able.returncode:
        why = able.stderr.strip() if able else f"no {within[0]} here"
        pytest.skip(f"no read-only mount can be made on this machine: {why}")
    before = course.edition()
    course.write("edition that no disk takes")
    code, complaint = course.publish(within=within)

    assert code == 1
    assert "Read-only file system" in complaint
    assert "Traceback" not in complaint
    assert course.edition() == before
    assert course.publish() == (0, "")
    assert course.edition() == "edition that no disk takes"
    record_figure("a read-only disk: old sites left whole", 1, 1)


def test_of_two_builders_at_once_one_is_refused_or_waits_its_turn(course: Course, record_figure):
    course.write("edition of two")
    first, second = course.start(), course.start()
    complaints = [process.communicate(timeout=120)[1] for process in (first, second)]

    assert sorted([first.returncode, second.returncode]) in ([0, 0], [0, 1])
    assert course.edition() == "edition of two"
    if first.returncode or second.returncode:
        assert "another build is under way. Wait for it, then try again." in "".join(complaints)
    record_figure("two builders at once: whole sites left", 1, 1)


def test_a_clock_that_is_set_back_changes_nothing(course: Course, tmp_path: Path, record_figure):
    course.write("edition of tomorrow")
    assert course.publish(env=shifted_clock(tmp_path / "clock", 2)) == (0, "")
    ahead = time.time() + 2 * DAY
    for path in [course.root, *course.root.rglob("*")]:  # pages, releases and stored results of tomorrow
        os.utime(path, (ahead, ahead), follow_symlinks=False)
    tomorrow = (course.root / "site").resolve()
    course.write("edition of yesterday")
    assert course.publish(env=shifted_clock(tmp_path / "clock", -2)) == (0, "")

    assert course.edition() == "edition of yesterday"
    assert int((course.root / "site").resolve().name) == int(tomorrow.name) + 1
    assert tomorrow.is_dir()
    assert course.debris() == []
    record_figure("a clock set back by four days: whole sites left", 1, 1)
