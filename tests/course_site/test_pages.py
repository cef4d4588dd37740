import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_site.pages import language_of, read_page

HEAD = "---\njupyter: {kernelspec: {name: python3, language: python}}\n---\n"
ALONE = "Write options as `#| name: value` lines inside the fence."
NESTED = (
    "a python fence runs only at the left margin, and this one is indented or quoted. "
    "Move it out, or write ```py to show code that does not run."
)


def cell(*lines: str) -> str:
    return "\n".join(["```python", *lines, "```", ""])


def test_a_fence_at_the_left_margin_is_a_cell_with_its_lines(lesson):
    page = lesson("Text.\n\n```python\nx = 1\ny = 2\n```\n\nMore.\n")

    (only,) = page.cells
    assert (only.line, only.last_line, only.source) == (8, 11, "x = 1\ny = 2")
    assert only.options == {}
    assert only.runs


def test_tildes_and_longer_fences_make_cells_too(lesson):
    page = lesson("~~~python\nx = 1\n~~~\n\n````python\ny = '```'\n````\n")

    assert [c.source for c in page.cells] == ["x = 1", "y = '```'"]


def test_fences_of_other_languages_are_prose(lesson):
    page = lesson("```py\nnot python!\n```\n\n```text\n%x\n```\n\n```\nx\n```\n")

    assert page.cells == ()


def test_a_page_without_a_kernel_has_no_cells():
    page, problems = read_page("# Title\n\n```python\nnot python!\n```\n", "p.md")

    assert problems == []
    assert page.cells == ()
    assert not page.runs


def test_a_cell_in_a_comment_does_not_run(lesson):
    assert lesson("<!--\n```python\nx = 1\n```\n-->\n").cells == ()


@pytest.mark.parametrize(
    "body",
    [
        "- item\n\n  ```python\n  x = 1\n  ```\n",
        "- ```python\n  x = 1\n  ```\n",
        "1. item\n\n  ```python\n  x = 1\n  ```\n",
        "> ```python\n> x = 1\n> ```\n",
        "!!! note\n\n    ```python\n    x = 1\n    ```\n",
        '=== "Tab"\n\n    ~~~python\n    x = 1\n    ~~~\n',
        "??? note\n\n\t```python\n\tx = 1\n\t```\n",
        "  ```python\n  x = 1\n  ```\n",
    ],
    ids=["list", "list mark", "loose list", "quote", "admonition", "tab", "fold", "two spaces"],
)
def test_a_python_fence_away_from_the_margin_is_a_problem_at_its_line(faults, body):
    line = 6 + next(i for i, text in enumerate(body.split("\n")) if "python" in text)

    assert faults(body) == [f"p.md:{line}: {NESTED}"]


def test_words_after_python_on_the_fence_line_are_a_problem(faults):
    for info in ('python title="x"', "python {.a}", "python\ttitle"):
        assert faults(f"```{info}\nx = 1\n```\n") == [
            f"p.md:6: a cell's fence must hold `python` alone, got `{info}`. {ALONE}"
        ]


def test_an_inline_value_is_found_with_its_line_and_column(lesson):
    page = lesson(cell("x = 1") + "\nIt is `{python} percent(x)`, or `{python}   x + 1  `.\n")

    assert [(v.line, v.column, v.expression) for v in page.values] == [
        (10, 7, "percent(x)"),
        (10, 33, "x + 1"),
    ]
    first = page.values[0]
    assert page.text[first.start : first.end] == "`{python} percent(x)`"


def test_inline_values_are_found_in_headings_tables_and_lists(lesson):
    body = "# At `{python} x`\n\n| a |\n|---|\n| `{python} x` |\n\n- `{python} x`\n\n> `{python} x`\n"

    assert [v.line for v in lesson(cell("x = 1") + body).values] == [9, 13, 15, 17]


def test_inline_values_are_found_in_admonitions(lesson):
    assert len(lesson(cell("x = 1") + "\n!!! note\n\n    It is `{python} x`.\n").values) == 1


@pytest.mark.parametrize(
    "body",
    [
        "```text\n`{python} x`\n```\n",
        "~~~\n`{python} x`\n~~~\n",
        "- a\n\n  ```text\n  `{python} x`\n  ```\n",
        "> ```text\n> `{python} x`\n> ```\n",
        "<!-- `{python} x` -->\n",
        "Write `` `{python} x` ``.\n",
        "Write ``{python} x``.\n",
        "`{python}`, `{python}x`, `python x`, {python} x\n",
    ],
)
def test_what_only_shows_an_inline_value_is_none(lesson, body):
    assert lesson(cell("x = 1") + body).values == ()


def test_an_inline_value_belongs_to_the_cell_before_it(lesson):
    page = lesson(cell("x = 1") + "\n`{python} x`\n\n" + cell("x = 2") + "\n`{python} x` `{python} -x`\n")

    assert [v.expression for v in page.values_after(-1)] == []
    assert [v.expression for v in page.values_after(0)] == ["x"]
    assert [v.expression for v in page.values_after(1)] == ["x", "-x"]


def test_a_value_before_the_first_cell_is_a_problem(faults):
    wanted = [
        "p.md:6:4: a value is asked for before the first cell. "
        "Move the sentence below the cell that computes it."
    ]

    assert faults("At `{python} x`\n\n" + cell("x = 1")) == wanted
    assert faults("At `{python} x`\n") == wanted


def test_a_value_after_a_cell_that_is_only_shown_is_a_problem(faults):
    (fault,) = faults(cell("#| eval: false") + "\n`{python} x`\n")

    assert fault.startswith("p.md:10:1: a value is asked for before the first cell.")


def test_a_value_that_is_no_expression_is_a_problem(faults):
    assert faults(cell("x = 1") + "\nAt `{python} x = 1` and `{python} x y`.\n") == [
        "p.md:10:4: `x = 1` is not a Python expression. Write for example `{python} percent(accuracy)`.",
        "p.md:10:25: `x y` is not a Python expression. Write for example `{python} percent(accuracy)`.",
    ]


def test_a_value_broken_over_two_lines_is_a_problem(faults):
    assert faults(cell("x = 1") + "\nIt is `{python}\nx`, or `{python} x +\n1`.\n") == [
        "p.md:10:7: an inline value must stand on one line. Close its ` on the line that opens it.",
        "p.md:11:8: an inline value must stand on one line. Close its ` on the line that opens it.",
    ]


def test_all_faults_of_a_page_are_reported_together(faults):
    body = cell("#| nam: a") + cell("x = (") + "\n- ```python\n  ```\n"

    assert len(faults(body)) == 3


def test_windows_lines_and_a_byte_order_mark_change_nothing():
    text = HEAD + "é\n\n```python\nx = 1\n```\n\n`{python} x`\n"

    plain = read_page(text.encode(), "p.md")
    assert read_page(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(), "p.md") == plain
    assert plain[1] == []


def test_text_that_is_not_utf_8_is_a_problem_at_its_line():
    _, problems = read_page(b"# Title\n\ncaf\xe9\n", "p.md")

    assert [str(p) for p in problems] == ["p.md:3: the page is not UTF-8 text. Save it as UTF-8."]


def test_a_page_too_long_is_a_problem():
    _, problems = read_page(b"a" * 1_000_001, "p.md")

    assert [str(p) for p in problems] == [
        "p.md: the page has 1000001 characters, more than 1000000. Split it into several pages."
    ]


def test_a_page_of_more_than_200_kb_is_a_problem_at_the_line_that_passes_them():
    line = "word " * 20 + "\n"
    _, problems = read_page(line * 2000, "p.md")

    assert [str(p) for p in problems] == [
        "p.md:1981: the page has 202000 characters, more than 200000, which this line passes. "
        "Split it, or write `size_limit: 400` (kB) in its front matter."
    ]
    assert read_page("---\nsize_limit: 400\n---\n" + line * 2000, "p.md")[1] == []


@pytest.mark.parametrize("wanted", ["0", "1001", "true", "much", "1.5"])
def test_a_size_limit_is_a_number_of_kb(wanted):
    _, problems = read_page(f"---\nsize_limit: {wanted}\n---\n", "p.md")

    told = "p.md:2: `size_limit` must be a whole number of kB, at most 1000, got "
    assert str(problems[0]).startswith(told)


def test_a_fence_closed_by_the_end_of_the_page_still_has_its_lines(lesson):
    (only,) = lesson("```python\nx = 1\n").cells

    assert only.source == "x = 1"
    assert only.line == 6


def test_an_empty_cell_is_a_cell(lesson):
    (only,) = lesson("```python\n```\n").cells

    assert (only.line, only.last_line, only.source, only.code) == (6, 7, "", "")


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("docs/fr/spiral/index.md", "fr"),
        ("docs/en/index.md", "en"),
        ("docs/index.md", "en"),
        ("index.md", "en"),
    ],
)
def test_the_folder_below_docs_is_the_language(path, language):
    assert language_of(path) == language


MARKDOWN = st.text(alphabet="`~->#|:*!%({}) \n\tpythonx1=\"'<\\\0\ré", max_size=120)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(MARKDOWN, st.sampled_from(["```python\n", "```\n", "<!--", "---\n"]))))
def test_no_text_whatever_makes_reading_a_page_fail(parts):
    for text in ("".join(parts), HEAD + "".join(parts)):
        page, problems = read_page(text, "p.md")

        assert all(problem.path == "p.md" and problem.line >= 0 for problem in problems)
        if not problems:
            for found in page.cells:
                assert ast.parse(found.source) or not found.runs


def test_a_result_fits_a_page_that_has_its_cells_and_asks_for_its_values(lesson):
    page = lesson("```python\nx = 1\n```\n\nIt is `{python} x`.\n")

    assert page.fits([{"x": 1, "old": 2}])
    assert not page.fits([{}])
    assert not page.fits([{"x": 1}, {}])
    assert not page.fits([])
