"""One drawing in a page: its figure, the links under it, and what is wrong with it."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlsplit

from course_site.diagrams.describe import describe
from course_site.diagrams.drawing import draw
from course_site.diagrams.labels import Typeset
from course_site.diagrams.model import Diagram
from course_site.diagrams.reading import read_diagrams
from course_site.diagrams.usage import WRONG
from course_site.language import Language
from course_site.problems import Problem
from course_site.tex.engine import TexError

APP = "https://app.diagrams.net/"
LIBRARY = "/assets/diagrams/course-shapes.xml"
"""The course's library of shapes on the site; a course may have none."""
_PAGE = re.compile(r"page=(\d{1,4})")
Image = dict[str, str]
"""The attributes of a picture in a page."""


@dataclass(frozen=True)
class Drawing:
    """The file of a drawing."""

    path: str
    """How messages name it: ``docs/assets/diagrams/gan.drawio.svg``."""
    address: str
    """Where it lies on the site, from its root."""
    data: bytes


Find = Callable[[str], Drawing | None]
"""From an address in a page to the drawing behind it."""


@dataclass
class PageOfDrawings:
    """A page while its drawings are put in place."""

    path: str
    source: str
    """Its Markdown, where a picture is looked up."""
    words: Language
    home: str
    """The address of the whole site, which the app is told."""
    find: Find
    typeset: Typeset
    problems: list[Problem] = field(default_factory=list)
    count: int = 0

    def problem(self, address: str, message: str, hint: str) -> None:
        """Note a problem at the line where the page names a drawing."""
        name = posixpath.basename(urlsplit(address).path)
        at = self.source.find(unquote(name))
        line = self.source.count("\n", 0, at) + 1 if at >= 0 else 0
        self.problems.append(Problem(self.path, line, 0, message, hint))


def figure(image: Image, on: PageOfDrawings) -> str:
    """Return a drawing as a figure; nothing where it cannot be drawn."""
    drawing = on.find(image["src"])
    if drawing is None:
        return ""  # MkDocs says so
    diagrams, problems = read_diagrams(drawing.data, drawing.path)
    wanted = _PAGE.fullmatch(urlsplit(image["src"]).fragment)
    number = int(wanted[1]) if wanted else 1
    if posixpath.basename(posixpath.dirname(drawing.path)) == WRONG:
        on.problems += problems  # the check of all drawings says those of the others
    if problems or not 1 <= number <= len(diagrams):
        if not problems:
            message = f"`{drawing.path}` has {len(diagrams)} page(s), and page {number} is shown."
            on.problem(image["src"], message, "Write `#page=1` for the first.")
        return ""
    diagram = diagrams[number - 1]
    if not image.get("alt", "").strip():
        undescribed(drawing, diagram, on)
    svg = draw(diagram, on.words.code, _typesetter(drawing, on), image.get("alt", ""))
    return _framed(image, svg, drawing, on)


def check_free_picture(image: Image, on: PageOfDrawings) -> None:
    """Note what is wrong with a drawing that a page shows as the app made it."""
    drawing = on.find(image["src"])
    if drawing and not drawing.address.endswith(".svg"):
        message = f"`{drawing.path}` holds no picture that could be shown as it is."
        on.problem(image["src"], message, "Export it as Editable Vector Image (.svg), named `….drawio.svg`.")
    if drawing and not image.get("alt", "").strip():
        diagrams, _ = read_diagrams(drawing.data, drawing.path)
        undescribed(drawing, diagrams[0] if diagrams else None, on)


def undescribed(drawing: Drawing, diagram: Diagram | None, on: PageOfDrawings) -> None:
    """Note that a page says nothing about a drawing to those who do not see it."""
    hint = f"Write for example ![{describe(diagram, on.words)}](…)." if diagram else ""
    on.problem(drawing.address, f"`{drawing.path}` is shown without a description.", hint)


def tag(image: Image) -> str:
    """Return a picture's tag."""
    pairs = " ".join(f'{name}="{html.escape(value)}"' for name, value in image.items())
    return f"<img {pairs}>"


def _typesetter(drawing: Drawing, on: PageOfDrawings) -> Typeset:
    def typeset(tex: str) -> str:
        try:
            return on.typeset(tex)
        except TexError as error:
            message = f"the formula `{tex[:80]}` of a label: {error.message}."
            hint = "Double-click the label in diagrams.net and change it."
            on.problems.append(Problem(drawing.path, 0, 0, message, hint))
            return f"<code>{html.escape(tex)}</code>"

    return typeset


def _framed(image: Image, svg: str, drawing: Drawing, on: PageOfDrawings) -> str:
    on.count += 1
    name = html.escape(f"{on.words['diagram_box']} {on.count}")
    anchor = f' id="{html.escape(image["id"])}"' if image.get("id") else ""
    kind = html.escape(" ".join(["diagram", *image.get("class", "").split()]))
    caption = html.escape(image.get("title", ""), quote=False)
    box = (
        f'<div class="diagram-box" role="group" tabindex="0" aria-label="{name}"'
        f"{on.words.figure_attributes()}>{svg}</div>"
    )
    below = f"<figcaption>{caption}{_links(image['src'], drawing, on)}</figcaption>"
    return f'<figure class="{kind}"{anchor}>{box}{below}</figure>'


def _links(src: str, drawing: Drawing, on: PageOfDrawings) -> str:
    """Return the links under a drawing: change a copy in the app, keep the file."""
    name, words = posixpath.basename(drawing.address), on.words
    links = (
        ("diagram_edit", app_address(drawing.address, on), ""),
        ("diagram_source", urlsplit(src).path, " download"),
    )
    written = []
    for key, address, extra in links:
        about = html.escape(words["diagram_about"].format(words[key], name))
        written.append(f'<a href="{html.escape(address)}" aria-label="{about}"{extra}>{words[key]}</a>')
    return f'<span class="diagram-links">{" ".join(written)}</span>'


def app_address(address: str, on: PageOfDrawings) -> str:
    """Return the address that opens a copy of a drawing in the app, beside the course's shapes."""
    library = on.find(LIBRARY)
    shapes = f"&clibs=U{quote(on.home + library.address, safe='')}" if library else ""
    return f"{APP}?splash=0{shapes}#U{quote(on.home + quote(address), safe='')}"
