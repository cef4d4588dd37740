"""Languages are data: one YAML file each, with the site's own words and the way numbers are written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).with_name("languages")
DEFAULT = "en"


@dataclass(frozen=True)
class Language:
    """One language pack."""

    code: str
    words: dict[str, str]

    def __getitem__(self, key: str) -> str:
        """Return the site's own word for `key`."""
        return self.words[key]

    def number(self, value: float, digits: int | None = None) -> str:
        """Write a number with `digits` decimals (``None``: four significant figures)."""
        text = f"{value:,.{digits}f}" if digits is not None else f"{value:,.4g}"
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
        return self.number(typed["value"], typed["digits"])


@cache
def language(code: str) -> Language:
    """Return a language pack; the English one where there is none for `code`."""
    path = FOLDER / f"{code}.yml"
    if not path.is_file():
        return language(DEFAULT)
    return Language(code, yaml.safe_load(path.read_text(encoding="utf-8")))
