"""Hostile files that still yield a page, built and opened in Chromium: nothing of them runs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.courses import write_small_site
from benchmarks.serving import served
from course_site.pages import read_page
from tests.hostile.corpus import CASES, Case
from tests.hostile.feed import WORDS
from tests.hostile.pages import EVIL, JS

pytestmark = pytest.mark.browser

LESSON = "---\ntitle: Outputs\njupyter:\n  kernelspec: {name: python3, language: python}\n---\n# Outputs\n"
CELL = """
```python
{options}from IPython.display import display
display({shown!r}, raw=True)
```
"""
WORKERS = f"""window.Worker = class extends Worker {{
  constructor(address) {{
    if (String(address).endsWith('{EVIL}')) window.pwned = 1;
    super(address);
  }}
}};"""
"""Tells of a worker that runs a file of words: it has no window to leave a mark in."""
TOUCH = """async () => {
  document.querySelector('.md-search__input')?.focus(); // the theme then starts its worker
  await new Promise((then) => setTimeout(then));
  for (const element of document.querySelectorAll('article *'))
    for (const name of ['mouseover', 'focus', 'toggle', 'load', 'error'])
      element.dispatchEvent(new Event(name));
  return window.pwned === undefined;
}"""
CLICK = """() => {
  document.documentElement.setCurrentTime?.(9);
  for (const link of document.querySelectorAll('a'))
    link.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true, view: window}));
}"""
"""Follows every link of a picture that is opened by itself, as a reader's click would, when all has moved."""


class Course:
    """A small course with the real configuration, less its menu."""

    def __init__(self, root: Path) -> None:
        self.root = root
        pages = {"assets/papers.yml": WORDS, EVIL: JS}
        for language in ("en", "fr"):
            pages[f"{language}/index.md"] = "# Home\n"
            pages[f"{language}/papers/index.md"] = "---\ngenerate: papers\n---\n# Papers\n"
        write_small_site(root, pages)
        self.cells: list[str] = []
        self.notes: dict[str, str] = {}

    def write(self, name: str, data: bytes | str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())

    def add(self, number: int, case: Case) -> None:
        """Put a hostile file where a contributor would."""
        page = f"docs/en/hostile-{number}.md"
        if case.enters in ("picture", "drawing"):
            name = f"hostile-{number}.{'svg' if case.enters == 'picture' else 'drawio'}"
            self.write(f"docs/assets/{name}", case.bytes)
            self.write(page, f"# Title\n\n![x](../assets/{name})\n")
        elif case.enters == "output":
            shown = json.loads(case.bytes)
            options = "" if "text/plain" in shown else f"#| name: o-{number}\n#| caption: c\n#| alt: a\n"
            self.cells.append(CELL.format(options=options, shown=shown))
        elif case.enters in ("archive", "table"):
            source = self.root / f"hostile-{number}{'.zip' if case.enters == 'archive' else '.csv'}"
            source.write_bytes(case.bytes)
            done = self.run("course_site", "papers", "import", str(source))
            assert done.returncode == 0, done.stderr
            for note in (self.root / "docs/en/papers").glob("doe-*.md"):  # the next one is of the same paper
                text = re.sub(
                    r"^(title: \W*)T", rf"\1T{number}", note.read_text(encoding="utf-8"), flags=re.M
                )
                self.notes[f"docs/en/papers/{note.stem}-{number}.md"] = text
                note.unlink()
        elif case.enters in WITH_TITLE:
            self.write(page, WITH_TITLE[case.enters].replace(b"HERE", case.bytes))

    def build(self, *options: str) -> str:
        for name, data in self.notes.items():
            self.write(name, data)
        self.write("docs/en/outputs.md", LESSON + "".join(self.cells))
        notebook = LESSON.replace("\njupyter:", "\npage: notebook\njupyter:")
        self.write("docs/en/outputs-notebook.md", notebook + "".join(self.cells))
        done = self.run("mkdocs", "build", "--site-dir", str(self.root / "site"), *options)
        assert done.returncode == 0, done.stderr[-4000:]
        return done.stderr

    def run(self, module: str, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", module, *words],
            cwd=self.root,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            capture_output=True,
            text=True,
            timeout=300,
        )


WITH_TITLE = {"markdown": b"# Title\n\nHERE\n", "formula": b"# Title\n\n$HERE$\n", "front matter": b"HERE"}


def survives(case: Case) -> bool:
    return not case.told and case.enters != "store"


def is_seen_by_the_build_alone(case: Case) -> bool:
    """True of a page that can be read: without `--strict` it is published, with its fault named."""
    if not case.told or case.enters not in WITH_TITLE:
        return False
    return read_page(WITH_TITLE[case.enters].replace(b"HERE", case.bytes), "p.md")[1] == []


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return Course(tmp_path_factory.mktemp("hostile"))


@pytest.fixture
def home(course: Course) -> Iterator[str]:
    with served(course.root / "site") as address:
        yield address


def what_ran(browser, home: str, site: Path, only: str = "") -> tuple[int, list[str]]:
    """Open every page of a built site, and every picture by itself; return what of them ran or called.

    `only`: a pattern of the pages to open, where the others were opened before.
    """
    harm: list[str] = []
    pages = [path for path in site.rglob("index.html") if "fr" not in path.relative_to(site).parts]
    files = [*pages, *(site / "assets").glob("hostile-*.svg")]  # other files, a browser saves
    if only:
        files = [path for path in pages if path.parent.match(only)]
    context = browser.new_context()
    context.add_init_script(WORKERS)

    def asked(request) -> None:
        """Note what left the browser; what its policy stopped did not."""
        if not request.url.startswith((home, "data:")) and "csp" not in (request.failure or ""):
            harm.append(f"foreign request: {request.url}")

    for path in files:
        page = context.new_page()
        page.on("dialog", lambda dialog: (harm.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("requestfailed", asked)
        page.on("requestfinished", asked)
        name = path.relative_to(site).as_posix().removesuffix("index.html")
        page.goto(home + name, wait_until="load")
        if path.suffix == ".svg":
            page.evaluate(CLICK)
            page.wait_for_load_state()  # of where the last link led
        if not page.evaluate(TOUCH):
            harm.append(f"{name}: ran")
        page.close()
    context.close()
    return len(files), harm


SPACE = 'xmlns="http://www.w3.org/2000/svg" xmlns:y="http://www.w3.org/1999/xlink"'
WOULD_RUN = {
    "assets/hostile-script.svg": "<script>window.pwned=1</script>",
    "assets/hostile-link.svg": "<a y:href='javascript:void(window.pwned=1)'><path d='M0 0h90v90H0'/></a>",
    "assets/hostile-moved.svg": "<a href='#'><path d='M0 0h90v90H0'/>"
    "<animate attributeName='href' values='#;javascript:void(window.pwned=1)' dur='1s' fill='freeze'/></a>",
}


def test_what_runs_when_a_picture_is_opened_or_clicked_would_be_seen(tmp_path, browser):
    (tmp_path / "assets").mkdir()
    for name, inside in WOULD_RUN.items():
        (tmp_path / name).write_text(f"<svg {SPACE}>{inside}</svg>", encoding="utf-8")
    with served(tmp_path) as address:
        opened, harm = what_ran(browser, address, tmp_path)

    assert opened == len(WOULD_RUN)
    assert sorted(harm) == sorted(f"{name}: ran" for name in WOULD_RUN)


def test_a_file_of_words_that_the_search_would_run_would_be_seen(tmp_path, browser):
    (tmp_path / "assets").mkdir()
    (tmp_path / EVIL).write_text(JS, encoding="utf-8")
    search = f"<input class='md-search__input' onfocus='new Worker(`{EVIL}`)'>"
    (tmp_path / "index.html").write_text(f"<!doctype html><title>x</title>{search}", encoding="utf-8")
    with served(tmp_path) as address:
        assert what_ran(browser, address, tmp_path) == (1, [": ran"])


def test_nothing_runs_of_what_was_let_through(course: Course, browser, request, record_figure):
    chosen = [case for case in CASES if survives(case)]
    for number, case in enumerate(chosen):
        course.add(number, case)
    course.build("--strict")
    opened, harm = what_ran(browser, request.getfixturevalue("home"), course.root / "site")
    lecture, notebook = (
        (course.root / "site" / name / "index.html").read_text(encoding="utf-8")
        for name in ("outputs", "outputs-notebook")
    )
    record_figure("hostile files that became pages, opened", len(chosen), "all")
    record_figure("… of which something ran or called", len(harm), "0")

    assert opened > len([case for case in chosen if case.enters in WITH_TITLE])
    assert harm == []
    assert notebook.count("<figure") == lecture.count("<figure") > 0


def test_nothing_runs_of_what_was_refused_and_published_all_the_same(course: Course, browser, request):
    chosen = [case for case in CASES if is_seen_by_the_build_alone(case)]
    assert len(chosen) >= 15
    for number, case in enumerate(chosen, 1000):
        course.add(number, case)
    told = course.build("--no-strict")
    opened, harm = what_ran(browser, request.getfixturevalue("home"), course.root / "site", "hostile-1???")

    assert opened == len(chosen)
    assert harm == []
    assert [case.name for n, case in enumerate(chosen, 1000) if f"hostile-{n}.md:" not in told] == []
