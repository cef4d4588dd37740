"""Writes drawings as the app does, from the table of conventions: the library, the starter, and tests."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

from course_site.diagrams.conventions import ARROWS, SHAPES


def attributes(values: Mapping[str, object]) -> str:
    """Return attributes as XML."""
    return "".join(f' {name}="{html.escape(str(value))}"' for name, value in values.items())


def shape(
    identifier: str,
    kind: str,
    label: str,
    place: tuple[float, float],
    size: tuple[float, float] | None = None,
    *,
    role: str | None = None,
    labels: Mapping[str, str] | None = None,
    style: str = "",
    parent: str = "1",
) -> str:
    """Return a shape of the conventions as XML.

    `place` is its upper left corner and `size` its width and height, pixels; `role` is its kind unless given,
    and `style` is added to that of the table.
    """
    convention = SHAPES[kind]
    width, height = size or convention.size
    data = {"label": label, **{f"label_{code}": text for code, text in (labels or {}).items()}}
    data |= {"role": kind if role is None else role, "id": identifier}
    cell = {"style": convention.style + style, "parent": parent, "vertex": 1}
    geometry = {"x": f"{place[0]:g}", "y": f"{place[1]:g}", "width": f"{width:g}", "height": f"{height:g}"}
    return (
        f"<object{attributes(data)}>\n  <mxCell{attributes(cell)}>\n"
        f'    <mxGeometry{attributes(geometry)} as="geometry"/>\n  </mxCell>\n</object>'
    )


def arrow(
    identifier: str,
    source: str,
    target: str,
    kind: str = "forward",
    *,
    label: str = "",
    style: str = "",
    points: Sequence[tuple[float, float]] = (),
    parent: str = "1",
) -> str:
    """Return an arrow of the conventions as XML, its corners at `points`."""
    ends = {key: value for key, value in (("source", source), ("target", target)) if value}
    cell = {
        "id": identifier,
        "value": label,
        "style": ARROWS[kind].style + style,
        "parent": parent,
        "edge": 1,
    }
    corners = "".join(f"<mxPoint{attributes({'x': f'{x:g}', 'y': f'{y:g}'})}/>" for x, y in points)
    array = f'<Array as="points">{corners}</Array>' if points else ""
    return (
        f"<mxCell{attributes(cell | ends)}>\n"
        f'  <mxGeometry relative="1" as="geometry">{array}</mxGeometry>\n</mxCell>'
    )


def model(cells: Sequence[str], **settings: object) -> str:
    """Return one page: typeset formulas, automatic colours, unless `settings` say otherwise."""
    chosen = {"grid": 1, "gridSize": 10, "math": 1, "adaptiveColors": "auto", "shadow": 0} | settings
    inside = "\n".join(['<mxCell id="0"/>', '<mxCell id="1" parent="0"/>', *cells])
    return f"<mxGraphModel{attributes(chosen)}>\n<root>\n{inside}\n</root>\n</mxGraphModel>"


def mxfile(*pages: str, names: Sequence[str] = ()) -> str:
    """Return a file of pages."""
    named = [*names, *(f"Page-{number}" for number in range(len(names) + 1, len(pages) + 1))]
    inside = "".join(
        f'<diagram id="page-{number}"{attributes({"name": name})}>\n{page}\n</diagram>\n'
        for number, (page, name) in enumerate(zip(pages, named, strict=True), 1)
    )
    return f"<mxfile>\n{inside}</mxfile>\n"
