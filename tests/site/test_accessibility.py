"""axe-core finds nothing: on every page on a phone in the dark, on a page of each kind in every way."""

from __future__ import annotations

from contextlib import suppress

import pytest
from playwright.sync_api import TimeoutError

pytestmark = pytest.mark.browser

FITS = "document.documentElement.scrollWidth <= window.innerWidth"
WIDE_CODE_IS_REACHED = """() => [...document.querySelectorAll('pre > code')]
  .every(code => code.scrollWidth <= code.clientWidth || code.tabIndex === 0 || !code.checkVisibility())"""
"""Code in a closed fold waits until it is opened."""


def faults(page, axe: str) -> list[str]:
    """Return what axe finds on a page, each with the element it means."""
    with suppress(TimeoutError):  # the theme lets the keyboard reach wide code a moment after it is shown
        page.wait_for_function(WIDE_CODE_IS_REACHED, timeout=5_000)
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{fault['id']}: {node['html'][:200]}" for fault in found for node in fault["nodes"]]


def test_a_page_on_a_phone_in_the_dark_fits_and_satisfies_axe(phone, axe, every_page: str, record_figure):
    phone.open(every_page, until="load")
    found = faults(phone.page, axe)
    with suppress(TimeoutError):  # a page under way may stick out; one at rest may not
        phone.page.wait_for_function(FITS, timeout=5_000)
    sideways = phone.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    foreign = sum(text.startswith("foreign") for text in phone.complaints)
    record_figure("pages opened (320 px, dark)", 1, "every page")
    record_figure("… violations that axe finds", len(found), "0")
    record_figure("… that scroll sideways", int(sideways > 0), "0")
    record_figure("… requests to other hosts", foreign, "0")
    record_figure("… console messages, failed requests", len(phone.complaints) - foreign, "0")

    assert sideways <= 0
    assert phone.complaints == []
    assert found == []


def test_axe_finds_nothing_in_any_width_and_scheme(visit, axe, each_kind: str, record_figure):
    in_every_way(visit, axe, each_kind, record_figure)


@pytest.mark.long
def test_axe_finds_nothing_on_any_page_in_any_width_and_scheme(visit, axe, every_page: str, record_figure):
    in_every_way(visit, axe, every_page, record_figure)


def in_every_way(visit, axe: str, path: str, record_figure) -> None:
    """Look at a page in light and dark, on a phone, a tablet and a desk, but for what `phone` looks at."""
    page = visit(path, until="load").page
    page.emulate_media(reduced_motion="reduce")  # nothing is caught half-way
    for scheme, widths in (("light", (320, 768, 1280)), ("dark", (768, 1280))):
        page.emulate_media(color_scheme=scheme)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            found = faults(page, axe)
            record_figure(
                "pages × schemes × widths looked at by axe", 1, "5 more ways for a page of each kind"
            )
            record_figure("… violations in them", len(found), "0")
            assert found == [], f"{scheme}, {width} px"
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_figure_over_the_whole_window(visit, axe, scheme: str):
    page = visit("fr/spiral/regression/", width=320, scheme=scheme).page
    page.locator(".figure-open").first.click()
    assert faults(page, axe) == []
    page.locator(".figure-view-button").first.click()

    assert faults(page, axe) == []


VIEWS = (
    "papers/?view=topics",
    "fr/papers/?view=reading",
    "papers/?find=nothing-of-the-kind",
    "fr/papers/?sort=-year&view=topics",
)


@pytest.mark.parametrize("path", VIEWS)
def test_axe_finds_nothing_in_any_view_of_the_papers(visit, axe, path: str):
    for width in (320, 1280):
        page = visit(path, width=width, scheme="dark").page
        page.wait_for_selector(".papers-table[role=table]")  # the script has it in hand
        assert faults(page, axe) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_axe_finds_what_is_wrong(visit, axe):
    page = visit("").page
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=\"data:,\">')")

    assert [fault.partition(":")[0] for fault in faults(page, axe)] == ["image-alt"]
