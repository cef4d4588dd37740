"""What is wrong with a formula, in words for its author; and what a formula may not ask for at all."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from course_site.tex.engine import LARGEST, LONGEST_DEFINING, TexError

FOREIGN = re.compile(r"\\(?:href|url|includegraphics|html(?:Id|Class|Style|Data))(?![A-Za-z])")
DEFINES = re.compile(
    r"\\(?:[gex]?def|(?:re|provide)?newcommand|renewcommand|providecommand|let|futurelet)(?![A-Za-z])"
)
SIZED = re.compile(
    r"\\(?:rule|raisebox|hspace\*?|[mk]?kern|[hm]skip|above|genfrac|\\|cr|newline)(?![A-Za-z])"
    r"(?P<sizes>(?:\s*[\[{]?\s*[-+]?\s*[\d.]+\s*[a-z]{2}\s*[\]}]?){1,4})"
)
SIZE = re.compile(r"([\d.]+)\s*([a-z]{2})")
EMS = {"em": 1, "ex": 0.43, "pt": 0.1, "mm": 0.285, "cm": 2.85, "in": 7.2, "mu": 0.056, "pc": 1.2, "bp": 0.1,
       "dd": 0.107, "cc": 1.28, "nd": 0.107, "nc": 1.28, "sp": 0.0000015}  # fmt: skip


def refuse(tex: str) -> None:
    """Raise TexError for what KaTeX would let pass in part: links, pictures, huge sizes, long definitions."""
    if found := FOREIGN.search(tex):
        raise TexError(
            f"{found.group()} is refused: a formula brings in no link, picture or HTML", found.start()
        )
    for found in SIZED.finditer(tex):
        for number, unit in SIZE.findall(found["sizes"]):
            if _ems(number, unit) > LARGEST:
                fault = f"{number}{unit} is refused: nothing in a formula may be larger than {LARGEST}em"
                raise TexError(fault, found.start())
    if len(tex) > LONGEST_DEFINING and (found := DEFINES.search(tex)):
        fault = (
            f"a formula that defines macros may have {LONGEST_DEFINING} characters, this one has {len(tex)}"
        )
        raise TexError(fault, found.start())


def _ems(number: str, unit: str) -> float:
    try:
        return float(number) * EMS.get(unit, 0)
    except ValueError:
        return 0.0


AT = re.compile(r" at (?:position \d+: .*|end of input: .*)", re.DOTALL)
UNDEFINED = re.compile(r"Undefined control sequence: (\\(?:[A-Za-z@]+|.))")


def explain(error: TexError, macros: Iterable[str], commands: Iterable[str]) -> tuple[str, str]:
    """Return what is wrong and what to do, without the place, which becomes a line and a column."""
    message = AT.sub(" at the end" if " at end of input: " in error.message else "", error.message)
    if found := UNDEFINED.match(message):
        near = nearest_command(found[1], macros, commands)
        hint = (
            f"Did you mean {near}?"
            if near
            else "Define it in docs/assets/macros.tex, or under `math_macros:`."
        )
        return f"Undefined control sequence {found[1]}.", hint
    return message.rstrip(".") + ".", ""


def nearest_command(name: str, macros: Iterable[str], commands: Iterable[str]) -> str:
    """Return the command that was probably meant: a close one of KaTeX's, else the course's closest."""
    own = _closest(name, macros, 0.5)
    known = _closest(name, commands, 0.75)
    return max(filter(None, (own, known)), key=lambda near: (_likeness(name, near), near == own), default="")


def _closest(name: str, known: Iterable[str], cutoff: float) -> str:
    by_letters = {other.lower(): other for other in sorted(known)}
    if name.lower() in by_letters:
        return by_letters[name.lower()]
    return next(iter(difflib.get_close_matches(name, by_letters.values(), n=1, cutoff=cutoff)), "")


def _likeness(name: str, other: str) -> float:
    return difflib.SequenceMatcher(None, name.lower(), other.lower()).ratio()
