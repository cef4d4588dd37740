r"""A formula in words, for a table of contents and for anchors: ``\mathcal{L}(\vx)`` reads ``L(x)``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

SYMBOLS = {
    "in": "∈", "to": "→", "rightarrow": "→", "mapsto": "↦", "times": "×", "cdot": "·", "pm": "±",
    "infty": "∞", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈",
    "sim": "~", "partial": "∂", "nabla": "∇", "sum": "∑", "prod": "∏", "int": "∫", "dots": "…",
    "ldots": "…", "cdots": "…", "mid": "|", "ell": "ℓ", "star": "*", "forall": "∀", "exists": "∃",
    "cup": "∪", "cap": "∩", "subset": "⊂", "varepsilon": "ε", "vartheta": "θ", "varphi": "φ", "top": "T",
    "langle": "⟨", "rangle": "⟩",
}  # fmt: skip
SILENT = {
    *("left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr"),
    *("displaystyle", "textstyle", "limits", "nolimits", "quad", "qquad"),
}
MACRO = re.compile(r"\\([A-Za-z]+)|\\(.)", re.DOTALL)
DEEPEST = 5


def words(tex: str, macros: Mapping[str, str], *, named: bool = False) -> str:
    """Return a formula as plain text; macros without arguments are replaced by what they stand for.

    `named` spells symbols out, for an anchor: ``alpha in R^n``.
    """
    for _ in range(DEEPEST):
        wider = re.sub(r"\\[A-Za-z]+", lambda m: _expanded(m.group(), macros), tex)
        if wider == tex or len(wider) > 500:
            break
        tex = wider
    text = MACRO.sub(lambda match: _word(match, tex, named), tex)
    return " ".join(re.sub(r"[{}]", "", text).replace("~", " ").split())


def _expanded(name: str, macros: Mapping[str, str]) -> str:
    body = macros.get(name, "")
    return body if body and "#" not in body else name


def _word(match: re.Match[str], tex: str, named: bool) -> str:
    """Return the word for one command; one with an argument in braces (a font, an accent) is silent."""
    name = match[1]
    if name is None:
        return match[2] if match[2] in "{}|%$&#_" else " "
    if name in SILENT or tex.startswith("{", match.end()):
        return ""
    if named:
        return f" {name} "
    if name in SYMBOLS:
        return SYMBOLS[name]
    try:
        size = "CAPITAL" if name[0].isupper() else "SMALL"
        return unicodedata.lookup(f"GREEK {size} LETTER {name.upper()}")
    except KeyError:
        return name + " " if tex[match.end() : match.end() + 1].isalpha() else name
