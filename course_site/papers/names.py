"""People's names, split as bibliographies need them."""

from __future__ import annotations

import re

PARTICLE = re.compile(r"[^\W\dA-ZÀ-Þ][^\W\d]*['’]?")
"""A word in lower case, such as ``van``, ``de`` or ``d’``: with it the family's name begins."""
SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV")


def split_name(name: str) -> tuple[str, str]:
    """Return given and family name of ``Given Family`` or ``Family, Given``; a lone word is a family name.

    ``Hado P. van Hasselt`` is (``Hado P.``, ``van Hasselt``); ``{Google Brain}`` is nobody's given name.
    """
    name = " ".join(name.split())
    if is_group(name):
        return "", name[1:-1]
    if "," in name:
        family, _, given = name.partition(",")
        return given.strip(), family.strip()
    words = name.split(" ")
    start = next((i for i, word in enumerate(words[1:-1], 1) if PARTICLE.fullmatch(word)), len(words) - 1)
    if start > 1 and SUFFIX.fullmatch(words[-1]) and start == len(words) - 1:
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:])


def is_group(name: str) -> bool:
    """Tell whether a name is that of a group, which braces mark as BibTeX does: ``{Google Brain}``."""
    return len(name) > 1 and name.startswith("{") and name.endswith("}")


def printed(name: str) -> str:
    """Return a name as readers see it: without the braces of a group."""
    return name[1:-1] if is_group(name) else name


def initials(given: str) -> str:
    """Return the first letters of given names: ``Jean-Luc Yves`` is ``J.-L. Y.``."""
    parts = ["-".join(f"{piece[0]}." for piece in word.split("-") if piece) for word in given.split() if word]
    return " ".join(part for part in parts if part)


def short_names(names: tuple[str, ...], both: str, et_al: str) -> str:
    """Return ``Kingma & Ba`` by `both`, such as ``{} & {}``, or ``van Hasselt et al.`` by `et_al`."""
    families = [split_name(name)[1] for name in names]
    if len(families) > 2:
        return et_al.format(families[0])
    return both.format(*families) if len(families) == 2 else "".join(families)
