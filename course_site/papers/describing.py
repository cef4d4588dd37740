"""What a search engine shows under the address of a note: its paper, and the first thing it found."""

from __future__ import annotations

import re

from course_site.comments import blank_comments
from course_site.language import Language
from course_site.papers.markup import in_text
from course_site.papers.note import Note, one_line

LONGEST = 300
"""Characters; search engines show half of them."""
TOLD_BY = ("what", "why", "how")
"""Sections whose first sentence may tell of a paper, the best one first."""
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n[ \t]*\n")
CITATION = re.compile(r"\s*\[-?@[^\]]*\]")
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
EMPHASIS = re.compile(r"[*`]+")


def describe(note: Note, words: Language) -> str:
    """Return the description of a note: title, authors, year, and a sentence that needs no mathematics."""
    sections = dict(note.sections)
    sentences = (first_sentence(sections.get(key, "")) for key in TOLD_BY)
    told = next(filter(None, sentences), "")
    return shortened(f"{plain(note.title)} ({in_text(note, words)}). {told}".strip())


def first_sentence(text: str) -> str:
    """Return the first sentence of a section that holds no formula, as plain text; empty if none does."""
    for sentence in SENTENCE_END.split(blank_comments(text, "")[0]):
        if re.search(r"\w", sentence) and "$" not in sentence:
            return plain(sentence)
    return ""


def plain(text: str) -> str:
    """Return one line of Markdown as a reader would say it."""
    return one_line(EMPHASIS.sub("", LINK.sub(r"\1", CITATION.sub("", text))))


def shortened(text: str) -> str:
    """Cut a text that is too long at the end of a word."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(",;:–") + "…"
