"""The paper notes as a reader meets them: by keyboard, from a link, on a phone, and without any script."""

from __future__ import annotations

import gzip
import re
from contextlib import suppress
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import TimeoutError

from benchmarks.papers import PAGE_LIMIT, with_many_notes
from course_site.papers.reading import read_note, read_notes
from course_site.papers.vocabulary import read_vocabulary

pytestmark = pytest.mark.browser
READY = ".papers-table[role=table]"
"""The table once the script has it in hand: on a busy machine that is a moment after it is shown."""

ROOT = Path(__file__).parents[2]
VOCABULARY, _ = read_vocabulary(ROOT / "docs")
NOTES = read_notes(ROOT / "docs", "en", VOCABULARY)[0]
SHOWN = ".papers-table tbody:not([hidden]) tr:not([hidden]):not(.papers-group)"


def titles(page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator(f"{SHOWN} > th").all_inner_texts()]


def count(page) -> str:
    return page.locator(".papers-count").inner_text().replace("\u00a0", " ")


def tab_to(page, selector: str) -> None:
    """Move the focus forward until it is on an element, as a reader without a mouse does."""
    for _ in range(80):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {selector}")


@pytest.mark.parametrize(
    ("path", "width", "scheme", "said"),
    [
        ("papers/", 1280, "light", f"1 of {len(NOTES)} notes"),
        ("fr/papers/", 320, "dark", f"Notes affichées : 1 sur {len(NOTES)}"),
    ],
)
def test_the_keyboard_alone_searches_filters_sorts_and_resets(visit, path, width, scheme, said):
    watched = visit(path, width=width, scheme=scheme)
    page = watched.page
    tab_to(page, ".papers-find [name=find]")
    page.keyboard.type("JORN henrik")
    assert count(page) == said
    assert titles(page)[0].startswith("Your Classifier is Secretly an Energy Based Model")
    tab_to(page, ".papers-find [type=reset]")
    page.keyboard.press("Enter")
    page.wait_for_function("rows => document.querySelectorAll(rows).length > 1", arg=SHOWN)
    assert "?" not in page.url
    tab_to(page, ".papers-find [name=status]")
    page.keyboard.press("End")
    expected = sum(note.status == "done" for note in NOTES)
    assert len(titles(page)) == expected
    tab_to(page, "th:nth-child(3) button")
    page.keyboard.press("Enter")
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "ascending"
    years = page.locator(f"{SHOWN} > :nth-child(3)").all_inner_texts()
    assert years == sorted(years)
    assert page.url.endswith("?status=done&sort=year")
    assert watched.complaints == []


RANKS = {"status": "statuses", "level": "levels"}
SORTED_AS_WORDS = """([texts, sign]) => {
  const order = new Intl.Collator(document.documentElement.lang, {numeric: true, sensitivity: "base"});
  const empty = texts.map(text => text === "");
  const follows = i => !empty[i - 1] && sign * order.compare(texts[i - 1], texts[i]) <= 0;
  return texts.every((text, i) => i === 0 || empty[i] || follows(i));
}"""
"""What is empty comes last, whichever way the others stand."""


@pytest.mark.parametrize("path", ["papers/", "fr/papers/"])
def test_every_column_sorts_both_ways_and_a_third_time_not_at_all(visit, path):
    page = visit(path).page
    page.wait_for_selector(READY)
    first = titles(page)
    for column in range(1, 9):
        button = page.locator(f"th:nth-child({column}) button")
        for sign, said in ((1, "ascending"), (-1, "descending")):
            button.click()
            name = page.url.partition("?sort=")[2].removeprefix("-")
            assert page.locator("th[aria-sort]").get_attribute("aria-sort") == said
            assert page.locator(f"thead th:nth-child({column})[aria-sort]").count() == 1
            if name in RANKS:
                words = page.locator(f"{SHOWN}").evaluate_all(f"rows => rows.map(row => row.dataset.{name})")
                ranks = [sign * VOCABULARY.rank(RANKS[name], word) for word in words]
                assert ranks == sorted(ranks), name
            elif name == "authors":
                families = page.locator(f"{SHOWN}").evaluate_all("rows => rows.map(row => row.dataset.by)")
                assert page.evaluate(SORTED_AS_WORDS, [families, sign])
            else:
                texts = page.locator(f"{SHOWN} > :nth-child({column})").all_text_contents()
                assert len(texts) == len(NOTES)
                assert page.evaluate(SORTED_AS_WORDS, [texts, sign]), name
        button.click()
        assert page.locator("th[aria-sort]").count() == 0
        assert titles(page) == first


VALUES = {
    "topic": lambda note: note.topics,
    "status": lambda note: (note.status,),
    "year": lambda note: (str(note.year),),
    "level": lambda note: (note.level,),
    "lesson": lambda note: note.lessons,
}


@pytest.mark.parametrize("name", VALUES)
def test_every_filter_shows_the_notes_that_have_its_value_and_no_other(visit, name):
    page = visit("papers/").page
    page.wait_for_selector(READY)
    choices = page.locator(f"[name={name}] option").evaluate_all("all => all.map(one => one.value)")

    assert set(choices) == {"", *(value for note in NOTES for value in VALUES[name](note))}
    for value in choices:
        page.locator(f"[name={name}]").select_option(value)
        wanted = {" ".join(note.title.split()) for note in NOTES if not value or value in VALUES[name](note)}
        assert len(titles(page)) == len(wanted), value
        assert count(page).startswith(f"{len(wanted)} of ")
    page.locator(".papers-find [type=reset]").click()
    page.wait_for_function(
        "([rows, all]) => document.querySelectorAll(rows).length === all", arg=[SHOWN, len(NOTES)]
    )


def test_in_print_the_table_is_whole_and_the_form_is_gone(visit):
    page = visit("fr/papers/?view=reading").page
    page.wait_for_selector(READY)
    page.emulate_media(media="print")

    for gone in (".papers-find", ".papers-views", ".papers-links"):
        assert not page.locator(gone).is_visible(), gone
    head = page.locator(".papers-table thead th").first
    assert head.is_visible()
    assert len(titles(page)) == sum(note.status != "done" for note in NOTES)


@pytest.mark.parametrize("code", ["en", "fr"])
def test_add_a_note_opens_the_hosts_form_with_a_note_that_has_every_section(site, code):
    prefix = "" if code == "en" else f"{code}/"
    html = (site / prefix / "papers/index.html").read_text(encoding="utf-8")
    link = unescape(re.search(r'<a href="([^"]+)" class="papers-button"', html)[1])
    parts = urlsplit(link)
    form = parse_qs(parts.query)
    [name], [text] = form["filename"], form["value"]
    note, _ = read_note(text, name, VOCABULARY)

    assert (parts.scheme, parts.path[-len("/new/main") :]) == ("https", "/new/main")
    assert re.fullmatch(r"docs/en/papers/[a-z-]+\.md", name)
    assert [key for key, _ in note.sections] == ["why", "how", "what", "limits"]


def test_a_link_shows_the_same_rows_and_so_does_coming_back(visit):
    page = visit("fr/papers/?topic=classification&sort=-year&find=relu").page
    page.wait_for_selector(READY)
    found = titles(page)
    page.locator(f"{SHOWN} > th > a").first.click()
    page.wait_for_selector(".paper-facts")
    page.go_back()
    page.wait_for_selector(READY)

    assert 0 < len(found) < len(NOTES)
    assert titles(page) == found
    assert page.locator("[name=topic]").input_value() == "classification"


def test_the_views_are_links(visit):
    page = visit("papers/?view=reading").page
    waiting = [note for note in NOTES if note.status != "done"]
    assert len(titles(page)) == len(waiting)
    assert page.locator(".papers-views [aria-current]").inner_text() == "Reading list"

    page.locator(".papers-views a").nth(1).click()
    groups = page.locator(".papers-group").all_inner_texts()
    used = {topic: sum(topic in note.topics for note in NOTES) for topic in VOCABULARY.topics}
    assert groups == [
        f"{VOCABULARY.word('topics', topic, 'en')} ({times})" for topic, times in used.items() if times
    ]
    assert count(page) == f"{len(NOTES)} of {len(NOTES)} notes"

    page.locator(".papers-views a").first.click()
    assert page.url.endswith("papers/")
    assert len(titles(page)) == len(NOTES)


def test_rows_that_come_back_are_in_their_place(visit):
    page = visit("papers/?sort=title&find=adam").page
    page.locator("[name=find]").fill("")
    found = titles(page)

    assert len(found) == len(NOTES)
    assert found == page.evaluate("t => t.sort(new Intl.Collator('en', {numeric: true}).compare)", found)
    for _ in range(2):
        page.locator("th:nth-child(1) button").click()
    assert titles(page)[0].startswith("Your Classifier")  # the newest first, as the page was written


def test_a_search_that_finds_nothing_says_so_and_an_unknown_filter_is_ignored(visit):
    page = visit("papers/?topic=nonsense&find=%3Cimg%20src%3Dx%3E").page

    assert titles(page) == []
    assert count(page) == f"0 of {len(NOTES)} notes. No note matches. Remove a word or a filter."
    assert page.locator("[name=find]").input_value() == "<img src=x>"


def test_an_address_that_sorts_by_no_column_sorts_by_none(visit):
    watched = visit("papers/?sort=constructor")

    assert len(titles(watched.page)) == len(NOTES)
    assert watched.page.locator("th[aria-sort]").count() == 0
    watched.page.locator("th:nth-child(3) button").click()
    assert watched.page.url.endswith("papers/?sort=year")
    assert watched.complaints == []


def test_without_a_script_the_table_is_whole(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "fr/papers/")

    assert len(titles(page)) == len(NOTES)
    assert not page.locator(".papers-find").is_visible()
    assert not page.locator(".papers-views").is_visible()
    context.close()


@pytest.mark.parametrize("width", [320, 768, 960, 1000, 1220, 1400])
def test_nothing_leaves_the_page_at_any_width(visit, width):
    page = visit("fr/papers/", width=width).page
    page.wait_for_selector(READY)
    with suppress(TimeoutError):  # a page under way may stick out; one at rest may not
        page.wait_for_function("() => document.documentElement.scrollWidth <= innerWidth", timeout=5_000)

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    box = page.locator(".papers-table").bounding_box()
    assert box["x"] + box["width"] <= width


def test_cards_on_a_phone_are_still_a_table_with_named_columns(visit):
    page = visit("papers/", width=320).page
    cell = page.locator(f"{SHOWN} > td").first

    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == '"Authors"'
    assert page.get_by_role("rowheader").count() == len(NOTES)
    assert page.get_by_role("table", name="Every paper note of this course").count() == 1


def test_the_reference_of_a_paper_is_copied(visit):
    page = visit("papers/vanhasselt-2019-parametric/").page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".paper-cite summary").click()
    page.locator(".paper-cite pre").first.hover()
    page.locator(".paper-cite pre button").first.click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).startsWith('@')")

    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@inproceedings{vanhasselt-2019-parametric,")
    assert copied.rstrip().endswith("}")


@pytest.mark.parametrize("width", [320, 1280])
def test_a_citation_shows_its_reference_to_the_keyboard_and_escape_hides_it(visit, width):
    page = visit("papers/how-to/", width=width).page
    link, card = page.locator(".cite-link").first, page.locator(".cite-card").first
    assert not card.is_visible()
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")

    assert card.is_visible()
    box = card.bounding_box()
    assert 0 <= box["x"] < box["x"] + box["width"] <= width
    assert link.get_attribute("aria-describedby") == card.get_attribute("id")
    page.keyboard.press("Escape")
    assert not card.is_visible()
    page.keyboard.press("Enter")
    assert page.locator("li:target a").first.is_visible()


def test_a_citation_shows_its_reference_to_the_pointer_which_may_move_onto_it(visit):
    page = visit("papers/how-to/").page
    page.locator(".cite-link").first.hover()
    card = page.locator(".cite-card").first
    assert card.is_visible()
    card.hover()
    assert card.is_visible()
    page.mouse.move(0, 0)
    assert not card.is_visible()


@pytest.mark.parametrize(("path", "code"), [("papers", "en"), ("fr/papers", "fr")])
def test_a_page_of_a_thousand_notes_weighs_what_is_promised(site, path, code, record_figure):
    page = with_many_notes((site / path / "index.html").read_text(encoding="utf-8"), code)
    weight = len(gzip.compress(page.encode(), 9)) / 1000
    record_figure(f"KB of {path}/ with 1,000 notes", f"{weight:.0f}", f"at most {PAGE_LIMIT}")

    assert page.count("<tr data-topic=") == 1000
    assert weight <= PAGE_LIMIT


def test_every_note_is_in_the_downloads_and_the_script_is_small(site):
    entries = (site / "papers" / "papers.bib").read_text(encoding="utf-8")
    rows = (site / "papers" / "papers.csv").read_text(encoding="utf-8-sig")
    script = (site / "assets" / "javascripts" / "papers.js").read_bytes()

    assert re.findall(r"^@\w+\{(.*),$", entries, re.MULTILINE) == [note.key for note in NOTES]
    assert rows.count("\n") == len(NOTES) + 1
    assert len(gzip.compress(script, 9)) <= 4096
