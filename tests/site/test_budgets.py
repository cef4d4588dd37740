"""Every page stays within its kind's budget, and Lighthouse finds nothing to mend on a page of each kind."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import tomllib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

BUDGETS = tomllib.loads(Path(__file__).with_name("budgets.toml").read_text(encoding="utf-8"))
JUDGED = [prefix + page for prefix in ("", "fr/") for page in ("", "spiral/", "spiral/notebook/", "papers/")]
"""A page of each kind in both languages."""
LOADED = re.compile(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"')


def kind(address: str) -> str:
    """Return the kind of a page by its address, its language left out."""
    address = address.removeprefix("fr/")
    if address in BUDGETS["exactly"]:
        return BUDGETS["exactly"][address]
    begins = [start for start in BUDGETS["pages"] if address.startswith(start)]
    return BUDGETS["pages"][max(begins, key=len)]


def counted(site: Path, address: str) -> list[Path]:
    """Return a page and the styles and scripts that it loads before anyone touches it."""
    page = site / address / "index.html"
    names = LOADED.findall(page.read_text(encoding="utf-8"))
    assert len(names) >= 5, "a page without its styles and scripts was not read aright"
    return [page, *((page.parent / name).resolve() for name in names)]


def weight(site: Path, address: str) -> float:
    """Return the KB, gzipped, of a page with its styles and scripts."""
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in counted(site, address)) / 1e3


def test_a_page_with_its_styles_and_scripts_keeps_to_its_budget(site: Path, every_page: str, record_largest):
    found, budget = weight(site, every_page), BUDGETS["kinds"][kind(every_page)]
    record_largest(f"KB of a page: {kind(every_page)}", round(found, 1), f"at most {budget}")

    assert found <= budget


@pytest.mark.browser
@pytest.mark.parametrize("page", JUDGED)
def test_nothing_else_is_loaded_before_anyone_touches_a_page(browser, address: str, site: Path, page: str):
    context = browser.new_context()
    opened, loaded = context.new_page(), []
    opened.on("request", lambda request: loaded.append(request.url.partition("?")[0]))
    opened.goto(address + page, wait_until="networkidle")
    context.close()
    weighed = {address + file.relative_to(site).as_posix() for file in counted(site, page)}
    others = [url for url in loaded if url.endswith((".css", ".js", ".html", ".json")) and url not in weighed]

    assert len(loaded) > 5
    assert others == []


@pytest.fixture(scope="module")
def judged(whole_chromium, address: str, npm_tool) -> Iterator[dict[str, Future]]:
    """Let Lighthouse judge four pages at once: it waits more than it works, and no score depends on time."""

    def judge(page: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                "node", npm_tool("lighthouse/cli/index.js"), address + page, "--quiet", "--output=json",
                "--only-categories=accessibility,best-practices,seo", "--only-audits=cumulative-layout-shift",
                "--disable-full-page-screenshot",
                "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking",
            ],
            env={**os.environ, "CHROME_PATH": whole_chromium},
            capture_output=True,
            text=True,
            timeout=180,
        )  # fmt: skip

    with ThreadPoolExecutor(max_workers=4) as pool:
        yield {page: pool.submit(judge, page) for page in JUDGED}
        pool.shutdown(cancel_futures=True)


@pytest.mark.browser
@pytest.mark.parametrize("page", JUDGED)
def test_lighthouse_gives_full_marks_and_the_layout_stays_put(
    judged, page: str, record_figure, record_largest
):
    done = judged[page].result()
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    low = {name: audit["title"] for name, audit in found["audits"].items() if audit["score"] not in (1, None)}

    shift = found["audits"]["cumulative-layout-shift"]["numericValue"]
    full = sum(category["score"] == 1 for category in found["categories"].values())
    record_figure("Lighthouse categories at 1.00", full, "3 a page of each kind and language: 24")
    record_largest("the largest shift of a layout", round(shift, 3), "under 0.05")

    assert {name: category["score"] for name, category in found["categories"].items()} == {
        "accessibility": 1,
        "best-practices": 1,
        "seo": 1,
    }, low
    assert shift < 0.05
