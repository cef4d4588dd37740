import pytest


def cell(*lines: str) -> str:
    return "\n".join(["```python", *lines, "```", ""])


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
        "Put quotation marks around the text: it holds a colon."
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
