"""Checks drawings against the conventions: one message for each fault, and none for what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import replace

from course_site.diagrams import rules_arrows, rules_shapes
from course_site.diagrams.colours import is_empty
from course_site.diagrams.label_text import has_formula
from course_site.diagrams.model import TRANSLATED, Diagram, Item
from course_site.diagrams.reading import read_diagrams
from course_site.diagrams.refusals import refusals
from course_site.diagrams.rules_shapes import Fault
from course_site.diagrams.unpacking import free_faults
from course_site.problems import Problem

DRAWABLE = ("text", "formula")


def check_file(data: bytes, path: str, languages: Iterable[str] = TRANSLATED) -> list[Problem]:
    """Return everything that is wrong with a drawing; `path` is how messages name it.

    Its words must be there in each of `languages`, the default one apart.
    """
    diagrams, problems = read_diagrams(data, path)
    for diagram in diagrams:
        found = check_diagram(replace(diagram, languages=tuple(languages)))
        if len(diagrams) > 1:
            page = diagram.page or f"{diagram.number + 1}"
            found = [replace(problem, message=f"page “{page}”: {problem.message}") for problem in found]
        problems += found
    return problems


def check_free(data: bytes, path: str) -> list[Problem]:
    """Return what is wrong with a free-form drawing, shown as it is: safety, dark pages, typeset formulas."""
    diagrams, problems = read_diagrams(data, path)
    problems += [Problem(path, 0, 0, *fault) for d in diagrams if (fault := _typesets(d))]
    if diagrams and not problems:
        problems += [Problem(path, 0, 0, *fault) for fault in free_faults(data)]
    return problems


def check_diagram(diagram: Diagram) -> list[Problem]:
    """Return everything that is wrong with one page."""
    faults = [(0, fault) for fault in _page_faults(diagram)]
    lost = {identifier for identifier, _ in diagram.faults}
    found = {item.id: fault for item, fault in _item_faults(diagram, lost)}
    faults += [(item.line, found[item.id]) for item in diagram.items() if item.id in found]
    problems = [Problem(diagram.path, line, 0, *fault) for line, fault in faults]
    problems += [problem for _, problem in diagram.faults]
    return [*problems, *cannot_draw(_without(diagram, lost | set(found)))]


def cannot_draw(diagram: Diagram) -> list[Problem]:
    """Return what the site's renderer cannot draw, by name: it is refused, never drawn wrong."""
    return refusals(diagram)


def _item_faults(diagram: Diagram, lost: Set[str]) -> Iterator[tuple[Item, Fault]]:
    """Yield the first fault of each item, but of those whose label is `lost`: it says what they are."""
    faulty = set(lost)
    for shape in diagram.shapes:
        if shape.id not in lost and (fault := rules_shapes.first_fault(shape, diagram)):
            faulty.add(shape.id)
            yield shape, fault
    for arrow in diagram.arrows:
        if arrow.id not in lost and (fault := rules_arrows.first_fault(arrow, diagram, faulty)):
            yield arrow, fault


def _page_faults(diagram: Diagram) -> Iterator[Fault]:
    if not any(shape.kind not in DRAWABLE for shape in diagram.shapes) and not diagram.arrows:
        yield "the page is empty: it holds no shape of the conventions.", "Draw on it, or delete the page."
    if fault := _typesets(diagram):
        yield fault
    if diagram.adaptive_colors == "none":
        yield (
            "the page keeps its light colours where the site is dark: adaptive colours are off.",
            "Choose Extras → Adaptive Colors → Automatic.",
        )
    if diagram.background and not is_empty(diagram.background):
        yield (
            f"the page has a background, `{diagram.background[:60]}`, which hides the site's own.",
            "Click beside every shape and untick Background Color in the Diagram panel.",
        )


def _typesets(diagram: Diagram) -> Fault | None:
    """Formulas are typeset in the app as they are on the site."""
    if diagram.math or not any(has_formula(item.label) for item in diagram.items()):
        return None
    message = (
        "the page has formulas, but mathematical typesetting is off, so that the app shows their source."
    )
    return message, "Choose Extras → Mathematical Typesetting, then save."


def _without(diagram: Diagram, faulty: set[str]) -> Diagram:
    """Return a page without what is reported already."""
    shapes = tuple(shape for shape in diagram.shapes if shape.id not in faulty)
    kept = {shape.id for shape in shapes}
    arrows = tuple(
        arrow
        for arrow in diagram.arrows
        if arrow.id not in faulty and arrow.source in kept and arrow.target in kept
    )
    return replace(diagram, shapes=shapes, arrows=arrows)
