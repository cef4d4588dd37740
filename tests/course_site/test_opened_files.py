"""What a browser would run, were a file beside the pages opened by itself, is refused by name."""

from __future__ import annotations

import mimetypes
from pathlib import Path

import pytest
from mkdocs.utils import markdown_extensions

from course_site.checking import BUILD_CHECKS, EVERY_CHECK, check_all
from course_site.diagrams.usage import check_diagrams
from course_site.opened_files import BY_SUFFIX, PUBLISHED, check_opened_files
from course_site.settings import read_settings

ROOT = Path(__file__).parents[2]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'
PLAIN = "Save it as plain SVG, without scripts, or as a PNG."
REFUSED = {
    "en/a.html": (
        "<script>alert(1)</script>",
        ": a web page is published as it is, with all that runs in it. Write it as Markdown.",
    ),
    "assets/A.XHTML": ("<html/>", ": a web page is published as it is, with all that runs in it. "),
    "en/a.js": (
        "alert(1)",
        ": a script lies outside docs/assets/javascripts/. Remove it, or ask a maintainer.",
    ),
    "en/a.svg": (
        SVG.format("\n<script>alert(1)</script>"),
        ": the SVG holds a <script>, which could run a program in the reader's browser. " + PLAIN,
    ),
    "en/b.svg": (SVG.format("<g onload='x()'/>"), ": the SVG holds `onload`"),
    "en/c.svg": ("\n<svg>\n<g></svg>", ":3: the file is not whole XML: mismatched tag. " + PLAIN),
    "en/d.xml": (
        "<a><script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script></a>",
        ": the SVG holds a <script>",
    ),
    "en/e.xml": ("<?xml-stylesheet href='x.xsl'?><a/>", ": the file asks for a style sheet of another file."),
    "en/f.svg": (
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + SVG.format("&x;"),
        ": the file defines XML entities",
    ),
    "en/wrong/x.drawio.svg": (
        SVG.format("<script>alert(1)</script>"),
        ": the SVG holds a <script>, which could run a program in the reader's browser. "
        "Export it again from diagrams.net, without it.",
    ),
    "en/x.drawio.svg": (
        "<mxfile><h:script xmlns:h='http://www.w3.org/1999/xhtml'>alert(1)</h:script></mxfile>",
        ": the SVG holds a <script>",
    ),
    "assets/e.xpdl": (
        "<x><script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script></x>",
        ": a file of the kind `.xpdl` is not published: nobody knows what a browser makes of it. "
        "Save it in a kind that the course uses, or pack it into a .zip.",
    ),
    "assets/LICENCE": ("x", ": a file whose name ends in no suffix is not published: nobody knows what"),
    "assets/txt": ("x", ": a file whose name ends in no suffix is not published: nobody knows what"),
    "en/big.markdown": (
        "# Big",
        ": a page whose name ends in `.markdown` would be published, and no check reads it. Call it big.md.",
    ),
    "en/LOUD.MD": ("# Loud", ": a page whose name ends in `.MD` would be published, and no check reads it."),
    "en/g.svg": (" " * 5_000_001, ": the file has more than 5 MB. Save it as a PNG or a JPEG."),
}
ALLOWED = {
    "assets/javascripts/a.js": "alert(1)",
    "en/a.svg": SVG.format(
        "<path d='M0 0'/><a href='https://example.org/'/><g xmlns:one='urn:x'/>"
        "<circle r='1'><animate attributeName='r' values='1;2'/></circle>"
    ),
    "en/.hidden.html": "x",
    "en/a.md": "# A",
    "en/a.txt": "<script>",
    "assets/PHOTO.JPG": "x",
    "CNAME": "course.example.org",
    "assets/wrong/x.drawio.svg": SVG.format("<path d='M0 0'/>"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_would_run_is_refused_by_name(project, name):
    text, told = REFUSED[name]
    project.write(f"docs/{name}", text)
    (problem,) = check_opened_files(project.settings, [])

    assert str(problem).startswith(f"docs/{name}{told}")


@pytest.mark.parametrize("name", ALLOWED)
def test_a_file_that_runs_nothing_is_let_through(project, name):
    project.write(f"docs/{name}", ALLOWED[name])

    assert list(check_opened_files(project.settings, [])) == []


def test_what_is_wrong_with_a_drawing_is_told_once(project):
    project.write("docs/en/x.drawio.svg", SVG.format("<script>alert(1)</script>"))

    assert len(check_all([check_diagrams, check_opened_files], project.settings, [])) == 1


def test_a_link_out_of_the_docs_folder_is_refused(project):
    (project.root / "docs/en/passwords.txt").symlink_to("/etc/passwd")
    (project.root / "docs/en/here.txt").symlink_to(project.write("docs/en/there.txt", "x"))

    assert [str(problem) for problem in check_opened_files(project.settings, [])] == [
        "docs/en/passwords.txt: this leads out of the docs folder through a link. Copy the file here instead."
    ]


def test_a_link_to_a_folder_is_refused_wherever_it_leads(project):
    project.write("docs/.hidden/evil.html", "<script>alert(1)</script>")
    (project.root / "docs/en/x").symlink_to("../.hidden")

    assert [str(problem) for problem in check_opened_files(project.settings, [])] == [
        "docs/en/x: this is a link to a folder, whose files nobody looks at. Copy them here instead."
    ]


@pytest.mark.parametrize("suffix", sorted(PUBLISHED))
def test_no_kind_that_a_server_calls_a_document_or_a_script_is_published_as_it_is(suffix):
    kind = mimetypes.guess_type(f"x{suffix}")[0] or ""

    assert not kind.endswith(("html", "xml", "script", "rfc822"))
    assert "svg" not in kind


def test_every_suffix_that_mkdocs_reads_as_a_page_is_known():
    assert [suffix for suffix in markdown_extensions if suffix not in BY_SUFFIX] == []


def test_this_course_publishes_nothing_that_runs_outside_its_folder():
    assert list(check_opened_files(read_settings(ROOT / "mkdocs.yml"), [])) == []


def test_the_check_is_part_of_the_command_and_of_the_build():
    assert check_opened_files in EVERY_CHECK
    assert check_opened_files in BUILD_CHECKS
