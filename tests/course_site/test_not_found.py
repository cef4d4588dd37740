from course_site.language import language
from course_site.not_found import not_found

PAGE = "<body><article>\n<h1>404 - Not found</h1>\n</article></body>"
LANGUAGES = {"en": language("en"), "fr": language("fr")}


def test_the_page_speaks_every_language_and_leads_to_its_home():
    page = not_found(PAGE, LANGUAGES, "/course/")

    assert (
        '<section class="not-found" lang="en" data-below="/course/"><h1>This page does not exist</h1>' in page
    )
    assert (
        '<section class="not-found" lang="fr" data-below="/course/fr/"><h2>Cette page n’existe pas</h2>'
        in page
    )
    assert '<a href="/course/fr/">Aller à la page d’accueil</a>' in page
    assert "404 - Not found" not in page


def test_its_script_is_found_from_any_depth():
    page = not_found(PAGE, LANGUAGES, "/course/")

    assert page.endswith('<script src="/course/assets/javascripts/not-found.js" defer></script></body>')
