"""An executed page as a notebook and as a script: for readers to download, for mkdocs-jupyter to render."""

from __future__ import annotations

import base64
import re
from typing import Any

import jupytext
import nbformat

from course_site.execution.results import CellResult
from course_site.execution.run import ExecutedPage
from course_site.language import Language
from course_site.segments import fence, prose_with_values
from course_site.tex.fences import fences

HEADING_ID = re.compile(r"^(#{1,6} .*?)[ ]*\{[^{}]*#[^{}]*\}[ ]*$", re.MULTILINE)


def make_notebook(executed: ExecutedPage, language: Language) -> nbformat.NotebookNode:
    """Return the executed notebook: prose in its language, outputs included, no time anywhere."""
    page = executed.page
    notebook = nbformat.v4.new_notebook(
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {
                "name": "python",
                "file_extension": ".py",
                "mimetype": "text/x-python",
            },
        }
    )
    line = page.front_matter.first_line_after
    for cell, result in zip(page.cells, executed.result.cells, strict=True):
        _add_prose(notebook, executed, line, cell.line, language)
        if cell.runs:
            notebook.cells.append(
                nbformat.v4.new_code_cell(cell.source, outputs=_outputs(cell.options, result))
            )
        else:
            notebook.cells.append(nbformat.v4.new_markdown_cell(fence(cell.code, "python")))
        line = cell.last_line + 1
    _add_prose(notebook, executed, line, page.text.count("\n") + 2, language)
    _number(notebook)
    return notebook


_made: dict[str, tuple[tuple[str, ...], dict[str, bytes]]] = {}


def downloads(executed: ExecutedPage, language: Language) -> dict[str, bytes]:
    """Return a page's notebook and script by suffix; made again only when the page has changed."""
    page = executed.page
    state = (page.text, executed.fingerprint.key, language.code)
    if _made.get(page.path, ((),))[0] != state:
        notebook = make_notebook(executed, language)
        files = {".ipynb": notebook_text(notebook).encode(), ".py": script_text(notebook).encode()}
        _made[page.path] = (state, files)
    return _made[page.path][1]


def notebook_text(notebook: nbformat.NotebookNode) -> str:
    """Return the `.ipynb` file; equal notebooks give equal bytes."""
    return nbformat.writes(notebook, indent=1, sort_keys=True) + "\n"


def script_text(notebook: nbformat.NotebookNode) -> str:
    """Return the notebook as a Python script in jupytext's percent format."""
    plain = nbformat.from_dict({**notebook, "metadata": {"jupytext": {"notebook_metadata_filter": "-all"}}})
    return jupytext.writes(plain, fmt="py:percent")


def _add_prose(notebook: Any, executed: ExecutedPage, first: int, last: int, language: Language) -> None:
    text = prose_with_values(executed, first, last, language, timings=False).strip("\n")
    if text.strip():
        notebook.cells.append(nbformat.v4.new_markdown_cell(HEADING_ID.sub(r"\1", _closed_up(text))))


def _closed_up(text: str) -> str:
    """Leave one blank line where comments stood, the English above French passages; fences keep theirs."""
    lines = text.split("\n")
    fenced = {number for found in fences(lines) for number in range(found.first, found.last)}
    return "\n".join(
        line
        for number, line in enumerate(lines)
        if line.strip() or number in fenced or (number and lines[number - 1].strip())
    )


def _number(notebook: Any) -> None:
    """Give cells repeatable ids, and code cells their execution counts."""
    count = 0
    for position, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{position}"
        if cell.cell_type == "code":
            count += 1
            cell["execution_count"] = count


def _outputs(options: dict[str, Any], result: CellResult) -> list[Any]:
    outputs = []
    if result.text:
        outputs.append(nbformat.v4.new_output("stream", name="stdout", text=result.text + "\n"))
    for picture in result.pictures:
        mime = "image/svg+xml" if picture.suffix == "svg" else "image/png"
        data = picture.data.decode() if picture.suffix == "svg" else base64.b64encode(picture.data).decode()
        outputs.append(
            nbformat.v4.new_output(
                "display_data",
                {mime: data, "text/plain": options["alt"]},
                metadata={mime: {"alt": options["alt"]}},
            )
        )
    return outputs
