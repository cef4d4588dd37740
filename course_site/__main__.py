"""The command line: `course-site check | run | new | import | translations | publish | pdf | …`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from course_site.annotations import annotation
from course_site.building import build_site
from course_site.checking import EVERY_CHECK, check_all
from course_site.diagrams.command import diagrams
from course_site.ending import ends_in_order
from course_site.execution.engines import ENGINES, AutoEngine
from course_site.execution.fingerprint import fingerprint
from course_site.execution.run import WHOLE, Shard, default_workers, read_pages, run_pages
from course_site.execution.store import Store
from course_site.language import DEFAULT
from course_site.papers.command import papers
from course_site.papers.note import FOLDER as NOTES_FOLDER
from course_site.papers.reading import is_note
from course_site.problems import Problem, ProblemsFound
from course_site.publish import publish as publish_site
from course_site.publish import releases_of
from course_site.settings import DEVICES, Settings, read_settings, resolve_device
from course_site.translations.command import translations
from course_site.translations.course import every_report
from course_site.translations.show import notices
from course_site.writing_commands import import_course, new

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
device_option = click.option(
    "--device",
    type=click.Choice(DEVICES),
    envvar="LESSON_DEVICE",
    default="cpu",
    show_default=True,
    help="Where cells compute. Published numbers come from the CPU: they must not depend on who built them.",
)


class Reporting(click.Group):
    """A group whose commands end with the problems they found, one a line, and exit 1."""

    def invoke(self, context: click.Context) -> object:
        """Print problems instead of a traceback."""
        try:
            return super().invoke(context)
        except ProblemsFound as found:
            show(found.problems)
            context.exit(1)


@click.group(cls=Reporting, context_settings=CONTEXT)
@click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path),
    default=Path("mkdocs.yml"),
    show_default=True,
    help="The project's mkdocs.yml.",
)
@click.pass_context
def main(context: click.Context, config_file: Path) -> None:
    """Check, run and publish a course whose pages are computed by tested code."""
    context.obj = lambda: read_settings(config_file.resolve())


@main.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "github"]),
    default="text",
    show_default=True,
    help="github: also mark each problem, and each passage behind, at its line of a pull request.",
)
@click.pass_obj
def check(settings_of, form: str) -> None:
    """Check every page without running it, and say which are out of date. Needs no torch."""
    settings = settings_of()
    pages, problems = read_pages(settings)
    faulty = {problem.path for problem in problems}
    problems += check_all(EVERY_CHECK, settings, pages)
    stored = set(Store(settings.store).keys())
    for page in pages:
        if page.runs and page.path not in faulty:
            key = fingerprint(page, settings.packages, settings.root, settings.device).key
            if key not in stored:
                click.echo(f"{page.path}: out of date; the next build runs it")
    if form == "github":
        for problem in sorted(set(problems)):
            click.echo(annotation(problem))
        for notice in notices(every_report(settings)):
            click.echo(annotation(notice, "notice"))
    if problems:
        raise ProblemsFound(problems)
    click.echo(f"{len(pages)} pages checked, no problem found")


@main.command()
@click.argument("pages", nargs=-1)
@click.option("--force", is_flag=True, help="Run pages even if their results are stored.")
@click.option("--workers", type=click.IntRange(1, 64), help="Pages that run at once.  [default: one a core]")
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="auto",
    show_default=True,
    help="fork: a process with torch loaded, forked per page (Linux, CPU). nbclient: a kernel per page.",
)
@click.option(
    "--shard",
    metavar="N/M",
    callback=lambda _c, _p, text: parse_shard(text),
    help="Run only the N-th of M equal shares; M machines with M stores do it all.",
)
@click.option("--store", type=click.Path(path_type=Path), help="Folder of the results.")
@device_option
@click.pass_obj
def run(settings_of, pages: Sequence[str], store: Path | None, device: str, **options: Any) -> None:
    """Run PAGES (all executable pages if none is named) that are out of date."""
    settings = with_device(settings_of(), device)
    if store is not None:
        settings = replace(settings, store=store.resolve())
    click.echo(run_with_progress(settings, only=pages, **options))


@main.command()
@click.argument("target", type=click.Path(path_type=Path), default=Path("site"))
@device_option
@click.pass_obj
def publish(settings_of, target: Path, device: str) -> None:
    """Run what is out of date, build the whole site aside, then switch TARGET (default: site) to it."""
    settings = with_device(settings_of(), device)
    summary = []

    def build(folder: Path) -> None:
        summary.append(run_with_progress(settings))
        build_site(settings, folder)

    with ends_in_order():
        publish_site(settings.root / target, releases_of(settings.root, target), build)
    click.echo(summary[0])


@main.command()
@click.argument("pages", nargs=-1)
@click.option(
    "--site", type=click.Path(path_type=Path), default=Path("site"), show_default=True, help="The built site."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("pdf"),
    show_default=True,
    help="Folder of the PDFs.",
)
@click.option(
    "--url",
    envvar="COURSE_URL",
    default="http://localhost:8000/",
    show_default=True,
    help="Where the site is published: links in a PDF lead there.",
)
@click.pass_obj
def pdf(settings_of, pages: Sequence[str], site: Path, out: Path, url: str) -> None:
    """Print PAGES (such as fr/spiral/; all lessons if none is named) as PDFs, with the system's Chromium."""
    from course_site.pdf import print_pages

    settings = settings_of()
    chosen = list(pages) or lesson_addresses(settings)
    for path in print_pages(settings.root / site, chosen, settings.root / out, url):
        click.echo(path)


@main.command()
@device_option
@click.pass_obj
def prune(settings_of, device: str) -> None:
    """Remove stored results that no page of today uses."""
    settings = settings_of()
    pages, _ = read_pages(settings)
    keep = {
        fingerprint(page, settings.packages, settings.root, kind).key
        for page in pages
        for kind in ("cpu", "cuda")
        if page.runs
    }
    gone = Store(settings.store).prune(keep)
    click.echo(f"{len(gone)} results removed, {len(keep & set(Store(settings.store).keys()))} kept")


main.add_command(new)
main.add_command(import_course)
main.add_command(papers)
main.add_command(translations)
main.add_command(diagrams)


def parse_shard(text: str | None) -> Shard:
    """Read ``2/8``; a usage error says what was wanted."""
    if text is None:
        return WHOLE
    number, _, of = text.partition("/")
    if number.isdigit() and of.isdigit() and 1 <= int(number) <= int(of):
        return Shard(int(number), int(of))
    raise click.BadParameter(f"wanted N/M with 1 <= N <= M, for example 2/8; got {text!r}.")


def lesson_addresses(settings: Settings) -> list[str]:
    """Return the address of every lesson: `docs/fr/spiral/index.md`, in a section, is at `fr/spiral/`.

    A note on a paper is no lesson.
    """
    pages, _ = read_pages(settings)
    addresses = []
    for page in pages:
        language, *parts = Path(page.path).relative_to("docs").with_suffix("").parts
        if len(parts) > 1 and not (parts[0] == NOTES_FOLDER and is_note(page.text, page.path)):
            prefix = [] if language == DEFAULT else [language]
            addresses.append("".join(f"{part}/" for part in [*prefix, *parts] if part != "index"))
    return addresses


def with_device(settings: Settings, device: str) -> Settings:
    """Return the settings for one device; a wish that cannot be met is a usage error (exit 2)."""
    try:
        return replace(settings, device=resolve_device(device))
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def run_with_progress(
    settings: Settings,
    *,
    only: Sequence[str] = (),
    workers: int | None = None,
    engine: str = "auto",
    **options: Any,
) -> str:
    """Run pages with a progress bar; return the summary, or exit 1 after every problem is shown."""
    from course_site.progress import show_progress

    pages, _ = read_pages(settings)
    names = {page.path for page in pages if page.runs}
    if unknown := sorted(set(only) - names):
        hint = "Name pages as docs/en/…, from the project's folder."
        raise ProblemsFound(
            [Problem(name, 0, 0, "no executable page has this path.", hint) for name in unknown]
        )
    with (
        AutoEngine(engine, settings.device) as chosen,
        show_progress(Console(stderr=True)) as notify,
    ):
        options |= {"only": only, "workers": workers or default_workers(), "progress": notify}
        report = run_pages(settings, chosen, **options)
        if chosen.peak:
            click.echo(f"memory: at most {chosen.peak} MB in one page's process", err=True)
    show(report.notices)
    if report.problems:
        show(report.problems)
        click.echo(report.summary(), err=True)
        raise SystemExit(1)
    return report.summary()


def show(problems: Sequence[Problem]) -> None:
    """Print problems, one a line."""
    for problem in problems:
        click.echo(str(problem), err=True)


if __name__ == "__main__":
    main(prog_name="course-site")
