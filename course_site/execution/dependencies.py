"""Which project modules a page's cells really use: imports, followed without importing anything."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from course_site.problems import Problem, ProblemsFound


def used_modules(trees: Iterable[ast.AST], packages: Sequence[str], root: Path) -> dict[str, Path]:
    """Return the modules of `packages` that `trees` import, directly or through each other.

    A module's parents count too, since Python runs their ``__init__`` first.
    Modules are looked for below `root`; names outside `packages` are left to the versions.
    What is imported by a computed name (``importlib.import_module(variable)``) cannot be seen.
    """
    found: dict[str, Path] = {}
    waiting = [name for tree in trees for name in _imported_names(tree, "", False)]
    while waiting:
        name = waiting.pop()
        if name.split(".")[0] not in packages:
            continue
        for module in _with_parents(name):
            path = _locate(module, root)
            if path is None or module in found:
                continue
            found[module] = path
            tree = _parse_module(path, root)
            waiting += _imported_names(tree, module, path.name == "__init__.py")
    return dict(sorted(found.items()))


def _parse_module(path: Path, root: Path) -> ast.Module:
    try:
        return parse_file(path)
    except (SyntaxError, ValueError) as error:
        line, column = getattr(error, "lineno", None) or 0, getattr(error, "offset", None) or 0
        reason = f"this is not Python: {getattr(error, 'msg', error)}."
        raise ProblemsFound([Problem(path.relative_to(root).as_posix(), line, column, reason)]) from None


def parse_file(path: Path) -> ast.Module:
    """Parse a module; remembered until the file changes."""
    status = path.stat()
    return _parse(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=1024)
def _parse(path: Path, _modified: int, _size: int) -> ast.Module:
    return ast.parse(path.read_bytes(), filename=str(path))


def _imported_names(tree: ast.AST, module: str, is_package: bool) -> Iterator[str]:
    """Yield every dotted name an import statement may load, ``from a import b`` as both a and a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = module.split(".")
                parents = parents[: len(parents) - node.level + is_package]
                base = ".".join([*parents, base]).strip(".")
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _with_parents(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[: i + 1]) for i in range(len(parts))]


def _locate(module: str, root: Path) -> Path | None:
    base = root.joinpath(*module.split("."))
    for path in (base / "__init__.py", base.with_suffix(".py")):
        if path.is_file():
            return path
    return None
