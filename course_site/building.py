"""One build of the whole site by MkDocs, in a process of its own, and what its log says when it fails."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from course_site.problems import Problem, ProblemsFound
from course_site.settings import Settings

TRACEBACK = "Traceback (most recent call last):"
UNWRITTEN = re.compile(r"^(?:OSError|FileNotFoundError|PermissionError): \[Errno \d+\] (?P<why>.*)$")
WHOLE_LOG = "`mkdocs build --strict` shows the whole log."


def build_site(settings: Settings, folder: Path) -> None:
    """Build the site into `folder`, strictly.

    Errors: ProblemsFound with what the log says, if the site could not be built.
    """
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    environment = {
        **os.environ,
        "LESSON_DEVICE": settings.device,
        "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH") or last_commit(settings.root),
        "NO_MKDOCS_2_WARNING": "1",  # a banner about a version this project does not use
    }
    pipe = subprocess.PIPE
    options = {"stdout": pipe, "stderr": pipe, "text": True}
    with subprocess.Popen(command, cwd=settings.root, env=environment, **options) as done:
        log = _read(done)
    if done.returncode:
        print(*said(log), sep="\n", file=sys.stderr)
        raise ProblemsFound([failure(log)])


def _read(process: subprocess.Popen[str]) -> str:
    """Return what a process says of itself until its end, looking up every second: see `ending.py`."""
    while True:
        with suppress(subprocess.TimeoutExpired):
            return process.communicate(timeout=1)[1]


def said(log: str) -> list[str]:
    """Return the lines of a failed build's log that a reader needs: no progress, no traceback."""
    lines = [line for line in log.partition(TRACEBACK)[0].splitlines() if not line.startswith("INFO")]
    return lines if lines or TRACEBACK in log else log.splitlines()


def failure(log: str) -> Problem:
    """Return why a build failed, as far as its log tells."""
    if TRACEBACK not in log:
        return Problem("mkdocs.yml", 0, 0, "the site was not built.", "The lines above say why.")
    last = log.strip().splitlines()[-1]
    if unwritten := UNWRITTEN.match(last):
        reason = f"the site was not built, for want of space or of access: {unwritten['why']}."
        return Problem("mkdocs.yml", 0, 0, reason, "Make room, then try again.")
    return Problem("mkdocs.yml", 0, 0, f"the site was not built: {last}.", WHOLE_LOG)


def last_commit(root: Path) -> str:
    """Return the time of the last commit: the date a build carries, whatever day it is made on."""
    done = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=root, capture_output=True, text=True)
    return done.stdout.strip() or "0"
