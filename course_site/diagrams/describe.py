"""A drawing in one sentence of the page's language: what a missing alternative text may say."""

from __future__ import annotations

from course_site.diagrams.conventions import FORWARD, GRADIENT, INITIALISE
from course_site.diagrams.graph import into, normal, out_of, plain
from course_site.diagrams.model import Arrow, Diagram, Shape
from course_site.language import Language

PASSED = ("network", "sampler", "delay-line", "sum", "concatenation")
"""What a value goes through; the others are where it goes to."""
UNNAMED = ("sum", "concatenation", "delay-line")
EXPLAINED = ("observation", "variable")
DRAWN_ONLY = ("formula", "text", "group")


def describe(diagram: Diagram, words: Language) -> str:
    """Return ``x, observed, goes through Encoder to ȳ, computed``, in a language."""
    said: set[str] = set()
    parts = [_path_words(path, diagram, words, said) for path in paths(diagram)]
    alone = [shape for shape in diagram.shapes if shape.kind not in DRAWN_ONLY and shape.id not in said]
    parts += [_mention(shape, diagram, words, said) for shape in alone]
    for kind, key in ((GRADIENT, "diagram_gradient_goes"), (INITIALISE, "diagram_initialises")):
        for arrow in diagram.arrows:
            source, target = diagram.shape(arrow.source), diagram.shape(arrow.target)
            if arrow.kind == kind and source and target:
                ends = (_mention(end, diagram, words, said) for end in (source, target))
                parts.append(words[key].format(*ends))
    return words["diagram_next"].join(parts)


def paths(diagram: Diagram) -> list[list[Shape]]:
    """Return the forward arrows as paths, each arrow in one; a path ends where others meet or part."""
    left = [arrow for arrow in diagram.arrows if arrow.kind == FORWARD]
    starts = [shape for shape in diagram.shapes if not into(diagram, shape, FORWARD)]
    found = []
    while left:
        first = next((a for s in starts for a in left if a.source == s.id), left[0])
        path = _follow(first, left, diagram)
        if len(path) > 1:
            found.append(path)
            starts = [*path[1:], *starts]
    return found


def _follow(arrow: Arrow | None, left: list[Arrow], diagram: Diagram) -> list[Shape]:
    path = [shape for shape in [diagram.shape(arrow.source) if arrow else None] if shape]
    seen = {shape.id for shape in path}
    while arrow is not None:
        left.remove(arrow)
        target = diagram.shape(arrow.target)
        if target is None:
            break
        path.append(target)
        further = [other for other in out_of(diagram, target, FORWARD) if other in left]
        arrow = further[0] if further and target.id not in seen else None
        seen.add(target.id)
    return path


def _path_words(path: list[Shape], diagram: Diagram, words: Language, said: set[str]) -> str:
    first, *others = path
    start = _mention(first, diagram, words, said)
    steps: list[list[str]] = [[]]
    for number, shape in enumerate(others, 1):
        is_last = number == len(others)
        is_passed = shape.kind in PASSED and not is_last
        key = "diagram_through" if is_passed else "diagram_to"
        steps[-1].append(words[key].format(_mention(shape, diagram, words, said)))
        if not is_passed and not is_last:
            steps.append([])
    told = words["diagram_then"].join((", " if len(step) > 2 else " ").join(step) for step in steps)
    is_explained = start != normal(plain(diagram.label(first, words.code))) and first.kind in EXPLAINED
    verb = "diagram_passes" if len(steps[0]) > 1 else "diagram_goes"
    return words[verb].format(start + "," * is_explained, told)


def _mention(shape: Shape, diagram: Diagram, words: Language, said: set[str]) -> str:
    label = normal(plain(diagram.label(shape, words.code)))
    is_new = shape.id not in said
    said.add(shape.id)
    if shape.kind in UNNAMED or (label and shape.kind in ("cost", "sampler")):
        return words[f"diagram_is_{shape.kind.replace('-', '_')}"].format(label)
    if not is_new or shape.kind not in EXPLAINED:
        return label or words["diagram_network"]
    is_given = shape.kind == "observation"
    key = "observed" if is_given else "computed" if into(diagram, shape, FORWARD) else "not_observed"
    return words[f"diagram_is_{key}"].format(label)
