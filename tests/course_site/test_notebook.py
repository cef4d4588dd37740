import contextlib
import io
import re

import nbformat
import pytest

from course_site.execution.results import CellResult, Picture
from course_site.language import language
from course_site.notebook import make_notebook, notebook_text, script_text

BODY = """\
# Title {#title}

## More ## {.x #more}

Text with {braces} and # signs.

```python
#| name: arms
#| caption: Two arms.
#| alt: Two arms.
x = 2
print(x)
```

It is `{python} percent(0.5)`.

```python
#| eval: false
%time x
```

~~~python
y = x + 1
~~~
"""
PICTURE = Picture(b"<svg/>", "svg", 1, 1)
RESULTS = (
    CellResult("2", (PICTURE,), {"percent(0.5)": {"kind": "percent", "value": 0.5, "digits": 0}}),
    CellResult(),
    CellResult(),
)


@pytest.fixture
def notebook(executed):
    return make_notebook(executed(BODY, *RESULTS), language("fr"))


def test_a_notebook_holds_prose_code_and_outputs_in_order(notebook):
    assert [(cell.cell_type, cell.source) for cell in notebook.cells] == [
        ("markdown", "# Title\n\n## More ##\n\nText with {braces} and # signs."),
        ("code", "#| name: arms\n#| caption: Two arms.\n#| alt: Two arms.\nx = 2\nprint(x)"),
        ("markdown", "It is 50\u202f%."),
        ("markdown", "```python\n%time x\n```"),
        ("code", "y = x + 1"),
    ]


def test_its_outputs_are_what_the_run_gave(notebook):
    text, figure = notebook.cells[1].outputs

    assert (text.output_type, text.name, text.text) == ("stream", "stdout", "2\n")
    assert figure.data == {"image/svg+xml": "<svg/>", "text/plain": "Two arms."}
    assert figure.metadata == {"image/svg+xml": {"alt": "Two arms."}}
    assert notebook.cells[4].outputs == []


def test_it_is_valid_and_counts_its_code_cells(notebook):
    nbformat.validate(notebook)

    assert [cell.get("execution_count") for cell in notebook.cells] == [None, 1, None, None, 2]
    assert [cell.id for cell in notebook.cells] == [f"cell-{i}" for i in range(5)]


def test_equal_pages_give_equal_bytes_without_any_time(executed):
    texts = {notebook_text(make_notebook(executed(BODY, *RESULTS), language("fr"))) for _ in range(2)}

    (text,) = texts
    assert text.endswith("}\n")
    assert not re.search(r"\d{4}-\d\d-\d\d|timestamp|iopub", text)
    assert nbformat.reads(text, as_version=4).cells[1].source.startswith("#| name: arms")


def test_a_png_is_kept_as_base64(executed):
    page = executed(
        BODY, CellResult("", (Picture(b"\x89PNG", "png", 1, 1),), RESULTS[0].values), *RESULTS[1:]
    )
    (figure,) = make_notebook(page, language("en")).cells[1].outputs

    assert figure.data["image/png"] == "iVBORw=="


def test_shown_code_that_holds_a_fence_keeps_it(executed):
    page = executed("~~~python\n#| eval: false\n'''\n```\n'''\n~~~\n", CellResult())
    (cell,) = make_notebook(page, language("en")).cells

    assert cell.source == "````python\n'''\n```\n'''\n````"


def test_the_script_runs_from_top_to_bottom(notebook):
    script = script_text(notebook)
    names: dict[str, object] = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(script, "lesson.py", "exec"), names)

    assert printed.getvalue() == "2\n"
    assert names["y"] == 3


def test_the_script_holds_the_prose_as_comments_and_no_header(notebook):
    script = script_text(notebook)

    assert script.startswith("# %% [markdown]\n# # Title\n")
    assert "# %%\n#| name: arms\n" in script
    assert "# It is 50\u202f%." in script
    assert "jupytext" not in script


def test_the_english_above_french_passages_leaves_no_gaps_in_a_download(executed):
    body = "<!--\nOne\n-->\nUn\n\n<!--\nTwo\n\n-->\n\n```text\na\n\n\nb\n```\n\n```python\nx = 2\n```\n"
    notebook = make_notebook(executed(body, CellResult()), language("fr"))

    assert notebook.cells[0].source == "Un\n\n```text\na\n\n\nb\n```"
