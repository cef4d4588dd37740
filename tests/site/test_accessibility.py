"""axe-core finds nothing: on every page on a phone in the dark, on a page of each kind in every way."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

KINDS = [
    "",
    "spiral/",
    "spiral/notebook/",
    "writing/macros/",
]
"""A page of each kind: home, lecture, notebook, generated table."""


@pytest.fixture(scope="session")
def axe(npm_tool) -> str:
    """Return the script that looks for faults."""
    return npm_tool("axe-core/axe.min.js").read_text(encoding="utf-8")


def faults(page, axe: str) -> list[str]:
    """Return what axe finds on a page, each with the element it means."""
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{fault['id']}: {node['html'][:200]}" for fault in found for node in fault["nodes"]]


def test_axe_finds_nothing_on_a_phone_in_the_dark(visit, axe, every_page: str):
    assert faults(visit(every_page, width=320, scheme="dark").page, axe) == []


@pytest.mark.parametrize("path", [prefix + path for prefix in ("", "fr/") for path in KINDS])
def test_axe_finds_nothing_in_any_width_and_scheme(visit, axe, path: str):
    page = visit(path).page
    page.emulate_media(reduced_motion="reduce")  # nothing is caught half-way
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (320, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert faults(page, axe) == [], f"{scheme}, {width} px"


def test_axe_finds_what_is_wrong(visit, axe):
    page = visit("").page
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=\"data:,\">')")

    assert [fault.partition(":")[0] for fault in faults(page, axe)] == ["image-alt"]
