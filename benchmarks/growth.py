"""How the work per page grows with the course: 10 and 100 pages of trivial cells."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.courses import OURS, TRIVIAL, build, write_course
from benchmarks.harness import Row, compare, interleave
from course_site.execution.engines import AutoEngine
from course_site.execution.fingerprint import fingerprint
from course_site.execution.run import read_pages, run_pages
from course_site.execution.store import Store
from course_site.settings import Settings, read_settings

FEW, MANY = 10, 100


def rows(quick: bool) -> Iterable[Row]:
    """Measure fingerprints, look-ups and rebuilds: per page, 100 pages may cost 1.1 times what 10 do."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        courses = {
            pages: write_course(Path(name) / str(pages), pages, plugins=[OURS], body=TRIVIAL)
            for pages in (FEW, MANY)
        }
        settings = {pages: read_settings(course / "mkdocs.yml") for pages, course in courses.items()}
        for course in courses.values():
            build(course)
        works: dict[str, Callable[[int], object]] = {
            "reading and fingerprinting": lambda pages: fingerprint_all(settings[pages]),
            "store look-ups": lambda pages: look_up_all(settings[pages]),
            "bringing stored pages up to date": lambda pages: update(settings[pages]),
            "rebuild of the site": lambda pages: build(courses[pages]),
        }
        for what, work in works.items():
            rounds = (3 if quick else 15) if what != "rebuild of the site" else (1 if quick else 5)
            timings = interleave({str(n): lambda n=n, w=work: w(n) for n in (FEW, MANY)}, rounds)
            per_page = {n: [seconds / int(n) for seconds in values] for n, values in timings.items()}
            name = f"{what}, per page: {MANY} pages against {FEW}"
            yield compare(name, per_page, str(MANY), str(FEW), promised=1 / 1.1)


def fingerprint_all(settings: Settings) -> list[str]:
    """Return the fingerprint of every page."""
    pages, _ = read_pages(settings)
    return [fingerprint(p, settings.packages, settings.root, "cpu").key for p in pages if p.runs]


def look_up_all(settings: Settings) -> None:
    """Load every stored result, verified."""
    store = Store(settings.store)
    keys = store.keys()
    for key in keys:
        store.load(key)


def update(settings: Settings) -> None:
    """Bring all pages up to date when nothing is to be done."""
    with AutoEngine() as engine:
        if run_pages(settings, engine).run:
            raise RuntimeError("a page ran although nothing had changed")
