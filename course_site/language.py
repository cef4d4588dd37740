"""Languages are data: one YAML file each, with the site's own words and the way numbers are written."""

from __future__ import annotations

import html
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from course_site.front_matter import read_yaml
from course_site.problems import Problem, ProblemsFound

FOLDER = Path(__file__).with_name("languages")
DEFAULT = "en"
PACK_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's where PyYAML was built with it: every command reads each pack."""
UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"))
RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


@dataclass(frozen=True)
class Language:
    """One language pack."""

    code: str
    words: dict[str, Any]

    def __getitem__(self, key: str) -> Any:
        """Return the site's own word for `key`; the English one, if this pack has not got it."""
        if self.code == DEFAULT or self.words.get(key) is not None:
            return self.words[key]
        return language(DEFAULT)[key]

    @property
    def missing(self) -> list[str]:
        """The keys that this pack has not got; the site says them in English."""
        return [key for key in language(DEFAULT).words if self.words.get(key) is None]

    def number(self, value: float, digits: int | None = None) -> str:
        """Write a number with `digits` decimals (``None``: four significant figures)."""
        text = f"{value:z,.{digits}f}" if digits is not None else _significant(value)
        swap = {",": self["thousands"], ".": self["decimal"], "-": "\u2212"}
        return "".join(swap.get(character, character) for character in text)

    def value(self, typed: dict[str, Any]) -> str:
        """Write a typed value of a run in this language."""
        if typed["kind"] == "claim":
            return ""
        if typed["kind"] == "text":
            return typed["value"]
        if typed["kind"] == "percent":
            return self["percent"].format(self.number(100 * typed["value"], typed["digits"]))
        if typed["kind"] == "timing":
            return self.duration(typed["value"])
        return self.number(typed["value"], typed["digits"])

    def duration(self, seconds: float) -> str:
        """Write a time with two significant figures, in s, ms or µs."""
        scale, unit = next((pair for pair in UNITS if abs(seconds) >= pair[0]), UNITS[-1])
        shown = float(f"{seconds / scale:.2g}")
        digits = 1 if abs(shown) < 10 else 0
        return f"{self.number(shown, digits)}\u00a0{unit}"

    def figure_attributes(self) -> str:
        """Return what figures.js, which shows a figure over the whole window, writes on its buttons."""
        words = {name: html.escape(self[f"figure_{name}"]) for name in ("open", "zoom", "close")}
        return "".join(f' data-{name}="{word}"' for name, word in words.items())


def _significant(value: float) -> str:
    """Write four significant figures; a very small or large number as a power of ten."""
    text = f"{value:z,.4g}"
    mantissa, _, exponent = text.partition("e")
    if not exponent:
        return text
    if 0 < int(exponent) < 15:
        return f"{value:,.0f}"
    return f"{mantissa}\u00a0×\u00a010{str(int(exponent)).translate(RAISED)}"


def spoken(docs: Path) -> dict[str, Language]:
    """Return the languages in which there are pages below `docs`, the default one first."""
    found = [code for code in codes() if (docs / code).is_dir()]
    return {code: language(code) for code in sorted(found, key=lambda code: code != DEFAULT)}


def codes() -> list[str]:
    """Return the languages that have a pack, in the order of their codes."""
    return sorted(path.stem for path in FOLDER.glob("*.yml"))


@cache
def language(code: str) -> Language:
    """Return a language pack; the English one where there is none for `code`.

    Errors: ProblemsFound for a pack that cannot be read, with the line.
    """
    path = FOLDER / f"{code}.yml"
    if not path.is_file():
        return language(DEFAULT)
    text = path.read_text(encoding="utf-8")
    try:
        words = yaml.load(text, Loader=PACK_LOADER) or {}
    except yaml.YAMLError:  # read once more, slowly, by what knows to tell a person
        words, faults = read_yaml(text, _shown(path), 1, "this language pack")
        if faults:
            raise ProblemsFound(faults) from None
    if not isinstance(words, dict):
        fault = f"a language pack is a list of `key: words`; got {type(words).__name__}."
        hint = f"Begin again from {_shown(path.with_stem(DEFAULT))}."
        raise ProblemsFound([Problem(_shown(path), 1, 0, fault, hint)])
    return Language(code, words)


def _shown(path: Path) -> str:
    return f"{Path(__file__).parent.name}/languages/{path.name}"
