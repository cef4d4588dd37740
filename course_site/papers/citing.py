"""How a paper is cited: BibTeX, APA and plain text, each a function of its note."""

from __future__ import annotations

import re

from course_site.papers.exchange.latex_text import to_latex
from course_site.papers.names import initials, is_group, printed, split_name
from course_site.papers.note import Note, one_line

MOST_NAMES = 20
"""Above it APA names the first nineteen and the last."""
PUBLISHED = ("volume", "number", "pages", "publisher")
"""What other front matter may add to a reference."""
WHERE = {
    "article": "journal", "inproceedings": "booktitle", "incollection": "booktitle", "book": "publisher",
    "phdthesis": "school", "mastersthesis": "school", "techreport": "institution", "misc": "howpublished",
}  # fmt: skip
"""The field of each kind of entry that holds where a paper appeared."""


def bibtex(note: Note) -> str:
    """Return the BibTeX entry of a paper, its title safe from being put into lower case."""
    kind, where = entry_kind(note)
    fields = {
        "title": f"{{{_tex(note.title)}}}",
        "author": " and ".join(map(_sorted_name, note.authors)),
        "year": "" if note.year is None else str(note.year),
        where: _tex(note.venue),
        **{name: _tex(str(note.extra[name])) for name in PUBLISHED if name in note.extra},
        "doi": note.doi,
        "eprint": note.arxiv,
        "archiveprefix": "arXiv" if note.arxiv else "",
        "url": note.url,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if name and value]
    return "\n".join([f"@{kind}{{{note.key},", *lines, "}"])


def entry_kind(note: Note) -> tuple[str, str]:
    """Return the kind of a BibTeX entry, and the field that holds where the paper appeared."""
    kind = note.kind or kind_of_venue(note.venue)
    is_taken = kind == "book" and "publisher" in note.extra
    return kind, "howpublished" if is_taken else WHERE[kind]


def kind_of_venue(venue: str) -> str:
    """Return what a paper probably is.

    A conference carries its year in its name (``ICLR 2015``), a journal does not.
    """
    venue = venue.casefold()
    if not venue or venue.startswith("arxiv"):
        return "misc"
    if "thesis" in venue:
        return "phdthesis"
    return "inproceedings" if re.search(r"\b\d{4}\b", venue) else "article"


def apa(note: Note) -> str:
    """Return the reference as the American Psychological Association writes it, without italics."""
    year = "n.d." if note.year is None else str(note.year)
    people = _apa_names([_apa_name(name) for name in note.authors])
    parts = [f"{people} ({year})." if people else f"({year}).", _ended(one_line(note.title))]
    if venue := _where(note):
        parts.append(_ended(venue))
    return " ".join([*parts, address(note)]).strip()


def plain(note: Note) -> str:
    """Return the reference in one line: names as printed, title, place and year, address."""
    year = "" if note.year is None or str(note.year) in note.venue else str(note.year)
    parts = [
        ", ".join(map(printed, note.authors)),
        one_line(note.title),
        ", ".join(filter(None, [_where(note), year])),
    ]
    return " ".join([*(_ended(part) for part in parts if part), address(note)]).strip()


def address(note: Note) -> str:
    """Return the address that lasts longest: the DOI's, arXiv's, or the one that is given."""
    if note.doi:
        return f"https://doi.org/{note.doi}"
    return f"https://arxiv.org/abs/{note.arxiv}" if note.arxiv else note.url


def _where(note: Note) -> str:
    """Return the venue with volume, number and pages, and a book's publisher, as far as they are known."""
    volume, number, pages, publisher = (str(note.extra.get(name, "")) for name in PUBLISHED)
    issue = volume + (f"({number})" if number else "")
    named = publisher if note.kind in ("book", "incollection") else ""
    return one_line(", ".join(filter(None, [note.venue, issue, pages, named])))


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!", "…")) else sentence + "."


def _apa_name(name: str) -> str:
    given, family = split_name(name)
    return f"{family}, {initials(given)}" if given else family


def _apa_names(names: list[str]) -> str:
    if len(names) > MOST_NAMES:
        return ", ".join(names[: MOST_NAMES - 1]) + f", … {names[-1]}"
    return f"{', '.join(names[:-1])}, & {names[-1]}" if len(names) > 1 else "".join(names)


def _sorted_name(name: str) -> str:
    """Return ``Family, Given``, which BibTeX cannot split wrongly."""
    given, family = split_name(name)
    if not given or is_group(name) or re.search(r"\sand\s", name):
        return f"{{{_tex(printed(name))}}}"
    return _tex(f"{family}, {given}")


def _tex(text: str) -> str:
    return to_latex(one_line(text))
