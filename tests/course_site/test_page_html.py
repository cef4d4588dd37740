import pytest

from course_site.language import language
from course_site.page_html import (
    download_name,
    in_language,
    mended_theme,
    relative_switch,
    with_downloads,
    with_focusable_tables,
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


def test_the_way_back_from_a_footnote_is_said_in_the_language_of_the_page():
    link = '<a class="footnote-backref" href="#fnref:a" title="Jump back to footnote 12 in the text">↩</a>'

    assert in_language(link, language("en")) == link
    assert 'title="Revenir à l’appel de la note 12 dans le texte"' in in_language(link, language("fr"))


def test_a_word_that_the_theme_misspells_is_mended_where_it_is_read():
    button = '<a href="p.md" title="Editer cette page" rel="edit">Editer cette page</a>'

    assert mended_theme(button, language("en")) == button
    assert mended_theme(button, language("fr")) == (
        '<a href="p.md" title="Éditer cette page" rel="edit">Editer cette page</a>'
    )


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


def test_the_theme_s_search_has_a_name_and_its_switches_no_completion():
    html = (
        '<div class="md-search" data-md-component="search" role="dialog"><label for="a" tabindex="">'
        '<input class="md-toggle" type="checkbox" id="__toc" autocomplete="off"><input autocomplete="off">'
    )

    assert mended_theme(html, language("fr")) == (
        '<div class="md-search" data-md-component="search" role="dialog" aria-label="Recherche">'
        '<label for="a">'
        '<input class="md-toggle" type="checkbox" id="__toc"><input autocomplete="off">'
    )


def test_a_label_for_a_switch_that_is_not_there_loses_its_address():
    label = '<label class="md-nav__title" for="__toc">'

    assert mended_theme(label, language("en")) == '<label class="md-nav__title">'
    assert label in mended_theme(label + '<input id="__toc">', language("en"))


def test_each_table_stands_in_a_box_that_the_keyboard_reaches():
    tables = "<table>1</table><table class='x'></table><table>2</table>"
    box = (
        '<div class="table-box" role="group" tabindex="0" '
        'aria-label="Tableau {0}"><table class="boxed">{0}</table></div>'
    )

    assert with_focusable_tables(tables, language("fr")) == box.format(
        1
    ) + "<table class='x'></table>" + box.format(2)
