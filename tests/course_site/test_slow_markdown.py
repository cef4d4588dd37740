"""Markdown that takes minutes is refused at its line, in no time; what people write is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from course_site.pages import read_page
from course_site.slow_markdown import check_slowness

ROOT = Path(__file__).parents[2]
BRACKETS = "thousands of brackets here would take minutes to read. Close each [ and ( of a link, or show the "
BRACKETS += "text as code."
TAGS = "many a < here is never closed by >, and would take minutes to read. Write &lt; where a < is meant."
NESTED = "a line opens more than 50 lists or quotations inside each other. Write it as code, or with fewer."
SLOW = {
    "brackets": ("[" * 5000, BRACKETS),
    "pictures": ("![" * 5000, BRACKETS),
    "links": ("[a](" * 3000, BRACKETS),
    "links in links": ("[a](b " * 3000, BRACKETS),
    "references": ("[a][" * 3000, BRACKETS),
    "brackets in brackets": ("[" * 3000 + "]" * 3000, BRACKETS),
    "tags": ("<a " * 5000, TAGS),
    "tags that begin again": ("<a b <c " * 3000, TAGS),
    "lists in a line": ("1. " * 60 + "a", NESTED),
    "quotations in a line": (">" * 60 + "a", NESTED),
    "lists in lists": (
        "\n".join("    " * n + "- a" for n in range(60)),
        "a line begins with more than 200 blanks. Nest lists less deeply.",
    ),
    "headings": ("# a\n\n" * 1001, "the page has more than 1000 headings. Split it into several pages."),
    "abbreviations": (
        "*[a]: b\n" * 201,
        "the page explains more than 200 abbreviations. Split it into several pages.",
    ),
}


@pytest.mark.parametrize("name", SLOW)
def test_what_would_take_minutes_is_refused_at_its_line_in_no_time(name, seconds):
    text, told = SLOW[name]
    with seconds(1):
        _, problems = read_page(f"# Title\n\n{text}\n", "docs/en/p.md")

    place, _, message = str(problems[0]).partition(": ")
    assert message == told
    assert int(place.removeprefix("docs/en/p.md:")) >= 3


@pytest.mark.parametrize("piece", ["[", "[a](", "<a ", "[[]", "](", "<a>", "> ", "\n\n[", "# a\n"])
def test_a_page_of_any_size_is_judged_in_no_time(piece, seconds):
    with seconds(1):
        list(check_slowness(piece * (200_000 // len(piece)), "p.md"))


@pytest.mark.parametrize("path", sorted((ROOT / "docs").rglob("*.md")), ids=lambda path: path.name)
def test_no_page_of_this_course_is_near_a_bound(path):
    text = path.read_text(encoding="utf-8")

    assert list(check_slowness(text + "\n" + text, "p.md")) == []


def test_what_people_write_is_left_alone():
    links = "".join(f"[word {n}](page-{n}.md), and $x_{n} < y$; " for n in range(300))
    table = "| a [b](c) | d |\n" * 1000

    assert (
        list(check_slowness(f"{links}\n\n{table}\n- a\n    - b\n\n> > a\n\n---\n\n- - - - -\n", "p.md")) == []
    )
