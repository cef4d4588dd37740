"""The cells of one page as the app stores them: each in the group it is in, its label and data beside it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from course_site.diagrams.model import Point
from course_site.diagrams.safety import label_fault, link_fault
from course_site.diagrams.xml_tree import SAVE_AGAIN, Node, Refused

WRAPPERS = ("object", "UserObject")
LONGEST_LABEL = 2_000
LONGEST_LABELS = 60_000
"""Characters of all labels of a page together."""
FARTHEST = 1_000_000
"""Pixels; a drawing with larger numbers is damaged."""


@dataclass
class Cell:
    """A shape, an arrow, a layer or the label of an arrow."""

    id: str
    value: str
    labels: Mapping[str, str]
    role: str
    style: Mapping[str, str]
    node: Node
    line: int
    children: list[Cell] = field(default_factory=list)

    @property
    def is_arrow(self) -> bool:
        """True for an edge."""
        return self.node.get("edge") == "1"

    @property
    def is_shape(self) -> bool:
        """True for a vertex."""
        return self.node.get("vertex") == "1" and not self.is_arrow

    @property
    def is_hidden(self) -> bool:
        """True if neither it nor what is in it is shown."""
        return self.node.get("visible") == "0"

    @property
    def geometry(self) -> Node | None:
        """Return where it lies."""
        return self.node.child("mxGeometry")


def read_style(text: str) -> dict[str, str]:
    """Read ``ellipse;html=1;``; a name without ``=`` is the shape, unless ``shape=`` says another."""
    style: dict[str, str] = {}
    for part in text.split(";"):
        name, equals, value = part.strip().partition("=")
        if equals:
            style[name] = value
        elif name:
            style.setdefault("", name)
    leading = style.pop("", "")
    return {"shape": leading} | style if leading else style


def read_cells(model: Node, has_lines: bool) -> list[Cell]:
    """Return the layers of a page, all other cells below them; Refused if one could run something."""
    root = model.child("root")
    cells = {cell.id: cell for cell in _cells(root.children if root else [], has_lines)}
    top: list[Cell] = []
    for cell in cells.values():
        parent = cells.get(cell.node.get("parent"))
        if parent is not None and parent is not cell:
            parent.children.append(cell)
        elif not cell.node.get("parent"):
            top.append(cell)
        else:
            raise Refused(f"a cell is inside `{cell.node.get('parent')[:40]}`, which is not there.",
                          SAVE_AGAIN, cell.line)  # fmt: skip
    if len(list(below(top))) != len(cells):
        raise Refused("some cells are inside each other in a circle.", SAVE_AGAIN)
    return top


def below(cells: Iterable[Cell]) -> Iterator[Cell]:
    """Yield cells and what is in them, in drawing order."""
    waiting = list(cells)[::-1]
    while waiting:
        cell = waiting.pop()
        yield cell
        waiting.extend(reversed(cell.children))


def _cells(nodes: Iterable[Node], has_lines: bool) -> Iterator[Cell]:
    seen: set[str] = set()
    written = 0
    for number, node in enumerate(nodes):
        inner = node.child("mxCell") if node.tag in WRAPPERS else node
        if inner is None or inner.tag != "mxCell":
            continue
        identifier = node.get("id") or inner.get("id") or f"cell-{number}"
        line = node.line if has_lines else 0
        if identifier in seen:
            raise Refused(f"two cells have the id `{identifier[:40]}`.", SAVE_AGAIN, line)
        seen.add(identifier)
        cell = _cell(identifier, node, inner, line)
        _check_safe(cell, node)
        written += len(cell.value) + sum(map(len, cell.labels.values()))
        if written > LONGEST_LABELS:
            fault = f"the labels of a page have more than {LONGEST_LABELS} characters together."
            raise Refused(fault, "Write them in the page, beside the drawing.", line)
        yield cell


def _cell(identifier: str, node: Node, inner: Node, line: int) -> Cell:
    value = node.get("label") if node is not inner else inner.get("value")
    labels = {
        name.removeprefix("label_"): text
        for name, text in node.attributes.items()
        if name.startswith("label_") and node is not inner
    }
    role = " ".join(node.get("role").lower().split()) if node is not inner else ""
    return Cell(identifier, value, labels, role, read_style(inner.get("style")), inner, line)


def _check_safe(cell: Cell, node: Node) -> None:
    longest = max(len(text) for text in (cell.value, *cell.labels.values()))
    if longest > LONGEST_LABEL:
        fault = f"a label has {longest} characters, more than {LONGEST_LABEL}."
        raise Refused(fault, "Write it in the page, beside the drawing.", cell.line)
    fault = next((f for text in (cell.value, *cell.labels.values()) if (f := label_fault(text))), "")
    fault = fault or link_fault(node.get("link")) or link_fault(cell.style.get("link", ""))
    if fault:
        hint = "Remove it in diagrams.net: Edit → Edit Data… shows a label and what else a shape carries."
        raise Refused(f"a shape carries {fault}.", hint, cell.line)


def number(node: Node | None, name: str, default: float = 0.0) -> float:
    """Return a number of a geometry; Refused if it is none, or far too large."""
    text = node.get(name) if node else ""
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not abs(value) <= FARTHEST:
        line = node.line if node else 0
        raise Refused(f"`{name}` of a shape must be a number of pixels, got `{text[:20]}`.", SAVE_AGAIN, line)
    return value


def point(node: Node | None, name: str) -> Point | None:
    """Return the point of a geometry that it keeps ``as`` a name."""
    found = next((child for child in node.children if child.get("as") == name), None) if node else None
    return (number(found, "x"), number(found, "y")) if found else None


def corners(node: Node | None) -> list[Point]:
    """Return the corners that the author placed on an arrow."""
    array = next((child for child in node.children if child.get("as") == "points"), None) if node else None
    return [(number(child, "x"), number(child, "y")) for child in array.children] if array else []
