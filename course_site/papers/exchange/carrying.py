"""Writes what an import or an export decided on: everything, or nothing at all."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from course_site.problems import Problem, ProblemsFound

NEW, SAME, REPLACED, EXTENDED = "new", "same", "replaced", "extended"


@dataclass(frozen=True)
class Write:
    """One file to write."""

    target: Path
    path: str
    """The file, as messages name it."""
    data: Callable[[], bytes]
    state: str
    """``new``, ``same`` (it is there, and is left alone), ``replaced``, or ``extended`` by lines."""


def write_to(
    target: Path, path: str, data: Callable[[], bytes], inside: Path, *, overwrite: bool, same: bool = False
) -> tuple[Write | None, Problem | None]:
    """Return how to write a file below the folder `inside`, or why it must not be written.

    `same` says that the file that is there says the same in other words.
    """
    if not target.resolve().is_relative_to(inside.resolve()):
        hint = "Put a folder in the place of the link."
        return None, Problem(path, 0, 0, "this leads out of the docs folder through a link.", hint)
    if not os.path.lexists(target):
        above = next(folder for folder in target.parents if os.path.lexists(folder))
        if not above.is_dir():
            return None, Problem(path, 0, 0, f"{above.name} is a file, and no folder.", "Move it away.")
        return Write(target, path, data, NEW), None
    if target.is_symlink() or not target.is_file():
        return None, Problem(path, 0, 0, "what is there is no ordinary file.", "Move it away.")
    if same or target.read_bytes() == data():
        return Write(target, path, data, SAME), None
    if not overwrite:
        return None, Problem(path, 0, 0, "is there already, and differs.", "--overwrite replaces it.")
    return Write(target, path, data, REPLACED), None


def carry_out(writes: Iterable[Write]) -> None:
    """Write all files beside their places, then move them there; ProblemsFound, and nothing, if one fails."""
    waiting = [write for write in writes if write.state != SAME]
    _check_places(waiting)
    staged: list[tuple[Path, Path]] = []
    done: list[str] = []
    try:
        for write in waiting:
            write.target.parent.mkdir(parents=True, exist_ok=True)
            aside = write.target.with_name(f".{write.target.name}.new")
            staged.append((aside, write.target))
            aside.write_bytes(write.data())
        for write, (aside, target) in zip(waiting, staged, strict=True):
            os.replace(aside, target)
            done.append(write.path)
    except BaseException as error:
        for aside, _ in staged:
            with suppress(OSError):
                aside.unlink()
        if isinstance(error, OSError):
            said = f"Only {', '.join(done)} was written" if done else "Nothing was written"
            hint = f"{said}; free some space, or allow writing there."
            fault = f"this cannot be written: {error.strerror}."
            raise ProblemsFound([Problem(write.path, 0, 0, fault, hint)]) from None
        raise


def _check_places(writes: Iterable[Write]) -> None:
    """Refuse two files that would be written to one place: the second would replace the first."""
    shared = Counter(write.target for write in writes)
    faults = [
        Problem(write.path, 0, 0, "two files would be written here.", "Nothing was written.")
        for write in writes
        if shared[write.target] > 1
    ]
    if faults:
        raise ProblemsFound(faults)
