import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_site.tex.dollars import scan


def found(text: str) -> list[str]:
    """Return the formulas of a text, displayed ones between two dollars."""
    return [f"$${f.tex}$$" if f.kind == "display" else f.tex for f in scan(text) if f.kind != "dollar"]


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        (r"At $x$ and $y_1$.", ["x", "y_1"]),
        (r"3$\times$3, the $k$th, $N$-d, $x$5", [r"\times", "k", "N", "x"]),
        ("$ x $ and $W $.", ["x", "W"]),
        (r"$\text{if $x$}$ then", [r"\text{if $x$}"]),
        (r"$a\$b$", [r"a\$b"]),
        ("$x$$y$", ["x", "y"]),
        ("$[a](b)$ and $[a](b$", ["[a](b)", "[a](b"]),
        ("$a < b$ and $c>d$", ["a < b", "c>d"]),
        ("$a\n+ b$", ["a\n+ b"]),
        ("a $`x_1`$ and $``a`b``$", ["x_1", "a`b"]),
        ("in $$x$$ line", ["$$x$$"]),
        ("$$\na\n$$", ["$$a$$"]),
        ("text\n$$ a\n= b $$\ntext", ["$$a\n= b$$"]),
        ("$$\na\n\nb\n$$\n\nand $c$", ["$$a\nb$$", "c"]),
        ("> $$\n> a\n>\n> b\n> $$\n", ["$$a\n b$$"]),
        ("1. item\n\n    $$\n    a\n\n    b\n    $$\n", ["$$a\n    b$$"]),
        ("> so $a\n> + b$", ["a\n + b"]),
        ("| a | b |\n|---|---|\n| $p(x|y)$ | $a \\| b$ |", ["p(x|y)", "a | b"]),
        (r"unbalanced $\frac{a$ here", [r"\frac{a"]),
        (r"unbalanced $a}$ here", ["a}"]),
        ("costs $5. Later $x$ appears", ["x"]),
        (r"\$5 and $x$", ["x"]),
        (r"\\$x$", ["x"]),
        ("$é$ $α$ $😀$ $א$", ["é", "α", "😀", "א"]),
    ],
)
def test_a_formula_is_found(text, formulas):
    assert found(text) == formulas


@pytest.mark.parametrize(
    "text",
    [
        "$5 and $6",
        "US$5 to CA$10",
        "from $1.99 to $0.99, or $5-$6, or $5/$6",
        "$20k and $30k",
        r"$5, or \$6",
        r"\$x\$",
        "5 $ et 6 $, ou 5$ et 6$, ou 5$, puis 6$",
        "$HOME and $PATH",
        "$HOME/bin:$PATH",
        "${HOME}/${USER}",
        "$(date) $(whoami)",
        "kill $$ and echo $$",
        "`$x$` and ``a `$x$` b``",
        "<!-- $x$ -->",
        "<a title='$x$' href=\"$y$\">",
        "[a](https://example.org/$b$c)",
        '[a](b$c "title") and [d](e$f)',
        "https://example.org/$a$/b",
        "$$$",
        "$$$$",
        "$ $",
        "one $ alone",
        "$$ never closed\n\nnext paragraph",
        "# cost $5\nand 6$ more",
        "| $5 | $6 |\n|----|----|\n| 7$ | 8$ |",
        "$$\na\n\n# A heading\n\nb\n$$ of another",
    ],
)
def test_what_is_no_formula_is_left_alone(text):
    assert found(text) == []


def test_a_comment_hides_formulas_across_blank_lines():
    assert found("<!-- $x$\n\n$y$ --> $z$") == ["z"]


def test_an_escaped_dollar_is_told_apart():
    kinds = [(f.kind, f.start, f.end) for f in scan(r"a \$5 $x \$ y$")]

    assert kinds == [("dollar", 2, 4), ("inline", 6, 14)]


ODD = st.text(st.sampled_from("$\\`{}<>|_# \n\tax1é😀א\0-*>[]()!\"'&;"), max_size=60)


@given(ODD)
def test_whatever_the_text_what_is_found_lies_in_order_and_begins_and_ends_with_dollars(text):
    position = 0
    for one in scan(text):
        assert position <= one.start < one.end <= len(text)
        position = one.end
        piece = text[one.start : one.end]
        assert piece == r"\$" or (piece[0] == piece[-1] == "$" and one.tex)


@given(ODD, ODD)
def test_a_formula_between_paragraphs_is_never_lost(before, after):
    before, after = (re.sub(r"<!--|\$\$|\x00", "", part) for part in (before, after))

    assert r"\alpha_7" in found(f"{before}\n\nHere $\\alpha_7$.\n\n{after}")


@pytest.mark.parametrize(
    "text",
    ["$ " * 100_000, "$$ " * 60_000, "${" * 80_000, "`" * 7 + "``` ` `` " * 30_000, "<a " * 60_000,
     "$" * 200_000, "\\" * 200_000, "$x" * 100_000, "[a](" * 50_000,
     "\n\n$$\na" * 40_000, "$" + "x" * 200_000 + "$"],
    ids=str.__len__,
)  # fmt: skip
def test_a_hostile_text_is_read_within_seconds(text, seconds):
    with seconds(5):
        found(text)
