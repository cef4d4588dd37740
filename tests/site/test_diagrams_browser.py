"""Drawings as a reader meets them, in Chromium."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

PAGE = "diagrams/architectures/"
TOGGLE = "scheme => document.body.setAttribute('data-md-color-scheme', scheme)"
COLOURS = """() => {
  const style = (name) => getComputedStyle(document.querySelector(`#fig-forward svg ${name}`));
  return {grey: style(".observed").fill, line: style("path:not([fill])").stroke, text: style("span").color};
}"""
CONTRASTS = """() => {
  const light = (colour) => {
    const [r, g, b, alpha = 1] = colour.match(/[\\d.]+/g).map(Number);
    return [r, g, b].map((n) => n / 255)
      .map((n) => n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4)
      .reduce((sum, n, i) => sum + n * [0.2126, 0.7152, 0.0722][i], 0);
  };
  const ratio = (...pair) => {
    const [dark, bright] = pair.map(light).sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  const solid = (colour, ground) => {
    const [r, g, b, alpha = 1] = colour.match(/[\\d.]+/g).map(Number);
    const below = ground.match(/[\\d.]+/g).map(Number);
    return `rgb(${[r, g, b].map((n, i) => n * alpha + below[i] * (1 - alpha)).join(",")})`;
  };
  const paper = getComputedStyle(document.body).backgroundColor;
  const grey = getComputedStyle(document.querySelector("svg .observed")).fill;
  const lines = [...document.querySelectorAll("figure.diagram svg :is(path, ellipse, rect)")]
    .map((part) => ratio(solid(getComputedStyle(part).stroke, paper), paper));
  const text = [...document.querySelectorAll("figure.diagram foreignObject span span, figure.diagram span")]
    .map((span) => getComputedStyle(span).color)
    .flatMap((colour) => [paper, grey].map((ground) => ratio(solid(colour, ground), ground)));
  return {lines: Math.min(...lines), text: Math.min(...text), count: lines.length};
}"""
OUTSIDE = """() => [...document.querySelectorAll("figure.diagram foreignObject")].filter((room) => {
  const [a, b] = [room.getBoundingClientRect(), room.querySelector("span").getBoundingClientRect()];
  return b.width > a.width + 1 || b.height > a.height + 6;
}).map((room) => room.textContent)"""

SCROLLED = """() => new Promise((done) => {
  const box = document.activeElement;
  if (box.scrollLeft) done(true);
  box.addEventListener("scroll", () => done(true), {once: true});
})"""


@pytest.mark.parametrize("where", [PAGE, f"fr/{PAGE}"])
def test_the_palette_changes_fills_and_lines(where: str, visit):
    page = visit(where).page
    page.evaluate(TOGGLE, "default")
    light = page.evaluate(COLOURS)
    page.evaluate(TOGGLE, "slate")
    dark = page.evaluate(COLOURS)

    assert all(light[name] != dark[name] for name in light)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("where", ["diagrams/", PAGE])
def test_lines_and_labels_stand_out_in_both_themes(where: str, scheme: str, visit):
    contrast = visit(where, scheme=scheme).page.evaluate(CONTRASTS)

    assert contrast["count"] > 50
    assert contrast["lines"] >= 3
    assert contrast["text"] >= 4.5


@pytest.mark.parametrize("language", ["", "fr/"])
def test_every_label_has_room_in_its_shape(language: str, visit):
    assert visit(f"{language}{PAGE}").page.evaluate(OUTSIDE) == []


def test_a_drawing_too_wide_for_the_page_scrolls_in_its_box_by_keyboard(visit):
    page = visit(PAGE, width=220).page
    wide = "[...document.querySelectorAll('.diagram-box')].find(box => box.scrollWidth > box.clientWidth + 4)"
    page.evaluate(f"{wide}.focus()")
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")

    assert page.evaluate(SCROLLED)
    assert page.evaluate("document.activeElement.getAttribute('role')") == "group"
