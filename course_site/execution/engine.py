"""What an engine is: it runs the steps of one page in order, and says plainly where that ended.

An engine decides how; everything about what may come out of a cell is here, so that engines agree.
"""

from __future__ import annotations

import base64
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from course_site.execution import figures
from course_site.execution.films import FILM, film_data
from course_site.execution.kernel import WRITABLE
from course_site.execution.results import CellResult, PageResult, Picture
from course_site.pages import Page
from course_site.problems import Problem, ProblemsFound
from course_site.settings import Settings

PACKAGE_PARENT = Path(__file__).parents[2]
"""Where course_site itself is imported from, installed or not."""

MAX_TEXT = 20_000
"""Characters a cell may print on a page."""

DRAWN = re.compile(r"^[\[(]?\s*(<(matplotlib\.|Axes|Figure|BarContainer)|Text\()")
"""The text of a value that is only the handle of something drawn."""

CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f]")
"""Colours and other terminal commands: meaningless on a page, invalid in XML."""

ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")


@dataclass(frozen=True)
class Step:
    """One cell, ready to run."""

    code: str
    """Empty for a cell that is only shown."""
    line: int
    """Line of its fence in the source."""
    expressions: tuple[str, ...]
    """Inline expressions to evaluate when the cell is done."""


@dataclass(frozen=True)
class Job:
    """One page, ready to run."""

    path: str
    steps: tuple[Step, ...]
    timeout: float
    """Seconds each cell may take."""
    root: Path
    """The project: cells import from here."""
    device: str
    memory: int = 4_000
    """MB of memory its process may use."""
    writable: tuple[Path, ...] = ()
    """What it may write besides its own scratch folder."""


class Engine(Protocol):
    """Runs one page."""

    def run(self, job: Job) -> PageResult:
        """Run every step; ProblemsFound with file and line when a cell does not end well."""


def job_for(page: Page, settings: Settings) -> Job:
    """Return what an engine needs to know of a page."""
    steps = tuple(
        Step(
            cell.source if cell.runs else "",
            cell.line,
            tuple(sorted({value.expression for value in page.values_after(index)})),
        )
        for index, cell in enumerate(page.cells)
    )
    return Job(
        page.path,
        steps,
        page.front_matter.timeout or settings.timeout,
        settings.root,
        settings.device,
        settings.memory,
        settings.writable,
    )


def environment(job: Job, scratch: Path) -> dict[str, str]:
    """Return the variables a page runs under: the same on every machine, whatever the user has set."""
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(job.root), str(PACKAGE_PARENT)]),
        "PYTHONHASHSEED": "0",
        "IPYTHONDIR": str(scratch / "ipython"),
        "MATPLOTLIBRC": str(Path(__file__).with_name("matplotlibrc")),
        "MPLBACKEND": "agg",
        "MPLCONFIGDIR": str(job.root / ".cache" / "matplotlib"),  # its list of fonts takes seconds to make
        "TMPDIR": str(scratch),
        "OMP_NUM_THREADS": "1",
        "SOURCE_DATE_EPOCH": "0",
        "LESSON_DEVICE": job.device,
        WRITABLE: os.pathsep.join(map(str, job.writable)),
        "LC_ALL": "C.UTF-8",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }


def fault(job: Job, step: Step, message: str, hint: str = "", *, code_line: int = 0) -> ProblemsFound:
    """Return the exception for a step that went wrong; `code_line` counts from 1 inside the fence."""
    return ProblemsFound([Problem(job.path, step.line + code_line, 0, message, hint)])


def timed_out(job: Job, step: Step) -> ProblemsFound:
    """Return the exception for a cell that does not end."""
    return fault(
        job,
        step,
        f"the cell ran past its limit of {job.timeout:g} seconds.",
        "Make it shorter, or set `timeout:` in the front matter.",
    )


def killed(job: Job, step: Step) -> ProblemsFound:
    """Return the exception for a cell that took its process with it."""
    return fault(job, step, "the cell killed its kernel.", "It may have used up the memory or called exit.")


def raised(job: Job, step: Step, name: str, text: str, line: int) -> ProblemsFound:
    """Return the exception for a cell that raised `name` at its line `line` (0 if unknown)."""
    special = {
        "SystemExit": ("the cell calls exit.", "Remove that call."),
        "MemoryError": (
            f"the cell needs more than {job.memory} MB of memory.",
            "Use less, or raise `memory` in mkdocs.yml.",
        ),
        "WroteOutside": (f"the cell writes {text}, outside its own folder.", "Write to a relative path."),
        "TooMuchOutput": (f"the cell printed {text}.", "Print less: a page is read by people."),
    }
    text = " ".join(text.split()).removesuffix(".")
    message, hint = special.get(
        name, (f"the cell raised {name}: {text}." if text else f"the cell raised {name}.", "")
    )
    return fault(job, step, message, hint, code_line=line)


def cell_result(
    job: Job, step: Step, outputs: Sequence[Mapping[str, Any]], extras: Mapping[str, Any]
) -> CellResult:
    """Turn a cell's raw Jupyter outputs into what may reach a page, or raise with the reason."""
    texts: list[str] = []
    pictures: list[Picture] = []
    films: list[bytes] = []
    for output in outputs:
        if output["output_type"] == "stream":
            if output["name"] == "stdout":  # stderr never reaches a page
                texts.append(output["text"])
            continue
        if FILM in output["data"]:
            films.append(_film(job, step, output["data"][FILM]))
            continue
        _take(job, step, output["data"], texts, pictures)
    pictures += [_picture(job, step, base64.b64decode(svg), "svg") for svg in extras["figures"]]
    text = CONTROL.sub("", collapse("".join(texts)))
    if len(text) > MAX_TEXT:
        raise fault(
            job,
            step,
            f"the cell printed {len(text)} characters, more than {MAX_TEXT}.",
            "Print less: a page is read by people.",
        )
    if ADDRESS.search(text):
        raise fault(
            job,
            step,
            "the cell shows a memory address, which differs on every run.",
            "Assign the value to a name, or print what matters of it.",
        )
    return CellResult(text, tuple(pictures), dict(extras["values"]), _only(job, step, films))


def _take(job: Job, step: Step, data: Mapping[str, Any], texts: list[str], pictures: list[Picture]) -> None:
    """Take the richest allowed form of one displayed value: SVG, PNG or plain text."""
    plain = "".join(data.get("text/plain", ""))
    if "image/svg+xml" in data:
        pictures.append(_picture(job, step, "".join(data["image/svg+xml"]).encode(), "svg"))
    elif "image/png" in data:
        pictures.append(_picture(job, step, base64.b64decode(data["image/png"]), "png"))
    elif plain.startswith("<IPython.core.display.") or not plain:
        kinds = ", ".join(sorted(set(data) - {"text/plain"})) or "nothing"
        raise fault(
            job,
            step,
            f"the cell displays {kinds}, which is not published.",
            "Only text, PNG and SVG reach a page.",
        )
    elif not DRAWN.match(plain):
        texts.append(plain + "\n")


def _picture(job: Job, step: Step, data: bytes, kind: str) -> Picture:
    try:
        return figures.svg_picture(data) if kind == "svg" else figures.png_picture(data)
    except ValueError as error:
        raise fault(job, step, f"{error}.") from None


def _film(job: Job, step: Step, text: str) -> bytes:
    try:
        return film_data(text)
    except ValueError as error:
        raise fault(job, step, f"{error}.") from None


def _only(job: Job, step: Step, films: list[bytes]) -> bytes:
    if len(films) > 1:
        raise fault(job, step, f"the cell shows {len(films)} films; a cell may show one.", "Split the cell.")
    return films[0] if films else b""


def collapse(text: str) -> str:
    """Keep of a line only what follows its last carriage return: a progress bar's final state."""
    lines = [line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n")]
    return "\n".join(lines).rstrip("\n")


def python() -> str:
    """Return the interpreter pages run under: this one."""
    return sys.executable
