"""What a translation keeps as it is: formulas, code, links, pictures, ids, headings, cells, front matter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from course_site.front_matter import FrontMatter
from course_site.language import DEFAULT, language
from course_site.problems import Problem
from course_site.translations import wording
from course_site.translations.blocks import Block

SHARED_KEYS = ("jupyter", "page", "timeout", "depends", "generate", "math_macros", "lang-ref")
"""Front matter that means the same in every language."""
HINT = "Write here what the English has."


def compare(english: Sequence[Block], french: Sequence[Block], path: str, code: str) -> Iterator[Problem]:
    """Yield what differs between a passage in step and its English; `code` is the language's."""
    one, other = _joined(english), _joined(french)
    line = french[0].line
    for name, find in _features(code).items():
        lost, added = _difference(find(one), find(other))
        if lost or added:
            yield Problem(path, _place(french, added, line), 0, _sentence(name, lost, added), HINT)
    yield from _headings(english, french, path, line)


def compare_loosely(
    english: Sequence[Block], french: Sequence[Block], path: str, code: str
) -> Iterator[Problem]:
    """Yield hints: other numbers, the decimal sign aside, or more or fewer code spans that are examples."""
    one, other = _joined(english), _joined(french)
    ours, theirs = language(DEFAULT)["decimal"], language(code)["decimal"]
    pairs = {
        "number": (wording.numbers(one, ours), wording.numbers(other, theirs)),
        "number of code spans": ([str(len(_examples(one)))], [str(len(_examples(other)))]),
    }
    for name, found in pairs.items():
        lost, added = _difference(*found)
        if lost or added:
            yield Problem(path, french[0].line, 0, _sentence(name, lost, added), "Check both.")


def compare_alone(english: Block, french: Block, path: str) -> Iterator[Problem]:
    """Yield what differs in a block that has no comment: a formula, code, a tag, a cell."""
    names = {"cell": "the code of this cell", "code": "this code", "formula": "this formula"}
    what = names.get(french.kind, "this block")
    if french.kind == "cell":
        same = english.anchor == french.anchor and _code(english) == _code(french)
        same = same and _settings(english) == _settings(french)
    else:
        same = english.key == french.key
    if not same:
        fault = f"{what} is not that of the English page (line {english.line})."
        yield Problem(path, french.line, 0, fault, "Copy it from there; comments in code may be translated.")


def compare_front_matter(english: FrontMatter, french: FrontMatter, path: str) -> Iterator[Problem]:
    """Yield the keys that decide how a page is built and differ from the English page's."""
    for key in SHARED_KEYS:
        ours, theirs = english.values.get(key), french.values.get(key)
        if ours != theirs:
            fault = (
                f"`{key}` in the front matter is {_shown(theirs)}, and {_shown(ours)} in the English page."
            )
            yield Problem(path, 1, 0, fault, "Copy that line from the English page.")


def missing_keys(english: FrontMatter, french: FrontMatter, path: str) -> Iterator[Problem]:
    """Yield a hint for each other key of the English front matter that the translation has not got."""
    for key in english.values:
        if key not in french.values and key not in SHARED_KEYS:
            fault = f"the front matter has no `{key}`, which the English page has."
            yield Problem(path, 1, 0, fault, f"Add a line `{key}:` in this page's language.")


def _features(code: str) -> dict[str, Callable[[str], list[str]]]:
    languages = (DEFAULT, code)
    return wording.FEATURES | {
        "code": _values,
        "link": partial(wording.links, languages=languages),
        "picture": partial(wording.pictures, languages=languages),
    }


def _values(text: str) -> list[str]:
    """Return the code spans that are computed."""
    return [span for span in wording.FEATURES["code"](text) if span.startswith("{python}")]


def _examples(text: str) -> list[str]:
    """Return the code spans that are shown as they are: a translator may well need one more or less."""
    return [span for span in wording.FEATURES["code"](text) if not span.startswith("{python}")]


def _joined(blocks: Sequence[Block]) -> str:
    """Return the text of blocks whose words count: a cell and a fence are compared as code."""
    return "\n\n".join(block.text for block in blocks if block.kind not in ("cell", "code"))


def _code(cell: Block) -> str:
    return wording.code_key(cell.code, "python")


def _settings(cell: Block) -> dict[str, object]:
    return {
        key: isinstance(value, str) if key == "fold" else value
        for key, value in cell.options.items()
        if key not in ("caption", "alt")
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


def _place(french: Sequence[Block], added: list[str], line: int) -> int:
    """Return the line of the first thing that the English has not got, else the passage's own."""
    for block in french:
        for number, text in enumerate(block.text.split("\n")):
            if added and added[0] in text:
                return block.line + number
    return line


def _sentence(name: str, lost: list[str], added: list[str]) -> str:
    parts = [f"{' and '.join(lost)} is in the English and not here"] if lost else []
    parts += [f"{' and '.join(added)} is here and not in the English"] if added else []
    return f"{name} differs: {'; '.join(parts)}."


def _shown(value: object) -> str:
    return "not there" if value is None else repr(value)
