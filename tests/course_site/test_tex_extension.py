import html as escaping
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

TEX = "course_site.tex.extension"
EXTENSIONS = ["abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc",
              "pymdownx.details", "pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.superfences",
              "pymdownx.tabbed", TEX]  # fmt: skip
OPTIONS = {"pymdownx.tabbed": {"alternate_style": True}, TEX: {"macros": {r"\vx": r"\boldsymbol{x}"}}}


def converter() -> Markdown:
    return Markdown(extensions=EXTENSIONS, extension_configs=OPTIONS)


def page(text: str) -> str:
    return converter().convert(text)


def formulas(text: str) -> list[str]:
    return [escaping.unescape(tex) for tex in re.findall(r'class="tex(?: display)?">([^<]*)<', page(text))]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("At $a_1 * b_1 * c$.", '<p>At <span class="tex">a_1 * b_1 * c</span>.</p>'),
        ("At $`x`$.", '<p>At <span class="tex">x</span>.</p>'),
        ("$a < b & c$", '<p><span class="tex">a &lt; b &amp; c</span></p>'),
        ("$$\na\n\n= b\n$$", '<div class="tex display">a\n= b</div>'),
        ("$$a$$\n{: #eq-1 }", '<div id="eq-1"><div class="tex display">a</div></div>'),
        ("so\n$$\na\n$$\nis", '<p>so\n<span class="tex display">a</span>\nis</p>'),
        ("so $$a$$ is", '<p>so <span class="tex display">a</span> is</p>'),
        ("```math\na\n\nb\n```", '<div class="tex display">a\nb</div>'),
        ("~~~math\na\n~~~", '<div class="tex display">a</div>'),
        ("> $$\n> a\n> $$", '<blockquote>\n<div class="tex display">a</div>\n</blockquote>'),
        ("> ```math\n> a\n> ```", '<blockquote>\n<div class="tex display">a</div>\n</blockquote>'),
        ("- a\n  $$\n  b\n  $$\n- c",
         '<ul>\n<li>a\n  <span class="tex display">b</span></li>\n<li>c</li>\n</ul>'),
        ("1. a\n\n    $$\n    b\n\n    c\n    $$",
         '<ol>\n<li>\n<p>a</p>\n<div class="tex display">b\n    c</div>\n</li>\n</ol>'),
        ("*$x$* and **$y$**",
         '<p><em><span class="tex">x</span></em> and <strong><span class="tex">y</span></strong></p>'),
        ("[$x$](y.md)", '<p><a href="y.md"><span class="tex">x</span></a></p>'),
        ("<center>\n$a<b$ and $$c$$\n</center>",
         '<center>\n<span class="tex">a&lt;b</span> and <span class="tex display">c</span>\n</center>'),
        ('<figcaption markdown="1">\nFor $x_1$.\n</figcaption>',
         '<figcaption>\n<p>For <span class="tex">x_1</span>.</p>\n</figcaption>'),
    ],
)  # fmt: skip
def test_a_formula_is_marked(text, html):
    assert page(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "!!! note \"On $t$\"\n    $$\n    x\n    $$",
        "??? note \"On $t$\"\n    ```math\n    x\n    ```",
        "=== \"Tab $t$\"\n\n    $$\n    x\n    $$\n",
        "See[^1] $t$.\n\n[^1]: note\n\n    $$\n    x\n    $$\n",
        "On $t$\n:   means $$x$$\n",
        "| $t$ |\n|---|\n| $$x$$ |",
        "## On $t$\n\n$$x$$",
    ],
)  # fmt: skip
def test_formulas_are_found_in_every_kind_of_block(text):
    assert sorted(formulas(text)) == ["t", "x"]


def test_a_bar_in_a_formula_does_not_cut_a_cell():
    text = page("| a | b |\n| --- | --- |\n| $p(x|y)$ | $a \\| b$ |")

    assert '<td><span class="tex">p(x|y)</span></td>\n<td><span class="tex">a | b</span></td>' in text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("`$x$` and `` $`y`$ ``", "<p><code>$x$</code> and <code>$`y`$</code></p>"),
        ("    $x$\n    $$\n      a\n    $$", "$x$\n$$\n  a\n$$"),
        ("````text\n```math\nx\n$y$\n```\n````", "```math\nx\n$y$\n```"),
        ("    ```math\n    x\n    ```", "```math\nx\n```"),
        ("```sh\necho $HOME $x$\n```", "echo $HOME $x$"),
        ("![on $x$ at \\$5](a.png)", '<img alt="on $x$ at $5" src="a.png" />'),
        ('<b title="$x$">y</b>', '<b title="$x$">y</b>'),
        ("<pre>\n$x$\n\n$y$\n</pre>", "<pre>\n$x$\n\n$y$\n</pre>"),
        ("<script>\nf(`$x$`, '$y$')\n</script>", "<script>\nf(`$x$`, '$y$')\n</script>"),
        (r"\$5 and \$6", "<p>$5 and $6</p>"),
        ("<center>\\$5</center>", "<center>$5</center>"),
        ("$5 and $HOME", "<p>$5 and $HOME</p>"),
        ("<!-- $x$ -->", "<!-- $x$ -->"),
    ],
)
def test_a_dollar_that_is_no_formula_stays(text, kept):
    shown = re.sub(r"</?span[^>]*>", "", page(text))

    assert kept in shown
    assert "\x02" not in shown


def test_a_heading_with_formulas_has_a_good_id_and_entry_in_the_contents():
    markdown = converter()
    text = markdown.convert(
        "# $\\mathcal{L}(\\vx)$ of it\n\n## $\\alpha \\in A$\n\n## $\\alpha \\in A$\n\n## `$x$` {#own}"
    )
    (first,) = markdown.toc_tokens
    names = [(token["id"], token["name"]) for token in first["children"]]

    assert (first["id"], first["name"]) == ("lx-of-it", "L(x) of it")
    assert names == [("alpha-in-a", "α ∈ A"), ("alpha-in-a_1", "α ∈ A"), ("own", "$x$")]
    assert text.count('<span class="tex">') == 3


def test_one_converter_reads_several_texts():
    markdown = converter()

    assert '<span class="tex">x</span>' in markdown.convert("$x$")
    assert '<span class="tex">y</span>' in markdown.reset().convert("$y$")


def test_marks_in_the_source_mean_nothing():
    assert "tex:0" in page("\x02tex:0\x03 and $x$")


SIGNS = st.text(st.sampled_from("$\\`{}<>|_# \n\tax1é😀א\0-*[]()!\"'&;~:.="), max_size=60)


@given(SIGNS)
def test_whatever_the_text_nothing_crashes_and_no_mark_is_left(text):
    assert "\x02tex" not in page(text)


@given(SIGNS)
def test_no_formula_is_lost_beside_whatever_text(text):
    text = re.sub(r"<|\$\$|[`~]|\[", "", text)

    assert r"\alpha_7" in formulas(f"{text}\n\nHere $\\alpha_7$.\n\nEnd.")


@given(st.text(st.sampled_from("axé😀א _*<>#|&\"'^+-=()[]!~`:"), min_size=1, max_size=30))
def test_a_formula_comes_through_markdown_as_it_was_written(tex):
    tex = " ".join(tex.replace("`", "").split())
    if tex:
        assert formulas(f"Here $\\alpha {{{tex}}}$ it is.") == [f"\\alpha {{{tex}}}"]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="$\\"), max_size=80))
def test_a_text_without_dollars_is_what_it_would_be_without_us(text):
    without = Markdown(
        extensions=EXTENSIONS[:-1], extension_configs={k: OPTIONS[k] for k in OPTIONS if k != TEX}
    )

    if "```" not in text and "~~~" not in text:
        assert page(text) == without.convert(text)
