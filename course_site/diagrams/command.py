"""`course-site diagrams`: check drawings, print one as text, write the library and the starter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from course_site.diagrams.as_text import as_text
from course_site.diagrams.fixing import fix
from course_site.diagrams.library import library as library_text
from course_site.diagrams.library import starter as starter_text
from course_site.diagrams.reading import read_diagrams
from course_site.diagrams.usage import Shown, all_shown, check_drawing, drawings
from course_site.execution.run import read_pages
from course_site.problems import Problem, ProblemsFound
from course_site.settings import Settings

file_argument = click.argument("file", type=click.Path(path_type=Path))


@click.group()
def diagrams() -> None:
    """Check the drawings of the course, and read them as text."""


@diagrams.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--fix", "repair", is_flag=True, help="Fill observations, drop what the app notes for itself.")
@click.pass_obj
def check(settings_of, files: Sequence[Path], repair: bool) -> None:
    """Check FILES (every drawing of the course if none is named) against the conventions."""
    settings = settings_of()
    chosen = list(files) or drawings(settings)
    uses = all_shown(read_pages(settings)[0])
    problems = [problem for path in chosen for problem in _check(path, settings, uses, repair)]
    if problems:
        raise ProblemsFound(problems)
    click.echo(f"{len(chosen)} drawing{'s' * (len(chosen) != 1)} checked, no problem found")


def _check(path: Path, settings: Settings, uses: Sequence[Shown], repair: bool) -> Iterable[Problem]:
    name = _name(path, settings)
    data = _read(path, name)
    if repair and (fixed := fix(data, name)) != data:
        path.write_bytes(fixed)
        click.echo(
            f"{name}: repaired"
            + "; save it once in diagrams.net to renew its picture" * (path.suffix == ".svg")
        )
        data = fixed
    return check_drawing(data, name, uses)


@diagrams.command()
@file_argument
def text(file: Path) -> None:
    """Print FILE as lines, for `git diff`; a file that is not a drawing is printed as the reason why."""
    pages, problems = read_diagrams(_read(file, str(file)), str(file))
    reasons = "".join(f"{problem.message}\n" for problem in problems)  # git renames the file each time
    click.echo(reasons + as_text(pages), nl=False)


@diagrams.command()
@file_argument
def library(file: Path) -> None:
    """Write the course's library of shapes to FILE."""
    file.write_text(library_text(), encoding="utf-8", newline="\n")


@diagrams.command()
@file_argument
def starter(file: Path) -> None:
    """Write a drawing to start from to FILE."""
    file.write_text(starter_text(), encoding="utf-8", newline="\n")


def _name(path: Path, settings: Settings) -> str:
    """Return a path as messages name it: relative to the project where it lies in it."""
    whole = path.resolve()
    return settings.relative(whole) if whole.is_relative_to(settings.root) else str(path)


def _read(path: Path, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        fault = f"the file cannot be read: {error.strerror or error}."
        raise ProblemsFound(
            [Problem(name, 0, 0, fault, "Name a file such as docs/assets/diagrams/x.drawio.")]
        ) from None
