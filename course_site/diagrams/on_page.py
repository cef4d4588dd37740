"""Drawings in a rendered page: each picture of one becomes an inline SVG, with links to change or keep it.

``![What it shows.](../../assets/diagrams/gan.drawio.svg "A caption"){#fig-gan}`` draws the first page of a
file, ``…/gan.drawio.svg#page=2`` its second; ``{.free}`` leaves the picture that the app made.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from course_site.diagrams.figures import (
    LIBRARY,
    Drawing,
    Find,
    Image,
    PageOfDrawings,
    check_free_picture,
    figure,
    tag,
)

FREE = "free"
_ATTRIBUTES = r"(?:\"[^\"]*\"|'[^']*'|[^'\">])*"
_IMAGE = re.compile(rf"<img\b(?P<attributes>{_ATTRIBUTES})>")
_ALONE = rf"<p>\s*(?P<images>(?:<img\b{_ATTRIBUTES}>\s*(?:<br\s*/?>)?\s*)+)</p>"
_PLACES = re.compile(f"{_ALONE}|{_IMAGE.pattern}")
_PAIR = re.compile(r"(?<![\w:-])(?P<name>[\w:-]+)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')")
_DRAWING = re.compile(r"\.drawio(?:\.svg)?(?:#.*)?$")


def find_among(files: Iterable[Any], url: str, docs: str) -> Find:
    """Return the function that finds drawings among MkDocs' `files`, for the page at `url`."""
    wanted = (file for file in files if file.dest_uri == LIBRARY[1:] or _DRAWING.search(file.dest_uri))
    served = {file.dest_uri: file for file in wanted}

    def find(address: str) -> Drawing | None:
        target = posixpath.normpath(posixpath.join("/", url, unquote(urlsplit(address).path)))[1:]
        file = served.get(target)
        if file is None or not file.abs_src_path:
            return None
        return Drawing(f"{docs}/{file.src_uri}", target, Path(file.abs_src_path).read_bytes())

    return find


def place_diagrams(page: str, on: PageOfDrawings) -> str:
    """Return a page with its drawings in place; what is wrong with them is noted in `on`."""
    if ".drawio" not in page:
        return page

    def placed(match: re.Match[str]) -> str:
        if match["images"] is None:
            before = page[: match.start()]
            return _inside(match, before.rfind("<p>") > before.rfind("</p>"), on)
        images = [_attributes(image) for image in _IMAGE.finditer(match["images"])]
        if all(_names_drawing(image) and not _is_free(image) for image in images):
            return "\n".join(figure(image, on) or f"<p>{tag(image)}</p>" for image in images)
        return _IMAGE.sub(lambda image: _inside(image, len(images) > 1, on), match.group())

    return _PLACES.sub(placed, page)


def _inside(match: re.Match[str], is_in_text: bool, on: PageOfDrawings) -> str:
    """Return what stands in place of a picture that has no paragraph to itself."""
    image = _attributes(match)
    if not _names_drawing(image):
        return match.group()
    if _is_free(image):
        check_free_picture(image, on)
        return match.group()
    if is_in_text:
        message = f"the drawing `{posixpath.basename(image['src'])}` stands in the middle of a paragraph."
        on.problem(image["src"], message, "Leave an empty line before and after it.")
        return match.group()
    return figure(image, on) or match.group()


def _attributes(match: re.Match[str]) -> Image:
    pairs = _PAIR.finditer(match["attributes"])
    return {pair["name"]: html.unescape(pair["double"] or pair["single"] or "") for pair in pairs}


def _names_drawing(image: Image) -> bool:
    return bool(_DRAWING.search(image.get("src", "")))


def _is_free(image: Image) -> bool:
    return FREE in image.get("class", "").split()
