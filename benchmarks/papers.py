"""The database page with 1,000 notes: how heavy it is, and how soon the first filter answers in Chromium.

The page is the real one, built by the real configuration; only its table holds invented notes.
"""

from __future__ import annotations

import gzip
import random
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from benchmarks.browsers import FLAGS, MISSING, chromium
from benchmarks.courses import ROOT, build, write_small_site
from benchmarks.harness import Row
from benchmarks.serving import served
from course_site.language import language
from course_site.papers.library import Library
from course_site.papers.markup import Site
from course_site.papers.note import Note
from course_site.papers.table_page import table_page
from course_site.papers.vocabulary import read_vocabulary

NOTES = 1000
FILTER_LIMIT = 0.050  # seconds
PAGE_LIMIT = 120  # KB, gzipped
TABLE = re.compile(r'<div class="papers" id="papers">.*</table>\s*</div>', re.DOTALL)
FIRST_FILTER = """() => new Promise(done => {
  const field = document.querySelector(".papers-find [name=find]");
  const start = performance.now();
  field.value = "energy";
  field.dispatchEvent(new Event("input", {bubbles: true}));
  document.body.getBoundingClientRect();  // the rows are laid out, too
  done(performance.now() - start);
})"""


def rows(quick: bool) -> Iterable[Row]:
    """Measure the page's weight, and the median time of the first filter after loading it."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        site = build_site(Path(name))
        weight = len(gzip.compress((site / "papers" / "index.html").read_bytes())) / 1000
        seconds = median(first_filters(site, 3 if quick else 15))
    what = f"the page of {NOTES} paper notes"
    ratio = PAGE_LIMIT / weight
    yield Row(f"{what}: KB, gzipped", weight, PAGE_LIMIT, ratio, 1, ratio >= 1, "KB")
    ratio = FILTER_LIMIT / seconds
    yield Row(f"{what}: first filter", seconds, FILTER_LIMIT, ratio, 1, ratio >= 1)


def build_site(folder: Path) -> Path:
    """Build this course's papers page alone; return the site, its table replaced by one of many notes."""
    pages: dict[str, str | bytes] = {f"{code}/index.md": "# Home\n" for code in ("en", "fr")}
    for code in ("en", "fr"):
        name = f"{code}/papers/index.md"
        pages[name] = (ROOT / "docs" / name).read_bytes()
    build(write_small_site(folder, pages, strict="false"))
    page = folder / "built" / "papers" / "index.html"
    page.write_text(with_many_notes(page.read_text(encoding="utf-8")), encoding="utf-8")
    return folder / "built"


def with_many_notes(page: str, code: str = "en") -> str:
    """Return the papers page of a language with a table of many invented notes in the place of its own."""
    html, found = TABLE.subn(lambda _: table_page(invented_site(code)), page)
    if not found:
        raise RuntimeError("the papers page has no table")
    return html


def invented_site(code: str) -> Site:
    """Return 1,000 notes made of the words of this course's own in a language, the same ones each time."""
    vocabulary, _ = read_vocabulary(ROOT / "docs")
    sources = sorted((ROOT / "docs" / code / "papers").glob("*-*.md"))
    words = sorted(
        {word for file in sources for word in re.findall(r"[^\W\d_]{4,}", file.read_text("utf-8"))}
    )
    dice = random.Random(0)
    notes = [_invented(code, number, words, list(vocabulary.topics), dice) for number in range(NOTES)]
    library = Library(vocabulary, {code: {note.key: note for note in notes}})
    return Site(
        library, language(code), lambda path: f"../{path}", lambda path: f"../{path}", lambda code: code
    )


def _invented(code: str, number: int, words: list[str], topics: list[str], dice: random.Random) -> Note:
    key = f"{dice.choice(words).lower()}-{number}-{dice.choice(words).lower()}"
    people = [f"{dice.choice(words)} {dice.choice(words)}".title() for _ in range(dice.randint(1, 6))]
    return Note(
        key, code, f"docs/{code}/papers/{key}.md",
        title=" ".join(dice.choices(words, k=dice.randint(4, 12))).capitalize(),
        authors=tuple(people),
        year=dice.randint(1980, 2026),
        venue=f"{dice.choice(['NeurIPS', 'ICML', 'ICLR', 'Nature', 'Science'])} {number % 40 + 1986}",
        topics=tuple(dice.sample(topics, dice.randint(1, 3))),
        status=dice.choice(["to-do", "reading", "done"]),
        level=dice.choice(["introductory", "intermediate", "advanced"]),
        lessons=("spiral/index.md",),
    )  # fmt: skip


def first_filters(site: Path, rounds: int) -> list[float]:
    """Return how many seconds the first filter took in each of `rounds` freshly loaded pages."""
    if chromium() is None:
        raise RuntimeError(MISSING)
    taken = []
    with served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for _ in range(rounds):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(f"{address}papers/")
            page.wait_for_selector(".papers-table[role=table]")
            taken.append(page.evaluate(FIRST_FILTER) / 1000)
            page.close()
        browser.close()
    return taken
