"""The head of every built page: what search engines, and those who share a link, are told of it."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from course_site.audit.scripts import digest

HOME = "http://localhost:8000/"
OTHER = {"en": "fr", "fr": "en"}
SHARED = {f"og:{name}" for name in ("type", "title", "site_name", "description", "locale", "url", "image")}
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@cache
def head_of(file: Path) -> LexborHTMLParser:
    return LexborHTMLParser(file.read_text(encoding="utf-8"))


@cache
def built(site: Path) -> tuple[Path, ...]:
    """Return every page of the site; the 404 page is none."""
    return tuple(site.rglob("index.html"))


def contents(page: LexborHTMLParser, selector: str, attribute: str = "content") -> list[str]:
    return [node.attributes.get(attribute) or "" for node in page.css(f"head {selector}")]


@pytest.fixture(scope="module", autouse=True)
def _at_home(site: Path) -> None:
    """The addresses are those of a build without COURSE_URL."""
    if contents(head_of(site / "index.html"), "link[rel=canonical]", "href") != [HOME]:
        pytest.fail("the site was built for another address: unset COURSE_URL")


@pytest.fixture(scope="module")
def sitemap(site: Path) -> dict[str, dict[str, str]]:
    """The pages that the sitemap names, with their translations by language."""
    tree = ElementTree.parse(site / "sitemap.xml")
    return {
        url.findtext("s:loc", "", NAMES): {
            link.attrib["hreflang"]: link.attrib["href"] for link in url.findall("x:link", NAMES)
        }
        for url in tree.getroot().findall("s:url", NAMES)
    }


def translations(address: str) -> dict[str, str]:
    english = address.removeprefix("fr/")
    return {"en": HOME + english, "fr": f"{HOME}fr/{english}"}


def test_a_page_names_itself_and_its_translations_by_whole_addresses(
    site: Path, every_page: str, record_figure
):
    page = head_of(site / every_page / "index.html")
    links = page.css("head link[hreflang]")
    named = {link.attributes["hreflang"]: link.attributes["href"] for link in links}
    wanted = translations(every_page)
    record_figure("pages with canonical, hreflang and a place in the sitemap", 1, len(built(site)))

    assert contents(page, "link[rel=canonical]", "href") == [HOME + every_page]
    assert all("alternate" in (link.attributes["rel"] or "").split() for link in links)
    assert named == wanted | {"x-default": wanted["en"]}
    assert len(links) == 3


def test_the_sitemap_names_every_page_and_its_translations(site: Path, every_page: str, sitemap):
    assert sitemap[HOME + every_page] == translations(every_page)


def test_the_sitemap_names_nothing_else(site: Path, sitemap):
    pages = {path.parent.relative_to(site).as_posix() for path in built(site)}

    assert set(sitemap) == {HOME if page == "." else f"{HOME}{page}/" for page in pages}


def test_a_page_is_shown_where_its_address_is_shared(site: Path, every_page: str, record_figure):
    page = head_of(site / every_page / "index.html")
    said = {
        node.attributes["property"]: node.attributes["content"] for node in page.css("head meta[property]")
    }
    language = "fr" if every_page.startswith("fr/") else "en"
    picture = said["og:image"].removeprefix(HOME)
    record_figure("pages with description and Open Graph", 1, len(built(site)))

    assert set(said) == SHARED
    assert all(said.values())
    assert said["og:url"] == HOME + every_page
    assert said["og:locale"] == language == page.css_first("html").attributes["lang"]
    assert (site / picture).is_file()
    assert contents(page, "meta[name=description]") == [said["og:description"]]
    assert page.css_first("head title").text().startswith(said["og:title"])


def test_no_two_pages_of_a_language_have_one_description(site: Path):
    said = Counter(contents(head_of(file), "meta[name=description]")[0] for file in built(site))

    assert [text for text, pages in said.items() if pages > 1] == []


def test_a_page_has_a_policy_that_allows_its_own_inline_scripts_alone(
    site: Path, every_page: str, record_figure
):
    check_policy(head_of(site / every_page / "index.html"))
    record_figure("pages with a Content-Security-Policy", 1, len(built(site)) + 1)


def check_policy(page: LexborHTMLParser) -> None:
    first, second = page.css("head meta")[:2]
    assert first.attributes["charset"] == "utf-8"
    assert second.attributes["http-equiv"] == "Content-Security-Policy"
    rules = dict(rule.strip().split(" ", 1) for rule in second.attributes["content"].split(";"))
    inline = [node.text() for node in page.css("script") if not {"src", "type"} & node.attributes.keys()]
    assert rules["default-src"] == rules["object-src"] == rules["base-uri"] == "'none'"
    assert set(rules["script-src"].split()) == {"'self'", *(f"'sha256-{digest(text)}'" for text in inline)}
    assert rules["connect-src"] == rules["worker-src"] == rules["form-action"] == "'self'"
    assert len(page.css("meta[http-equiv]")) == 1


def test_the_404_page_has_a_policy_and_a_description_and_no_address(site: Path, record_figure):
    page = head_of(site / "404.html")
    check_policy(page)
    record_figure("pages with a Content-Security-Policy", 1, len(built(site)) + 1)

    assert page.css_first("head title").text()
    assert all(contents(page, "meta[name=description]"))
    assert page.css("link[rel=canonical], link[hreflang]") == []
    assert not (site / "fr" / "404.html").exists()
