import datetime
import re

import pytest

from course_site.byline import byline, check_keys, misspelt_keys, with_byline
from course_site.language import language

META = {
    "lecturer": "Ada Lovelace",
    "authors": ["Émilie du Châtelet", "Sophie Germain"],
    "date": "6 May 2021",
    "translation-date": "1 Jun 2021",
    "translator": "Marie Curie",
}


def shown(meta: dict, code: str = "en") -> str:
    return re.sub("<[^>]*>", "", byline(meta, language(code))).strip().replace("\N{NO-BREAK SPACE}", "_")


def test_people_and_dates_are_named_in_the_page_s_language():
    assert shown(META) == (
        "Lecturer: Ada Lovelace Notes: Émilie du Châtelet, Sophie Germain 6 May 2021 "
        "Translation: Marie Curie, 1 June 2021"
    )
    assert shown(META, "fr") == (
        "Enseignant_: Ada Lovelace Notes_: Émilie du Châtelet, Sophie Germain 6 mai 2021 "
        "Traduction_: Marie Curie, 1er juin 2021"
    )


def test_a_page_that_names_nobody_has_no_line():
    assert byline({"title": "A page", "lecturer": None}, language("en")) == ""


@pytest.mark.parametrize(
    "written", ["6 May 2021", "06 May 2021", "May 6, 2021", datetime.date(2021, 5, 6), "2021-05-06"]
)
def test_a_date_is_read_however_it_is_written(written):
    assert byline({"date": written}, language("fr")) == (
        '<p class="byline"><span><time datetime="2021-05-06">6 mai 2021</time></span></p>\n'
    )


@pytest.mark.parametrize("written", ["spring 2021", "06/05/2021", 2021])
def test_a_date_that_cannot_be_read_for_certain_stays_as_it_is(written):
    assert shown({"date": written}) == str(written)


def test_names_are_text_and_never_markup():
    line = byline({"lecturer": "<script>x</script>", "date": "<b>", "translation-date": "&"}, language("en"))

    assert not re.search("<script|<b>", line)


def test_the_line_stands_under_the_title_or_first():
    words = language("en")

    assert with_byline("<h1>T</h1><p>x</p>", META, words).startswith('<h1>T</h1><p class="byline">')
    assert with_byline("<h2>T</h2>", META, words).startswith('<p class="byline">')
    assert with_byline("<h1>T</h1>", {}, words) == "<h1>T</h1>"


def test_keys_of_the_wrong_kind_are_problems_at_their_lines():
    values = {
        "title": ["a"],
        "lecturer": {"name": "x"},
        "authors": [1],
        "date": [2021],
        "typora-root-url": {},
    }
    lines = ["---", *(f"{key}: …" for key in values), "---"]

    assert [str(problem) for problem in check_keys(values, lines, "p.md")] == [
        "p.md:2: `title` must be text, got ['a']. Put quotation marks around it.",
        "p.md:3: `lecturer` must be a name or a list of names, got {'name': 'x'}. "
        "Write for example `lecturer: A. Lovelace`.",
        "p.md:4: `authors` must be a name or a list of names, got [1]. "
        "Write for example `authors: A. Lovelace`.",
        "p.md:5: `date` must be a date, got [2021]. Write for example `date: 6 May 2021`.",
        "p.md:6: `typora-root-url` must be text, got {}. Put quotation marks around it.",
    ]


def test_what_the_course_writes_is_accepted():
    assert (
        check_keys({**META, "lang": "fr", "lang-ref": "ch.03-3", "typora-root-url": "03-3"}, [], "p.md") == []
    )


def test_a_key_that_looks_like_one_of_the_course_s_is_told():
    values = {"Lecturers": "x", "translation_date": "y", "description": "z", "jupyter": {}, "lecturer": "a"}
    problems = misspelt_keys(values, ["---", "Lecturers: x", "translation_date: y"], "p.md")

    assert [str(problem) for problem in problems] == [
        "p.md:2: front matter has `Lecturers`, which means nothing here. Did you mean `lecturer`?",
        "p.md:3: front matter has `translation_date`, which means nothing here. "
        "Did you mean `translation-date`?",
    ]
