"""A command that is asked to end takes with it whatever it started."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

SLEEPER = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
time.sleep(60)
"""
ASKED = """
import subprocess, sys, time
from pathlib import Path
from course_site.ending import ends_in_order
folder = Path(sys.argv[1])
with ends_in_order():
    try:
        subprocess.Popen([sys.executable, "-c", sys.argv[2]], start_new_session=True)
        (folder / "begun").write_text("")
        time.sleep(60)
    finally:
        (folder / "cleared").write_text("")
"""


def test_a_request_to_end_ends_what_was_started_and_clears_away(tmp_path: Path):
    process = subprocess.Popen([sys.executable, "-c", ASKED, str(tmp_path), SLEEPER])
    started: list[psutil.Process] = []
    while len(started) < 2:
        time.sleep(0.05)
        started = psutil.Process(process.pid).children(recursive=True)
    while not (tmp_path / "begun").exists():
        time.sleep(0.05)
    process.terminate()

    assert process.wait(timeout=10) == 128 + signal.SIGTERM
    assert (tmp_path / "cleared").exists()
    _, alive = psutil.wait_procs(started, timeout=5)
    assert alive == []
