"""The process that pages are forked from: it has imported what is slow to import, and runs nothing itself.

Started by `fork_engine`, which sends one JSON job at a time over a socket, with the pipe its page answers on.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import signal
import socket
import sys
import tempfile
from contextlib import suppress
from typing import Any

from course_site.execution import kernel

LARGEST_JOB = 1 << 22


def main() -> None:
    """Import, say so, then fork once per job until the other end hangs up."""
    control = socket.socket(fileno=int(sys.argv[1]))
    for name in sys.argv[2:]:
        with suppress(ImportError):
            importlib.import_module(name)
    _refuse_cuda()
    _draw_once()
    control.send(b"ready")
    children: set[int] = set()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, LARGEST_JOB, 1)
        if not message:
            break
        pid = os.fork()
        if pid == 0:
            control.close()
            _run_and_leave(json.loads(message), descriptors[0])
        os.close(descriptors[0])
        children = {child for child in children | {pid} if not _reaped(child)}
    for child in children:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child, signal.SIGKILL)


def _draw_once() -> None:
    """Save one small figure: every page inherits the fonts and the symbols it has read."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        _, ax = pyplot.subplots()
        ax.set(xlabel="$x_1$", ylabel="$x_2$")
        kernel.take_figures()


def _refuse_cuda() -> None:
    """A forked CUDA context does not work: whoever preloads must not have touched the GPU."""
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_initialized():
        raise RuntimeError("CUDA was initialised before forking; use the nbclient engine")


def _reaped(pid: int) -> bool:
    with suppress(ChildProcessError):
        return os.waitpid(pid, os.WNOHANG)[0] != 0
    return True


def _run_and_leave(job: dict[str, Any], descriptor: int) -> None:
    """Run one page in the forked process; never return."""
    os.setsid()  # its own process group: what the page starts can be ended with it
    with os.fdopen(descriptor, "w", encoding="utf-8") as pipe:

        def tell(**message: Any) -> None:
            pipe.write(json.dumps(message) + "\n")
            pipe.flush()

        try:
            _run_page(job, tell)
        except BaseException as error:  # nothing may fall through into the server's loop
            with suppress(OSError):
                tell(crash=f"{type(error).__name__}: {error}")
    os._exit(0)


def _run_page(job: dict[str, Any], tell: Any) -> None:
    from course_site.execution.shell import PageShell

    tell(pid=os.getpid())
    os.chdir(job["work"])
    os.environ.update(job["environment"])
    tempfile.tempdir = None  # asked for before the fork, perhaps: let it be asked for again
    shell = PageShell(job["memory"])
    for index, step in enumerate(job["steps"]):
        tell(step=index)
        tell(result=shell.run(step["code"], step["expressions"]))
    tell(done=True, peak=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


if __name__ == "__main__":
    main()
