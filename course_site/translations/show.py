"""The state of translations as a person reads it in a terminal, and as a program reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from course_site.problems import Problem
from course_site.translations.alignment import NEW
from course_site.translations.report import Change, Finding, PageReport

CONTEXT = 5
"""Words shown on each side of a change."""
STYLES = {"=": "", "-": "red strike", "+": "green"}
SIGNS = {"=": ("", ""), "-": ("[-", "-]"), "+": ("{+", "+}")}


def wide_console() -> Console:
    """Return a console that breaks no path where nobody is watching: a log has no width."""
    console = Console()
    return console if console.is_terminal else Console(width=200)


def state(found: PageReport) -> str:
    """Say in a word or two how a page stands."""
    if found.translation is None:
        return "not translated"
    if not found.english_path:
        return "no English page"
    if not found.is_adopted:
        return "not adopted"
    return f"{len(found.behind)} behind" if found.behind else "in step"


def is_behind(found: PageReport) -> bool:
    """Tell whether a page would not do for a release."""
    return not found.english_path or not found.is_adopted or bool(found.behind)


def percent(found: PageReport) -> int | None:
    """Return the share of a page that is in step; None where there is nothing to compare."""
    return found.percent if found.english_path and found.is_adopted else None


def notices(reports: Iterable[PageReport]) -> Iterator[Problem]:
    """Yield what is behind, each at its line: no fault, but worth a note beside it in a pull request."""
    for found in reports:
        for one in found.behind:
            words = difference(_changes(one)).plain
            yield Problem(found.path, one.line, 0, f"{_said(one)}: {words}")


def difference(changes: Sequence[Change]) -> Text:
    """Return a difference with its changes in colour and in signs, and only a few words around each."""
    text = Text()
    for index, (sign, words) in enumerate(_in_short(changes)):
        before, after = SIGNS[sign]
        text.append(f"{' ' if index else ''}{before}{words}{after}", STYLES[sign])
    return text


def _in_short(changes: Sequence[Change]) -> Iterator[Change]:
    """Yield a difference with only a few words around each change; of a text without one, its beginning."""
    for index, (sign, words) in enumerate(changes):
        if len(changes) == 1:
            words = _beginning(words)
        elif sign == "=":
            words = _shortened(words, index > 0, index + 1 < len(changes))
        yield sign, words


def _beginning(text: str) -> str:
    words = text.split()
    return " ".join(words[:12]) + (" …" if len(words) > 12 else "")


def _shortened(text: str, from_left: bool, from_right: bool) -> str:
    words = text.split(" ")
    if len(words) <= CONTEXT * (from_left + from_right) + 1:
        return text
    left = words[:CONTEXT] if from_left else []
    right = words[-CONTEXT:] if from_right else []
    return " ".join([*left, "…", *right])


def finding_line(found: PageReport, finding: Finding) -> Text:
    """Return one passage as ``path:line: status (English line n): difference``."""
    return Text(f"{found.path}:{finding.line}: {_said(finding)}: ").append_text(difference(_changes(finding)))


def _said(finding: Finding) -> str:
    where = f" (English line {finding.english_line})" if finding.english_line else ""
    return f"{finding.status}{where}" + (", missing below this line" if finding.status == NEW else "")


def _changes(finding: Finding) -> Sequence[Change]:
    """Return the difference that a finding is about; its only text, if there is nothing to compare."""
    return finding.words if finding.new and finding.old else [("=", finding.new or finding.old)]


def show_reports(reports: Iterable[PageReport], console: Console, packs: Iterable[Problem] = ()) -> None:
    """Print every passage that is behind, every hint, what `packs` lack, and a table of all pages."""
    reports = list(reports)
    for hint in packs:
        console.print(Text(f"{hint} (a hint)"), soft_wrap=True)
    for found in reports:
        for finding in found.behind:
            console.print(finding_line(found, finding), soft_wrap=True)
        for hint in found.hints:
            console.print(Text(f"{hint} (a hint)"), soft_wrap=True)
    console.print(table(reports))


def table(reports: Sequence[PageReport]) -> Table:
    """Return all pages with their shares in step."""
    grid = Table("page", "state", "passages", "in step", box=None, pad_edge=False)
    for column in grid.columns[2:]:
        column.justify = "right"
    for found in reports:
        grid.add_row(found.path, state(found), str(found.total), _share(found))
    total, in_step = sum(one.total for one in reports), sum(one.in_step for one in reports)
    share = f"{100 * in_step // total} %" if total else "–"
    grid.add_row(f"{len(reports)} pages", "", str(total), share)
    return grid


def _share(found: PageReport) -> str:
    return "–" if percent(found) is None else f"{found.percent} %"


def as_markdown(reports: Sequence[PageReport]) -> str:
    """Return what is behind as a Markdown list, and all pages as a table: the summary of a pull request."""
    lines = []
    for found in reports:
        for finding in found.behind:
            words = " ".join(_marked(sign, text) for sign, text in _in_short(_changes(finding)))
            lines.append(f"- `{found.path}:{finding.line}` {finding.status}: {words}")
    lines += [""] * bool(lines) + ["| page | state | passages | in step |", "| --- | --- | ---: | ---: |"]
    for found in reports:
        lines.append(f"| {found.path} | {state(found)} | {found.total} | {_share(found)} |")
    return "\n".join(lines) + "\n"


def _marked(sign: str, words: str) -> str:
    """Return words in `<del>` or `<ins>`; what they hold is text, and no Markdown."""
    text = re.sub(r"([\\`*_\[\]|#~<>$])", r"\\\1", words)
    return {"=": text, "-": f"<del>{text}</del>", "+": f"<ins>{text}</ins>"}[sign]


def as_data(found: PageReport) -> dict[str, Any]:
    """Return a report as data for other programs."""
    return {
        "path": found.path,
        "english": found.english_path or None,
        "state": state(found),
        "passages": found.total,
        "in_step": found.in_step,
        "percent": percent(found),
        "behind": [_finding_data(finding) for finding in found.behind],
        "damage": [_problem_data(problem) for problem in found.damage],
        "hints": [_problem_data(problem) for problem in found.hints],
    }


def _finding_data(finding: Finding) -> dict[str, Any]:
    data = {key: value for key, value in asdict(finding).items() if key != "passage"}
    return data | {"words": [list(change) for change in finding.words]}


def _problem_data(problem: Problem) -> dict[str, Any]:
    return asdict(problem)
