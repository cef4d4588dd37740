import yaml

from course_site.chapters import menu, read_chapters

CONFIG = """\
title: Old course
default_lang: en
author:
prologues:
  - path: en/about.md
chapters:
  - path: en/week01/01.md
    sections:
      - path: en/week01/01-1.md
      - path: en/week01/01-2.md
fr:
  title: Ancien cours
  chapters:
    - path: fr/week01/01.md
      sections:
        - path: fr/week01/01-1.md
"""
TITLES = {"en/week01/01.md": "Week 1: basics", "fr/week01/01.md": "Semaine 1"}


def read(text: str, is_page=lambda path: True):
    default, chapters, problems = read_chapters(text, "old/_config.yml", is_page)
    return default, chapters, [str(problem) for problem in problems]


def made(text: str, **titles: str):
    default, chapters, problems = read(text)
    assert problems == []
    return yaml.safe_load(menu(default, chapters, titles or TITLES))


def test_chapters_become_a_menu_that_serves_both_languages():
    assert made(CONFIG) == {
        "nav": ["about.md", {"Week 1: basics": ["week01/01.md", "week01/01-1.md", "week01/01-2.md"]}],
        "languages": [{"locale": "fr", "nav_translations": {"Week 1: basics": "Semaine 1"}}],
    }


def test_a_chapter_without_a_title_is_called_after_its_folder():
    assert made(CONFIG, x="y")["nav"][1] == {"week01": ["week01/01.md", "week01/01-1.md", "week01/01-2.md"]}


def test_a_language_with_pages_of_its_own_has_its_own_menu():
    text = CONFIG + "        - path: fr/week01/01-9.md\n"

    assert made(text)["languages"] == [
        {"locale": "fr", "nav": [{"Semaine 1": ["week01/01.md", "week01/01-1.md", "week01/01-9.md"]}]}
    ]


def test_a_course_without_chapters_has_no_menu():
    assert read("title: Old\n") == ("en", {}, [])
    assert menu("en", {}, {}) == ""


def test_hostile_and_missing_pages_are_left_out_and_told_at_their_lines():
    text = (
        "chapters:\n  - path: en/../../etc/passwd\n  - path: /en/a.md\n  - path: fr/a.md\n"
        "  - path: en/gone.md\n  - path: en/script.py\n  - 7\n  - path: en/a.md\n"
    )
    _, chapters, problems = read(text, lambda path: path == "en/a.md")

    assert [chapter.page for chapter in chapters["en"]] == ["en/a.md"]
    assert [problem.partition(". ")[0] for problem in problems] == [
        "old/_config.yml:2: `en/../../etc/passwd` is no path below en/",
        "old/_config.yml:3: `/en/a.md` is no path below en/",
        "old/_config.yml:4: `fr/a.md` is no path below en/",
        "old/_config.yml:5: `en/gone.md` is not a page of this course",
        "old/_config.yml:6: `en/script.py` is not a page of this course",
        "old/_config.yml: wanted `path: en/…`, got 7",
    ]


def test_what_is_no_list_of_chapters_is_told():
    for text, start in {
        "chapters: {a: b}": "old/_config.yml: wanted a list",
        "- a": "old/_config.yml: wanted `key: value` lines",
        "a: [": "old/_config.yml:1: _config.yml is not valid YAML",
        "a: &b 1\nc: *b": "old/_config.yml:2: _config.yml is not valid YAML: alias *b is not allowed",
        "default_lang: ../x": "old/_config.yml: `default_lang` must be a language",
        "#" * 300_000: "old/_config.yml: larger than 200000 bytes",
    }.items():
        _, chapters, problems = read(text)
        assert chapters == {}
        assert len(problems) == 1
        assert problems[0].startswith(start)
