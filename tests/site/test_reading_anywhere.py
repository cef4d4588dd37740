"""The site read in other ways: below a folder, from a disk, in forced colours, in large letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from benchmarks.browsers import FLAGS
from benchmarks.serving import served

pytestmark = pytest.mark.browser

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
UNSHOWN = """async () => {
  const faults = [];
  for (const img of document.querySelectorAll('article img')) {
    img.loading = 'eager';
    try { await img.decode(); } catch { faults.push('not drawn: ' + img.src); }
  }
  if (!document.querySelector('article').innerText.trim()) faults.push('no text');
  if (getComputedStyle(document.querySelector('.md-header')).position !== 'sticky') faults.push('no theme');
  const formula = document.querySelector('.katex');
  if (formula) {
    const mathml = formula.querySelector('.katex-mathml');
    if (mathml && getComputedStyle(mathml).position !== 'absolute') faults.push('no style of formulas');
    await document.fonts.load('16px KaTeX_Main');
    if (!document.fonts.check('16px KaTeX_Main')) faults.push('no font of formulas');
  }
  for (const picture of document.querySelectorAll('article figure svg'))
    if (!picture.getBoundingClientRect().width) faults.push('an empty drawing');
  return faults;
}"""
CLIPPED = """() => [...document.querySelectorAll('article :is(p, li, h1, h2, h3, td, th, figcaption, dd)')]
  .filter(e => e.checkVisibility() && getComputedStyle(e).overflow === 'hidden')
  .filter(e => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)
  .map(e => e.innerText.slice(0, 60))"""
MOVES = """() => [...document.querySelectorAll('*')]
  .flatMap(element => ['', '::before', '::after'].map(part => [element, getComputedStyle(element, part)]))
  .filter(([, style]) => `${style.transitionDuration}, ${style.animationDuration}`.split(', ')
    .some(time => parseFloat(time) > 0.001))
  .map(([element]) => `${element.tagName}.${element.className}`)"""
"""What takes longer to change than a thousandth of a second; browsers give the time in seconds."""
IN_MENU = "document.activeElement.closest('.md-sidebar--primary') !== null"
MOST_STOPS = 600
UNREACHED = """() => [...document.querySelectorAll(
  'a[href], button, summary, input:not([type=radio]), select, textarea, [tabindex="0"]')]
  .filter(element => !element.reached && element.tabIndex >= 0
    && element.checkVisibility({visibilityProperty: true, opacityProperty: true}))
  .map(element => `${element.tagName}.${element.className} ${(element.innerText || '').slice(0, 40)}`)"""
"""What could be used, is to be seen, and never was where the keyboard is."""
FOCUS = """() => {
  const element = document.activeElement;
  element.reached = true;
  const hidden = element.matches('.md-option');  // the theme shows the label that follows in its place
  const seen = hidden ? element.nextElementSibling : element;
  const box = seen.getBoundingClientRect(), style = getComputedStyle(seen);
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  return {
    name: `${element.tagName}.${element.className} ${(element.innerText || '').slice(0, 40)}`,
    body: element === document.body,
    skip: element.classList.contains('md-skip'),
    results: element.classList.contains('md-search__scrollwrap'),
    inside: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
      && box.right > 0 && box.left < innerWidth,
    shown: outlined || style.boxShadow !== 'none' || element.matches('input[type=text]'),
  };
}"""
"""Where the keyboard is; a text field shows it by its caret. The theme's list of results is empty."""


@pytest.fixture(scope="module")
def below(site: Path) -> Iterator[str]:
    """Serve the folder above the site: every page then lies below `/course/`."""
    with served(site.parent) as address:
        yield f"{address}{site.name}/"


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Return a function that opens an address in a context of its own."""
    contexts = []

    def open_page(address: str, **options: object) -> Page:
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.goto(address, wait_until="load")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def large_letters(browser: Browser, chromium: str) -> Iterator[Browser]:
    """Start a browser whose reader asked for letters of twice the size."""
    flags = [*FLAGS, "--blink-settings=defaultFontSize=32"]
    started = browser.browser_type.launch(executable_path=chromium, args=flags)
    yield started
    started.close()


def below_a_folder(opened, below: str, path: str) -> None:
    page = opened(below + path)
    missing = []
    page.on("response", lambda answer: missing.append(answer.url) if answer.status >= 400 else None)
    page.reload(wait_until="networkidle")

    assert page.evaluate(UNSHOWN) == []
    assert missing == []


def as_a_file(opened, site: Path, path: str) -> None:
    assert opened((site / path / "index.html").as_uri()).evaluate(UNSHOWN) == []


def in_forced_colours(opened, address: str, axe: str, path: str) -> None:
    page = opened(address + path, forced_colors="active", reduced_motion="reduce")
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]

    assert page.evaluate(SIDEWAYS) <= 0
    assert [fault["id"] for fault in found] == []
    assert page.evaluate(UNSHOWN) == []


def in_large_letters(browser: Browser, address: str, path: str) -> None:
    for width in (640, 1280):  # 640 holds as many of these letters as a phone holds of the usual ones
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto(address + path, wait_until="load")
        size = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
        sideways, clipped = page.evaluate(SIDEWAYS), page.evaluate(CLIPPED)
        page.close()

        assert size >= 40  # the theme's own letters are 20 pixels
        assert (width, sideways) <= (width, 0)
        assert clipped == []


def without_motion(opened, address: str, path: str) -> None:
    assert opened(address + path, reduced_motion="no-preference").evaluate(MOVES) != []
    assert opened(address + path, reduced_motion="reduce").evaluate(MOVES) == []


def by_keyboard(opened, address: str, path: str, width: int) -> int:
    """Press Tab from the beginning of a page to its end; return how many stops there were."""
    page = opened(address + path, reduced_motion="reduce", viewport={"width": width, "height": 900})
    page.wait_for_load_state("networkidle")  # the menu has its button by now
    stops = []
    while len(stops) < MOST_STOPS:
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop["body"]:
            break
        stops.append(stop)
    stops = [stop for stop in stops if not stop["results"]]

    assert 10 < len(stops) < MOST_STOPS
    assert stops[0]["skip"]
    assert [stop["name"] for stop in stops if not stop["inside"]] == []
    assert [stop["name"] for stop in stops if not stop["shown"]] == []
    assert page.evaluate(UNREACHED) == []
    return len(stops)


def test_a_page_of_a_kind_works_below_a_folder(opened, below, a_kind: str):
    below_a_folder(opened, below, a_kind)


def test_a_page_of_a_kind_opened_as_a_file_shows_text_formulas_and_figures(opened, site, a_kind: str):
    as_a_file(opened, site, a_kind)


def test_a_page_of_a_kind_respects_forced_colours(opened, address, axe, a_kind: str, record_figure):
    in_forced_colours(opened, address, axe, a_kind)
    record_figure("pages whole in forced colours", 1, "a page of each kind")


def test_a_page_of_a_kind_in_letters_of_twice_the_size_loses_nothing(
    large_letters, address, a_kind: str, record_figure
):
    in_large_letters(large_letters, address, a_kind)
    record_figure("pages whole in letters of 200 %", 1, "a page of each kind")


def test_on_a_page_of_a_kind_nothing_moves_for_who_asked_for_less_motion(
    opened, address, a_kind: str, record_figure
):
    without_motion(opened, address, a_kind)
    record_figure("pages still in reduced motion", 1, "a page of each kind")


def test_the_keyboard_begins_with_the_link_to_the_text_reaches_all_and_shows_where_it_is(
    opened, address, each_kind: str, record_figure
):
    stops = by_keyboard(opened, address, each_kind, 320 if each_kind.startswith("fr/") else 1280)
    record_figure("stops of the keyboard, each in sight and marked", stops, "every one, to the page's end")


def test_on_a_phone_the_keyboard_opens_the_menu_walks_through_it_and_closes_it(opened, address):
    page = opened(address + "fr/spiral/", reduced_motion="reduce", viewport={"width": 320, "height": 700})
    button = page.get_by_role("button", name="Menu")
    assert button.get_attribute("aria-expanded") == "false"
    button.focus()
    page.keyboard.press("Enter")

    assert button.get_attribute("aria-expanded") == "true"
    assert page.evaluate("document.activeElement.textContent.trim()") == "Classification"
    for _ in range(60):
        stop = page.evaluate(FOCUS)
        if not page.evaluate(IN_MENU):
            break
        assert stop["inside"], stop["name"]
        page.keyboard.press("Tab")
    assert button.get_attribute("aria-expanded") == "false", "leaving the menu closes it"
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert button.get_attribute("aria-expanded") == "false"
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Menu"


@pytest.mark.long
def test_every_page_reads_well_in_every_way(
    opened, large_letters, site, below, address, axe, every_page: str
):
    below_a_folder(opened, below, every_page)
    as_a_file(opened, site, every_page)
    in_forced_colours(opened, address, axe, every_page)
    in_large_letters(large_letters, address, every_page)
    without_motion(opened, address, every_page)
    for width in (320, 1280):
        by_keyboard(opened, address, every_page, width)
