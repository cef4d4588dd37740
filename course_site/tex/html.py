"""From the marks that `course_site.tex.extension` leaves in a page to KaTeX's markup."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Mapping

from course_site.problems import Problem
from course_site.tex.engine import TexError
from course_site.tex.places import Places

FORMULA = re.compile(r'<(?P<tag>div|span) class="tex(?P<display> display)?">(?P<tex>[^<]*)</(?P=tag)>')
APPLIED = re.compile("(<mi[^>]*>[^<]*</mi><mo>\u2061</mo>)")
NEGATIVE = re.compile(r'(?<=class="vlist") style="height:-[\d.]+em;"')
STYLE = re.compile(r'style="[^"]*"')

Render = Callable[..., str]
Explain = Callable[[TexError], tuple[str, str]]


def as_katex_says(error: TexError) -> tuple[str, str]:
    """Return what is wrong with a formula, and no advice."""
    return f"{error.message}.", ""


def render_math(
    page: str, render: Render, source: str, path: str, label: str, explain: Explain = as_katex_says
) -> tuple[str, list[Problem]]:
    """Return the page with every formula rendered; a refused one is shown in red, and is a problem.

    `source` is the Markdown the page was made from, where a refused formula is looked up.
    `label` and a number name the scrolling box of a wide formula to screen readers.
    """
    problems: list[Problem] = []
    seen: Counter[str] = Counter()
    places = Places(source)
    boxes = 0

    def replace(match: re.Match[str]) -> str:
        nonlocal boxes
        tex, display = html.unescape(match["tex"]).strip(), bool(match["display"])
        seen[tex] += 1
        try:
            shown = searchable_once(render(tex, display=display))
        except TexError as error:
            line, column = places.find(tex, seen[tex] - 1, error.position)
            problem = Problem(path, line, column, *explain(error))
            problems.append(problem)
            return refused(tex, " ".join(filter(None, (problem.message, problem.hint))), match["tag"])
        if not display:
            return shown
        boxes += 1
        name = html.escape(f"{label} {boxes}")
        tag = match["tag"]
        return f'<{tag} class="math-display" role="group" tabindex="0" aria-label="{name}">{shown}</{tag}>'

    return FORMULA.sub(replace, page), problems


def refused(tex: str, message: str, tag: str = "span") -> str:
    """Return a formula that KaTeX refuses, with the reason, for a preview."""
    return (
        f'<{tag} class="katex-error"><code>{html.escape(tex)}</code> '
        f"<small>{html.escape(message)}</small></{tag}>"
    )


def searchable_once(formula: str) -> str:
    """Keep the MathML out of the search index, which would otherwise hold each formula three times."""
    return formula.replace('class="katex-mathml"', 'class="katex-mathml" data-search-exclude')


def valid(formula: str) -> str:
    r"""Mend what validators find in KaTeX's markup; nothing looks different.

    Each function name and its invisible "of" come into one row: KaTeX leaves the two side by side even where
    MathML wants one element, as in the index of `x_{\max}`.
    A negative height, which every browser ignores, goes.
    """
    return NEGATIVE.sub("", APPLIED.sub(r"<mrow>\1</mrow>", formula))


def recoloured(formula: str, colours: Mapping[str, str]) -> str:
    """Replace the course's colours by variables, which the style sheet sets for light and for dark.

    `colours` holds the name of a variable by the six digits that stand for it.
    """
    if not any(digits in formula for digits in colours):
        return formula
    one = "|".join(colours)
    formula = re.sub(rf' mathcolor="#?(?:{one})"', "", formula, flags=re.IGNORECASE)

    def variable(match: re.Match[str]) -> str:
        return f"var(--tex-{colours[match[1].lower()]})"

    hexes = re.compile(rf"#?\b({one})\b", re.IGNORECASE)
    return STYLE.sub(lambda match: hexes.sub(variable, match.group()), formula)
