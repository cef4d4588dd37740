"""References, against those that the American Psychological Association and BibTeX accept."""

import bibtexparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course_site.papers.citing import apa, bibtex, entry_kind, plain
from course_site.papers.names import initials, short_names, split_name
from course_site.papers.note import Note


def note(**facts):
    return Note("key-2019-word", "en", "docs/en/papers/key-2019-word.md", **facts)


MODELS = note(
    title="When to use parametric models in reinforcement learning?",
    authors=("Hado P. van Hasselt", "Matteo Hessel", "John Aslanides"),
    year=2019,
    venue="NeurIPS 2019",
    arxiv="1906.05243",
)


@pytest.mark.parametrize(
    ("name", "given_name", "family"),
    [
        ("Jimmy Ba", "Jimmy", "Ba"),
        ("Hado P. van Hasselt", "Hado P.", "van Hasselt"),
        ("Aaron van den Oord", "Aaron", "van den Oord"),
        ("van der Maaten, Laurens", "Laurens", "van der Maaten"),
        ("Balázs Csanád Csáji", "Balázs Csanád", "Csáji"),
        ("John Q. Smith Jr.", "John Q.", "Smith Jr."),
        ("{Google Brain}", "", "Google Brain"),
        ("Plato", "", "Plato"),
        ("li wei", "li", "wei"),
        ("", "", ""),
    ],
)
def test_a_name_is_split_into_given_and_family(name, given_name, family):
    assert split_name(name) == (given_name, family)


def test_initials_keep_their_hyphens():
    assert initials("Jean-Luc Yves") == "J.-L. Y."


def test_a_sentence_names_one_or_two_authors_and_stands_for_more():
    shorten = lambda *names: short_names(names, "{} & {}", "{} et al.")  # noqa: E731

    assert shorten("Jimmy Ba") == "Ba"
    assert shorten("Diederik P. Kingma", "Jimmy Ba") == "Kingma & Ba"
    assert shorten(*MODELS.authors) == "van Hasselt et al."


def test_a_group_is_cited_by_its_whole_name():
    paper = note(title="T", authors=("{Google Brain}", "Plato", "Research and Development"), year=2020)

    assert "author = {{Google Brain} and {Plato} and {Research and Development}}," in bibtex(paper)
    assert apa(paper).startswith("Google Brain, Plato, & ")
    assert plain(paper).startswith("Google Brain, Plato, Research and Development. T.")


def test_apa():
    assert apa(MODELS) == (
        "van Hasselt, H. P., Hessel, M., & Aslanides, J. (2019). When to use parametric models in "
        "reinforcement "
        "learning? NeurIPS 2019. https://arxiv.org/abs/1906.05243"
    )


def test_apa_with_volume_number_pages_and_doi():
    paper = note(
        title="Learning representations by back-propagating errors",
        authors=("David E. Rumelhart", "Geoffrey E. Hinton", "Ronald J. Williams"),
        year=1986,
        venue="Nature",
        doi="10.1038/323533a0",
        extra={"volume": 323, "number": 6088, "pages": "533–536"},
    )

    assert apa(paper) == (
        "Rumelhart, D. E., Hinton, G. E., & Williams, R. J. (1986). Learning representations by "
        "back-propagating "
        "errors. Nature, 323(6088), 533–536. https://doi.org/10.1038/323533a0"
    )


def test_apa_names_nineteen_of_many_authors_and_the_last():
    people = tuple(f"A. Name{number}" for number in range(1, 26))

    assert "Name19, A., … Name25, A. (n.d.)" in apa(note(title="T", authors=people))


def test_plain_text_says_the_year_once():
    assert plain(MODELS).endswith("reinforcement learning? NeurIPS 2019. https://arxiv.org/abs/1906.05243")
    assert plain(note(title="T", authors=("A B",), year=1986, venue="Nature")) == "A B. T. Nature, 1986."


@pytest.mark.parametrize(
    ("venue", "kind"),
    [
        ("ICLR 2015", "inproceedings"),
        ("Nature", "article"),
        ("arXiv", "misc"),
        ("", "misc"),
        ("PhD thesis, Harvard University", "phdthesis"),
    ],
)
def test_where_a_paper_appeared_decides_the_kind_of_its_entry(venue, kind):
    assert entry_kind(note(venue=venue))[0] == kind


@pytest.mark.parametrize(
    ("kind", "field"),
    [("incollection", "booktitle"), ("misc", "howpublished"), ("book", "publisher"), ("article", "journal")],
)
def test_a_note_may_say_the_kind_of_its_entry(kind, field):
    paper = note(venue="ICLR 2015", kind=kind)

    assert entry_kind(paper) == (kind, field)
    assert f"  {field} = {{ICLR 2015}}," in bibtex(paper)


def test_a_chapter_is_cited_with_its_publisher():
    paper = note(title="T", authors=("A B",), year=2006, venue="A Book", kind="incollection",
                 extra={"publisher": "MIT Press", "pages": "1–59"})  # fmt: skip

    assert apa(paper) == "B, A. (2006). T. A Book, 1–59, MIT Press."
    assert "  booktitle = {A Book},\n  pages = {1–59},\n  publisher = {MIT Press},\n" in bibtex(paper)


def test_bibtex():
    assert (
        bibtex(MODELS)
        == """\
@inproceedings{key-2019-word,
  title = {{When to use parametric models in reinforcement learning?}},
  author = {van Hasselt, Hado P. and Hessel, Matteo and Aslanides, John},
  year = {2019},
  booktitle = {NeurIPS 2019},
  eprint = {1906.05243},
  archiveprefix = {arXiv},
}"""
    )


printable = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@settings(deadline=None, max_examples=60)
@given(title=printable, venue=printable)
def test_an_entry_is_one_entry_to_bibtex_whatever_the_title_holds(title, venue):
    library = bibtexparser.parse_string(bibtex(note(title=title, authors=("Ada Lovelace",), venue=venue)))

    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == ["key-2019-word"]
