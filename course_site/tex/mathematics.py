"""The mathematics of one course: its macros, its colours, and the engine that knows them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from course_site.language import Language
from course_site.problems import Problem
from course_site.tex.engine import Macros, TexError, make_engine
from course_site.tex.html import recoloured, render_math, valid
from course_site.tex.macros import Macro, bodies, colours, local_macros, read_macros
from course_site.tex.refusals import explain, refuse

LICENCES = {"LICENSE.txt": "KaTeX-MIT.txt", "fonts/OFL.txt": "KaTeX-fonts-OFL.txt"}
"""Where the licences stand beside the style sheet and the fonts, and what they are called here."""


class Mathematics:
    """Renders the formulas of a course; the engine starts with the first of them."""

    def __init__(self, macros: tuple[Macro, ...]) -> None:
        self.macros = macros
        self.colours = colours(macros)
        self.engine = make_engine(tuple(sorted(bodies(macros).items())))

    def render(self, tex: str, *, display: bool = False, local: Macros = ()) -> str:
        """Return a formula's markup; TexError says what is wrong with it."""
        refuse(tex)
        for _, body in local:
            refuse(body)
        formula = valid(self.engine.render(tex, display=display, local=local))
        return recoloured(formula, self.colours)

    def page(
        self, html: str, source: str, path: str, meta: Mapping[str, Any], words: Language
    ) -> tuple[str, list[Problem]]:
        """Return a page with its formulas rendered, and what is wrong with them."""
        local = tuple(sorted(local_macros(meta).items()))

        def render(tex: str, *, display: bool) -> str:
            return self.render(tex, display=display, local=local)

        def advise(error: TexError) -> tuple[str, str]:
            known = [*(macro.name for macro in self.macros), *(name for name, _ in local)]
            return explain(error, known, self.engine.commands())

        return render_math(html, render, source, path, words["formula"], advise)

    def problems(self, path: str) -> list[Problem]:
        """Render each macro once; one that KaTeX refuses is a problem of its line in the file."""
        found = []
        for macro in self.macros:
            try:
                self.render(macro.example)
            except TexError as error:
                message, hint = explain(error, [], self.engine.commands())
                found.append(Problem(path, macro.line, 0, f"{macro.name}: {message}", hint))
        return found

    def files(self) -> dict[str, bytes]:
        """Return KaTeX's style sheet and fonts with their licences, by path."""
        folder = Path(__file__).with_name("licences")
        return {
            **self.engine.files(),
            **{place: (folder / name).read_bytes() for place, name in LICENCES.items()},
        }


def read_mathematics(path: Path, name: str) -> tuple[Mathematics, list[Problem]]:
    """Read a course's file of macros, called `name` in messages; a course may have none."""
    text = path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    macros, problems = read_macros(text, name)
    mathematics = Mathematics(macros)
    return mathematics, problems or mathematics.problems(name)
