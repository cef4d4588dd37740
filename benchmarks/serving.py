"""A built site on a static server, and `mkdocs serve`, timed from saving a file to the page showing it."""

from __future__ import annotations

import functools
import http
import http.server
import os
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.courses import command, environment
from course_site.loopback import on_loopback

PATIENCE = 120.0
LONGEST_LOG = 10_000_000


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder as any static server would, on a free loopback port; yield its address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing: whoever asked reports what matters."""

        def send_error(self, code: int, *said: str | None) -> None:
            """Answer an address that leads nowhere with the site's own page, as hosts of static sites do."""
            page = folder / "404.html"
            if code != http.HTTPStatus.NOT_FOUND or not page.is_file():
                super().send_error(code, *said)
                return
            body = page.read_bytes()
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

    handler = functools.partial(Quiet, directory=str(folder))
    with on_loopback(handler) as address:
        yield address


class Preview:
    """A live preview of a course on a free loopback port; ends with its `with` block."""

    def __init__(self, course: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{probe.getsockname()[1]}"
        self.course = course
        self._log = tempfile.TemporaryFile(mode="w+")  # noqa: SIM115 (closed in __exit__)

    def __enter__(self) -> Preview:
        """Start the server and wait for its first page."""
        self._process = subprocess.Popen(
            command("serve", "--dev-addr", self.address),
            cwd=self.course, env=environment(self.course), stdout=self._log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.wait_for("", "")
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()
        self._log.close()

    def edit(self, source: str, page: str, words: str) -> float:
        """Add words to a page's source; return the seconds until the served page holds them."""
        path = self.course / "docs" / source
        text = path.read_text() + f"\n{words}\n"
        start = time.perf_counter()
        path.write_text(text)
        self.wait_for(page, words)
        return time.perf_counter() - start

    def cells_ran(self) -> bool:
        """True if the log of the server says that a page ran."""
        self._log.seek(0)
        return any("pages:" in line and " 0 run" not in line for line in self._log)

    def wait_to_hear(self, words: str) -> None:
        """Return when the log of the server says the words."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            log = os.pread(self._log.fileno(), LONGEST_LOG, 0)  # a seek would move where the server writes
            if words in log.decode(errors="replace"):
                return
            time.sleep(0.02)
        raise TimeoutError(f"the preview did not say {words!r} within {PATIENCE:g} s")

    def wait_for(self, page: str, words: str) -> None:
        """Return when the served page holds the words."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"http://{self.address}/{page}", timeout=PATIENCE) as answer:
                    if words in answer.read().decode():
                        return
            except (urllib.error.URLError, ConnectionError):
                pass
            time.sleep(0.02)
        raise TimeoutError(f"{self.address}/{page} did not show {words!r} within {PATIENCE:g} s")

    def wait_until_gone(self, page: str) -> None:
        """Return when the server says that there is no such page."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"http://{self.address}/{page}", timeout=PATIENCE):
                    pass
            except urllib.error.HTTPError as error:
                if error.code == http.HTTPStatus.NOT_FOUND:
                    return
            except (urllib.error.URLError, ConnectionError):
                pass
            time.sleep(0.02)
        raise TimeoutError(f"{self.address}/{page} was still there after {PATIENCE:g} s")
