"""Small courses made for measuring: the same pages for this project and for the peer it is compared with."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
FRONT = """---
title: Page {n}
jupyter:
  kernelspec: {{display_name: Python 3, name: python3, language: python}}
---
"""
TRAINING = """# Page {n}

Some words before the cell, as a lesson has them.

```python
#| name: regions
#| caption: Decision regions after 500 steps.
#| alt: Three regions that wind around the origin.
import matplotlib.pyplot as plt
import torch
from {package} import draw_decision_regions, draw_points, grid_classes, make_spiral, mlp_classifier
from {package} import SPIRAL_2020, TrainConfig, seeded_generator, train

X, y = make_spiral(SPIRAL_2020, seeded_generator({n}))
model = mlp_classifier(3, seeded_generator({n}))
history = train(model, X, y, TrainConfig(steps=500))
extent = (-1.2, 1.2, -1.2, 1.2)
fig, ax = plt.subplots()
draw_decision_regions(ax, grid_classes(model, extent, 100), extent)
draw_points(ax, X, y)
plt.show()
print(round(history.final_accuracy, 3))
```

Some words after it.
"""
TRIVIAL = "# Page {n}\n\nWords.\n\n```python\nprint({n} + 1)\n```\n\nMore words.\n"

LESSONS = """from lesson_code.devices import seeded_generator
from lesson_code.evaluation import grid_classes
from lesson_code.figures import draw_decision_regions, draw_points
from lesson_code.models import mlp_classifier
from lesson_code.spiral import SPIRAL_2020, make_spiral
from lesson_code.training import TrainConfig, train
"""
"""A module per page stands between it and lesson_code, so that one page's code can be edited alone."""

COMMON = {
    "site_name": "Measured",
    "theme": {"name": "material", "font": False},
    "markdown_extensions": ["admonition", "md_in_html", "pymdownx.superfences", "pymdownx.highlight"],
}  # fmt: skip
OURS = {"course_site": {"packages": ["lessons", "lesson_code"], "timeout": 300}}
JUPYTER = {
    "mkdocs-jupyter": {"execute": False, "cache": False, "allow_errors": False, "include": ["*.ipynb"]}
}
PEER = {"mkdocs-jupyter": {"execute": True, "cache": False, "allow_errors": False, "include": ["page*.md"]}}
I18N = {
    "i18n": {
        "docs_structure": "folder",
        "languages": [
            {"locale": "en", "name": "English", "default": True, "build": True},
            {"locale": "fr", "name": "Français", "build": True},
        ],
    }
}


def write_course(
    folder: Path, pages: int, *, plugins: list[object], body: str = TRAINING, languages: tuple[str, ...] = ()
) -> Path:
    """Write a course of `pages` executable pages, in each of `languages` (none: no sub-folder)."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "lessons").mkdir(parents=True)
    (folder / "lessons" / "__init__.py").write_text("")
    shutil.copytree(
        ROOT / "lesson_code", folder / "lesson_code", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(ROOT / "constraints.txt", folder)
    for n in range(pages):
        (folder / "lessons" / f"page{n}.py").write_text(LESSONS)
        text = FRONT.format(n=n) + body.format(n=n, package=f"lessons.page{n}")
        for language in languages or ("",):
            docs = folder / "docs" / language
            docs.mkdir(parents=True, exist_ok=True)
            (docs / f"page{n}.md").write_text(text)
            (docs / "index.md").write_text("# Home\n\nHello.\n")
    write_config(folder, plugins)
    return folder


def write_small_site(folder: Path, pages: Mapping[str, str | bytes], **edits: str) -> Path:
    """Write a course of a few pages under this site's own settings and assets.

    `pages` maps names below docs/ to what they hold. `edits` replaces values of one line of mkdocs.yml,
    as in ``strict="false"``; without ``packages``, cells import none of the project's.
    """
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    text = text[: text.index("nav:\n")] + text[text.index("theme:\n") :]  # the menu names this site's pages
    for key, value in {"packages": "[]", **edits}.items():
        text, found = re.subn(rf"(?m)^([ -]*{key}:) .*$", rf"\g<1> {value}", text)
        if found != 1:
            raise ValueError(f"mkdocs.yml has {found} lines `{key}:`, wanted one")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "docs" / "assets", folder / "docs" / "assets", dirs_exist_ok=True)
    for name, page in pages.items():
        path = folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page if isinstance(page, bytes) else page.encode())
    return folder


def write_config(folder: Path, plugins: list[object]) -> None:
    """Write the course's mkdocs.yml (JSON is YAML)."""
    (folder / "mkdocs.yml").write_text(json.dumps({**COMMON, "plugins": plugins}, indent=1))


def environment(folder: Path) -> dict[str, str]:
    """Return the variables under which both contenders build: one thread, this course's packages."""
    return {**os.environ, "PYTHONPATH": str(folder), "OMP_NUM_THREADS": "1", "NO_MKDOCS_2_WARNING": "1"}


def command(*arguments: str) -> list[str]:
    """Return the command line of MkDocs under this interpreter."""
    return [sys.executable, "-m", "mkdocs", *arguments]


def build(folder: Path, *, cold: bool = False) -> str:
    """Build a course; `cold` forgets every stored result first. Return what MkDocs said."""
    if cold:
        shutil.rmtree(folder / ".cache" / "lessons", ignore_errors=True)
    done = subprocess.run(
        command("build", "--site-dir", str(folder / "built")),
        cwd=folder, env=environment(folder), capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{folder.name} was not built:\n{done.stderr[-2000:]}")
    return done.stderr
