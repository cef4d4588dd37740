"""A finding names the line that it came from, not the one that speaks of it."""

from __future__ import annotations

from course_site.audit.page import Finding
from course_site.audit.placing import problems_of


def lines(source: str, *snippets: str) -> list[int]:
    findings = [Finding(f"finding {number}", "", snippet) for number, snippet in enumerate(snippets)]
    return [problem.line for problem in problems_of(findings, "p.md", source)]


def test_a_tag_that_code_or_a_comment_quotes_is_passed_over():
    source = "Say `<script`.\n\n```\n<script>\n```\n\n<!-- <script> -->\n\n    <script>\n\n<script>\n"

    assert lines(source, "<script") == [11]


def test_a_tag_whose_first_sign_is_escaped_is_words():
    assert lines("&lt;script&gt;\n\n<script>\n", "<script") == [3]


def test_a_second_finding_of_a_kind_has_the_second_line():
    assert lines("<script>\n\nText.\n\n<script>\n\n<b onclick='x'>\n", "<script", "<script", "onclick=") == [
        1,
        5,
        7,
    ]


def test_a_third_finding_of_two_places_has_the_last_one():
    assert lines("<script>\n\n<script>\n", "<script", "<script", "<script") == [1, 3, 3]


def test_a_value_written_with_entities_is_found():
    assert lines("# T\n\n[x](&#106;avascript:x)\n", "javascript") == [3]


def test_a_value_broken_over_lines_is_found_where_it_begins():
    assert lines("# T\n\n<a href='java\nscript:x'>\n", "java\nscript:") == [3]


def test_an_attribute_is_not_taken_for_the_word():
    assert lines("The onclick attribute.\n\n<b\n  onclick = 'x'>\n", "onclick=") == [4]


def test_a_caption_among_the_options_of_a_cell_belongs_to_the_page():
    assert lines("```python\n#| caption: <b onclick='x'>\nprint('onclick=')\n```\n", "onclick=") == [2]


def test_what_the_source_does_not_hold_has_no_line():
    assert lines("# T\n\n```\n<iframe>\n```\n", "<iframe", "") == [0, 0]


def test_one_finding_is_told_once():
    finding = Finding("a script.", "Remove it.", "<script")

    assert len(problems_of([finding, finding], "p.md", "# T\n\n<script>\n")) == 1
