"""The reference engine: one Jupyter kernel per page, driven by nbclient."""

from __future__ import annotations

import asyncio
import atexit
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from course_site.execution.engine import (
    Job,
    Step,
    cell_result,
    environment,
    fault,
    killed,
    python,
    raised,
    timed_out,
)
from course_site.execution.kernel import MIME
from course_site.execution.results import CellResult, PageResult
from course_site.problems import ProblemsFound

SETUP = """
from course_site.execution import kernel as __course__
from IPython.display import display as __display__
__course__.prepare(globals(), {memory})
"""
HARVEST = "__display__({{{mime!r}: __course__.after_cell({expressions!r}, globals())}}, raw=True)"
CELL_LINE = re.compile(r"Cell In\[\d+\], line (\d+)")


class NbclientEngine:
    """Runs each page in a fresh kernel that is gone when the page is done."""

    def run(self, job: Job) -> PageResult:
        """Run the steps in order; stop at the first that does not end well."""
        return asyncio.run(_run(job))  # an event loop of its own, closed when the page is done


async def _run(job: Job) -> PageResult:
    with tempfile.TemporaryDirectory(prefix="lesson-") as folder:
        scratch = Path(folder)
        work = scratch / "work"
        work.mkdir()
        client = _client(job, work)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        where = {"env": environment(job, scratch), "cwd": str(work)}
        try:
            async with client.async_setup_kernel(cleanup_kc=True, **where, **quiet):
                await _execute(client, SETUP.format(memory=job.memory), job, Step("", 0, ()))
                return PageResult(tuple([await _run_step(client, job, step) for step in job.steps]))
        except RuntimeError as error:  # the kernel never answered
            raise fault(
                job,
                Step("", 0, ()),
                f"no kernel could be started: {error}.",
                "Run `make site` again; see that ipykernel is installed.",
            ) from None
        finally:  # of a kernel that never answered, it would complain when this program ends
            atexit.unregister(client._cleanup_kernel)


def _client(job: Job, work: Path) -> NotebookClient:
    manager = AsyncKernelManager(  # sockets in our own folder: no port, nothing another user can read
        transport="tcp" if sys.platform == "win32" else "ipc",
        connection_file=str(work.parent / "kernel.json"),
    )
    manager._kernel_spec = KernelSpec(  # this interpreter, whatever kernels the user has installed
        argv=[python(), "-m", "ipykernel_launcher", "-f", "{connection_file}"],
        display_name="Python 3",
        language="python",
    )
    return NotebookClient(
        nbformat.v4.new_notebook(),
        km=manager,
        timeout_func=lambda cell: job.timeout,  # `timeout` takes whole seconds only
        startup_timeout=120,
        allow_errors=False,
        record_timing=False,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(work)}},
    )


async def _run_step(client: NotebookClient, job: Job, step: Step) -> CellResult:
    outputs = await _execute(client, step.code, job, step) if step.code else []
    harvest = HARVEST.format(mime=MIME, expressions=list(step.expressions))
    extras = await _execute(client, harvest, job, step)
    return cell_result(job, step, outputs, extras[-1]["data"][MIME])


async def _execute(client: NotebookClient, code: str, job: Job, step: Step) -> list[Any]:
    cell = nbformat.v4.new_code_cell(code)
    client.nb.cells.append(cell)
    try:
        await client.async_execute_cell(cell, len(client.nb.cells) - 1)
    except CellTimeoutError:
        raise timed_out(job, step) from None
    except DeadKernelError:
        raise killed(job, step) from None
    except CellExecutionError as error:
        raise _cell_error(error, cell, job, step) from None
    return list(cell.outputs)


def _cell_error(error: CellExecutionError, cell: Any, job: Job, step: Step) -> ProblemsFound:
    shown = next((o for o in cell.outputs if o["output_type"] == "error"), None)
    trace = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(shown["traceback"])) if shown else str(error)
    lines = CELL_LINE.findall(trace)
    line = int(lines[0]) if lines and cell.source == step.code else 0  # 0: a figure that cannot be drawn
    return raised(job, step, error.ename, error.evalue, line)
