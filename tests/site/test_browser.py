"""The built site as a reader meets it, in Chromium."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["spiral/", "fr/spiral/notebook/"])
def test_every_figure_is_drawn_and_described(visit, path: str):
    watched = visit(path)
    figures = watched.page.locator("figure.computed img")

    assert figures.count() >= 3
    for figure in figures.all():
        figure.scroll_into_view_if_needed()
        assert figure.get_attribute("alt")
        watched.page.wait_for_function(
            "img => img.complete && img.naturalWidth > 0", arg=figure.element_handle()
        )
    assert watched.complaints == []


@pytest.mark.parametrize("path", ["spiral/", "fr/spiral/"])
def test_a_formula_is_set_in_katex_with_mathml_beside_it(visit, path: str):
    page = visit(path).page
    formula = page.locator(".math-display .katex").first

    assert formula.locator("math").count() == 1
    family = formula.locator(".katex-html").evaluate("e => getComputedStyle(e).fontFamily")
    assert "KaTeX_Main" in family
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px KaTeX_Math'))")


def test_the_toggle_changes_the_page_and_the_ink_of_its_figures(visit):
    watched = visit("spiral/", scheme="light")
    page = watched.page
    figure = page.locator("figure.computed img").first
    before = figure.screenshot(), page.evaluate("getComputedStyle(document.body).backgroundColor")
    for _ in range(2):  # system -> light -> dark
        page.locator("form[data-md-component=palette] label:visible").click()
        page.wait_for_timeout(300)
    after = figure.screenshot(), page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"
    assert before[1] != after[1]
    assert before[0] != after[0]
    assert watched.complaints == []


@pytest.mark.parametrize(
    ("start", "typed", "found"),
    [("", "spiral", "spiral/"), ("fr/", "entrainement", "fr/spiral/"), ("fr/", "entraînement", "fr/spiral/")],
)
def test_the_search_finds_a_word_with_or_without_its_accents_and_marks_it_on_the_page(
    visit, address: str, start: str, typed: str, found: str
):
    watched = visit(start)
    page = watched.page
    page.keyboard.press("/")
    page.keyboard.type(typed)
    links = page.locator(f'.md-search-result__link[href^="{address}{found}"][href*="?h={typed[:3]}"]')
    links.first.wait_for()
    elsewhere = "[...document.querySelectorAll('.md-search-result__link')].filter(a => {})"
    foreign = page.evaluate(elsewhere.format("!" * (start != "") + "a.pathname.startsWith('/fr/')"))
    links.first.click()
    page.locator("article mark").first.wait_for()
    marked = {word.lower() for word in page.locator("article mark").all_text_contents()}

    assert foreign == []
    assert marked == {"spiral" if typed == "spiral" else "entraînement"}
    assert page.url.startswith(address + found)
    assert "h=" not in page.url
    assert watched.complaints == []


def test_the_search_loads_nothing_before_a_reader_turns_to_it(visit):
    watched = visit("fr/spiral/")
    page, loaded = watched.page, []
    page.on("request", lambda request: loaded.append(request.url))
    page.reload(wait_until="networkidle")
    before = [url for url in loaded if "/search/" in url or "/workers/" in url]
    with page.expect_request("**/search/search_index.json"):
        page.locator(".md-search__input").focus()

    assert loaded
    assert before == []
    assert watched.complaints == []


@pytest.mark.parametrize(
    ("path", "language", "there"),
    [
        ("spiral/notebook/", "fr", "fr/spiral/notebook/"),
        ("fr/spiral/", "en", "spiral/"),
        ("", "fr", "fr/"),
        ("fr/", "en", ""),
    ],
)
def test_the_language_switch_stays_on_the_page(visit, address: str, path: str, language: str, there: str):
    page = visit(path).page
    link = page.locator(f'.md-select__link[hreflang="{language}"]')

    assert link.evaluate("a => a.href").removesuffix("index.html") == address + there


def test_the_edit_link_leads_to_the_markdown_source(visit):
    page = visit("fr/spiral/notebook/").page

    assert (
        page.locator("a.md-content__button")
        .first.get_attribute("href")
        .endswith("docs/fr/spiral/notebook.md")
    )


def test_the_provenance_of_a_figure_opens(visit):
    page = visit("spiral/").page
    details = page.locator("details.provenance").first
    assert not details.locator("dl").is_visible()
    details.locator("summary").click()

    assert details.locator("dl").is_visible()
    assert "docs/en/spiral/index.md" in details.inner_text()
