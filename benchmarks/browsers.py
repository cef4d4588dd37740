"""The browser of the tests and benchmarks: the system's Chromium, without its windows where it comes so.

Debian's chromium-headless-shell has the same engine and draws no window around a page.
To open a note's page and look at it with axe takes it 0.9 s of processor time, and the whole Chromium 2.0 s
(version 156, two cores, twelve pages each, in turn).
"""

from __future__ import annotations

import shutil

from course_site.pdf import system_browser

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
MISSING = "no Chromium on this machine: install your system's chromium package"


def chromium() -> str | None:
    """Return the path of the lightest Chromium of the system, None where there is none."""
    return shutil.which("chromium-headless-shell") or system_browser()
