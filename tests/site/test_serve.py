"""The live preview: what an edit runs, and what a reader then sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.courses import OURS, TRIVIAL, write_course, write_small_site
from benchmarks.serving import Preview

BODY = (
    TRIVIAL
    + """
```python
from lessons.page{n} import VALUE
with open("{counter}", "a") as counter:
    counter.write("{n}")
print("value", VALUE, open("{root}/numbers.txt").read())
```
"""
)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Three pages, each with a module of its own; the first also reads a data file."""
    root = tmp_path / "course"
    body = BODY.replace("{counter}", str(tmp_path / "count")).replace("{root}", str(root))
    plugins = [{"course_site": {"packages": ["lessons"], "timeout": 60, "writable": [str(tmp_path)]}}]
    assert OURS
    write_course(root, 3, plugins=plugins, body=body)
    (root / "numbers.txt").write_text("1")
    for n in range(3):
        (root / "lessons" / f"page{n}.py").write_text("VALUE = 1\n")
    page = root / "docs" / "page0.md"
    page.write_text(page.read_text().replace("title:", "depends: [numbers.txt]\ntitle:", 1))
    return root


def test_an_edit_runs_only_what_it_changes_and_the_page_shows_it(course: Path, tmp_path: Path):
    count = tmp_path / "count"
    with Preview(course) as preview:
        assert sorted(count.read_text()) == ["0", "1", "2"]
        preview.edit("page1.md", "page1/", "A new sentence.")
        assert len(count.read_text()) == 3

        (course / "lessons" / "page2.py").write_text("VALUE = 22\n")
        preview.wait_for("page2/", "value 22 1")
        assert count.read_text()[3:] == "2"

        (course / "numbers.txt").write_text("5")
        preview.wait_for("page0/", "value 1 5")
        assert count.read_text()[3:] == "20"


def test_a_page_that_goes_is_gone_although_a_french_page_failed_before(tmp_path: Path):
    pages = {f"{language}/index.md": "# Home\n" for language in ("en", "fr")}
    course = write_small_site(tmp_path / "course", {**pages, "en/other.md": "# Other\n\nWords.\n"})
    french = course / "docs/fr/index.md"
    with Preview(course) as preview:
        preview.wait_for("other/", "Words.")
        french.write_text("# Accueil\n\n[x](nowhere.md)\n")
        preview.wait_to_hear("Aborted with 1 warnings in strict mode!")
        french.write_text("# Accueil\n\nDe retour.\n")
        preview.wait_for("fr/", "De retour.")
        (course / "docs/en/other.md").unlink()
        preview.wait_until_gone("other/")
