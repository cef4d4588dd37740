"""The real site, built once for all tests of this folder, and a browser to read it with."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Error, Page, Request, TimeoutError, sync_playwright

from benchmarks import browsers
from benchmarks.serving import served
from course_site.pdf import system_browser

ROOT = Path(__file__).parents[2]


def every_page() -> list[str]:
    """Return the address of every page in both languages, the menu's and the others: ``fr/spiral/``."""
    english = ROOT / "docs" / "en"
    names = sorted(path.relative_to(english).with_suffix("").parts for path in english.rglob("*.md"))
    addresses = ["".join(f"{part}/" for part in parts if part != "index") for parts in names]
    return [prefix + address for prefix in ("", "fr/") for address in addresses]


KINDS = [
    "",
    "spiral/",
    "spiral/notebook/",
    "diagrams/architectures/",
    "writing/typora/",
    "writing/macros/",
    "papers/",
    "papers/vanhasselt-2019-parametric/",
]
"""A page of each kind: home, lecture, notebook, drawings, text, generated tables, paper notes, one note."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test once for every page, for each kind of page in both languages, or in one of the two."""
    if "every_page" in metafunc.fixturenames:
        metafunc.parametrize("every_page", every_page())
    if "each_kind" in metafunc.fixturenames:
        metafunc.parametrize("each_kind", [prefix + path for prefix in ("", "fr/") for path in KINDS])
    if "a_kind" in metafunc.fixturenames:
        metafunc.parametrize("a_kind", ["fr/" * (number % 2) + path for number, path in enumerate(KINDS)])


def course_site(*arguments: str, cwd: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run one `course-site` command as a user would."""
    return subprocess.run(
        [sys.executable, "-m", "course_site", *arguments],
        cwd=cwd,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=900,
    )


@pytest.fixture(scope="session")
def command():
    """Return the function that runs one `course-site` command."""
    return course_site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the real site beside the developer's own, once for all workers; results come from the store."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / "built" / "course"
    with FileLock(shared / "built.lock"):
        if not folder.exists():
            build(folder)
    return folder


def build(folder: Path) -> None:
    """Run what is out of date, and build the site into a folder that is there only if all went well."""
    ran = course_site("run")
    assert ran.returncode == 0, ran.stderr
    aside = folder.with_name("aside")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(aside)],
        cwd=ROOT,
        env={**os.environ, "SOURCE_DATE_EPOCH": "0"},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert built.returncode == 0, built.stderr
    aside.rename(folder)


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Serve the built site on a free loopback port, and stop."""
    with served(site) as home:
        yield home


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of the lightest Chromium; without one, skip with a reason, or fail where CI is set."""
    return found(browsers.chromium())


@pytest.fixture(scope="session")
def whole_chromium() -> str:
    """Return the path of the whole Chromium, which Lighthouse asks for; without one, as above."""
    return found(system_browser())


def found(browser: str | None) -> str:
    if browser is None:
        if os.environ.get("CI"):
            pytest.fail(f"{browsers.MISSING}; CI must not skip browser tests")
        pytest.skip(browsers.MISSING)
    return browser


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Start the browser for the tests of one file: while it runs, no other test could start an event loop."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=browsers.FLAGS)
        yield started
        started.close()


class Watched:
    """A browser page that writes down what should not happen."""

    def __init__(self, page: Page, home: str) -> None:
        self.page, self.home = page, home
        self._complaints: list[str] = []
        self._under_way: dict[Request, str] = {}
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._complaints.append(f"script error: {error}"))
        page.on("request", self._request)
        page.on("response", self._response)
        for over in ("requestfinished", "requestfailed"):
            page.on(over, lambda request: self._under_way.pop(request, None))

    def _console(self, message) -> None:
        self._complaints.append(f"console ({message.type}): {message.text}")

    def _request(self, request) -> None:
        self._under_way[request] = request.url
        if not request.url.startswith((self.home, "data:", "blob:")):
            self._complaints.append(f"foreign request: {request.url}")

    def _response(self, response) -> None:
        if response.status >= 400:
            self._complaints.append(f"{response.status}: {response.url}")

    @property
    def complaints(self) -> list[str]:
        """Return what the page complained of until it asked the server for nothing more.

        Now and then a busy browser does not tell that it is quiet; then what counts is what is under way.
        """
        try:
            self.page.wait_for_load_state("networkidle", timeout=10_000)
        except TimeoutError:
            self._complaints += [f"does not end: {url}" for url in self._under_way.values()]
        return self._complaints

    def open(self, path: str, until: str = "networkidle") -> Page:
        """Go to a page and wait until it is quiet, or loaded; the complaints of the one before are gone."""
        self._complaints.clear()
        self._under_way.clear()
        self.page.goto(self.home + path, wait_until=until)
        return self.page


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator:
    """Return a function that opens a page: ``visit("fr/", width=320, scheme="dark", until="load")``."""
    contexts = []

    def opened(path: str, *, width: int = 1280, scheme: str = "light", until: str = "networkidle") -> Watched:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        watched = Watched(context.new_page(), address)
        watched.open(path, until)
        return watched

    yield opened
    for context in contexts:
        try:
            context.close()
        except Error as error:  # a test that crashed the page has its own message
            print(error)


@pytest.fixture(scope="module")
def phone(browser: Browser, address: str) -> Iterator[Watched]:
    """Open one window of a phone in the dark for all pages: what they share is fetched and compiled once."""
    context = browser.new_context(viewport={"width": 320, "height": 900}, color_scheme="dark")
    yield Watched(context.new_page(), address)
    context.close()


@pytest.fixture(scope="session")
def npm_tool() -> Callable[[str], Path]:
    """Return the function that finds a file of a tool that `make tools` fetched, or skips (fails in CI)."""

    def find(name: str) -> Path:
        path = ROOT / ".cache" / "tools" / "node_modules" / name
        if not path.exists():
            reason = f"{name} is not here: run `make tools`, which needs npm"
            if os.environ.get("CI"):
                pytest.fail(f"{reason}; CI must not skip it")
            pytest.skip(reason)
        return path

    return find


@pytest.fixture(scope="session")
def axe(npm_tool) -> str:
    """Return the script that looks for what keeps some readers out."""
    return npm_tool("axe-core/axe.min.js").read_text(encoding="utf-8")
