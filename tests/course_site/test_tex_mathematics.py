from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_katex import wrapper

from course_site.language import language
from course_site.tex.engine import KatexEngine, StockEngine, TexError
from course_site.tex.html import recoloured
from course_site.tex.macros import bodies
from course_site.tex.mathematics import read_mathematics

COURSE = Path(__file__).parents[2] / "docs" / "assets" / "macros.tex"


@pytest.fixture(scope="module")
def mathematics():
    found, problems = read_mathematics(COURSE, "docs/assets/macros.tex")
    assert problems == []
    if not isinstance(found.engine, KatexEngine):
        pytest.skip("markdown-katex has no binary for this system")
    return found


def messages(mathematics, source: str, *formulas: str, meta: dict | None = None) -> list[str]:
    html = "".join(f'<span class="tex">{tex}</span>' for tex in formulas)
    return [str(p) for p in mathematics.page(html, source, "docs/fr/p.md", meta or {}, language("fr"))[1]]


def test_a_slip_is_named_at_its_place_with_what_was_probably_meant(mathematics):
    assert messages(mathematics, "a\n\nVoici $x + \\badmacro$.", r"x + \badmacro") == [
        r"docs/fr/p.md:3:12: Undefined control sequence \badmacro. Did you mean \matr?"
    ]


@pytest.mark.parametrize(
    ("tex", "meant"),
    [
        (r"\alhpa", r"\alpha"),
        (r"\vxx", r"\vx"),
        (r"\fracc{a}{b}", r"\frac"),
        (r"\mw", r"\mW"),
        (r"\relU{x}", r"\relu"),
    ],
)
def test_advice_knows_the_course_s_macros_and_katex_s_commands(mathematics, tex, meant):
    (found,) = messages(mathematics, f"${tex}$", tex)

    assert found.endswith(f"Did you mean {meant}?")


def test_a_name_that_resembles_nothing_is_sent_to_the_file_of_macros(mathematics):
    (found,) = messages(mathematics, "$\\qqqqzzzz$", r"\qqqqzzzz")

    assert found.endswith("Define it in docs/assets/macros.tex, or under `math_macros:`.")


def test_the_macros_of_a_page_are_known_on_that_page_alone(mathematics):
    meta = {"math_macros": {r"\half": r"\tfrac{1}{2}", "vx": "y"}}

    assert messages(mathematics, "$\\half$", r"\half \vx", meta=meta) == []
    assert len(messages(mathematics, "$\\half$", r"\half")) == 1
    assert ">y<" in mathematics.render(r"\vx", local=((r"\vx", "y"),))
    assert ">y<" not in mathematics.render(r"\vx")


def test_a_colour_is_a_variable_and_no_colour_is_left_in_the_mathml(mathematics):
    html = mathematics.render(r"\Enc(\cx) + \red{\sqrt{x}}")

    assert html.count("color:var(--tex-lavender)") >= 1
    assert "color:var(--tex-pink)" in html
    assert "color:var(--tex-red)" in html
    assert "mathcolor" not in html
    assert "#" not in html.replace(r"\#", "")


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        ("{" * 20_000 + "x" + "}" * 20_000, "the formula has 40001 characters, more than 5000"),
        ("{" * 2_400 + "x" + "}" * 2_400, "the formula is nested too deeply"),
        ("x" * 200_000, "the formula has 200000 characters, more than 5000"),
        (r"\def\a{\a\a}\a", "Too many expansions"),
        (r"\def\a{aa}\def\b{\a\a}" + r"\b" * 600, "a formula that defines macros may have 500 characters"),
        (r"\rule{99999em}{1em}", r"99999em is refused: nothing in a formula may be larger than 20em"),
        (r"\rule[-2em]{1em}{3000pt}", "3000pt is refused"),
        (r"a\kern-900cm b", "900cm is refused"),
        (r"\hspace{ 30 em}", "30em is refused"),
        (r"\href{javascript:alert(1)}{x}", r"\\href is refused: a formula brings in no link"),
        (r"\url{x}", r"\\url is refused"),
        (r"\includegraphics{x.png}", r"\\includegraphics is refused"),
        (r"\htmlStyle{color:red}{x}", r"\\htmlStyle is refused"),
        ("a\0b", "Unexpected character"),
    ],
    ids=lambda text: text[:24],
)
def test_a_hostile_formula_is_refused_quickly(mathematics, seconds, tex, reason):
    with seconds(3), pytest.raises(TexError, match=reason):
        mathematics.render(tex)


@pytest.mark.parametrize("tex", [r"\text{100 mm}", r"\rule{1em}{2pt}", r"1000\,\mathrm{cm}", r"a \\[2ex] b"])
def test_an_ordinary_size_is_no_fault(mathematics, tex):
    assert mathematics.render(tex).startswith('<span class="katex">')


@pytest.mark.parametrize(
    "tex", [r"\sqrt{" * 300 + "x" + "}" * 300, r"\left(" * 300 + "x" + r"\right)" * 300, "x" * 5_000,
            r"\begin{matrix}" + "a&" * 1_500 + r"\end{matrix}", r"\def\a{" + "x" * 240 + "}" + r"\a" * 120],
    ids=lambda text: text[:12],
)  # fmt: skip
def test_what_is_large_and_allowed_takes_seconds_at_most(mathematics, seconds, tex):
    with seconds(5):
        assert 'class="katex' in mathematics.render(tex)


def test_a_macro_of_the_course_that_katex_refuses_is_a_problem_of_its_line(tmp_path):
    file = tmp_path / "macros.tex"
    file.write_text("% ours\n\\newcommand{\\vx}{\\boldsymbl{x}} % input\n", encoding="utf-8")
    _, problems = read_mathematics(file, "docs/assets/macros.tex")

    assert list(map(str, problems)) == [
        "docs/assets/macros.tex:2: \\vx: Undefined control sequence \\boldsymbl. Did you mean \\boldsymbol?"
    ]


def test_a_course_may_have_no_macros(tmp_path):
    mathematics, problems = read_mathematics(tmp_path / "none.tex", "none.tex")

    assert (mathematics.macros, problems) == ((), [])


def test_the_licences_stand_beside_what_they_are_for(mathematics):
    files = mathematics.files()

    assert b"Copyright (c) 2013-2020 Khan Academy and other contributors" in files["LICENSE.txt"]
    assert b"SIL OPEN FONT LICENSE" in files["fonts/OFL.txt"]
    assert "katex.min.css" in files


def test_both_engines_give_the_same_bytes_for_every_macro_and_colour(mathematics, monkeypatch):
    binary = [str(wrapper._get_pkg_bin_path())]
    monkeypatch.setattr(wrapper, "get_bin_cmd", lambda: binary)
    stock = StockEngine(bodies(mathematics.macros))
    local = ((r"\half", r"\tfrac{1}{2}"),)
    for tex in [
        *(macro.example for macro in mathematics.macros),
        r"\half \cx : \half",
        r"\red{\sqrt{\vx} + \Enc}",
    ]:
        theirs = recoloured(stock.render(tex, local=local), mathematics.colours)
        assert mathematics.render(tex, local=local) == theirs
    stock._folder.cleanup()


ODD_TEX = st.text(st.sampled_from("\\{}^_&$#%~ axA1é😀א\0\n()[]|<>'\"") | st.characters(), max_size=40)


@settings(max_examples=300)
@given(ODD_TEX)
def test_whatever_the_formula_it_is_rendered_or_refused_and_the_process_lives(mathematics, tex):
    process = mathematics.engine._process
    refusal = None
    try:
        html = mathematics.render(tex)
    except TexError as error:
        refusal = error

    assert refusal or html.startswith('<span class="katex">')
    assert refusal is None or (refusal.message and -1 <= refusal.position <= len(tex))
    assert mathematics.engine._process is process
