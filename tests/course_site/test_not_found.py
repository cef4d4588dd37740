import json
import re

from course_site.not_found import NotFound, not_found

PAGE = """<html lang="{0}"><head><title>{1}</title>
<link rel="alternate" href="/fr/" hreflang="fr"></head><body><header class="md-header">{1}</header><article>
<h1>404 - Not found</h1>
</article><script id="__config" type="application/json">{{}}</script>
<script src="/x.js"></script></body></html>"""
PAGES = {"en": PAGE.format("en", "The course"), "fr": PAGE.format("fr", "Le </script> cours")}


def words(page: str) -> dict[str, dict[str, str]]:
    return json.loads(re.search(r'id="__not-found-words">(.*?)</script>', page)[1])


def test_the_page_speaks_every_language_and_leads_to_its_home():
    page = not_found(PAGES, "/course/")

    assert (
        '<section class="not-found" lang="en" data-below="/course/"><h1>This page does not exist</h1>' in page
    )
    assert (
        '<section class="not-found" lang="fr" data-below="/course/fr/"><h2>Cette page n’existe pas</h2>'
        in page
    )
    assert '<a href="/course/fr/">Aller à la page d’accueil</a>' in page
    assert "404 - Not found" not in page


def test_its_script_is_found_from_any_depth_and_runs_before_the_theme_s():
    page = not_found(PAGES, "/course/")
    scripts = re.findall(r'<script (?:src|id)="([^"]+)"', page)

    assert scripts == ["__config", "/course/assets/javascripts/not-found.js", "/x.js"]
    assert page.index("__config") < page.index("not-found-words") < page.index("not-found.js")


def test_no_translation_is_named_for_an_address_that_leads_nowhere():
    assert "alternate" not in not_found(PAGES, "/course/")


def test_it_keeps_the_header_and_the_words_of_each_further_language():
    kept = words(not_found(PAGES, "/"))

    assert list(kept) == ["fr"]
    assert kept["fr"]["title"] == "Le </script> cours"
    assert kept["fr"][".md-header"].startswith('<header class="md-header">')
    assert kept["fr"]["#__config"] == '<script id="__config" type="application/json">{}</script>'


def test_a_page_without_the_theme_s_words_still_says_what_is_wrong():
    page = not_found({"en": "<body><h1>404 - Not found</h1></body>"}, "/")

    assert "This page does not exist" in page


def test_each_language_joins_as_it_is_built():
    page = NotFound("/")

    assert list(words(page.with_page(PAGES["en"]))) == []
    assert list(words(page.with_page(PAGES["fr"]))) == ["fr"]
    assert '<html lang="en">' in page.with_page(PAGES["fr"])
