"""Reads drawings of diagrams.net: `.drawio`, `.drawio.svg` and `.xml`, by any version of the app."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from course_site.diagrams.cells import Cell, corners, number, point, read_cells
from course_site.diagrams.conventions import arrow_kind, kind_of
from course_site.diagrams.label_text import read_label
from course_site.diagrams.model import Arrow, Diagram, Point, Shape
from course_site.diagrams.unpacking import RawPage, unpack
from course_site.diagrams.xml_tree import Refused
from course_site.problems import Problem


def read_diagrams(data: bytes, path: str) -> tuple[tuple[Diagram, ...], list[Problem]]:
    """Return the pages of a file; nothing but the reason where it is not safe or not whole."""
    try:
        return tuple(_read_page(page, path) for page in unpack(data)), []
    except Refused as refused:
        return (), [Problem(path, refused.line, 0, refused.message, refused.hint)]


@dataclass
class _Page:
    """A page while it is read."""

    path: str
    shapes: list[Shape] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    faults: list[tuple[str, Problem]] = field(default_factory=list)

    def faulty(self, cell: Cell, message: str, hint: str) -> None:
        """Note what of a cell the model cannot hold."""
        self.faults.append((cell.id, Problem(self.path, cell.line, 0, message, hint)))


def _read_page(raw: RawPage, path: str) -> Diagram:
    page = _Page(path)
    waiting = [(cell, (0.0, 0.0), (0.0, 0.0), "") for cell in reversed(read_cells(raw.model, raw.has_lines))]
    while waiting:
        cell, origin, size, group = waiting.pop()
        if cell.is_hidden:
            continue
        if cell.is_arrow:
            page.arrows.append(_arrow(cell, origin, group, page))
        elif cell.is_shape:
            shape = _shape(cell, origin, size, group, page)
            page.shapes.append(shape)
            origin, size, group = (shape.x, shape.y), (shape.width, shape.height), cell.id
        page.order.append(cell.id)
        if not cell.is_arrow and cell.node.get("collapsed") != "1":
            waiting.extend((child, origin, size, group) for child in reversed(cell.children))
    model = raw.model
    return Diagram(
        path, raw.name, raw.number, tuple(page.shapes), tuple(page.arrows), model.get("math") == "1",
        model.get("adaptiveColors", "auto"), model.get("background"), tuple(page.order), tuple(page.faults),
    )  # fmt: skip


def _shape(cell: Cell, origin: Point, size: Point, group: str, page: _Page) -> Shape:
    geometry = cell.geometry
    x, y = number(geometry, "x"), number(geometry, "y")
    if geometry is not None and geometry.get("relative") == "1":
        dx, dy = point(geometry, "offset") or (0.0, 0.0)
        x, y = x * size[0] + dx, y * size[1] + dy
    width, height = number(geometry, "width"), number(geometry, "height")
    label, labels = _labels([cell], cell, page)
    kind = kind_of(cell.style, cell.role, label, width, height)
    return Shape(
        cell.id, kind, cell.style, label, labels, cell.role, origin[0] + x, origin[1] + y, width, height,
        group, cell.line,
    )  # fmt: skip


def _arrow(cell: Cell, origin: Point, group: str, page: _Page) -> Arrow:
    geometry = cell.geometry
    inside = [child for child in cell.children if child.is_shape and not child.is_hidden]
    with_text = [child for child in (cell, *inside) if child.value.strip()]
    label, labels = _labels(with_text[:1], cell, page)
    if len(with_text) > 1:
        fault = f"an arrow has {len(with_text)} labels, beginning with “{label}”; one can be drawn."
        page.faulty(cell, fault, "Keep one; put the rest in a Text beside it.")
    place = with_text[0].geometry if with_text else None
    offset = point(place, "offset") or (0.0, 0.0)
    kind = arrow_kind(cell.style, cell.role)
    start, end = point(geometry, "sourcePoint"), point(geometry, "targetPoint")
    return Arrow(
        cell.id, kind, cell.style, label, labels, cell.role, cell.node.get("source"), cell.node.get("target"),
        tuple(_moved(p, origin) for p in corners(geometry)), start and _moved(start, origin),
        end and _moved(end, origin), (number(place, "x"), number(place, "y"), *offset), group, cell.line,
    )  # fmt: skip


def _moved(place: Point, origin: Point) -> Point:
    return place[0] + origin[0], place[1] + origin[1]


def _labels(cells: Iterable[Cell], owner: Cell, page: _Page) -> tuple[str, Mapping[str, str]]:
    """Return the label of the first cell, and that in other languages."""
    cell = next(iter(cells), owner)
    is_html = cell.style.get("html") == "1"
    read = {code: read_label(text, is_html) for code, text in ({"": cell.value} | dict(cell.labels)).items()}
    for text, fault, hint in read.values():
        if fault:
            name = text.replace("\n", " ")[:60]
            page.faulty(owner, f"“{name}” {fault}.", hint)
            break
    texts = {code: text for code, (text, _, _) in read.items()}
    return texts.pop(""), texts
