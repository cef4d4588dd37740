"""A small course built by the real commands: what a bad page does to a good site (nothing)."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from benchmarks.courses import write_small_site

FRONT = "---\ntitle: {}\njupyter:\n  kernelspec: {{name: python3, language: python}}\n---\n"
FAULTY = "builds that failed at a page or were ended in one: old sites left whole"
PROMISED = 7
GOOD = FRONT.format("Good") + "# Good\n\n```python\nprint(6 * 7)\n```\n"
BAD = {
    "raises": (
        "# Raises\n\n```python\nx = 1\nx / 0\n```\n",
        ":10: the cell raised ZeroDivisionError: division by zero.",
    ),
    "hangs": (
        "# Hangs\n\n```python\nwhile True:\n    pass\n```\n",
        ":8: the cell ran past its limit of 3 seconds. "
        "Make it shorter, or set `timeout:` in the front matter.",
    ),
    "dies": (
        "# Dies\n\n```python\nimport os\nos._exit(1)\n```\n",
        ":8: the cell killed its kernel. It may have used up the memory or called exit.",
    ),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bilingual course of two pages, with the real configuration less its navigation."""
    pages = {"en/index.md": GOOD, "fr/index.md": GOOD}
    return write_small_site(tmp_path_factory.mktemp("course"), pages, timeout="3")


def test_a_bad_page_fails_the_build_with_file_and_line_and_leaves_the_old_site(
    course: Path, command, record_figure
):
    first = command("publish", cwd=course)
    assert first.returncode == 0, first.stderr
    assert first.stdout.splitlines()[-1] == "pages: 1 from the store, 1 run, 0 failed"
    old = (course / "site").resolve()
    assert "42" in (old / "index.html").read_text(encoding="utf-8")

    for name, (body, _) in BAD.items():
        (course / "docs" / "en" / f"{name}.md").write_text(FRONT.format(name) + body, encoding="utf-8")
    second = command("publish", cwd=course)

    assert second.returncode == 1
    assert second.stderr.splitlines()[-1] == "pages: 2 from the store, 0 run, 3 failed"
    for name, (_, message) in BAD.items():
        assert f"docs/en/{name}.md{message}" in second.stderr
        (course / "docs" / "en" / f"{name}.md").unlink()
    assert "Traceback" not in second.stderr
    assert (course / "site").resolve() == old
    assert [p.name for p in old.parent.iterdir() if p.name.startswith(".building")] == []
    record_figure(FAULTY, len(BAD), PROMISED)


def test_a_link_to_nowhere_fails_the_build_and_leaves_the_old_site(course: Path, command, record_figure):
    old = (course / "site").resolve()
    page = course / "docs" / "en" / "index.md"
    page.write_text(GOOD + "\n[nowhere](missing.md)\n", encoding="utf-8")
    done = command("publish", cwd=course)
    page.write_text(GOOD, encoding="utf-8")

    assert done.returncode == 1
    assert "missing.md" in done.stderr
    assert (course / "site").resolve() == old
    record_figure(FAULTY, 1, PROMISED)


def test_a_formula_that_does_not_parse_fails_the_build_at_its_line_and_leaves_the_old_site(
    course: Path, command, record_figure
):
    old = (course / "site").resolve()
    before = (old / "fr" / "index.html").read_text(encoding="utf-8")
    page = course / "docs" / "fr" / "index.md"
    page.write_text(GOOD + "\nVoici $\\nope$.\n", encoding="utf-8")
    done = command("publish", cwd=course)
    page.write_text(GOOD, encoding="utf-8")

    assert done.returncode == 1
    assert "docs/fr/index.md:12:8: Undefined control sequence \\nope." in done.stderr
    assert (course / "site").resolve() == old
    assert (old / "fr" / "index.html").read_text(encoding="utf-8") == before
    record_figure(FAULTY, 1, PROMISED)


def test_a_script_in_a_page_fails_the_build_at_its_line_and_leaves_the_old_site(
    course: Path, command, record_figure
):
    old = (course / "site").resolve()
    (course / "docs" / "assets" / "evil.txt").write_text("window.pwned = 1", encoding="utf-8")
    page = course / "docs" / "en" / "only-english.md"
    source = "assets/evil.txt?/assets/javascripts/x.js"
    page.write_text(f"# Title\n\nSay `<script`.\n\n<script src='../{source}'></script>\n", encoding="utf-8")
    done = command("publish", cwd=course)
    page.unlink()

    assert done.returncode == 1
    told = [line for line in done.stderr.splitlines() if "lies outside" in line]
    assert len(told) == 1, "the page is built for both languages, and told of once"
    assert (
        f"docs/en/only-english.md:5: `src` of `<script>` lies outside assets/javascripts/: `../{source}`"
        in told[0]
    )
    assert (course / "site").resolve() == old
    record_figure(FAULTY, 1, PROMISED)


def test_a_build_that_is_asked_to_end_while_a_lesson_computes_ends_at_once(
    course: Path, command, record_figure
):
    assert command("publish", cwd=course).returncode == 0
    old = (course / "site").resolve()
    page = course / "docs" / "en" / "slow.md"
    text = FRONT.replace("jupyter:", "timeout: 100\njupyter:").format("Slow")
    page.write_text(text + "# Slow\n\n```python\nimport time\ntime.sleep(60)\n```\n", encoding="utf-8")
    publish = [sys.executable, "-m", "course_site", "publish"]
    process = subprocess.Popen(publish, cwd=course, stderr=subprocess.PIPE, text=True)
    while process.poll() is None and not computes(process.pid):
        time.sleep(0.1)
    started = psutil.Process(process.pid).children(recursive=True)
    process.terminate()
    _, complaint = process.communicate(timeout=30)
    _, alive = psutil.wait_procs(started, timeout=5)
    page.unlink()

    assert process.returncode == 128 + signal.SIGTERM
    assert "Traceback" not in complaint
    assert alive == []
    assert (course / "site").resolve() == old
    record_figure(FAULTY, 1, PROMISED)


def computes(pid: int) -> bool:
    """True once a command has a kernel in which a page runs."""
    with contextlib.suppress(psutil.NoSuchProcess):
        children = psutil.Process(pid).children(recursive=True)
        return any("ipykernel_launcher" in child.cmdline() for child in children)
    return False
