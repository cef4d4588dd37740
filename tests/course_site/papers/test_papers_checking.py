"""All notes of a course together: what the check and the build say about them."""

import pytest

from course_site.checking import BUILD_CHECKS, EVERY_CHECK, check_all
from course_site.execution.run import read_pages
from course_site.papers.checking import check_papers

WORDS = """\
topics:
  optimisation: {en: Optimisation, fr: Optimisation}
  untranslated: {en: Untranslated}
statuses: {done: {en: Done, fr: Lu}}
levels: {advanced: {en: Advanced, fr: Avancé}}
"""
NOTE = """\
---
title: {title}
authors: [A. Author]
year: {year}
venue: Nature
doi: {doi}
topics: [optimisation]
status: done
level: advanced
lesson: lesson.md
---
## Why? {{#why}}

a

## How? {{#how}}

b

## What? {{#what}}

c
"""


@pytest.fixture
def papers(project):
    """A course with one lesson, to which a test adds notes; called, it says what is wrong."""
    project.write("docs/assets/papers.yml", WORDS)
    project.write("docs/en/lesson.md", "# Lesson\n")
    project.write("docs/fr/lesson.md", "# Leçon\n")

    class Papers:
        def add(self, name, title="A title", year=2001, doi="", language="en", **changes):
            text = NOTE.format(title=title, year=year, doi=doi)
            for old, new in changes.items():
                text = text.replace(old, new)
            project.write(f"docs/{language}/papers/{name}.md", text)

        def __call__(self):
            pages, _ = read_pages(project.settings)
            return [str(problem) for problem in check_papers(project.settings, pages)]

    return Papers()


def test_notes_in_order_are_no_problem(papers):
    papers.add("a-2001-x")
    papers.add("a-2001-x", language="fr")
    papers.add("b-2001-y", "Another")

    assert papers() == []


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ({"doi": "10.1000/AB"}, {"title": "B", "doi": "https://doi.org/10.1000/ab"},
         "6: `doi` is the DOI of docs/en/papers/{}.md as well"),
        ({"title": "An Énergy — view?"}, {"title": "an energy view"},
         "2: `title` is the title of docs/en/papers/{}.md as well"),
        ({"doi": "\narxiv: '1906.05243v1'"}, {"title": "B", "doi": "\narxiv: '1906.05243'"},
         "7: `arxiv` is the arXiv number of docs/en/papers/{}.md as well"),
    ],
)  # fmt: skip
def test_one_paper_in_two_notes_is_found_in_both(papers, one, other, said):
    papers.add("a-2001-x", **one)
    papers.add("b-2001-y", **other)

    names = ("a-2001-x", "b-2001-y")
    assert sorted(papers()) == [
        f"docs/en/papers/{name}.md:{said.format(twin)}: two notes on one paper. "
        "Put both into one file, and delete the other."
        for name, twin in zip(names, reversed(names), strict=True)
    ]


def test_a_word_without_a_translation_is_named_once_where_it_stands_as_soon_as_a_translated_note_uses_it(
    papers,
):
    change = {"[optimisation]": "[untranslated]"}
    papers.add("a-2001-x", **change)
    papers.add("b-2001-y", "Another", **change)
    assert papers() == []

    papers.add("a-2001-x", language="fr", **change)
    papers.add("b-2001-y", "Another", language="fr", **change)
    assert papers() == [
        "docs/assets/papers.yml:3: `untranslated` has no word in `fr`, in which a note uses it. "
        "Add one behind the one in English: `fr: …`."
    ]


def test_a_translation_keeps_the_facts(papers):
    papers.add("a-2001-x", doi="10.1000/1")
    papers.add("a-2001-x", year=2002, language="fr")

    assert sorted(papers()) == [
        "docs/fr/papers/a-2001-x.md:4: `year` is 2002 here, and 2001 in docs/en/papers/a-2001-x.md. "
        "A translation keeps the facts: copy them.",
        "docs/fr/papers/a-2001-x.md:6: `doi` is missing here, and 10.1000/1 in docs/en/papers/a-2001-x.md. "
        "A translation keeps the facts: copy them.",
    ]


def test_a_translation_needs_an_original(papers):
    papers.add("a-2001-x", language="fr")

    assert papers() == [
        "docs/fr/papers/a-2001-x.md: this note has no original at docs/en/papers/a-2001-x.md. "
        "Write that one first, or mend the file's name."
    ]


def test_a_lesson_that_a_note_serves_exists(papers):
    papers.add("a-2001-x", **{"lesson.md": "leson.md"})

    assert papers() == [
        "docs/en/papers/a-2001-x.md:10: `lesson` must be a page below docs/en/, got 'leson.md'. "
        "Did you mean `lesson.md`?"
    ]


def test_an_unknown_citation_in_any_page_is_a_problem(papers, project):
    papers.add("a-2001-x")
    project.write("docs/en/lesson.md", "# Lesson\n\nAs [@a-2001-x] and [@b-2001-x] say.\n")

    assert papers() == [
        "docs/en/lesson.md:3:21: `@b-2001-x` cites a paper that has no note. Did you mean `a-2001-x`?"
    ]


def test_what_reading_the_page_finds_is_not_said_twice(papers, project):
    project.write("docs/en/papers/a-2001-x.md", "---\ntitle: [\n---\n")

    assert papers() == []


def test_a_course_without_notes_may_write_what_it_likes(project):
    project.write("docs/en/lesson.md", "[@anybody]\n")

    assert list(check_papers(project.settings, read_pages(project.settings)[0])) == []


def test_the_command_and_the_build_both_look(papers, project):
    papers.add("a-2001-x", year=0)
    pages, _ = read_pages(project.settings)
    for checks in (EVERY_CHECK, BUILD_CHECKS):
        said = [str(problem) for problem in check_all(checks, project.settings, pages)]

        assert any("docs/en/papers/a-2001-x.md:4: `year` must be" in line for line in said)
