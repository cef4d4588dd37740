"""French typography as data, applied to finished pages; hints for what is typed as in English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_site.language import language
from course_site.translations.blocks import split
from course_site.translations.typography import typeset, typography_hints, with_typography

THIN, HARD = "\u202f", "\u00a0"
OURS = sorted((Path(__file__).parents[3] / "docs" / "fr").rglob("*.md"))
FACTS = re.compile(r"^(?:authors|venue): .*$|<!--.*?-->", re.MULTILINE | re.DOTALL)
"""What a French page shares with the English one, letter by letter."""
BY_HAND = re.compile(rf"’|«[{THIN}{HARD}]|[{THIN}{HARD}](?=[;!?%»])")
"""What the build sets; a number and a colon in front matter have their no-break spaces from the author."""


def french(html: str) -> str:
    return with_typography(html, language("fr"))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Quoi ? Oui !", f"Quoi{THIN}? Oui{THIN}!"),
        ("l'un ; l'autre", f"l’un{THIN}; l’autre"),
        ("voici : rien", f"voici{HARD}: rien"),
        ("« bas »", f"«{HARD}bas{HARD}»"),
        ("«bas»", f"«{HARD}bas{HARD}»"),
        ("« Quoi ? »", f"«{HARD}Quoi{THIN}?{HARD}»"),
        ("(vraiment ?)", f"(vraiment{THIN}?)"),
        ("90 %", f"90{THIN}%"),
        (f"déjà{THIN}; écrit{HARD}: bien", f"déjà{THIN}; écrit{HARD}: bien"),
        ("à la ligne\n; suite\n: fin", f"à la ligne{THIN}; suite{HARD}: fin"),
        ("aujourd&#39;hui, d&#x27;abord", "aujourd’hui, d’abord"),
        ("l'« un »", f"l’«{HARD}un{HARD}»"),
        ("quoi ?! non", f"quoi{THIN}?! non"),
        ("« ceci : »", f"«{HARD}ceci{HARD}:{HARD}»"),
        ("'Oui !'", f"'Oui{THIN}!'"),
        ('"Quoi ?"', f'"Quoi{THIN}?"'),
        ("https://a.org/l'x ; l'un", f"https://a.org/l'x{THIN}; l’un"),
        ("[quoi ?]", f"[quoi{THIN}?]"),
        ("Quoi ?… Oui !…", f"Quoi{THIN}?… Oui{THIN}!…"),
        ("l'(auto)encodeur, qu'[ici]", "l’(auto)encodeur, qu’[ici]"),
        ("'un mot'(bis)", "'un mot'(bis)"),
        ("voir : https://a.org/d'y ?", f"voir{HARD}: https://a.org/d'y{THIN}?"),
    ],
)
def test_plain_spaces_and_apostrophes_are_set_as_french_sets_them(typed, read):
    assert french(f"<p>{typed}</p>") == f"<p>{read}</p>"


def test_marks_around_elements_are_set_too():
    assert french("<p>l'<em>un</em> ; « <strong>oui</strong> » ?</p>") == (
        f"<p>l’<em>un</em>{THIN}; «{HARD}<strong>oui</strong>{HARD}»{THIN}?</p>"
    )


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("<em>qu</em>'il", "<em>qu</em>’il"),
        ('<a href="a.md"><em>Jusqu</em></a>\'ici', '<a href="a.md"><em>Jusqu</em></a>’ici'),
        ("<p>un</p><p>'il</p>", "<p>un</p><p>'il</p>"),
        ("<code>f</code>'il", "<code>f</code>'il"),
        (
            "l'<a href=\"https://a.org/l'x\">https://a.org/l'x</a>",
            "l’<a href=\"https://a.org/l'x\">https://a.org/l'x</a>",
        ),
    ],
)
def test_an_apostrophe_goes_on_with_the_word_that_a_tag_ends(typed, read):
    assert french(f"<p>{typed}</p>") == f"<p>{read}</p>"


@pytest.mark.parametrize(
    "kept",
    [
        "<code>l'un ; a ? b</code>",
        "<pre><code>l'un : <span>x ;</span></code></pre>",
        "<span class=\"katex\"><span>f' ;</span> : <annotation>f' ;</annotation></span>",
        "<script>let a = b ? 'l\\'un' : c;</script>",
        '<p lang="en">What ? It\'s</p>',
        '<a href="https://a.org/?q=l\'un ; x">lien</a>',
        "<!-- l'un ; -->",
        "<p>10:30, http://a.org et a.md:3</p>",
        "<p>a &lt; b &amp; c</p>",
    ],
)
def test_code_formulas_addresses_comments_and_other_languages_are_left_alone(kept):
    assert french(kept) == kept


def test_attributes_that_are_read_are_set_and_all_others_left():
    page = (
        '<meta name="description" content="L\'énergie : quoi ?"><meta name="generator" content="a ; l\'b">'
        '<img alt="L\'image : oui" src="l\'a ; b.png"><a title="Voir l\'aide !" href="#l\'a">x</a>'
    )

    assert french(page) == (
        f'<meta name="description" content="L’énergie{HARD}: quoi{THIN}?">'
        '<meta name="generator" content="a ; l\'b">'
        f'<img alt="L’image{HARD}: oui" src="l\'a ; b.png"><a title="Voir l’aide{THIN}!" href="#l\'a">x</a>'
    )


def test_what_describes_a_drawing_is_set_and_the_drawing_is_left():
    drawing = "<text>l'un ;</text></svg>"

    assert french(f'<svg aria-label="L&#x27;un ; oui">{drawing}') == (
        f'<svg aria-label="L’un{THIN}; oui">{drawing}'
    )
    assert (
        french(f'<svg lang="en" aria-label="it\'s">{drawing}')
        == f'<svg lang="en" aria-label="it\'s">{drawing}'
    )


def test_a_title_is_set_in_the_typography_of_its_language():
    assert typeset("L'énergie : quoi ?", "fr") == f"L’énergie{HARD}: quoi{THIN}?"
    assert typeset("What's this?", "en") == "What's this?"


def test_text_goes_on_behind_what_was_left_alone():
    assert (
        french("<code><code>a ;</code></code> b ; <br> c ;")
        == f"<code><code>a ;</code></code> b{THIN}; <br> c{THIN};"
    )


def test_english_has_no_rules_and_stays_as_it_is():
    page = "<p>What ? It's « so ».</p>"

    assert with_typography(page, language("en")) == page


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet="ab'«» ;:!?<>/=\"\n&", max_size=60))
def test_setting_a_page_twice_changes_nothing_more_and_no_tag_is_touched(text):
    once = french(f"<p>{text}</p>")

    assert french(once) == once
    assert once.replace(THIN, "").replace(HARD, "").replace("’", "'").replace(" ", "").replace("\n", "") == (
        f"<p>{text}</p>".replace(" ", "").replace("\n", "")
    )


def test_a_page_full_of_opened_tags_is_set_in_time(seconds):
    with seconds(3):
        french("<a \"<a '" * 20_000 + "<code>" * 20_000 + "l'un ; " * 20_000)


@pytest.mark.parametrize("text", ["A", "A-", "1", "1.", "0.5.", "l'(", " ?"])
def test_hints_are_found_in_time(text, seconds):
    with seconds(2):
        hints("Un mot. " + text * 60_000)


def hints(text: str) -> list[str]:
    return [str(problem) for problem in typography_hints(split(text), "p.md", "fr")]


def test_straight_quotes_and_decimal_points_in_french_prose_are_hints_with_their_lines():
    assert hints('Un mot.\nIl dit "oui".\n\nIl vaut 0.5 ici.\n') == [
        "p.md:2: a straight double quote stands in French prose. Write « and ».",
        "p.md:4: 0.5 has a decimal point in French prose. Write a comma.",
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Il vaut 0.5.", "0.5"),
        ("Il vaut -0.5 ici.", "-0.5"),
        ("Environ 0.5 point.", "0.5"),
        ("Environ 1.5 point.", "1.5"),
        ("De 1234.5 à 2.", "1234.5"),
        ("Perte 0.25, puis rien.", "0.25"),
    ],
)
def test_a_decimal_point_is_a_hint_wherever_a_sentence_has_one(text, number):
    assert hints(text) == [f"p.md:1: {number} has a decimal point in French prose. Write a comma."]


def test_the_captions_of_a_cell_are_prose_and_its_code_is_not():
    cell = '```python\n#| name: a\n#| caption: Il vaut 0.5 ici.\n#| alt: Un "mot".\nf("0.5")\n```\n'

    assert hints(cell) == [
        "p.md:4: a straight double quote stands in French prose. Write « and ».",
        "p.md:3: 0.5 has a decimal point in French prose. Write a comma.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Python 3.11.4, puis la version 0.5, les points 1.2.3 et BY-4.0.\n",
        '```python\n#| caption: "Entre guillemets : oui"\nf()\n```\n',
        '`print("0.5")` et $0.5$.\n',
        '```python\nx = "0.5"\n```\n',
        '[lien](a.md "un titre")\n',
        '<img alt="une image" src="a.png">\n',
        '!!! note "Un titre"\n    Du texte.\n',
        '[un fichier](a.txt){ download="a.md" }\n',
        "Python 3.11, version 2.0, CC BY-SA 4.0 et https://a.org/1.5\n",
    ],
)
def test_code_titles_addresses_and_versions_are_no_hints(text):
    assert hints(text) == []


@pytest.mark.parametrize("page", OURS, ids=lambda page: page.relative_to(OURS[0].parents[0]).as_posix())
def test_our_own_french_is_typed_with_plain_spaces_and_apostrophes(page: Path):
    text = FACTS.sub(lambda found: "\n" * found[0].count("\n"), page.read_text(encoding="utf-8"))
    lines = enumerate(text.split("\n"), 1)

    assert [(number, line) for number, line in lines if BY_HAND.search(line)] == []
