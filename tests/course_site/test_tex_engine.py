import gc
import os
import signal
import time
from collections.abc import Iterator

import pytest
from markdown_katex import wrapper

from course_site.tex import engine as tex_engine
from course_site.tex.engine import (
    KatexEngine,
    StockEngine,
    TexError,
    make_engine,
    plain_message,
    woff2_only,
)

MACROS = {r"\vx": r"\boldsymbol{x}", r"\norm": r"\lVert #1 \rVert"}
FORMULAS = [
    r"x",
    r"x_1^2 + \frac{a}{b}",
    r"\vx \in \mathbb{R}^n",
    r"\norm{\vx}",
    r"\sum_{k=1}^{K} \exp(-\beta E_k)",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
    r"\begin{aligned} a &= b \\ &= c \end{aligned}",
    r"\sqrt[3]{x} \le \int_0^1 f(t)\,dt",
    r"\text{où } x < y \text{ \& } y > z",
    r"\hat{\boldsymbol{y}} \not= \overline{y}",
    r"\left( \frac{1}{2} \right)",
    r"\color{red} x",
    r"\mathcal{L}(\theta) = \log \sum_i e^{s_i}",
    r"\underset{x}{\operatorname{arg\,min}}\; F",
    r"\xrightarrow{f} \rightsquigarrow",
    r"é « x »",
    r"\nabla_\theta \ell \cdot \Delta\theta",
    r"p(y \mid x) = \frac{e^{s_y}}{\sum_k e^{s_k}}",
    r"\begin{cases} 0 & x < 0 \\ x & x \ge 0 \end{cases}",
    r"\underbrace{a + b}_{c} \quad \overbrace{d}^{e}",
    r"\tilde z, \bar x, \dot y, \vec v, \widehat{abc}",
    r"\Bigl\lvert \dfrac{\partial f}{\partial x} \Bigr\rvert",
    r"f \colon X \to Y, \; x \mapsto f(x)",
    r"\boxed{E = mc^2}",
]


@pytest.fixture(scope="module")
def katex() -> Iterator[KatexEngine]:
    engine = make_engine(tuple(MACROS.items()))
    if not isinstance(engine, KatexEngine):
        pytest.skip("markdown-katex has no binary for this system")
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def stock() -> Iterator[StockEngine]:
    """The engine of markdown-katex itself, without its slow look for npx."""
    with pytest.MonkeyPatch.context() as patch:
        binary = [str(wrapper._get_pkg_bin_path())]
        patch.setattr(wrapper, "get_bin_cmd", lambda: binary)
        engine = StockEngine(MACROS)
        yield engine
        engine._folder.cleanup()


@pytest.mark.parametrize("tex", FORMULAS)
def test_both_engines_give_the_same_bytes(katex, stock, tex):
    for display in (False, True):
        assert katex.render(tex, display=display) == stock.render(tex, display=display)


def test_a_formula_is_html_and_mathml(katex):
    html = katex.render("x")

    assert html.startswith('<span class="katex"><span class="katex-mathml"><math')
    assert html.count("katex-display") == 0
    assert katex.render("x", display=True).startswith('<span class="katex-display">')


def test_a_macro_defined_in_a_formula_is_forgotten_with_it(katex):
    katex.render(r"\gdef\mine{x}\mine")

    with pytest.raises(TexError):
        katex.render(r"\mine")


@pytest.mark.parametrize("tex", [r"\frac{a}", r"\nosuch", r"{", r"\begin{x}"])
def test_both_engines_refuse_alike(katex, stock, tex):
    messages = []
    for engine in (katex, stock):
        with pytest.raises(TexError) as found:
            engine.render(tex)
        messages.append(found.value.message)

    assert messages[0] == messages[1]


def test_a_refusal_says_what_and_where(katex):
    with pytest.raises(TexError) as found:
        katex.render(r"x + \nosuch")

    assert found.value.message == r"Undefined control sequence: \nosuch at position 5: x + \nosuch"
    assert found.value.position == 4


def test_a_formula_too_long_is_refused(katex, stock):
    for engine in (katex, stock):
        with pytest.raises(TexError, match=r"^the formula has 5001 characters, more than 5000$"):
            engine.render("x" * 5001)


def test_a_macro_that_expands_without_end_is_refused(katex):
    with pytest.raises(TexError, match=r"^Too many expansions: infinite loop or need to increase maxExpand"):
        katex.render(r"\def\a{\a\a}\a")


@pytest.mark.parametrize(
    "tex",
    [
        r"\href{javascript:alert(1)}{x}",
        r"\url{javascript:alert(1)}",
        r"\includegraphics{https://example.org/x.png}",
        r"\htmlData{onclick=alert(1)}{x}",
        r"\htmlStyle{background:url(//example.org)}{x}",
    ],
)
def test_commands_that_bring_html_in_are_not_trusted(katex, tex):
    html = katex.render(tex)

    assert "href=" not in html
    assert "<img" not in html
    assert 'style="background' not in html
    assert "data-onclick" not in html


def test_text_is_escaped(katex):
    html = katex.render(r"\text{<script>alert(1)</script>}")

    assert "<script" not in html


def test_a_killed_process_is_restarted_with_its_macros(katex):
    katex.render("x")
    first = katex._process.pid
    os.kill(first, signal.SIGKILL)
    time.sleep(0.05)

    assert "mathbf" in katex.render(r"\vx + 1").replace("boldsymbol", "mathbf")
    assert katex._process.pid != first


def test_a_process_that_dies_twice_is_a_refusal(monkeypatch):
    engine = KatexEngine()
    monkeypatch.setattr(engine, "_exchange", lambda request: (_ for _ in ()).throw(EOFError))

    with pytest.raises(TexError, match=r"^KaTeX ended unexpectedly while rendering this formula$"):
        engine.render("x")


def test_a_formula_that_takes_too_long_is_refused_and_the_next_is_rendered(katex, monkeypatch):
    katex.render("x")
    monkeypatch.setattr(tex_engine, "SECONDS", 1e-6)
    with pytest.raises(TexError, match=r"^the formula takes KaTeX longer than 1e-06 seconds$"):
        katex.render("y + " * 1000 + "z")
    monkeypatch.undo()

    assert "katex" in katex.render("y")


def test_closing_ends_the_process():
    engine = KatexEngine()
    engine.render("x")
    process = engine._process
    engine.close()
    engine.close()

    assert process.returncode is not None


def test_the_style_sheet_and_its_fonts_come_out_of_the_wheel(katex):
    files = katex.files()
    css = files["katex.min.css"].decode()

    fonts = {name for name in files if name.startswith("fonts/")}
    assert len(fonts) == 20
    assert all(name.endswith(".woff2") and files[name].startswith(b"wOF2") for name in fonts)
    assert all(name in css for name in fonts)
    assert "http" not in css


def test_only_the_newest_font_format_is_kept():
    css = (
        '@font-face{font-family:A;src:url(fonts/A.woff2) format("woff2"),'
        'url(fonts/A.woff) format("woff"),url(fonts/A.ttf) format("truetype")}.k{x:y}'
    )

    assert woff2_only(css) == (
        '@font-face{font-display:swap;font-family:A;src:url(fonts/A.woff2) format("woff2")}.k{x:y}'
    )


def test_a_message_is_one_line_without_underlining():
    assert plain_message("KaTeX parse error: Expected\n '}' at a\u0332b\u0332") == "Expected '}' at ab"


def test_a_system_without_the_binary_gets_the_stock_engine(monkeypatch):
    def absent() -> None:
        raise NotImplementedError

    monkeypatch.setattr(wrapper, "_get_pkg_bin_path", absent)
    monkeypatch.setattr(wrapper, "get_bin_cmd", wrapper.get_bin_cmd)

    assert isinstance(make_engine(), StockEngine)


def test_the_process_ends_with_its_engine():
    engine = KatexEngine()
    engine.render("x")
    process = engine._process
    del engine
    gc.collect()

    assert process.poll() is not None
