"""An address that leads nowhere, as a reader of either language meets it in Chromium."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

WORDS = {
    "nowhere/at/all/": ("en", "This page does not exist - Deep Learning, Recomputed", "Search"),
    "fr/nulle-part/": (
        "fr",
        "Cette page n’existe pas - L’apprentissage profond, recalculé",
        "Rechercher",
    ),
}


@pytest.mark.parametrize("path", WORDS)
def test_an_address_that_leads_nowhere_is_answered_in_its_language_and_quietly(
    browser, address: str, path: str, record_figure
):
    language, title, search = WORDS[path]
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(f"{message.text} {message.location['url']}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
    page.on("response", lambda answer: answer.ok or complaints.append(f"{answer.status} {answer.url}"))
    page.goto(address + path, wait_until="networkidle")
    said = [
        text for text in complaints if not text.endswith(address + path)
    ]  # it is not there: that is known
    record_figure("complaints of the 404 page", len(said), "0")

    assert said == []
    assert page.title() == title
    assert page.evaluate("document.documentElement.lang") == language
    assert page.locator("h1").all_inner_texts() == [title.partition(" - ")[0]]
    assert page.locator("section.not-found").count() == 1
    assert page.locator(".md-header__title").inner_text().startswith(title.partition(" - ")[2])
    assert page.locator("input.md-search__input").get_attribute("placeholder") == search
    assert page.locator("input.md-search__input").get_attribute("aria-label") == search
    home = page.locator(".md-sidebar--primary .md-nav__list > li > a").first
    assert home.evaluate("a => a.href").rstrip(".") == address + ("fr/" if language == "fr" else "")
    context.close()


@pytest.mark.parametrize(
    ("path", "typed", "found"), [("nowhere/", "spiral", "/"), ("fr/nulle-part/", "spirale", "/fr/")]
)
def test_its_search_still_searches(visit, path: str, typed: str, found: str):
    page = visit(path).page
    page.keyboard.press("/")
    page.keyboard.type(typed)
    results = page.locator(".md-search-result__link")
    results.first.wait_for()

    assert any(found in link.get_attribute("href") for link in results.all())


def test_without_scripts_every_language_is_shown(browser, address: str):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "nowhere/")

    assert page.locator("section.not-found").count() == 2
    assert page.locator("h1").all_inner_texts() == ["This page does not exist"]
    context.close()
