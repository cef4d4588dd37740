"""Names, days and LaTeX as other programs write them: read as they were meant."""

import pytest

from course_site.papers.exchange.latex_text import from_latex
from course_site.papers.exchange.values import read_date, split_authors, without_others

ENTRY = (
    "@misc{{doe-2020-a, title={{{}}}, author={{{}}}, year=2020, howpublished={{arXiv}}, keywords={{models}}}}"
)


@pytest.fixture
def authors_of(course):
    """Import a table of authors, a row for each text, and return the authors of the notes."""

    def authors_of(*texts: str):
        rows = "".join(f'Title {n},"{text}",2020,J,models\n' for n, text in enumerate(texts))
        done = course.import_file("x.csv", "Title,Authors,Year,Venue,Tags\n" + rows)
        assert (done.exit_code, done.stderr) == (0, "")
        return [note.authors for note in sorted(course.notes, key=lambda note: note.title)], done.stdout

    return authors_of


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Zimmermann, G.", ["Zimmermann, G."]),
        ("van den Berg, J.-L. F.", ["van den Berg, J.-L. F."]),
        ("Kingma, Ba", ["Kingma", "Ba"]),
        ("Jane Doe, Bo Two", ["Jane Doe", "Bo Two"]),
        ("Doe, Jane and Roe, Ann", ["Doe, Jane", "Roe, Ann"]),
    ],
)
def test_one_name_with_a_comma_is_told_from_two_names(text, names):
    assert split_authors(text) == names


def test_where_other_rows_use_semicolons_a_lone_comma_stands_inside_a_name(authors_of):
    authors, _ = authors_of("Kingma, Diederik P.; Ba, Jimmy", "Zimmermann, Georg", "Plato")

    assert authors == [("Kingma, Diederik P.", "Ba, Jimmy"), ("Zimmermann, Georg",), ("Plato",)]


def test_authors_that_are_not_named_are_said(authors_of):
    authors, told = authors_of(
        "Jane Doe et al.", "Bo Roe; Al Moe, et al.", "Poe, Edgar; et al.", "Fo and others"
    )

    assert authors == [("Jane Doe",), ("Bo Roe", "Al Moe"), ("Poe, Edgar",), ("Fo",)]
    assert told.count("says “et al.”: add the authors whom it stands for") == 4


def test_a_list_of_names_without_et_al_is_left_alone():
    assert without_others("Alice Etal; Bo") == ("Alice Etal; Bo", False)


@pytest.mark.parametrize(
    "written",
    [
        "2026-10-01 10:00:00", "2026/10/01 10:00", "2026-10-01T10:00:00Z", "October 1, 2026", "2026-10-01",
    ],
)  # fmt: skip
def test_a_day_is_read_as_notion_and_zotero_write_it(written):
    assert read_date(written) == "2026-10-01"


def test_a_table_as_zotero_writes_it_comes_in(course):
    table = (
        '"Key","Item Type","Publication Year","Author","Title","Publication Title","DOI","Url","Date",'
        '"Date Added","Date Modified","Access Date","Manual Tags"\n'
        '"ABCD1234","journalArticle","2015","Zimmermann, G.","One","Nature","10.1000/1","","2015-01-01",'
        '"2026-10-01 10:00:00","2026-10-01 10:00:00","2026-10-01 10:00:00","Models; latent-variables"\n'
    )
    done = course.import_file("zotero.csv", table)

    assert (done.exit_code, done.stderr) == (0, "")
    [note] = course.notes
    assert (note.authors, str(note.added), note.venue) == (("Zimmermann, G.",), "2026-10-01", "Nature")
    assert note.topics == ("models", "latent-variables")


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"{\textless}b{\textgreater} a{\textbar}b", "<b> a|b"),
        (r"{\textquotedblleft}a{\textquotedblright} {\textquoteleft}b{\textquoteright}", "“a” ‘b’"),
        (r"{\textasciitilde}x{\textbackslash}y{\textunderscore}z", r"~x\y_z"),
        (r"10{\textdegree} $\times$ 5{\texttimes}6, 4\textsuperscript{th}", r"10° $\times$ 5×6, 4th"),
        (r"{\unheardof}word, \unheardof word", r"\unheardof{}word, \unheardof word"),
    ],
)
def test_commands_that_stand_for_signs_are_read_as_those_signs(latex, text):
    assert from_latex(latex) == text


def test_an_entry_as_zotero_writes_it_keeps_its_title_and_its_groups(course, tmp_path, make_course):
    title = r"Is 1 {\textless} 2? {\textquotedblleft}Yes{\textquotedblright}"
    done = course.import_file("z.bib", ENTRY.format(title, r"{Google Brain} and Doe, J. and others"))

    assert (done.exit_code, done.stderr) == (0, "")
    [note] = course.notes
    assert (note.title, note.authors) == ("Is 1 < 2? “Yes”", ("{Google Brain}", "Doe, J."))
    assert "row 1 (“Is 1 < 2? “Yes””) says “et al.”" in done.stdout
    assert note.key == "doe-2020-a"
    for kind in (".bib", ".csv", ".zip"):
        other = make_course(tmp_path / kind)
        other.bring_in(course.export(kind), kind)
        assert other.notes == course.notes
