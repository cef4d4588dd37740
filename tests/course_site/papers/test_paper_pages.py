"""The table of all notes, and what the build puts round each note, as HTML that needs no script."""

from __future__ import annotations

import datetime
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html as lxml_html

from course_site.language import language
from course_site.papers.downloads import BIB, CSV, download_files
from course_site.papers.library import Library
from course_site.papers.markup import Site
from course_site.papers.note import Note
from course_site.papers.note_page import note_page
from course_site.papers.reading import read_note
from course_site.papers.table_page import table_page
from course_site.papers.template import new_note_form, note_template
from course_site.papers.vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    {
        "optimisation": {"en": "Optimisation"},
        "models": {"en": "Models", "fr": "Modèles"},
        "unused": {"en": "X"},
    },
    {"to-do": {"en": "To do", "fr": "À lire"}, "done": {"en": "Done", "fr": "Lu"}},
    {"introductory": {"en": "Introductory"}, "advanced": {"en": "Advanced", "fr": "Avancé"}},
)


def note(key, language="en", **facts):
    given = {"title": key, "year": 2000, "topics": ("models",), "status": "done", "level": "advanced"}
    return Note(key, language, f"docs/{language}/papers/{key}.md", **given | facts)


ADAM = note(
    "adam", title="Adam & <Eve>", authors=("Ann B. One", "Bo Two", "Cy Three", "Di Four"), year=2015,
    venue="ICLR 2015", topics=("models", "optimisation"), lessons=("spiral/index.md",), doi="10.1000/1",
    arxiv="1412.6980", url="https://a.org", code="https://b.org", added=datetime.date(2026, 11, 1), rating=4,
)  # fmt: skip
OTHER = note("other", topics=("optimisation",), status="to-do", title=r"On $\beta$", year=2014)
FAR = note("far", topics=("unused",))
LIBRARY = Library(
    VOCABULARY,
    {
        "en": {one.key: one for one in (ADAM, OTHER, FAR)},
        "fr": {"adam": note("adam", "fr", title="Adam", year=2015)},
    },
    {"en/spiral/index.md": "The spiral", "fr/spiral/index.md": "La spirale"},
    {"adam": ("spiral/index.md", "papers/adam.md")},
)


def site(code="en", new_note=""):
    return Site(
        LIBRARY, language(code), lambda path: f"to/{path}", lambda path: f"file/{path}",
        lambda other: f"twin/{other}", new_note,
    )  # fmt: skip


def parsed(text):
    return lxml_html.fromstring(f"<main>{text}</main>")


def texts(elements):
    return [" ".join(element.text_content().split()) for element in elements]


def test_every_note_is_a_row_whose_title_leads_to_it():
    page = parsed(table_page(site()))
    rows = page.findall(".//tbody/tr")

    assert texts(page.findall(".//thead//th")) == [
        "Title", "Authors", "Year", "Venue", "Topics", "Status", "Level", "Lesson",
    ]  # fmt: skip
    assert texts(rows[0]) == [
        "Adam & <Eve>", "Ann B. One, Bo Two, Cy Three et al.", "2015", "ICLR 2015", "Models, Optimisation",
        "Done", "Advanced", "The spiral",
    ]  # fmt: skip
    assert [row.find("th/a").get("href") for row in rows] == [
        "to/papers/adam.md", "to/papers/other.md", "to/papers/far.md",
    ]  # fmt: skip
    assert rows[0].get("data-more") == "Di Four"
    assert rows[0].get("data-by") == "One"
    assert page.find(".//caption") is not None


def test_a_formula_in_a_title_is_marked_for_katex():
    assert r'On <span class="tex">\beta</span></a>' in table_page(site())


def test_lists_of_filters_hold_what_occurs_in_the_order_of_the_vocabulary():
    page = parsed(table_page(site()))
    choices = {
        select.get("name"): texts(select.findall("option")[1:]) for select in page.findall(".//form//select")
    }

    assert choices == {
        "topic": ["Optimisation", "Models", "X"],
        "status": ["To do", "Done"],
        "year": ["2015", "2014", "2000"],
        "level": ["Advanced"],
        "lesson": ["The spiral"],
    }


def test_the_page_says_how_many_notes_there_are():
    page = parsed(table_page(site()))

    assert page.find(".//p[@class='papers-count']").text == "3 of 3 notes"


def test_a_french_table_shows_french_words_and_marks_what_is_in_english():
    rows = parsed(table_page(site("fr"))).findall(".//tbody/tr")

    assert texts(rows[0])[4:7] == ["Modèles", "Lu", "Avancé"]
    assert texts(rows[1])[0] == r"On \beta (en anglais)"
    assert "(en anglais)" not in texts(rows[0])[0]


def test_a_table_is_one_block_of_html_to_markdown():
    assert "\n\n" not in table_page(site())


def test_a_note_shows_its_properties_with_links():
    page = parsed(note_page("<p>Body.</p>", site(), ADAM))
    facts = dict(zip(texts(page.findall(".//dt")), texts(page.findall(".//dd")), strict=True))

    assert page.find("h1").text == "Adam & <Eve>"
    assert facts == {
        "Authors": "Ann B. One, Bo Two, Cy Three, Di Four",
        "Venue": "ICLR 2015",
        "Year": "2015",
        "Topics": "Models, Optimisation",
        "Status": "Done",
        "Level": "Advanced",
        "Lesson": "The spiral",
        "Cited in": "The spiral",
        "Links": "DOI 10.1000/1, arXiv 1412.6980, Paper, Code",
        "Also in": "Français",
        "Added": "1 November 2026",
        "Rating": "4 of 5",
    }
    links = [link.get("href") for link in page.findall(".//dd/a")]
    assert "to/papers/index.md?topic=optimisation" in links
    assert "https://doi.org/10.1000/1" in links
    assert "twin/fr" in links


def test_a_group_is_shown_without_the_braces_that_mark_it():
    team = note("team", authors=("{Google Brain}", "A B", "C D", "{Open AI}"))
    library = Library(VOCABULARY, {"en": {"team": team}})
    site = Site(library, language("en"), str, str, str)

    assert "<dd>Google Brain, A B, C D, Open AI</dd>" in note_page("", site, team)
    assert 'data-by="Google Brain" data-more="Open AI"' in table_page(site)
    assert "<td>Google Brain, A B, C D et al.</td>" in table_page(site)


def test_what_a_note_does_not_say_is_not_shown():
    page = parsed(note_page("<p>Body.</p>", site(), FAR))

    assert texts(page.findall(".//dt")) == ["Year", "Topics", "Status", "Level"]


def test_in_french_the_properties_answer_who_where_and_when():
    page = parsed(note_page("<p>Corps.</p>", site("fr"), ADAM))

    assert texts(page.findall(".//dt"))[:3] == ["Qui", "Où", "Quand"]
    assert "1er novembre 2026" in texts(page.findall(".//dd"))


def test_the_reference_comes_in_three_forms():
    boxes = parsed(note_page("<p>Body.</p>", site(), ADAM)).findall(".//details//code")

    assert [box.text.split()[0] for box in boxes] == ["@inproceedings{adam,", "One,", "Ann"]


def test_a_title_of_its_own_stays():
    page = note_page('<h1 id="t">Mine</h1><p>Body.</p>', site(), ADAM)

    assert page.count("<h1") == 1
    assert page.index("Mine") < page.index("<dl") < page.index("Body.")


def test_related_notes_share_topics_and_lead_to_their_pages():
    page = parsed(note_page("<p>Body.</p>", site(), ADAM))

    assert texts(page.findall(".//ul/li")) == [r"On \beta, 2014"]
    assert 'id="related"' not in note_page("", site(), FAR)


def test_the_nearest_notes_come_first():
    notes = [
        note("a", topics=("x", "y")),
        note("b", topics=("x",), year=2001),
        note("c", topics=("x", "y"), year=1990),
    ]
    library = Library(
        notes={"en": {one.key: one for one in [*notes, note("d", topics=("x", "y"), year=1999)]}}
    )

    assert [one.key for one in library.related(notes[0])] == ["d", "c", "b"]


def test_an_empty_note_names_every_field_and_fails_where_something_is_to_be_written():
    text = note_template()
    _, problems = read_note(text, "docs/en/papers/a-2001-b.md", VOCABULARY)

    assert {problem.message.split("`")[1] for problem in problems if "missing" in problem.message} == {
        "title", "authors", "year", "venue", "topics", "level",
    }  # fmt: skip
    assert [problem.message for problem in problems if "empty" in problem.message] == [
        "the section “Why?” is empty.", "the section “How?” is empty.", "the section “What?” is empty.",
    ]  # fmt: skip
    assert "authors:   # a list of names, such as [Diederik P. Kingma, Jimmy Ba]" in text
    assert "## Pourquoi ? {#why}" in note_template("fr")


@pytest.mark.parametrize(
    ("edit", "form", "name"),
    [
        (
            "https://github.com/me/course/edit/main/docs/{path}",
            "https://github.com/me/course/new/main",
            "filename",
        ),
        (
            "https://forge.org/a/b/c/-/edit/main/docs/{path}",
            "https://forge.org/a/b/c/-/new/main",
            "file_name",
        ),
    ],
)
def test_the_form_of_the_host_is_filled_with_an_empty_note(edit, form, name):
    address = new_note_form(edit)
    query = parse_qs(urlsplit(address).query)

    assert address.partition("?")[0] == form
    assert query[name] == ["docs/en/papers/firstauthor-year-word.md"]
    assert query["value"] == [note_template()]
    assert len(address) < 4000


def test_a_host_whose_form_is_not_known_gets_no_link():
    assert new_note_form("") == new_note_form("https://example.org/{path}") == ""
    assert "Add a note" not in table_page(site())
    assert 'href="https://f.org" class="papers-button">Add a note' in table_page(
        site(new_note="https://f.org")
    )


def test_all_notes_come_in_two_files():
    files = download_files(LIBRARY)

    assert re.findall(r"^@\w+\{(\w+)", files[BIB].decode(), re.MULTILINE) == ["adam", "far", "other"]
    header, first, *_ = files[CSV].decode("utf-8-sig").splitlines()
    assert header.startswith("key,title,authors,year,venue,doi")
    assert first.startswith(
        'adam,Adam & <Eve>,"Ann B. One, Bo Two, Cy Three, Di Four",2015,ICLR 2015,10.1000/1,'
    )
    assert download_files(Library()) == {}
