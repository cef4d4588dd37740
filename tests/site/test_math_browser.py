"""Formulas as a reader meets them, in Chromium."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

COPIED = """(choose) => {
  const range = document.createRange();
  eval(choose)(range);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  let copied = "";
  const look = (event) => { copied = event.clipboardData.getData("text/plain"); };
  addEventListener("copy", look);
  document.execCommand("copy");
  removeEventListener("copy", look);
  return copied;
}"""
CONTRAST = """(formula) => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = numbers(colour).map((n) => n / 255)
      .map((n) => n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  let ground = formula;
  while (/, 0\\)|transparent/.test(getComputedStyle(ground).backgroundColor)) ground = ground.parentElement;
  const pair = [light(getComputedStyle(formula).color), light(getComputedStyle(ground).backgroundColor)];
  return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
}"""


def copied(page, choose: str) -> str:
    """Return what lands on the clipboard when a range is copied."""
    return page.evaluate(COPIED, f"(range) => {{ {choose} }}")


def test_a_copied_paragraph_holds_the_tex_of_its_formulas(visit):
    page = visit("spiral/").page
    text = copied(page, "range.selectNodeContents(document.querySelector('p:has(> .katex)'))")

    assert r"$\vx = (x_1, x_2)$ of the plane" in text
    assert "\ufffd" not in text
    assert text.count("x_1") == 1


def test_half_a_selected_formula_is_copied_whole(visit):
    page = visit("spiral/").page
    text = copied(
        page,
        "const f = document.querySelector('p:has(> .katex) .katex .mord');"
        "range.setStart(f, 0); range.setEndAfter(f.closest('.katex').nextSibling)",
    )

    assert text.startswith(r"$\vx = (x_1, x_2)$ of the plane")


def test_a_displayed_formula_is_copied_between_two_dollars(visit):
    page = visit("spiral/").page
    text = copied(page, "range.selectNodeContents(document.querySelector('.math-display'))").strip()

    assert text.startswith("$$")
    assert text.endswith("$$")
    assert "\\" in text


def test_text_without_formulas_is_copied_as_ever(visit):
    page = visit("spiral/").page

    assert copied(page, "range.selectNodeContents(document.querySelector('h1').firstChild)") == ""


@pytest.mark.parametrize("path", ["spiral/", "fr/writing/latex/", "writing/macros/"])
def test_wide_formulas_scroll_in_a_box_that_the_keyboard_reaches_and_the_page_does_not(visit, path: str):
    watched = visit(path, width=320)
    page = watched.page
    boxes = page.locator(".math-display")
    labels = [box.get_attribute("aria-label") for box in boxes.all()]

    assert len(set(labels)) == len(labels)
    assert all(box.get_attribute("tabindex") == "0" for box in boxes.all())
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert watched.complaints == []


@pytest.mark.parametrize("path", ["writing/macros/", "fr/writing/macros/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_of_the_course_can_be_read(visit, path: str, scheme: str):
    page = visit(path, scheme=scheme).page
    coloured = page.locator('.katex-html [style*="var(--tex-"]')
    contrasts = [element.evaluate(CONTRAST) for element in coloured.all()]

    assert len(contrasts) >= 15
    assert min(contrasts) >= 4.5


def test_the_page_of_macros_shows_all_of_them_without_a_fault(visit):
    page = visit("writing/macros/").page

    assert page.locator("td .katex").count() >= 50
    assert page.locator(".katex-error").count() == 0
