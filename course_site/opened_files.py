"""Files of a course that a reader's browser opens by themselves: none may run anything there.

A page is guarded by its policy; a picture or a document that stands beside the pages has none of its own.
What a browser makes of a file, the server says by its suffix: only suffixes that we know are let through.
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
    if path.is_symlink() and path.is_dir():  # MkDocs follows it, no check does
        return [(0, "this is a link to a folder, whose files nobody looks at.", "Copy them here instead.")]
    if not path.is_file() or path.suffix in PUBLISHED or path.name in NAMES:
        return []
    return BY_SUFFIX.get(path.suffix.lower(), _unknown)(path, name)


def _unknown(path: Path, name: str) -> Faults:
    if path.suffix.lower() in PUBLISHED:
        return
    kind = f"of the kind `{path.suffix[:20]}`" if path.suffix else "whose name ends in no suffix"
    message = f"a file {kind} is not published: nobody knows what a browser makes of it."
    yield 0, message, "Save it in a kind that the course uses, or pack it into a .zip."


def _page(path: Path, name: str) -> Faults:
    message = f"a page whose name ends in `{path.suffix}` would be published, and no check reads it."
    yield 0, message, f"Call it {path.stem}.md."


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


PUBLISHED = frozenset(
    (
        *(".md", ".txt", ".css"),
        *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico"),
        *(".woff", ".woff2", ".ttf", ".otf", ".mp4", ".webm", ".mp3", ".ogg", ".vtt"),
        *(".drawio", ".tex", ".bib", ".sty", ".cls", ".py", ".ipynb"),
        *(".csv", ".tsv", ".json", ".yml", ".yaml", ".toml", ".npy", ".npz", ".zip"),
        *(".pdf", ".docx", ".odt", ".pptx", ".odp", ".xlsx", ".ods"),
    )
)
"""Suffixes of what is published as it is: a browser shows or saves it, and runs nothing of it."""
NAMES = ("CNAME",)
"""Files without a suffix that a host reads and a browser never asks for."""
BY_SUFFIX: dict[str, Callable[[Path, str], Faults]] = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".xht", ".shtml", ".mht", ".mhtml", ".svgz"), _document),
    **dict.fromkeys((".markdown", ".mdown", ".mkdn", ".mkd", ".md"), _page),
    **dict.fromkeys((".js", ".mjs", ".cjs"), _script),
    **dict.fromkeys((".svg", ".xml", ".xsl", ".xslt", ".rdf", ".rss", ".atom"), _tree),
}
"""What is looked for in any other file, by what a browser takes it for; ``.md`` is here for ``A.MD``."""
