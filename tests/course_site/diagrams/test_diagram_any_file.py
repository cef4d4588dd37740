"""Whatever a file holds, the answer is a list of problems that name it, never a traceback."""

import html

from hypothesis import given, settings
from hypothesis import strategies as st

from course_site.diagrams import writing
from course_site.diagrams.as_text import as_text
from course_site.diagrams.describe import describe
from course_site.diagrams.fixing import fix
from course_site.diagrams.library import starter
from course_site.diagrams.lint import check_file, check_free
from course_site.diagrams.reading import read_diagrams
from course_site.language import language

STARTER = starter().encode()
junk = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), max_size=12)
KEYS = """
    shape fillColor strokeColor fontColor dashed curved startArrow endArrow rotation direction flipH exitX
    exitY entryX entryY edgeStyle size arcSize rounded fontSize html perimeter image container
"""
keys = st.sampled_from(KEYS.split())
values = st.one_of(
    junk,
    st.sampled_from(
        ["", "0", "1", "nan", "inf", "-1e9", "none", "#fff", "light-dark(#000,#fff)", "delay", "group"]
    ),
)
styles = st.builds(
    lambda lead, pairs: ";".join([lead, *(f"{key}={value}" for key, value in pairs)]),
    st.sampled_from(["", "ellipse", "text", "rhombus", "swimlane"]),
    st.lists(st.tuples(keys, values), max_size=6),
)
ids = st.sampled_from(["1", "a", "b", "c", "d", "", "nowhere"])

parents = st.sampled_from(["1", "1", "1", "1", "1", "1", "a"])


@st.composite
def cells(draw):
    """Draw one cell, right or not."""
    numbers = st.one_of(st.integers(-500, 500).map(str), st.sampled_from(["", "0"]))
    data = {"role": draw(st.one_of(junk, st.sampled_from(["observation", "cost", "gradient"])))}
    data |= {"label": draw(junk), "label_fr": draw(junk)}
    kind = draw(st.sampled_from([{"vertex": 1}, {"edge": 1}, {}]))
    cell = {"style": draw(styles), "parent": draw(parents), "source": draw(ids), "target": draw(ids)} | kind
    place = {name: draw(numbers) for name in ("x", "y", "width", "height")}
    place |= {"relative": draw(st.sampled_from(["0", "1"]))}
    return data, cell, place


def xml(number: int, cell) -> str:
    data, inner, place = (writing.attributes(values) for values in cell)
    geometry = f'<mxGeometry{place} as="geometry"/>'
    return f'<object id="{"abcd"[number]}"{data}><mxCell{inner}>{geometry}</mxCell></object>'


carried = junk.map(lambda text: f'<svg content="{html.escape(text)}"/>'.encode())


def judge(data: bytes) -> None:
    """Do everything that is done with a file."""
    problems = [*check_file(data, "any.drawio"), *check_free(data, "any.drawio")]
    diagrams, _ = read_diagrams(fix(data, "any.drawio"), "any.drawio")
    as_text(diagrams)

    assert all(str(problem).startswith("any.drawio:") and problem.message for problem in problems)
    assert all(isinstance(describe(diagram, language("fr")), str) for diagram in diagrams)
    assert diagrams or problems


@settings(max_examples=150, deadline=None)
@given(st.lists(cells(), max_size=4))
def test_any_drawing_can_be_judged(drawn):
    judge(writing.model([xml(number, cell) for number, cell in enumerate(drawn)]).encode())


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(STARTER) - 1), st.binary(max_size=6), st.integers(0, 9))
def test_any_damaged_file_can_be_judged(place, put, gone):
    judge(STARTER[:place] + put + STARTER[place + gone :])


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200), junk.map(lambda text: f'<svg content="{html.escape(text)}"/>'.encode())
    )
)
def test_any_bytes_can_be_judged(data):
    judge(data)
