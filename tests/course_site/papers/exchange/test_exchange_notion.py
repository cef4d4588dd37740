"""An export laid out as Notion lays it out becomes pages in one command, and goes back."""

import io
import zipfile

import pytest

ID = "0123456789abcdef0123456789abcde{}"
FOLDER = "Export-1b4e28ba-2fa1-11d2-883f-0016d3cca427/"
BASE = f"{FOLDER}Reading list {ID.format(0)}"
VIEW = "\ufeffName,Status\r\nAuto-encoding variational Bayes,Done\r\n"
ALL = (
    "\ufeffName,Authors,Tags,Published in,Year,Status,Link,Rating,Created,Reviewer\r\n"
    'Auto-encoding variational Bayes,"Diederik P. Kingma, Max Welling","Models, latent-variables"'
    ',ICLR 2014,2014,Done,https://arxiv.org/abs/1312.6114,⭐⭐⭐⭐,"November 24, 2026 9:30 AM",Ann\r\n'
    "Deep: *a* “title”/with signs,Jane Doe,Models,Journal,2020,Not started,,,,\r\n"
)
VAE = """\
# Auto-encoding variational Bayes

Authors: Diederik P. Kingma, Max Welling
Tags: Models, latent-variables
Published in: ICLR 2014
Year: 2014
Status: Done
Link: https://arxiv.org/abs/1312.6114
Rating: ⭐⭐⭐⭐
Created: November 24, 2026 9:30 AM
Reviewer: Ann

# Why?

Inference is hard; see [the other](Deep%20a%20title%20with%20signs%200123456789abcdef0123456789abcde2.md).

<aside>
💡 A callout.

- with a list
</aside>

# How?

![picture](Auto-encoding%20variational%20Bayes%200123456789abcdef0123456789abcde1/Untitled%201.png)

# What?

Year: this line is text. $p(x \\mid z)$
"""
OTHER = """\
# Deep: \\*a\\* “title”/with signs

Authors: Jane Doe
Tags: Models
Published in: Journal
Year: 2020
Status: Not started

"""
FILES = {
    f"{BASE}.csv": VIEW,
    f"{BASE}_all.csv": ALL,
    f"{BASE}/Auto-encoding variational Bayes {ID.format(1)}.md": VAE,
    f"{BASE}/Auto-encoding variational Bayes {ID.format(1)}/Untitled 1.png": b"\x89PNG picture",
    f"{BASE}/Deep a title with signs {ID.format(2)}.md": OTHER,
    f"{FOLDER}index.html": "<script>alert(1)</script>",
    "__MACOSX/._x": b"\0",
}


@pytest.fixture
def export(zipped) -> bytes:
    return zipped(FILES)


def test_an_export_becomes_pages_in_one_command(course, export):
    done = course.import_file("Export.zip", export)

    assert (done.exit_code, done.stderr) == (0, "")
    assert course.files == [
        "assets/papers/kingma-2014-auto/Untitled-1.png",
        "en/papers/doe-2020-deep.md",
        "en/papers/kingma-2014-auto.md",
    ]
    assert course.read("en/papers/kingma-2014-auto.md") == (
        "---\n"
        "title: Auto-encoding variational Bayes\n"
        "authors: [Diederik P. Kingma, Max Welling]\n"
        "year: 2014\n"
        "venue: ICLR 2014\n"
        "url: https://arxiv.org/abs/1312.6114\n"
        "topics: [models, latent-variables]\n"
        "status: done\n"
        "level: introductory\n"
        "added: 2026-11-24\n"
        "rating: 4\n"
        "reviewer: Ann\n"
        "---\n\n"
        "## Why? {#why}\n\n"
        "Inference is hard; see [the other](doe-2020-deep.md).\n\n"
        '!!! note ""\n\n    💡 A callout.\n\n    - with a list\n\n'
        "## How? {#how}\n\n"
        "![picture](../../assets/papers/kingma-2014-auto/Untitled-1.png)\n\n"
        "## What? {#what}\n\n"
        "Year: this line is text. $p(x \\mid z)$\n"
    )
    assert (course.docs / course.files[0]).read_bytes() == b"\x89PNG picture"


def test_it_says_what_it_takes_every_column_for_and_what_is_left_to_write(course, export):
    told = course.import_file("Export.zip", export).stdout

    assert "columns:\n  Name: title\n  Authors: authors\n  Tags: topics\n  Published in: venue\n" in told
    assert "  Link: url\n  Rating: rating\n  Created: added\n  Reviewer: +reviewer\n" in told
    assert (
        "values:\n  status:\n    Not started: to-do\ndefaults:\n  status: to-do\n  level: introductory\n"
        in told
    )
    assert (
        "docs/en/papers/doe-2020-deep.md: row 2 (“Deep: *a* “title”/with signs”) does not say "
        "“Why?”, “How?”, “What?”: a line to replace stands there\n"
    ) in told
    assert told.endswith("notes: 2 new, 0 replaced, 0 there already; pictures: 1 new\n")


def test_a_dry_run_says_the_same_and_writes_nothing(course, export):
    tried = course.import_file("Export.zip", export, "--dry-run").stdout
    done = course.import_file("Export.zip", export).stdout

    assert tried.replace("would be written", "written").replace(" (nothing was written)", "") == done
    assert "docs/en/papers/doe-2020-deep.md: would be written\n" in tried


def test_a_dry_run_leaves_no_file_behind(course, export):
    assert course.import_file("Export.zip", export, "--dry-run").exit_code == 0
    assert course.files == []


def test_importing_twice_changes_nothing(course, export):
    course.import_file("Export.zip", export)
    before = {name: (course.docs / name).stat().st_mtime_ns for name in course.files}
    again = course.import_file("Export.zip", export)

    assert again.stdout.endswith("notes: 0 new, 0 replaced, 2 there already; pictures: 0 new\n")
    assert {name: (course.docs / name).stat().st_mtime_ns for name in course.files} == before


def test_nothing_is_overwritten_unless_it_is_told(course, export):
    course.import_file("Export.zip", export)
    note = course.docs / "en/papers/doe-2020-deep.md"
    note.write_text(note.read_text(encoding="utf-8").replace("To be written.", "Mine."), encoding="utf-8")
    refused = course.import_file("Export.zip", export)

    assert refused.exit_code == 1
    assert course.told(refused) == [
        "docs/en/papers/doe-2020-deep.md: is there already, and differs. --overwrite replaces it."
    ]
    assert "Mine." in note.read_text(encoding="utf-8")
    assert "doe-2020-deep.md: replaced\n" in course.import_file("Export.zip", export, "--overwrite").stdout
    assert "Mine." not in note.read_text(encoding="utf-8")


def test_what_came_from_notion_goes_back_to_notion(course, export, tmp_path, make_course):
    course.import_file("Export.zip", export)
    done = course.run("export", str(tmp_path / "out.zip"))
    other = make_course(tmp_path / "other")
    other.bring_in((tmp_path / "out.zip").read_bytes(), ".zip")

    assert done.stdout == f"{tmp_path.as_posix()}/out.zip: written; notes: 2\n"
    assert other.notes == course.notes
    assert other.files == course.files


def test_an_export_of_ours_is_laid_out_as_notion_s(course, export):
    course.import_file("Export.zip", export)
    with zipfile.ZipFile(io.BytesIO(course.export(".zip"))) as archive:
        names = archive.namelist()
        page = archive.read(next(name for name in names if "/Auto-encoding" in name)).decode()

    folder = names[0].partition("/")[0]
    assert folder.startswith("Export-")
    stem = f"{folder}/Paper notes "
    assert all(name.startswith(stem) and len(name.removeprefix(stem)) > 32 for name in names)
    assert sum(name.endswith(("_all.csv", ".md", ".png")) for name in names) == 4
    assert page.startswith(
        "# Auto-encoding variational Bayes\n\nCitekey: kingma-2014-auto\nNote language: en\n"
    )
    assert "\n## Why?\n" in page
    assert "(assets/papers/kingma-2014-auto/Untitled-1.png)" in page
    assert "(Deep%20a%20title" in page
    assert "\n<aside>\n💡 A callout.\n\n- with a list\n</aside>\n" in page


def test_parts_of_a_large_export_are_read_as_one(course, export, zipped):
    half = list(FILES)[:3]
    parts = {
        "Export-Part-1.zip": zipped({name: FILES[name] for name in half}),
        "Export-Part-2.zip": zipped({name: FILES[name] for name in FILES if name not in half}),
    }

    assert course.import_file("Export.zip", zipped(parts)).exit_code == 0
    assert len(course.files) == 3


def test_a_mapping_can_be_saved_changed_and_told(course, export):
    mapping = course.root / "mapping.yml"
    assert (
        course.import_file("Export.zip", export, "--dry-run", "--save-mapping", str(mapping)).exit_code == 0
    )
    text = mapping.read_text(encoding="utf-8")
    text = text.replace("Reviewer: +reviewer", "Reviewer:").replace("level: introductory", "level: advanced")
    mapping.write_text(text.replace("Not started: to-do", "Not started: reading"), encoding="utf-8")
    done = course.import_file("Export.zip", export, "--mapping", str(mapping))

    assert done.exit_code == 0
    assert [(note.level, note.status, dict(note.extra)) for note in course.notes] == [
        ("advanced", "reading", {}),
        ("advanced", "done", {}),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("columns:\n  Name: titel\n", "the column 'Name' cannot mean `titel`. Did you mean `title`?"),
        (
            "columns:\n  Name: +jupyter\n",
            "the column 'Name' cannot be kept as `jupyter`: that word has a meaning of its own. "
            "Choose another word: lower-case letters, digits and hyphens.",
        ),
        ("colums: {}\n", "`colums` means nothing in a mapping. Did you mean `columns`?"),
        (
            "columns: [a]\n",
            "a mapping has `columns`, `values` and `defaults`, each with `name: meaning` lines below it. "
            "Let --save-mapping write one, and change that.",
        ),
        (
            "columns: !!python/object/apply:os.system [ls]\n",
            "the mapping is not valid YAML: what begins with ! is an order to YAML, and none is followed "
            "here. Put quotation marks around it.",
        ),
        ("values: {statut: {a: b}}\n", "`statut` is no field that this part of a mapping can name. "
         "Did you mean `status`?"),
    ],
)  # fmt: skip
def test_a_mapping_that_means_nothing_is_refused(course, export, text, told):
    mapping = course.root / "mapping.yml"
    mapping.write_text(text, encoding="utf-8")
    done = course.import_file("Export.zip", export, "--mapping", str(mapping))

    assert done.exit_code == 1
    assert course.told(done)[0] == f"mapping.yml:1: {told}"
    assert course.files == []


def test_a_topic_nobody_knows_is_refused_or_added_to_the_list(course, zipped):
    files = {
        name: data.replace("Models", "Graph nets") if isinstance(data, str) else data
        for name, data in FILES.items()
    }
    refused = course.import_file("Export.zip", zipped(files))

    assert refused.exit_code == 1
    assert course.told(refused)[0].startswith(
        f"Export.zip/{BASE}_all.csv:2: row 1 (“Auto-encoding variational Bayes”): `topics` must come from "
        "the list in docs/assets/papers.yml, got 'Graph nets'."
    )
    assert "  topics:\n    Graph nets: null\n" in refused.stdout
    assert course.files == []

    before = course.read("assets/papers.yml")
    assert course.import_file("Export.zip", zipped(files), "--new-topics").exit_code == 0
    added = "  graph-nets: {en: Graph nets, fr: Graph nets}\n"
    assert course.read("assets/papers.yml") == before.replace("statuses:", f"{added}statuses:")
    assert [note.topics for note in course.notes] == [("graph-nets",), ("graph-nets", "latent-variables")]


def test_every_row_that_cannot_be_understood_is_listed_and_nothing_is_written(course, zipped):
    table = "Name,Authors,Year,Venue,Tags\nA,Doe,2020,J,Models\nB,,2020,J,Models\nC,Doe,soon,J,Models\n"
    refused = course.import_file("Export.zip", zipped({"X.csv": table}))

    assert refused.exit_code == 1
    assert course.told(refused) == [
        "Export.zip/X.csv:3: row 2 (“B”): `authors` is missing: wanted a list of names. "
        "Write for example `authors: [Diederik P. Kingma, Jimmy Ba]`.",
        "Export.zip/X.csv:4: row 3 (“C”): `year` must be the year it appeared, got 'soon'. "
        "Write for example `year: 2015`.",
    ]
    assert course.files == []
    assert refused.stdout.endswith("pictures: 0 new (nothing was written)\n")
    partial = course.import_file("Export.zip", zipped({"X.csv": table}), "--partial")
    assert (partial.exit_code, course.files) == (1, ["en/papers/doe-2020-a.md"])


def test_a_page_that_no_row_has_is_listed(course, zipped):
    done = course.import_file(
        "Export.zip", zipped({**FILES, f"{BASE}/Lost {ID.format(9)}.md": "# Lost\n\ntext\n"})
    )

    assert course.told(done) == [
        f"Export.zip/{BASE}/Lost {ID.format(9)}.md:1: no row of the table has this page. "
        "Its title must be the first column of a row."
    ]


def test_two_rows_on_one_paper_are_listed(course, zipped):
    table = "Name,Authors,Year,Venue,Tags\nOne paper,Doe,2020,J,Models\nOne paper!,Doe,2020,J,Models\n"
    done = course.import_file("Export.zip", zipped({"X.csv": table}))

    assert course.told(done) == [
        "Export.zip/X.csv:3: row 2 (“One paper!”) would be the note `doe-2020-paper`, and so would row 1. "
        "Remove one of them, or give it a `Citekey`."
    ]


def test_a_paper_that_is_there_under_another_name_is_listed(course, zipped):
    table = "Name,Citekey,Authors,Year,Venue,Tags\nOne paper,{},Doe,2020,J,Models\n"
    assert course.import_file("Export.zip", zipped({"X.csv": table.format("first")})).exit_code == 0
    done = course.import_file("Export.zip", zipped({"X.csv": table.format("second")}))

    assert course.told(done) == [
        "Export.zip/X.csv:2: row 1 (“One paper”) is the paper of `first`: DOI, arXiv number or title are the "
        "same. Keep one note for a paper."
    ]


def test_two_papers_of_one_author_year_and_word_get_names_of_their_own(course, zipped):
    table = "Name,Authors,Year,Venue,Tags\nDeep nets,Doe,2020,J,Models\nDeep trees,Doe,2020,J,Models\n"

    assert course.import_file("Export.zip", zipped({"X.csv": table})).exit_code == 0
    assert course.files == ["en/papers/doe-2020-deep-b.md", "en/papers/doe-2020-deep.md"]


def test_pages_without_a_table_are_read_by_their_properties(course, zipped):
    page = "# A paper\n\nAuthors: Jane Doe\nYear: 2020\nVenue: J\nTags: Models\n\n## Why?\n\nBecause.\n"

    assert course.import_file("Export.zip", zipped({f"A paper {ID.format(3)}.md": page})).exit_code == 0
    assert course.notes[0].sections[0] == ("why", "Because.")


def test_an_export_of_several_tables_says_which(course, zipped):
    done = course.import_file("Export.zip", zipped({"A.csv": "Name\na\n", "B.csv": "Name\nb\n"}))

    assert course.told(done) == [
        "Export.zip: it holds 2 tables: 'A.csv', 'B.csv'. "
        "Export the database alone: open it as a full page first."
    ]


def test_questions_in_columns_become_sections(course, zipped):
    table = (
        "Nom,Auteurs,Année,Revue,Thèmes,Pourquoi ?,Comment ?,Quoi ?\nT,A,2020,R,Modèles,Un.,Deux.,Trois.\n"
    )

    assert course.import_file("Export.zip", zipped({"X.csv": table}), "--language", "fr").exit_code == 0
    assert course.read("fr/papers/a-2020-t.md").endswith(
        "## Pourquoi ? {#why}\n\nUn.\n\n## Comment ? {#how}\n\nDeux.\n\n## Quoi ? {#what}\n\nTrois.\n"
    )
