"""Thirty-odd kinds of edit to the English of a page: each is reported as what it is, and nothing else is."""

from __future__ import annotations

import re

import pytest

from course_site.translations.wording import normal

PATIENCE = "The last paragraph thanks the reader for their patience[^1]."
RADIUS = "The data lie on a circle of radius 1.5, drawn in the first figure below."
OPENING = """An energy $F(\\vx)$ says how badly an observation fits.
Low is good, and 'low' is all that counts in 90% of cases."""
LIST = "- Choose a batch.\n- Compute the loss.\n- Step downhill.\n"
QUOTE = "> Energies need no normalisation.\n"
CELL = re.compile(r"```python\n.*?```\n\n", re.DOTALL)
FORMULA = re.compile(r"\$\$\n.*?\$\$\n\n", re.DOTALL)
NEW = "A paragraph that nobody has seen before, about nothing else on this page.\n\n"


def replaced(old: str, new: str):
    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return edit


def moved(block: str, before: str):
    def edit(text: str) -> str:
        return replaced(before, f"{block}\n\n{before}")(replaced(block + "\n\n", "")(text))

    return edit


def cut(pattern: re.Pattern[str]):
    return lambda text: pattern.sub("", text, count=1)


EDITS = {
    "a word changed": (replaced("how badly", "how well"), ["changed"]),
    "a number changed": (replaced("radius 1.5,", "radius 2.5,"), ["changed"]),
    "a sentence added": (replaced("of cases.\n", "of cases.\nMore is worse.\n"), ["changed"]),
    "a sentence deleted": (
        replaced("\nLow is good, and 'low' is all that counts in 90% of cases.", ""),
        ["changed"],
    ),
    "a paragraph deleted": (replaced(RADIUS + "\n\n", ""), ["removed"]),
    "a paragraph inserted": (replaced("## The loss", NEW + "## The loss"), ["new"]),
    "a paragraph inserted at the end": (lambda text: text + "\n" + NEW, ["new"]),
    "a paragraph inserted at the top": (replaced("# Energies", NEW + "# Energies"), ["new"]),
    "a paragraph split": (replaced("fits.\nLow", "fits.\n\nLow"), ["split"]),
    "two paragraphs merged": (replaced("of cases.\n\nThe data", "of cases.\nThe data"), ["merged"]),
    "a paragraph moved up": (moved(PATIENCE, "## The loss"), ["moved"]),
    "a paragraph moved down": (moved(RADIUS, PATIENCE), ["moved"]),
    "two paragraphs swapped": (moved(RADIUS, "An energy $F"), ["moved"]),
    "a paragraph moved up and edited": (
        lambda text: replaced("thanks the", "praises the")(moved(PATIENCE, "## The loss")(text)),
        ["changed"],
    ),
    "a cell moved up and its caption edited": (
        lambda text: moved(CELL.search(text)[0][:-2], "## The")(text).replace("A circle of", "One circle of"),
        ["changed"],
    ),
    "a heading renamed": (replaced("## The loss {", "## The objective {"), ["changed"]),
    "a heading renamed without an id in common": (
        replaced("## The loss {#the-loss}", "## Objectives"),
        ["changed"],
    ),
    "a heading's id changed": (replaced("{#the-loss}", "{#a-loss}"), ["changed"]),
    "a heading's level changed": (replaced("## The loss", "### The loss"), ["changed"]),
    "a formula in a sentence changed": (replaced("$F(\\vx)$", "$F(\\vy)$"), ["changed"]),
    "a link moved": (replaced("next.md#start", "other.md#start"), ["changed"]),
    "a link's words changed": (replaced("[next page]", "[page after this]"), ["changed"]),
    "code in a sentence changed": (replaced("`train`", "`fit`"), ["changed"]),
    "a list item added": (replaced("- Step downhill.", "- Step downhill.\n- Repeat."), ["changed"]),
    "a list item deleted": (replaced("- Compute the loss.\n", ""), ["changed"]),
    "a list numbered": (replaced(LIST, "1. Choose a batch.\n2. Compute the loss.\n3. Step downhill.\n"),
                        ["changed"]),
    "a table row added": (replaced("| loss | pos", "| cost | any |\n| loss | pos"), ["changed"]),
    "a quote changed": (replaced("no normalisation", "no partition function"), ["changed"]),
    "a quote made a paragraph": (replaced(QUOTE, QUOTE[2:]), ["changed"]),
    "a paragraph made a quote": (replaced(RADIUS, "> " + RADIUS), ["changed"]),
    "a list item nested": (replaced("- Compute", "    - Compute"), ["changed"]),
    "a quote in a quote": (replaced(QUOTE, "> " + QUOTE), ["changed"]),
    "a quote deleted": (replaced(QUOTE + "\n", ""), ["removed"]),
    "an admonition's second paragraph changed": (replaced("may be negative", "may be zero"), ["changed"]),
    "an admonition's title changed": (replaced('"Careful"', '"Beware"'), ["changed"]),
    "a caption changed": (replaced("caption: A circle", "caption: The circle"), ["changed"]),
    "an alt text changed": (replaced("alt: A circle around", "alt: A ring around"), ["changed"]),
    "a picture's alt text changed": (replaced("with one ball", "with two balls"), ["changed"]),
    "a picture replaced": (replaced("valley.svg", "hill.svg"), ["changed"]),
    "a footnote changed": (replaced("And for their questions", "And for their doubts"), ["changed"]),
    "a cell deleted": (cut(CELL), ["removed"]),
    "a formula deleted": (cut(FORMULA), ["removed"]),
    "two edits at once": (
        lambda text: replaced("how badly", "how well")(replaced(QUOTE + "\n", "")(text)),
        ["changed", "removed"],
    ),
}  # fmt: skip

NO_CHANGE = {
    "rewrapped": replaced("fits.\nLow is good,", "fits. Low is\ngood,"),
    "quotes made typographic": replaced("'low'", "‘low’"),
    "two blanks after a full stop": replaced("fits.\n", "fits.  "),
    "blank lines added": replaced("## The loss", "\n\n\n## The loss"),
    "a list marked with stars": replaced(LIST, LIST.replace("- ", "* ")),
    "a table aligned by Typora": replaced(
        "| Quantity | Sign |\n| --- | --- |\n| energy | any |",
        "| Quantity | Sign     |\n| -------- | -------- |\n| energy   | any      |",
    ),
    "a quote rewrapped": replaced("> Energies need no", "> Energies\n> need no"),
    "a comment added to the English": replaced("## The loss", "<!-- shorten this -->\n\n## The loss"),
    "a comment in code changed": replaced("# the circle", "# drawn once"),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_of_the_english_is_reported_as_what_it_is_and_nothing_else(name, english, compared):
    edit, expected = EDITS[name]
    found = compared(edit(english))

    assert [finding.status for finding in found.behind] == expected
    assert found.damage == ()


@pytest.mark.parametrize("name", NO_CHANGE)
def test_an_edit_that_says_nothing_new_is_not_reported(name, english, compared):
    found = compared(NO_CHANGE[name](english))

    assert (found.behind, found.damage, found.hints, found.percent) == ((), (), (), 100)


NESTED = """- Choose.

    - Compute the loss,
      or its mean.
    - Step downhill.
- Stop."""
NESTINGS = {
    "wrapped otherwise": ("loss,\n      or its mean", "loss, or\n      its mean", []),
    "indented by two": ("    - ", "  - ", []),
    "marked with stars": ("- ", "* ", []),
    "one item taken out": ("    - Step", "- Step", ["changed"]),
    "all taken out": ("    - ", "- ", ["changed"]),
    "one nested deeper": ("    - Step", "        - Step", ["changed"]),
    "the last one nested": ("- Stop", "    - Stop", ["changed"]),
}


@pytest.mark.parametrize("name", NESTINGS)
def test_the_depth_of_an_item_is_part_of_what_a_list_says_and_its_wrapping_is_not(name, compared):
    old, new, expected = NESTINGS[name]
    assert old in NESTED
    found = compared(NESTED.replace(old, new), f"<!--\n{NESTED}\n-->\n- Choisir.\n")

    assert [finding.status for finding in found.behind] == expected


def test_a_change_of_depth_or_of_quotation_is_shown(english, compared):
    (nested,) = compared(english.replace("- Compute", "    - Compute")).behind
    (quoted,) = compared(english.replace(RADIUS, "> " + RADIUS)).behind

    assert nested.words[1] == ("+", "↳")
    assert quoted.words[0] == ("+", ">")


QUOTED = {
    "one line deeper": ("> one\n> two", "> one\n> > two", False),
    "all of it deeper": ("> one\n> two", "> > one\n> > two", False),
    "deeper behind a blank line": ("> > one\n>\n> two", "> > one\n> >\n> > two", False),
    "a quote in an item": ("- one\n\n    > two", "- one\n\n    two", False),
    "an item deeper": ("> - one\n> - two", "> - one\n> > - two", False),
    "without a mark on its second line": ("> one\n> two", "> one\ntwo", True),
    "wrapped with fewer marks": ("> > one\n> > two", "> > one\n> two", True),
    "wrapped otherwise": ("> one two\n> three", "> one\n> two three", True),
    "marks without blanks": ("> > one", ">>one", True),
}


@pytest.mark.parametrize("name", QUOTED)
def test_the_depth_of_a_quotation_is_part_of_what_it_says_and_its_wrapping_is_not(name):
    one, other, is_same = QUOTED[name]

    assert (normal(one) == normal(other)) is is_same


def test_a_number_at_the_beginning_of_a_wrapped_line_begins_no_item():
    assert normal("- It was new in\n  1990. Then not.") == normal("- It was new in 1990. Then not.")
    assert normal("1. One\n   1. Two\n   2. Three") != normal("1. One\n   1. Two\n2. Three")


def test_a_footnote_of_one_word_is_translated_like_any_other(compared):
    english, french = "Text[^1].\n\n[^1]: Knuth.\n", "<!-- Text[^1]. -->\nTexte[^1].\n\n{}[^1]: Knuth.\n"
    found = compared(english, french.format("<!--\n[^1]: Knuth.\n-->\n"))

    assert (found.total, found.behind, found.damage) == (2, (), ())
    assert [one.status for one in compared(english, french.format("")).behind] == ["new"]
    changed = compared(english.replace(": Knuth", ": See Knuth"), french.format("<!--\n[^1]: Knuth.\n-->\n"))
    assert [one.status for one in changed.behind] == ["changed"]


def test_a_changed_word_is_shown_between_those_that_stayed(english, compared):
    (finding,) = compared(english.replace("how badly", "how well")).behind

    assert finding.words[:4] == [
        ("=", "An energy $F(\\vx)$ says how"), ("-", "badly"), ("+", "well"),
        ("=", "an observation fits. Low is good, and 'low' is all that counts in 90% of cases."),
    ]  # fmt: skip
    assert (finding.line, finding.english_line, finding.anchor) == (19, 7, "energies")


def test_a_reader_is_told_of_a_passage_that_was_moved_and_edited_and_not_of_one_that_was_moved(
    english, compared
):
    up = moved(PATIENCE, "## The loss")(english)

    assert compared(up).told == ()
    assert [one.status for one in compared(up.replace("thanks the", "praises the")).told] == ["changed"]


LONG = "A loss says how far a network is from what was asked of it, and a step of descent makes it smaller."
SHORT = {
    "split off": (f"{LONG}\n{{}}", f"{LONG}\n\n{{}}", ["split"]),
    "merged": (f"{LONG}\n\n{{}}", f"{LONG}\n{{}}", ["merged"]),
    "put in front": (f"{{}}\n\n{LONG}", f"{{}}\n{LONG}", ["merged"]),
    "added by itself": (LONG, f"{LONG.replace('smaller', 'less')}\n\n{{}}", ["changed", "new"]),
    "taken away": (f"{LONG}\n\n{{}}", LONG.replace("smaller", "less"), ["changed", "removed"]),
}


@pytest.mark.parametrize("name", SHORT)
@pytest.mark.parametrize("sentence", ["That is all.", "Look."])
def test_a_short_sentence_beside_a_long_one_is_part_of_a_split_or_a_merge(name, sentence, compared):
    before, after, expected = SHORT[name]
    old = before.format(sentence)
    french = "\n".join(f"<!-- {block} -->\nUn mot.\n" for block in old.split("\n\n"))
    found = compared(after.format(sentence) + "\n", french)

    assert [finding.status for finding in found.behind] == expected


def test_a_finding_names_the_line_of_the_translation_and_the_heading_above_the_english(
    english, french, compared
):
    (finding,) = compared(english.replace("Step downhill", "Go downhill")).behind

    assert finding.line == french.split("\n").index("- Choisir un lot.") + 1
    assert finding.english_line == english.split("\n").index("- Choose a batch.") + 1
    assert finding.anchor == "the-loss"


def test_a_new_passage_names_the_line_below_which_it_is_missing(english, compared):
    (finding,) = compared(english.replace("## The loss", NEW + "## The loss")).behind

    assert finding.line == 25
    assert normal(finding.new) == normal(NEW)


def test_the_share_in_step_counts_the_title_and_what_has_words(english, compared):
    assert compared().total == 15
    assert compared(english.replace("how badly", "how well")).in_step == 14
    assert compared(english.replace("how badly", "how well")).percent == 93
