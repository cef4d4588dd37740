"""The commands for those who write: `course-site new lesson NAME` and `course-site import DIR`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from course_site.importing import Plan, carry_out, plan_import
from course_site.new_lesson import next_steps, plan_lesson, write_lesson
from course_site.problems import Problem, ProblemsFound
from course_site.settings import Settings


@click.group()
def new() -> None:
    """Begin something new from a template."""


@new.command()
@click.argument("name")
@click.pass_obj
def lesson(settings_of: Callable[[], Settings], name: str) -> None:
    """Begin the lesson NAME, such as spiral/energies, in every language. Nothing is overwritten."""
    settings = settings_of()
    pages, problems = plan_lesson(name, settings.docs)
    if problems:
        raise ProblemsFound(problems)
    write_lesson(pages)
    for path in pages:
        click.echo(f"{settings.relative(path)}: written")
    click.echo(next_steps(name))


@click.command("import")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--into", "docs", metavar="DOCS", type=click.Path(path_type=Path), help="[default: the docs folder]"
)
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.pass_obj
def import_course(
    settings_of: Callable[[], Settings], folder: Path, docs: Path | None, dry_run: bool
) -> None:
    """Bring in the course in DIR, written for Jekyll: pages, pictures, chapters. Nothing is overwritten.

    DIR holds en/, fr/, images/ and _config.yml, or a folder docs/ with these.
    """
    if not folder.is_dir():
        fault = Problem(folder.as_posix(), 0, 0, "there is no such folder.", "Name the folder of a course.")
        raise ProblemsFound([fault])
    plan = plan_import(folder, docs or _from_here(settings_of().docs))
    if not dry_run:
        carry_out(plan)
    _report(plan, dry_run)
    if plan.problems:
        raise ProblemsFound(plan.problems)


def _from_here(docs: Path) -> Path:
    """Name a folder as short as it can be named from here."""
    here = Path.cwd()
    return docs.relative_to(here) if docs.is_relative_to(here) else docs


def _report(plan: Plan, dry_run: bool) -> None:
    """Say what was done, or would be."""
    word = "would be written" if dry_run else "written"
    for copy in plan.new:
        click.echo(f"{copy.target.as_posix()}: {word}")
    for note in plan.notes:
        click.echo(note)
    if plan.menu:
        click.echo(plan.menu.rstrip("\n"))
        if plan.menu_file:
            click.echo(f"{plan.menu_file.as_posix()}: {word}: the menu above")
    click.echo(plan.summary() + (" (nothing was written)" if dry_run else ""))
