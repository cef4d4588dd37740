"""What every engine does alike: each test runs once with a Jupyter kernel, once with the forked process."""

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from course_site.execution.engine import Engine, Job, Step
from course_site.execution.engines import AutoEngine
from course_site.execution.fork_engine import ForkEngine
from course_site.execution.nbclient_engine import NbclientEngine
from course_site.execution.results import PageResult
from course_site.problems import ProblemsFound

SMALL = ("matplotlib.pyplot", "IPython.core.interactiveshell", "course_site.execution.shell")
"""What a forked process needs to have imported here: no torch, which takes seconds."""

DRAW = """\
import matplotlib.pyplot as plt
figure, ax = plt.subplots()
ax.plot([0, 1], [0, 1])
ax.set_xlabel("$x_1$")"""


REEL = """\
class Reel:
    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": "a film", "application/x-course-film": "RklMTTAwMDEuLi4="}
"""
GOOD = (
    "import os, sys, tiny\nx = 1 / 3\nprint('printed')\nprint('warned', file=sys.stderr)\nx",
    "",
    DRAW + "\nax.scatter([0, 1], [1, 0])",
    "open('mine.txt', 'w').close()\n(os.listdir(), os.environ['LESSON_DEVICE'], sys.executable)",
    "x = 3\nx;",
    "for i in range(3):\n    print(f'\\r{i} of 3', end='')",
    "share = 0.25\nprint({'b', 'a', 'c'}, hash('a'))",
)
EXPRESSIONS = ("claim(share < 1)", "missing", "percent(share)", "x")


@pytest.fixture(scope="module", params=["nbclient", "fork"])
def engine(request) -> Iterator[Engine]:
    if request.param == "nbclient":
        yield NbclientEngine()
        return
    if not ForkEngine.is_safe("cpu"):
        pytest.skip("forking is not safe on this system")
    with ForkEngine(SMALL) as fork:
        yield fork


@pytest.fixture(scope="module")
def root(make_project, tmp_path_factory) -> Path:
    project = make_project(tmp_path_factory.mktemp("engines") / "course")
    project.write("tiny/faulty.py", "def fail():\n    raise KeyError('deep')\n")
    return project.root


@pytest.fixture(scope="module")
def run(engine, root) -> Callable[..., PageResult]:
    """Run cells whose fences stand on lines 10, 20, 30, …; an inline expression follows the last one."""

    def run_cells(*codes: str, expressions: tuple[str, ...] = (), timeout: float = 60) -> PageResult:
        steps = [Step(code, 10 * (i + 1), ()) for i, code in enumerate(codes)]
        steps[-1] = Step(steps[-1].code, steps[-1].line, expressions)
        return engine.run(Job("docs/en/p.md", tuple(steps), timeout, root, "cpu"))

    return run_cells


@pytest.fixture(scope="module")
def failure(run) -> Callable[..., str]:
    def run_cells(*codes: str, **options: float) -> str:
        with pytest.raises(ProblemsFound) as found:
            run(*codes, **options)
        return str(found.value)

    return run_cells


@pytest.fixture(scope="module")
def good(run) -> PageResult:
    """One page with a bit of everything that goes well."""
    return run(*GOOD, expressions=EXPRESSIONS)


def test_printed_text_comes_before_the_last_value_and_stderr_is_dropped(good):
    assert good.cells[0].text == "printed\n0.3333333333333333"


def test_a_cell_that_is_only_shown_gives_nothing(good):
    assert good.cells[1].text == ""
    assert good.cells[1].pictures == ()


def test_an_open_figure_becomes_a_picture_and_its_handle_is_not_shown(good):
    (picture,) = good.cells[2].pictures

    assert good.cells[2].text == ""
    assert picture.suffix == "svg"
    assert picture.data.startswith(b"<svg ")
    assert b"var(--ink,#777c82)" in picture.data
    assert 300 < picture.width < 500
    assert 200 < picture.height < 400


def test_a_film_that_is_the_last_value_of_a_cell_comes_out_as_bytes(run):
    result = run(REEL, DRAW + "\nReel()")

    assert result.cells[1].film == b"FILM0001..."
    assert result.cells[1].text == ""
    assert len(result.cells[1].pictures) == 1


def test_a_cell_works_in_a_scratch_folder_of_its_own_under_this_interpreter(good):
    import sys

    assert good.cells[3].text == str((["mine.txt"], "cpu", sys.executable))


def test_a_semicolon_hides_the_last_value(good):
    assert good.cells[4].text == ""


def test_of_a_progress_bar_the_last_state_is_kept(good):
    assert good.cells[5].text == "2 of 3"


def test_inline_values_are_typed_and_a_failing_one_does_not_stop_the_others(good):
    assert good.cells[6].values == {
        "claim(share < 1)": {"kind": "claim", "value": True},
        "missing": {"kind": "error", "value": "NameError: name 'missing' is not defined"},
        "percent(share)": {"kind": "percent", "value": 0.25, "digits": 0},
        "x": {"kind": "number", "value": 3, "digits": 0},
    }


def test_the_same_page_gives_the_same_bytes(run, good):
    assert run(*GOOD, expressions=EXPRESSIONS) == good


def test_two_engines_give_the_same_bytes(root):
    if not ForkEngine.is_safe("cpu"):
        pytest.skip("forking is not safe on this system")
    steps = (Step(DRAW, 1, ()), Step("import sys\nprint(hash('a'))\n{1: 'x' * 90}", 2, ("hash('b')",)))
    job = Job("p.md", steps, 60, root, "cpu")
    with ForkEngine(SMALL) as fork:
        assert fork.run(job) == NbclientEngine().run(job)


def test_a_cell_that_raises_is_named_by_its_line(failure):
    assert failure("x = 1", "y = 2\n\nraise ValueError('bad: ../a')") == (
        "docs/en/p.md:23: the cell raised ValueError: bad: ../a."
    )


def test_an_error_in_a_function_of_an_earlier_cell_is_named_by_the_line_that_called_it(failure):
    assert failure("\ndef f():\n    x = 1\n    raise ValueError", "y = 1\nf()") == (
        "docs/en/p.md:22: the cell raised ValueError."
    )


def test_an_error_in_a_module_is_named_by_the_line_that_called_it(failure):
    assert failure("from tiny.faulty import fail\n\nfail()") == (
        "docs/en/p.md:13: the cell raised KeyError: 'deep'."
    )


def test_code_that_only_the_compiler_refuses_is_named_by_its_line(failure):
    fault = failure("x = 1\nreturn x")

    assert fault.startswith("docs/en/p.md:12: the cell raised SyntaxError: 'return' outside function (")


def test_a_figure_that_cannot_be_drawn_is_named_by_its_cell(failure):
    fault = failure("x = 1", DRAW + "\nax.set_title('$\\\\nosuchmacro$')")

    assert fault.startswith("docs/en/p.md:20: ")
    assert "nosuchmacro" in fault


def test_a_cell_that_hangs_is_stopped(failure):
    began = time.monotonic()

    assert failure("x = 1", "import time\ntime.sleep(60)", timeout=1.5) == (
        "docs/en/p.md:20: the cell ran past its limit of 1.5 seconds. "
        "Make it shorter, or set `timeout:` in the front matter."
    )
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("code", ["os._exit(0)", "os.kill(os.getpid(), 9)"])
def test_a_cell_that_kills_its_process_is_named(failure, code):
    assert failure("x = 1", f"import os\n{code}") == (
        "docs/en/p.md:20: the cell killed its kernel. It may have used up the memory or called exit."
    )


@pytest.mark.parametrize("code", ["exit()", "import sys\nsys.exit(1)"])
def test_a_cell_that_calls_exit_is_named(failure, code):
    fault = failure(code)

    assert fault.startswith("docs/en/p.md:1")
    assert fault.endswith(": the cell calls exit. Remove that call.")


def test_a_cell_that_asks_for_input_fails_instead_of_waiting(failure):
    fault = failure("input()", timeout=20)

    assert fault.startswith("docs/en/p.md:11: the cell raised ")


def test_javascript_is_refused(failure):
    assert failure("from IPython.display import Javascript, display\ndisplay(Javascript('alert(1)'))") == (
        "docs/en/p.md:10: the cell displays application/javascript, which is not published. "
        "Only text, PNG and SVG reach a page."
    )


def test_a_cell_that_prints_without_end_is_stopped(failure):
    assert failure("while True:\n    print('x' * 1000)") == (
        "docs/en/p.md:12: the cell printed more than 1000000 characters. "
        "Print less: a page is read by people."
    )


def test_a_cell_that_fills_the_memory_is_stopped(failure):
    assert failure("x = bytearray(10**11)") == (
        "docs/en/p.md:11: the cell needs more than 4000 MB of memory. "
        "Use less, or raise `memory` in mkdocs.yml."
    )


def test_a_memory_address_is_refused(failure):
    assert failure("object()") == (
        "docs/en/p.md:10: the cell shows a memory address, which differs on every run. "
        "Assign the value to a name, or print what matters of it."
    )


def test_a_cell_may_not_write_outside_its_folder(failure, tmp_path):
    path = tmp_path / "x.txt"

    assert failure(f"x = 1\nopen({str(path)!r}, 'w')") == (
        f"docs/en/p.md:12: the cell writes {path}, outside its own folder. Write to a relative path."
    )
    assert not path.exists()


def test_no_process_and_no_folder_is_left_behind(run, failure, good):
    def children() -> set[int]:
        alive = set()
        for child in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):  # over before it could be looked at
                if child.status() != psutil.STATUS_ZOMBIE:
                    alive.add(child.pid)
        return alive

    before = children()
    code = "import os\nprint(os.getpid(), os.getcwd())"
    pid, folder = run(code).cells[0].text.split()
    failure("import time\ntime.sleep(60)", timeout=1)

    deadline = time.monotonic() + 10
    while not children() <= before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert children() <= before
    assert int(pid) not in before
    assert not os.path.exists(folder)


def test_the_automatic_engine_forks_for_several_pages_only():
    for pages, device, kind in ((1, "cpu", NbclientEngine), (2, "cuda", NbclientEngine)):
        with AutoEngine("auto", device) as engine:
            engine.choose(pages)
            assert type(engine._chosen) is kind
    with AutoEngine("nbclient", "cpu") as engine:
        engine.choose(5)
        assert type(engine._chosen) is NbclientEngine
        assert engine.peak == 0
