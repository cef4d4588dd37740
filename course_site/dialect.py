"""The course's own dialect: ``{{site.baseurl}}`` in addresses, pictures relative to ``typora-root-url``.

Lessons written for the course before this site build unchanged.
This module says what an address may mean; `course_site.dialect_extension` puts the answer into a page.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from course_site.byline import check_keys
from course_site.comments import parser
from course_site.language import DEFAULT
from course_site.pages import Page
from course_site.problems import Problem
from course_site.tex.fences import fences

BASE = re.compile(r"\{\{\s*site\.baseurl\s*\}\}/?")
TAG = re.compile(
    r"<(?P<tag>img|a)\b(?P<attributes>(?:\"[^\"]*\"|'[^']*'|[^'\"<>]++){0,200}+)>", re.IGNORECASE
)
ADDRESS = re.compile(
    r"(?<![^\s\"'])(?P<name>src|href)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]+))",
    re.IGNORECASE,
)
OUTSIDE = "../"


@dataclass(frozen=True)
class Found:
    """A file of the site: its address as seen from the page, and where it lies."""

    url: str
    file: Path | None = None


@dataclass
class Pictures:
    """What one page needs to find its pictures, and which of them it did not find."""

    page: str = ""
    """The page, below the docs folder: ``fr/week03/03-3.md``."""
    root: str = ""
    """Its ``typora-root-url``."""
    find: Callable[[str], Found | None] = lambda path: None
    """From a path below the docs folder to a file of the site."""
    is_served: Callable[[str], bool] = lambda address: False
    """Whether an address in raw HTML, read from the page's own address, leads to a file of the site."""
    undescribed: str = "Figure"
    """What a screen reader says of a picture that has no description."""
    missing: list[tuple[str, str]] = field(default_factory=list)
    """What leads nowhere: ``picture`` or ``link``, and the address as the author wrote it."""

    def picture(self, address: str) -> tuple[str, Found] | None:
        """Return the path and the file that an address of a picture stands for."""
        return self._first(picture_paths(address, self.page, self.root))

    def link(self, address: str) -> tuple[str, Found] | None:
        """Return the path and the file that a link with ``{{site.baseurl}}`` stands for."""
        return self._first(link_paths(address))

    def _first(self, paths: tuple[str, ...]) -> tuple[str, Found] | None:
        inside = (path for path in paths if not path.startswith(OUTSIDE))
        return next(((path, found) for path in inside if (found := self.find(path))), None)


def picture_paths(address: str, page: str, root: str = "") -> tuple[str, ...]:
    """Return where below the docs folder a picture may lie, the likeliest first; nothing for a foreign one.

    A path that begins with ``../`` leads out of the docs folder.
    """
    address = address.strip()
    if BASE.match(address):
        return (_path(BASE.sub("", address, count=1)),)
    if not _is_local(address):
        return ()
    folder = posixpath.dirname(page)
    if address.startswith("/"):
        return (_path(posixpath.join(folder, root, address.lstrip("/"))),) if root else ()
    roots = [folder, posixpath.join(folder, root)] if root else [folder]
    return tuple(dict.fromkeys(_path(posixpath.join(start, address)) for start in roots))


def link_paths(address: str) -> tuple[str, ...]:
    """Return the sources that a link with ``{{site.baseurl}}`` may mean, such as ``/en/week02/02-3/``."""
    if not BASE.match(address.strip()):
        return ()
    path = _path(BASE.sub("", address.strip(), count=1))
    stem = path.removesuffix(".html")
    return (path, f"{stem}.md", posixpath.normpath(f"{path}/index.md"))


def is_of_the_dialect(address: str, root: str = "") -> bool:
    """Return whether an address means nothing to MkDocs: with ``{{site.baseurl}}``, or from Typora's root."""
    address = address.strip()
    return bool(BASE.match(address)) or bool(root and address.startswith("/") and _is_local(address))


def suffix(address: str) -> str:
    """Return what follows the path of an address: ``?v=2#part``."""
    return address[len(re.split(r"[?#]", address, maxsplit=1)[0]) :]


def _is_local(address: str) -> bool:
    """Return whether an address may be a file of the course."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.path) and not parts.scheme and not parts.netloc and "\\" not in address


def _path(address: str) -> str:
    path = unquote(address[: len(address) - len(suffix(address))])
    return posixpath.normpath(path.lstrip("/"))


def addresses(text: str) -> Iterator[tuple[str, str]]:
    """Yield ``picture`` or ``link`` and the address, from the tags of raw HTML."""
    for tag in TAG.finditer(text):
        wanted = "src" if tag["tag"].lower() == "img" else "href"
        for found in ADDRESS.finditer(tag["attributes"]):
            if found["name"].lower() == wanted:
                written = found["double"] or found["single"] or found["bare"] or ""
                yield ("picture" if wanted == "src" else "link"), html.unescape(written)


def root_of(meta: object) -> str:
    """Return a page's ``typora-root-url``, or nothing where it is none."""
    root = meta.get("typora-root-url") if hasattr(meta, "get") else None
    return str(root).strip() if isinstance(root, str | int | float) else ""


def missing_problems(source: str, path: str, pictures: Pictures) -> list[Problem]:
    """Return a problem at its line for every address of a page that leads nowhere."""
    seen: Counter[str] = Counter()
    problems = []
    shown = _without_fences(source)
    for kind, address in pictures.missing:
        place = (path, *_place(shown, address, seen[address]))
        seen[address] += 1
        problems.append(
            _link_problem(address, place) if kind == "link" else _problem(address, place, pictures)
        )
    return problems


def _link_problem(address: str, place: tuple[str, int, int]) -> Problem:
    fault = f"the link {address} leads to nothing on this site."
    return Problem(*place, fault, "Mend it, or bring in what it leads to.")


def _problem(address: str, place: tuple[str, int, int], pictures: Pictures) -> Problem:
    paths = picture_paths(address, pictures.page, pictures.root)
    inside = [path for path in paths if not path.startswith(OUTSIDE)]
    if not inside:
        fault = f"the picture {address} would lie outside the docs folder."
        return Problem(*place, fault, "Put it inside, and mend its address.")
    docs = place[0].removesuffix(pictures.page)
    wanted = " or ".join(f"{docs}{path}" for path in inside)
    return Problem(
        *place, f"the picture {address} is not there.", f"Put it at {wanted}, or mend its address."
    )


def _without_fences(source: str) -> str:
    lines = source.split("\n")
    for fence in list(fences(lines)):
        lines[fence.first : fence.last] = [""] * (fence.last - fence.first)
    return "\n".join(lines)


def _place(text: str, address: str, occurrence: int) -> tuple[int, int]:
    """Return line and column of an address, (0, 0) if it is not written like this."""
    written = address if address in text else html.escape(address)
    whole = re.compile(rf"(?<![\w./-]){re.escape(written)}(?![\w./-])")
    starts = [match.start() for match in whole.finditer(text)]
    if not starts:
        return 0, 0
    start = starts[min(occurrence, len(starts) - 1)]
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def check_dialect(page: Page, below: str, *folders: Path) -> list[Problem]:
    """Check a page without building it: its front matter, and that the pictures it names are there.

    `below` is the page's path below the docs folder; files are looked for below each of `folders`.
    Raw HTML with a plain relative address is left to the build, which knows the page's own address.
    """
    values = page.front_matter.values
    lines = page.text.split("\n")[: page.front_matter.first_line_after - 1]
    problems = check_keys(values, lines, page.path)

    def find(path: str) -> Found | None:
        language, _, rest = below.partition("/")
        names = {path, f"{language}/{path}", f"{DEFAULT}/{path}"} | _fallback(path, language)
        there = any((folder / name).is_file() for folder in folders for name in names if rest)
        return Found(path) if there else None

    pictures = Pictures(below, root_of(values), find)
    for kind, address, is_raw in _named(page.text):
        asked = pictures.link if kind == "link" else pictures.picture
        ours = is_of_the_dialect(address, pictures.root) or (kind == "picture" and not is_raw)
        if ours and picture_paths(address, below, pictures.root) and not asked(address):
            pictures.missing.append((kind, address))
    return problems + missing_problems(page.text, page.path, pictures)


def _fallback(path: str, language: str) -> set[str]:
    """Return what stands in for a file that a language does not have: the default language's."""
    first, _, rest = path.partition("/")
    return {f"{DEFAULT}/{rest}", rest} if first == language and rest else set()


def _named(text: str) -> Iterator[tuple[str, str, bool]]:
    """Yield kind, address and whether it stands in raw HTML, for what CommonMark sees in a text."""
    for token in parser().parse(text):
        if token.type == "html_block":
            yield from ((*found, True) for found in addresses(token.content))
        for child in token.children or ():
            if child.type == "html_inline":
                yield from ((*found, True) for found in addresses(child.content))
            elif child.type in ("image", "link_open"):
                name = "src" if child.type == "image" else "href"
                yield ("picture" if name == "src" else "link"), unquote(child.attrs[name]), False
