"""The title and the description of a page: translated like a passage, with their English in a comment."""

from __future__ import annotations

import pytest

from course_site.comments import blank_comments
from course_site.translations.adopt import adopt
from course_site.translations.new_language import page_to_translate
from course_site.translations.passages import read_translation
from course_site.translations.report import report
from course_site.translations.update import update

COMMENT = "<!--\ntitle: Energies\ndescription: What an energy is.\n-->\n\n"


def statuses(english: str, french: str) -> list[str]:
    return [finding.status for finding in report(english, french, "p.md", "e.md", "fr").behind]


@pytest.mark.parametrize("key", ["title: Energies", "description: What an energy is."])
def test_a_title_or_a_description_that_changed_is_behind_like_any_passage(key, english, french, compared):
    found = compared(english.replace(key, f"{key} Always"))
    (finding,) = found.behind

    assert (finding.status, finding.line, finding.english_line, found.damage) == ("changed", 2, 1, ())
    assert ("+", "Always") in finding.words
    assert (found.in_step, found.total) == (14, 15)


def test_a_title_changed_only_in_how_it_is_written_is_in_step(english, compared):
    assert compared(english.replace("title: Energies", 'title:   "Energies"')).behind == ()


def test_update_writes_the_english_title_as_its_author_did_and_asks_for_a_review(english, french):
    today = english.replace("title: Energies", "title: 'Energies: a first look'  # short")
    done = update(today, french)

    assert done == french.replace(
        "<!--\ntitle: Energies", "<!-- to review\ntitle: 'Energies: a first look'  # short"
    )
    assert statuses(today, done) == ["to review"]
    assert update(today, done) == done
    assert statuses(today, done.replace("<!-- to review\ntitle", "<!--\ntitle")) == []


def test_a_description_that_the_english_gains_or_drops_is_behind(english, french):
    line = "description: What an energy is.\n"
    dropped = update(english.replace(line, ""), french)
    gained = update(english, french.replace(line, "", 1))

    assert dropped == french.replace(COMMENT, "<!-- to review\ntitle: Energies\n-->\n\n")
    assert gained == french.replace("<!--\ntitle", "<!-- to review\ntitle")


def test_a_page_without_the_comment_is_no_damage_and_gets_it_by_a_command(english, french):
    old = french.replace(COMMENT, "")
    found = report(english, old, "p.md", "e.md", "fr")

    assert [finding.status for finding in found.behind] == ["no English above"]
    assert found.damage == ()
    assert update(english, old) == french.replace("<!--\ntitle", "<!-- to review\ntitle")
    assert adopt(english, old, "fr").text == french
    assert adopt(english, old, "fr").count == 1
    assert adopt(english, french, "fr").text == french


def test_a_title_that_both_languages_write_alike_needs_no_comment_until_one_changes():
    english, french = (
        "---\ntitle: 'A Paper'\n---\n\nText.\n",
        "---\ntitle: A Paper\n---\n\n<!-- Text. -->\nTexte.\n",
    )
    other = english.replace("A Paper", "A Book")

    assert statuses(english, french) == []
    assert update(english, french) == french
    assert adopt(english, french, "fr").text == french
    assert statuses(other, french) == ["no English above"]
    assert update(other, french) == french.replace(
        "\n\n<!--", "\n<!-- to review\ntitle: 'A Book'\n-->\n\n<!--"
    )


def test_a_page_that_is_begun_waits_for_its_title_which_follows_the_english_until_it_is_translated(tmp_path):
    source = tmp_path / "page.md"
    english = "---\ntitle: One\ndescription: |\n  Two\n  lines.\ndownloads: end\n---\n# Head\n"
    source.write_text(english, encoding="utf-8")
    begun = page_to_translate(source)
    head = "description: |\n  Two\n  lines.\n"

    assert begun == (
        f"---\ntitle: One\n{head}downloads: end\n---\n<!-- to translate\ntitle: One\n{head}-->\n\n"
        "<!-- to translate\n# Head\n-->\n# Head\n"
    )
    assert statuses(english, begun) == ["to translate", "to translate"]
    other = english.replace("One", "Other")
    assert update(other, begun) == begun.replace("One", "Other")
    translated = begun.replace("title: One", "title: Un", 1)
    assert update(other, translated) == translated.replace(
        "<!-- to translate\ntitle: One", "<!-- to review\ntitle: Other"
    )


def test_the_title_of_a_paper_does_not_wait_for_a_translation(tmp_path):
    source = tmp_path / "papers" / "knuth-1984-literate.md"
    source.parent.mkdir()
    source.write_text("---\ntitle: Literate\n---\nText.\n", encoding="utf-8")

    assert page_to_translate(source).startswith("---\ntitle: Literate\n---\n<!-- to translate\nText.")


def test_the_comment_is_read_only_right_below_the_front_matter():
    first = read_translation("---\ntitle: Un\n---\n\n<!-- title: One -->\n\nTexte.\n", "p.md")
    later = read_translation("---\ntitle: Un\n---\nTexte.\n\n<!-- title: One -->\n", "p.md")
    without = read_translation("<!-- title: One -->\nUn.\n", "p.md")

    assert first.opening.captions == {"title": "One"}
    assert (later.opening, without.opening) == (None, None)
    assert [passage.comment for passage in first.passages] == [None]


def test_a_comment_below_the_front_matter_that_is_no_yaml_is_refused_with_its_line(french):
    broken = french.replace("title: Energies", "title: [Energies")

    assert [str(problem) for problem in read_translation(broken, "p.md").problems] == [
        "p.md:7: the comment below the front matter is not valid YAML: expected ',' or ']', but got ':'. "
        "Mend that line."
    ]


def test_no_reader_sees_the_comment(french):
    assert "What an energy is" not in blank_comments(french, "p.md")[0]


SHARED = {
    "changed": ("timeout: 20", "timeout: 30"),
    "added": ("lang: fr", "timeout: 30"),
    "dropped": ("timeout: 20", "lang: en"),
    "a list": ("depends:\n- a.csv", "depends:\n  - a.csv\n  - b.csv"),
    "a kernel": (
        "jupyter:\n  kernelspec:\n    name: python3",
        "jupyter:\n  kernelspec: {name: python3, language: python}",
    ),
}


@pytest.mark.parametrize("name", SHARED)
def test_what_decides_how_a_page_is_built_is_copied_from_the_english(name):
    old, new = SHARED[name]
    english = f"---\nlecturer: A\n{new}\n---\nText.\n"
    french = f"---\nlecturer: B\n{old}\n---\n<!-- Text. -->\nTexte.\n"
    done = update(english, french)

    assert report(english, french, "p.md", "e.md", "fr").damage
    assert report(english, done, "p.md", "e.md", "fr").damage == ()
    assert done.startswith("---\nlecturer: B\n")
    assert done.endswith("---\n<!-- Text. -->\nTexte.\n")
    assert update(english, done) == done


def test_a_page_without_front_matter_gets_the_one_that_its_english_needs():
    english, french = "---\ngenerate: glossary\n---\nText.\n", "<!-- Text. -->\nTexte.\n"

    assert update(english, french) == f"---\ngenerate: glossary\n---\n{french}"


def test_front_matter_that_cannot_be_read_is_left_alone():
    english, french = "---\ntimeout: 3\n---\nText.\n", "---\ntitle: [a\n---\n<!-- Text. -->\nTexte.\n"

    assert update(english, french) == french
