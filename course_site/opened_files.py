"""Files of a course that a reader's browser opens by themselves: none may run anything there.

A page is guarded by its policy; a picture or a document that stands beside the pages has none of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from course_site.audit.addresses import SCRIPTS
from course_site.diagrams.safety import check_svg
from course_site.diagrams.unpacking import LARGEST_FILE
from course_site.diagrams.xml_tree import Refused, read_xml
from course_site.pages import Page
from course_site.problems import Problem
from course_site.settings import Settings

PLAIN = "Save it as plain SVG, without scripts, or as a PNG."
Faults = Iterable[tuple[int, str, str]]
"""Line, what is wrong, what to do."""


def check_opened_files(settings: Settings, pages: Sequence[Page]) -> Iterable[Problem]:
    """Yield what among the files that are published as they are would run, or leads out of the course."""
    for path in sorted(settings.docs.rglob("*")):
        name = path.relative_to(settings.docs).as_posix()
        if any(part.startswith(".") for part in path.relative_to(settings.docs).parts):
            continue  # never published
        for line, message, hint in _faults(path, name, settings.docs):
            yield Problem(settings.relative(settings.docs / name), line, 0, message, hint)


def _faults(path: Path, name: str, docs: Path) -> Faults:
    if path.is_symlink() and not path.resolve().is_relative_to(docs.resolve()):
        return [(0, "this leads out of the docs folder through a link.", "Copy the file here instead.")]
    suffix = path.suffix.lower()
    return BY_SUFFIX[suffix](path, name) if suffix in BY_SUFFIX and path.is_file() else []


def _document(path: Path, name: str) -> Faults:
    yield 0, "a web page is published as it is, with all that runs in it.", "Write it as Markdown."


def _script(path: Path, name: str) -> Faults:
    if not name.startswith(SCRIPTS):
        yield 0, f"a script lies outside docs/{SCRIPTS}.", "Remove it, or ask a maintainer."


def _tree(path: Path, name: str) -> Faults:
    """Judge a picture or another tree of elements, a drawing too: wrong on purpose is not unsafe on purpose.

    What the check of drawings says as well is said here in the same words, so that it is told once.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            yield 0, f"the file has more than {LARGEST_FILE // 1_000_000} MB.", "Save it as a PNG or a JPEG."
            return
        check_svg(read_xml(data))
    except OSError as error:
        yield 0, f"the file cannot be read: {error.strerror or error}.", ""
    except Refused as refused:
        hint = refused.hint if name.endswith(".drawio.svg") else PLAIN
        yield refused.line, refused.message, hint


BY_SUFFIX: dict[str, Callable[[Path, str], Faults]] = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".xht", ".shtml", ".mht", ".mhtml", ".svgz"), _document),
    **dict.fromkeys((".js", ".mjs", ".cjs"), _script),
    **dict.fromkeys((".svg", ".xml", ".xsl", ".xslt", ".rdf", ".rss", ".atom"), _tree),
}
"""What is looked for in a file, by what a browser takes it for."""
