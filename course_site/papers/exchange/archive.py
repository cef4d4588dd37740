"""Reads a zip that somebody else made: names that cannot lead anywhere, sizes that cannot surprise.

Nothing is unpacked to disk, and nothing is believed that an archive says about itself.
"""

from __future__ import annotations

import stat
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO

from course_site.papers.exchange.limits import USUAL, Limits, remedy_of
from course_site.problems import Problem, ProblemsFound

LARGEST_ARCHIVE = 300_000_000
"""Bytes that all files of an archive may have together, zips inside it included."""
LARGEST_DRAWINGS = 1_500_000
"""Bytes that its drawings may have together: every element of them is looked at."""
SIZES = {".md": 200_000, ".svg": 1_000_000}
"""Bytes of one page and of one drawing."""
LARGEST_FILE = 20_000_000
"""Bytes of any other file; a larger one may be there, but is not read."""
DEEPEST = 2
"""How often a zip may stand inside a zip."""
CHUNK = 1 << 16
UTF8_NAME = 0x800
ENCRYPTED = 0x1
AGAIN = "No export makes such a zip: export it again, and do not change it."
IGNORED = ("__MACOSX/", ".DS_Store", "Thumbs.db")
"""What systems add to an archive, and nobody wrote."""


@dataclass
class Budget:
    """What is left of the sizes that an archive may have, parts included."""

    path: str
    """The archive, as messages name it."""
    limits: Limits
    bytes: int = LARGEST_ARCHIVE
    drawings: int = LARGEST_DRAWINGS
    texts: int = field(init=False)
    files: int = field(init=False)

    def __post_init__(self) -> None:
        """Begin with everything that the limits allow."""
        self.texts, self.files = self.limits.archive_texts, self.limits.archive_files

    def take(self, name: str, size: int) -> None:
        """Spend `size` bytes on a file; ProblemsFound when nothing is left."""
        suffix = PurePosixPath(name).suffix.lower()
        limit = self.limits.table if suffix == ".csv" else SIZES.get(suffix)
        if limit is not None and size > limit:
            self.refuse(name, f"has more than {limit // 1000} kB", "Split it, or leave it out.")
        self.texts -= size if suffix in (".md", ".csv") else 0
        self.drawings -= size if suffix == ".svg" else 0
        self.bytes -= size
        if self.bytes < 0:
            hint = "Export fewer pages at a time."
            self.refuse("", f"holds more than {LARGEST_ARCHIVE // 10**6} MB", hint)
        if self.texts < 0:
            most = self.limits.archive_texts // 10**6
            self.refuse("", f"holds more than {most} MB of text", remedy_of(self.limits))
        if self.drawings < 0:
            self.refuse(
                "", f"holds more than {LARGEST_DRAWINGS // 1000} kB of drawings", "Export them as PNG."
            )

    def count(self) -> None:
        """Spend one file; ProblemsFound when there are too many."""
        self.files -= 1
        if self.files < 0:
            self.refuse("", f"holds more than {self.limits.archive_files} files", remedy_of(self.limits))

    def refuse(self, name: str, fault: str, hint: str = AGAIN) -> None:
        """Raise ProblemsFound about a file of the archive; about the archive if `name` is empty."""
        where = f"the file {name!r} in it" if name else "the archive"
        raise ProblemsFound([Problem(self.path, 0, 0, f"{where} {fault}.", hint)])


@dataclass
class Archive:
    """The files of a zip, and of the zips in it, by their names; read one at a time."""

    path: str
    """As messages name it."""
    readers: dict[str, Callable[[], bytes]] = field(default_factory=dict)
    opened: ExitStack = field(default_factory=ExitStack)
    """The zips in the zip, as long as the archive is read."""

    @property
    def names(self) -> list[str]:
        """Return the names of all files, sorted."""
        return sorted(self.readers)

    def read(self, name: str) -> bytes:
        """Return what a file holds; ProblemsFound if it is damaged or larger than it says."""
        return self.readers[name]()


def open_archive(file: IO[bytes], path: str, limits: Limits = USUAL) -> Archive:
    """Read the names in a zip, and check every one of them; ProblemsFound if it must not be read."""
    archive = Archive(path)
    try:
        _collect(file, Budget(path, limits), archive, depth=0)
    except BaseException:
        archive.opened.close()
        raise
    return archive


def _collect(file: IO[bytes], budget: Budget, archive: Archive, depth: int) -> None:
    """Add the files of one zip; a zip inside it is read as if its files stood beside it."""
    try:
        opened = archive.opened.enter_context(zipfile.ZipFile(file))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError, NotImplementedError):
        budget.refuse("", "is no zip, or is damaged", "Download it again.")
    seen = {_same(name) for name in archive.readers}
    for info in opened.infolist():
        name = checked_name(info, budget)
        if not name:
            continue
        if _same(name) in seen:
            budget.refuse(name, "is there twice", "Two files must not differ by case or accents alone.")
        seen.add(_same(name))
        if name.lower().endswith(".zip"):
            if depth == DEEPEST:
                budget.refuse(name, f"is a zip more than {DEEPEST} zips deep", "Unpack it first.")
            inside = archive.opened.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - open as long as the archive
            for chunk in _chunks(opened, info, name, budget):
                inside.write(chunk)
            _collect(inside, budget, archive, depth + 1)
            seen |= {_same(name) for name in archive.readers}
        else:
            archive.readers[name] = _reader(opened, info, name, budget)


def checked_name(info: zipfile.ZipInfo, budget: Budget) -> str:
    """Return the name of an entry that may be read, or nothing for a folder; ProblemsFound for a trap."""
    name = info.orig_filename
    if not info.flag_bits & UTF8_NAME:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")  # many zips hold UTF-8 and do not say so
    budget.count()
    pure = PurePosixPath(name)
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in name) or len(name) > 1000:
        budget.refuse(name, "has a name that no system can hold")
    if "\\" in name or name.startswith("/") or ".." in pure.parts or name[1:2] == ":":
        budget.refuse(name, "leads out of the archive")
    if stat.S_ISLNK(info.external_attr >> 16):
        budget.refuse(name, "is a link", "Put what it leads to in its place, and zip it again.")
    if info.flag_bits & ENCRYPTED:
        budget.refuse(name, "is encrypted", "Unpack it, and zip it without a password.")
    if info.is_dir() or name.endswith("/") or any(word in name for word in IGNORED):
        return ""
    budget.take(name, info.file_size)
    return pure.as_posix()


def _same(name: str) -> str:
    """Return what two names share that some systems cannot tell apart."""
    return unicodedata.normalize("NFC", name).casefold()


def _reader(opened: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, budget: Budget) -> Callable[[], bytes]:
    def read() -> bytes:
        if info.file_size > LARGEST_FILE:
            budget.refuse(name, f"has more than {LARGEST_FILE // 10**6} MB", "Make it smaller.")
        return b"".join(_chunks(opened, info, name, budget))

    return read


def _chunks(opened: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, budget: Budget) -> Iterator[bytes]:
    """Yield what an entry holds; never more than it said, whose size was counted already."""
    left = info.file_size
    try:
        with opened.open(info) as stream:
            while chunk := stream.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    budget.refuse(name, "is larger than the archive says")
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError):
        budget.refuse(name, "is damaged, or not what the archive says", "Export it again.")
    if left:
        budget.refuse(name, "is smaller than the archive says")
