"""Comments with code fences, in lists and tables, nested, unclosed, ended early, with tabs and a mark."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from course_site.comments import blank_comments
from course_site.translations.english_comments import MARKS
from course_site.translations.passages import decode, read_translation
from course_site.translations.update import update

SEED = Path(__file__).parents[4] / "shared" / "seed" / "03-3.fr.md"


OURS = Path(__file__).parents[1] / "data" / "course_page.fr.md"
"""A page in our own words, in the form of the course's: several blocks in a comment, and pictures between."""


def problems(french: str) -> list[str]:
    return [str(problem) for problem in read_translation(french, "p.md").problems]


def shapes(french: str) -> list[tuple[str, list[str], list[str]]]:
    """Return for each passage its mark, the kinds of its English and those of its translation."""
    return [
        (passage.mark, [block.kind for block in passage.english], [block.kind for block in passage.blocks])
        for passage in read_translation(french, "p.md").passages
    ]


def test_a_comment_translates_the_blocks_below_it_up_to_the_next():
    assert shapes("<!--\n# One\n\nTwo.\n-->\n# Un\n\nDeux.\n\n<!-- Three. -->\nTrois.\n") == [
        ("", ["heading", "paragraph"], ["heading", "paragraph"]),
        ("", ["paragraph"], ["paragraph"]),
    ]


def test_code_and_formulas_stand_alone_unless_the_comment_holds_their_english():
    text = "<!--\nWe minimise\n-->\nNous minimisons\n\n$$\nx\n$$\n\n```text\na\n```\n"
    held = "<!--\nWe write\n\n```text\nMy page\n```\n-->\nNous écrivons\n\n```text\nMa page\n```\n"

    assert shapes(text) == [("", ["paragraph"], ["paragraph"]), ("", [], ["formula"]), ("", [], ["code"])]
    assert shapes(held) == [("", ["paragraph", "code"], ["paragraph", "code"])]


def test_words_below_a_formula_are_not_the_translation_of_what_is_above_it():
    text = "<!--\nWe minimise\n-->\nNous minimisons\n\n$$\nx\n$$\n\nsur tous les poids.\n"

    assert shapes(text)[-1] == ("", [], ["paragraph"])


def test_a_fence_in_a_comment_neither_runs_nor_shows_and_is_english():
    text = "<!--\n```python\nx = 1\n```\n-->\n```python\nx = 1\n```\n"

    assert blank_comments(text, "p.md")[0].count("x = 1") == 1
    assert shapes(text) == [("", ["cell"], ["cell"])]
    assert problems(text) == []


def test_a_remark_of_the_translator_is_no_english():
    assert shapes("<!-- note: find a better word -->\n\n<!-- One. -->\nUn.\n") == [
        ("", ["paragraph"], ["paragraph"])
    ]


@pytest.mark.parametrize("mark", ["to review", "to translate", "removed"])
def test_a_mark_stands_on_the_comment_s_first_line(mark):
    assert shapes(f"<!-- {mark}\nOne.\n-->\nUn.\n") == [(mark, ["paragraph"], ["paragraph"])]


def test_a_sentence_that_begins_like_a_mark_is_english():
    assert shapes("<!-- to review a paper -->\nÀ lire.\n") == [("", ["paragraph"], ["paragraph"])]


def test_comments_in_lists_and_tables_and_sentences_are_no_english_and_never_shown():
    text = (
        "<!-- A list. -->\n- un <!-- x -->\n\n  <!-- y -->\n- deux\n\n| mot <!-- z --> |\n| - |\n| sens |\n"
    )

    assert problems(text) == []
    assert shapes(text) == [("", ["paragraph"], ["list", "table"])]
    assert "<!--" not in blank_comments(text, "p.md")[0]


def test_a_comment_in_the_indented_part_of_an_admonition_is_refused():
    text = '!!! note "Titre"\n    <!-- One. -->\n    Un.\n\n    <!-- Two. -->\n    Deux.\n'

    assert problems(text) == [
        "p.md:5: a comment stands in the indented part of an admonition or a note, and would be published. "
        "Put it above the whole block."
    ]


def test_a_comment_inside_a_comment_is_refused_with_its_line():
    assert problems("# Titre\n\n<!--\nOne.\n<!-- Two. -->\nUn.\n") == [
        "p.md:5: a comment is opened by <!-- inside another one. "
        "Close the first with -->, or write &lt;!-- for the sign itself."
    ]


def test_a_comment_that_is_never_closed_is_refused_with_its_line():
    assert problems("# Titre\n\n<!--\nOne.\n\nUn.\n") == [
        "p.md:3: a comment is opened by <!-- and never closed. Write --> at its end."
    ]


def test_an_arrow_that_ends_a_comment_early_is_refused_with_the_line_of_the_true_end():
    assert problems("<!--\nFile --> New,\nthen save.\n-->\nFichier, puis enregistrer.\n") == [
        "p.md:4: a comment is closed here by --> and none is open: the one above ended too early. "
        "Write --&gt; for the sign itself."
    ]


def test_the_signs_of_a_comment_in_code_are_code():
    assert problems("Écrivez `<!--` puis `-->`.\n\n```html\n<!-- a -->\n-->\n```\n") == []


def test_escaped_signs_are_the_signs_of_the_english(compared):
    found = compared(
        "Write `<!-- x -->` -> y.\n", "<!--\nWrite `&lt;!-- x --&gt;` -> y.\n-->\nÉcrivez `<!-- x -->`.\n"
    )

    assert (found.behind, found.damage) == ((), ())


@pytest.mark.parametrize("change", ["crlf", "bom", "cr"])
def test_windows_files_read_like_all_others(change, french, compared):
    data = french.encode()
    data = {
        "crlf": data.replace(b"\n", b"\r\n"),
        "bom": b"\xef\xbb\xbf" + data,
        "cr": data.replace(b"\n", b"\r"),
    }[change]

    assert compared(french=decode(data)).percent == 100


def test_tabs_are_white_space(english, french, compared):
    tabbed = english.replace("An energy ", "An\tenergy ").replace("    The energy", "\tThe energy")

    assert compared(tabbed).behind == ()


def test_a_comment_without_a_translation_is_reported(english, french, compared):
    found = compared(french=french.replace("> Les énergies se passent de normalisation.\n", ""))

    assert [(f.status, f.old) for f in found.behind] == [
        ("comment without translation", "> Energies need no normalisation.")
    ]


def test_words_without_english_above_them_are_reported(english, french, compared):
    bare = french.replace("\n&= b .\n\\end{aligned}\n$$\n", "\n&= b .\n\\end{aligned}\n$$\n\nEt voilà.\n")
    found = compared(french=bare)

    assert [finding.status for finding in found.behind] == ["no English above"]


def test_a_cell_whose_comment_is_gone_is_reported(french, compared):
    comment = "<!--\ncaption: A circle of radius $r$.\nalt: A circle around the origin.\n-->\n"
    found = compared(french=french.replace(comment, ""))

    assert [finding.status for finding in found.behind] == ["no English above"]


def test_a_caption_comment_that_is_no_yaml_is_refused_with_its_line(french):
    broken = french.replace("caption: A circle of radius $r$.", "caption: [A circle")
    line = broken.split("\n").index("caption: [A circle") + 2

    assert problems(broken) == [
        f"p.md:{line}: the comment above this cell is not valid YAML: expected ',' or ']', but got ':'. "
        "Mend that line."
    ]


def test_a_page_without_comments_is_not_adopted_and_has_nothing_to_report(english, compared):
    found = compared(french="# Énergies {#energies}\n\nUne énergie.\n")

    assert not found.is_adopted
    assert (found.findings, found.damage, found.in_step) == ((), (), 0)


def with_english(french: str) -> tuple[str, str]:
    """Return the English that the comments of a page hold, and the page."""
    comments = re.findall("<!--(.*?)-->", french, re.DOTALL)
    key = re.search(r"^lang-ref: .*", french, re.MULTILINE)[0]
    return "\n\n".join([f"---\n{key}\n---", *(comment.strip("\n ") for comment in comments)]) + "\n", french


def test_a_page_in_the_course_s_form_is_in_step_with_the_english_of_its_own_comments(compared):
    found = compared(*with_english(OURS.read_text(encoding="utf-8")))

    assert [finding.status for finding in found.findings] == ["in step"] * 8
    assert (found.damage, found.hints, found.percent) == ((), (), 100)


EDITS = {
    "dropped": ("## Wheels\n\n", ""),
    "changed": ("rolling", "gliding"),
    "deleted": ("\n\nThis is called rolling.", ""),
    "added": ("This is", "It is new.\n\nThis is"),
}


@pytest.mark.parametrize("name", EDITS)
def test_a_page_in_the_course_s_form_follows_its_english_and_keeps_its_words(name, compared):
    english, french = with_english(OURS.read_text(encoding="utf-8"))
    assert EDITS[name][0] in english
    today = english.replace(*EDITS[name])
    done = update(today, french, "fr")
    found = compared(today, done)

    assert found.behind
    assert {finding.status for finding in found.behind} <= set(MARKS)
    assert (found.damage, update(today, done, "fr")) == ((), done)
    words = [re.findall(r"\w+", re.sub("<!--.*?-->", "", text, flags=re.DOTALL)) for text in (french, done)]
    assert not Counter(words[0]) - Counter(words[1])


@pytest.mark.skipif(not SEED.is_file(), reason="the page of the course lies beside the project")
def test_a_real_page_is_in_step_with_the_english_of_its_own_comments(compared):
    found = compared(*with_english(SEED.read_text(encoding="utf-8")))

    assert [finding.status for finding in found.findings] == ["in step"] * 20
    assert (found.damage, found.hints, found.percent) == ((), (), 100)


def test_a_comment_keeps_two_lists_apart():
    assert shapes("<!--\n- One\n-->\n- Un\n\n<!--\n- Two\n-->\n- Deux\n") == [("", ["list"], ["list"])] * 2
