import pytest

from course_site.tex.words import words

MACROS = {r"\vx": r"\boldsymbol{x}", r"\R": r"\mathbb{R}", r"\vect": r"\boldsymbol{#1}"}


@pytest.mark.parametrize(
    ("tex", "text", "named"),
    [
        (r"\mathcal{L}(\vx)", "L(x)", "L(x)"),
        (r"\vx \in \R^n", "x ∈ R^n", "x in R^n"),
        (r"\alpha + \Omega", "α + Ω", "alpha + Omega"),
        (r"\vect{a} \le 3\,\%", "a ≤ 3 %", "a le 3 %"),
        (r"\left( x \right)", "( x )", "( x )"),
        (r"\log K", "log K", "log K"),
    ],
)
def test_a_formula_in_words(tex, text, named):
    assert words(tex, MACROS) == text
    assert words(tex, MACROS, named=True) == named


def test_macros_that_name_each_other_end():
    assert words(r"\a", {r"\a": r"\b\b", r"\b": r"\a\a"})
