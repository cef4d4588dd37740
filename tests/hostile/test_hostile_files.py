"""Every hostile file is refused with its name and line, or made harmless: in 2 s and 300 MB, no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.corpus import CASES, Case
from tests.hostile.feed import MEGABYTES, READERS, SECONDS, feed

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
    record_figure("… the slowest", f"{worst:.1f} s", f"under {SECONDS} s")
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
