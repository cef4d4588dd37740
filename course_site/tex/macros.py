r"""The course's macros: ``\newcommand{\vx}{\boldsymbol{x}} % input vector | fr: vecteur d’entrée``.

One a line. The file is TeX, so that LaTeX, Pandoc and Typora read it too.
A line ``%% Vectors | fr: Vecteurs`` begins a group; other comment lines are for whoever reads the file.
``\definecolor{8dd3c7}{RGB}{141,211,199}`` tells LaTeX and Typora a colour that KaTeX reads from its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from course_site.problems import Problem


@dataclass(frozen=True)
class Macro:
    """One macro."""

    name: str
    r"""With its backslash: ``\vx``."""
    arguments: int
    body: str
    meaning: str = ""
    """The comment of its line: English, then other languages as ``| fr: …``."""
    group: str = ""
    line: int = 0

    @property
    def colour(self) -> str:
        r"""Return the six digits of a macro that is ``\textcolor{8dd3c7}{#1}``, else nothing."""
        found = COLOUR.fullmatch(self.body)
        return found[1].lower() if found else ""

    @property
    def example(self) -> str:
        """Return the macro with letters for its arguments."""
        letters = "x" if self.arguments == 1 else "yxzabcdef"
        return self.name + "".join(f"{{{letter}}}" for letter in letters[: self.arguments])


COLOUR = re.compile(r"\\textcolor\{#?([0-9A-Fa-f]{6})\}\{#1\}")
HEAD = re.compile(r"\\newcommand\s*(?:\{\s*(\\[A-Za-z]+)\s*\}|(\\[A-Za-z]+))\s*(?:\[(\d)\])?\s*(?=\{)")
DEFINED_COLOUR = re.compile(r"\\definecolor\{([0-9a-f]{6})\}\{RGB\}\{(\d+),\s*(\d+),\s*(\d+)\}\s*(?:%.*)?")
NOT_A_MACRO = r"wanted a line such as \newcommand{\vx}{\boldsymbol{x}} % input vector"
LOCAL_NAME = re.compile(r"\\?[A-Za-z]+")


def read_macros(text: str, path: str = "macros.tex") -> tuple[tuple[Macro, ...], list[Problem]]:
    """Read a file of macros; what is wrong with it comes back beside them."""
    macros: dict[str, Macro] = {}
    problems: list[Problem] = []
    group = ""
    for number, line in enumerate(text.split("\n"), 1):
        line = line.strip()
        if line.startswith("%%"):
            group = line.lstrip("%").strip()
        if not line or line.startswith("%"):
            continue
        macro, fault = _read_line(line, group, number)
        if macro and macro.name in macros:
            fault = f"{macro.name} is defined already, in line {macros[macro.name].line}."
        if fault:
            problems.append(Problem(path, number, 0, fault))
        elif macro:
            macros[macro.name] = macro
    return tuple(macros.values()), problems


def _read_line(line: str, group: str, number: int) -> tuple[Macro | None, str]:
    """Read one line that is no comment: a macro, or what is wrong, or neither (a colour)."""
    if line.startswith(r"\definecolor"):
        found = DEFINED_COLOUR.fullmatch(line)
        if found is None or bytes.fromhex(found[1]) != bytes(min(255, int(n)) for n in found.groups()[1:]):
            return None, r"wanted a line such as \definecolor{8dd3c7}{RGB}{141,211,199}, its name in hex."
        return None, ""
    head = HEAD.match(line)
    end = _closing_brace(line, head.end()) if head else -1
    if head is None or end < 0:
        return None, f"{NOT_A_MACRO}, got {line[:60]}"
    rest = line[end + 1 :].strip()
    if rest and not rest.startswith("%"):
        return None, f"only a comment may stand after a macro, got {rest[:60]}"
    body, arguments = line[head.end() + 1 : end], int(head[3] or 0)
    macro = Macro(head[1] or head[2], arguments, body, rest.lstrip("%").strip(), group, number)
    return macro, wrong_arguments(macro.name, body, arguments)


def wrong_arguments(name: str, body: str, declared: int | None = None) -> str:
    """Say what is wrong with the ``#1`` of a body; `declared` is the number in square brackets."""
    used = {int(digit) for digit in re.findall(r"(?<!\\)#(\d)", body)}
    count = max(used, default=0)
    if used != set(range(1, count + 1)):
        return f"{name} uses #{count} and not every argument before it."
    if declared is not None and declared != count:
        return f"{name} declares {declared} arguments and uses {count}."
    return ""


def _closing_brace(text: str, start: int) -> int:
    """Return where the brace at `start` closes, or -1."""
    depth = 0
    for match in re.finditer(r"\\.|[{}]", text[start:]):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if depth == 0 and match.group() == "}":
            return start + match.start()
    return -1


def bodies(macros: Iterable[Macro]) -> dict[str, str]:
    """Return macros as KaTeX takes them: body by name."""
    return {macro.name: macro.body for macro in macros}


def colours(macros: Iterable[Macro]) -> dict[str, str]:
    r"""Return the names of the course's colours by their six digits: ``{"8dd3c7": "aqua"}``."""
    return {macro.colour: macro.name[1:] for macro in macros if macro.colour}


def local_macros(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the macros of one page, from ``math_macros`` in its front matter (checked there)."""
    given = values.get("math_macros")
    if not isinstance(given, Mapping):
        return {}
    return {
        "\\" + str(name).removeprefix("\\"): " ".join(body.split())
        for name, body in given.items()
        if isinstance(body, str)
    }


def check_local_macros(values: Mapping[str, Any], lines: list[str], path: str) -> list[Problem]:
    """Check ``math_macros`` of a page; `lines` are those of its front matter."""
    given = values.get("math_macros", {})
    if not isinstance(given, Mapping):
        hint = r"Write for example `math_macros: {\half: '\tfrac{1}{2}'}`."
        return [Problem(path, _line_of("math_macros", lines), 0, "`math_macros` must be a mapping.", hint)]
    problems = []
    for name, body in given.items():
        line = _line_of(str(name), lines)
        if fault := _local_fault(str(name), body, lines[line - 1] if line else ""):
            hint = "Put the body in single quotes." if "YAML" in fault or "text" in fault else ""
            problems.append(Problem(path, line, 0, fault, hint))
    return problems


def _local_fault(name: str, body: Any, line: str) -> str:
    if not LOCAL_NAME.fullmatch(name):
        return rf"a macro's name is letters, such as \half; got {name}."
    if not isinstance(body, str) or not body.strip():
        return f"the body of {name} must be text, got {body!r}."
    if "#" not in body and re.search(r"\s#\d", line):
        return f"YAML takes the # in the body of {name} for a comment."
    if _closing_brace("{" + body + "}", 0) != len(body) + 1:
        return f"the braces in the body of {name} do not match."
    return wrong_arguments(name, body)


def _line_of(key: str, lines: list[str]) -> int:
    """Return the 1-based line that holds a key of the front matter, or that of ``math_macros``."""
    keys = [
        i for i, line in enumerate(lines, 1) if re.search(rf"(?<![\\\w]){re.escape(key)}['\"]?\s*:", line)
    ]
    whole = [i for i, line in enumerate(lines, 1) if line.startswith("math_macros")]
    return next(iter(keys or whole), 1)
