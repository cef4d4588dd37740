"""The home page offers itself in the reader's language, once, and moves nothing."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser
PLACES = """() => [document.documentElement.scrollHeight,
  ...[...document.querySelectorAll("h1, h2, p:not(.translation-offer)")].map(e => e.offsetTop)]"""


@pytest.fixture
def opened(browser, address: str):
    """Return a function that opens a context for a reader whose browser prefers a language."""
    contexts = []

    def open_(locale: str, **options):
        context = browser.new_context(locale=locale, viewport={"width": 320, "height": 700}, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(address, wait_until="networkidle")
        return page

    yield open_
    for context in contexts:
        context.close()


def test_a_french_browser_is_offered_the_french_page_until_it_says_no(opened):
    page = opened("fr-CA")
    offer = page.locator(".translation-offer:visible")

    assert "Cette page existe en français." in offer.inner_text()
    places = page.evaluate(PLACES)
    offer.get_by_role("button", name="Fermer").focus()
    page.keyboard.press("Enter")
    assert page.locator(".translation-offer:visible").count() == 0
    assert page.evaluate(PLACES) == places
    page.reload(wait_until="networkidle")
    assert page.locator(".translation-offer:visible").count() == 0


def test_the_offer_leads_to_the_french_page_and_is_not_made_again(opened, address: str):
    page = opened("fr-FR", color_scheme="dark")
    page.get_by_role("link", name="La lire en français").click()
    page.wait_for_url(address + "fr/")
    page.goto(address, wait_until="networkidle")

    assert page.locator(".translation-offer:visible").count() == 0


@pytest.mark.parametrize("locale", ["en-GB", "de-DE"])
def test_other_browsers_are_offered_nothing(opened, locale: str):
    assert opened(locale).locator(".translation-offer:visible").count() == 0


def test_without_scripts_there_is_no_offer(opened):
    assert opened("fr-FR", java_script_enabled=False).locator(".translation-offer:visible").count() == 0
