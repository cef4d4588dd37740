"""An executed page as Markdown again: prose with its values filled in, code as a reader sees it, outputs.

Both kinds of page are made of these segments; a lecture page joins them, a notebook page arranges them.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from course_site.execution.results import Picture
from course_site.execution.run import ExecutedPage
from course_site.film_figure import film_name, film_player
from course_site.language import Language
from course_site.pages import Cell
from course_site.provenance import provenance

AssetUrl = Callable[[str], str]
"""From a figure's file name to its address as seen from the page."""


@dataclass(frozen=True)
class Segment:
    """A stretch of Markdown that comes from one place of the source."""

    kind: str
    """``prose``, ``code`` or ``output``."""
    text: str
    cell: int = -1
    """Which cell it belongs to; -1 for prose."""


def segments(executed: ExecutedPage, language: Language, asset_url: AssetUrl) -> Iterator[Segment]:
    """Yield a page's segments in reading order."""
    page, results = executed.page, executed.result.cells
    line = page.front_matter.first_line_after
    figures = 0
    for index, (cell, result) in enumerate(zip(page.cells, results, strict=True)):
        yield from _prose(executed, line, cell.line, language)
        yield Segment("code", fence(cell.code, "python"), index)
        if result.text:
            yield Segment("output", fence(result.text, "{ .text .output }"), index)
        if not executed.computed and cell.options.get("name"):
            figures += 1
            yield Segment("output", _box(cell, figures, language), index)
        for picture in result.pictures:
            figures += 1
            address = asset_url(film_name(cell, result.film)) if result.film else ""
            film = film_player(address, language) if address else ""
            figure = _figure(executed, cell, picture, figures, language, asset_url, film)
            yield Segment("output", figure, index)
        line = cell.last_line + 1
    yield from _prose(executed, line, page.text.count("\n") + 2, language)


def lecture(executed: ExecutedPage, language: Language, asset_url: AssetUrl) -> str:
    """Return the Markdown of a lecture page: code as its options say, outputs in place.

    ``fold: true`` folds the code alone; a titled fold is an answer, and holds what the cell gave as well.
    """
    parts = []
    for index, group in groupby(segments(executed, language, asset_url), key=lambda s: s.cell):
        options = executed.page.cells[index].options if index >= 0 else {}
        fold = options.get("fold")
        texts = [
            _fold(segment.text, language["code_fold"])
            if fold is True and segment.kind == "code"
            else segment.text
            for segment in group
            if segment.kind != "code" or options.get("echo", True)
        ]
        parts += [_fold("\n\n".join(texts), fold)] if isinstance(fold, str) else texts
    return "\n\n".join(parts) + "\n"


def figure_files(executed: ExecutedPage) -> dict[str, bytes]:
    """Return the figure files of a page, films among them, by their published names."""
    pairs = list(zip(executed.page.cells, executed.result.cells, strict=True))
    films = {film_name(cell, result.film): result.film for cell, result in pairs if result.film}
    return films | {file_name(cell, shown): shown.data for cell, result in pairs for shown in result.pictures}


def file_name(cell: Cell, picture: Picture) -> str:
    """Name a figure by its cell and content: both languages share it, and caches never show an old one."""
    digest = hashlib.sha256(picture.data).hexdigest()[:10]
    return f"{cell.options['name']}.{digest}.{picture.suffix}"


def prose_with_values(
    executed: ExecutedPage, first: int, last: int, language: Language, *, timings: bool = True
) -> str:
    """Return lines `first` to `last` (1-based, end excluded) with every inline value written out.

    Without `timings` a word stands for each measured time, so that two builds give the same text.
    """
    page = executed.page
    starts = _line_starts(page.text)
    begin = starts[min(first, len(starts)) - 1] if first <= len(starts) else len(page.text)
    end = starts[last - 1] if last <= len(starts) else len(page.text)
    values = {
        value.start: (value.end, _written(result.values[value.expression], language, timings))
        for index, result in enumerate(executed.result.cells)
        for value in page.values_after(index)
        if begin <= value.start < end
    }
    pieces, position = [], begin
    for start in sorted(values):
        stop, text = values[start]
        before = page.text[position:start]
        pieces += [before.rstrip(" ") if not text else before, text]
        position = stop
    return "".join([*pieces, page.text[position:end]])


def _written(typed: dict[str, Any], language: Language, timings: bool) -> str:
    """Write a value as HTML; a measured time is marked, and the search index does not hold it."""
    if typed["kind"] != "timing":
        return html.escape(language.value(typed), quote=False)
    if not timings:
        return language["timing_left_out"]
    return f'<data class="timing" value="measured" data-search-exclude>{language.value(typed)}</data>'


def _prose(executed: ExecutedPage, first: int, last: int, language: Language) -> Iterator[Segment]:
    text = prose_with_values(executed, first, last, language)
    if text.strip():
        yield Segment("prose", text.strip("\n"))


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", text))]


def fence(text: str, info: str) -> str:
    """Fence `text`, with more backticks than it holds itself."""
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    ticks = "`" * (longest + 1)
    return f"{ticks}{info}\n{text}\n{ticks}"


def _attribute(text: str) -> str:
    """Escape text for an attribute that stands in Markdown, which would read ``$x_1$`` in it."""
    return "".join(f"&#{ord(c)};" if c in "\\`*_[]$~!" else html.escape(c) for c in text)


def _fold(text: str, title: str) -> str:
    summary = f'<summary markdown="span">{html.escape(title, quote=False)}</summary>'
    return f'<details class="example" markdown="1">\n{summary}\n\n{text}\n\n</details>'


def one_line(text: str) -> str:
    """Join the lines of a caption; no-break spaces, which French needs, stay."""
    return re.sub(r"[ \t\n]+", " ", text).strip()


def _box(cell: Cell, number: int, language: Language) -> str:
    """Return what stands where a figure would, in a preview that cannot run the page."""
    alt = html.escape(one_line(cell.options.get("alt", "")))
    label = language["figure_label"].format(number)
    return (
        f'<figure class="computed not-run" id="{cell.options["name"]}" markdown="1">\n'
        f"<div><strong>{language['not_run']}</strong><br>{alt}</div>\n"
        f'<figcaption markdown="1">\n<b class="figure-label">{label}</b> {cell.options.get("caption", "")}\n'
        "</figcaption>\n</figure>"
    )


def _figure(
    executed: ExecutedPage,
    cell: Cell,
    picture: Picture,
    number: int,
    language: Language,
    asset_url: AssetUrl,
    film: str = "",
) -> str:
    """Return a numbered figure with its caption, its description and where it comes from; `film` plays it."""
    alt = _attribute(one_line(cell.options["alt"]))
    caption = one_line(cell.options["caption"])
    source = html.escape(asset_url(file_name(cell, picture)))
    label = language["figure_label"].format(number)
    return (
        f'<figure class="computed" id="{cell.options["name"]}" markdown="1">\n{film}'
        f'<img src="{source}" alt="{alt}" width="{picture.width}" height="{picture.height}" loading="lazy"'
        f"{language.figure_attributes()}>\n"
        f'<figcaption markdown="1">\n<b class="figure-label">{label}</b> {caption}\n\n'
        f"{provenance(executed.page, cell, executed.fingerprint, language)}\n"
        "</figcaption>\n</figure>"
    )
