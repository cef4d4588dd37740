"""The commands as a contributor types them, on a small course in two languages, and in a third."""

from __future__ import annotations

import json
import shutil

import pytest
import yaml
from click.testing import CliRunner

from course_site import language as language_module
from course_site.__main__ import main
from course_site.settings import read_settings
from course_site.translations import new_language
from course_site.translations.course import check_translations

MKDOCS = """site_name: Tiny
docs_dir: docs
plugins:
  - course_site
  - i18n:
      docs_structure: folder
      languages:
        - locale: en
          name: English
          default: true
        - locale: fr
          name: Français
          theme:
            palette:
              - {scheme: default}

# what follows stays where it is
markdown_extensions: [tables]
"""


@pytest.fixture
def course(tmp_path, monkeypatch, english, french):
    """A course of three English pages: one translated, one with a translation without comments, one not."""
    for name, text in {
        "mkdocs.yml": MKDOCS,
        "docs/en/p.md": english,
        "docs/fr/p.md": french,
        "docs/en/valley.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
        "docs/en/bare.md": "# Bare {#bare}\n\nText.\n",
        "docs/fr/bare.md": "# Nu {#bare}\n\nTexte.\n",
        "docs/en/only.md": "---\ntitle: Only\n---\n# Only\n\nIn English.\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LESSON_DEVICE", raising=False)
    return tmp_path


def command(*words: str):
    return CliRunner().invoke(main, list(words), prog_name="course-site", catch_exceptions=False)


def edit(path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("words", [("translations",), ("translations", "check")])
def test_the_table_says_how_every_page_stands(course, words):
    done = command(*words)

    assert done.exit_code == 0
    assert [line.split() for line in done.stdout.splitlines()] == [
        ["page", "state", "passages", "in", "step"],
        ["docs/fr/bare.md", "not", "adopted", "2", "–"],
        ["docs/fr/only.md", "not", "translated", "2", "–"],
        ["docs/fr/p.md", "in", "step", "15", "100", "%"],
        ["3", "pages", "19", "78", "%"],
    ]


def test_being_behind_is_told_with_the_changed_words_and_fails_nothing(course):
    edit(course / "docs/en/p.md", "how badly", "how well")
    done = command("translations")

    assert done.exit_code == 0
    assert done.stdout.splitlines()[0] == (
        "docs/fr/p.md:19: changed (English line 7): An energy $F(\\vx)$ says how [-badly-] {+well+} "
        "an observation fits. Low is …"
    )
    assert command("check").exit_code == 0


def test_strict_fails_on_whatever_is_behind(course):
    edit(course / "docs/en/p.md", "how badly", "how well")
    done = command("translations", "check", "--strict")

    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        "docs/fr/bare.md: no passage has its English above it. "
        "course-site translations update --adopt docs/fr/bare.md",
        "docs/fr/only.md: docs/en/only.md is not translated. "
        "course-site translations update docs/fr/only.md begins the page.",
        "docs/fr/p.md:19: 1 passage is behind the English; the first is changed. "
        "course-site translations lists them.",
    ]


def test_a_pull_request_gets_a_notice_at_each_passage_that_is_behind_and_nothing_fails(course):
    edit(course / "docs/en/p.md", "how badly", "how well")
    edit(course / "docs/en/p.md", "## The loss", "It is new.\n\n## The loss")
    done = command("check", "--format", "github")

    assert done.exit_code == 0
    assert done.stdout.splitlines()[:-1] == [
        "::notice file=docs/fr/p.md,line=19::changed (English line 7): An energy $F(\\vx)$ says how "
        "[-badly-] {+well+} an observation fits. Low is …",
        "::notice file=docs/fr/p.md,line=25::new (English line 12), missing below this line: It is new.",
    ]


def test_a_page_whose_english_is_gone_is_told_and_counts_for_nothing(course):
    (course / "docs/en/p.md").unlink()
    done = command("translations", "--strict")

    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1] == (
        "docs/fr/p.md: its English page is gone. Delete it, or bring the English back."
    )
    assert done.stdout.splitlines()[-2].split() == ["docs/fr/p.md", "no", "English", "page", "0", "–"]
    assert command("translations").exit_code == 0
    assert json.loads(command("translations", "--json").stdout)["pages"][-1]["percent"] is None


def test_what_an_english_edit_of_code_needs_is_one_command(course, french):
    page = course / "docs/en/p.md"
    edit(page, "&= b .", "&= c .")
    edit(page, "course-site check", "course-site run")
    edit(page, "title: Energies", "title: Energies\ntimeout: 30")
    before = command("check")
    command("translations", "update")
    after = command("check")

    assert before.exit_code == 1
    faults = before.stderr.splitlines()
    assert len(faults) == 3
    assert all("or run `course-site translations update docs/fr/p.md`." in fault for fault in faults)
    assert after.exit_code == 0, after.stderr
    text = (course / "docs/fr/p.md").read_text(encoding="utf-8")
    assert "title: Énergies\ndescription: Ce qu’est une énergie.\ntimeout: 30\n---\n" in text
    assert "&= c ." in text
    assert "<!-- to review\n```text\ncourse-site run\n```\n-->\n```text\ncourse-site check\n```\n" in text


def test_damage_fails_the_command_the_check_and_the_build_s_check(course):
    edit(course / "docs/fr/p.md", "next.md#start) dit", "next.md#debut) dit")
    fault = (
        "docs/fr/p.md:47: link differs: next.md#start is in the English and not here; "
        "next.md#debut is here and not in the English. Write here what the English has.\n"
    )

    for words in (("translations",), ("check",)):
        done = command(*words)
        assert (done.exit_code, done.stderr) == (1, fault)
    found = check_translations(read_settings(course / "mkdocs.yml"), [])
    assert [f"{problem}\n" for problem in found] == [fault]


def test_the_state_is_data_for_other_programs(course):
    edit(course / "docs/en/p.md", "how badly", "how well")
    pages = json.loads(command("translations", "--json").stdout)["pages"]

    assert [(page["path"], page["state"], page["percent"]) for page in pages] == [
        ("docs/fr/bare.md", "not adopted", None),
        ("docs/fr/only.md", "not translated", None),
        ("docs/fr/p.md", "1 behind", 93),
    ]
    (finding,) = pages[2]["behind"]
    assert (finding["status"], finding["line"], finding["english_line"]) == ("changed", 19, 7)
    assert finding["words"][1:3] == [["-", "badly"], ["+", "well"]]


def test_the_summary_of_a_pull_request_is_markdown_and_what_it_quotes_is_text(course):
    edit(course / "docs/en/p.md", "how badly", "how well")
    lines = command("translations", "--markdown").stdout.splitlines()

    assert lines[0] == (
        "- `docs/fr/p.md:19` changed: An energy \\$F(\\\\vx)\\$ says how <del>badly</del> <ins>well</ins> "
        "an observation fits. Low is …"
    )
    assert lines[-1] == "| docs/fr/p.md | 1 behind | 15 | 93 % |"


def test_update_tells_what_changed_writes_the_pages_and_then_nothing(course, french):
    edit(course / "docs/en/p.md", "how badly", "how well")
    first, second = command("translations", "update"), command("translations", "update")

    assert first.stdout.splitlines()[-1] == "docs/fr/p.md: written"
    assert "[-badly-] {+well+}" in first.stdout
    assert (second.exit_code, second.stdout) == (0, "")
    assert (
        command("translations")
        .stdout.splitlines()[0]
        .startswith("docs/fr/p.md:19: to review (English line 7)")
    )


def test_update_keeps_windows_line_ends(course, french):
    (course / "docs/fr/p.md").write_bytes(b"\xef\xbb\xbf" + french.replace("\n", "\r\n").encode())
    edit(course / "docs/en/p.md", "how badly", "how well")
    command("translations", "update", "docs/fr/p.md")
    data = (course / "docs/fr/p.md").read_bytes()

    assert data.startswith(b"\xef\xbb\xbf---\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == french.count("\n")
    assert "how well" in data.decode("utf-8-sig")


def test_update_adopts_only_when_asked(course):
    refused, done = (
        command("translations", "update", *words, "docs/fr/bare.md") for words in ([], ["--adopt"])
    )

    assert refused.exit_code == 1
    assert refused.stderr == (
        "docs/fr/bare.md: no passage has its English above it. "
        "course-site translations update --adopt docs/fr/bare.md gives it its comments.\n"
    )
    assert done.stdout == (
        "docs/fr/bare.md: 2 passages have their English in a comment now\ndocs/fr/bare.md: written\n"
    )
    assert (course / "docs/fr/bare.md").read_text(encoding="utf-8") == (
        "<!--\n# Bare {#bare}\n-->\n# Nu {#bare}\n\n<!--\nText.\n-->\nTexte.\n"
    )


def test_update_begins_a_page_that_is_named(course):
    done = command("translations", "update", "docs/fr/only.md")

    assert done.stdout == "docs/fr/only.md: begun; every passage waits in English\n"
    assert (course / "docs/fr/only.md").read_text(encoding="utf-8") == (
        "---\ntitle: Only\n---\n<!-- to translate\ntitle: Only\n-->\n\n"
        "<!-- to translate\n# Only\n-->\n# Only\n\n"
        "<!-- to translate\nIn English.\n-->\nIn English.\n"
    )
    assert command("translations", "--json").exit_code == 0


def test_a_title_alone_is_adopted_with_one_line_said_of_it(course, french):
    comment = "<!--\ntitle: Energies\ndescription: What an energy is.\n-->\n\n"
    edit(course / "docs/fr/p.md", comment, "")
    done = command("translations", "update", "--adopt", "docs/fr/p.md")

    assert done.stdout == (
        "docs/fr/p.md: 1 passage has its English in a comment now\ndocs/fr/p.md: written\n"
    )
    assert (course / "docs/fr/p.md").read_text(encoding="utf-8") == french


@pytest.mark.parametrize("page", ["docs/fr/nothing.md", "docs/en/p.md", "mkdocs.yml", "../p.md"])
def test_a_page_that_translates_nothing_is_refused(course, page):
    done = command("translations", "update", page)

    assert done.exit_code == 1
    assert done.stderr == (
        f"{page}: no English page is translated by this one. "
        "Name a page as docs/fr/…, with its English in docs/en/….\n"
    )


@pytest.mark.parametrize(("folder", "meant"), [("rf", "Did you mean `fr`? "), ("assets", "")])
def test_a_page_of_no_language_is_refused_and_not_begun(course, folder, meant):
    done = command("translations", "update", f"docs/{folder}/only.md")

    assert (done.exit_code, done.stderr) == (
        1,
        f"docs/{folder}/only.md: {folder} is no language of this course. "
        f"{meant}course-site translations new begins a language.\n",
    )
    assert not (course / "docs" / folder).exists()


def test_a_page_with_damaged_comments_is_not_touched(course, french):
    broken = french.replace("-->\n# Énergies", "# Énergies")
    (course / "docs/fr/p.md").write_text(broken, encoding="utf-8")
    done = command("translations", "update")

    assert done.exit_code == 1
    assert "docs/fr/p.md:14: a comment is opened by <!-- inside another one." in done.stderr
    assert (course / "docs/fr/p.md").read_text(encoding="utf-8") == broken


@pytest.fixture
def packs(tmp_path, monkeypatch):
    """The language packs, in a folder that a test may write to."""
    folder = tmp_path / "packs"
    shutil.copytree(language_module.FOLDER, folder)
    monkeypatch.setattr(language_module, "FOLDER", folder)
    monkeypatch.setattr(new_language, "FOLDER", folder)
    language_module.language.cache_clear()
    yield folder
    language_module.language.cache_clear()


def test_a_third_language_begins_with_one_command_and_no_code(course, packs):
    done = command("translations", "new", "es", "Español")

    assert done.exit_code == 1, "there is no home page to begin with"
    (course / "docs/en/index.md").write_text("# Home\n\nWelcome.\n", encoding="utf-8")
    done = command("translations", "new", "es", "Español")

    assert done.exit_code == 0, done.stderr
    config = yaml.safe_load((course / "mkdocs.yml").read_text(encoding="utf-8"))
    assert config["plugins"][1]["i18n"]["languages"][-1] == {"locale": "es", "name": "Español", "build": True}
    text = (course / "mkdocs.yml").read_text(encoding="utf-8")
    assert (
        text.replace("        - locale: es\n          name: Español\n          build: true\n", "") == MKDOCS
    )
    assert (packs / "es.yml").read_text(encoding="utf-8").startswith("# Words to translate")
    assert language_module.language("es")["name"] == "Español"
    states = {
        page["path"]: page["state"] for page in json.loads(command("translations", "--json").stdout)["pages"]
    }
    assert states["docs/es/index.md"] == "2 behind"
    assert states["docs/es/p.md"] == "not translated"
    assert command("check").exit_code == 0


@pytest.mark.parametrize(
    ("code", "name"),
    [("no", "Norsk"), ("haw", "'Olelo Hawai'i"), ("es", r"Es: \1 # {a}"), ("yi", "[ייִדיש]"), ("fi", "on")],
)
def test_a_language_may_be_named_as_yaml_names_something_else(course, packs, code, name):
    (course / "docs/en/index.md").write_text("# Home\n\nWelcome.\n", encoding="utf-8")
    done = command("translations", "new", code, name)
    config = yaml.safe_load((course / "mkdocs.yml").read_text(encoding="utf-8"))

    assert done.exit_code == 0
    assert config["plugins"][1]["i18n"]["languages"][-1] == {"locale": code, "name": name, "build": True}
    assert language_module.language(code)["name"] == name
    assert command("translations").exit_code == 0


BROKEN = {
    "name: [Fr\n": ":2: this language pack is not valid YAML: expected ',' or ']', but got '<stream end>'. "
    "Mend that line.\n",
    "name: Français\nfigure: Figure : oui\n": ":2: this language pack is not valid YAML: mapping values are "
    "not allowed here. Put quotation marks around the text: it holds a colon.\n",
    "- Français\n": ":1: a language pack is a list of `key: words`; got list. "
    "Begin again from course_site/languages/en.yml.\n",
}


@pytest.mark.parametrize("text", BROKEN)
@pytest.mark.parametrize("words", [("translations",), ("check",), ("translations", "update")])
def test_a_language_pack_with_a_slip_is_named_with_its_line(course, packs, words, text):
    (packs / "fr.yml").write_text(text, encoding="utf-8")
    done = command(*words)

    assert done.exit_code == 1
    assert done.stderr == f"course_site/languages/fr.yml{BROKEN[text]}"


@pytest.mark.parametrize("words", [("translations",), ("translations", "--strict"), ("check",)])
def test_a_broken_glossary_is_named_by_every_check(course, words):
    (course / "docs/assets").mkdir()
    (course / "docs/assets/glossary.yml").write_text("- {term: energy, fr: énergie}\n- [\n", encoding="utf-8")
    done = command(*words)

    assert done.exit_code == 1
    assert "docs/assets/glossary.yml:3: the glossary is not valid YAML" in done.stderr


def test_words_that_a_language_pack_lacks_are_named_and_fail_only_a_release(course, packs):
    (packs / "es.yml").write_text("name: Español\n", encoding="utf-8")
    (course / "docs/es").mkdir()
    (course / "docs/es/bare.md").write_text("# Nada {#bare}\n", encoding="utf-8")
    done, strict = command("translations"), command("translations", "--strict")

    assert done.exit_code == 0
    assert done.stdout.splitlines()[0].startswith(
        "course_site/languages/es.yml: these words are missing: decimal, thousands, percent, "
    )
    assert "course_site/languages/es.yml: these words" in strict.stderr


def test_a_language_is_begun_once_and_by_a_code(course, packs):
    (course / "docs/en/index.md").write_text("# Home\n", encoding="utf-8")
    wrong = {
        ("fr", "Français"): "docs/fr: this language has been begun. "
        "course-site translations update docs/fr/… begins a page.\n",
        (
            "Spanish",
            "Español",
        ): "docs/Spanish: a language is named by two or three small letters, such as es; "
        "got 'Spanish'. Look its code up in ISO 639.\n",
        ("pt-BR", "Português (Brasil)"): "docs/pt-BR: a language is named by two or three small letters, "
        "such as es; got 'pt-BR'. Write `course-site translations new pt 'Português (Brasil)'`, "
        "without the region, which its name may say.\n",
        ("ES", "Español"): "docs/ES: a language is named by two or three small letters, such as es; "
        "got 'ES'. Write `course-site translations new es 'Español'`.\n",
    }

    for words, message in wrong.items():
        done = command("translations", "new", *words)
        assert (done.exit_code, done.stderr) == (1, message)


def test_a_course_without_a_list_of_languages_is_told_how_to_write_one(course, packs):
    (course / "docs/en/index.md").write_text("# Home\n", encoding="utf-8")
    (course / "mkdocs.yml").write_text("site_name: Tiny\nplugins: [course_site]\n", encoding="utf-8")
    done = command("translations", "new", "es", "Español")

    assert done.stderr == (
        "mkdocs.yml: no list of languages below the plugin i18n was found. "
        "Write it as `languages:` with one `- locale:` a language.\n"
    )
    assert not (course / "docs/es").exists()
