"""Where a figure comes from, in a line a reader can open: source, functions, seed, device, versions."""

from __future__ import annotations

import ast
import html
import re

from course_site.execution.fingerprint import Fingerprint
from course_site.language import Language
from course_site.pages import Cell, Page

SEEDED = re.compile(r"seed", re.IGNORECASE)


def provenance(page: Page, cell: Cell, prints: Fingerprint, language: Language) -> str:
    """Return the folded provenance of one figure, as HTML."""
    facts = {
        language["source"]: f"{page.path}, {language['line']} {cell.line}",
        language["functions"]: ", ".join(called_functions(page, cell)),
        language["seed"]: ", ".join(map(str, seeds(page, cell))),
        language["device"]: prints.device,
        language["versions"]: ", ".join(f"{k}\u00a0{v}" for k, v in prints.versions.items()),
        language["fingerprint"]: prints.key,
    }
    rows = "".join(
        f"<dt>{html.escape(name)}</dt><dd><code>{html.escape(fact)}</code></dd>"
        for name, fact in facts.items()
        if fact
    )
    title = html.escape(language["computed_by"])
    return f'<details class="provenance"><summary>{title}</summary><dl>{rows}</dl></details>'


def called_functions(page: Page, cell: Cell) -> list[str]:
    """Return the imported functions that a cell calls, with the module each comes from."""
    imported = {}
    for other in page.cells:
        if other.runs and other.line <= cell.line:
            for node in ast.walk(ast.parse(other.source)):
                if isinstance(node, ast.ImportFrom) and node.module:
                    imported |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
    called = [
        imported[node.func.id]
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in imported
    ]
    return list(dict.fromkeys(called))


def seeds(page: Page, cell: Cell) -> list[int]:
    """Return the literal seeds on a page up to a cell: ``seeded_generator(1)``, ``SEED = 1``, ``seed=1``."""
    found: list[int] = []
    for other in page.cells:
        if other.runs and other.line <= cell.line:
            for node in ast.walk(ast.parse(other.source)):
                found += _literal_seeds(node)
    return list(dict.fromkeys(found))


def _literal_seeds(node: ast.AST) -> list[int]:
    values: list[ast.expr] = []
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        values += node.args[:1] if SEEDED.search(name) else []
        values += [k.value for k in node.keywords if k.arg and SEEDED.search(k.arg)]
    elif isinstance(node, ast.Assign) and any(SEEDED.search(getattr(t, "id", "")) for t in node.targets):
        values.append(node.value)
    return [v.value for v in values if isinstance(v, ast.Constant) and type(v.value) is int]
