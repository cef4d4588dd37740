"""BibTeX, read and written: one entry a paper, its notes in it, so that nothing is lost on the way."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping

from bibtexparser import parse_string
from bibtexparser.middlewares.enclosing import REMOVED_ENCLOSING_KEY
from bibtexparser.model import (
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
)

from course_site.papers.exchange.csv_table import LONGEST_FIELD, decoded
from course_site.papers.exchange.latex_text import from_latex, to_latex
from course_site.papers.exchange.limits import USUAL, Limits, excess, size_fault
from course_site.papers.exchange.records import Row, Table
from course_site.papers.exchange.values import AND_OTHERS, join_list
from course_site.papers.names import is_group
from course_site.problems import Problem

logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # we report what it could not read

BARE = "no-enclosing"
"""What bibtexparser notes about a value that stands in neither braces nor quotation marks."""
SIGNS = '{}"@=,'
"""What is weighed when a file is read."""
ENTRY = re.compile(r"@\w*[ \t]*[{(]")
FIELD = re.compile(r"^[ \t]*[\w-]+[ \t]*=|,[ \t]*[\w-]+[ \t]*=", re.MULTILINE)
AND = re.compile(r"(?<!\s)\s+and\s+", re.IGNORECASE)
LANGUAGE = re.compile(r"-[a-z]{2}$")
TWIN = re.compile(r"annote-[a-z]{2}")
ADDRESSES = {"doi", "url", "code", "eprint"}
"""Fields that hold addresses, in which programs write no LaTeX."""
BRACE = re.compile(r"(?<!\\)[{}]")
ADDRESS_SIGN = re.compile(r"\\([&%#_$~])")
NEEDS_LATEX = re.compile(r"[{}\\]")


def read_bibtex(data: bytes, path: str, limits: Limits = USUAL) -> tuple[Table, list[Problem]]:
    """Read the entries of a file as rows whose columns are the names of the fields."""
    if too_large := excess(path, "the file has", [(len(data), limits.bibtex, "bytes")], limits):
        return Table(path), too_large
    text, problems = decoded(data, path)
    problems = problems or _size_fault(text, path, limits)
    if problems:
        return Table(path), problems
    table = Table(path)
    for block in parse_string(text.replace("\r\n", "\n")).blocks:
        fault = _fault(block)
        if fault:
            problems.append(Problem(path, (block.start_line or 0) + 1, 0, *fault))
        elif isinstance(block, Entry):
            for row in _rows(block, path, len(table.rows) + 1):
                table.add(row)
            if too_much := size_fault(path, limits, len(table.rows), len(table.columns)):
                return Table(path), too_much
    if not table.rows and not problems:
        hint = "An entry looks like @article{key, title = {…}, …}."
        problems.append(Problem(path, 0, 0, "the file holds no entry.", hint))
    return table, problems


def _size_fault(text: str, path: str, limits: Limits) -> list[Problem]:
    """Return a problem if there is too much of anything to be read in little time."""
    counted = (
        (len(ENTRY.findall(text)), limits.entries, "entries"),
        (len(FIELD.findall(text)), limits.fields, "fields"),
        (sum(map(text.count, SIGNS)), limits.braces, f"of the signs {' '.join(SIGNS)}"),
    )
    return excess(path, "the file has", counted, limits)


def _fault(block: object) -> tuple[str, str] | None:
    """Say why a block is no entry that can be read; comments are none, and nothing is wrong with them."""
    if isinstance(block, Entry):
        long = [field.key for field in block.fields if len(str(field.value)) > LONGEST_FIELD]
        if long:
            return f"`{long[0]}` has more than {LONGEST_FIELD} characters.", "Shorten it."
        enclosing = block.parser_metadata.get(REMOVED_ENCLOSING_KEY, {})
        joined = [one.key for one in block.fields if enclosing.get(one.key) == BARE and "#" in str(one.value)]
        if joined:
            return f"`{joined[0]}` is joined by #, which is not read here.", "Write it as one text in braces."
        return None
    if isinstance(block, DuplicateFieldKeyBlock):
        names = ", ".join(sorted(block.duplicate_keys))
        return f"this entry gives a field twice: {names}.", "Remove one of the two."
    if isinstance(block, DuplicateBlockKeyBlock):
        return f"the key {block.key!r} is there twice.", "Give every entry a key of its own."
    if isinstance(block, ParsingFailedBlock):
        return "this entry is never closed, or is no BibTeX.", "Every { needs its }, every field its comma."
    if isinstance(block, ImplicitComment) and "}" in block.comment:
        return "this stands outside every entry.", "The entry above is closed too early: count its braces."
    return None


def _rows(entry: Entry, path: str, number: int) -> Iterator[Row]:
    """Yield the row of an entry, and one for each language that it has notes in: ``annote-fr``."""
    values = {"entrytype": entry.entry_type.lower(), "citekey": entry.key}
    for field in entry.fields:
        name = field.key.lower()
        values[name] = _read_value(name, str(field.value))
    line = (entry.start_line or 0) + 1
    codes = [name.removeprefix("annote-") for name in values if TWIN.fullmatch(name)]
    own = {code: {name for name in values if name.endswith(f"-{code}")} for code in codes}
    shared = {
        name: value for name, value in values.items() if not any(name in names for names in own.values())
    }
    yield Row(path, line, number, shared)
    for code, names in own.items():
        number += 1
        yield Row(
            path, line, number, shared | {name.removesuffix(f"-{code}"): values[name] for name in names}
        )


def _read_value(name: str, value: str) -> str:
    """Return what a field says; a field such as ``author-fr`` is read as ``author``."""
    name = LANGUAGE.sub("", name)
    if name in ADDRESSES and r"\textb" not in value:
        return ADDRESS_SIGN.sub(r"\1", value.strip("{} \n"))
    if name == "annote":
        return from_latex(value)
    if "\n" in value:
        value = " ".join(line.strip(" \t") for line in value.split("\n"))
    if name in ("author", "editor"):
        return _read_names(list(_split(value)))
    return from_latex(value)


def _read_names(parts: list[str]) -> str:
    """Return names between semicolons; a group keeps its braces, which say that it is no person."""
    names = [part.strip() for part in parts]
    has_others = names[-1:] == ["others"]
    read = [
        f"{{{from_latex(name[1:-1])}}}" if _is_enclosed(name) else from_latex(name).strip()
        for name in (names[:-1] if has_others else names)
    ]
    return join_list(read, names=True, semicolons=True) + (f"; {AND_OTHERS}" if has_others else "")


def _is_enclosed(latex: str) -> bool:
    """Tell whether one pair of braces encloses the whole of a text."""
    depth, last = 0, len(latex) - 1
    for match in BRACE.finditer(latex):
        depth += 1 if match.group() == "{" else -1
        if depth == 0:
            return latex.startswith("{") and match.start() == last
    return False


def _split(names: str) -> Iterator[str]:
    """Yield the names of a list: they are separated by ``and``, but not inside braces."""
    start = depth = position = 0
    for match in AND.finditer(names):
        depth += _depth(names[position : match.start()])
        position = match.start()
        if depth == 0:
            yield names[start : match.start()]
            start = match.end()
    if names[start:].strip():
        yield names[start:]


def _depth(text: str) -> int:
    return text.count("{") - text.count("}")


def write_entry(kind: str, key: str, fields: Mapping[str, str | list[str]]) -> str:
    """Return one entry; a list becomes names joined by ``and``."""
    lines = [f"  {name} = {{{_written(name, value)}}}" for name, value in fields.items()]
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _written(name: str, value: str | list[str]) -> str:
    name = LANGUAGE.sub("", name)
    if isinstance(value, list):
        return " and ".join(_name(part) for part in value)
    if name in ADDRESSES and not NEEDS_LATEX.search(value):
        return value
    if name == "annote":
        return to_latex(value)
    latex = to_latex(value).replace("\n", r"\newline{}")
    return f"{{{latex}}}" if name == "title" else latex  # styles would write a title in small letters


def _name(name: str) -> str:
    """Return a name that is read back as it is: braces that end in ``{}`` keep it whole and mark no group."""
    if is_group(name):
        return f"{{{to_latex(name[1:-1])}}}"
    latex = to_latex(name)
    is_doubtful = AND.search(f" {name} ") or name == "others" or _is_enclosed(latex)
    return f"{{{latex}}}{{}}" if is_doubtful else latex
