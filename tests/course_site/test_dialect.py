import struct
from pathlib import Path

import pytest
from markdown import Markdown

from course_site.dialect import (
    Found,
    Pictures,
    check_dialect,
    link_paths,
    missing_problems,
    picture_paths,
    root_of,
)
from course_site.dialect_extension import PlacePictures
from course_site.pages import read_page

PAGE = "fr/week03/03-3.md"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 40, 20)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "a.png"
    path.write_bytes(PNG)
    return path


@pytest.fixture
def render(picture):
    """Return Markdown as HTML, and what is missing; each of `there` is a picture of 40 by 20 pixels."""

    def rendered(text: str, *there: str, root: str = "", served: tuple[str, ...] = ()):
        def find(path: str) -> Found | None:
            return Found(f"URL/{path}", picture) if path in there else None

        pictures = Pictures(PAGE, root, find, served.__contains__, "Figure")
        extensions = ["attr_list", "fenced_code", "md_in_html", "course_site.dialect_extension"]
        md = Markdown(
            extensions=extensions,
            extension_configs={"course_site.dialect_extension": {"pictures": pictures}},
        )
        return md.convert(text), pictures.missing

    return rendered


@pytest.mark.parametrize(
    ("address", "root", "paths"),
    [
        ("{{site.baseurl}}/images/a.png", "", ("images/a.png",)),
        ("{{ site.baseurl }}/images/a.png?x#y", "03-3", ("images/a.png",)),
        ("a.png", "", ("fr/week03/a.png",)),
        ("a.png", "03-3", ("fr/week03/a.png", "fr/week03/03-3/a.png")),
        ("/a.png", "03-3", ("fr/week03/03-3/a.png",)),
        ("/a.png", "../..", ("a.png",)),
        ("/a%20b.png", "03-3", ("fr/week03/03-3/a b.png",)),
        ("/a.png", "", ()),
        ("https://example.org/a.png", "03-3", ()),
        ("//example.org/a.png", "03-3", ()),
        ("data:image/png;base64,x", "", ()),
        ("http://[", "", ()),
        ("../../../a.png", "", ("../a.png",)),
        ("{{site.baseurl}}/../../etc/passwd", "", ("../../etc/passwd",)),
    ],
)
def test_an_address_names_a_place_below_the_docs_folder(address, root, paths):
    assert picture_paths(address, PAGE, root) == paths


def test_a_link_from_the_root_may_mean_a_page_in_three_ways():
    assert link_paths("{{site.baseurl}}/en/week02/02-3/") == (
        *("en/week02/02-3", "en/week02/02-3.md", "en/week02/02-3/index.md"),
    )
    assert link_paths("en/week02/") == ()


@pytest.mark.parametrize(("meta", "root"), [({"typora-root-url": " 03-3 "}, "03-3"), ({}, ""), (None, "")])
def test_the_root_for_typora_stands_in_the_front_matter(meta, root):
    assert root_of(meta) == root


def test_a_picture_in_markdown_gets_the_address_that_mkdocs_wants_and_its_size(render):
    html, missing = render("![A]({{site.baseurl}}/images/a.png)", "images/a.png")

    assert missing == []
    assert html == '<p><img alt="A" height="20" src="../../images/a.png" width="40" /></p>'


def test_a_picture_in_raw_html_gets_its_final_address_and_its_size(render):
    html, missing = render('<img src="{{site.baseurl}}/images/a.png" style="x"/>', "images/a.png")

    assert missing == []
    assert html == '<p><img src="URL/images/a.png" style="x" width="40" height="20" alt="Figure" /></p>'


def test_typora_s_root_serves_both_kinds(render):
    html, missing = render('![A](/a.png)\n\n<img alt="" src=/a.png>', "fr/week03/03-3/a.png", root="03-3")

    assert missing == []
    assert 'src="03-3/a.png"' in html
    assert '<img alt="" src="URL/fr/week03/03-3/a.png" width="40" height="20">' in html


@pytest.mark.parametrize(
    ("said", "becomes"),
    [
        ('width="10"', 'width="10" height="5"'),
        ('height="10"', 'height="10" width="20"'),
        ('width="10" height="10"', 'width="10" height="10"'),
        ('width="50%"', 'width="50%"'),
        ('style="height: 9px"', 'style="height: 9px"'),
        ('style="width: 9px"', 'style="width: 9px" width="40" height="20"'),
    ],
)
def test_an_author_s_size_is_kept_and_completed_in_proportion(render, said, becomes):
    html, _ = render(f'<img alt="" src="a.png" {said}>', "fr/week03/a.png")

    assert html == f'<p><img alt="" src="URL/fr/week03/a.png" {becomes}></p>'


def test_a_missing_picture_asks_no_server(render):
    html, missing = render('![A](/a.png)\n\n<img src="b.png">', root="03-3")

    assert missing == [("picture", "/a.png"), ("picture", "b.png")]
    assert html.count('src="data:,"') == 2


def test_raw_html_may_use_addresses_seen_from_the_built_page(render):
    html, missing = render('<img alt="" src="../../assets/a.png">', served=("../../assets/a.png",))

    assert (html, missing) == ('<p><img alt="" src="../../assets/a.png"></p>', [])


def test_foreign_pictures_and_ordinary_links_are_left_alone(render):
    text = '<p><img alt="" src="https://example.org/a.png"> <a href="b/">b</a> <a name="c"></a></p>'

    assert render(text) == (text, [])


def test_code_is_left_alone(render):
    html, missing = render("`{{site.baseurl}}`\n\n```\n<img src='{{site.baseurl}}/a.png'>\n```\n")

    assert missing == []
    assert html.count("{{site.baseurl}}") == 2


def test_center_becomes_a_division_or_a_span_within_a_line(render):
    html, _ = render(
        "<center>\na\n</center>\n\nb <center>c</center>\n\n<CENTER markdown=1>\n*d*\n</CENTER>\n"
    )

    assert html.count('<div class="center">') == 2
    assert '<p>b <span class="center">c</span></p>' in html
    assert "<center" not in html.lower()


@pytest.mark.parametrize("piece", ['<img src="', "<img ", "<img a='b' ", "<center", "<img src=x alt=>"])
def test_hostile_html_is_read_quickly(piece, seconds):
    step = PlacePictures(Markdown(), Pictures(PAGE))
    with seconds(2):
        step.raw(piece * 20_000)


def missing(source: str, *addresses: str) -> list[str]:
    pictures = Pictures(PAGE, "03-3", missing=[("picture", address) for address in addresses])
    return [str(problem).split(". ")[0] for problem in missing_problems(source, f"docs/{PAGE}", pictures)]


def test_a_missing_picture_is_told_at_its_line_and_column_also_the_second_time():
    source = "```\na.png\n```\n![](a.png) ![](aa.png)\n\n![](a.png)\n"

    assert missing(source, "a.png", "a.png") == [
        f"docs/{PAGE}:4:5: the picture a.png is not there",
        f"docs/{PAGE}:6:5: the picture a.png is not there",
    ]


def test_a_picture_outside_the_docs_folder_is_told():
    address = "{{site.baseurl}}/../a.png"

    assert missing(f"![]({address})", address) == [
        f"docs/{PAGE}:1:5: the picture {address} would lie outside the docs folder"
    ]


def checked(text: str, docs: Path, head: str = "") -> list[str]:
    page, faults = read_page(f"---\ntitle: T\n{head}---\n{text}", f"docs/{PAGE}")
    assert faults == []
    return [str(problem) for problem in check_dialect(page, PAGE, docs)]


def test_check_finds_what_the_build_would_find(tmp_path):
    text = '![]({{site.baseurl}}/a.png)\n\n<img src="{{site.baseurl}}/b.png">\n\nx <img src="/c.png">\n'

    assert [problem.split(": ")[0] for problem in checked(text, tmp_path, "typora-root-url: r\n")] == [
        *(f"docs/{PAGE}:5:5", f"docs/{PAGE}:7:11", f"docs/{PAGE}:9:13"),
    ]
    for name in ("a.png", "b.png", "fr/week03/r/c.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(PNG)
    assert checked(text, tmp_path, "typora-root-url: r\n") == []


def test_check_leaves_code_comments_and_foreign_pictures_alone(tmp_path):
    text = (
        "`![](x.png)`\n\n```\n![](x.png)\n```\n\n<!-- ![](x.png) -->\n\n"
        "![](https://example.org/x.png) [x](x.md)\n"
    )

    assert checked(text, tmp_path) == []


def test_check_tells_of_front_matter_that_cannot_be_shown(tmp_path):
    assert checked("x", tmp_path, "authors: {a: b}\n") == [
        f"docs/{PAGE}:3: `authors` must be a name or a list of names, got {{'a': 'b'}}. "
        "Write for example `authors: A. Lovelace`."
    ]
