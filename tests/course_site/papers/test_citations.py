"""``[@key]`` in a lesson: found at its line, refused if unknown, shown with its reference."""

import re

import markdown
import pytest

from course_site.language import language
from course_site.pages import read_page
from course_site.papers.citations import check_citations, find_citations
from course_site.papers.citations_extension import CitationsExtension
from course_site.papers.library import Library
from course_site.papers.markup import Site
from course_site.papers.note import Note
from course_site.tex.extension import TexExtension

ADAM = Note(
    "kingma-2015-adam", "en", "docs/en/papers/kingma-2015-adam.md",
    title="Adam: A Method", authors=("Diederik P. Kingma", "Jimmy Ba"), year=2015, venue="ICLR 2015",
)  # fmt: skip
BETA = Note(
    "burgess-2018-beta", "en", "docs/en/papers/burgess-2018-beta.md",
    title=r"Understanding disentangling in $\beta$-VAE <b>", authors=("Christopher P. Burgess",), year=2018,
    url="https://example.org/?a=1&b=2",
)  # fmt: skip
NOTES = {note.key: note for note in (ADAM, BETA)}


def site(code="en"):
    return Site(
        Library(notes={"en": NOTES}),
        language(code),
        lambda path: f"/{path}",
        lambda path: path,
        lambda code: code,
    )


def render(text, code="en"):
    extensions = [CitationsExtension(site=site(code)), TexExtension(), "toc", "footnotes", "attr_list"]
    converter = markdown.Markdown(extensions=extensions)
    return converter.convert(text), converter


def found(text):
    return [(one.key, one.detail, one.line, one.column) for one in find_citations(text)]


def test_citations_are_found_with_their_place():
    assert found("See [@a-2001-b] and\n[@c; @d, section 2].") == [
        ("a-2001-b", "", 1, 6),
        ("c", "", 2, 2),
        ("d", "section 2", 2, 6),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "`[@a]`", "```\n[@a]\n```", "    [@a]", "[@a](https://example.org)", "[@a][b]", "[@a]: "
        "https://example.org",
        "a@b.org [x@y]", r"\[@a]", "![@a]", "[see @a]", "[@a and @b]",
    ],
)  # fmt: skip
def test_code_links_and_addresses_are_no_citations(text):
    assert found(text) == []


def test_an_unknown_key_is_a_problem_at_its_line_and_column():
    page, _ = read_page("# T\n\nAs in [@kingma-2015-adam; @kingma-2015-adm].\n\n[@nothing]\n", "docs/en/p.md")

    assert list(map(str, check_citations(page, NOTES))) == [
        "docs/en/p.md:3:27: `@kingma-2015-adm` cites a paper that has no note. "
        "Did you mean `kingma-2015-adam`?",
        "docs/en/p.md:5:2: `@nothing` cites a paper that has no note. Add a note for it, or mend the key.",
    ]


def test_a_citation_in_a_comment_is_none():
    page, _ = read_page("<!-- [@nothing] -->\n", "docs/en/p.md")

    assert list(check_citations(page, NOTES)) == []


def test_a_reference_link_of_an_old_lesson_is_no_citation():
    page, _ = read_page("[@Atcold] spoke.\n\n[@Atcold]: https://example.org\n", "docs/en/p.md")

    assert list(check_citations(page, NOTES)) == []
    assert '<a href="https://example.org">@Atcold</a>' in render(page.text)[0]


def test_a_citation_names_authors_and_year_and_carries_its_reference():
    html, _ = render("Adam [@kingma-2015-adam, section 2] adapts.")

    assert (
        '<p>Adam <span class="cite">(<a href="#ref-kingma-2015-adam" class="cite-link" '
        'aria-describedby="cite-1">Kingma &amp; Ba, 2015</a><span class="cite-card" role="tooltip" '
        'id="cite-1" data-search-exclude>Kingma, D. P., &amp; Ba, J. (2015). Adam: A Method. ICLR '
        "2015.</span>"
        ", section 2)</span> adapts.</p>"
    ) in html


def test_the_page_ends_with_its_references_once_each_in_order_and_in_the_table_of_contents():
    html, converter = render("# T\n\n[@kingma-2015-adam; @burgess-2018-beta]\n\n[@kingma-2015-adam]\n")
    tail = html[html.index('<h2 id="references">References</h2>') :]

    assert re.findall('<li id="([^"]*)">', tail) == ["ref-burgess-2018-beta", "ref-kingma-2015-adam"]
    assert '<a href="/papers/kingma-2015-adam.md">Paper note</a>' in tail
    assert "references" in str(converter.toc)
    assert len(set(re.findall(r'id="(cite-\d+)"', html))) == 3


def test_titles_are_text_but_their_formulas_are_formulas():
    html, _ = render("[@burgess-2018-beta]")

    assert 'in <span class="tex">\\beta</span>-VAE &lt;b&gt;. ' in html
    assert '<a href="https://example.org/?a=1&amp;b=2">https://example.org/?a=1&amp;b=2</a>' in html


def test_a_page_speaks_of_references_in_its_language():
    html, _ = render("[@kingma-2015-adam]", "fr")

    assert "Kingma et Ba, 2015" in html
    assert '<h2 id="references">Références</h2>' in html
    assert "Note de lecture" in html


def test_an_unknown_key_is_left_as_it_was_written():
    html, _ = render("[@nothing] and `[@kingma-2015-adam]`")

    assert html == "<p>[@nothing] and <code>[@kingma-2015-adam]</code></p>"


def test_a_footnote_may_cite_and_a_page_may_have_references_of_its_own():
    html, _ = render("Here.[^1]\n\n[^1]: [@kingma-2015-adam]\n\n## References {#references}\n")

    assert 'href="#ref-kingma-2015-adam"' in html
    assert '<h2 id="references-cited">' in html


def test_a_course_without_notes_leaves_brackets_alone():
    converter = markdown.Markdown(extensions=[CitationsExtension()])

    assert converter.convert("[@anybody]") == "<p>[@anybody]</p>"


def test_a_page_of_brackets_takes_no_time(seconds):
    with seconds(2):
        assert list(find_citations("[@" * 20_000)) == []
        assert list(find_citations("[@a;" * 20_000)) == []
