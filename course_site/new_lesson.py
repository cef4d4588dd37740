"""Begins a lesson: writes the template that readers can download as the same new page in every language."""

from __future__ import annotations

import os
import re
from pathlib import Path

from course_site.language import DEFAULT, FOLDER
from course_site.problems import Problem

TEMPLATE = "assets/downloads/lesson{}.md.txt"
"""Below the docs folder; the default language's has no code in its name, the French one has ``.fr``."""
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*")
LONGEST = 100
RESERVED = ("assets", "images")


def name_problems(name: str) -> list[Problem]:
    """Return what is wrong with the name of a lesson such as ``spiral/energies``."""
    wanted = "Write it like spiral/energies: lower-case letters, digits and hyphens."
    first = name.partition("/")[0]
    if name.endswith(".md"):
        return [_fault(name, "a lesson's name has no ending.", f"Write {name.removesuffix('.md')}.")]
    if not NAME.fullmatch(name) or len(name) > LONGEST:
        return [_fault(name, "this is no name for a lesson.", wanted)]
    if first in ("docs", *_languages()):
        hint = "It is written in every language at once: leave the folder out."
        return [_fault(name, f"a lesson's name does not begin with {first}/.", hint)]
    if first in RESERVED:
        return [_fault(name, f"{first}/ holds no lessons.", "Choose another folder.")]
    return []


def plan_lesson(name: str, docs: Path) -> tuple[dict[Path, str], list[Problem]]:
    """Return the pages of a new lesson with their text, and every reason not to write them."""
    if problems := name_problems(name):
        return {}, problems
    pages = {}
    for language in _languages():
        if not (docs / language).is_dir():
            continue
        template = docs / TEMPLATE.format("" if language == DEFAULT else f".{language}")
        target = docs / language / f"{name}.md"
        problems += _standing_in_the_way(target, docs)
        if template.is_file():
            pages[target] = template.read_text(encoding="utf-8")
        else:
            hint = "The template of a lesson belongs there."
            problems.append(_fault(_shown(template, docs), "this file is missing.", hint))
    if not pages and not problems:
        fault = f"there is no folder of a language, such as {DEFAULT}/, in it."
        problems.append(_fault(_shown(docs, docs), fault, "Run this in the project's folder."))
    return pages, problems


def write_lesson(pages: dict[Path, str]) -> None:
    """Write the pages; nothing that is there is touched."""
    for path, text in pages.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)


def next_steps(name: str) -> str:
    """Say what is left to do."""
    return (
        f"Change the titles and descriptions, then add this line to `nav` in mkdocs.yml:\n      - {name}.md"
    )


def _standing_in_the_way(target: Path, docs: Path) -> list[Problem]:
    """Return what is already where a page shall stand, or at its address."""
    if not target.resolve().is_relative_to(docs.resolve()):
        return [_fault(_shown(target, docs), "this leads out of the docs folder through a link.")]
    for above in target.parents:
        if os.path.lexists(above):
            if not above.is_dir():
                return [_fault(_shown(above, docs), "this is a file, and no folder.", "Choose another name.")]
            break
    twin = target.parent.with_suffix(".md") if target.stem == "index" else target.with_suffix("") / "index.md"
    for path in (target, twin):
        if os.path.lexists(path):
            reason = (
                "is there already" if path == target else f"has the address that {target.name} would have"
            )
            return [_fault(_shown(path, docs), f"this page {reason}.", "Choose another name.")]
    return []


def _languages() -> list[str]:
    """Return the languages of the site, the default one first."""
    return sorted((path.stem for path in FOLDER.glob("*.yml")), key=lambda code: (code != DEFAULT, code))


def _shown(path: Path, docs: Path) -> str:
    return path.relative_to(docs.parent).as_posix()


def _fault(place: str, fault: str, hint: str = "") -> Problem:
    return Problem(place, 0, 0, fault, hint)
