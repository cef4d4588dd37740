"""Two builds of one commit give the same bytes, wherever, whenever and by whomever they are made."""

from __future__ import annotations

import filecmp
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(
    ".git",
    ".venv*",
    ".cache",
    "site",
    "pdf",
    "runs",
    "__pycache__",
    ".hypothesis",
    ".pytest_cache",
    ".ruff_cache",
)
TIMING = re.compile(rb'(<data class="timing"[^>]*>)[^<]*(</data>)')


def build(root: Path, folder: Path, **variables: str) -> None:
    """Build the site of a copy of this project."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=root,
        env={**os.environ, "SOURCE_DATE_EPOCH": "0", "NO_MKDOCS_2_WARNING": "1", **variables},
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr[-3000:]


def files(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}


def different(one: Path, other: Path, *, but_timings: bool = False) -> list[str]:
    """Return the files that differ between two folders, or are in one alone."""
    first, second = files(one), files(other)
    found = sorted(first.keys() ^ second.keys())
    for name in sorted(first.keys() & second.keys()):
        if not filecmp.cmp(first[name], second[name], shallow=False):
            pair = [TIMING.sub(rb"\1\2", path.read_bytes()) for path in (first[name], second[name])]
            if not but_timings or pair[0] != pair[1]:
                found.append(name)
    return found


def test_another_folder_time_zone_locale_and_hash_seed_change_no_byte(site: Path, tmp_path: Path):
    copy = tmp_path / "an other folder, é"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    shutil.copytree(ROOT / ".cache" / "lessons", copy / ".cache" / "lessons")
    for path in copy.rglob("*.md"):
        os.utime(path, (1_500_000_000, 1_500_000_000))
    build(copy, tmp_path / "again", TZ="Pacific/Kiritimati", LC_ALL="C", PYTHONHASHSEED="42")

    assert different(site, tmp_path / "again") == []


@pytest.mark.long
def test_from_two_empty_stores_only_what_a_page_measured_differs(tmp_path: Path):
    for name in ("one", "other"):
        shutil.copytree(ROOT, tmp_path / name, ignore=LEFT_OUT)
        build(tmp_path / name, tmp_path / f"site of {name}")

    assert different(tmp_path / "site of one", tmp_path / "site of other", but_timings=True) == []
