"""The part that lives in the kernel: after each cell it hands back the figures and the values asked for.

It imports the standard library only, so that a page that draws nothing does not wait for matplotlib.
"""

from __future__ import annotations

import base64
import io
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from course_site.execution.stored import value_fault

MIME = "application/vnd.course-site+json"
WRITABLE = "LESSON_WRITABLE"
"""Environment variable: paths a page may write besides its own folder."""
MAX_FIGURES = 20
MAX_PRINTED = 1_000_000
"""Characters a cell may print before it is stopped (a page shows far fewer)."""


class TooMuchOutput(Exception):
    """Raised in a cell that prints without end."""


class Bounded:
    """Stands before an output stream and lets a bounded number of characters through per cell."""

    def __init__(self, stream: Any) -> None:
        self._stream, self.left = stream, MAX_PRINTED

    def write(self, text: str) -> int:
        """Pass `text` on; TooMuchOutput when the cell has printed too much."""
        self.left -= len(text)
        if self.left < 0:
            raise TooMuchOutput(f"more than {MAX_PRINTED} characters")
        return self._stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class WroteOutside(Exception):
    """Raised in a cell that writes where its page has no business."""


def keep_inside(*folders: str) -> None:
    """Refuse to open a file for writing outside `folders` (bytecode caches and devices aside).

    An audit hook sees what Python opens; a library that writes from C is not seen.
    """
    allowed = ("/dev/", *(os.path.realpath(folder) + os.sep for folder in folders if folder))

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event != "open" or not isinstance(arguments[0], str | bytes | os.PathLike):
            return
        if not (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR):
            return
        path = os.path.realpath(os.fsdecode(arguments[0]))
        if not (path + os.sep).startswith(allowed) and "__pycache__" not in path:
            raise WroteOutside(path)

    sys.addaudithook(hook)


def prepare(namespace: dict[str, Any], memory: int) -> None:
    """Before the first cell: limit memory (MB) and printed text, and let `exit()` raise as in a script."""
    with suppress(ImportError, ValueError):
        import resource

        wanted = memory << 20
        resource.setrlimit(resource.RLIMIT_DATA, (wanted, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    more = os.environ[WRITABLE].split(os.pathsep)
    keep_inside(os.environ["TMPDIR"], os.environ["MPLCONFIGDIR"], *more)
    sys.stdout = Bounded(sys.stdout)
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115 (lives as long as the process)
    namespace["exit"] = namespace["quit"] = sys.exit


def next_cell() -> None:
    """Give the next cell its full allowance of printed text."""
    if isinstance(sys.stdout, Bounded):
        sys.stdout.left = MAX_PRINTED


def after_cell(expressions: Iterable[str], namespace: dict[str, Any]) -> dict[str, Any]:
    """Return ``{"figures": [svg in base64, …], "values": {expression: typed value}}`` as plain JSON."""
    next_cell()
    return {
        "figures": [base64.b64encode(svg).decode() for svg in take_figures()],
        "values": {expression: evaluate(expression, namespace) for expression in expressions},
    }


def take_figures() -> list[bytes]:
    """Save the open figures as SVG, in the order they were made, and close them."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is None:
        return []
    drawn = []
    for number in pyplot.get_fignums()[:MAX_FIGURES]:
        stream = io.BytesIO()
        no_metadata = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        pyplot.figure(number).savefig(stream, format="svg", metadata=no_metadata)
        drawn.append(stream.getvalue())
    pyplot.close("all")
    return drawn


def evaluate(expression: str, namespace: dict[str, Any]) -> dict[str, Any]:
    """Evaluate one inline expression; a failure comes back as ``{"kind": "error", …}``."""
    try:
        return as_value(eval(expression, FORMATS | namespace))
    except Exception as error:
        return {"kind": "error", "value": f"{type(error).__name__}: {error}"}


def as_value(value: Any) -> dict[str, Any]:
    """Turn a Python value into a typed one; a one-element tensor or array counts as its number."""
    if isinstance(value, dict) and "kind" in value:
        return _checked(value)
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, str):
        return _checked({"kind": "text", "value": value})
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"an inline value must be a number or text, got {type(value).__name__}")
    return _checked(number(value, 0 if isinstance(value, int) else None))


def _checked(typed: dict[str, Any]) -> dict[str, Any]:
    """Return a value that a page can show: a cell may have made one by hand."""
    if fault := value_fault(typed):
        raise ValueError(fault)
    return typed


def number(value: Any, digits: int | None = None) -> dict[str, Any]:
    """A number with `digits` decimals (``None``: four significant figures)."""
    return {"kind": "number", "value": _plain(value), "digits": digits}


def percent(value: Any, digits: int = 0) -> dict[str, Any]:
    """A share of 1 as a percentage with `digits` decimals."""
    return {"kind": "percent", "value": _plain(value), "digits": digits}


def claim(condition: Any) -> dict[str, Any]:
    """A condition the sentence rests on: prints nothing, and fails the build when false."""
    return {"kind": "claim", "value": bool(condition)}


def timing(seconds: Any) -> dict[str, Any]:
    """A time that the page measured, in seconds: the only value that may differ between two builds."""
    return {"kind": "timing", "value": _plain(seconds)}


def _plain(value: Any) -> float | int:
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"wanted a number, got {type(value).__name__}")
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(f"wanted a finite number, got {value}")
    return value


FORMATS = {"number": number, "percent": percent, "timing": timing, "claim": claim}
"""What an inline expression may call besides the page's own names."""
