import os
from pathlib import Path

import jinja2
import pytest

import course_site
from course_site.execution.results import CellResult
from course_site.execution.store import Store
from course_site.language import language
from course_site.notebook import make_notebook
from course_site.notebook_page import kept_aside, marked_source, split_pieces, without_tail
from course_site.segments import segments

BODY = "Intro.\n\n```python\nx = 1\nx\n```\n\n```python\n#| eval: false\nshown()\n```\n\nEnd.\n"


@pytest.fixture
def page(executed):
    return executed(BODY, CellResult("1"), CellResult())


def marked(page) -> str:
    return marked_source(segments(page, language("en"), str))


def test_every_piece_is_marked_with_the_notebook_s_cell_it_belongs_to(page):
    assert marked(page) == (
        "<!--piece:cell-0:prose-->\n\nIntro.\n\n"
        "<!--piece:cell-1:code-->\n\n```python\nx = 1\nx\n```\n\n"
        "<!--piece:cell-1:output-->\n\n```{ .text .output }\n1\n```\n\n"
        "<!--piece:cell-2:code-->\n\n```python\nshown()\n```\n\n"
        "<!--piece:cell-3:prose-->\n\nEnd.\n"
    )


def test_pieces_are_found_again_by_their_cells(page):
    pieces = split_pieces("before " + marked(page))

    assert pieces == {
        ("cell-0", "prose"): "Intro.",
        ("cell-1", "code"): "```python\nx = 1\nx\n```",
        ("cell-1", "output"): "```{ .text .output }\n1\n```",
        ("cell-2", "code"): "```python\nshown()\n```",
        ("cell-3", "prose"): "End.",
    }


def test_several_outputs_of_a_cell_are_one_piece():
    html = "<!--piece:cell-1:output-->\n<p>a</p>\n<!--piece:cell-1:output-->\n<p>b</p>\n"

    assert split_pieces(html) == {("cell-1", "output"): "<p>a</p><p>b</p>"}


def test_a_page_without_pieces_has_none():
    assert split_pieces("<p>x</p>") == {}


def test_the_template_shows_every_piece_in_order(page):
    folder = Path(course_site.__file__).parent / "templates" / "mkdocs_html"
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(folder), autoescape=False)
    pieces = split_pieces(marked(page))
    environment.filters["rendered"] = lambda cell, kind: pieces.get((cell, kind), "")
    notebook = make_notebook(page, language("en"))
    html = without_tail(
        environment.get_template("notebook.html.j2").render(nb=notebook) + "<style>[]</style>"
    )

    places = [html.index(piece) for piece in pieces.values()]
    assert places == sorted(places)
    assert html.count('<div class="nb-cell">') == 1
    assert "<style>" not in html


def test_what_is_appended_after_the_template_is_cut():
    assert without_tail("<div></div><!--end of notebook--><style>[]</style>") == "<div></div>"
    assert without_tail("<div></div>") == "<div></div>"


def test_builds_at_the_same_time_read_each_its_own_notebook(tmp_path):
    old, new = kept_aside(b"old", tmp_path), kept_aside(b"new", tmp_path)

    assert (old.read_bytes(), new.read_bytes()) == (b"old", b"new")
    assert old == kept_aside(b"old", tmp_path)


def test_a_notebook_that_another_build_reads_is_never_half_a_one(tmp_path, monkeypatch):
    read = kept_aside(b"old", tmp_path)
    seen = []
    replace = os.replace
    monkeypatch.setattr(os, "replace", lambda *pair: (seen.append(read.read_bytes()), replace(*pair)))
    kept_aside(b"old", tmp_path)

    assert seen == [b"old"]
    assert list(read.parent.iterdir()) == [read]


def test_pruning_removes_the_notebooks(tmp_path):
    read = kept_aside(b"old", tmp_path)

    assert Store(tmp_path).prune(set()) == []
    assert not read.parent.exists()
