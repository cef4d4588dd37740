"""A small course built by the real commands: what a bad page does to a good site (nothing)."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.courses import write_small_site

FRONT = "---\ntitle: {}\njupyter:\n  kernelspec: {{name: python3, language: python}}\n---\n"
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


def test_a_bad_page_fails_the_build_with_file_and_line_and_leaves_the_old_site(course: Path, command):
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


def test_a_link_to_nowhere_fails_the_build_and_leaves_the_old_site(course: Path, command):
    old = (course / "site").resolve()
    page = course / "docs" / "en" / "index.md"
    page.write_text(GOOD + "\n[nowhere](missing.md)\n", encoding="utf-8")
    done = command("publish", cwd=course)
    page.write_text(GOOD, encoding="utf-8")

    assert done.returncode == 1
    assert "missing.md" in done.stderr
    assert (course / "site").resolve() == old


def test_a_formula_that_does_not_parse_fails_the_build_at_its_line(course: Path, command):
    page = course / "docs" / "fr" / "index.md"
    page.write_text(GOOD + "\nVoici $\\nope$.\n", encoding="utf-8")
    done = command("publish", cwd=course)
    page.write_text(GOOD, encoding="utf-8")

    assert done.returncode == 1
    assert "docs/fr/index.md:12:8: Undefined control sequence \\nope." in done.stderr
