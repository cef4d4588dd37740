"""What comes with a table: pictures keep apart, what stays out is said, and nothing is half done."""

import pytest

from course_site.papers.exchange.carrying import NEW, Write, carry_out
from course_site.problems import ProblemsFound

ID = "0123456789abcdef0123456789abcde{}"
BASE = f"Export-1/Reading list {ID.format(0)}"
ROW = f"{BASE}/A paper {ID.format(1)}"
TABLE = "Name,Authors,Year,Venue,Tags,PDF\nA paper,Doe,2020,J,Models,{}\n"
PAGE = """\
# A paper

Authors: Doe

## Why?

{}
"""


@pytest.fixture
def bring(course, zipped):
    """Import one row whose page holds some words, with some files in its folder."""

    def bring(words, *files, pdf="", **more):
        named = {f"{ROW}/{name}": name.encode() for name in files}
        named |= {f"{BASE}_all.csv": TABLE.format(pdf), f"{ROW}.md": PAGE.format(words), **more}
        return course.import_file("Export.zip", zipped(named))

    return bring


def folder(name: str = "") -> str:
    """Return the folder of the row as Notion writes it in a link."""
    return f"A%20paper%20{ID.format(1)}/{name}"


def body(course) -> str:
    return course.notes[0].sections[0][1]


def test_pictures_whose_names_have_no_plain_letters_keep_apart(course, bring):
    words = "".join(f"![{name}]({folder(name)}.png)" for name in ("图", "表", "Plan!", "plan?"))
    done = bring(words, "图.png", "表.png", "Plan!.png", "plan?.png")

    assert (done.exit_code, done.stderr) == (0, "")
    place = "assets/papers/doe-2020-paper/"
    held = {name.removeprefix(place): (course.docs / name).read_text() for name in course.files[:4]}
    assert held == {
        "Plan.png": "Plan!.png",
        "plan-2.png": "plan?.png",
        "picture.png": "图.png",
        "picture-2.png": "表.png",
    }
    assert f"![图](../../{place}picture.png)![表](../../{place}picture-2.png)" in body(course)


def test_such_pictures_go_out_again(course, bring, tmp_path, make_course):
    bring(f"![p]({folder('图')}.png)", "图.png")
    other = make_course(tmp_path / "other")
    other.bring_in(course.export(".zip"), ".zip")

    assert (
        other.files
        == course.files
        == ["assets/papers/doe-2020-paper/picture.png", "en/papers/doe-2020-paper.md"]
    )
    assert other.notes == course.notes


def test_twins_of_one_name_keep_their_own_pictures(course, zipped):
    table = (
        "Name,Citekey,Note language,Authors,Year,Venue,Tags\n"
        "A paper,doe-2020-a,en,Doe,2020,J,Models\nUn article,doe-2020-a,fr,Doe,2020,J,Models\n"
    )
    files = {"X.csv": table}
    for title in ("A paper", "Un article"):
        files |= {f"X/{title}.md": f"# {title}\n\n![p]({title.replace(' ', '%20')}/p.png)\n"}
        files |= {f"X/{title}/p.png": title}
    done = course.import_file("Export.zip", zipped(files))

    assert (done.exit_code, done.stderr) == (0, "")
    assert "doe-2020-a/p.png)" in course.read("en/papers/doe-2020-a.md")
    assert "doe-2020-a/p-2.png)" in course.read("fr/papers/doe-2020-a.md")
    assert course.read("assets/papers/doe-2020-a/p-2.png") == "Un article"


def test_what_does_not_come_in_is_said_and_links_to_it_are_words(course, bring):
    words = (
        f"[paper.pdf]({folder('paper.pdf')}), [my [old] thoughts]({folder(f'Thoughts%20{ID.format(2)}.md')}) "
        f"and ![scan]({folder('scan.heic')}), [away]({folder(f'Gone%20{ID.format(3)}.md')}), "
        f"[here](#why), [Notion](https://www.notion.so/Page-{ID.format(4)}), [a lesson](../spiral/index.md)"
    )
    files = ("paper.pdf", f"Thoughts {ID.format(2)}.md", "scan.heic", "cover.png", f"Sub {ID.format(5)}.csv")
    done = bring(words, *files)

    assert (done.exit_code, done.stderr) == (0, "")
    said = [line for line in done.stdout.splitlines() if "left out" in line]
    told = "left out: no page of a row, and no picture that one shows"
    place = f"{course.root.as_posix()}/Export.zip/{ROW}"
    assert said == [f"{place}/{name}: {told}" for name in sorted(files)]
    assert body(course) == (
        "paper.pdf, my [old] thoughts and scan, away, "
        f"[here](#why), [Notion](https://www.notion.so/Page-{ID.format(4)}), [a lesson](../spiral/index.md)"
    )


def test_a_file_among_the_properties_is_left_out_and_no_address(course, bring):
    files = f"Reading%20list%20{ID.format(0)}/{folder('paper.pdf')}"
    done = bring("a", "paper.pdf", pdf=files)

    assert (done.exit_code, done.stderr) == (0, "")
    assert f"{ROW}/paper.pdf: left out: " in done.stdout
    assert course.notes[0].url == ""


def test_an_address_in_the_same_property_is_kept(course, bring):
    bring("a", pdf="https://example.org/a.pdf")

    assert course.notes[0].url == "https://example.org/a.pdf"


def test_a_property_with_a_colon_in_its_name_stays_out_of_the_text(course, zipped):
    page = "# A paper\n\nRead: when: May\nAuthors: Doe\n\n## Why?\n\nBecause.\n"
    table = "Name,Read: when,Authors,Year,Venue,Tags\nA paper,May,Doe,2020,J,Models\n"
    course.import_file("Export.zip", zipped({"X.csv": table, "X/A paper.md": page}))

    assert (course.notes[0].body_before, body(course)) == ("", "Because.")
    assert dict(course.notes[0].extra) == {"read-when": "May"}


def test_a_paper_listed_twice_comes_in_once_if_the_rest_is_wanted(course):
    row = "One paper,{},2020,J,models\n"
    table = "Title,Authors,Year,Venue,Tags\n" + row.format("Doe") * 2 + "Another,Roe,2020,J,models\n"
    done = course.import_file("x.csv", table, "--partial")

    assert done.exit_code == 1
    assert [line.partition(": ")[0] for line in course.told(done)] == ["x.csv:3"]
    assert sorted(path.name for path in (course.docs / "en/papers").iterdir()) == [
        "doe-2020-paper.md",
        "roe-2020-another.md",
    ]


def test_two_files_for_one_place_are_refused_before_anything_is_written(tmp_path):
    writes = [Write(tmp_path / name, name, b"x".strip, NEW) for name in ("a.md", "b.md", "b.md")]
    with pytest.raises(ProblemsFound) as caught:
        carry_out(writes)

    assert [str(problem) for problem in caught.value.problems] == [
        "b.md: two files would be written here. Nothing was written."
    ]
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_moved_into_place_leaves_no_half_files(tmp_path):
    (tmp_path / "b.md").mkdir()
    with pytest.raises(ProblemsFound, match=r"Only a\.md was written"):
        carry_out([Write(tmp_path / name, name, b"x".strip, NEW) for name in ("a.md", "b.md")])

    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.md", "b.md"]


def test_a_fault_while_a_file_is_imported_is_not_taken_for_one_of_the_file(course, monkeypatch):
    def broken(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("course_site.papers.command.carry_out", broken)
    with pytest.raises(PermissionError):
        course.import_file("x.csv", "Title,Authors,Year,Venue,Tags\nT,Doe,2020,J,models\n")
