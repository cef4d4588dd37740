"""Code as it is compared in two languages: without its comments, which may be translated."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache

from course_site.tex.fences import fences

LANGUAGES = {
    "#": "bash console julia make makefile perl py python python3 r ruby sh shell toml yaml yml zsh",
    "%": "latex matlab tex",
    "//": "c cpp css go java javascript js json5 rust ts typescript",
    "--": "haskell lua sql",
}
"""The languages of code, by the sign with which their comments begin."""
SIGNS = {name: sign for sign, names in LANGUAGES.items() for name in names.split()}
STRING = r"(?P<string>\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')"
COMMENTS = {
    "#": re.compile(rf"{STRING}|(?<!\S)#(?!!).*"),
    "%": re.compile(r"(?P<string>\\.)|%.*"),
    "//": re.compile(rf"{STRING}|(?<!\S)//.*|/\*[\s\S]*?(?:\*/|\Z)"),
    "--": re.compile(rf"{STRING}|(?<!\S)--.*"),
}
"""What is found from the left: a string, in which no sign counts, or a comment."""


@lru_cache(maxsize=4096)
def code_key(code: str, info: str) -> str:
    """Return code without its comments and options: what Python means, and what stands on other lines."""
    if _language(info) in ("py", "python", "python3"):
        try:
            return f"{info}\n{ast.dump(ast.parse(code))}"
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            pass
    return "\n".join([info, *statements(code, info)])


def statements(code: str, info: str) -> list[str]:
    """Return the lines of some code, less what is a comment in its language."""
    lines = [line.rstrip() for line in code.strip("\n").split("\n")]
    if not (sign := SIGNS.get(_language(info))):
        return lines
    code = COMMENTS[sign].sub(lambda found: found["string"] or "", "\n".join(lines))
    return [line.rstrip() for line in code.split("\n") if line.strip()]


def is_program(info: str) -> bool:
    """Tell whether a fence holds code that is the same in every language, and no example with words."""
    return _language(info) in SIGNS


def _language(info: str) -> str:
    """Return the language that a fence names on its first line."""
    return (info.split() or [""])[0].strip("{}.").lower()


def fenced(text: str) -> Iterator[tuple[str, str]]:
    """Yield for each fence in a text its language and its code; those of formulas are none."""
    if "```" not in text and "~~~" not in text:
        return
    for fence in fences(text.split("\n")):
        if fence.info != "math":
            margin = len(fence.prefix.expandtabs(4))
            yield fence.info, "\n".join(_without_margin(line, margin) for line in fence.lines)


def _without_margin(line: str, margin: int) -> str:
    line = re.sub(r"^(?:[ \t]*>)+ ?", "", line).expandtabs(4)
    return line[min(margin, len(line) - len(line.lstrip())) :]
