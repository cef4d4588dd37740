"""Results on disk, by fingerprint: written in one step, verified when read, never evicted by a build."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from course_site.execution.figures import is_clean
from course_site.execution.films import MAGIC
from course_site.execution.results import PageResult, from_record, to_record
from course_site.execution.stored import record_fault
from course_site.problems import Problem

RECORD = "result.json"
CHECKSUMS = "sha256.json"
LARGEST_FILE = 20_000_000
"""Bytes that a file of an entry may have; five times the largest figure."""


@dataclass(frozen=True)
class Store:
    """A folder with one sub-folder per fingerprint; merging two stores is copying files."""

    folder: Path

    def load(
        self, key: str, fits: Callable[[PageResult], bool] = lambda result: True
    ) -> tuple[PageResult | None, list[Problem]]:
        """Return a stored result; an entry that is damaged, or does not fit the page, is thrown away."""
        entry = self.folder / key
        if not entry.exists():
            return None, []
        try:
            result = _read_verified(entry)
            if not fits(result):
                raise ValueError("it is the result of another page")
            return result, []
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            _remove(entry)
            fault = f"the stored result was damaged ({error}) and has been discarded."
            return None, [Problem(str(entry), 0, 0, fault, "Nothing to do: the page runs again.")]

    def save(self, key: str, result: PageResult) -> None:
        """Write a result beside its final place, then rename it there: whole or not at all.

        Errors: OSError if the disk is full or cannot be written; nothing half-written is left.
        """
        record, files = to_record(result)
        files = files | {RECORD: json.dumps(record, indent=1, sort_keys=True).encode()}
        sums = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
        files[CHECKSUMS] = json.dumps(sums, indent=1).encode()
        self.folder.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{key}.", dir=self.folder))
        try:
            for name, data in files.items():
                (aside / name).write_bytes(data)
            aside.chmod(0o755)
            _rename(aside, self.folder / key)
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def keys(self) -> list[str]:
        """Return the fingerprints in the store."""
        if not self.folder.is_dir():
            return []
        return sorted(p.name for p in self.folder.iterdir() if not p.name.startswith("."))

    def prune(self, keep: set[str]) -> list[str]:
        """Remove every entry whose fingerprint is not in `keep`, and what a killed build left."""
        gone = [key for key in self.keys() if key not in keep]
        leftovers = [p for p in self.folder.glob(".*") if p.is_dir()] if self.folder.is_dir() else []
        for path in [*(self.folder / key for key in gone), *leftovers]:
            _remove(path)
        return gone


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _rename(aside: Path, entry: Path) -> None:
    """Put a result in its place; where another stands that differs, the newer one wins."""
    try:
        os.rename(aside, entry)
    except OSError:
        if not entry.is_dir():
            raise
        old = aside.with_name(f"{aside.name}.old")
        with suppress(OSError):  # another build may be quicker: its result is as good
            if (aside / CHECKSUMS).read_bytes() != (entry / CHECKSUMS).read_bytes():
                os.rename(entry, old)
                os.rename(aside, entry)
        shutil.rmtree(old, ignore_errors=True)


def _read_verified(entry: Path) -> PageResult:
    """Read an entry as if a stranger had written it: its checksums say only that it is whole."""
    sums = json.loads(_bytes(entry, CHECKSUMS))
    if not isinstance(sums, dict) or RECORD not in sums:
        raise ValueError(f"{CHECKSUMS} does not list {RECORD}")
    files = {}
    for name, wanted in sums.items():
        if Path(name).name != name:
            raise ValueError(f"{name!r} is not a plain file name")
        data = _bytes(entry, name)
        if hashlib.sha256(data).hexdigest() != wanted:
            raise ValueError(f"{name} does not match its checksum")
        files[name] = data
    record = json.loads(files[RECORD])
    if fault := record_fault(record):
        raise ValueError(fault)
    for name, data in files.items():
        if name.endswith(".svg") and not is_clean(data):
            raise ValueError(f"{name} holds what no figure needs")
        if name.endswith(".film") and not data.startswith(MAGIC):
            raise ValueError(f"{name} is no film")
    return from_record(record, files)


def _bytes(entry: Path, name: str) -> bytes:
    """Return a file of an entry; a link, a pipe or a huge file is none that a build wrote."""
    path = entry / name
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST_FILE:
        raise ValueError(f"{name} is no file that a build wrote")
    return path.read_bytes()
