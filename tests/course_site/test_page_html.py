import pytest

from course_site.language import language
from course_site.page_html import (
    download_name,
    in_language,
    relative_switch,
    with_downloads,
)

LINKS = (
    '<p class="downloads"><span>Chaque sortie de cette page a été calculée à la construction du site.</span> '
    '<a href="spiral.ipynb" download>Télécharger ce notebook</a> '
    '<a href="spiral.py" download>Télécharger le script</a></p>'
)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("fr/spiral/index.md", "spiral"),
        ("en/spiral/notebook.md", "notebook"),
        ("en/a.b.md", "a.b"),
        ("index.md", "home"),
        ("fr/index.md", "home"),
    ],
)
def test_downloads_are_named_after_the_page_or_its_folder(path, name):
    assert download_name(path) == name


def test_downloads_stand_below_the_title():
    html = '<h1 id="a">A</h1>\n<p>Text.</p><h1>B</h1>'

    assert with_downloads(html, "spiral", language("fr")) == (
        f'<h1 id="a">A</h1>{LINKS}\n<p>Text.</p><h1>B</h1>'
    )


def test_downloads_of_a_page_without_a_title_come_first():
    assert with_downloads("<p>Text.</p>", "spiral", language("fr")) == f"{LINKS}<p>Text.</p>"


def test_the_words_of_extensions_are_translated():
    link = '<a class="headerlink" href="#a" title="Permanent link">¶</a>'

    assert 'title="Lien vers ce passage"' in in_language(link, language("fr"))
    assert 'title="Link to this passage"' in in_language(link, language("en"))


def test_downloads_may_stand_at_the_end():
    assert with_downloads("<h1>A</h1>", "spiral", language("fr"), at_end=True) == f"<h1>A</h1>{LINKS}"


def test_the_language_switch_leads_to_relative_addresses():
    html = (
        '<a href="/course/" hreflang="en"><a href="/course/fr/" hreflang="fr"><a href="../x/" hreflang="en">'
    )

    assert relative_switch(html, "fr/spiral/", "/course/") == (
        '<a href="../../" hreflang="en"><a href="../" hreflang="fr"><a href="../x/" hreflang="en">'
    )
    assert relative_switch('<a href="/" hreflang="en">', "", "/") == '<a href="./" hreflang="en">'
