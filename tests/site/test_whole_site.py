"""The built site as a whole, read by the tools that others trust: links, HTML, workflows."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent

LINKS = 5_000
"""Links, anchors, pictures and downloads: a tool that looks at none finds no fault either."""
FAULTS = {
    "a page that is not there": '<a href="missing/">x</a>',
    "a page above the site": '<a href="../../../missing/">x</a>',
    "an anchor that is not there": '<a href="#missing">x</a>',
    "an anchor of another page": '<a href="writing/#missing">x</a>',
    "a picture": '<img src="assets/pictures/missing.svg" alt="x">',
    "a picture in a set of sizes": '<img src="assets/pictures/site.png" srcset="missing.png 2x" alt="x">',
    "a download": '<a href="spiral/missing.ipynb" download>x</a>',
    "a style sheet": '<link rel="stylesheet" href="assets/missing.css">',
    "an anchor in another language": '<a href="fr/writing/#missing">x</a>',
    "a folder without a page": '<a href="assets/pictures/">x</a>',
    "a page of the other language": '<a href="fr/missing/">x</a>',
    "a link in raw HTML with other quotes": "<a href='missing.html'>x</a>",
    "an absolute link": '<a href="/missing/">x</a>',
}


def lychee(site: Path, *pages: str) -> subprocess.CompletedProcess[str]:
    """Look for broken links, anchors, pictures and downloads, without the network."""
    options = ["--offline", "--include-fragments", "--no-progress", "--index-files", "index.html"]
    return subprocess.run(
        [BIN / "lychee", *options, "--root-dir", str(site), *(pages or ("**/*.html",))],
        cwd=site,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_lychee_finds_no_broken_link_anchor_picture_or_download(site: Path, record_figure):
    done = lychee(site)
    broken = re.search(r" (\d+) Errors?", done.stdout)
    found = re.search(r" (\d+) OK", done.stdout)
    record_figure("links that lychee follows", int(found[1]) if found else "not known", f"at least {LINKS}")
    record_figure("broken links", int(broken[1]) if broken else "not known", "0")

    assert done.returncode == 0, done.stdout[-3000:]
    assert " 0 Errors" in done.stdout
    assert found
    assert int(found[1]) >= LINKS


def test_the_links_that_are_looked_up_every_night_can_be_there(site: Path):
    nightly = yaml.safe_load((ROOT / ".github/workflows/nightly.yml").read_text(encoding="utf-8"))
    (run,) = [step["run"] for step in nightly["jobs"]["links"]["steps"] if "lychee" in step.get("run", "")]
    _, *words = shlex.split(run.replace("$PWD/site", str(site)).replace("site/**", f"{site}/**"))
    done = subprocess.run([BIN / "lychee", *words, "--dump"], capture_output=True, text=True, timeout=120)
    links = set(done.stdout.splitlines())
    outside = {link for link in links if link.startswith("http")}

    assert done.returncode == 0, done.stderr
    assert len(outside) >= 50
    assert {
        link for link in outside if "localhost" in urlsplit(link).netloc or "your-account" in link
    } == set()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_caught(site: Path, tmp_path: Path, fault: str, record_figure):
    copy = tmp_path / "site"
    shutil.copytree(site, copy, symlinks=True, ignore=shutil.ignore_patterns("*.woff2", "search"))
    page = copy / "index.html"
    html = page.read_text(encoding="utf-8").replace("</article>", FAULTS[fault] + "</article>", 1)
    page.write_text(html, encoding="utf-8")

    caught = lychee(copy, "index.html").returncode != 0
    record_figure("planted faults caught", int(caught), len(FAULTS))

    assert caught


def test_the_nu_html_checker_finds_no_error(site: Path, npm_tool, record_figure):
    jar = npm_tool("vnu-jar/build/dist/vnu.jar")
    if not shutil.which("java"):
        assert not os.environ.get("CI"), "CI needs Java"
        pytest.skip("no Java on this machine: the HTML checker needs it")
    command = ["java", "-jar", str(jar), "--skip-non-html", "--errors-only", str(site)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    record_figure("errors of the Nu HTML Checker", len(done.stderr.splitlines()), "0")

    assert done.stderr == ""
    assert done.returncode == 0


def test_zizmor_finds_nothing_in_the_workflows(record_figure):
    command = [BIN / "zizmor", "--offline", "--strict-collection", str(ROOT / ".github")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)

    found = 0 if "No findings to report" in done.stdout else done.stdout.count("\n --> ") or "not known"
    record_figure("findings of zizmor in the workflows", found, 0)

    assert done.returncode == 0, done.stdout
    assert found == 0
