"""`course-site translations`: what is behind, and what brings it up to date."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import click

from course_site.problems import Problem, ProblemsFound
from course_site.settings import Settings
from course_site.translations.course import all_reports, hints, incomplete_packs, languages
from course_site.translations.glossary import Term, read_glossary
from course_site.translations.report import PageReport
from course_site.translations.show import as_data, as_markdown, is_behind, show_reports, wide_console
from course_site.translations.update_command import new, update

SettingsOf = Callable[[], Settings]


def check_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of the check, which may be given with or without the word `check`."""
    command = click.option("--strict", is_flag=True, help="Fail on anything behind, not only on damage.")(
        command
    )
    command = click.option("--markdown", is_flag=True, help="Print a list and a table in Markdown.")(command)
    return click.option("--json", "as_json", is_flag=True, help="Print the state of all pages as JSON.")(
        command
    )


@click.group(invoke_without_command=True)
@check_options
@click.pass_context
def translations(context: click.Context, strict: bool, markdown: bool, as_json: bool) -> None:
    """Say which translated passages are behind the English, and bring them up to date.

    Being behind is no fault. Damage is: a broken comment, another formula, code or link.
    """
    if context.invoked_subcommand is None:
        _check(context.obj(), strict, markdown, as_json)


@translations.command()
@check_options
@click.pass_obj
def check(settings_of: SettingsOf, strict: bool, markdown: bool, as_json: bool) -> None:
    """Compare the English above each translated passage with the English of today."""
    _check(settings_of(), strict, markdown, as_json)


translations.add_command(update)
translations.add_command(new)


def _check(settings: Settings, strict: bool, markdown: bool, as_json: bool) -> None:
    terms, faults = read_glossary(settings.docs)
    reports, packs = _reports(settings, terms), list(incomplete_packs(settings))
    if as_json:
        click.echo(json.dumps({"pages": [as_data(found) for found in reports]}, ensure_ascii=False, indent=2))
    elif markdown:
        click.echo(as_markdown(reports), nl=False)
    else:
        show_reports(reports, wide_console(), packs)
    problems = [*faults, *(problem for found in reports for problem in found.damage)]
    if strict:
        problems += [*packs, *(_behind(found) for found in reports if is_behind(found))]
    if problems:
        raise ProblemsFound(problems)


def _reports(settings: Settings, terms: Sequence[Term]) -> list[PageReport]:
    """Return the report of every page of every language, with all its hints."""
    return [
        replace(found, hints=(*found.hints, *hints(found, terms, code)))
        for code in languages(settings.docs)
        for found in all_reports(settings, code)
    ]


def _behind(found: PageReport) -> Problem:
    """Return what `--strict` says of a page."""
    if not found.english_path:
        return Problem(found.path, 0, 0, "its English page is gone.", "Delete it, or bring the English back.")
    if found.translation is None:
        fault = f"{found.english_path} is not translated."
        return Problem(
            found.path, 0, 0, fault, f"course-site translations update {found.path} begins the page."
        )
    if not found.is_adopted:
        fault = "no passage has its English above it."
        return Problem(found.path, 0, 0, fault, f"course-site translations update --adopt {found.path}")
    first = found.behind[0]
    count = len(found.behind)
    fault = (
        f"{count} passage{'s are' if count > 1 else ' is'} behind the English; the first is {first.status}."
    )
    return Problem(found.path, first.line, 0, fault, "course-site translations lists them.")
