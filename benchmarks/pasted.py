"""The peer of an unchanged rebuild: the same site, every result pasted in as Markdown or as a notebook."""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks.courses import write_config
from course_site.execution.engines import AutoEngine
from course_site.execution.run import run_pages
from course_site.language import language
from course_site.notebook import make_notebook, notebook_text
from course_site.pages import language_of
from course_site.segments import figure_files, lecture
from course_site.settings import read_settings

HOOK = '''"""static-i18n would publish a notebook's JSON; this makes MkDocs know the file type."""
import mkdocs.utils

mkdocs.utils.markdown_extensions += (".ipynb",)
'''


def paste_results(course: Path, folder: Path, plugins: list[object]) -> Path:
    """Write a copy of a built course that needs nothing run: results in the text, figures as files."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(course / "docs", folder / "docs")
    settings = read_settings(course / "mkdocs.yml")
    with AutoEngine() as engine:
        report = run_pages(settings, engine)
    figures = folder / "docs" / "assets" / "figures"
    figures.mkdir(parents=True)
    for path, executed in report.executed.items():
        page = folder / path
        words = language(language_of(path))
        for name, data in figure_files(executed).items():
            (figures / name).write_bytes(data)
        if executed.page.front_matter.kind == "notebook":
            page.unlink()
            page.with_suffix(".ipynb").write_text(notebook_text(make_notebook(executed, words)))
        else:
            page.write_text(lecture(executed, words, lambda name: f"../assets/figures/{name}"))
    write_config(folder, plugins)
    if any(isinstance(plugin, dict) and "mkdocs-jupyter" in plugin for plugin in plugins):
        (folder / "hook.py").write_text(HOOK)
        text = (folder / "mkdocs.yml").read_text().rstrip().removesuffix("}")
        (folder / "mkdocs.yml").write_text(text + ', "hooks": ["hook.py"]}')
    return folder
