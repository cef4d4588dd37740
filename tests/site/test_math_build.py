"""A small course built by the real commands: where its formulas are right, and where they are wrong."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.courses import write_small_site

RUNS = "---\ntitle: {}\njupyter:\n  kernelspec: {{name: python3, language: python}}\n{}---\n"
CELL = """
```python
#| name: drawn
#| caption: The point {} here.
#| alt: A line.
import matplotlib.pyplot as plt
plt.plot([0, 1])
plt.show()
```
"""
SEED = """---
title: Une page
math_macros:
  \\half: '\\tfrac{1}{2}'
---
# Une page

## La perte $\\mathcal{L}$ de $\\vx$

<center>
Sous-titre $\\half \\cx$, à 5 \\$.
</center>

| a | b |
| --- | --- |
| $p(x|y)$ | `$HOME` |

> $$
> a
>
> = b
> $$

```math
\\mW \\vx
```

Coûte $5 et $6, $`y_1`$. <!-- $\\badmacro$ -->
"""


def build(course: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(course / "built"), *options],
        cwd=course,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bilingual course with the real configuration less its navigation, and no wrong formula."""
    cell = CELL.format("$\\vx$")
    both = {
        "index.md": "# Home\n\n$x$\n",
        "lecture.md": RUNS.format("Lecture", "") + "# Lecture\n\nAt $\\vx$.\n" + cell,
        "notebook.md": RUNS.format("Notebook", "page: notebook\n") + "# Notebook\n\nAt $\\vx$.\n" + cell,
    }
    pages = {f"{language}/{name}": text for language in ("en", "fr") for name, text in both.items()}
    return write_small_site(tmp_path_factory.mktemp("formulas"), {**pages, "fr/page.md": SEED})


@pytest.fixture(scope="module")
def site(course: Path) -> Path:
    """The course, built strictly."""
    done = build(course, "--strict")
    assert done.returncode == 0, done.stderr
    return course / "built"


def tex_of(page: Path) -> list[str]:
    return re.findall(r'<annotation encoding="application/x-tex">([^<]*)<', page.read_text(encoding="utf-8"))


def test_formulas_are_rendered_wherever_a_page_may_hold_them(site: Path):
    text = (site / "fr/page/index.html").read_text(encoding="utf-8")

    assert tex_of(site / "fr/page/index.html") == [
        r"\mathcal{L}", r"\vx", r"\half \cx", "p(x|y)", "a\n = b", r"\mW \vx", "y_1",
    ]  # fmt: skip
    assert 'id="la-perte-l-de-x"' in text
    assert "La perte L de x" in re.sub(r"\s+", " ", text)
    assert "à 5 $." in text
    assert "Coûte $5 et $6" in text
    assert "<code>$HOME</code>" in text
    assert "badmacro" not in text
    assert "color:var(--tex-pink)" in text


@pytest.mark.parametrize("page", ["lecture", "notebook", "fr/lecture", "fr/notebook"])
def test_formulas_are_rendered_in_executed_pages_and_their_captions(site: Path, page: str):
    assert tex_of(site / page / "index.html") == [r"\vx", r"\vx"]


def test_a_downloaded_notebook_keeps_its_tex(site: Path):
    assert "$\\\\vx$" in (site / "notebook/notebook.ipynb").read_text(encoding="utf-8")


def test_katex_s_licences_are_published_beside_it(site: Path):
    assert "Khan Academy" in (site / "assets/katex/LICENSE.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in (site / "assets/katex/fonts/OFL.txt").read_text(encoding="utf-8")


WRONG = {
    "en/lecture.md": (
        RUNS.format("Lecture", "")
        + "# Lecture\n\nAt $\\badmacro$,\n`$\\badmacro$`, $x$ and $x + \\badmacro$.\n"
        + CELL.format("$\\badmacro$")
        + "\nAgain $\\badmacro$.\n",
        ["8:5", "9:29", "13:24", "20:8"],
    ),
    "fr/notebook.md": (
        RUNS.format("Notebook", "page: notebook\n") + "# Notebook\n\n$$\na\n= \\badmacro\n$$\n\n"
        "```python\nn = 3\n```\n\nIl y a `{python} n` cas, et $\\badmacro$.\n",
        ["11:3", "18:30"],
    ),
    "fr/page.md": ("# Page\n\n- $$\n  \\badmacro\n  $$\n\n<center>$\\badmacro$</center>\n", ["4:3", "7:10"]),
}


def test_wrong_formulas_are_named_by_line_and_column_and_shown_in_red_unless_the_build_is_strict(
    course: Path, site
):
    old = {name: (course / "docs" / name).read_text(encoding="utf-8") for name in WRONG}
    try:
        for name, (text, _) in WRONG.items():
            (course / "docs" / name).write_text(text, encoding="utf-8")
        strict, lenient = build(course, "--strict"), build(course, "--no-strict")
    finally:
        for name, text in old.items():
            (course / "docs" / name).write_text(text, encoding="utf-8")

    assert strict.returncode == 1
    assert lenient.returncode == 0, lenient.stderr
    for name, (_, places) in WRONG.items():
        expected = [
            f"docs/{name}:{place}: Undefined control sequence \\badmacro. Did you mean \\matr?"
            for place in places
        ]
        for done in (strict, lenient):
            assert sorted(re.findall(rf"docs/{name}:\d.*", done.stderr)) == sorted(expected)
    shown = (course / "built/lecture/index.html").read_text(encoding="utf-8")
    assert shown.count('<span class="katex-error"><code>') == 4
    assert "<small>Undefined control sequence \\badmacro. Did you mean \\matr?</small>" in shown


def test_a_bad_macro_file_or_front_matter_or_generator_is_named_by_its_line(course: Path, site):
    macros = course / "docs/assets/macros.tex"
    page = course / "docs/fr/page.md"
    old = macros.read_text(encoding="utf-8"), page.read_text(encoding="utf-8")
    try:
        macros.write_text(old[0] + "\\newcommand{\\vx}{y}\n", encoding="utf-8")
        page.write_text("---\ngenerate: macro\n---\n# Page\n", encoding="utf-8")
        done = build(course, "--strict")
    finally:
        macros.write_text(old[0], encoding="utf-8")
        page.write_text(old[1], encoding="utf-8")

    line = old[0].count("\n") + 1
    assert done.returncode == 1
    assert f"docs/assets/macros.tex:{line}: \\vx is defined already" in done.stderr
    assert "docs/fr/page.md:1: `generate` must be one of" in done.stderr
    assert "got 'macro'. Did you mean `macros`?" in done.stderr
