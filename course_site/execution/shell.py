"""An IPython shell without a kernel: runs cells in this process, and writes down what they show, in order."""

from __future__ import annotations

import sys
import traceback
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from course_site.execution import kernel

CELL = "<cell>"
"""The file name under which every cell is compiled."""


class _Compiler(CachingCompiler):
    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        """Name every cell alike, so that its frames are found in a traceback."""
        return f"{CELL}-{number}"


class _Publisher(DisplayPublisher):
    outputs: list[dict[str, Any]]

    def publish(self, data: dict[str, Any], *_: Any, **__: Any) -> None:
        """Write down what a cell displays."""
        self.outputs.append({"output_type": "display_data", "data": data})


class _Hook(DisplayHook):
    outputs: list[dict[str, Any]]

    def write_output_prompt(self) -> None:
        """Show no ``Out[1]:``."""

    def write_format_data(self, format_dict: dict[str, Any], md_dict: Any = None) -> None:
        """Write down the value of a cell's last line."""
        self.outputs.append({"output_type": "execute_result", "data": dict(format_dict)})

    def finish_displayhook(self) -> None:
        """Print no newline."""


class _Shell(InteractiveShell):
    compiler_class = _Compiler
    display_pub_class = _Publisher
    displayhook_class = _Hook

    def _showtraceback(self, *_: Any) -> None:
        """Print no traceback: the error is reported with its place."""

    def init_virtualenv(self) -> None:
        """Change nothing: this interpreter is the right one."""


class _Recorder:
    """Stands in for stdout."""

    def __init__(self, outputs: list[dict[str, Any]]) -> None:
        self._outputs = outputs

    def write(self, text: str) -> int:
        if self._outputs and self._outputs[-1]["output_type"] == "stream":
            self._outputs[-1]["text"] += text
        else:
            self._outputs.append({"output_type": "stream", "name": "stdout", "text": text})
        return len(text)

    def flush(self) -> None:
        """Nothing waits."""


class PageShell:
    """Runs the cells of one page."""

    def __init__(self, memory: int) -> None:
        settings = Config()
        settings.HistoryManager.enabled = False
        settings.InteractiveShell.colors = "nocolor"
        settings.InteractiveShell.autocall = 0
        self._shell = _Shell.instance(config=settings)
        self._outputs: list[dict[str, Any]] = []
        self._shell.display_pub.outputs = self._outputs
        self._shell.displayhook.outputs = self._outputs
        sys.stdout = _Recorder(self._outputs)
        kernel.prepare(self._shell.user_ns, memory)

    def run(self, code: str, expressions: list[str]) -> dict[str, Any]:
        """Run one cell; return its outputs and harvest, or its error."""
        self._outputs.clear()
        kernel.next_cell()
        if code:
            done = self._shell.run_cell(code, store_history=True)
            error = done.error_before_exec or done.error_in_exec
            if error is not None:
                return {"error": _describe(error)}
        harvest = kernel.after_cell(expressions, self._shell.user_ns)
        return {"outputs": list(self._outputs), "extras": harvest}


def _describe(error: BaseException) -> dict[str, Any]:
    """Return an error's name, text, and the line of the cell it came from (0 if unknown)."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno or 0 for frame in frames if frame.filename.startswith(CELL)]
    return {
        "name": type(error).__name__,
        "text": str(error),
        "line": lines[0] if lines else getattr(error, "lineno", 0) or 0,
    }
