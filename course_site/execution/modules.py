"""What a Python source says of itself: what it imports, and a hash of what it does.

Remembered by content, not by date: nothing is ever stale.
"""

from __future__ import annotations

import ast
import hashlib
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Import:
    """One import statement: ``from ..base import names`` has level 2."""

    level: int
    base: str
    names: tuple[str, ...]

    def targets(self, module: str, is_package: bool) -> list[str]:
        """Return every dotted name it may load, ``from a import b`` as both a and a.b."""
        base = self.base
        if self.level:
            parents = module.split(".")
            base = ".".join([*parents[: len(parents) - self.level + is_package], base]).strip(".")
        return [base, *(f"{base}.{name}" for name in self.names)]


@dataclass(frozen=True)
class Source:
    """A parsed source."""

    imports: tuple[Import, ...]
    digest: str
    """Of its syntax tree without docstrings and comments."""


@lru_cache(maxsize=4096)
def read_source(text: bytes) -> Source:
    """Parse a source once; SyntaxError or ValueError if it is not Python."""
    tree = ast.parse(text)
    imports = tuple(found_imports(tree))
    for node in ast.walk(tree):
        _drop_docstring(node)
    return Source(imports, hashlib.sha256(ast.dump(tree).encode()).hexdigest())


def found_imports(tree: ast.AST) -> list[Import]:
    """Return the import statements of a tree, wherever they stand."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [Import(0, alias.name, ()) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append(Import(node.level, node.module or "", tuple(alias.name for alias in node.names)))
    return found


def _drop_docstring(node: ast.AST) -> None:
    """Remove every bare string of a body: docstrings, and the notes under a field."""
    for block in ("body", "orelse", "finalbody"):
        body = getattr(node, block, None)
        if isinstance(body, list):
            setattr(node, block, [line for line in body if not _is_bare_string(line)])


def _is_bare_string(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
