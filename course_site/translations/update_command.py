"""`course-site translations update` and `new`: the commands that write."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from course_site.language import DEFAULT, codes
from course_site.problems import Problem, ProblemsFound, nearest
from course_site.settings import Settings
from course_site.translations.adopt import adopt
from course_site.translations.blocks import Block
from course_site.translations.course import languages, page_report, sources
from course_site.translations.english_comments import MARKS
from course_site.translations.new_language import page_to_translate, plan_language
from course_site.translations.passages import decode
from course_site.translations.report import NO_COMMENT, PageReport
from course_site.translations.show import finding_line, wide_console
from course_site.translations.update import update as updated
from course_site.translations.writing import encode_like, write

SettingsOf = Callable[[], Settings]


@click.command()
@click.argument("pages", nargs=-1)
@click.option("--adopt", "adopts", is_flag=True, help="Give passages that have no comment their English.")
@click.pass_obj
def update(settings_of: SettingsOf, pages: Sequence[str], adopts: bool) -> None:
    """Put today's English above the translated passages of PAGES (all, if none is named). No word is lost.

    Passages follow the order of the English; changed ones are marked `to review`, new ones wait in English
    under `to translate`, what the English dropped is marked `removed`. Changed formulas and code are copied,
    or marked where French words may be in them. A page that does not exist is begun.
    """
    settings = settings_of()
    problems: list[Problem] = []
    for code, name in _chosen(settings, pages, problems):
        problems += _update(settings, code, name, adopts, bool(pages))
    if problems:
        raise ProblemsFound(problems)


@click.command()
@click.argument("code")
@click.argument("name")
@click.pass_context
def new(context: click.Context, code: str, name: str) -> None:
    """Begin the language CODE, which calls itself NAME: `course-site translations new es Español`.

    Writes its words, its first page and its entry in mkdocs.yml; every other page shows the English at first.
    """
    settings = context.obj()
    config = settings.root / context.find_root().params["config_file"].name
    files, problems = plan_language(settings, config, code, name)
    if problems:
        raise ProblemsFound(problems)
    for path, text in files.items():
        write(path, text.encode())
        click.echo(f"{_shown(settings, path)}: written")
    click.echo(
        f"Translate what is marked, then begin a page: course-site translations update docs/{code}/PAGE.md"
    )


def _shown(settings: Settings, path: Path) -> str:
    return settings.relative(path) if path.is_relative_to(settings.root) else path.as_posix()


def _chosen(settings: Settings, pages: Sequence[str], problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """Yield language and name of the pages to update; what is no such page is a problem."""
    if not pages:
        for code in languages(settings.docs):
            yield from ((code, name) for name in sources(settings.docs, code))
        return
    known = [code for code in codes() if code != DEFAULT]
    for page in pages:
        path = (settings.root / page).resolve()
        below = path.relative_to(settings.docs).parts if path.is_relative_to(settings.docs) else ()
        english = settings.docs.joinpath(DEFAULT, *below[1:])
        if len(below) < 2 or below[0] == DEFAULT or not english.is_file() or english.suffix != ".md":
            fault = "no English page is translated by this one."
            hint = "Name a page as docs/fr/…, with its English in docs/en/…."
            problems.append(Problem(page, 0, 0, fault, hint))
        elif below[0] not in known:
            hint = f"{nearest(below[0], known).strip()} course-site translations new begins a language."
            fault = f"{below[0]} is no language of this course."
            problems.append(Problem(page, 0, 0, fault, hint.strip()))
        else:
            yield below[0], "/".join(below[1:])


def _update(settings: Settings, code: str, name: str, adopts: bool, is_named: bool) -> list[Problem]:
    """Bring one page up to date; return why not, if it cannot be done."""
    path, english = settings.docs / code / name, settings.docs / DEFAULT / name
    shown = settings.relative(path)
    if not english.is_file():
        return []
    if not path.is_file():
        write(path, page_to_translate(english).encode())
        click.echo(f"{shown}: begun; every passage waits in English")
        return []
    source = path.read_bytes()
    text, today = decode(source), decode(english.read_bytes())
    found = page_report(settings, code, name)
    if found.translation.problems:
        return list(found.translation.problems)
    if adopts:
        text = _adopted(shown, today, text, code)
    elif not found.is_adopted:
        hint = f"course-site translations update --adopt {shown} gives it its comments."
        return [Problem(shown, 0, 0, "no passage has its English above it.", hint)] if is_named else []
    text = updated(today, text, code)
    if text != decode(source):
        write(path, encode_like(source, text))
        _tell(found, adopts)
        click.echo(f"{shown}: written")
    return []


def _adopted(shown: str, english: str, text: str, code: str) -> str:
    """Return a page with its first comments, and say what has found no partner."""
    result = adopt(english, text, code)
    if result.count:
        those = "passage has its" if result.count == 1 else "passages have their"
        click.echo(f"{shown}: {result.count} {those} English in a comment now")
    for block in result.english:
        click.echo(f"{shown}: no translation found of English line {block.line}: {_begins(block)}")
    for block in result.french:
        click.echo(f"{shown}: no English found for: {_begins(block)}")
    return result.text


def _begins(block: Block) -> str:
    line = block.text.split("\n")[0]
    return line if len(line) <= 70 else line[:69] + "…"


def _tell(found: PageReport, adopts: bool) -> None:
    """Print what has changed in the English since the translation: the comments no longer say it."""
    known = (*MARKS, NO_COMMENT) if adopts else MARKS  # what has been adopted is told already
    for finding in found.behind:
        if finding.status not in known:
            wide_console().print(finding_line(found, finding), soft_wrap=True)
