import base64
import os
import sys
from pathlib import Path

import pytest

from course_site.execution.engine import (
    Job,
    Step,
    cell_result,
    collapse,
    environment,
    job_for,
    killed,
    python,
    raised,
    timed_out,
)
from course_site.execution.results import CellResult
from course_site.problems import ProblemsFound
from course_site.settings import make_settings

JOB = Job("docs/en/p.md", (), 2.5, Path("/course"), "cpu")
STEP = Step("x = 1", 10, ())
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt"/>'
NOTHING = {"figures": [], "values": {}}


def shown(data: dict[str, str]) -> dict[str, object]:
    return {"output_type": "display_data", "data": data}


def printed(text: str, name: str = "stdout") -> dict[str, str]:
    return {"output_type": "stream", "name": name, "text": text}


def refusal(*outputs: object) -> str:
    with pytest.raises(ProblemsFound) as found:
        cell_result(JOB, STEP, outputs, NOTHING)
    return str(found.value)


def test_a_page_becomes_a_job_of_steps(lesson):
    page = lesson(
        "```python\nx = 1\n```\n\n`{python} x + 1` `{python} x` `{python} x`\n\n"
        "```python\n#| eval: false\ny\n```\n"
    )
    settings = make_settings(Path("/course"), "docs", {"timeout": 9, "memory": 500})
    job = job_for(page, settings)

    assert job.path == "docs/en/page.md"
    assert job.steps == (Step("x = 1", 6, ("x", "x + 1")), Step("", 12, ()))
    assert (job.timeout, job.root, job.device, job.memory) == (9, Path("/course"), "cpu", 500)


def test_a_page_s_own_time_limit_wins(lesson):
    page = lesson("", head="---\njupyter: {kernelspec: {name: python3}}\ntimeout: 3\n---\n")

    assert job_for(page, make_settings(Path("/course"), "docs", {"timeout": 9})).timeout == 3


def test_pages_run_under_the_same_variables_everywhere(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONPATH", "/mine")
    monkeypatch.setenv("MPLBACKEND", "tkagg")
    monkeypatch.setenv("LESSON_DEVICE", "auto")
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    variables = environment(JOB, tmp_path)

    assert variables["PYTHONPATH"].split(os.pathsep)[0] == "/course"
    assert variables["MPLBACKEND"] == "agg"
    assert variables["LESSON_DEVICE"] == "cpu"
    assert variables["OMP_NUM_THREADS"] == "1"
    assert variables["PYTHONHASHSEED"] == "0"
    assert variables["PATH"] == os.environ["PATH"]
    assert Path(variables["MATPLOTLIBRC"]).is_file()
    assert python() == sys.executable


def test_printed_text_and_values_are_joined_and_stderr_is_not():
    outputs = [printed("a\n"), printed("warning\n", "stderr"), printed("b"), shown({"text/plain": "3"})]

    assert cell_result(JOB, STEP, outputs, NOTHING) == CellResult("a\nb3")


def test_figures_come_after_displayed_pictures():
    later = base64.b64encode(SVG.replace("72", "36").encode()).decode()
    result = cell_result(
        JOB, STEP, [shown({"image/svg+xml": SVG, "text/plain": "x"})], {"figures": [later], "values": {}}
    )

    assert [picture.width for picture in result.pictures] == [96, 48]
    assert result.text == ""


def test_a_displayed_png_is_a_picture():
    png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x03\x00\x00\x00\x02"
    result = cell_result(JOB, STEP, [shown({"image/png": base64.b64encode(png).decode()})], NOTHING)

    assert [(p.suffix, p.width, p.height) for p in result.pictures] == [("png", 3, 2)]


@pytest.mark.parametrize(
    "handle",
    [
        "[<matplotlib.lines.Line2D at 0x7f0000000000>]",
        "<matplotlib.collections.PathCollection at 0x7f0000000000>",
        "<Axes: xlabel='$x_1$'>",
        "Text(0, 0.5, 'y')",
        "<Figure size 460x340 with 1 Axes>",
        "(<Figure size 460x340 with 1 Axes>, <Axes: >)",
    ],
)
def test_the_handle_of_a_drawing_is_not_shown(handle):
    assert cell_result(JOB, STEP, [shown({"text/plain": handle})], NOTHING) == CellResult()


def test_a_memory_address_is_refused():
    wanted = (
        "docs/en/p.md:10: the cell shows a memory address, which differs on every run. "
        "Assign the value to a name, or print what matters of it."
    )

    assert refusal(shown({"text/plain": "<object object at 0x7f1234567890>"})) == wanted
    assert refusal(printed("<function f at 0x7F1234567890>")) == wanted


def test_what_a_page_cannot_show_is_refused():
    html = {"text/html": "<b>x</b>", "text/plain": "<IPython.core.display.HTML object>"}

    assert refusal(shown(html)) == (
        "docs/en/p.md:10: the cell displays text/html, which is not published. "
        "Only text, PNG and SVG reach a page."
    )
    assert refusal(shown({"application/javascript": "x"})) == (
        "docs/en/p.md:10: the cell displays application/javascript, which is not published. "
        "Only text, PNG and SVG reach a page."
    )


def test_a_table_that_has_a_plain_form_is_shown_plain():
    data = {"text/html": "<table/>", "text/plain": "a  b"}

    assert cell_result(JOB, STEP, [shown(data)], NOTHING).text == "a  b"


def test_too_much_text_is_refused():
    assert cell_result(JOB, STEP, [printed("x" * 20_000)], NOTHING).text == "x" * 20_000
    assert refusal(printed("x" * 20_001)) == (
        "docs/en/p.md:10: the cell printed 20001 characters, more than 20000. "
        "Print less: a page is read by people."
    )


def test_a_figure_that_cannot_be_shown_is_refused_at_its_cell():
    assert refusal(shown({"image/svg+xml": "<svg/>"})) == (
        "docs/en/p.md:10: wanted an <svg> element, got <svg>."
    )
    assert refusal(shown({"image/png": "AAAA"})) == "docs/en/p.md:10: the picture is not a PNG."


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\rb\rc\n", "c"),
        ("a\r\nb\r\n", "a\nb"),
        ("10 %\r100 %\r\ndone\n\n", "100 %\ndone"),
        ("  a\n\n  b\n", "  a\n\n  b"),
        ("", ""),
    ],
)
def test_of_a_progress_bar_only_the_final_state_is_kept(text, kept):
    assert collapse(text) == kept


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("ValueError", "no such\n  thing", "the cell raised ValueError: no such thing."),
        ("ValueError", "ends itself.", "the cell raised ValueError: ends itself."),
        ("KeyError", "'../data'", "the cell raised KeyError: '../data'."),
        ("ValueError", "", "the cell raised ValueError."),
        ("SystemExit", "3", "the cell calls exit. Remove that call."),
        (
            "TooMuchOutput",
            "more than 9 characters",
            "the cell printed more than 9 characters. Print less: a page is read by people.",
        ),
    ],
)
def test_an_error_of_a_cell_is_told_in_one_line(name, text, message):
    assert str(raised(JOB, STEP, name, text, 3)) == f"docs/en/p.md:13: {message}"


def test_a_cell_that_hangs_or_dies_is_named_by_its_fence():
    assert str(timed_out(JOB, STEP)) == (
        "docs/en/p.md:10: the cell ran past its limit of 2.5 seconds. "
        "Make it shorter, or set `timeout:` in the front matter."
    )
    assert str(killed(JOB, STEP)) == (
        "docs/en/p.md:10: the cell killed its kernel. It may have used up the memory or called exit."
    )
