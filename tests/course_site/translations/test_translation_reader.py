"""What readers see: notes in place of comments, a banner, the English for a missing page, an offer."""

from __future__ import annotations

import re

import pytest

from course_site.comments import blank_comments
from course_site.pages import read_page
from course_site.settings import make_settings
from course_site.translations.new_language import page_to_translate
from course_site.translations.reader import Reader, english_address
from course_site.translations.update import update

URL = "fr/p/"


@pytest.fixture
def course(tmp_path, english, french):
    for name, text in {
        "en/index.md": "# Home\n", "fr/index.md": "# Accueil\n", "en/p.md": english, "fr/p.md": french,
        "en/only.md": "---\ntitle: Only one\n---\n# Only\n\nText.\n", "en/bare.md": "# Bare\n",
        "fr/bare.md": "# Nu\n",
    }.items():  # fmt: skip
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def reader(course) -> Reader:
    return Reader(make_settings(course, "docs", {"device": "cpu"}))


def edit(course, old: str, new: str, name: str = "docs/en/p.md") -> str:
    path = course / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text.replace(old, new)


NOTE = (
    '<p class="translation-note" data-search-exclude>Ce passage a changé en anglais depuis sa traduction. '
    '<a href="../../p/#energies" hreflang="en">Le lire en anglais</a></p>'
)


def test_a_page_in_step_has_no_notes_and_no_banner(course, french):
    assert reader(course).marked(french, "docs/fr/p.md", URL) == french
    assert reader(course).framed("<h1>É</h1>", "docs/fr/p.md", URL) == "<h1>É</h1>"


def test_a_changed_passage_carries_a_note_in_place_of_its_comment_and_no_line_moves(course, french):
    edit(course, "how badly", "how well")
    marked = reader(course).marked(french, "docs/fr/p.md", URL)

    assert marked.split("\n")[14] == NOTE
    assert marked.count("\n") == french.count("\n")
    assert blank_comments(marked, "")[0].replace(NOTE, "") == blank_comments(french, "")[0]


@pytest.mark.parametrize("comment", ["<!-- caption: A line. -->\n", "<!-- to review\n-->\n"])
def test_a_cell_below_a_short_comment_is_still_a_cell_below_its_note(course, comment):
    head = "---\njupyter:\n  kernelspec: {name: python3, language: python}\n---\n# Head\n\n"
    french = f"{head}{comment}```python\nf()\n```\n"
    edit(
        course,
        (course / "docs/en/only.md").read_text("utf-8"),
        f"{head}```python\nf()\n```\n",
        "docs/en/only.md",
    )
    (course / "docs/fr/only.md").write_text(french, encoding="utf-8")
    marked = reader(course).marked(french, "docs/fr/only.md", "fr/only/")

    assert "translation-note" in marked
    assert [(cell.line, cell.source) for cell in read_page(marked, "docs/fr/only.md")[0].cells] == [
        (cell.line, cell.source) for cell in read_page(french, "docs/fr/only.md")[0].cells
    ]


def test_the_text_below_the_front_matter_is_marked_at_the_same_place(course, french):
    edit(course, "how badly", "how well")
    whole = reader(course).marked(french, "docs/fr/p.md", URL)
    body = french.split("---\n", 2)[2]

    assert reader(course).marked(body, "docs/fr/p.md", URL) == whole.split("---\n", 2)[2]


def test_text_that_is_not_the_page_s_own_is_left_alone(course):
    edit(course, "how badly", "how well")

    assert reader(course).marked("Autre texte.\n", "docs/fr/p.md", URL) == "Autre texte.\n"


def test_a_missing_passage_is_told_where_it_would_stand(course, french):
    edit(course, "## The loss", "It is new here.\n\n## The loss")
    lines = reader(course).marked(french, "docs/fr/p.md", URL).split("\n")
    (place,) = [number for number, line in enumerate(lines) if "translation-note" in line]

    assert "Un passage de la page anglaise manque ici." in lines[place]
    assert french.split("\n")[place : place + 2] == ["<!--", "## The loss {#the-loss}"]


def test_a_passage_missing_at_the_end_is_told_at_the_end(course, french, english):
    edit(course, english[-40:], english[-40:] + "\nIt ends with this one.\n")
    marked = reader(course).marked(french, "docs/fr/p.md", URL)

    assert marked.startswith(french.rstrip("\n"))
    assert "manque ici" in marked.rstrip("\n").split("\n")[-1]


def test_a_passage_that_waits_in_english_says_so_and_is_english_for_screen_readers(course, french):
    today = edit(course, "## The loss", "It is new here.\n\n## The loss")
    waiting = update(today, french)
    (course / "docs/fr/p.md").write_text(waiting, encoding="utf-8")
    marked = reader(course).marked(waiting, "docs/fr/p.md", URL)

    assert re.search(
        r'pas encore traduit\. <a[^>]*>Le lire en anglais</a></p>\n<div lang="en" markdown="1">\n\n'
        r"It is new here\.\n</div>\n",
        marked,
    )
    assert marked.count("\n") == waiting.count("\n")


def test_a_passage_that_the_english_dropped_has_no_link(course, french):
    edit(course, "> Energies need no normalisation.\n\n", "")
    marked = reader(course).marked(french, "docs/fr/p.md", URL)
    (note,) = [line for line in marked.split("\n") if "translation-note" in line]

    assert note == (
        '<p class="translation-note" data-search-exclude>Ce passage n’est plus dans la page anglaise.</p>'
    )


def test_the_banner_counts_the_passages_under_the_title(course):
    edit(course, "how badly", "how well")

    assert reader(course).framed("<h1>É</h1><p>x</p>", "docs/fr/p.md", URL) == (
        '<h1>É</h1><p class="translation-banner" data-search-exclude>'
        "Passages modifiés en anglais depuis cette traduction\u00a0: 1 sur 15. "
        "Chacun est signalé à sa place. "
        '<a href="../../p/" hreflang="en">Lire cette page en anglais</a></p><p>x</p>'
    )


def test_the_banner_counts_what_nobody_has_translated_apart(course):
    edit(course, "how badly", "how well")
    edit(course, "## The loss", "It is new here.\n\n## The loss")
    one, two = "Passages modifiés en anglais depuis cette traduction", "Passages pas encore traduits"

    assert f">{one}\u00a0: 1 sur 16. {two}\u00a0: 1 sur 16. Chacun est signalé à sa place. <a" in (
        reader(course).framed("<h1>É</h1>", "docs/fr/p.md", URL)
    )


def test_a_page_that_waits_for_its_translation_is_not_said_to_have_changed(course):
    (course / "docs/fr/only.md").write_text(page_to_translate(course / "docs/en/only.md"), encoding="utf-8")

    assert "data-search-exclude>Passages pas encore traduits\u00a0: 2 sur 3. Chacun" in (
        reader(course).framed("<h1>Only</h1>", "docs/fr/only.md", "fr/only/")
    )


def test_a_title_that_is_behind_has_no_note_on_the_page(course, french):
    edit(course, "title: Energies", "title: Energy")

    assert reader(course).marked(french, "docs/fr/p.md", URL) == french
    assert reader(course).framed("<h1>É</h1>", "docs/fr/p.md", URL) == "<h1>É</h1>"


def test_a_page_that_only_moved_or_is_not_adopted_has_no_banner(course):
    edit(course, "> Energies need no normalisation.\n\n", "")
    edit(course, "## The loss", "> Energies need no normalisation.\n\n## The loss")

    assert reader(course).framed("<h1>É</h1>", "docs/fr/p.md", URL) == "<h1>É</h1>"
    assert reader(course).framed("<h1>Nu</h1>", "docs/fr/bare.md", "fr/bare/") == "<h1>Nu</h1>"


def test_a_page_that_is_not_translated_shows_the_english_under_a_notice(course):
    html = reader(course).framed("<h1>Only</h1>", "docs/en/only.md", "fr/only/")

    assert html.startswith(
        '<p class="translation-banner" data-search-exclude>Cette page n’est pas encore traduite'
    )
    assert html.endswith(
        '<a href="../../only/" hreflang="en">Lire cette page en anglais</a></p>'
        '<div lang="en"><h1>Only</h1></div>'
    )
    assert reader(course).framed("<h1>Only</h1>", "docs/en/only.md", "only/") == "<h1>Only</h1>"


def test_the_home_page_offers_itself_hidden_in_each_language(course):
    assert reader(course).framed("<h1>Home</h1>", "docs/en/index.md", "") == (
        '<h1>Home</h1><p class="translation-offer" lang="fr" hidden data-search-exclude>'
        'Cette page existe en français. <a href="fr/" hreflang="fr">La lire en français</a> '
        '<button type="button">Fermer</button></p>'
    )


def test_a_home_page_is_offered_once_something_on_it_is_translated(course):
    home = course / "docs/fr/index.md"
    home.write_text(page_to_translate(course / "docs/en/index.md"), encoding="utf-8")
    assert reader(course).framed("<h1>Home</h1>", "docs/en/index.md", "") == "<h1>Home</h1>"

    home.write_text("<!--\n# Home\n-->\n# Accueil\n", encoding="utf-8")
    assert "Cette page existe en français" in reader(course).framed("<h1>Home</h1>", "docs/en/index.md", "")


def test_a_page_is_set_in_the_typography_of_its_address(course):
    assert reader(course).finished("<p>oui ?</p>", "fr/p/") == "<p>oui\u202f?</p>"
    assert reader(course).finished("<p>oui ?</p>", "p/") == "<p>oui ?</p>"


@pytest.mark.parametrize(
    ("url", "address"),
    [("fr/", "../"), ("fr/p/", "../../p/"), ("fr/spiral/notebook/", "../../../spiral/notebook/")],
)
def test_the_english_stands_at_the_same_address_without_the_language(url, address):
    assert english_address(url) == address


def test_the_status_page_says_what_is_done_and_what_helps_next(course):
    edit(course, "how badly", "how well")
    page = reader(course).generators("docs/fr/status.md")["translations"]()

    assert page == (
        "Pages à jour par rapport à l’anglais\u00a0: 0 sur 4. Passages à jour\u00a0: 73\u202f%.\n\n"
        "Ce qui aide le plus maintenant\u00a0:\n\n"
        "- [Énergies](p.md), passages à revoir\u00a0: 1 (`docs/fr/p.md`)\n"
        "- [Nu](bare.md), pas encore comparée à l’anglais (`docs/fr/bare.md`)\n"
        "- [Accueil](index.md), pas encore comparée à l’anglais (`docs/fr/index.md`)\n"
        "- [Only one](only.md), pas encore traduite (`docs/fr/only.md`)\n\n"
        "| Page | État | Passages | À jour |\n| --- | --- | ---: | ---: |\n"
        "| [Nu](bare.md) | pas encore comparée à l’anglais | 1 | – |\n"
        "| [Accueil](index.md) | pas encore comparée à l’anglais | 1 | – |\n"
        "| [Only one](only.md) | pas encore traduite | 2 | – |\n"
        "| [Énergies](p.md) | passages à revoir\u00a0: 1 | 15 | 93\u202f% |\n"
    )


def test_the_status_page_of_the_default_language_shows_all_others(course):
    page = reader(course).generators("docs/en/a/status.md")["translations"]()

    assert page.startswith("Pages in step with the English: 1 of 4. Passages in step: 78%.\n")
    assert "| [Énergies](../p.md) | in step | 15 | 100% |" in page


def test_the_status_page_shows_a_title_as_its_own_language_sets_it(course):
    edit(course, "# Nu", "# L'énergie", "docs/fr/bare.md")
    page = reader(course).generators("docs/en/a/status.md")["translations"]()

    assert "[L’énergie](../bare.md)" in page
