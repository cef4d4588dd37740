"""What fails: a passage in step whose formulas, code, links, pictures, ids or headings differ."""

from __future__ import annotations

import pytest

from course_site.translations.blocks import split
from course_site.translations.code import statements
from course_site.translations.report import report
from course_site.translations.structure import compare, compare_loosely


def faults(english: str, french: str) -> list[str]:
    return [problem.message for problem in compare(split(english), split(french), "p.md", "fr")]


def hints(english: str, french: str) -> list[str]:
    return [problem.message for problem in compare_loosely(split(english), split(french), "p.md", "fr")]


def numbers(english: str, french: str) -> list[str]:
    return [message for message in hints(english, french) if message.startswith("number ")]


DAMAGE = {
    "formula": ("At $x_1$ it is low.", "En $x_2$, elle est basse.",
                "formula differs: x_1 is in the English and not here; "
                "x_2 is here and not in the English."),
    "a lost formula": ("Both $a$ and $a$.", "Seulement $a$.",
                       "formula differs: a is in the English and not here."),
    "a value": ("It is `{python} best`.", "Il vaut `{python} worst`.",
                "code differs: {python} best is in the English and not here; "
                "{python} worst is here and not in the English."),
    "link": ("See [there](a.md#b).", "Voyez [là](a.md#c).",
             "link differs: a.md#b is in the English and not here; a.md#c is here and not in the English."),
    "address": ("See <https://a.org/x>.", "Voyez <https://a.org/y>.",
                "link differs: https://a.org/x is in the English and not here; "
                "https://a.org/y is here and not in the English."),
    "picture": ("![A cat](cat.svg)", "![Un chat](chat.svg)",
                "picture differs: cat.svg is in the English and not here; "
                "chat.svg is here and not in the English."),
    "raw picture": ('<img src="a.png" alt="A cat">', '<img src="b.png" alt="Un chat">',
                    "picture differs: a.png is in the English and not here; "
                    "b.png is here and not in the English."),
    "id": ("## The loss {#loss}", "## La perte {#perte}",
           "id differs: loss is in the English and not here; perte is here and not in the English."),
    "a name in code": ("Call `draw_points` of `a/b`.", "Appelez `dessine_points` de `a/b`.",
                       "code differs: `draw_points` is in the English and not here; "
                       "`dessine_points` is here and not in the English."),
    "a path in code": ("Open `docs/en/index.md`.", "Ouvrez le fichier.",
                       "code differs: `docs/en/index.md` is in the English and not here."),
    "a call": ("It is `main()`.", "C'est lui.", "code differs: `main()` is in the English and not here."),
    "footnote": ("Text[^1].", "Texte.", "footnote differs: 1 is in the English and not here."),
    "a label": ("See [it][a] and [that][b].", "Voyez [ceci][b] et [cela][b].",
                "link differs: [a] is in the English and not here; [b] is here and not in the English."),
    "raw link": ("Click <a href=x.md>here</a>.", "Cliquez <a href=y.md>ici</a>.",
                 "link differs: x.md is in the English and not here; y.md is here and not in the English."),
    "code in a list": ("- Do:\n\n    ```bash\n    make x\n    ```",
                       "- Tapez :\n\n    ```bash\n    make y\n    ```",
                       "line of code differs: make x is in the English and not here; "
                       "make y is here and not in the English."),
    "code in a note": ('!!! note "It"\n    Do:\n\n    ```python\n    f(1)\n    ```',
                       '!!! note "Ici"\n    Tapez :\n\n    ```python\n    f(2)\n    ```',
                       "line of code differs: f(1) is in the English and not here; "
                       "f(2) is here and not in the English."),
    "level": ("## The loss", "### La perte", "wanted headings ##, as in English; got ###."),
    "a lost heading": ("## The loss\n\nIt is low.", "Elle est basse.",
                       "wanted headings ##, as in English; got none."),
}  # fmt: skip

ALLOWED = {
    "formulas in another order": ("The $a$ of $b$.", "Pour $b$, le $a$."),
    "an interval": ("On $[-1.3, 1.3]^2$ it is low.", r"Sur $[-1{,}3\,;\ 1{,}3]^2$, elle est basse."),
    "words in a formula": (r"$a \text{ if } b$ holds", r"$a \text{ si } b$ est vrai"),
    "a decimal comma in a formula": ("It is $0.5$.", "Il vaut $0{,}5$."),
    "white space in a formula": ("It is $a+b$.", "Il vaut $a + b$."),
    "a site in its other language": ("See [it](https://x.org/en/a/).", "Voyez [cela](https://x.org/fr/a/)."),
    "an encyclopedia": (
        "See [it](https://en.wikipedia.org/wiki/Energy).",
        "Voyez [cela](https://fr.wikipedia.org/wiki/Énergie).",
    ),
    "a deed in each language": ("See [it](https://x.org/4.0/).", "Voyez [cela](https://x.org/4.0/deed.fr)."),
    "a file in each language": ("Take [it](a/lesson.md.txt).", "Prenez [cela](a/lesson.fr.md.txt)."),
    "a path in each language": ("Open `docs/en/a.md`.", "Ouvrez `docs/fr/a.md`."),
    "a name said once": ("Call `a_b`; `a_b` is fast.", "Appelez `a_b`, qui est rapide."),
    "a key of the keyboard": ("Press `Enter`.", "Tapez `Entrée`."),
    "a number in code": ("It is `0.5`.", "Il vaut `0,5`."),
    "an absolute link in each language": ("See [it](/en/a/).", "Voyez [cela](/fr/a/)."),
    "an example in code": ("Write `title: My page` first.", "Écrivez d'abord `title: Ma page`."),
    "a paragraph split by the translator": ("One. Two.", "Un.\n\nDeux."),
    "a label in capitals": ("See [it][The paper].", "Voyez [cela][the paper]."),
    "a note and a citation": ("It is so.[^a][^b] [@one][@two]", "C'est ainsi.[^a][^b] [@one][@two]"),
    "a comment in the code of a list": (
        "- Do:\n\n    ```sh\n    make x  # build\n    ```",
        "- Tapez :\n\n  ```sh\n  # construire\n  make x\n  ```",
    ),
    "an example in a list": (
        "- Write:\n\n    ```text\n    My page\n    ```",
        "- Écrivez :\n\n    ```text\n    Ma page\n    ```",
    ),
    "code that looks like a formula": ("Type `$x$` here.", "Tapez `$x$` ici."),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_named_with_what_is_lost_and_what_is_added(name):
    english, french, message = DAMAGE[name]

    assert faults(english, french) == [message]


@pytest.mark.parametrize("name", ALLOWED)
def test_what_a_translator_may_do_is_no_damage(name):
    english, french = ALLOWED[name]

    assert faults(english, french) == []


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("about 0.5 of 1,234,567", "environ 0,5 de 1\u202f234\u202f567"),
        ("1,000 points", "1 000 points"),
        ("the 1st of 32-bit numbers", "le 1er des nombres de 32 bits"),
        ("`a1` and $x_2$ at https://a.org/3", "`a9` et $x_4$, voir https://a.org/5"),
    ],
)
def test_numbers_are_compared_without_their_signs(english, french):
    assert numbers(english, french) == []


def test_another_number_is_a_hint_and_no_damage(english, french, compared):
    found = compared(french=french.replace("90 % des cas", "80 % des cas"))

    assert found.damage == ()
    assert [str(hint) for hint in found.hints] == [
        "docs/fr/p.md:19: number differs: 90 is in the English and not here; "
        "80 is here and not in the English. Check both."
    ]


def test_code_spans_that_differ_are_listed_in_a_hint():
    assert hints("Call `f` now.", "Appelez-la.") == ["code span differs: `f` is in the English and not here."]
    assert hints("Press `Enter` or `a`.", "Tapez `Entrée` ou `a`.") == [
        "code span differs: `Enter` is in the English and not here; `Entrée` is here and not in the English."
    ]


def test_an_example_inside_a_list_that_differs_is_listed_in_a_hint():
    assert hints(
        "- Write:\n\n    ```text\n    My page\n    ```", "- Écrivez :\n\n    ```\n    Ma page\n    ```"
    ) == ["example differs: My page is in the English and not here; Ma page is here and not in the English."]


COMMENTED = {
    "sh": ("make site  # build it", "make site  # la construire"),
    "bash": ("#!/bin/sh\necho 'a # b'\n# one\n# two", "#!/bin/sh\necho 'a # b'\n# un"),
    "py": ("f()  # build", "f() # construire"),
    'python title="x.py"': ("f('#')  # build", "f('#')  # construire"),
    "latex": (r"a 50\% % the loss", r"a 50\% % l'énergie"),
    "js": (
        'get("https://a.org"); // build\n/* one\n two */',
        'get("https://a.org"); // construire\n/* un */',
    ),
    "yaml": ("a: 'b # c'  # build", "a: 'b # c'  # construire"),
    "sql": ("SELECT a -- the loss", "SELECT a -- la perte"),
    "python\n#| eval: false": ("%matplotlib inline\nf()  # build", "%matplotlib inline\nf()  # construire"),
}


@pytest.mark.parametrize("info", COMMENTED)
def test_code_is_compared_without_its_comments_in_every_language(info, compared):
    ours, theirs = COMMENTED[info]
    english, french = f"One.\n\n```{info}\n{{}}\n```\n", f"<!-- One. -->\nUn.\n\n```{info}\n{{}}\n```\n"
    changed = theirs.replace("f(", "g(").replace("make", "mend").replace("a", "o", 1)

    found = compared(english.format(ours), french.format(theirs))
    assert (found.behind, found.damage) == ((), ())
    (damage,) = compared(english.format(ours), french.format(changed)).damage
    assert damage.hint.endswith("Comments in code may be translated.")


@pytest.mark.parametrize("code", ["/* ", '"', "'", '\\\\"', "# ", "// '", "%\\\\", "-- "])
@pytest.mark.parametrize("info", ["js", "sh", "latex", "sql"])
def test_code_full_of_what_never_ends_is_read_in_time(code, info, seconds):
    with seconds(2):
        statements(code * 50_000, info)


@pytest.mark.parametrize("info", ["", "text", "markdown"])
def test_what_is_no_program_has_no_comments(info, compared):
    page = f"One.\n\n```{info}\n# {{}}\n```\n"

    assert len(compared(page.format("Title"), "<!-- One. -->\n" + page.format("Titre")).damage) == 1


CAPTIONS = {
    "another formula": ("rayon $r$.", "rayon $R$.", [
        "formula differs: r is in the English and not here; R is here and not in the English."
    ]),
    "another formula and a link": ("rayon $r$.", "rayon $y$, voir [ici](b.md).", [
        "formula differs: r is in the English and not here; y is here and not in the English.",
        "link differs: b.md is here and not in the English.",
    ]),
    "no alt text": ("#| alt: Un cercle autour de l’origine.\n", "", [
        "option differs: alt is in the English and not here."
    ]),
    "no caption": ("#| caption: Un cercle de rayon $r$.\n", "", [
        "option differs: caption is in the English and not here."
    ]),
}  # fmt: skip


@pytest.mark.parametrize("name", CAPTIONS)
def test_the_captions_of_a_cell_in_step_are_compared_like_any_passage(name, french, compared):
    old, new, messages = CAPTIONS[name]
    assert old in french
    found = compared(french=french.replace(old, new))

    assert [problem.message for problem in found.damage] == messages
    assert found.behind == ()


def test_a_caption_that_is_behind_may_differ_and_another_number_in_one_is_a_hint(english, french, compared):
    late = compared(english.replace("A circle of radius $r$", "A circle of radius $s$"))
    hinted = compared(
        english.replace("around the origin", "around 2 points"),
        french.replace("circle around the origin", "circle around 2 points"),
    )

    assert ([finding.status for finding in late.behind], late.damage) == (["changed"], ())
    assert [hint.message for hint in hinted.hints] == ["number differs: 2 is in the English and not here."]


def test_a_caption_that_only_the_translation_has_is_damage(english, french, compared):
    plain = english.replace("#| caption: A circle of radius $r$.\n#| alt: A circle around the origin.\n", "")
    comment = "<!--\ncaption: A circle of radius $r$.\nalt: A circle around the origin.\n-->\n"
    found = compared(plain, french.replace(comment, ""))

    assert [problem.message for problem in found.damage] == [
        "option differs: caption and alt is here and not in the English."
    ]


def test_a_cell_whose_english_comment_is_the_whole_cell_is_compared_with_the_english_page():
    english, french = (f"```python\n#| name: a\nf({number})\n```\n" for number in (1, 2))
    found = report(english, f"<!--\n{english}-->\n{french}", "p.md", "e.md", "fr")

    assert [problem.message for problem in found.damage] == [
        "the code of this cell is not that of the English page (line 1)."
    ]


def test_a_renamed_cell_is_reported_as_renamed_and_its_words_stay_in_step(english, compared):
    found = compared(english.replace("#| name: circle", "#| name: disc"))

    assert [str(problem) for problem in found.damage] == [
        "docs/fr/p.md:73: this cell was renamed: it is `disc` in the English page (line 34), `circle` here. "
        "Copy it from there, or run `course-site translations update docs/fr/p.md`."
    ]
    assert (found.behind, found.percent) == ((), 100)


def test_a_line_without_words_may_have_its_language_s_space_before_a_mark(compared):
    english, french = "One.\n\n$x$, $y$:\n", "<!-- One. -->\nUn.\n\n$x$, ${}$ :\n"

    found = compared(english, french.format("y"))
    assert (found.behind, found.damage, found.percent) == ((), (), 100)
    assert len(compared(english, french.format("z")).damage) == 1


def test_damage_is_placed_at_its_line_and_the_passages_around_it_stay_in_step(french, compared):
    found = compared(
        french=french.replace("[page suivante](next.md#start)", "[page suivante](next.md#debut)")
    )

    line = next(n for n, text in enumerate(french.split("\n"), 1) if text.startswith("sur tous les poids"))
    assert found.behind == ()
    assert [str(problem) for problem in found.damage] == [
        f"docs/fr/p.md:{line}: link differs: next.md#start is in the English and not here; "
        "next.md#debut is here and not in the English. Write here what the English has."
    ]


def test_a_passage_that_is_behind_may_differ(english, french, compared):
    found = compared(english.replace("says how, and", "says how at length, and"),
                     french.replace("[page suivante](next.md#start)", "la page suivante"))  # fmt: skip

    assert [finding.status for finding in found.behind] == ["changed"]
    assert found.damage == ()


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("&= b .", "&= c .", "this formula"),
        ("draw(1.5)", "draw(2.5)", "the code of this cell"),
        ("course-site check", "course-site run", "this code"),
    ],
)
def test_a_block_without_a_comment_is_compared_with_the_english_page_itself(old, new, what, french, compared):
    (problem,) = compared(french=french.replace(old, new)).damage

    assert problem.message.startswith(f"{what} is not that of the English page (line ")


def test_a_cell_s_settings_are_part_of_its_code_and_its_words_are_not(english, french, compared):
    hidden = french.replace("#| name: circle\n", "#| name: circle\n#| echo: false\n")

    assert len(compared(french=hidden).damage) == 1
    assert compared(french=french.replace("# le cercle", "# un autre commentaire")).damage == ()


def test_front_matter_that_decides_how_a_page_is_built_is_the_same(english, french, compared):
    head = "title: Energies\njupyter:\n  kernelspec: {name: python3, language: python}"
    found = compared(english.replace("title: Energies", head))

    assert [str(problem) for problem in found.damage] == [
        "docs/fr/p.md:1: `jupyter` in the front matter is not there, and "
        "{'kernelspec': {'name': 'python3', 'language': 'python'}} in the English page. "
        "Copy that line from the English page, or run `course-site translations update docs/fr/p.md`."
    ]


def test_a_title_that_only_the_english_has_is_a_hint(french, compared):
    found = compared(french=french.replace("description: Ce qu’est une énergie.\n", ""))

    assert found.damage == ()
    assert [hint.message for hint in found.hints] == [
        "the front matter has no `description`, which the English page has."
    ]
