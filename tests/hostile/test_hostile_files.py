"""Every hostile file is refused with its name and line, or made harmless, without a traceback.

Each costs at most 2 s of processor and 300 MB, and nobody waits long for it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.hostile.corpus import CASES, Case
from tests.hostile.feed import MEGABYTES, READERS, SECONDS, WAITED, feed

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def fed(record_figure) -> dict[tuple[str, str], dict]:
    """What every file's reader said and cost, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.feed"],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    worst = max(found, key=lambda one: one["seconds"])["seconds"]
    largest = max(one["megabytes"] for one in found)
    harmed = sum(bool(one["crashed"]) for one in found)
    record_figure("hostile files read", len(found), "at least 80")
    record_figure("… with a traceback", harmed, "0")
    waited = max(one["waited"] for one in found)
    record_figure("… the slowest", f"{worst:.1f} s of processor", f"under {SECONDS} s of processor")
    record_figure("… the longest wait", f"{waited:.1f} s", f"under {WAITED} s on a busy machine")
    record_figure("… the largest", f"{largest:.0f} MB", f"under {MEGABYTES} MB")
    return {(one["enters"], one["name"]): one for one in found}


def test_there_are_at_least_eighty_and_each_has_a_name():
    assert len(CASES) >= 80
    assert len({(case.enters, case.name) for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.enters}: {case.name}")
def test_a_hostile_file_is_refused_or_made_harmless(fed, case: Case):
    found = fed[case.enters, case.name]
    told = [text for text in found["told"] if case.told in text]
    place = f"docs/hostile:{case.line}:" if case.line else "docs/hostile"

    assert found["crashed"] == ""
    assert found["seconds"] < SECONDS
    assert found["waited"] < WAITED
    assert found["megabytes"] < MEGABYTES
    assert bool(found["told"]) == bool(case.told), found["told"]
    assert not case.told or any(text.startswith(place) for text in told), found["told"]


def test_what_a_reader_lets_a_helper_do_counts_as_its_own(monkeypatch: pytest.MonkeyPatch):
    busy = (
        "import sys, time\nx = b'x' * 90_000_000\nwhile time.process_time() < 0.4: pass\nprint(flush=True)\n"
    )

    def reader(data: bytes, folder: Path) -> list[str]:
        helper = [sys.executable, "-c", busy + "time.sleep(60)"]
        subprocess.Popen(helper, stdout=subprocess.PIPE).stdout.readline()
        return []

    monkeypatch.setitem(READERS, "helper", reader)
    found = feed(Case("a busy helper", "helper", b""))

    assert found["crashed"] == ""
    assert found["seconds"] >= 0.4
    assert found["megabytes"] >= 90


def test_a_reader_that_only_waits_is_stopped(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(READERS, "sleeper", lambda data, folder: time.sleep(60))
    monkeypatch.setattr("tests.hostile.feed.WAITED", 1)
    found = feed(Case("a sleeper", "sleeper", b""))

    assert found["crashed"] == f"ended by signal {signal.SIGALRM.value}"
    assert found["seconds"] < 1 <= found["waited"]
