"""One note on one paper: what its front matter says, and its sections."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

FOLDER = "papers"
"""Below the folder of each language."""
TEMPLATE = "firstauthor-year-word"
"""What the form for a new note calls it, until its writer knows better."""
CORE = ("why", "how", "what")
"""The sections that every note has, in the order in which this course reads them."""
ATTRIBUTES = re.compile(r"(?<!\s)\s*\{[^{}]*\}\s*$")


@dataclass(frozen=True)
class Note:
    """A note as its author wrote it; what is not given is empty, and `None` for a number or a day."""

    key: str
    """The citation key, which is the file's name: ``vanhasselt-2019-parametric``."""
    language: str
    path: str
    """As messages name it: ``docs/en/papers/vanhasselt-2019-parametric.md``."""
    title: str = ""
    authors: tuple[str, ...] = ()
    """As printed, ``Given Family`` or ``Family, Given``."""
    year: int | None = None
    venue: str = ""
    doi: str = ""
    """Without an address: ``10.1038/323533a0``."""
    arxiv: str = ""
    url: str = ""
    code: str = ""
    kind: str = ""
    """Of its BibTeX entry, where that cannot be told from the venue."""
    topics: tuple[str, ...] = ()
    """Names from the vocabulary, as are status and level."""
    status: str = ""
    level: str = ""
    lessons: tuple[str, ...] = ()
    """Pages below the language's folder: ``spiral/index.md``."""
    added: datetime.date | None = None
    rating: int | None = None
    sections: tuple[tuple[str, str], ...] = ()
    """Key and Markdown of each section, in the order of the file; no blank line at either end."""
    headings: Mapping[str, str] = field(default_factory=dict)
    """The heading of each section as written, its attributes included: ``Why? {#why}``."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Whatever else the front matter says."""
    body_before: str = ""
    """Markdown before the first section."""
    places: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    """The 1-based line of each field of the front matter and of each section's heading."""

    def heading(self, key: str) -> str:
        """Return the heading of a section as a reader sees it."""
        return ATTRIBUTES.sub("", self.headings[key])

    def line(self, name: str) -> int:
        """Return the line of a field or a section; 1 where it is not written."""
        return self.places.get(name, 1)


def fold(text: str) -> str:
    """Return letters and digits alone, without accents or case: what two spellings of one title share."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in plain if character.isalnum())


def one_line(text: str) -> str:
    """Return `text` with every run of white space as one space."""
    return " ".join(text.split())
