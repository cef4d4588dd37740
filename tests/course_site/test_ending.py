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


TAKEN = """
import signal, subprocess, sys, threading
from pathlib import Path
from course_site.ending import ends_in_order
from course_site.execution.run import run_pages
from course_site.problems import ProblemsFound
from course_site.settings import make_settings


class Engine:
    def run(self, job):
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        signal.pthread_kill(threading.get_ident(), signal.SIGTERM)
        child.wait()
        print("a page was run")
        raise ProblemsFound([])


with ends_in_order():
    run_pages(make_settings(Path(sys.argv[1]), "docs", {}), Engine())
print("a whole build was made")
"""


def test_a_request_that_another_thread_took_is_seen_and_no_further_page_is_begun(project):
    head = "---\ntitle: T\njupyter:\n  kernelspec: {name: python3, language: python}\n---\n# T\n"
    for number in range(3):
        project.write(f"docs/en/page{number}.md", head + f"\n```python\n{number}\n```\n")
    command = [sys.executable, "-c", TAKEN, str(project.root)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)

    assert done.returncode == 128 + signal.SIGTERM, done.stderr
    assert done.stdout == "a page was run\n"
