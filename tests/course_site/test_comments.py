from course_site.comments import blank_comments


def blanked(text: str) -> str:
    result, problems = blank_comments(text, "p.md")
    assert problems == []
    return result


def test_a_comment_goes_and_every_line_stays_where_it_was():
    text = "Before.\n\n<!--\nEnglish source\n-->\n\nAfter.\n"

    assert blanked(text) == "Before.\n\n\n\n\n\nAfter.\n"


def test_a_comment_within_a_sentence_leaves_the_columns_unmoved():
    assert blanked("One <!-- two --> three.\n") == "One              three.\n"


def test_a_comment_over_several_lines_of_a_paragraph_is_blanked():
    assert blanked("One <!-- two\nthree --> four.\n") == "One\nfour.\n"


def test_several_comments_of_one_paragraph_are_blanked():
    assert blanked("a <!-- b --> c <!-- d --> e\n") == "a            c            e\n"


def test_a_comment_with_blank_lines_inside_is_blanked():
    assert blanked("<!-- a\n\nb -->\n\nc\n") == "\n\n\n\nc\n"


def test_a_comment_in_a_table_row_is_blanked():
    text = "| a | b |\n|---|---|\n| 1 <!-- x --> | 2 |\n"

    assert blanked(text) == "| a | b |\n|---|---|\n| 1            | 2 |\n"


def test_a_comment_in_a_list_item_is_blanked():
    assert blanked("- one <!-- x -->\n- two\n") == "- one\n- two\n"


def test_a_comment_in_an_html_block_is_blanked():
    assert blanked("<div>\n<!-- x -->\n</div>\n") == "<div>\n\n</div>\n"


def test_text_after_a_comment_that_opens_its_line_does_not_become_indented_code():
    assert blanked("<!-- note --> Text.\n\n  <!-- x --> More.\n") == "Text.\n\n  More.\n"


def test_a_comment_that_ends_its_line_leaves_no_line_break_behind():
    assert blanked("One <!-- x -->\ntwo.\n") == "One\ntwo.\n"


def test_a_fence_inside_a_comment_is_blanked_with_it():
    text = "<!--\n```python\nx = 1\n```\n-->\n"

    assert blanked(text).strip() == ""
    assert blanked(text).count("\n") == text.count("\n")


def test_a_comment_in_a_fence_is_code():
    text = "```html\n<!-- x -->\n```\n\n    <!-- indented code -->\n"

    assert blanked(text) == text


def test_a_comment_in_a_code_span_is_code():
    text = "Write `<!-- x -->`, or ``<!-- ` -->``.\n"

    assert blanked(text) == text


def test_half_a_comment_in_a_code_span_is_code():
    text = "Open with `<!--` and close with `-->`.\n\nOpen with `<!--`.\n"

    assert blanked(text) == text


def test_a_comment_beside_a_code_span_is_blanked():
    assert blanked("`a` <!-- b --> `c`\n") == "`a`            `c`\n"


def test_front_matter_keeps_what_looks_like_a_comment():
    text = "---\ntitle: <!-- x -->\n---\ntext\n"

    assert blanked(text) == text


def test_an_unclosed_comment_is_a_problem_at_the_line_that_opens_it():
    _, problems = blank_comments("One.\n\nTwo.\n<!-- three\n\nFour.\n", "p.md")

    assert [str(problem) for problem in problems] == [
        "p.md:4: a comment is opened by <!-- and never closed. Write --> at its end."
    ]


def test_an_unclosed_comment_within_a_sentence_is_a_problem():
    _, problems = blank_comments("One.\n\nTwo\n<b>three</b> <!-- four\n", "p.md")

    assert [str(problem) for problem in problems] == [
        "p.md:4: a comment is opened by <!-- and never closed. Write --> at its end."
    ]


def test_an_unclosed_comment_after_a_closed_one_is_a_problem():
    for text in ("a <!-- b --> c\n<!-- d\n", "a <!-- b --> c\nd <!-- e\n", "<!-- a --> <!-- b\n"):
        _, problems = blank_comments(text, "p.md")

        assert len(problems) == 1, text
        assert problems[0].line == text.count("\n"), text


def test_a_page_of_the_course_keeps_its_lines_and_loses_its_comments():
    text = "<center>\n<img src='x.png' style='a' /><br>\n<!--b-->\n</center>\n\n<!-- c -->\n$$\nx\n$$\n"

    assert blanked(text).split("\n") == [
        *("<center>", "<img src='x.png' style='a' /><br>", "", "</center>", "", ""),
        *("$$", "x", "$$", ""),
    ]
