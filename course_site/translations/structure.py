"""What a translation keeps as it is: formulas, code, links, pictures, ids, headings, cells, front matter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from course_site.front_matter import FrontMatter
from course_site.language import DEFAULT, language
from course_site.problems import Problem
from course_site.translations import wording
from course_site.translations.blocks import Block
from course_site.translations.code import code_key, fenced, is_program, statements

SHARED_KEYS = ("jupyter", "page", "timeout", "depends", "generate", "math_macros", "lang-ref")
"""Front matter that means the same in every language."""
KEPT = re.compile(r"`(?=\S*[^\W\d_])\S*[_./()]\S*`")
"""A code span that looks like a name or a path, which no translator changes; others may be examples."""
MAY_DIFFER = "Comments in code may be translated."
HINT = "Write here what the English has."


def compare(english: Sequence[Block], french: Sequence[Block], path: str, code: str) -> Iterator[Problem]:
    """Yield what differs between a passage in step and its English; `code` is the language's."""
    yield from _differences(_joined(english), _joined(french), french, path, code)
    yield from _headings(english, french, path, french[0].line)


def compare_captions(english: Mapping[str, str], cell: Block, path: str, code: str) -> Iterator[Problem]:
    """Yield what differs between the captions of a cell in step and the English ones."""
    lost, added = _difference(list(english), list(cell.captions))
    if lost or added:
        yield Problem(path, cell.line, 0, _sentence("option", lost, added), HINT)
    yield from _differences(*_both(english, cell.captions), [cell], path, code)


def compare_loosely(
    english: Sequence[Block], french: Sequence[Block], path: str, code: str
) -> Iterator[Problem]:
    """Yield hints: other numbers, the decimal sign aside, and other code spans, which may be examples."""
    yield from _hints(_joined(english), _joined(french), french[0].line, path, code)


def compare_captions_loosely(
    english: Mapping[str, str], cell: Block, path: str, code: str
) -> Iterator[Problem]:
    """Yield hints on the captions of a cell."""
    yield from _hints(*_both(english, cell.captions), cell.line, path, code)


def compare_alone(english: Block, french: Block, path: str) -> Iterator[Problem]:
    """Yield what differs in a block that has no English above it: a formula, code, a tag, a cell."""
    where = f"of the English page (line {english.line})"
    hint = f"Copy it from there, or run `course-site translations update {path}`."
    if french.kind != "cell" or english.kind != "cell":
        if english.key != french.key:
            what = {"code": "this code", "formula": "this formula"}.get(french.kind, "this block")
            hint += f" {MAY_DIFFER}" if french.kind == "code" else ""
            yield Problem(path, french.line, 0, f"{what} is not that {where}.", hint)
        return
    if english.anchor != french.anchor:
        ours, theirs = (f"`{cell.anchor}`" if cell.anchor else "without a name" for cell in (english, french))
        fault = (
            f"this cell was renamed: it is {ours} in the English page (line {english.line}), {theirs} here."
        )
        yield Problem(path, french.line, 0, fault, hint)
    if _code(english) != _code(french) or _settings(english) != _settings(french):
        fault = f"the code of this cell is not that {where}."
        yield Problem(path, french.line, 0, fault, f"{hint} {MAY_DIFFER}")


def compare_front_matter(english: FrontMatter, french: FrontMatter, path: str) -> Iterator[Problem]:
    """Yield the keys that decide how a page is built and differ from the English page's."""
    for key in SHARED_KEYS:
        ours, theirs = english.values.get(key), french.values.get(key)
        if ours != theirs:
            fault = (
                f"`{key}` in the front matter is {_shown(theirs)}, and {_shown(ours)} in the English page."
            )
            yield Problem(
                path,
                1,
                0,
                fault,
                f"Copy that line from the English page, or run `course-site translations update {path}`.",
            )


def missing_keys(english: FrontMatter, french: FrontMatter, path: str) -> Iterator[Problem]:
    """Yield a hint for each other key of the English front matter that the translation has not got."""
    for key in english.values:
        if key not in french.values and key not in SHARED_KEYS:
            fault = f"the front matter has no `{key}`, which the English page has."
            yield Problem(path, 1, 0, fault, f"Add a line `{key}:` in this page's language.")


def _differences(one: str, other: str, french: Sequence[Block], path: str, code: str) -> Iterator[Problem]:
    """Yield what differs in the structure of two texts, at its line among the blocks of the second."""
    for name, find in _features(code).items():
        lost, added = _difference(find(one), find(other))
        if lost or added:
            yield Problem(path, _place(french, added), 0, _sentence(name, lost, added), HINT)
    if lost := [span for span in _spans(one, other, code) if KEPT.fullmatch(span)]:
        yield Problem(path, french[0].line, 0, _sentence("code", lost, _spans(other, one, code)), HINT)


def _fences(text: str, *, are_programs: bool) -> list[str]:
    """Return the code inside lists, notes and tabs, line by line and without comments."""
    found = ((info, code) for info, code in fenced(text) if is_program(info) == are_programs)
    return [line.strip() for info, code in found for line in statements(code, info)]


def _hints(one: str, other: str, line: int, path: str, code: str) -> Iterator[Problem]:
    """Yield what may well differ in two texts, and is worth a look."""
    ours, theirs = language(DEFAULT)["decimal"], language(code)["decimal"]
    numbers = _difference(wording.numbers(one, ours), wording.numbers(other, theirs))
    lost = _spans(one, other, code)
    examples = [span for span in lost if not KEPT.fullmatch(span)]
    spans = examples, _spans(other, one, code) if examples == lost else []  # told with the damage
    fences = _difference(*(_fences(text, are_programs=False) for text in (one, other)))
    for name, (lost, added) in {"number": numbers, "code span": spans, "example": fences}.items():
        if lost or added:
            yield Problem(path, line, 0, _sentence(name, lost, added), "Check both.")


def _features(code: str) -> dict[str, Callable[[str], list[str]]]:
    languages = (DEFAULT, code)
    return wording.FEATURES | {
        "code": _values,
        "line of code": partial(_fences, are_programs=True),
        "link": partial(wording.links, languages=languages),
        "picture": partial(wording.pictures, languages=languages),
    }


def _values(text: str) -> list[str]:
    """Return the code spans that are computed."""
    return [span for span in wording.FEATURES["code"](text) if span.startswith("{python}")]


def _spans(text: str, other: str, code: str) -> list[str]:
    """Return the code spans that another text has not got, as they are typed; languages in paths aside."""
    spans, others = ([" ".join(s.split()) for s in wording.FEATURES["code"](one)] for one in (text, other))
    known = {wording.address(span, (DEFAULT, code)) for span in others}
    missing = (span for span in spans if wording.address(span, (DEFAULT, code)) not in known)
    return [f"`{span}`" for span in dict.fromkeys(missing) if not span.startswith("{python}")]


def _both(english: Mapping[str, str], french: Mapping[str, str]) -> tuple[str, str]:
    """Return the captions that both languages have, as two texts."""
    common = [key for key in english if key in french]
    return "\n\n".join(english[key] for key in common), "\n\n".join(french[key] for key in common)


def _joined(blocks: Sequence[Block]) -> str:
    """Return the text of blocks whose words count: a cell and a fence are compared as code."""
    return "\n\n".join(block.text for block in blocks if block.kind not in ("cell", "code"))


def _code(cell: Block) -> str:
    return code_key(cell.code, "python")


def _settings(cell: Block) -> dict[str, object]:
    return {
        key: isinstance(value, str) if key == "fold" else value
        for key, value in cell.options.items()
        if key not in ("name", "caption", "alt")
    }


def _difference(ours: list[str], theirs: list[str]) -> tuple[list[str], list[str]]:
    if ours == theirs:
        return [], []
    ours, theirs = Counter(ours), Counter(theirs)
    return list((ours - theirs).elements()), list((theirs - ours).elements())


def _headings(english: Sequence[Block], french: Sequence[Block], path: str, line: int) -> Iterator[Problem]:
    ours, theirs = _levels(english), _levels(french)
    if ours != theirs:
        fault = (
            f"wanted headings {', '.join(ours) or 'none'}, as in English; got {', '.join(theirs) or 'none'}."
        )
        yield Problem(path, line, 0, fault, "Give the headings the levels of the English ones.")


def _levels(blocks: Sequence[Block]) -> list[str]:
    return [
        re.match(r"#*", block.text.lstrip()).group() or "setext"
        for block in blocks
        if block.kind == "heading"
    ]


def _place(french: Sequence[Block], added: list[str]) -> int:
    """Return the line of the first thing that the English has not got, else the passage's own."""
    for block in french:
        for number, text in enumerate(block.text.split("\n")):
            if added and added[0] in text:
                return block.line + number
    return french[0].line


def _sentence(name: str, lost: list[str], added: list[str]) -> str:
    parts = [f"{' and '.join(lost)} is in the English and not here"] if lost else []
    parts += [f"{' and '.join(added)} is here and not in the English"] if added else []
    return f"{name} differs: {'; '.join(parts)}."


def _shown(value: object) -> str:
    return "not there" if value is None else repr(value)
