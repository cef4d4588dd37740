import pytest

from course_site.tex.places import Places


@pytest.mark.parametrize(
    ("source", "tex", "place"),
    [
        ("a\n\n$$\n  x +\n  y\n$$\n", "x + y", (4, 3)),
        ("a $x\n+ y$", "x + y", (1, 4)),
        ("> $$\n> x\n> y\n> $$\n", "x\ny", (2, 3)),
        ("```math\nx\n```\n", "x", (2, 1)),
        ("`$x$` $x$", "x", (1, 8)),
        ("```python\n$x$\n```\n\n$x$", "x", (5, 2)),
        ("```python\n#| caption: For $x$.\nx\n```\n", "x", (2, 18)),
        ("<center>$x$</center>", "x", (1, 10)),
        ("---\ntitle: T\n---\n# On $x$", "x", (4, 7)),
        ("nothing", "x", (0, 0)),
        ("", "x", (0, 0)),
        ("x", "", (0, 0)),
    ],
)
def test_a_formula_is_found_in_its_source(source, tex, place):
    assert Places(source).find(tex) == place


def test_a_formula_that_occurs_again_is_found_again():
    places = Places("$x$ and `$x$` and $x$,\n$x + y$, $ x $.")

    assert [places.find("x", n) for n in range(4)] == [(1, 2), (1, 20), (2, 12), (2, 12)]


def test_a_character_of_a_formula_is_found_across_lines_and_quote_marks():
    places = Places("> $$\n> x +\n> \\bad\n> $$\n")

    assert places.find("x +\n\\bad", position=4) == (3, 3)
