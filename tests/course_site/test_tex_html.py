from course_site.problems import Problem
from course_site.tex.engine import KatexEngine, TexError
from course_site.tex.html import recoloured, render_math, searchable_once, valid


def echo(tex: str, *, display: bool) -> str:
    """Stand in for KaTeX: show what was asked for."""
    if "bad" in tex:
        raise TexError(f"no <{tex}>", tex.index("bad"))
    return f"[{'D' if display else 'I'} {tex}]"


def rendered(html: str, source: str = "") -> tuple[str, list[Problem]]:
    return render_math(html, echo, source, "docs/en/p.md", 'A "formula"')


def test_inline_and_display_formulas_are_replaced():
    html = (
        '<p>At <span class="tex">x</span> and <span class="tex display">y</span>.</p>'
        '<div class="tex display">z\n= 1</div>'
    )
    box = 'class="math-display" role="group" tabindex="0" aria-label="A &quot;formula&quot;'

    assert rendered(html) == (
        f'<p>At [I x] and <span {box} 1">[D y]</span>.</p><div {box} 2">[D z\n= 1]</div>',
        [],
    )


def test_what_markdown_escaped_is_unescaped_before_it_is_rendered():
    assert rendered('<span class="tex">a &lt; b &amp; c</span>') == ("[I a < b & c]", [])


def test_other_text_is_left_alone():
    html = r'<p>\(x\) <code>$x$</code> <span>y</span> <span class="text">z</span></p>'

    assert rendered(html) == (html, [])


def test_a_refused_formula_is_shown_with_the_reason_and_is_a_problem_at_its_place():
    html = '<span class="tex">x bad &lt; y</span> <span class="tex">y</span>'

    assert rendered(html, "# Title\n\nAt $x bad < y$.\n") == (
        '<span class="katex-error"><code>x bad &lt; y</code> '
        "<small>no &lt;x bad &lt; y&gt;.</small></span> [I y]",
        [Problem("docs/en/p.md", 3, 7, "no <x bad < y>.")],
    )


def test_all_refused_formulas_are_reported_each_at_its_own_place():
    html = '<span class="tex">bad 1</span><div class="tex display">bad 2</div><span class="tex">bad 1</span>'
    _, problems = rendered(html, "$bad 1$\n\n$$\nbad 2\n$$\n\n`$bad 1$` $bad 1$\n")

    assert list(map(str, problems)) == [
        "docs/en/p.md:1:2: no <bad 1>.",
        "docs/en/p.md:4:1: no <bad 2>.",
        "docs/en/p.md:7:12: no <bad 1>.",
    ]


def test_mathml_is_kept_out_of_the_search_index():
    html = '<span class="katex"><span class="katex-mathml"><math/></span></span>'

    assert searchable_once(html) == (
        '<span class="katex"><span class="katex-mathml" data-search-exclude><math/></span></span>'
    )


def test_a_colour_of_the_course_becomes_a_variable_and_leaves_the_mathml():
    html = (
        '<mstyle mathcolor="#8dd3c7"><mi>x</mi></mstyle><annotation>\\textcolor{8dd3c7}{x}</annotation>'
        '<span class="mord" style="margin-right:1em;color:#8dd3c7;">x</span>'
    )

    assert recoloured(html, {"8dd3c7": "aqua"}) == (
        "<mstyle><mi>x</mi></mstyle><annotation>\\textcolor{8dd3c7}{x}</annotation>"
        '<span class="mord" style="margin-right:1em;color:var(--tex-aqua);">x</span>'
    )


def test_other_colours_stay():
    html = '<mstyle mathcolor="red"><mi>x</mi></mstyle><span style="color:red;">x</span>'

    assert recoloured(html, {"8dd3c7": "aqua"}) == html


def test_a_function_name_in_an_index_is_one_element_as_mathml_wants():
    engine = KatexEngine()
    formula = valid(engine.render(r"x_{\max}^2"))
    engine.close()

    assert "<msubsup><mi>x</mi><mrow><mi>max</mi><mo>\u2061</mo></mrow><mn>2</mn></msubsup>" in formula


def test_a_negative_height_which_css_does_not_know_goes():
    engine = KatexEngine()
    formula = engine.render(r"\int_Z e^{-z}", display=True)
    engine.close()

    assert 'class="vlist" style="height:-' in formula
    assert "height:-" not in valid(formula)
