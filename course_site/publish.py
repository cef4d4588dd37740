"""From a build to what readers see, in one step: built aside, then one link is switched.

Whatever goes wrong before the switch, the old site stands; nothing has to be cleaned by hand.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock, Timeout

from course_site.problems import Problem, ProblemsFound

KEPT = 2
"""Releases kept: the one readers see, and the one before, which a reader's open page may still ask for."""


def releases_of(root: Path, target: Path) -> Path:
    """Return the folder of the releases that `target`, a path from the project `root`, points into.

    ``site`` has a folder of this name; any other has a mark of its whole path in it, since two targets
    may have one name, and each prunes what its own folder holds.
    """
    whole = os.path.relpath(root / target, root)
    folder = root / ".cache" / "releases"
    if whole == "site":
        return folder / whole
    mark = hashlib.sha256(Path(whole).as_posix().encode()).hexdigest()[:8]
    return folder / f"{Path(whole).name}-{mark}"


def publish(target: Path, releases: Path, build: Callable[[Path], None]) -> Path:
    """Build a release with `build(folder)` and point the link `target` at it.

    Errors: ProblemsFound if another build holds the lock, if `target` is a real folder, or from `build`.
    """
    _refuse_folder(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        releases.mkdir(parents=True, exist_ok=True)
        lock = FileLock(releases / ".lock")
        with lock.acquire(timeout=0):
            return _publish_locked(target, releases, build)
    except Timeout:
        fault = Problem(str(target), 0, 0, "another build is under way.", "Wait for it, then try again.")
        raise ProblemsFound([fault]) from None
    except OSError as error:
        reason = f"the site could not be written: {error.strerror or error}."
        raise ProblemsFound([Problem(str(target), 0, 0, reason, "The old site is untouched.")]) from None


def _publish_locked(target: Path, releases: Path, build: Callable[[Path], None]) -> Path:
    for leftover in releases.glob(".building-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    aside = Path(tempfile.mkdtemp(prefix=".building-", dir=releases))
    try:
        build(aside)
        aside.chmod(0o755)
        release = releases / _next_name(releases)
        os.rename(aside, release)
        _switch_or_drop(target, release)
        _prune(releases, release)
        return release
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _switch_or_drop(target: Path, release: Path) -> None:
    """Point the link at a release; where it cannot be, the release goes, or each try would leave one more."""
    try:
        switch(target, release)
    except BaseException:
        if not _is_shown(target, release):
            shutil.rmtree(release, ignore_errors=True)
        raise


def _is_shown(target: Path, release: Path) -> bool:
    """True if readers of `target` see `release`: an interruption may come right behind the switch."""
    return target.exists() and target.samefile(release)


def switch(target: Path, release: Path) -> None:
    """Make the link `target` point at `release`, in one step."""
    link = target.with_name(f".{target.name}.next")
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.relpath(release.resolve(), target.parent.resolve()))
    os.replace(link, target)


def _refuse_folder(target: Path) -> None:
    if target.exists() and not target.is_symlink():
        reason = f"{target.name} is a folder of its own, not the link this command switches."
        raise ProblemsFound([Problem(str(target), 0, 0, reason, "Move it away, then try again.")])


def _numbered(releases: Path) -> list[Path]:
    return sorted((p for p in releases.iterdir() if p.name.isdigit()), key=lambda p: int(p.name))


def _next_name(releases: Path) -> str:
    """Count releases up: a clock may be set back, a number may not."""
    numbered = _numbered(releases)
    return f"{int(numbered[-1].name) + 1 if numbered else 1:06d}"


def _prune(releases: Path, current: Path) -> None:
    for old in _numbered(releases)[:-KEPT]:
        if old != current:
            shutil.rmtree(old, ignore_errors=True)
