"""What comes from elsewhere runs nothing once it is a page, and what is harmless stays as it was written."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from course_site.audit.addresses import Place
from course_site.audit.page import audit
from course_site.comments import blank_comments
from course_site.papers.exchange.cleaning import clean, clean_line
from course_site.tex.extension import TexExtension

EXTENSIONS = yaml.safe_load(
    """
    [abbr, admonition, attr_list, def_list, footnotes, md_in_html, tables, toc, pymdownx.details,
     pymdownx.highlight, pymdownx.inlinehilite, pymdownx.superfences, pymdownx.tabbed]
    """
)


def rendered(text: str) -> str:
    """Return what the site makes of a note's text."""
    text, _ = blank_comments(text, "a.md")
    return Markdown(extensions=[*EXTENSIONS, TexExtension()]).convert(text)


PAYLOADS = [
    "<script>alert(1)</script>",
    "text <script src=//evil.example></script> text",
    "<SCRIPT\n>alert(1)</SCRIPT\n>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1) ",
    "<img/src=x/onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<img alt='<script>alert(1)</script>' src=x>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=x></object><embed src=x><base href=//evil.example/>",
    "<form action=//evil.example><button formaction=javascript:alert(1)>x</button></form>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\tscript:alert(1)'>x</a>",
    "<div markdown onclick=alert(1)>*x*</div>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x]( JaVaScRiPt:alert(1) 'title')",
    "[x](java&#115;cript:alert(1))",
    "[x](&#x6A;avascript&colon;alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:msgbox(1))",
    "![x](javascript:alert(1))",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "[x][y]\n\n  [y]:\n  javascript:alert(1)",
    "<javascript:alert(1)>",
    "*x*{: onclick=alert(1) }",
    "# x {: #y onmouseover='alert(1)' }",
    "![p](p.png){ onerror=alert(1) }",
    "[x](#){: href=javascript:alert(1) }",
    "```{.python onclick=alert(1)}\nx\n```",
    "<!-- \n```\n-->\n<script>alert(1)</script>\n```",
    "<!--> <script>alert(1)</script> -->",
    "<!-- --!><script>alert(1)</script> -->",
    "`\n<script>alert(1)</script>\n`",
    "``<script>`alert(1)</script>",
    "- ```\n  x\n<script>alert(1)</script>\n- ```",
    "> ```\n<script>alert(1)</script>\n> ```",
    "$<script>alert(1)</script>$ 5",
    "$5 <script>alert(1)</script> $6",
    "<style>@import '//evil.example/x.css';</style>",
    "<p style='background:url(//evil.example)'>x</p>",
    "<math><mtext></mtext><script>alert(1)</script></math>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php <script>alert(1)</script> ?>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "[^1]\n\n[^1]: <script>alert(1)</script>",
    "*[x]: <script>alert(1)</script>\n\nx",
    "!!! note \"<script>alert(1)</script>\"\n\n    x",
    "!!! note \"<img src=x onerror=alert(1)>\"\n\n    x",
    "| a |\n|---|\n| <script>alert(1)</script> |",
    "term\n:   <script>alert(1)</script>",
    "<noscript><p title='</noscript><script>alert(1)</script>'></p></noscript>",
    "<textarea><script>alert(1)</script></textarea>",
    "<xmp><script>alert(1)</script></xmp>",
]  # fmt: skip


def faults(text: str) -> list[str]:
    """What a browser could run or fetch of a page with this text."""
    return [finding.message for finding in audit(f"<main>{rendered(text)}</main>", Place())[0]]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_runs_in_a_text_that_was_cleaned(payload):
    cleaned = clean(payload)

    assert faults(cleaned) == []
    assert "url(//" not in rendered(cleaned)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_runs_in_a_property_that_was_cleaned(payload):
    assert faults(f"# {clean_line(payload)}") == [] or "](" in payload or "{" in payload or "]:" in payload
    assert "<script" not in clean_line(payload).lower() or payload.startswith("$<")  # a formula


def test_the_corpus_would_run_without_cleaning():
    assert sum(bool(faults(payload)) for payload in PAYLOADS) > len(PAYLOADS) / 2


@given(
    st.lists(
        st.sampled_from(
            [
                "\n",
                "\n\n",
                "`",
                "```\n",
                "$",
                "> ",
                "- ",
                "    ",
                "<!-- ",
                " -->",
                "$$\n",
                "<div>",
                "</div>",
                "~~~\n",
                "\\",
                "[",
                "](",
                ")",
                "{",
                "}",
                "x",
                "'",
                '"',
                *PAYLOADS,
            ]
        ),
        max_size=8,
    )
)
@settings(max_examples=200, deadline=None)
def test_no_mixture_of_code_formulas_and_comments_lets_anything_run(pieces):
    assert faults(clean("".join(pieces))) == []


HARMLESS = [
    "plain *text* with `<script>` in code and $a<b$, $\\mathbb{R}^{n}$ in formulas",
    "```html\n<script>alert(1)</script>\n```",
    "$$\n\\begin{cases} x <y \\\\ y>z \\end{cases}\n$$",
    "a < b, 1 <2, x<= y, <3, -> and <-",
    "<https://example.org/a?b=c> and <me@example.org>",
    "[a](https://example.org/a_(b)) ![p](../../assets/p.png) [n](other-2020-note.md#why) [m](mailto:a@b.org)",
    "<figure markdown>\n\n![p](p.png)\n\n<figcaption>Words</figcaption></figure>",
    "<details>\n<summary>More</summary>\n\ntext\n\n</details>",
    'H<sub>2</sub>O <br> <img src="p.png" alt="a, b" width="3">',
    "## Heading {#heading}\n\n![p](p.png){ width=300 }",
    "<!-- A comment with `code`, $a<b$ and <b>words</b>\n\nin two blocks -->",
    "A table\n\n| a | b |\n|---|---|\n| 1 | $x_1$ |",
    "[a link]: https://example.org\n\n[^1]: A note: text",
    "{python} and \\{a\\} and $\\{x = 1\\}$",
    "&lt;b&gt; &amp; AT&T",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_harmless_stays_as_it_is(text):
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Adam: a <i>method</i>", "Adam: a method"),
        ("$a<b$ & c < d", "$a<b$ & c < d"),
        ("<script>alert(1)</script>T", "T"),
        ("a <img src=x onerror=alert(1)", "a "),
        ("&lt;script&gt;", "&lt;script&gt;"),
    ],
)
def test_a_property_is_plain_text(text, wanted):
    assert clean_line(text) == wanted
