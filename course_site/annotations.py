"""Problems as annotations, which GitHub puts beside their lines in a pull request."""

from __future__ import annotations

from course_site.problems import Problem

ESCAPED = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
ESCAPED_PROPERTY = ESCAPED | str.maketrans({":": "%3A", ",": "%2C"})


def annotation(problem: Problem, level: str = "error") -> str:
    """Return the workflow command that marks a problem: ``::error file=docs/en/p.md,line=3::…``.

    At the `level` ``notice`` it is a remark, which fails nothing.
    """
    place = {"file": problem.path, "line": problem.line, "col": problem.column}
    given = ",".join(
        f"{name}={str(value).translate(ESCAPED_PROPERTY)}" for name, value in place.items() if value
    )
    text = f"{problem.message} {problem.hint}".strip()
    return f"::{level} {given}::{text.translate(ESCAPED)}"
