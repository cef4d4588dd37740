"""What the build asks of the notes: all of them at its beginning, then page by page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from course_site.byline import with_byline
from course_site.dialect_pictures import relative_address
from course_site.language import DEFAULT, Language
from course_site.pages import Page
from course_site.papers.describing import describe
from course_site.papers.downloads import download_files
from course_site.papers.library import Library, has_papers, read_library
from course_site.papers.markup import Site
from course_site.papers.note import FOLDER, Note
from course_site.papers.note_page import note_page
from course_site.papers.table_page import table_page
from course_site.papers.template import new_note_form

EXTENSION = "course_site.papers.citations_extension"


@dataclass(frozen=True)
class PaperPage:
    """One page of the site, and what it has to say about papers."""

    site: Site
    source: str
    """Below the docs folder: ``en/papers/kingma-2015-adam.md``."""
    meta: Mapping[str, Any]

    def framed(self, html: str) -> str:
        """Return the HTML of a page with what belongs above and below it: a note's facts, else the byline."""
        if note := self.note:
            return note_page(html, self.site, note)
        return with_byline(html, self.meta, self.site.words)

    @property
    def note(self) -> Note | None:
        """The note that this page is, if it is one."""
        path = PurePosixPath(self.source)
        notes = self.site.library.notes.get(path.parts[0], {}) if path.parts[1:-1] == (FOLDER,) else {}
        return notes.get(path.stem)

    def table(self) -> str:
        """Return the table of all notes."""
        return table_page(self.site)


@dataclass(frozen=True)
class Papers:
    """The notes of one build."""

    library: Library

    @classmethod
    def read(cls, docs: Path, pages: Sequence[Page]) -> Papers:
        """Read the notes; what is wrong with them is the check's to say."""
        return cls(read_library(docs, pages)[0] if has_papers(docs) else Library())

    def place(self, words: Language, page: Any, config: Any, files: Any) -> PaperPage:
        """Tell our Markdown extension what the page of MkDocs that is rendered next may cite.

        A note that says nothing of itself to search engines is described by what it holds.
        """
        site = site_of(self.library, words, page, files, str(config.edit_uri_template or ""))
        if EXTENSION not in config.markdown_extensions:
            config.markdown_extensions.append(EXTENSION)
        config.mdx_configs[EXTENSION] = {"site": site}
        placed = PaperPage(site, page.file.src_uri, page.meta)
        if (note := placed.note) and not page.meta.get("description"):
            page.meta["description"] = describe(note, words)
        return placed

    def files(self) -> dict[str, bytes]:
        """Return the files of all notes together, by their place on the site."""
        return download_files(self.library)


def site_of(library: Library, words: Language, page: Any, files: Any, edit_address: str = "") -> Site:
    """Return what a page of MkDocs needs to speak of papers; `files` are those of its language's build."""
    own = page.url if words.code == DEFAULT else page.url.removeprefix(f"{words.code}/")

    def link(path: str) -> str:
        found = (files.get_file_from_path(f"{code}/{path}") for code in (words.code, DEFAULT))
        return next((relative_address(file.url, page.url) for file in found if file), "#")

    def asset(path: str) -> str:
        return relative_address(path, page.url)

    def twin(code: str) -> str:
        return asset(own if code == DEFAULT else f"{code}/{own}")

    return Site(library, words, link, asset, twin, new_note_form(edit_address))
