"""A computed figure over the whole window: by a tap or a key, and back to where the reader was."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

FIGURE = "figure.computed img"
DIALOG = "dialog.figure-view"
FOCUSED = "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent"


def shown(page) -> tuple[float, float]:
    """Return width and height of the large figure, once it is drawn."""
    img = page.locator(f"{DIALOG} img")
    page.wait_for_function("img => img.complete && img.naturalWidth > 0", arg=img.element_handle())
    box = img.bounding_box()
    return box["width"], box["height"]


def test_the_keyboard_alone_opens_a_figure_doubles_it_and_comes_back(visit):
    watched = visit("spiral/regression/")
    page = watched.page
    page.locator(".figure-open").nth(2).focus()
    page.keyboard.press("Enter")
    fitted = shown(page)

    assert page.locator(DIALOG).evaluate("dialog => dialog.matches(':modal')")
    assert page.evaluate(FOCUSED) == "Close"
    assert fitted[0] > 2 * page.locator(FIGURE).nth(2).bounding_box()["width"]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert shown(page)[0] == pytest.approx(2 * fitted[0], rel=0.05)
    page.keyboard.press("Escape")
    assert not page.locator(DIALOG).is_visible()
    assert page.evaluate(FOCUSED) == "Show it over the whole window (Figure 3)"
    assert watched.complaints == []


def test_a_tap_on_a_phone_opens_a_figure_that_fits_the_screen_and_is_named_by_its_caption(visit):
    watched = visit("fr/spiral/notebook/", width=320, scheme="dark")
    page = watched.page
    figure = page.locator(FIGURE).nth(1)
    figure.click()
    width, height = shown(page)

    assert width <= 320
    assert height <= 900
    caption = page.locator(f"{DIALOG} p").inner_text()
    assert caption.startswith("Figure 2. Régions de décision")
    assert page.get_by_role("dialog", name="Figure 2. Régions de décision").count() == 1
    assert page.locator(f"{DIALOG} img").get_attribute("alt") == figure.get_attribute("alt")
    page.locator(f"{DIALOG} img").click()
    assert shown(page)[0] == pytest.approx(2 * width, rel=0.05)
    page.get_by_role("button", name="Fermer").click()
    assert page.evaluate(FOCUSED) == "Afficher sur toute la fenêtre (Figure 2)"
    assert watched.complaints == []


@pytest.mark.parametrize("path", ["spiral/", "spiral/inference/", "diagrams/architectures/"])
def test_every_figure_and_every_drawing_of_a_page_opens(visit, path: str):
    page = visit(path).page
    shown = page.locator(f"{FIGURE}, figure.diagram svg")

    assert page.locator(".figure-open").count() == shown.count() > 0


def test_a_drawing_opens_with_its_formulas_and_says_what_it_shows(visit, axe):
    watched = visit("fr/diagrams/architectures/", width=320)
    page = watched.page
    drawing = page.locator("#fig-forward svg")
    page.locator("#fig-forward .figure-open").focus()
    page.keyboard.press("Enter")
    large = page.locator(f"{DIALOG} svg[role=img]")
    box, first = large.bounding_box(), large.locator(".katex").first.bounding_box()

    assert box["width"] <= 320
    assert box["x"] <= first["x"] <= box["x"] + box["width"]
    assert large.get_attribute("aria-label") == drawing.get_attribute("aria-label")
    assert len(page.locator(f"{DIALOG} p").inner_text()) > 20
    assert (
        page.evaluate(f"{axe}; axe.run(document).then(found => found.violations.map(fault => fault.id))")
        == []
    )
    large.click()
    assert large.bounding_box()["width"] == pytest.approx(2 * box["width"], rel=0.05)
    page.keyboard.press("Escape")
    assert "Afficher sur toute la fenêtre" in page.evaluate(FOCUSED)
    assert watched.complaints == []


def test_without_scripts_the_figure_is_there_and_no_button_promises_more(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "spiral/regression/")

    assert page.locator(FIGURE).count() > 3
    assert page.locator(".figure-open").count() == 0
    context.close()


def test_the_script_weighs_at_most_two_kilobytes(site: Path):
    script = (site / "assets" / "javascripts" / "figures.js").read_bytes()

    assert len(gzip.compress(script, 9)) <= 2048
