"""The name of a result: a hash of everything that could change it, and of nothing else.

In it: the cells as syntax trees, each with the inline expressions that follow it; the project modules
those cells reach, as syntax trees without docstrings; declared data files; versions; the kind of device.
Not in it: prose, captions, comments, the language, the folder the project stands in, the time.
"""

from __future__ import annotations

import ast
import hashlib
import io
import json
import platform
import re
import tokenize
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import metadata
from pathlib import Path

from course_site.cells import Cell
from course_site.execution.dependencies import used_modules
from course_site.execution.modules import read_source
from course_site.pages import Page

MACHINERY = ("kernel.py", "figures.py", "engine.py", "results.py")
"""Modules of this package whose change would store the same cells differently."""

LIBRARIES = ("torch", "numpy", "matplotlib")


@dataclass(frozen=True)
class Fingerprint:
    """A result's name, and what went into it (shown to readers as provenance)."""

    key: str
    modules: tuple[str, ...]
    versions: dict[str, str]
    device: str


def fingerprint(page: Page, packages: Sequence[str], root: Path, device: str) -> Fingerprint:
    """Hash what the cells of `page` depend on."""
    trees = [_parse(cell.source if cell.runs else "") for cell in page.cells]
    modules = used_modules(trees, packages, root)
    versions = library_versions(root / "constraints.txt")
    parts = {
        "machinery": machinery_digest(),
        "cells": [
            [ast.dump(tree), sorted({v.expression for v in page.values_after(index)}), *_quiet(cell)]
            for index, (cell, tree) in enumerate(zip(page.cells, trees, strict=True))
        ],
        "modules": {name: module_digest(path) for name, path in modules.items()},
        "data": {name: _file_digest(root / name) for name in page.front_matter.depends},
        "versions": versions,
        "device": device,
    }
    text = json.dumps(parts, sort_keys=True, ensure_ascii=True)
    key = hashlib.sha256(text.encode()).hexdigest()[:32]
    return Fingerprint(key, tuple(modules), versions, device)


def _quiet(cell: Cell) -> list[str]:
    """Return ``[";"]`` for a cell that ends in one: it hides the last value, and no syntax tree shows it."""
    if not cell.runs or ";" not in cell.source:
        return []
    tokens = [
        t.string for t in tokenize.generate_tokens(io.StringIO(cell.source).readline) if t.string.strip()
    ]
    code = [text for text in tokens if not text.startswith("#")]
    return [";"] if code[-1:] == [";"] else []


@lru_cache(maxsize=1024)
def _parse(source: str) -> ast.Module:
    return ast.parse(source)


@cache
def machinery_digest() -> str:
    """Hash what decides how a result is made and kept: the look of figures, the harvest, the records."""
    here = Path(__file__).parent
    parts = [module_digest(here / name) for name in MACHINERY]
    parts.append(_file_digest(here / "matplotlibrc"))
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def module_digest(path: Path) -> str:
    """Hash a module's syntax tree, docstrings and comments left out."""
    return read_source(path.read_bytes()).digest


def _file_digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return "missing"  # the missing file itself is reported as a problem before anything runs


def library_versions(constraints: Path) -> dict[str, str]:
    """Return the versions that can change a number: installed ones, else the pinned ones."""
    versions = {"python": ".".join(platform.python_version_tuple()[:2])}
    pinned = _pinned_versions(constraints)
    for name in LIBRARIES:
        version = _installed_version(name, metadata.version) or pinned.get(name, "none")
        versions[name] = version.split("+")[0]
    return versions


@cache
def _installed_version(name: str, find: Callable[[str], str]) -> str | None:
    """Ask once per process: reading a package's metadata takes longer than all the rest of a fingerprint."""
    try:
        return find(name)
    except metadata.PackageNotFoundError:
        return None


def _pinned_versions(constraints: Path) -> dict[str, str]:
    try:
        text = constraints.read_text(encoding="utf-8")
    except OSError:
        return {}
    return dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;#]+)", text, re.MULTILINE))
