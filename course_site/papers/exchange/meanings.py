"""What the columns and values of other people's tables usually mean: tables of words, and a guess by them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from course_site.papers.note import fold
from course_site.papers.schema import BY_NAME
from course_site.papers.vocabulary import Vocabulary

SECTIONS = ("why", "how", "what", "limits")
TARGETS = (*BY_NAME, "entrytype", "citekey", "language", *SECTIONS, "body", "more")
"""What a column may mean; `+name` keeps it in the note under that name, nothing leaves it out."""
MEANINGS = {
    "title": "title name paper papertitle titre nom",
    "citekey": "citekey citationkey bibtexkey key",
    "language": "notelanguage languagedelanote",
    "authors": "authors author auteurs auteur authorlist",
    "year": "year annee published date datepublished publicationdate publicationyear",
    "venue": "venue journal journaltitle booktitle conference publishedin publication revue "
    "conferencejournal howpublished eventtitle school institution publicationtitle",
    "doi": "doi",
    "arxiv": "arxiv arxivid eprint",
    "url": "url link lien paperurl paperlink pdf",
    "code": "code github repository repo implementation depot",
    "topics": "topics topic tags tag keywords themes theme sujets categories area manualtags",
    "status": "status statut etat state readingstatus",
    "level": "level niveau difficulty difficulte",
    "lesson": "lesson lessons lecon cours",
    "added": "added dateadded created createdtime ajoutele dateajout timestamp",
    "rating": "rating score evaluation stars",
    "why": "why pourquoi",
    "how": "how comment",
    "what": "what quoi",
    "limits": "limits limites limitations",
    "body": "notes body annote annotation",
    "more": "more",
    "kind": "kind",
    "entrytype": "entrytype itemtype",
    "": "archiveprefix eprinttype primaryclass file datemodified accessdate "
    "lasteditedtime lastedited abstract abstractnote month issue issn isbn editor edition series address",
}
COLUMN = {word: target for target, words in reversed(MEANINGS.items()) for word in words.split()}
STATES = {
    ("statuses", "to-do"): "notstarted todo toread unread alire afaire backlog new",
    ("statuses", "reading"): "inprogress reading started encours",
    ("statuses", "done"): "done complete completed read finished lu termine fini",
    ("levels", "introductory"): "beginner easy intro basic debutant facile",
    ("levels", "intermediate"): "medium moyen",
    ("levels", "advanced"): "hard expert difficult difficile avance",
}
KINDS = {
    "article": "article journalarticle magazinearticle newspaperarticle",
    "inproceedings": "inproceedings conference conferencepaper",
    "incollection": "incollection inbook booksection inreference encyclopediaarticle",
    "book": "book mvbook booklet manual collection mvcollection proceedings",
    "phdthesis": "phdthesis thesis",
    "mastersthesis": "mastersthesis",
    "techreport": "techreport report",
    "misc": "misc online electronic www webpage blogpost forumpost preprint software computerprogram dataset"
    " unpublished manuscript presentation document",
}
KIND = {word: kind for kind, words in KINDS.items() for word in words.split()}
"""The kinds of entries, by what BibTeX, BibLaTeX and Zotero call them."""
LISTS = {"topics": "topics", "status": "statuses", "level": "levels"}
FORBIDDEN = {
    *("jupyter", "page", "timeout", "depends", "generate", "template", "hide", "search", "note"),
    *("size_limit", "macros", "math_macros"),
}
"""Keys that would make a page run, grow or be no note, or change what its formulas say: no table sets one."""
EXTRA = re.compile(r"[a-z][a-z0-9_-]{0,40}")


def guess(column: str) -> str:
    """Return what a column probably means; one that means nothing here is kept under its own name."""
    if (target := COLUMN.get(fold(column))) is not None:
        return target
    name = re.sub(r"[^a-z0-9_]+", "-", column.lower()).strip("-_")[:40].strip("-_")
    return f"+{name}" if EXTRA.fullmatch(name) and name not in FORBIDDEN | set(TARGETS) else ""


def guess_all(columns: Iterable[str]) -> dict[str, str]:
    """Guess what every column means; no two are kept under one name."""
    guessed: dict[str, str] = {}
    for column in columns:
        target = guess(column)
        guessed[column] = "" if target.startswith("+") and target in guessed.values() else target
    folded = {fold(column) for column in guessed}
    if not folded & {"pourquoi", "quoi"}:  # then “Comment” is no question: somebody commented
        for column in [column for column in guessed if fold(column) == "comment"]:
            guessed[column] = "+comment" if "body" in guessed.values() else "body"
    return guessed


def guess_values(name: str, seen: Iterable[str], vocabulary: Vocabulary) -> dict[str, str]:
    """Return what the values of a field are called here, where that is not what they say already."""
    words, known = vocabulary.known(LISTS[name]), names_of(LISTS[name], vocabulary)
    states = {
        said: word
        for (of, word), synonyms in STATES.items()
        for said in synonyms.split()
        if of == LISTS[name] and word in words
    }
    unknown = [value for value in sorted(set(seen)) if value not in words and fold(value) not in known]
    return {value: states.get(fold(value), "") for value in unknown}


def names_of(name: str, vocabulary: Vocabulary) -> Mapping[str, str]:
    """Return the values of a list of the vocabulary by every word for them; a word for two is for none."""
    known = vocabulary.known(name)
    found: dict[str, set[str]] = {}
    for value, words in known.items():
        for word in words.values():
            found.setdefault(fold(word), set()).add(value)
    sure = {word: values.pop() for word, values in found.items() if word and len(values) == 1}
    return sure | {fold(value): value for value in known}
