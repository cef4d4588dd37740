"""The page of all macros: how each is written, what it gives, what it is made of, what it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from course_site.language import Language
from course_site.tex.macros import Macro


def macros_page(macros: Sequence[Macro], language: Language) -> str:
    """Return a table for each group of macros, as Markdown."""
    parts = []
    for group, members in groupby(macros, key=lambda macro: macro.group):
        if group:
            parts += [f"### {in_language(group, language.code)}", ""]
        keys = ("macro", "macro_result", "macro_meaning", "macro_body")
        parts += [_row([language[key] for key in keys]), _row(["---"] * len(keys))]
        parts += [_row(_cells(macro, language.code)) for macro in members]
        parts.append("")
    return "\n".join(parts)


def in_language(comment: str, code: str) -> str:
    """Return the part of ``input vector | fr: vecteur d’entrée`` that is in a language, else the first."""
    first, *others = (part.strip() for part in comment.split("|"))
    translations = dict(part.partition(":")[::2] for part in others)
    return translations.get(code, first).strip()


def _cells(macro: Macro, code: str) -> list[str]:
    meaning = in_language(macro.meaning, code).replace("|", r"\|")
    return [f"`{macro.example}`", f"${macro.example}$", meaning, "`" + macro.body.replace("|", r"\|") + "`"]


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
