"""What stands in the built site, read from its files."""

from __future__ import annotations

import gzip
import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
import pytest


class Elements(HTMLParser):
    """All start tags of a page, and its ids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(text)
        self.ids = {a["id"] for _, a in self.tags if "id" in a} | {
            a["name"] for t, a in self.tags if t == "a" and "name" in a
        }

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append((tag, {key: value or "" for key, value in attrs}))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


def read(site: Path, page: str) -> str:
    return (site / page / "index.html").read_text(encoding="utf-8")


@cache
def elements_of(file: Path) -> Elements:
    """Parse a page once, however many others link to it."""
    return Elements(file.read_text(encoding="utf-8"))


def test_every_page_is_there_in_both_languages(site: Path, every_page: str):
    text = read(site, every_page)

    assert text.lstrip().startswith("<!doctype html>")
    assert f'<html lang="{"fr" if every_page.startswith("fr/") else "en"}"' in text


def test_a_page_weighs_at_most_40_kb_gzipped_and_400_kb_as_it_stands(site: Path, every_page: str):
    text = read(site, every_page).encode()

    assert len(gzip.compress(text, 9)) <= 40_000
    assert len(text) <= 400_000


def test_every_picture_is_a_file_with_words_and_a_size(site: Path, every_page: str):
    for image in elements_of(site / every_page / "index.html").all("img"):
        assert not image["src"].startswith("data:")
        assert image.get("alt", "").strip(), image
        assert image["width"].isdigit(), image
        assert image["height"].isdigit(), image


def test_no_page_asks_another_host_for_anything(site: Path, every_page: str):
    elements = elements_of(site / every_page / "index.html")
    asked = [a.get("src", "") for tag in ("script", "img", "iframe") for a in elements.all(tag)]
    named = {"canonical", "prev", "next", "alternate"}
    asked += [a["href"] for a in elements.all("link") if not named & set(a.get("rel", "").split())]

    assert [address for address in asked if urlsplit(address).netloc] == []


def test_every_internal_link_leads_to_a_file_and_an_anchor_that_exist(site: Path, every_page: str):
    elements = elements_of(site / every_page / "index.html")
    base = site / every_page
    for link in elements.all("a"):
        parts = urlsplit(link.get("href", ""))
        if parts.scheme or parts.netloc or not link.get("href"):
            continue
        target = (base / unquote(parts.path)).resolve() if parts.path else base.resolve()
        target = target / "index.html" if target.is_dir() else target
        assert target.is_file(), f"{every_page}: {link['href']}"
        if parts.fragment and target.suffix == ".html":
            ids = elements_of(target).ids
            assert unquote(parts.fragment) in ids, f"{every_page}: {link['href']}"


def test_nothing_of_the_source_shows_through(site: Path, every_page: str):
    text = read(site, every_page)
    article = text[text.index("<article") : text.index("</article>")]

    for leak in (
        'class="tex',
        "{python}",
        "<!--",
        "#| ",
        "Traceback",
        "No description has been provided",
        "{#",
    ):
        assert leak not in re.sub(r"<(pre|code)>.*?</\1>", "", article, flags=re.DOTALL), leak


@pytest.mark.parametrize("page", ["spiral/", "spiral/notebook/"])
def test_both_languages_show_the_same_figure_files(site: Path, page: str):
    names = []
    for prefix in ("", "fr/"):
        images = elements_of(site / prefix / page / "index.html").all("img")
        files = [(site / prefix / page / image["src"]).resolve() for image in images]
        assert all(file.is_file() for file in files)
        names.append([file.name for file in files if file.parent.name == "figures"])

    assert names[0]
    assert names[0] == names[1]


@pytest.mark.parametrize("page", ["spiral/", "spiral/notebook/", "fr/spiral/", "fr/spiral/notebook/"])
def test_every_figure_has_a_number_a_caption_an_anchor_and_a_provenance(site: Path, page: str):
    text = read(site, page)
    figures = re.findall(r'<figure class="computed" id="([^"]+)">(.*?)</figure>', text, re.DOTALL)

    assert len(figures) >= 3
    for number, (_, figure) in enumerate(figures, 1):
        assert f'<b class="figure-label">Figure {number}.</b>' in figure
        assert '<details class="provenance">' in figure


@pytest.mark.parametrize(
    "page", ["spiral/notebook/notebook", "fr/spiral/notebook/notebook", "spiral/spiral", "fr/spiral/spiral"]
)
def test_the_downloads_are_an_executed_notebook_and_a_script(site: Path, page: str):
    notebook = nbformat.read(site / f"{page}.ipynb", as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]

    assert any(cell.outputs for cell in code)
    assert "20" not in json.dumps(notebook.metadata)  # no date, no time
    compile((site / f"{page}.py").read_text(encoding="utf-8"), page, "exec")


def test_figures_follow_the_theme_and_hold_nothing_that_runs(site: Path):
    figures = sorted((site / "assets" / "figures").glob("*.svg"))

    assert figures
    for figure in figures:
        text = figure.read_text(encoding="utf-8")
        assert "--ink:light-dark(" in text
        assert "777c82" not in re.sub(r"var\(--ink,#777c82\)", "", text)
        for forbidden in ("<script", "onload", "foreignObject", "http://www.w3.org/1999/xhtml"):
            assert forbidden not in text


def test_katex_comes_from_the_site_itself_with_woff2_fonts_only(site: Path):
    folder = site / "assets" / "katex"
    css = (folder / "katex.min.css").read_text(encoding="utf-8")

    assert not re.search(r"url\([^)]*\.(woff|ttf)\)", css)
    for font in re.findall(r"url\(([^)]+)\)", css):
        assert (folder / font).is_file()


def test_the_search_holds_french_as_french_sets_it(site: Path):
    entries = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))["docs"]
    french = [entry for entry in entries if entry["location"].startswith("fr/")]
    code = re.compile(r"<(code|pre)\b.*?</\1>", re.DOTALL)
    texts = [code.sub("", f"{entry['title']} {entry['text']}") for entry in french]

    assert len(texts) > 300
    assert [text for text in texts if re.search(r"[^\W\d_]'[^\W\d_]| [;!?](?=\s|$)", text)] == []
