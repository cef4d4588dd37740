"""One PDF per lesson, printed by the system's Chromium from the built site, with numbers and working links.

The site is served on a loopback port while Chromium prints it.
Two things are changed on the way: pictures load at once, and links to other pages lead to the published site.
"""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

from course_site.loopback import on_loopback
from course_site.problems import Problem, ProblemsFound

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--no-pdf-header-footer", "--virtual-time-budget=10000",
)  # fmt: skip
SECONDS = 120
LINK = re.compile(r'(<a\b[^>]*?\bhref=")(?!#|[a-z][a-z0-9+.-]*:)([^"]*)(")')


def print_pages(site: Path, pages: list[str], out: Path, site_url: str) -> Iterator[Path]:
    """Print `pages` (paths of folders in `site`) into `out`; yield each PDF as it is done.

    Errors: ProblemsFound where there is no Chromium, a page is missing, or the browser fails.
    """
    browser = find_browser()
    missing = [page for page in pages if not (site / page / "index.html").is_file()]
    if missing:
        hint = "Build the site first: `make site`."
        raise ProblemsFound([Problem(page, 0, 0, "the site has no such page.", hint) for page in missing])
    out.mkdir(parents=True, exist_ok=True)
    with serve_for_print(site, site_url) as address:
        for page in pages:
            yield _print(browser, address + page, out / f"{pdf_name(page)}.pdf")


def system_browser() -> str | None:
    """Return the path of the system's Chromium or Chrome, None where there is none."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def find_browser() -> str:
    """Return the path of the system's Chromium or Chrome, or say what to install."""
    if found := system_browser():
        return found
    wanted = "Install your system's chromium package."
    raise ProblemsFound([Problem("chromium", 0, 0, "no Chromium or Chrome on this machine.", wanted)])


def pdf_name(page: str) -> str:
    """Name a PDF after its page: ``fr/spiral/notebook/`` becomes ``fr-spiral-notebook``."""
    return page.strip("/").replace("/", "-") or "home"


def for_print(html: str, address: str) -> str:
    """Let pictures load at once, and links to other pages lead to where `address` is published."""
    html = html.replace(' loading="lazy"', "")
    return LINK.sub(lambda m: m[1] + urljoin(address, m[2]) + m[3], html)


@contextmanager
def serve_for_print(site: Path, site_url: str) -> Iterator[str]:
    """Serve a site on a free loopback port, its pages made ready for printing."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            page = site / self.path.partition("?")[0].lstrip("/") / "index.html"
            if not page.is_file():
                super().do_GET()
                return
            text = for_print(page.read_text(encoding="utf-8"), urljoin(site_url, self.path.lstrip("/")))
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    handler = functools.partial(Handler, directory=str(site))
    with on_loopback(handler) as address:
        yield address


def _print(browser: str, address: str, target: Path) -> Path:
    with tempfile.TemporaryDirectory(prefix="print-") as profile:
        unfinished = Path(profile) / "page.pdf"
        command = [
            browser,
            *FLAGS,
            f"--user-data-dir={profile}/user",
            f"--print-to-pdf={unfinished}",
            address,
        ]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            done = None
        if done is None or done.returncode or not unfinished.is_file():
            reason = done.stderr.strip().splitlines()[-1:] if done else [f"no answer in {SECONDS} s"]
            raise ProblemsFound(
                [Problem(target.name, 0, 0, f"the browser did not print it: {''.join(reason)}.")]
            )
        shutil.move(unfinished, target)
    return target
