"""A notebook page as HTML: MkDocs renders its pieces in one go, mkdocs-jupyter arranges them by our template.

One rendering for the whole page keeps what a rendering per cell would lose: unique heading ids, footnotes,
links checked by MkDocs, admonitions, mathematics.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from nbconvert.exporters.templateexporter import default_filters

from course_site.segments import Segment

MARK = "<!--piece:{}:{}-->"
MARKS = re.compile(r"<!--piece:(cell-\d+):(prose|code|output)-->")
END = "<!--end of notebook-->"

Pieces = dict[tuple[str, str], str]


def marked_source(segments: Iterable[Segment]) -> str:
    """Return the page as one Markdown text, with a mark before each piece.

    Prose and code begin a new cell of the notebook; an output belongs to the code before it.
    """
    position = -1
    parts = []
    for segment in segments:
        position += segment.kind != "output"
        parts += [MARK.format(f"cell-{position}", segment.kind), segment.text]
    return "\n\n".join(parts) + "\n"


def split_pieces(html: str) -> Pieces:
    """Cut the rendered text at its marks."""
    _, *cut = MARKS.split(html)
    pieces: Pieces = {}
    for cell, kind, piece in zip(cut[::3], cut[1::3], cut[2::3], strict=True):
        pieces[cell, kind] = pieces.get((cell, kind), "") + piece.strip()
    return pieces


def without_tail(html: str) -> str:
    """Cut what mkdocs-jupyter appends after the template: style sheets the page does not use."""
    return html.partition(END)[0]


def kept_aside(notebook: bytes, store: Path) -> Path:
    """Write an executed notebook for mkdocs-jupyter to read, and return where.

    Its name is that of its content: another build at the same time, of newer sources perhaps, writes another
    file, or the same bytes. `course-site prune` removes them.
    """
    path = store / ".notebooks" / f"{hashlib.sha256(notebook).hexdigest()}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        aside = Path(folder, path.name)
        aside.write_bytes(notebook)
        os.replace(aside, path)
    return path


def rendering(page: Any) -> Callable[[Any, Any], None]:
    """Wrap mkdocs-jupyter's `page.render`: MkDocs makes the pieces, mkdocs-jupyter puts them together."""
    arrange, make = page.render, type(page).render

    def render(config: Any, files: Any) -> None:
        make(page, config, files)
        toc, pieces = page.toc, split_pieces(page.content or "")
        default_filters["rendered"] = lambda cell, kind: pieces.get((cell, kind), "")
        arrange(config, files)
        page.content, page.toc = without_tail(page.content or ""), toc

    return render
