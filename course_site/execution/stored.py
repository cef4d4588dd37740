"""What a stored result and a computed value must look like: whoever wrote them, nothing else passes.

It imports the standard library only: the kernel uses it too.
"""

from __future__ import annotations

import re
import reprlib
from collections.abc import Mapping
from math import isfinite
from typing import Any

PICTURE = re.compile(r"\d{1,4}-\d{1,4}\.(?:svg|png)")
FILM = re.compile(r"(?:\d{1,4}\.film)?")
LARGEST_SIDE = 200_000
"""CSS pixels."""
LONGEST_TEXT = 1_000
"""Characters of a value: it stands in a sentence."""
MOST_DIGITS = 100


def value_fault(typed: Any) -> str:
    """Say what keeps a typed value from being written in a page; nothing if it can be."""
    kind = typed.get("kind") if isinstance(typed, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        return f"an inline value must be one of {', '.join(KINDS)}"
    wanted = KINDS[kind]
    for name, rule in wanted.items():
        if name not in typed or not rule(typed[name]):
            return f"the `{name}` of a {kind} must be {WORDS[rule]}, got {reprlib.repr(typed.get(name))}"
    return ""


def record_fault(record: Any) -> str:
    """Say what is wrong with the record of a stored page; nothing if it can be shown."""
    if not isinstance(record, dict) or not isinstance(record.get("cells"), list):
        return "the record lists no cells"
    faults = (_cell_fault(cell) for cell in record["cells"])
    return next((fault for fault in faults if fault), "")


def _cell_fault(cell: Any) -> str:
    if not isinstance(cell, dict):
        return "a cell of the record is no mapping"
    for name, kind in (("text", str), ("pictures", list), ("values", dict), ("film", str)):
        if not isinstance(cell.get(name), kind):
            return f"the `{name}` of a cell is not what a run writes"
    if not FILM.fullmatch(cell["film"]):
        return f"{reprlib.repr(cell['film'])} is no name of a film"
    faults = [_picture_fault(picture) for picture in cell["pictures"]]
    faults += [value_fault(typed) for typed in cell["values"].values()]
    return next(filter(None, faults), "")


def _picture_fault(picture: Any) -> str:
    if not isinstance(picture, dict) or not PICTURE.fullmatch(str(picture.get("file"))):
        return "a picture of the record has a name that no run writes"
    sides = (picture.get("width"), picture.get("height"))
    if not all(_is_whole(side) and side <= LARGEST_SIDE for side in sides):
        return f"a picture of the record is {reprlib.repr(sides[0])} by {reprlib.repr(sides[1])} pixels"
    return ""


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_TEXT


def _is_number(value: Any) -> bool:
    try:
        return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    except OverflowError:  # a whole number with hundreds of digits
        return False


def _is_digits(value: Any) -> bool:
    return value is None or (_is_whole(value) and value <= MOST_DIGITS)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_truth(value: Any) -> bool:
    return isinstance(value, bool)


WORDS = {
    _is_text: f"text of at most {LONGEST_TEXT} characters",
    _is_number: "a finite number that a float can hold",
    _is_digits: f"a whole number, at most {MOST_DIGITS}",
    _is_truth: "true or false",
}
KINDS: Mapping[str, Mapping[str, Any]] = {
    "number": {"value": _is_number, "digits": _is_digits},
    "percent": {"value": _is_number, "digits": _is_digits},
    "timing": {"value": _is_number},
    "claim": {"value": _is_truth},
    "text": {"value": _is_text},
}
"""What each kind of value holds."""
