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


def test_options_are_the_first_lines_of_a_cell_and_the_shown_code_omits_them(lesson):
    page = lesson(
        cell("#| name: two-arms", "#| caption: |", "#|   Arms: $K = 2$.", "#|", "x = 1", "#| echo: false")
    )

    assert page.cells[0].options == {"name": "two-arms", "caption": "Arms: $K = 2$.\n"}
    assert page.cells[0].code == "x = 1\n#| echo: false"


def test_a_cell_that_is_only_shown_may_be_anything(lesson):
    page = lesson(cell("#| eval: false", "%time x?"))

    assert not page.cells[0].runs
    assert page.cells[0].code == "%time x?"


def test_an_unknown_option_names_the_nearest(faults):
    assert faults(cell("#| name: a", "#| captoin: b")) == [
        "p.md:8: unknown cell option `captoin`. Did you mean `caption`? "
        "Known options: name, caption, alt, eval, echo, fold."
    ]
    assert faults(cell("#| 3: b")) == [
        "p.md:7: unknown cell option `3`. Known options: name, caption, alt, eval, echo, fold."
    ]


@pytest.mark.parametrize(
    ("line", "got"),
    [
        ("name: 3", "`name` got 3"),
        ("caption:", "`caption` got None"),
        ("alt: [a]", "`alt` got ['a']"),
        ("eval: 'no'", "`eval` got 'no'"),
        ("echo: 1", "`echo` got 1"),
        ("fold: 2", "`fold` got 2"),
    ],
)
def test_an_option_of_the_wrong_type_is_a_problem(faults, line, got):
    assert faults(cell(f"#| {line}")) == [
        f"p.md:7: cell option {got}. Put words in quotation marks; write true or false without."
    ]


@pytest.mark.parametrize("name", ["Training", "a b", "a_b", "-a", "1a", "é", "a--b", 'x"><b>'])
def test_a_name_must_be_lower_case_words(faults, name):
    assert faults(cell(f"#| name: '{name}'")) == [
        f"p.md:7: cell name `{name}` must be lower-case words joined by hyphens. "
        "Write for example `training-data`."
    ]


def test_a_name_used_twice_is_a_problem_at_the_second(faults):
    assert faults(cell("#| name: a", "x = 1") + "\n" + cell("#| name: a")) == [
        "p.md:11: cell name `a` is already used on line 6. Choose another name."
    ]


def test_options_that_are_not_key_value_lines_are_a_problem(faults):
    assert faults(cell("#| just words")) == [
        "p.md:7: cell options must be `#| name: value` lines. Write for example `#| name: training-data`."
    ]


def test_options_that_are_not_yaml_are_a_problem_at_their_line(faults):
    assert faults(cell("#| name: a", "#| alt: Left: one")) == [
        "p.md:8: the cell's options is not valid YAML: mapping values are not allowed here. "
        "Mend that line."
    ]
    assert faults(cell("#| name: a", "#| name: b")) == [
        "p.md:8: the cell's options is not valid YAML: key 'name' is given twice. Mend that line."
    ]


@pytest.mark.parametrize("magic", ["%time x", "%%time", "!ls", "x?", "  %matplotlib inline"])
def test_a_magic_is_a_problem_with_a_hint(faults, magic):
    (fault,) = faults(cell("x = 1", magic))

    assert fault.startswith("p.md:8:")
    assert ": this is not Python: " in fault
    assert fault.endswith(" Notebook magics (%, !, ?) do not run here; write plain Python.")


def test_a_syntax_error_is_a_problem_at_its_line_and_column(faults):
    assert faults(cell("#| name: a", "x = 1", "y = (2")) == [
        "p.md:9:5: this is not Python: '(' was never closed."
    ]


def test_code_too_deep_to_parse_is_a_problem(faults):
    (fault,) = faults(cell("x = " + "-" * 100_000 + "1"))

    assert fault.startswith("p.md:6: this cell cannot be parsed: ")
    assert fault.endswith(" Simplify it.")


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
