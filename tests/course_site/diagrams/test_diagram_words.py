"""A drawing as lines for a diff, and as a sentence for those who do not see it."""

import subprocess
import sys
import unicodedata
from itertools import pairwise

import pytest

from course_site.diagrams import writing
from course_site.diagrams.as_text import as_text
from course_site.diagrams.describe import describe, paths
from course_site.diagrams.graph import plain
from course_site.diagrams.library import starter
from course_site.diagrams.reading import read_diagrams
from course_site.diagrams.writing import arrow, shape
from course_site.language import language

LINES = """\
page “Page-1”: formulas typeset, colours auto
“$\\bar{y}$”: variable drawn as Ellipse at 260, 50 size 40 × 40 role=variable
“$x$”: observation drawn as Ellipse at 40, 50 size 40 × 40 role=observation fillColor=#e6e6e6
“Encoder” (fr “Encodeur”): network drawn as Delay facing right at 130, 40 size 80 × 60 role=network
arrow Encoder → ȳ: forward
arrow x → Encoder: forward
"""


def read(text: str):
    diagrams, problems = read_diagrams(text.encode(), "x.drawio")
    assert problems == []
    return diagrams


def test_a_drawing_reads_as_lines():
    assert as_text(read(starter())) == LINES


def test_a_changed_shape_is_one_changed_line():
    changed = starter().replace("shape=delay;", "")
    before, after = LINES.splitlines(), as_text(read(changed)).splitlines()

    assert [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]] == [
        (
            "“Encoder” (fr “Encodeur”): network drawn as Delay facing right at 130, 40 size 80 × 60 "
            "role=network",
            "“Encoder” (fr “Encodeur”): network drawn as Rectangle at 130, 40 size 80 × 60 role=network",
        )
    ]


def test_the_app_s_bookkeeping_changes_no_line():
    saved = starter().replace("<mxfile>", '<mxfile host="app.diagrams.net" etag="k3" modified="2024-01-01">')
    saved = (
        saved.replace('id="encoder"', 'id="Zk-9"')
        .replace('"encoder"', '"Zk-9"')
        .replace("shadow=", "dx='9' shadow=")
    )

    assert as_text(read(saved)) == LINES


def test_arrows_are_named_by_their_ends_and_corners():
    cells = [
        shape("z", "variable", r"\(\tilde{z}\)", (0, 0)),
        shape("c", "variable", r"\(\check{z}\)", (0, 90)),
        arrow("i", "z", "c", "initialise", label="start", points=[(70, 20), (70, 110)]),
        arrow("l", "z", ""),
    ]
    lines = as_text(read(writing.model(cells))).splitlines()

    assert lines[-2:] == [
        "arrow z̃ → nothing: forward",
        "arrow z̃ → ž “start”: initialise by 70,20 70,110 dashed=1 curved=1",
    ]


def test_git_shows_a_changed_drawing_as_lines(tmp_path):
    """As `.gitattributes` and the page about the app say it."""

    def git(*arguments: str) -> str:
        command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    git("init", "--quiet")
    git("config", "diff.drawio.textconv", f"{sys.executable} -m course_site diagrams text")
    (tmp_path / ".gitattributes").write_text("*.drawio diff=drawio\n", encoding="utf-8")
    drawing = tmp_path / "x.drawio"
    drawing.write_text(starter(), encoding="utf-8")
    git("add", ".")
    git("commit", "--quiet", "-m", "first")
    drawing.write_text(starter().replace("shape=delay;", ""), encoding="utf-8")
    changed = [line for line in git("diff", "--unified=0").splitlines() if line[:2] in ("-“", "+“")]

    assert [line.partition(" at ")[0] for line in changed] == [
        "-“Encoder” (fr “Encodeur”): network drawn as Delay facing right",
        "+“Encoder” (fr “Encodeur”): network drawn as Rectangle",
    ]


def told(*cells: str, code: str = "en") -> str:
    (diagram,) = read(writing.model(cells))
    return describe(diagram, language(code))


X = shape("x", "observation", r"\(x\)", (0, 0))
Y = shape("y", "variable", r"\(\bar{y}\)", (0, 0))
Z = shape("z", "variable", r"\(z\)", (0, 0))
E = shape("e", "network", "Encoder", (0, 0), labels={"fr": "Encodeur"})
C = shape("c", "cost", r"\(C\)", (0, 0))
S = shape("s", "sum", "", (0, 0))
XEY = (X, E, Y, arrow("a1", "x", "e"), arrow("a2", "e", "y"))
SENTENCES = [
    (
        XEY,
        "x, observed, goes through Encoder to ȳ, computed",
        "x, observé, passe par Encodeur vers ȳ, calculé",
    ),
    (
        (*XEY, C, arrow("a3", "y", "c"), arrow("a4", "c", "y", "gradient")),
        "x, observed, goes through Encoder to ȳ, computed, then to the cost C; a gradient goes from "
        "the cost C to ȳ",
        "x, observé, passe par Encodeur vers ȳ, calculé, puis vers le coût C\u00a0; "
        "depuis le coût C, un gradient revient vers ȳ",
    ),
    (
        (X, Z, S, Y, arrow("a1", "x", "s"), arrow("a2", "z", "s"), arrow("a3", "s", "y")),
        "x, observed, goes through a sum to ȳ, computed; z, not observed, goes to a sum",
        "x, observé, passe par une somme vers ȳ, calculé\u00a0; z, non observé, va vers une somme",
    ),
    (
        (Y, E, arrow("a1", "y", "e"), arrow("a2", "e", "y")),
        "ȳ, computed, goes through Encoder to ȳ",
        "ȳ, calculé, passe par Encodeur vers ȳ",
    ),
    ((X, Z), "x, observed; z, not observed", "x, observé\u00a0; z, non observé"),
    ((), "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "english", "french"), SENTENCES)
def test_a_drawing_is_told_in_a_sentence(cells, english, french):
    assert told(*cells) == english
    assert told(*cells, code="fr") == french


def test_every_forward_arrow_is_told_once():
    cells = [
        *XEY,
        Z,
        C,
        arrow("a3", "e", "z"),
        arrow("a4", "z", "c"),
        arrow("a5", "y", "c"),
        arrow("a6", "z", "e"),
    ]
    (diagram,) = read(writing.model(cells))
    steps = [(a.id, b.id) for path in paths(diagram) for a, b in pairwise(path)]

    assert sorted(steps) == sorted((item.source, item.target) for item in diagram.arrows)


@pytest.mark.parametrize(
    ("label", "text"),
    [
        (r"$\bar{y}$", "ȳ"),
        (r"$\bar{\boldsymbol{y}}$", "ȳ"),
        (r"$\boldsymbol{\hat{x}}_t$", "x̂_t"),
        (r"$\tilde \theta$", "θ̃"),
        (r"Layer $\ell$", "Layer ℓ"),
        ("two\nlines", "two lines"),
        ("", ""),
    ],
)
def test_a_formula_is_named_in_plain_text(label, text):
    assert unicodedata.normalize("NFC", plain(label)) == text
