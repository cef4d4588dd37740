"""A note is begun once for each paper, under a name that says which paper it is."""

import pytest

from course_site.papers.writing import facts


def test_a_note_that_is_there_is_kept(course):
    course.run("new", "A paper")
    again = course.run("new", "The paper")

    assert course.told(again) == [
        "docs/en/papers/paper.md: is there already. Choose another name with --key."
    ]


@pytest.mark.parametrize(
    ("held", "asked", "shared"),
    [
        ("doi: 10.1038/323533A0", "https://doi.org/10.1038/323533a0", "the DOI"),
        ('arxiv: "1906.05243"', "1906.05243v2", "the arXiv number"),
        ("doi: 10.48550/arXiv.1906.05243", "1906.05243", "the arXiv number"),
        ('arxiv: "1906.05243"', "10.48550/arXiv.1906.05243", "the arXiv number"),
        ("title: An Energy — view?", "an énergy view", "the title"),
    ],
)
def test_a_paper_that_has_a_note_gets_no_second_one(course, held, asked, shared):
    note = course.docs / "en/papers/there.md"
    note.write_text(f"---\n{held}\n---\n", encoding="utf-8")
    refused = course.run("new", asked, "--offline", "--key", "another")

    assert course.told(refused) == [
        f"docs/en/papers/there.md: is a note on this paper already: {shared} is the same. "
        "Go on with that one."
    ]
    assert course.files == ["en/papers/there.md"]


def test_a_twin_takes_the_name_and_the_facts_of_the_note_that_is_there(course):
    table = (
        "Title,Citekey,Authors,Year,Venue,Tags,Status,arXiv\nT,doe-2020-a,Doe,2020,J,models,done,1906.05243\n"
    )
    course.import_file("x.csv", table)
    named = course.run("new", "1906.05243", "--language", "fr", "--key", "another")
    begun = course.run("new", "1906.05243", "--language", "fr")

    assert course.told(named) == [
        "docs/en/papers/doe-2020-a.md: is the note on this paper in another language, and twins share their "
        "name. Leave --key out."
    ]
    assert (begun.exit_code, course.files) == (0, ["en/papers/doe-2020-a.md", "fr/papers/doe-2020-a.md"])
    english, french = course.notes
    assert facts(english) == facts(french)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("10.1038/323533a0", "doi-10-1038-323533a0"),
        ("arXiv:1906.05243v2", "arxiv-1906-05243v2"),
        ("10.1000/" + "(a)" * 90, "doi-10-1000" + "-a" * 34),
    ],
)
def test_a_paper_of_which_only_the_number_is_known_is_called_by_all_of_it(course, asked, name):
    assert course.run("new", asked, "--offline").exit_code == 0
    assert course.files == [f"en/papers/{name}.md"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("new", " "), "wanted a DOI, an arXiv number or a title, got nothing."),
        (
            ("new", "10.1038/x", "--crossref", "foo"),
            "wanted an address that begins with https://, got 'foo'.",
        ),
        (
            ("new", "1906.05243", "--arxiv", "ftp://a"),
            "wanted an address that begins with https://, got 'ftp://a'.",
        ),
    ],
)
def test_what_names_no_paper_or_no_address_is_a_usage_error(course, words, told):
    refused = course.run(*words)

    assert refused.exit_code == 2
    assert told in refused.stderr
    assert course.files == []
