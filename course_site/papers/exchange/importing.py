"""Brings papers in: a plan, which only reads and says everything; then all of it is written, or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from course_site.language import spoken
from course_site.papers.exchange.archive import Archive
from course_site.papers.exchange.carrying import Write, write_to
from course_site.papers.exchange.limits import (
    USUAL,
    Limits,
    brief_rows,
    pictures_fault,
    table_fault,
    words_fault,
)
from course_site.papers.exchange.mapping import ColumnMap, complete, lacks_topics
from course_site.papers.exchange.meanings import LISTS, guess_all, names_of
from course_site.papers.exchange.pictures import picture_fault, picture_places, relinked
from course_site.papers.exchange.records import Table
from course_site.papers.exchange.remedies import remedy
from course_site.papers.exchange.rows import Draft, Terms, draft
from course_site.papers.exchange.topics import topics_file, untranslated, with_new_topics
from course_site.papers.note import FOLDER, Note
from course_site.papers.reading import read_note, read_notes
from course_site.papers.same_paper import marks, marks_of
from course_site.papers.vocabulary import Vocabulary
from course_site.papers.writing import write_note
from course_site.problems import Problem


@dataclass(frozen=True)
class Wishes:
    """How a table is to be brought in."""

    mapping: ColumnMap | None = None
    language: str = "en"
    """Of the rows that name none."""
    overwrite: bool = False
    new_topics: bool = False
    """Add topics that the vocabulary lacks to it."""
    limits: Limits = USUAL


@dataclass
class Plan:
    """What an import would do, and what it could not understand."""

    mapping: ColumnMap = field(default_factory=ColumnMap)
    writes: list[Write] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """What whoever imports should look at."""
    problems: list[Problem] = field(default_factory=list)


def plan_import(
    table: Table, archive: Archive | None, docs: Path, vocabulary: Vocabulary, wishes: Wishes
) -> Plan:
    """Return what bringing a table in below `docs` would do; nothing is written."""
    if too_much := table_fault(table, wishes.limits):
        return Plan(problems=too_much)
    mapping = _columns(table, wishes)
    table.rows, problems = brief_rows(table, mapping.columns, wishes.limits)
    complete(mapping, [row.values for row in table.rows], vocabulary)
    if too_much := words_fault(table.path, mapping.values, wishes.limits):
        return Plan(problems=too_much)
    plan = Plan(mapping, remarks=list(table.remarks), problems=problems)
    if wishes.new_topics:
        vocabulary = _plan_topics(table, docs, vocabulary, plan)
    languages = set(spoken(docs))
    semicolons = _has_semicolons(table, plan.mapping)
    names = {
        name: {**names_of(kind, vocabulary), **{value: value for value in vocabulary.known(kind)}}
        for name, kind in LISTS.items()
    }
    terms = Terms(plan.mapping, names, wishes.language, languages, semicolons)
    drafts = [draft(row, terms) for row in table.rows]
    existing = {note.key: note for code in languages for note in read_notes(docs, code, vocabulary)[0]}
    keys = _keys(drafts, list(existing.values()), plan)
    named = [(one, key) for one, key in zip(drafts, keys, strict=True) if key]
    pages = {one.row.page: key for one, key in named if one.row.page}
    places = picture_places((one.row, key) for one, key in named)
    if too_much := pictures_fault(table.path, list(places), wishes.limits):
        return Plan(problems=too_much)
    for one, key in named:
        one = replace(one, body=relinked(one.row, one.body, places, pages))
        if _plan_note(one, key, docs, vocabulary, wishes, plan) and archive is not None:
            _plan_pictures(one, places, archive, docs, wishes, plan)
    plan.problems.sort()
    return plan


def _plan_topics(table: Table, docs: Path, known: Vocabulary, plan: Plan) -> Vocabulary:
    """Decide on the topics that the list lacks; return it with them."""
    is_lacking = lacks_topics(plan.mapping, [row.values for row in table.rows])
    vocabulary = with_new_topics(known, plan.mapping, spoken(docs), is_lacking=is_lacking)
    if vocabulary != known:
        write, problem = topics_file(docs, known, vocabulary)
        plan.writes += [write] if write else []
        plan.problems += [problem] if problem else []
        plan.remarks += untranslated(known, vocabulary)
    return vocabulary


def _columns(table: Table, wishes: Wishes) -> ColumnMap:
    """Return what every column means: as told, and guessed where nothing was told."""
    told = wishes.mapping or ColumnMap()
    columns = {column: target for column, target in told.columns.items() if column in table.columns}
    guessed = guess_all(column for column in table.columns if column)
    return ColumnMap(guessed | columns, dict(told.values), dict(told.defaults))


def _has_semicolons(table: Table, mapping: ColumnMap) -> bool:
    """Tell whether a table puts semicolons between the names of authors."""
    columns = [column for column, target in mapping.columns.items() if target == "authors"]
    return any(";" in row.values.get(column, "") for row in table.rows for column in columns)


def _keys(drafts: Sequence[Draft], existing: Sequence[Note], plan: Plan) -> list[str]:
    """Name every note; the same paper keeps its name, two papers share none, and a faulty row has none."""
    known = {mark: note.key for note in existing for mark in marks(note)}
    taken = {note.key: note for note in existing}
    seen: dict[tuple[str, str], int] = {}
    keys = []
    for one in drafts:
        key = one.key()
        own = marks_of(one.values)
        if not one.citekey:
            key = next((known[mark] for mark in own if mark in known), key)
            key = _free(key, one, taken, seen, is_known=any(mark in known for mark in own))
        before = next((known[mark] for mark in own if mark in known and known[mark] != key), "")
        first = seen.setdefault((one.language, key), one.row.number)
        if first != one.row.number:
            fault = f"{one.name} would be the note `{key}`, and so would row {first}."
            plan.problems.append(
                Problem(one.row.path, one.row.line, 0, fault, "Remove one of them, or give it a `Citekey`.")
            )
        elif before:
            fault = f"{one.name} is the paper of `{before}`: DOI, arXiv number or title are the same."
            plan.problems.append(Problem(one.row.path, one.row.line, 0, fault, "Keep one note for a paper."))
        for mark in own:
            known.setdefault(mark, key)
        keys.append("" if before or first != one.row.number else key)
    return keys


def _free(key: str, one: Draft, taken: dict[str, Note], seen: dict, *, is_known: bool) -> str:
    """Return a name that no other paper has: with a letter behind it, as bibliographies do."""
    if is_known:
        return key
    free, letters = key, iter("bcdefghijklmnopqrstuvwxyz")
    while free in taken or (one.language, free) in seen:
        letter = next(letters, "")
        if not letter:
            return key
        free = f"{key}-{letter}"
    return free


def _plan_note(one: Draft, key: str, docs: Path, vocabulary: Vocabulary, wishes: Wishes, plan: Plan) -> bool:
    """Decide on one note, which must be one that the course's own check accepts; tell whether it comes in."""
    below = f"{one.language}/{FOLDER}/{key}.md"
    path = f"{docs.name}/{below}"
    note, faults = read_note(one.text(), path, vocabulary)
    place = (one.row.path, one.row.line, 0)
    if note is None or faults:
        plan.problems += [Problem(*place, f"{one.name}: {fault.message}", remedy(fault)) for fault in faults]
        return False
    target = docs / below
    same = target.is_file() and read_note(_text_of(target), path, vocabulary)[0] == note
    data = write_note(note).encode()
    write, problem = write_to(target, path, lambda: data, docs, overwrite=wishes.overwrite, same=same)
    if problem:
        plan.problems.append(problem)
    if write:
        plan.writes.append(write)
        plan.remarks += [f"{path}: {one.name} {remark}" for remark in one.remarks]
        names = ", ".join(f"“{note.heading(added)}”" for added in one.added)
        if names:
            plan.remarks.append(f"{path}: {one.name} does not say {names}: a line to replace stands there")
    return write is not None


def _text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8-sig", errors="replace")


def _plan_pictures(
    one: Draft, places: Mapping[str, str], archive: Archive, docs: Path, wishes: Wishes, plan: Plan
) -> None:
    """Decide on the pictures of one note, without those that another note brought."""
    there = {write.target for write in plan.writes}
    for name in dict.fromkeys(one.row.pictures.values()):
        below = places[name]
        if docs / below in there:
            continue
        fault = (
            picture_fault(one.row.path, name, archive.read(name)) if re.search(r"(?i)\.svg$", name) else None
        )
        write, problem = write_to(
            docs / below,
            f"{docs.name}/{below}",
            lambda name=name: archive.read(name),
            docs,
            overwrite=wishes.overwrite,
        )
        plan.problems += [found for found in (fault, problem) if found]
        if write and not fault:
            plan.writes.append(write)
