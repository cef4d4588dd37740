"""A film on its way from a cell to a page: kept as it is, refused with a reason, named by its content."""

from __future__ import annotations

import base64
import html
import json
import re
from pathlib import Path

import pytest

from course_site.execution.engine import Job, Step, cell_result
from course_site.execution.films import FILM, LARGEST
from course_site.execution.results import CellResult, PageResult, Picture, from_record, to_record
from course_site.execution.run import check_result
from course_site.language import language
from course_site.problems import ProblemsFound
from course_site.segments import figure_files, lecture

JOB = Job("docs/en/p.md", (), 2.5, Path("/course"), "cpu")
STEP = Step("x = 1", 10, ())
DATA = b"FILM0001\x02\x00\x00\x00{}  \x00\x3c"
PICTURE = Picture(b"<svg/>", "svg", 320, 240)
CELL = """\
```python
#| name: arms
#| caption: A strip.
#| alt: Eight maps.
Reel(data)
```
"""


def shown(data: bytes) -> dict[str, object]:
    text = base64.b64encode(data).decode()
    return {"output_type": "execute_result", "data": {"text/plain": "a film of 60", FILM: text}}


def result(*outputs: object) -> CellResult:
    return cell_result(JOB, STEP, outputs, {"figures": [], "values": {}})


def refusal(*outputs: object) -> str:
    with pytest.raises(ProblemsFound) as found:
        result(*outputs)
    return str(found.value)


def url(name: str) -> str:
    return f"../assets/figures/{name}"


def test_a_film_that_a_cell_displays_is_kept_and_its_plain_text_is_not():
    assert result(shown(DATA)) == CellResult(film=DATA)


def test_what_is_not_one_small_film_is_refused():
    place = "docs/en/p.md:10: "

    assert refusal(shown(b"GIF89a")) == f"{place}the film must begin with FILM0001, got b'GIF89a'."
    assert refusal(shown(DATA + bytes(LARGEST))) == f"{place}the film has 100018 bytes, more than 100000."
    not_base64 = {"output_type": "display_data", "data": {FILM: "é!"}}
    assert refusal(not_base64) == f"{place}the film is not written in base64."
    twice = f"{place}the cell shows 2 films; a cell may show one. Split the cell."
    assert refusal(shown(DATA), shown(DATA)) == twice


def test_a_film_without_a_strip_for_readers_without_a_script_is_refused(executed):
    page = executed(CELL, CellResult(film=DATA))

    assert [str(problem) for problem in check_result(page.page, page.result)] == [
        "docs/en/page.md:6: the cell shows a film and draws no figure. "
        "Draw its snapshots in the same cell, for readers without a script."
    ]


def test_a_film_comes_back_from_the_record_it_is_kept_in():
    kept = PageResult((CellResult("x"), CellResult(pictures=(PICTURE,), film=DATA)))
    record, files = to_record(kept)

    assert sorted(files) == ["1-0.svg", "1.film"]
    assert from_record(json.loads(json.dumps(record)), files) == kept


@pytest.mark.parametrize("code", ["en", "fr"])
def test_a_figure_with_a_film_names_its_file_and_its_words(executed, code):
    page = executed(CELL, CellResult(pictures=(PICTURE,), film=DATA))
    text = lecture(page, language(code), url)
    (name,) = [name for name in figure_files(page) if name.endswith(".bin")]

    assert re.fullmatch(r"arms\.[0-9a-f]{10}\.bin", name)
    assert figure_files(page)[name] == DATA
    assert f'<div class="film" hidden data-film="../assets/figures/{name}" ' in text
    words = json.loads(html.unescape(re.search(r'data-words="([^"]*)"', text)[1]))
    assert words["play"] == language(code)["film_play"]
    assert set(words) == {key.removeprefix("film_") for key in language("en").words if "film_" in key}
    assert text.index('class="film"') < text.index("<img ") < text.index("<figcaption")


def test_a_figure_without_a_film_has_no_place_for_a_player(executed):
    assert "film" not in lecture(executed(CELL, CellResult(pictures=(PICTURE,))), language("en"), url)


def test_the_player_asks_for_no_word_that_is_not_there():
    script = Path(__file__).parents[2] / "docs" / "assets" / "javascripts" / "film.js"
    text = script.read_text(encoding="utf-8")
    asked = set(re.findall(r"words\.(\w+)", text)) | set(re.findall(r'"(\w+)"', text.split("\n")[2]))

    assert asked == {key.removeprefix("film_") for key in language("en").words if "film_" in key}
