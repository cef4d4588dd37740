from course_site.problems import Problem
from course_site.tex.engine import TexError
from course_site.tex.html import locate, render_math, searchable_once


def echo(tex: str, *, display: bool) -> str:
    """Stand in for KaTeX: show what was asked for."""
    if "bad" in tex:
        raise TexError(f"no <{tex}>", 3)
    return f"[{'D' if display else 'I'} {tex}]"


def rendered(html: str, source: str = "") -> tuple[str, list[Problem]]:
    return render_math(html, echo, source, "docs/en/p.md", 'A "formula"')


def test_inline_and_display_formulas_are_replaced():
    html = (
        r'<p>At <span class="arithmatex">\(x\)</span> and <span class="arithmatex">\(y\)</span>.</p>'
        '<div class="arithmatex">\\[\nz\n= 1\n\\]</div>'
    )

    assert rendered(html) == (
        "<p>At [I x] and [I y].</p>"
        '<div class="math-display" role="group" tabindex="0" aria-label="A &quot;formula&quot;">'
        "[D z\n= 1]</div>",
        [],
    )


def test_what_markdown_escaped_is_unescaped_before_it_is_rendered():
    html = r'<span class="arithmatex">\(a &lt; b &amp; c\)</span>'

    assert rendered(html) == ("[I a < b & c]", [])


def test_other_text_is_left_alone():
    html = r"<p>\(x\) <code>$x$</code> <span>\(y\)</span></p>"

    assert rendered(html) == (html, [])


def test_a_refused_formula_is_shown_and_is_a_problem_at_its_place():
    html = r'<span class="arithmatex">\(bad &lt; x\)</span> <span class="arithmatex">\(y\)</span>'

    assert rendered(html, "# Title\n\nAt $bad < x$.\n") == (
        '<code class="katex-error" title="no &lt;bad &lt; x&gt;">bad &lt; x</code> [I y]',
        [Problem("docs/en/p.md", 3, 5, "no <bad < x>.")],
    )


def test_all_refused_formulas_are_reported():
    html = r'<span class="arithmatex">\(bad 1\)</span><div class="arithmatex">\[bad 2\]</div>'
    _, problems = rendered(html, "$bad 1$\n\n$$\nbad 2\n$$\n")

    assert sorted(map(str, problems)) == ["docs/en/p.md:1:2: no <bad 1>.", "docs/en/p.md:4:1: no <bad 2>."]


def test_mathml_is_kept_out_of_the_search_index():
    html = '<span class="katex"><span class="katex-mathml"><math/></span></span>'

    assert searchable_once(html) == (
        '<span class="katex"><span class="katex-mathml" data-search-exclude><math/></span></span>'
    )


def test_a_formula_is_found_whatever_its_white_space():
    source = "a\n\n$$\n  x +\n  y\n$$\n"

    assert locate("x + y", source) == (4, 3)
    assert locate("x\n+ y", source) == (4, 3)


def test_a_formula_that_is_not_in_the_source_has_no_place():
    assert locate("x", "y") == (0, 0)
    assert locate("", "y") == (0, 0)
