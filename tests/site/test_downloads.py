"""What a reader downloads runs on its own, and gives the page's numbers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOK = "fr/spiral/notebook/notebook"
PAGES = ["home", "spiral/spiral", "spiral/notebook/notebook"]


def printed(notebook) -> str:
    """Everything the cells print; a kernel may hand one cell's text over in several pieces."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "".join(output["text"] for output in outputs if output.get("name") == "stdout")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A reader's machine: the project is installed, and nothing of its folder is at hand."""
    return {
        **os.environ,
        "OMP_NUM_THREADS": "1",
        "MPLBACKEND": "agg",
        "PYTHONPATH": "",
        "IPYTHONDIR": str(tmp_path),
    }


def test_the_notebook_runs_from_top_to_bottom_and_prints_what_the_page_prints(
    site: Path, tmp_path: Path, environment
):
    stored = nbformat.read(site / f"{NOTEBOOK}.ipynb", as_version=4)
    fresh = nbformat.from_dict(stored)
    for cell in fresh.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    client = NotebookClient(
        fresh, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute(env=environment)

    assert printed(stored)
    assert printed(fresh) == printed(stored)


@pytest.mark.parametrize("page", PAGES)
def test_the_script_prints_what_the_page_prints(page: str, site: Path, tmp_path: Path, environment):
    stored = nbformat.read(site / f"{page}.ipynb", as_version=4)
    done = subprocess.run(
        [sys.executable, str(site / f"{page}.py")],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout == printed(stored)
