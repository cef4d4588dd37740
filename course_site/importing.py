"""Brings in a course that was written for Jekyll: its pages, its pictures, its list of chapters.

First a plan, which only reads; then `carry_out`, which only writes what is not there yet.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from course_site.byline import misspelt_keys
from course_site.chapters import LANGUAGE, menu, read_chapters
from course_site.dialect import BASE, check_dialect
from course_site.language import FOLDER
from course_site.pages import Page, read_page
from course_site.problems import Problem

CONFIG = "_config.yml"
MENU = "imported-nav.yml"
"""Written beside the docs folder: what to copy into `mkdocs.yml`."""
PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"}
LARGEST_PICTURE = 20_000_000
ODD_NAME = re.compile(r"[\x00-\x1f\x7f\\:*?\"<>|\ud800-\udfff]|^\s|[\s.]$")
LIQUID = re.compile(r"\{%.*?%\}|\{\{[^{}\n]*\}\}")
SCRIPT = re.compile(rb"<(?:\w+:)?(?:script|foreignObject|iframe)\b|\son\w+\s*=|javascript:", re.IGNORECASE)


@dataclass(frozen=True)
class Copy:
    """One file to bring in."""

    source: Path
    target: Path
    is_new: bool
    """False if the very same file is there already."""


@dataclass
class Plan:
    """What an import would do, and what it could not understand."""

    copies: list[Copy] = field(default_factory=list)
    menu: str = ""
    menu_file: Path | None = None
    """Where the menu is to be written; None if something else stands there."""
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def new(self) -> list[Copy]:
        """Return what is not there yet."""
        return [copy for copy in self.copies if copy.is_new]

    def summary(self) -> str:
        """Return the line that an import ends with."""
        pages = sum(copy.source.suffix == ".md" for copy in self.new)
        there = len(self.copies) - len(self.new)
        return f"pages: {pages} new; pictures: {len(self.new) - pages} new; already there: {there}"


def plan_import(folder: Path, docs: Path) -> Plan:
    """Return what bringing the course in `folder` into `docs` would do; nothing is written."""
    plan = Plan()
    course = folder / "docs" if _is_folder(folder / "docs") else folder
    known = {path.stem for path in FOLDER.glob("*.yml")}
    files: dict[str, Path] = {}
    for entry in sorted(course.iterdir()):
        if entry.name == CONFIG:
            continue
        if not (entry.name in known or entry.name == "images"):
            _note_left_out(entry, plan)
            continue
        if not _is_folder(entry):
            plan.problems.append(_refusal(entry, "is no folder, or a link"))
            continue
        kinds = PICTURES if entry.name == "images" else {".md", *PICTURES}
        files |= {path.relative_to(course).as_posix(): path for path in _files(entry, kinds, plan)}
    pages = _check_files(files, course, docs, plan)
    for name, source in files.items():
        if (copy := _copy(source, docs, name, plan)) is not None:
            plan.copies.append(copy)
    _plan_menu(course / CONFIG, pages, docs, plan)
    plan.problems.sort()
    return plan


def carry_out(plan: Plan) -> None:
    """Write what is new; a file that has appeared in the meantime is left as it is."""
    for copy in plan.new:
        copy.target.parent.mkdir(parents=True, exist_ok=True)
        _write(copy.target, copy.source.read_bytes(), plan)
    if plan.menu and plan.menu_file and not _is_same(plan.menu_file, plan.menu.encode()):
        _write(plan.menu_file, plan.menu.encode(), plan)


def _write(target: Path, data: bytes, plan: Plan) -> None:
    try:
        with target.open("xb") as file:
            file.write(data)
    except FileExistsError:
        plan.problems.append(_kept(target))


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _note_left_out(entry: Path, plan: Plan) -> None:
    if entry.name.startswith("."):
        return
    reason = "neither a language that this site speaks nor images/"
    if LANGUAGE.fullmatch(entry.name):
        reason = (
            f"a language that this site does not speak; course_site/languages/{entry.name}.yml would teach it"
        )
    plan.notes.append(f"{entry.as_posix()}: left out: {reason}")


def _files(folder: Path, kinds: set[str], plan: Plan) -> Iterator[Path]:
    """Yield the pages and pictures below a folder; links are refused, other files noted."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        path = folder / entry.name
        if entry.name.startswith("."):
            continue
        if ODD_NAME.search(entry.name):
            plan.problems.append(_refusal(path, "has a name that some systems cannot hold"))
        elif entry.is_symlink():
            plan.problems.append(_refusal(path, "is a link, and links are not followed"))
        elif entry.is_dir(follow_symlinks=False):
            yield from _files(path, kinds, plan)
        elif not entry.is_file(follow_symlinks=False):
            plan.problems.append(_refusal(path, "is no ordinary file"))
        elif path.suffix.lower() not in kinds:
            plan.notes.append(f"{path.as_posix()}: left out: no kind of file that belongs here")
        elif entry.stat(follow_symlinks=False).st_size > LARGEST_PICTURE:
            plan.problems.append(_refusal(path, f"has more than {LARGEST_PICTURE // 10**6} MB"))
        elif path.suffix.lower() == ".svg" and SCRIPT.search(path.read_bytes()):
            plan.problems.append(_refusal(path, "is a drawing that holds a script"))
        else:
            yield path


def _check_files(files: dict[str, Path], course: Path, docs: Path, plan: Plan) -> dict[str, Page]:
    """Read every page, note what is wrong with it, and return the pages by their path below docs."""
    pages = {}
    for name, source in files.items():
        if source.suffix == ".md":
            page, faults = read_page(source.read_bytes(), _shown(source))
            pages[name] = page
            plan.problems += faults or _check_page(page, name, course, docs)
            if page.runs:
                plan.notes.append(f"{_shown(source)}: holds code that the next build will run; read it first")
    return pages


def _check_page(page: Page, name: str, course: Path, docs: Path) -> list[Problem]:
    values = page.front_matter.values
    lines = page.text.split("\n")
    head = lines[: page.front_matter.first_line_after - 1]
    problems = check_dialect(page, name, course, docs) + misspelt_keys(values, head, page.path)
    folder = name.partition("/")[0]
    if values.get("lang", folder) != folder:
        fault = f"`lang` is {values['lang']!r}, and the page stands in {folder}/."
        problems.append(Problem(page.path, 1, 0, fault, "One of the two is wrong."))
    for number, line in enumerate(lines, 1):
        for found in LIQUID.finditer(line):
            if not BASE.match(found.group()) and "`" not in line:
                fault = f"`{found.group()}` is a command to Jekyll, and means nothing here."
                problems.append(
                    Problem(page.path, number, found.start() + 1, fault, "Write what it stood for.")
                )
    return problems


def _copy(source: Path, docs: Path, name: str, plan: Plan) -> Copy | None:
    """Return the copy of one file, or note why it must not be made."""
    target = docs / PurePosixPath(name)
    if not target.resolve().is_relative_to(docs.resolve()):
        plan.problems.append(_refusal(target, "leads out of the docs folder through a link"))
        return None
    if os.path.lexists(target) and not _is_same(target, source.read_bytes()):
        plan.problems.append(_kept(target))
        return None
    above = next((path for path in target.parents if os.path.lexists(path)), docs)
    if not above.is_dir():
        plan.problems.append(_refusal(above, "is a file where a folder is wanted"))
        return None
    return Copy(source, target, not os.path.lexists(target))


def _is_same(path: Path, data: bytes) -> bool:
    return path.is_file() and not path.is_symlink() and path.read_bytes() == data


def _plan_menu(config: Path, pages: dict[str, Page], docs: Path, plan: Plan) -> None:
    """Turn the list of chapters into a menu."""
    if not config.is_file() or config.is_symlink():
        plan.notes.append(f"{config.as_posix()}: not there, so no menu was made")
        return
    text = config.read_text(encoding="utf-8-sig", errors="replace")
    known = {path.stem for path in FOLDER.glob("*.yml")}

    def is_page(path: str) -> bool:
        return path in pages or path.partition("/")[0] not in known or (docs / path).is_file()

    default, chapters, problems = read_chapters(text, _shown(config), is_page)
    titles = {name: str(page.front_matter.values.get("title") or "") for name, page in pages.items()}
    plan.menu = menu(default, {code: own for code, own in chapters.items() if code in known}, titles)
    plan.problems += problems
    target = docs.parent / MENU
    if plan.menu and os.path.lexists(target) and not _is_same(target, plan.menu.encode()):
        plan.problems.append(_kept(target))
    elif plan.menu:
        plan.menu_file = target


def _shown(path: Path) -> str:
    return path.as_posix()


def _refusal(path: Path, reason: str) -> Problem:
    return Problem(_shown(path), 0, 0, f"{reason}.".replace("..", "."), "It was left out.")


def _kept(path: Path) -> Problem:
    return Problem(_shown(path), 0, 0, "is there already, and differs.", "It was kept as it is.")
