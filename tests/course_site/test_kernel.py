import io
import sys

import numpy as np
import pytest

from course_site.execution import kernel
from course_site.execution.kernel import Bounded, TooMuchOutput, after_cell, evaluate


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("3", {"kind": "number", "value": 3, "digits": 0}),
        ("x + 0.5", {"kind": "number", "value": 2.5, "digits": None}),
        ("number(x / 3, 2)", {"kind": "number", "value": 2 / 3, "digits": 2}),
        ("percent(0.5)", {"kind": "percent", "value": 0.5, "digits": 0}),
        ("percent(x / 3, 1)", {"kind": "percent", "value": 2 / 3, "digits": 1}),
        ("timing(share)", {"kind": "timing", "value": 0.25}),
        ("'a' + word", {"kind": "text", "value": "aé"}),
        ("claim(x > 1)", {"kind": "claim", "value": True}),
        ("claim(x > 2)", {"kind": "claim", "value": False}),
        ("array", {"kind": "number", "value": 7, "digits": 0}),
        ("percent(share)", {"kind": "percent", "value": 0.25, "digits": 0}),
        ("claim(share < 1)", {"kind": "claim", "value": True}),
    ],
)
def test_an_expression_gives_a_typed_value(expression, value):
    names = {"x": 2, "word": "é", "array": np.array([7]), "share": np.float32(0.25)}

    assert evaluate(expression, names) == value


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("missing", "NameError: name 'missing' is not defined"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("True", "TypeError: an inline value must be a number or text, got bool"),
        ("None", "TypeError: an inline value must be a number or text, got NoneType"),
        ("[1]", "TypeError: an inline value must be a number or text, got list"),
        ("float('nan')", "ValueError: wanted a finite number, got nan"),
        ("percent(float('inf'))", "ValueError: wanted a finite number, got inf"),
        ("percent('a')", "TypeError: wanted a number, got str"),
        ("timing('soon')", "TypeError: wanted a number, got str"),
        ("percent(True)", "TypeError: wanted a number, got bool"),
        ("{'kind': 'html', 'value': 'x'}",
         "ValueError: an inline value must be one of number, percent, timing, claim, text"),
        ("{'kind': 'timing', 'value': '<script>'}",
         "ValueError: the `value` of a timing must be a finite number that a float can hold, got '<script>'"),
        ("{'kind': 'number', 'value': 1, 'digits': 'x'}",
         "ValueError: the `digits` of a number must be a whole number, at most 100, got 'x'"),
        ("percent(0.5, 10**6)",
         "ValueError: the `digits` of a percent must be a whole number, at most 100, got 1000000"),
        ("10**400",
         "ValueError: the `value` of a number must be a finite number that a float can hold, "
         "got 100000000000000000...0000000000000000000"),
        ("'x' * 1001",
         "ValueError: the `value` of a text must be text of at most 1000 characters, "
         "got 'xxxxxxxxxxxx...xxxxxxxxxxxxx'"),
    ],
)  # fmt: skip
def test_an_expression_that_fails_says_why(expression, reason):
    assert evaluate(expression, {}) == {"kind": "error", "value": reason}


def test_an_array_of_several_numbers_is_no_value():
    value = evaluate("array", {"array": np.arange(3)})

    assert value["kind"] == "error"
    assert value["value"].startswith("ValueError: ")


def test_a_page_s_own_name_wins_over_ours():
    assert evaluate("number(1)", {"number": lambda value: value + 1})["value"] == 2


def test_without_pyplot_there_are_no_figures(monkeypatch):
    monkeypatch.delitem(sys.modules, "matplotlib.pyplot", raising=False)

    assert after_cell(["1"], {}) == {
        "figures": [],
        "values": {"1": {"kind": "number", "value": 1, "digits": 0}},
    }


def test_a_cell_prints_a_bounded_text(monkeypatch):
    monkeypatch.setattr(kernel, "MAX_PRINTED", 5)
    stream = io.StringIO()
    bounded = Bounded(stream)
    bounded.write("abc")

    with pytest.raises(TooMuchOutput, match=r"^more than 5 characters$"):
        bounded.write("def")
    assert stream.getvalue() == "abc"


def test_every_cell_has_its_full_allowance_of_text(monkeypatch):
    monkeypatch.setattr(kernel, "MAX_PRINTED", 5)
    monkeypatch.setattr(sys, "stdout", Bounded(io.StringIO()))
    for _ in range(3):
        print("abcd")
        kernel.next_cell()

    assert sys.stdout.getvalue() == "abcd\n" * 3
