"""What other programs leave open, a topic, a venue, the kind of an entry; and what to do about the rest."""

import pytest

from course_site.papers.citing import bibtex

BIB = "@{}{{doe-2020-a, title={{A title}}, author={{Doe, Jane}}, year=2020, {}}}\n"
TOPIC = "keywords={models}"
TABLE = "Title,Authors,Year,Venue,Tags,Status\nA title,Doe,2020,J,{},{}\n"
TO_SORT = "  to-sort: {en: To sort, fr: À classer}\n"


def with_topic_to_sort(course) -> None:
    """Give the course's list the topic of papers that have none."""
    file = course.docs / "assets/papers.yml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("statuses:", f"{TO_SORT}statuses:"), encoding="utf-8"
    )


def test_an_entry_without_tags_waits_to_be_sorted(course):
    with_topic_to_sort(course)
    done = course.import_file("z.bib", BIB.format("article", "journal={Nature}"))

    assert (done.exit_code, done.stderr) == (0, "")
    assert course.notes[0].topics == ("to-sort",)
    assert "defaults:\n  status: to-do\n  level: introductory\n  topics: to-sort\n" in done.stdout


def test_where_the_list_has_no_such_topic_the_hint_names_the_option_that_adds_it(course):
    entry = BIB.format("article", "journal={Nature}")
    refused = course.import_file("z.bib", entry)

    assert course.told(refused) == [
        "z.bib:1: row 1 (“A title”): `topics` is missing: wanted a list of topics. Write for example "
        "`topics: [optimisation]`. --new-topics adds the topic `to-sort` to the list, for papers without any."
    ]
    before = course.read("assets/papers.yml")
    assert course.import_file("z.bib", entry, "--new-topics").exit_code == 0
    assert course.read("assets/papers.yml") == before.replace("statuses:", f"{TO_SORT}statuses:")
    assert course.notes[0].topics == ("to-sort",)


@pytest.mark.parametrize(
    ("row", "option"),
    [
        (("Graph nets", "done"), "--new-topics adds it, under a name from --mapping if it has no plain "
         "letters."),
        (("models", "shelved"), "--save-mapping FILE writes down what is taken for what: change it, and "
         "give it back with --mapping."),
    ],
)  # fmt: skip
def test_a_word_that_is_not_in_the_list_is_refused_with_the_option_that_helps(course, row, option):
    refused = course.import_file("x.csv", TABLE.format(*row))

    assert refused.exit_code == 1
    assert course.told(refused)[0].endswith(option)


def test_rows_that_wait_for_others_are_said_with_the_option_that_brings_them_in(course):
    table = TABLE.format("models", "done") + "B,,2020,J,models,done\n"
    refused = course.import_file("x.csv", table)

    assert "wait for the others to be mended; --partial brings them in" in refused.stdout
    assert "--partial" not in course.import_file("x.csv", table, "--partial").stdout


def test_a_topic_without_plain_letters_gets_its_name_from_the_mapping(course):
    table = TABLE.format("深度学习", "done")
    assert course.import_file("x.csv", table, "--new-topics").exit_code == 1

    mapping = course.root / "mapping.yml"
    mapping.write_text("values:\n  topics: {深度学习: deep-learning}\n", encoding="utf-8")
    done = course.import_file("x.csv", table, "--new-topics", "--mapping", str(mapping))
    assert (done.exit_code, done.stderr) == (0, "")
    assert "  deep-learning: {en: 深度学习, fr: 深度学习}\n" in course.read("assets/papers.yml")


def test_new_topics_keep_the_margin_of_the_list(course):
    file = course.docs / "assets/papers.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("\n  ", "\n    "), encoding="utf-8")
    done = course.import_file("x.csv", TABLE.format("Graph nets", "done"), "--new-topics")

    assert done.exit_code == 0
    assert "\n    graph-nets: {en: Graph nets, fr: Graph nets}\nstatuses:" in course.read("assets/papers.yml")


def test_new_topics_wait_to_be_translated_and_the_import_says_so(course):
    done = course.import_file("x.csv", TABLE.format("Graph nets", "done"), "--new-topics")

    remark = "the new topic `graph-nets` has the word “Graph nets” in every language: translate it there"
    assert f"docs/assets/papers.yml: {remark}" in done.output.splitlines()


@pytest.mark.parametrize("words", ["", "topics: {models: {en: Models}}\nstatuses: {}\nlevels: {}\n"])
def test_a_list_that_cannot_be_added_to_is_said(course, words):
    file = course.docs / "assets/papers.yml"
    file.write_text(words, encoding="utf-8") if words else file.unlink()
    refused = course.import_file("x.csv", TABLE.format("Graph nets", "done"), "--new-topics")

    assert refused.exit_code == 1
    assert (
        "docs/assets/papers.yml: new topics cannot be added here: `topics:` must stand on a line of its own. "
        "Write the list as one entry a line, or add them yourself."
    ) in course.told(refused)


@pytest.mark.parametrize(
    ("kind", "fields", "venue", "kept"),
    [
        ("book", "publisher={MIT Press}", "MIT Press", "book"),
        ("book", "publisher={MIT Press}, series={Adaptive}, howpublished={Print}", "Print", "book"),
        ("online", "url={https://www.colah.github.io/a?b}", "colah.github.io", "misc"),
        ("misc", "publisher={arXiv}", "arXiv", ""),
        ("misc", "eprint={1412.6980}, archiveprefix={arXiv}", "arXiv", ""),
        ("article", "journal={Nature}", "Nature", ""),
        ("inproceedings", "booktitle={ICLR 2015}", "ICLR 2015", ""),
        ("incollection", "booktitle={A Book}", "A Book", "incollection"),
        ("phdthesis", "school={MIT}", "MIT", "phdthesis"),
        ("report", "institution={OpenAI}", "OpenAI", "techreport"),
        ("mystery", "journal={Nature}", "Nature", ""),
    ],
)  # fmt: skip
def test_what_an_entry_is_says_where_it_appeared_and_is_kept_where_that_cannot_be_guessed(
    course, tmp_path, make_course, kind, fields, venue, kept
):
    done = course.import_file("z.bib", BIB.format(kind, f"{fields}, {TOPIC}"))

    assert (done.exit_code, done.stderr) == (0, "")
    [note] = course.notes
    assert (note.venue, note.kind) == (venue, kept)
    for form in (".bib", ".csv", ".zip"):
        other = make_course(tmp_path / form)
        other.bring_in(course.export(form), form)
        assert other.notes == course.notes


def test_a_site_that_stands_for_a_venue_is_said(course):
    done = course.import_file("z.bib", BIB.format("online", f"url={{https://a.org/b}}, {TOPIC}"))

    assert "doe-2020-a.md: row 1 (“A title”) names no venue: its site stands there, a.org\n" in done.stdout


def test_a_paper_that_appeared_nowhere_is_refused(course):
    refused = course.import_file("z.bib", BIB.format("unpublished", TOPIC))

    assert "`venue` is missing" in course.told(refused)[0]


def test_a_book_is_cited_with_its_publisher(course):
    course.import_file("z.bib", BIB.format("book", f"publisher={{MIT Press}}, {TOPIC}"))

    assert "@book{doe-2020-a,\n" in bibtex(course.notes[0])
    assert "\n  publisher = {MIT Press},\n" in bibtex(course.notes[0])


def test_a_column_of_a_spreadsheet_says_the_kind_in_its_own_words(course):
    table = "Title,Authors,Year,Publisher,Tags,Item Type\nA title,Doe,2020,MIT Press,models,book\n"

    assert course.import_file("x.csv", table).exit_code == 0
    assert (course.notes[0].kind, course.notes[0].venue) == ("book", "MIT Press")


@pytest.mark.parametrize(
    ("columns", "body", "extra"),
    [("Comment", "Read it twice.", {}), ("Comment,Notes", "Noted.", {"comment": "Read it twice."})],
)
def test_a_comment_is_a_question_only_beside_the_other_questions(course, columns, body, extra):
    table = f"Title,Authors,Year,Venue,Tags,{columns}\nT,Doe,2020,J,models,Read it twice.,Noted.\n"
    table = table if "Notes" in columns else table.replace(",Noted.", "")

    assert course.import_file("x.csv", table).exit_code == 0
    [note] = course.notes
    assert (note.body_before, dict(note.extra)) == (body, extra)
    assert dict(note.sections)["how"] == "To be written."
