"""Repairs what can be repaired without a question: the fill of an observation, the app's notes to itself."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import replace

from course_site.diagrams.colours import GREY
from course_site.diagrams.model import Diagram, Shape
from course_site.diagrams.reading import read_diagrams
from course_site.diagrams.rules_shapes import first_fault, right_fill

NOISE: Mapping[str, tuple[str, ...]] = {
    "mxfile": ("host", "agent", "version", "etag", "modified", "type", "scale", "border", "pages"),
    "mxGraphModel": ("dx", "dy"),
}
"""Attributes by element that change with every save and say nothing of the drawing."""
_ATTRIBUTE = r"""\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*')"""
_TAG = re.compile(rf"<(mxfile|mxGraphModel|mxCell|object|UserObject)((?:{_ATTRIBUTE})*)\s*(/?)>")
_CONTENT = re.compile(r"""(<svg\b[^<]*?\scontent=)("[^"<]*"|'[^'<]*')""")


def fix(data: bytes, path: str) -> bytes:
    """Return a file with what is safe repaired; the same bytes where nothing is, or it cannot be read."""
    before, problems = read_diagrams(data, path)
    if problems:
        return data
    pale = {shape.id for diagram in before for shape in diagram.shapes if _is_pale(shape, diagram)}
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return data
    if carried := _CONTENT.search(text):
        inside = html.unescape(carried[2][1:-1])
        inner = _fixed(inside, pale)
        if inner == inside:
            return data
        fixed = f'{text[: carried.start(2)]}"{_escaped(inner)}"{text[carried.end(2) :]}'
    else:
        fixed = _fixed(text, pale)
    result = fixed.encode("utf-8")
    after, problems = read_diagrams(result, path)
    is_same = not problems and [_bare(d) for d in before] == [_bare(d) for d in after]
    return result if is_same else data


def _is_pale(shape: Shape, diagram: Diagram) -> bool:
    """True for an observation whose only fault is its fill."""
    if shape.kind != "observation":
        return False
    fault = first_fault(shape, diagram)
    return fault is not None and fault == right_fill(shape, diagram)


def _fixed(text: str, pale: set[str]) -> str:
    """Return XML without noise, observations filled; whatever else it says stays as it was written."""
    wrapper = ""

    def replaced(match: re.Match[str]) -> str:
        nonlocal wrapper
        tag, attributes, slash = match.groups()
        for name in NOISE.get(tag, ()):
            attributes = re.sub(rf"""\s+{name}\s*=\s*(?:"[^"]*"|'[^']*')""", "", attributes)
        identifier = _attribute(attributes, "id")
        if tag in ("object", "UserObject"):
            wrapper = identifier
        elif tag == "mxCell":
            if (identifier or wrapper) in pale:
                attributes = _filled(attributes)
            wrapper = ""
        return f"<{tag}{attributes}{slash}>"

    return _TAG.sub(replaced, text)


def _attribute(attributes: str, name: str) -> str:
    found = re.search(rf"""\s{name}\s*=\s*(?:"([^"]*)"|'([^']*)')""", attributes)
    return html.unescape(found[1] or found[2] or "") if found else ""


def _filled(attributes: str) -> str:
    """Return the attributes of a cell with the grey of an observation in its style."""
    parts = [part for part in _attribute(attributes, "style").split(";") if part]
    kept = [part for part in parts if not part.startswith(("fillColor=", "gradientColor="))]
    style = html.escape(";".join([*kept, f"fillColor={GREY}", ""]))
    written = r"""(\sstyle\s*=\s*)(?:"[^"]*"|'[^']*')"""
    return re.sub(written, lambda match: f'{match[1]}"{style}"', attributes)


def _escaped(text: str) -> str:
    """Return text for an attribute, its line ends kept."""
    return html.escape(text, quote=True).replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;")


def _bare(diagram: Diagram) -> Diagram:
    """Return a page without what may change: fills, and the lines where shapes stand."""
    shapes = tuple(
        replace(shape, style={k: v for k, v in shape.style.items() if k != "fillColor"}, line=0)
        for shape in diagram.shapes
    )
    arrows = tuple(replace(arrow, line=0) for arrow in diagram.arrows)
    return replace(diagram, shapes=shapes, arrows=arrows, faults=())
