"""A lesson on paper: printed by the real browser, read back."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

pytestmark = pytest.mark.browser
PAGE, PUBLISHED = "fr/spiral/notebook/", "https://example.org/course/"


@pytest.fixture(scope="module")
def paper(site: Path, browser, command, tmp_path_factory) -> PdfReader:
    """The French notebook page as a PDF; `browser` skips, or fails in CI, where there is no Chromium."""
    out = tmp_path_factory.mktemp("pdf")
    done = command("pdf", PAGE, "--site", str(site), "--out", str(out), "--url", PUBLISHED)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(out / "fr-spiral-notebook.pdf")
    return PdfReader(out / "fr-spiral-notebook.pdf")


def test_the_text_is_there_with_its_accents_and_without_the_site_around_it(paper: PdfReader):
    text = "\n".join(page.extract_text() for page in paper.pages)

    assert "L’expérience en un notebook" in text
    assert "Figure 1." in text
    assert "accuracy" in text
    for around in ("Rechercher", "Télécharger", "Table des matières"):
        assert around not in text


def test_every_sheet_has_its_number(paper: PdfReader):
    count = len(paper.pages)

    for number, page in enumerate(paper.pages, 1):
        assert f"{number} / {count}" in page.extract_text()


def test_figures_are_drawn_and_links_lead_to_the_published_site(paper: PdfReader):
    notes = [note.get_object() for page in paper.pages for note in page.get("/Annots", [])]
    links = {note["/A"]["/URI"] for note in notes if "/URI" in note.get("/A", {})}

    assert f"{PUBLISHED}fr/spiral/" in links
    assert not any("127.0.0.1" in link for link in links)
    assert sum(len(page.images) for page in paper.pages) >= 3
