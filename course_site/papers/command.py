"""`course-site papers`: begin a note, bring notes in, take them out."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import click
from rich.console import Console

from course_site.language import DEFAULT, spoken
from course_site.papers.exchange.beginning import begin_note
from course_site.papers.exchange.carrying import EXTENDED, NEW, REPLACED, SAME, Write, carry_out, write_to
from course_site.papers.exchange.exporting import FORMATS
from course_site.papers.exchange.fetching import Services
from course_site.papers.exchange.importing import Plan, Wishes, plan_import
from course_site.papers.exchange.limits import LARGE, USUAL
from course_site.papers.exchange.mapping import ColumnMap, read_mapping
from course_site.papers.exchange.sources import opened
from course_site.papers.note import FOLDER
from course_site.papers.reading import read_notes
from course_site.papers.schema import NAME
from course_site.papers.vocabulary import Vocabulary, read_vocabulary
from course_site.problems import Problem, ProblemsFound
from course_site.settings import Settings

SettingsOf = Callable[[], Settings]
file_type = click.Path(path_type=Path, dir_okay=False)
OTHERS_WAIT = "Rows without a fault wait for the others to be mended; --partial brings them in without those."
DONE = {
    NEW: ("written", "would be written"),
    REPLACED: ("replaced", "would be replaced"),
    EXTENDED: ("topics added", "topics would be added"),
}


def _address(_context: click.Context, _option: click.Parameter, value: str) -> str:
    """Return an address that can be asked."""
    if not re.match(r"https?://[^\s/]", value):
        raise click.BadParameter(f"wanted an address that begins with https://, got {value!r}.")
    return value


@click.group()
def papers() -> None:
    """Begin a paper note, bring notes in from Notion, BibTeX or CSV, and take them out."""


@papers.command()
@click.argument("paper", metavar="DOI|ARXIV|TITLE")
@click.option("--key", help="The note's name, such as vanhasselt-2019-parametric.")
@click.option("--language", "code", help="The language of the note.  [default: en]", default=DEFAULT)
@click.option("--offline", is_flag=True, help="Look nothing up: begin the note with what is given.")
@click.option(
    "--crossref",
    default=Services.crossref,
    show_default=True,
    callback=_address,
    help="Where to ask for DOIs.",
)
@click.option(
    "--arxiv",
    default=Services.arxiv,
    show_default=True,
    callback=_address,
    help="Where to ask for arXiv numbers.",
)
@click.pass_obj
def new(
    settings_of: SettingsOf, paper: str, key: str, code: str, offline: bool, crossref: str, arxiv: str
) -> None:
    """Begin a note on a paper. A DOI or an arXiv number is looked up, a title alone is not."""
    docs = settings_of().docs
    if key and not NAME.fullmatch(key):
        raise click.UsageError(f"a key is lower-case letters, digits and hyphens, got {key!r}.")
    _known_language(docs, code)
    if not paper.strip():
        raise click.UsageError("wanted a DOI, an arXiv number or a title, got nothing.")
    vocabulary, _ = read_vocabulary(docs)
    notes = [note for language in _languages(docs) for note in read_notes(docs, language, vocabulary)[0]]
    services = Services(crossref, arxiv, 0 if offline else Services.seconds)
    name, text, remark = begin_note(paper, services, notes, code, key)
    path = f"{docs.name}/{code}/{FOLDER}/{name}.md"
    write, problem = write_to(docs.parent / path, path, text.encode, docs, overwrite=False)
    if problem or write is None or write.state == SAME:
        is_there = problem is None or (docs.parent / path).is_file()
        fault = "is there already." if is_there else problem.message
        raise ProblemsFound([Problem(path, 0, 0, fault, "Choose another name with --key.")])
    carry_out([write])
    if remark:
        click.echo(remark)
    click.echo(f"{path}: written. Fill in what is empty, then run: course-site check")


@papers.command("import")
@click.argument("source", metavar="FILE", type=file_type)
@click.option("--dry-run", is_flag=True, help="Only say what each column means and what would be done.")
@click.option("--mapping", "mapping_file", type=file_type, help="What each column means.")
@click.option("--save-mapping", type=file_type, help="Write down what each column is taken to mean.")
@click.option("--language", "code", default=DEFAULT, show_default=True, help="Of notes that name none.")
@click.option("--overwrite", is_flag=True, help="Replace notes that are there and differ.")
@click.option("--partial", is_flag=True, help="Bring in what can be understood, and list the rest.")
@click.option("--new-topics", is_flag=True, help="Add topics that are not in the list to it.")
@click.option("--large", is_flag=True, help="Read ten times as much as usual: up to 5,000 rows.")
@click.pass_obj
def import_papers(
    settings_of: SettingsOf,
    source: Path,
    dry_run: bool,
    mapping_file: Path | None,
    save_mapping: Path | None,
    code: str,
    overwrite: bool,
    partial: bool,
    new_topics: bool,
    large: bool,
) -> None:
    """Bring in the papers of FILE: Notion's export (.zip), BibTeX (.bib) or a table (.csv).

    Nothing is overwritten, and nothing is written at all while a row cannot be understood.
    """
    docs = settings_of().docs
    _known_language(docs, code)
    limits = LARGE if large else USUAL
    wishes = Wishes(_mapping(mapping_file), code, overwrite, new_topics, limits)
    with Console(stderr=True).status(f"{source.name}: reading"), opened(source, limits) as found:
        table, archive, problems = found
        plan = plan_import(table, archive, docs, _vocabulary(docs), wishes)
        plan.problems = sorted({*problems, *plan.problems})
        writes = not dry_run and (partial or not plan.problems)
        if writes:
            carry_out(plan.writes)
    if save_mapping is not None:
        _save_mapping(save_mapping, plan.mapping, overwrite)
    _report(plan, writes)
    if plan.problems:
        raise ProblemsFound(plan.problems)


@papers.command("export")
@click.argument("target", metavar="FILE", type=file_type)
@click.option("--language", "code", help="Only the notes in this language.  [default: all]")
@click.option("--overwrite", is_flag=True, help="Replace FILE if it is there.")
@click.pass_obj
def export_papers(settings_of: SettingsOf, target: Path, code: str | None, overwrite: bool) -> None:
    """Write all notes to FILE: a .zip that Notion imports, a .bib or a .csv."""
    docs = settings_of().docs
    writer = FORMATS.get(target.suffix.lower())
    if writer is None:
        raise click.UsageError(f"wanted a FILE that ends in {', '.join(FORMATS)}, got {target.name!r}.")
    languages = [_known_language(docs, code)] if code else _languages(docs)
    vocabulary = _vocabulary(docs)
    found = [read_notes(docs, language, vocabulary) for language in languages]
    notes = [note for notes, _ in found for note in notes]
    if problems := [problem for _, faults in found for problem in faults]:
        raise ProblemsFound(problems)
    data = writer(notes, vocabulary, docs)
    folder = target.absolute().parent
    write, problem = write_to(
        folder / target.name, target.as_posix(), lambda: data, folder, overwrite=overwrite
    )
    if problem or write is None:
        raise ProblemsFound([problem])
    carry_out([write])
    click.echo(f"{target.as_posix()}: written; notes: {len(notes)}")


def _languages(docs: Path) -> list[str]:
    return [code for code in spoken(docs) if (docs / code / FOLDER).is_dir()]


def _known_language(docs: Path, code: str) -> str:
    known = list(spoken(docs))
    if code not in known:
        raise click.UsageError(
            f"the course has pages in {', '.join(known) or 'no language'}, not in {code!r}."
        )
    return code


def _vocabulary(docs: Path) -> Vocabulary:
    vocabulary, problems = read_vocabulary(docs)
    if problems:
        raise ProblemsFound(problems)
    return vocabulary


def _mapping(file: Path | None) -> ColumnMap | None:
    if file is None:
        return None
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        fault = Problem(file.as_posix(), 0, 0, "the mapping cannot be read.", "--save-mapping writes one.")
        raise ProblemsFound([fault]) from None
    mapping, problems = read_mapping(text, file.as_posix())
    if problems:
        raise ProblemsFound(problems)
    return mapping


def _save_mapping(file: Path, mapping: ColumnMap, overwrite: bool) -> None:
    folder = file.absolute().parent
    data = mapping.text().encode()
    write, problem = write_to(folder / file.name, file.as_posix(), lambda: data, folder, overwrite=overwrite)
    if problem or write is None:
        raise ProblemsFound([problem])
    carry_out([write])


def _report(plan: Plan, written: bool) -> None:
    """Say what the columns mean, and what was done or would be."""
    if plan.mapping.columns:
        click.echo(plan.mapping.text().rstrip("\n"))
    for write in plan.writes:
        if write.state != SAME:
            click.echo(f"{write.path}: {DONE[write.state][not written]}")
    for remark in plan.remarks:
        click.echo(remark)
    if plan.problems and plan.writes and not written:
        click.echo(OTHERS_WAIT)
    click.echo(_summary(plan.writes) + ("" if written else " (nothing was written)"))


def _summary(writes: list[Write]) -> str:
    notes = [write for write in writes if write.path.endswith(".md")]
    counts = [sum(write.state == state for write in notes) for state in (NEW, REPLACED, SAME)]
    pictures = sum(write.state == NEW for write in writes if not write.path.endswith((".md", ".yml")))
    return (
        f"notes: {counts[0]} new, {counts[1]} replaced, {counts[2]} there already; pictures: {pictures} new"
    )
