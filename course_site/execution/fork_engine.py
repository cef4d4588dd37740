"""The fast engine for many pages: one process imports torch and pyplot, and is forked once per page.

Same cells, same outputs as the reference engine; only the imports are paid once.
Linux only, and never with CUDA: a forked CUDA context does not work.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from course_site.execution.engine import (
    Job,
    cell_result,
    environment,
    killed,
    python,
    raised,
    timed_out,
)
from course_site.execution.results import CellResult, PageResult

PRELOAD = (
    "torch",
    "torch._dynamo",
    "matplotlib.pyplot",
    "IPython.core.interactiveshell",
    "course_site.execution.shell",
)
"""What a page would otherwise wait for; `torch.optim` loads `torch._dynamo` on first use."""

GRACE = 60.0
"""Seconds the server may take to import, beyond any page's limit."""


class ForkEngine:
    """Runs pages in forked processes; safe to call from several threads at once; close it when done."""

    def __init__(self, preload: Sequence[str] = PRELOAD) -> None:
        self._preload = tuple(preload)
        self._scratch = tempfile.TemporaryDirectory(prefix="lessons-")
        self._lock = threading.Lock()
        self._server: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self.peak = 0
        """Largest resident memory of any page so far, in MB."""

    @staticmethod
    def is_safe(device: str) -> bool:
        """True where forking a process that has imported torch is known to work."""
        return sys.platform == "linux" and device == "cpu"

    def run(self, job: Job) -> PageResult:
        """Run the steps in order; stop at the first that does not end well."""
        with tempfile.TemporaryDirectory(dir=self._scratch.name) as work:
            ours, theirs = os.pipe()
            try:
                self._send(job, work, theirs)
            finally:
                os.close(theirs)
            with os.fdopen(ours, "rb", buffering=0) as pipe:
                return PageResult(tuple(self._follow(job, pipe)))

    def close(self) -> None:
        """End the server, and with it every page still running."""
        if self._control is not None:
            self._control.close()
        if self._server is not None:
            self._server.kill()  # its orderly end would take as long as torch takes to unload
            self._server.wait()
        self._scratch.cleanup()

    def __enter__(self) -> ForkEngine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _send(self, job: Job, work: str, pipe: int) -> None:
        variables = environment(job, Path(self._scratch.name))
        message = {
            "steps": [asdict(step) for step in job.steps],
            "work": work,
            "memory": job.memory,
            "environment": {"LESSON_DEVICE": job.device, "TMPDIR": work},
        }
        with self._lock:
            if self._server is None or self._server.poll() is not None:
                self._start(variables)
            assert self._control is not None
            socket.send_fds(self._control, [json.dumps(message).encode()], [pipe])

    def _start(self, variables: dict[str, str]) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        buffer = 1 << 22
        self._control.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, buffer)
        with theirs:
            self._server = subprocess.Popen(
                [python(), "-m", "course_site.execution.fork_server", str(theirs.fileno()), *self._preload],
                env=variables,
                pass_fds=[theirs.fileno()],
                cwd=self._scratch.name,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self._control.settimeout(GRACE)
        if self._control.recv(16) != b"ready":
            raise RuntimeError("the process that pages are forked from ended while importing")
        self._control.settimeout(None)

    def _follow(self, job: Job, pipe: Any) -> Iterator[CellResult]:
        """Yield a result for each step as the page reports it; end the page when a step takes too long."""
        step, pid = job.steps[0] if job.steps else None, 0
        messages = _messages(pipe, job.timeout)
        try:
            for message in messages:
                if message is None:
                    raise timed_out(job, step)
                pid = message.get("pid", pid)
                self.peak = max(self.peak, message.get("peak", 0) >> 10)
                if "step" in message:
                    step = job.steps[message["step"]]
                elif "crash" in message:
                    raise raised(job, step, "RuntimeError", message["crash"], 0)
                elif "result" in message:
                    yield _result(job, step, message["result"])
                elif "done" in message:
                    return
            raise killed(job, step)
        finally:
            if pid:
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(pid, signal.SIGKILL)


def _result(job: Job, step: Any, result: dict[str, Any]) -> CellResult:
    if "error" in result:
        error = result["error"]
        raise raised(job, step, error["name"], error["text"], error["line"])
    return cell_result(job, step, result["outputs"], result["extras"])


def _messages(pipe: Any, limit: float) -> Iterator[dict[str, Any] | None]:
    """Yield one JSON message a line; None when `limit` seconds pass between two of them."""
    buffer = b""
    deadline = time.monotonic() + limit
    while True:
        line, newline, rest = buffer.partition(b"\n")
        if newline:
            buffer = rest
            yield json.loads(line)
            deadline = time.monotonic() + limit
            continue
        ready, _, _ = select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            yield None
            return
        chunk = pipe.read(1 << 16)
        if not chunk:
            return
        buffer += chunk
