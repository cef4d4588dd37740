"""A build that is asked to end: what it started ends with it, and what it wrote is cleared away."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

import psutil


@contextmanager
def ends_in_order() -> Iterator[None]:
    """Turn a request to end (SIGTERM) into SystemExit, once all that this process started has ended.

    Without it Python ends at once: a build goes on without anybody who waits for it, and its debris stays.
    Python acts on a signal in its main thread, which another one may have taken from it while it waits:
    whoever waits in a block like this one does so for a second at a time.
    """
    before = signal.signal(signal.SIGTERM, _end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _end(number: int, frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # it is being done
    end_children()
    raise SystemExit(128 + number)


def end_children() -> None:
    """End every process that this one started, and theirs, whatever groups they are in."""
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            child.kill()
