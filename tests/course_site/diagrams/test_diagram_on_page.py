"""Drawings put in place of their pictures in a rendered page."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from course_site.diagrams import writing
from course_site.diagrams.figures import PageOfDrawings, app_address
from course_site.diagrams.on_page import find_among, place_diagrams
from course_site.language import language
from course_site.tex.engine import TexError

CELLS = (
    writing.shape("x", "observation", r"\(x\)", (0, 10)),
    writing.shape("e", "network", "Encoder", (90, 0), labels={"fr": "Encodeur"}),
    writing.shape("y", "variable", r"\(\bar{y}\)", (220, 10)),
    writing.arrow("a", "x", "e"),
    writing.arrow("b", "e", "y"),
)
OTHER = writing.shape("z", "variable", r"\(z\)", (0, 0))
FILE = writing.mxfile(writing.model(CELLS), writing.model([OTHER]))
SRC = "../assets/diagrams/net.drawio"


@pytest.fixture
def on(tmp_path):
    """Return a function that makes a page whose course has two drawings and a library."""
    files = []
    for name, text in (
        ("net.drawio", FILE),
        ("net.drawio.svg", "<svg/>"),
        ("bad.drawio", "no drawing"),
        ("wrong/bad.drawio", "no drawing"),
        ("course-shapes.xml", "<mxlibrary>[]</mxlibrary>"),
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        place = f"assets/diagrams/{name}"
        files.append(SimpleNamespace(dest_uri=place, src_uri=place, abs_src_path=str(path)))

    def page(source: str = "", code: str = "en", typeset=lambda tex: f"<i>{tex}</i>") -> PageOfDrawings:
        find = find_among(files, "lesson/", "docs")
        return PageOfDrawings("docs/en/lesson.md", source, language(code), "https://a.org/c/", find, typeset)

    return page


def test_a_picture_alone_in_its_paragraph_becomes_a_figure_with_its_anchor_and_description(on):
    html = place_diagrams(f'<p><img alt="A net." id="fig-net" src="{SRC}" /></p>', on())

    assert html.startswith('<figure class="diagram" id="fig-net"><div class="diagram-box"')
    assert '<svg width="335" ' in html
    assert 'role="img" aria-label="A net."' in html
    assert "<p>" not in html


def test_a_title_becomes_the_caption_and_classes_are_kept(on):
    html = place_diagrams(f'<p><img alt="A" class="wide" src="{SRC}" title="One &lt; two" /></p>', on())

    assert '<figure class="diagram wide">' in html
    assert "<figcaption>One &lt; two<span" in html


def test_the_words_of_a_drawing_and_of_its_links_are_the_page_s(on):
    html = place_diagrams(f'<p><img alt="A" src="{SRC}"></p>', on(code="fr"))

    assert "Encodeur" in html
    assert "Modifier une copie dans diagrams.net" in html
    assert 'aria-label="Télécharger la source\u00a0: net.drawio" download' in html


def test_the_links_lead_to_a_copy_in_the_app_with_the_course_s_shapes_and_to_the_file(on):
    html = place_diagrams(f'<p><img alt="A" src="{SRC}#page=1"></p>', on())

    assert f'href="{SRC}"' in html
    assert (
        'href="https://app.diagrams.net/?splash=0&amp;clibs=Uhttps%3A%2F%2Fa.org%2Fc%2Fassets%2Fdiagrams%2Fcourse-shapes.xml'
        '#Uhttps%3A%2F%2Fa.org%2Fc%2Fassets%2Fdiagrams%2Fnet.drawio"'
    ) in html


def test_a_course_without_a_library_of_shapes_names_none(on):
    page = on()
    page.find = lambda address: None

    assert (
        app_address("a b.drawio", page)
        == "https://app.diagrams.net/?splash=0#Uhttps%3A%2F%2Fa.org%2Fc%2Fa%2520b.drawio"
    )


def test_another_page_of_a_file_is_shown_on_request(on):
    page = on()
    html = place_diagrams(f'<p><img alt="A" src="{SRC}#page=2"></p>', page)

    assert "<i>z</i>" in html
    assert "Encoder" not in html
    assert page.problems == []


def test_a_page_that_a_file_does_not_have_is_said_at_the_line_of_the_picture(on):
    page = on("text\n\n![A](../assets/diagrams/net.drawio#page=3)\n")
    html = place_diagrams(f'<p><img alt="A" src="{SRC}#page=3"></p>', page)

    assert "<img" in html
    assert [str(p) for p in page.problems] == [
        "docs/en/lesson.md:3: `docs/assets/diagrams/net.drawio` has 2 page(s), and page 3 is shown. "
        "Write `#page=1` for the first."
    ]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("en", "x, observed, goes through Encoder to ȳ, computed"),
        ("fr", "x, observé, passe par Encodeur"),
    ],
)
def test_a_drawing_without_description_is_a_problem_that_proposes_one(on, code, sentence):
    page = on("![](../assets/diagrams/net.drawio)", code)
    place_diagrams(f'<p><img alt="" src="{SRC}"></p>', page)
    (problem,) = page.problems

    assert problem.line == 1
    assert problem.message == "`docs/assets/diagrams/net.drawio` is shown without a description."
    assert sentence in problem.hint


def test_a_formula_that_katex_refuses_is_a_problem_of_the_drawing_that_names_it(on):
    def refuse(tex: str) -> str:
        raise TexError("no such command", 0)

    page = on(typeset=refuse)
    html = place_diagrams(f'<p><img alt="A" src="{SRC}#page=2"></p>', page)

    assert "<code>z</code>" in html
    assert [str(p) for p in page.problems] == [
        "docs/assets/diagrams/net.drawio: the formula `z` of a label: no such command. "
        "Double-click the label in diagrams.net and change it."
    ]


def test_drawings_side_by_side_in_one_paragraph_become_figures(on):
    html = place_diagrams(f'<p><img alt="A" src="{SRC}"> <img alt="B" src="{SRC}#page=2" /></p>', on())

    assert html.count("<figure") == 2
    assert 'aria-label="Drawing 2"' in html


def test_a_drawing_in_a_cell_of_a_table_becomes_a_figure(on):
    html = place_diagrams(f'<table><tr><td><img alt="A" src="{SRC}"></td></tr></table>', on())

    assert "<td><figure" in html


def test_a_drawing_in_the_middle_of_a_paragraph_is_a_problem(on):
    page = on("See ![A](../assets/diagrams/net.drawio) here.")
    html = place_diagrams(f'<p>See <img alt="A" src="{SRC}"> here.</p>', page)

    assert "<figure" not in html
    assert [str(p) for p in page.problems] == [
        "docs/en/lesson.md:1: the drawing `net.drawio` stands in the middle of a paragraph. "
        "Leave an empty line before and after it."
    ]


def test_a_free_drawing_stays_the_picture_that_the_app_made(on):
    page = on()
    html = f'<p><img alt="A" class="free" src="{SRC}.svg" /></p>'

    assert place_diagrams(html, page) == html
    assert page.problems == []


def test_a_free_drawing_must_hold_a_picture(on):
    page = on("![A](net.drawio){.free}")
    place_diagrams(f'<p><img alt="A" class="free" src="{SRC}"></p>', page)

    assert (
        page.problems[0].message
        == "`docs/assets/diagrams/net.drawio` holds no picture that could be shown as it is."
    )


def test_a_file_that_cannot_be_read_stays_a_picture_and_is_left_to_the_check_of_all_drawings(on):
    page = on()
    html = '<p><img alt="A" src="../assets/diagrams/bad.drawio"></p>'

    assert place_diagrams(html, page) == html
    assert page.problems == []


def test_the_check_of_all_drawings_leaves_out_those_wrong_on_purpose_so_the_page_says_they_cannot_be_read(on):
    page = on()
    place_diagrams('<p><img alt="A" src="../assets/diagrams/wrong/bad.drawio"></p>', page)

    assert [problem.path for problem in page.problems] == ["docs/assets/diagrams/wrong/bad.drawio"]


@pytest.mark.parametrize(
    "html",
    [
        '<p><img alt="A" src="other.svg"></p>',
        "<pre><code>![A](x.drawio)</code></pre>",
        '<p><img alt="A" src="../nowhere/net.drawio"></p>',
    ],
)
def test_everything_else_is_left_alone(on, html):
    page = on()

    assert place_diagrams(html, page) == html
    assert page.problems == []
