"""The course's shapes as a library of the app, and a drawing to start from; both made from the table."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping

from course_site.diagrams import writing
from course_site.diagrams.conventions import ARROW_CONVENTIONS, CONVENTIONS, ArrowConvention, Convention, word
from course_site.language import DEFAULT, language

ARROW_SIZE = (80, 40)
NOT_IN_THE_LIBRARY = ("group",)  # Arrange → Group makes one
FRENCH = {"Encoder": "Encodeur", "Text": "Texte"}
"""The samples of the table that are words, which a label of its own says in French."""


def library() -> str:
    """Return `course-shapes.xml`: what File → Open Library from opens."""
    entries = [_shape_entry(c) for c in CONVENTIONS if c.key not in NOT_IN_THE_LIBRARY]
    entries += [_arrow_entry(c) for c in ARROW_CONVENTIONS]
    text = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    return f"<mxlibrary>[\n{html.escape(text, quote=False)}\n]</mxlibrary>\n"


def starter() -> str:
    """Return `starter.drawio`: x, observed, goes through Encoder to ȳ, with the course's settings."""
    cells = [
        writing.shape("x", "observation", r"\(x\)", (40, 50)),
        writing.shape("encoder", "network", "Encoder", (130, 40), labels=_labels("Encoder")),
        writing.shape("y", "variable", r"\(\bar{y}\)", (260, 50)),
        writing.arrow("into", "x", "encoder"),
        writing.arrow("out", "encoder", "y"),
    ]
    return writing.mxfile(writing.model(cells))


def _labels(sample: str) -> Mapping[str, str]:
    return {"fr": FRENCH[sample]} if sample in FRENCH else {}


def _shape_entry(convention: Convention) -> dict[str, object]:
    cell = writing.shape("2", convention.key, convention.sample, (0, 0), labels=_labels(convention.sample))
    return _entry(convention.key, cell, convention.size)


def _arrow_entry(convention: ArrowConvention) -> dict[str, object]:
    width, height = ARROW_SIZE
    cell = (
        f'<mxCell id="2" value="" style="{convention.style}" parent="1" edge="1">'
        f'<mxGeometry width="{width}" height="{height}" relative="1" as="geometry">'
        f'<mxPoint y="{height}" as="sourcePoint"/><mxPoint x="{width}" as="targetPoint"/>'
        "</mxGeometry></mxCell>"
    )
    return _entry(convention.key, cell, ARROW_SIZE)


def _entry(key: str, cell: str, size: tuple[int, int]) -> dict[str, object]:
    cells = f'<mxCell id="0"/><mxCell id="1" parent="0"/>{_one_line(cell)}'
    inside = f"<mxGraphModel><root>{cells}</root></mxGraphModel>"
    title = language(DEFAULT)[word(key)]
    return {"xml": inside, "w": size[0], "h": size[1], "aspect": "fixed", "title": title}


def _one_line(xml: str) -> str:
    return "".join(line.strip() if line.strip().startswith("<") else line for line in xml.split("\n"))
