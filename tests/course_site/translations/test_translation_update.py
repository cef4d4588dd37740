"""`update`: today's English in the comments, marks, placeholders, order; `adopt`: the first comments."""

from __future__ import annotations

import re

import pytest

from course_site.translations.adopt import adopt
from course_site.translations.report import report
from course_site.translations.update import update
from course_site.translations.writing import encode_like


def test_a_changed_passage_gets_today_s_english_and_a_mark_and_keeps_its_french(english, french):
    done = update(english.replace("how badly", "how well"), french)

    before, after = (
        "<!--\nAn energy $F(\\vx)$ says how badly",
        "<!-- to review\nAn energy $F(\\vx)$ says how well",
    )
    assert done == french.replace(before, after)


def test_a_new_passage_waits_in_english_at_its_place(english, french):
    done = update(english.replace("## The loss", "It is new -> here.\n\n## The loss"), french)
    block = "<!-- to translate\nIt is new -> here.\n-->\nIt is new -> here.\n\n"

    assert done == french.replace("<!--\n## The loss", block + "<!--\n## The loss")


def test_a_placeholder_that_nobody_has_touched_follows_the_english(english, french):
    new = english.replace("## The loss", "It is new here.\n\n## The loss")
    once = update(new, french)

    assert update(new.replace("new here", "newer here"), once) == once.replace("new here", "newer here")


def test_a_placeholder_that_was_translated_is_marked_to_review_when_the_english_changes(english, french):
    new = english.replace("## The loss", "It is new here.\n\n## The loss")
    once = update(new, french).replace("-->\nIt is new here.", "-->\nC'est nouveau.")
    done = update(new.replace("new here", "newer here"), once)

    assert "<!-- to review\nIt is newer here.\n-->\nC'est nouveau.\n" in done


def test_a_placeholder_that_nobody_has_touched_goes_with_its_english(english, french):
    once = update(english.replace("## The loss", "It is new here.\n\n## The loss"), french)

    assert update(english, once) == french


def test_a_passage_that_the_english_dropped_is_marked_and_kept(english, french):
    done = update(english.replace("> Energies need no normalisation.\n\n", ""), french)

    assert done == french.replace("<!--\n> Energies", "<!-- removed\n> Energies")


DROPPED = {
    "a paragraph": "The data lie on a circle of radius 1.5, drawn in the first figure below.\n\n",
    "a quote": "> Energies need no normalisation.\n\n",
    "a cell": "```python\n#| name: circle\n#| caption: A circle of radius $r$.\n"
    "#| alt: A circle around the origin.\ndraw(1.5)  # the circle\n```\n\n",
    "code": "```text\ncourse-site check\n```\n\n",
}


@pytest.mark.parametrize("name", DROPPED)
def test_a_passage_that_the_english_has_again_takes_its_place_back_to_be_reviewed(name, english, french):
    assert DROPPED[name] in english
    dropped = update(english.replace(DROPPED[name], ""), french)
    back = update(english, dropped)

    assert dropped.count("<!-- removed\n") == 1
    assert back.replace("<!-- to review\n", "<!--\n") == french
    assert back.count("<!-- to review\n") == (name != "code")
    assert update(english, back) == back


def test_a_moved_passage_moves_with_its_comment(english, french):
    block = "> Energies need no normalisation.\n\n"
    moved = english.replace(block, "").replace("## The loss", block + "## The loss")
    passage = "<!--\n> Energies need no normalisation.\n-->\n> Les énergies se passent de normalisation.\n\n"
    expected = french.replace(passage, "").replace("<!--\n## The loss", passage + "<!--\n## The loss")

    assert update(moved, french) == expected


def test_a_split_paragraph_keeps_one_comment_with_both_halves(english, french):
    done = update(english.replace("fits.\nLow", "fits.\n\nLow"), french)

    assert "<!-- to review\nAn energy $F(\\vx)$ says how badly an observation fits.\n\nLow is good" in done


def test_a_comment_that_holds_several_blocks_is_taken_apart_when_one_of_them_changes():
    french = "<!--\n# One\n\nTwo and three.\n-->\n# Un\n\nDeux et trois.\n"

    assert update("# One\n\nTwo and four.\n", french) == (
        "<!--\n# One\n-->\n# Un\n\n<!-- to review\nTwo and four.\n-->\nDeux et trois.\n"
    )


def test_a_block_that_the_english_dropped_leaves_the_others_of_its_comment_in_step():
    french = "<!--{}\n## One\n\nTwo words are here.\n-->\n## Un\n\nDeux mots ici.\n"
    apart = "<!-- {}\n## One\n-->\n## Un\n\n<!--{}\nTwo words are here.\n-->\nDeux mots ici.\n"

    assert update("Two words are here.\n", french.format("")) == apart.format("removed", "")
    marked = apart.format("removed", " to review")
    assert update("Two words are here.\n", french.format(" to review")) == marked


def test_a_heading_parts_from_what_is_below_it_where_that_is_not_one_for_one():
    french = "<!--\n## One\n\nTwo words are here.\n-->\n## Un\n\nDeux mots ici.\n\nEt voilà.\n"

    assert update("Two words are here.\n", french) == (
        "<!-- removed\n## One\n-->\n## Un\n\n<!--\nTwo words are here.\n-->\nDeux mots ici.\n\nEt voilà.\n"
    )


def page(blocks: list[str]) -> str:
    return "\n\n".join(blocks) + "\n"


def test_a_passage_that_the_english_moves_between_the_blocks_of_one_comment_parts_them():
    blocks = ["## One {#one}", "First words are here.", "## Two {#two}"]
    moved = "Quokkas and wombats differ."
    words = ["## Un {#one}", "Premier texte.", "## Deux {#two}"]
    together = [f"<!--\n{page(blocks)}-->\n{page(words)}", f"<!--\n{moved}\n-->\nAutre texte."]
    today, done = [*blocks[:2], moved, blocks[2]], [*words[:2], "Autre texte.", words[2]]
    apart = [f"<!--\n{ours}\n-->\n{theirs}" for ours, theirs in zip(today, done, strict=True)]

    assert update(page(today), page(together)) == page(apart)


BESIDE = {
    "a comment of one line": ("<!-- First words are here. --> {}", "First words are here."),
    "a comment of three lines": ("<!--\nFirst words are here.\n--> {}", "First words are here."),
    "a heading": ("<!-- # First words --># {}", "# First words"),
    "a cell": (
        "<!-- caption: First words are here. --> ```python\n#| caption: {}\nf()\n```",
        "```python\n#| caption: First words are here.\nf()\n```",
    ),
    "a remark": ("<!-- First words are here. -->\n<!-- note: oui --> {}", "First words are here."),
    "another comment": ("<!-- Words. --> Mot. <!-- First words are here. --> {}", "First words are here."),
}


@pytest.mark.parametrize("name", BESIDE)
@pytest.mark.parametrize("today", ["There are first words.", ""])
def test_words_on_the_line_that_ends_a_comment_are_kept_and_get_a_line_of_their_own(name, today):
    french, english = (text.format("Premier mot") for text in BESIDE[name])
    today = english.replace("First words are here.", today).replace("# First words", "# First worlds")
    done = update(today + "\n", french + "\n")

    assert "Premier mot" in re.sub("<!--.*?-->", "", done, flags=re.DOTALL)
    assert not re.search("-->[ ]*[^ \n]", done.replace("<!-- note: oui -->", ""))
    assert update(today + "\n", done) == done
    assert report(today + "\n", done, "f.md", "e.md", "fr").damage == ()
    assert update(english + "\n", french + "\n") == french + "\n" or name == "another comment"


def test_two_blocks_of_a_comment_that_ends_on_their_line_are_taken_apart():
    english, french = "First words.\n\nSecond one now.\n", "<!--\n{}\n--> Premier.\n\nDeuxième.\n"

    assert update(english, french.format("First words here.\n\nSecond one now.")) == (
        "<!-- to review\nFirst words.\n-->\nPremier.\n\n<!--\nSecond one now.\n-->\nDeuxième.\n"
    )
    assert update(english, french.format(english.strip())) == french.format(english.strip())


def marked_and_clean(english: str, french: str, done: str) -> bool:
    """Tell that a page asks for a review, holds no damage, and that a second update leaves it as it is."""
    found = report(english, done, "f.md", "e.md", "fr")
    marks = [finding.status for finding in found.behind] == ["to review"]
    return marks and not found.damage and update(english, done) == done != french


def test_a_formula_without_words_is_copied_and_one_with_words_is_marked_for_a_person():
    english, french = "We write\n\n$$\nx = {}\n$$\n", "<!--\nWe write\n-->\nNous écrivons\n\n$$\nx = {}\n$$\n"

    assert update(english.format(2), french.format(1)) == french.format(2)
    kept = french.format(r"1 \text{ si } y")
    today = english.format(r"2 \text{ if } y")
    done = update(today, kept)
    above = "<!-- to review\n$$\nx = 2 \\text{ if } y\n$$\n-->\n"
    assert done == kept.replace("$$\nx", above + "$$\nx", 1)
    assert marked_and_clean(today, kept, done)


def test_the_code_of_a_cell_is_copied_and_its_french_captions_stay(english, french):
    plain = french.replace("  # le cercle", "")
    done = update(english.replace("draw(1.5)", "draw(2.5)"), plain)

    assert done == plain.replace("draw(1.5)\n", "draw(2.5)  # the circle\n")


def test_the_code_of_a_cell_with_french_comments_is_left_to_a_person(english, french, compared):
    changed = english.replace("draw(1.5)", "draw(2.5)")
    done = update(changed, french)

    assert [problem.message for problem in compared(changed, french).damage] == [
        "the code of this cell is not that of the English page (line 34)."
    ]
    assert done == french.replace("<!--\ncaption", "<!-- to review\ncaption")
    assert marked_and_clean(changed, french, done)
    assert compared(changed, done.replace("<!-- to review\ncaption", "<!--\ncaption")).damage


def test_the_code_of_a_cell_with_neither_captions_nor_english_comments_is_marked_by_an_empty_comment():
    english, french = (
        "One.\n\n```python\nf({})\n```\n",
        "<!-- One. -->\nUn.\n\n```python\nf({})  # ici\n```\n",
    )
    done = update(english.format(2), french.format(1))

    assert done == french.format(1).replace("```python", "<!-- to review\n-->\n```python")
    assert marked_and_clean(english.format(2), french.format(1), done)
    mended = done.replace("f(1)", "f(2)").replace("<!-- to review\n-->\n", "")
    assert report(english.format(2), mended, "f.md", "e.md", "fr").percent == 100


PERHAPS_FRENCH = {
    "a name in a formula": ("$$\n\\mathrm{perte}\n$$", "$$\n\\mathrm{loss}\n$$"),
    "a comment in a formula": ("$$\nE = 1 % l'énergie\n$$", "$$\nE = 2 % the energy\n$$"),
    "one letter of French in a formula": ("$$\n1 \\text{ à } 3\n$$", "$$\n1 \\text{ to } 4\n$$"),
    "English words in a formula": ("$$\nx\n$$", "$$\nx \\text{ if } y\n$$"),
    "a span of code": ("`Entrée`", "`Enter`"),
}


@pytest.mark.parametrize("name", PERHAPS_FRENCH)
def test_letters_that_the_english_has_not_are_never_overwritten(name):
    old, new = PERHAPS_FRENCH[name]
    english, french = f"One.\n\n{new}\n", f"<!-- One. -->\nUn.\n\n{old}\n"
    done = update(english, french, "fr")

    assert done == french.replace(old, f"<!-- to review\n{new}\n-->\n{old}")
    assert marked_and_clean(english, french, done)


@pytest.mark.parametrize("magic", ["", "%matplotlib inline\n"])
def test_a_cell_whose_texts_differ_is_marked_and_kept(magic):
    cell = f'```python\n#| eval: false\n{magic}plt.title("{{}}")\n```\n'
    english, french = f"One.\n\n{cell}", f"<!-- One. -->\nUn.\n\n{cell}"
    today, ours = english.format("Energy now"), french.format("Énergie perdue")
    done = update(today, ours, "fr")

    assert done == ours.replace("```python", "<!-- to review\n-->\n```python")
    assert marked_and_clean(today, ours, done)


NUMBERS = {
    "a decimal": ("E = 0.6", "E = 0{,}6"),
    "an interval": ("[-1.3, 1.5]^2", r"[-1{,}3\,;\ 1{,}5]^2"),
    "a list": ("(1, 0.5, 2)", r"(1\,;\ 0{,}5\,;\ 2)"),
    "indices and measures": (
        r"x_{1,2} = 0.5\hspace{0.5em} \\[0.5ex] y",
        r"x_{1,2} = 0{,}5\hspace{0.5em} \\[0.5ex] y",
    ),
}


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("around", ["$$\n{}\n$$", "${}$, $x$:"])
@pytest.mark.parametrize("old", ["E = 0{,}5", "E", None])
def test_a_copied_formula_has_the_decimal_sign_of_its_language(name, around, old, compared):
    english, french = (around.replace("{}", text, 1) for text in NUMBERS[name])
    above = "<!-- One. -->\nUn.\n"
    done = update(
        f"One.\n\n{english}\n", above + (f"\n{around.replace('{}', old, 1)}\n" if old else ""), "fr"
    )

    assert done == f"{above}\n{french}\n"
    found = compared(f"One.\n\n{english}\n", done)
    assert (found.behind, found.damage) == ((), ())
    assert update(f"One.\n\n{english}\n", done, "fr") == done


COPIED = {
    "a tag": ('<div class="wide">', '<div class="narrow">'),
    "a target": ("[ref]: a.md", "[ref]: b.md"),
    "a rule": ("---", "***"),
    "a line of formulas": ("$x$, $y$:", "$x$, $z$:"),
    "a cell's name": ("```python\n#| name: a\nf()\n```", "```python\n#| name: b\nf()\n```"),
    "a value": ("`{python} best`", "`{python} worst`"),
    "an operator": ("$$\n\\operatorname{argmin} x\n$$", "$$\n\\operatorname{argmin} y\n$$"),
    "a fold": ("```python\n#| fold: true\nf()\n```", "```python\nf()\n```"),
}


@pytest.mark.parametrize("name", COPIED)
def test_a_block_in_which_nobody_could_write_french_is_copied(name):
    old, new = COPIED[name]
    french = f"<!-- One. -->\nUn.\n\n{old}\n\n<!-- Two. -->\nDeux.\n"

    assert update(f"One.\n\n{new}\n\nTwo.\n", french) == french.replace(old, new)


MARKED = {
    "a fence": ("```text\nmake site\n```", "```text\nmake pages\n```"),
    "a target with a title": ('[ref]: a.md "Le titre"', '[ref]: a.md "The title"'),
    "a target that sentences name otherwise": ("[ref]: a.md", "[name]: a.md"),
}


@pytest.mark.parametrize("name", MARKED)
def test_a_block_in_which_there_may_be_french_is_marked_and_kept(name):
    old, new = MARKED[name]
    english, french = f"One.\n\n{new}\n\nTwo.\n", f"<!-- One. -->\nUn.\n\n{old}\n\n<!-- Two. -->\nDeux.\n"
    done = update(english, french)

    assert done == french.replace(old, f"<!-- to review\n{new}\n-->\n{old}")
    assert marked_and_clean(english, french, done)


def test_a_formula_with_words_between_two_paragraphs_of_one_comment_marks_that_comment():
    english = "We write\n\n$$\n{} \\text{{ if }} y\n$$\n\nand then stop.\n"
    formula = "$$\n1 \\text{ si } y\n$$"
    french = f"<!--\nWe write\n\nand then stop.\n-->\nNous écrivons\n\n{formula}\n\npuis nous arrêtons.\n"
    today = english.format(2)
    done = update(today, french)

    assert done == french.replace("<!--", "<!-- to review")
    in_step = report(english.format(1), french, "f.md", "e.md", "fr")
    assert (in_step.behind, in_step.damage) == ((), ())
    assert report(today, french, "f.md", "e.md", "fr").damage
    assert report(today, done, "f.md", "e.md", "fr").damage == ()
    assert update(today, done) == done


def test_new_cells_bring_their_captions_and_new_formulas_stand_alone(english, french):
    cell = "```python\n#| name: second\n#| caption: A line,\n#|   and more.\n#| alt: A line.\nf()\n```\n\n"
    done = update(english.replace("> Energies", cell + "$$\ny\n$$\n\n> Energies"), french)
    waiting = "<!-- to translate\ncaption: A line,\n  and more.\nalt: A line.\n-->\n" + cell + "$$\ny\n$$\n\n"

    assert done == french.replace("<!--\n> Energies", waiting + "<!--\n> Energies")


def test_a_changed_caption_is_marked_above_its_cell(english, french):
    done = update(english.replace("alt: A circle", "alt: One circle"), french)

    assert (
        "<!-- to review\ncaption: A circle of radius $r$.\nalt: One circle around the origin.\n-->\n```python"
        in done
    )


def test_signs_of_comments_in_the_english_are_escaped_above_the_french():
    once = update("Title\n\nWrite `<!-- x -->`.\n", "<!--\nTitle\n-->\nTitre\n")

    assert once.endswith("<!-- to translate\nWrite `&lt;!-- x --&gt;`.\n-->\nWrite `<!-- x -->`.\n")
    assert update("Title\n\nWrite `<!-- x -->`.\n", once) == once


@pytest.mark.parametrize("text", ["# Un\n", "<!--\nOne\n<!-- Two -->\n-->\nUn\n", ""])
def test_a_page_without_comments_or_with_damaged_ones_is_left_alone(text):
    assert update("# One\n\nNew.\n", text) == text


def test_line_ends_and_byte_order_mark_are_kept():
    assert encode_like(b"a\r\nb\r\n", "c\nd\n") == b"c\r\nd\r\n"
    assert encode_like(b"\xef\xbb\xbfa\n", "é\n") == b"\xef\xbb\xbf\xc3\xa9\n"


def without_comments(text: str) -> str:
    return re.sub(r"<!--\n.*?\n-->\n", "", text, flags=re.DOTALL)


def test_a_page_without_comments_gets_them_from_its_english_twin(english, french):
    done = adopt(english, without_comments(french), "fr")

    assert (done.english, done.french) == ((), ())
    assert done.count == 15
    assert done.text == french
    assert adopt(english, french, "fr").count == 0


LIKE_A_COMMENT = (
    "caption: what stands below a figure.", "alt: one: two.", "fold: true", "note: this is it.",
    "title: a few words.", "description: more of them.",
)  # fmt: skip


@pytest.mark.parametrize("words", LIKE_A_COMMENT)
def test_a_paragraph_that_looks_like_an_option_or_a_remark_is_a_paragraph(words, compared):
    head = "---\ntitle: X\n---\n"
    english = f"{head}{words}\n\nBe it.\n"
    waiting = update(english, f"{head}<!-- Be it. -->\nSoit.\n")
    adopted = adopt(english, f"{head}Les mots : les voici.\n\nSoit.\n", "fr").text

    assert [finding.status for finding in compared(english, waiting).behind] == ["to translate"]
    assert (compared(english, waiting).damage, update(english, waiting)) == ((), waiting)
    assert compared(english, adopted).percent == 100
    assert (adopt(english, adopted, "fr").text, update(english, adopted)) == (adopted, adopted)
    gone = update(f"{head}Be it.\n", adopted)
    assert [finding.status for finding in compared(f"{head}Be it.\n", gone).behind] == ["removed"]


def test_what_finds_no_partner_is_listed_on_both_sides(english, french):
    bare = without_comments(french).replace("> Les énergies se passent de normalisation.\n\n", "")
    done = adopt(english, bare + "\n#### Un titre de plus\n", "fr")

    assert [block.text for block in done.english] == ["> Energies need no normalisation."]
    assert [block.text for block in done.french] == ["#### Un titre de plus"]
    assert [finding.status for finding in report(english, done.text, "f", "e", "fr").behind] == [
        "new", "no English above",
    ]  # fmt: skip


def test_a_passage_translated_without_a_comment_is_adopted_later(english, french):
    new = english.replace("check\n```\n", "check\n```\n\nIt has $7$ uses.\n")
    done = adopt(new, french.replace("check\n```\n", "check\n```\n\nElle a $7$ usages.\n"), "fr")

    assert "<!--\nIt has $7$ uses.\n-->\nElle a $7$ usages.\n" in done.text


@pytest.mark.parametrize("change", ["reversed", "changed", "identical"])
def test_a_page_of_thousands_of_passages_is_compared_and_updated_in_time(change, seconds):
    blocks = [f"Paragraph {number} is about {7 * number}." for number in range(2000)]
    if change == "identical":
        blocks = ["The same words."] * 2000
    french = "\n\n".join(f"<!--\n{block}\n-->\nUn paragraphe." for block in blocks) + "\n"
    today = blocks[::-1] if change == "reversed" else [block.replace("is", "was") for block in blocks[1:]]

    with seconds(20):
        done = update("\n\n".join(today) + "\n", french)
    assert done.count("Un paragraphe.") == 2000
