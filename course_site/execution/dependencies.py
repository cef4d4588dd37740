"""Which project modules a page's cells really use: imports, followed without importing anything."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from pathlib import Path

from course_site.execution.modules import Source, found_imports, read_source
from course_site.problems import Problem, ProblemsFound


def used_modules(trees: Iterable[ast.AST], packages: Sequence[str], root: Path) -> dict[str, Path]:
    """Return the modules of `packages` that `trees` import, directly or through each other.

    A module's parents count too, since Python runs their ``__init__`` first.
    Modules are looked for below `root`; names outside `packages` are left to the versions.
    What is imported by a computed name (``importlib.import_module(variable)``) cannot be seen.
    """
    found: dict[str, Path] = {}
    seen: set[str] = set()
    waiting = [n for tree in trees for statement in found_imports(tree) for n in statement.targets("", False)]
    while waiting:
        name = waiting.pop()
        if name.split(".")[0] not in packages:
            continue
        for module in _with_parents(name):
            if module in seen:
                continue
            seen.add(module)
            if path := _locate(module, root):
                found[module] = path
                for statement in _read_module(path, root).imports:
                    waiting += statement.targets(module, path.name == "__init__.py")
    return dict(sorted(found.items()))


def _read_module(path: Path, root: Path) -> Source:
    try:
        return read_source(path.read_bytes())
    except (SyntaxError, ValueError) as error:
        line, column = getattr(error, "lineno", None) or 0, getattr(error, "offset", None) or 0
        reason = f"this is not Python: {getattr(error, 'msg', error)}."
        raise ProblemsFound([Problem(path.relative_to(root).as_posix(), line, column, reason)]) from None


def _with_parents(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[: i + 1]) for i in range(len(parts))]


def _locate(module: str, root: Path) -> Path | None:
    base = root.joinpath(*module.split("."))
    for path in (base / "__init__.py", base.with_suffix(".py")):
        if path.is_file():
            return path
    return None
