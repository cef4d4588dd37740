"""The page of credits names everything that the built site ships, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HASH = re.compile(r"\.[0-9a-f]{8}\.min\.|\.min\.|\.")
SHARED = ("javascripts", "stylesheets")
"""Folders in which our files lie beside those of the theme."""


def shipped(site: Path) -> set[str]:
    """Return everything at the top of the assets; of a shared folder, what is not ours one by one."""
    assets = site / "assets"
    names = {f"assets/{path.name}" for path in assets.iterdir()}
    for folder in SHARED:
        own = {path.name for path in (ROOT / "docs/assets" / folder).iterdir()}
        others = (path.name for path in (assets / folder).iterdir() if path.name not in own)
        names |= {f"assets/{folder}/{HASH.split(name)[0]}" for name in others}
    return names


@pytest.mark.parametrize("language", ["en", "fr"])
def test_everything_that_is_shipped_is_named_with_its_licence(site: Path, language: str):
    text = (ROOT / "docs" / language / "credits.md").read_text(encoding="utf-8")
    rows = [row for row in text.split("\n") if row.startswith("|")]
    named = {name for row in rows for name in re.findall(r"`(assets/[^`]+)`", row)}

    assert shipped(site) - named == set()
    assert named - shipped(site) == set()
    assert all(row.strip("| ").split("|")[-1].strip() for row in rows)


def test_licences_that_ask_for_their_text_are_shipped_with_it(site: Path):
    assert "Khan Academy" in (site / "assets/katex/LICENSE.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE" in (site / "assets/katex/fonts/OFL.txt").read_text(encoding="utf-8")
