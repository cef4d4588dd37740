import pytest
from click.testing import CliRunner

from course_site.__main__ import main
from course_site.checking import BUILD_CHECKS, EVERY_CHECK
from course_site.diagrams.library import library, starter
from course_site.diagrams.usage import (
    all_shown,
    check_descriptions,
    check_diagrams,
    check_drawing,
    free_drawings,
    shown,
)
from course_site.pages import read_page

WRONG = starter().replace("shape=delay", "shape=or")
MESSAGE = "“Encoder” is drawn with And, a logic gate that looks like Delay; a network is drawn with Delay."


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course of one page and one right drawing."""
    drawings = tmp_path / "docs" / "assets" / "diagrams"
    drawings.mkdir(parents=True)
    (tmp_path / "docs" / "en").mkdir()
    (tmp_path / "mkdocs.yml").write_text("plugins: [course_site]\n", encoding="utf-8")
    (drawings / "x.drawio").write_text(starter(), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def show(course, markdown: str) -> None:
    (course / "docs" / "en" / "index.md").write_text(f"# A page\n\n{markdown}\n", encoding="utf-8")


def run(*arguments: str):
    return CliRunner().invoke(main, ["diagrams", *arguments])


def test_every_drawing_of_the_course_is_checked(course):
    wrong = course / "docs" / "assets" / "diagrams" / "y.drawio"
    wrong.write_text(WRONG, encoding="utf-8")
    done = run("check")

    assert done.exit_code == 1
    assert done.output.startswith(f"docs/assets/diagrams/y.drawio:12: {MESSAGE}")
    wrong.unlink()
    assert run("check").output == "1 drawing checked, no problem found\n"


def test_drawings_that_are_wrong_on_purpose_are_checked_only_when_named(course):
    folder = course / "docs" / "assets" / "diagrams" / "wrong"
    folder.mkdir()
    (folder / "and.drawio").write_text(WRONG, encoding="utf-8")

    assert run("check").exit_code == 0
    assert MESSAGE in run("check", str(folder / "and.drawio")).output


def test_a_file_that_is_not_there_is_named(course):
    done = run("check", "nowhere.drawio")

    assert done.exit_code == 1
    assert done.output.startswith("nowhere.drawio: the file cannot be read: ")


def test_fix_repairs_what_is_safe_and_reports_the_rest(course):
    drawing = course / "docs" / "assets" / "diagrams" / "x.drawio"
    drawing.write_text(WRONG.replace("#e6e6e6", "#dae8fc"), encoding="utf-8")
    done = run("check", "--fix")

    assert "docs/assets/diagrams/x.drawio: repaired\n" in done.output
    assert MESSAGE in done.output
    assert drawing.read_text(encoding="utf-8") == WRONG


def test_a_drawing_is_printed_as_lines_and_a_broken_one_as_the_reason(course):
    (course / "broken.drawio").write_text("<mxfile/>", encoding="utf-8")

    assert "arrow x → Encoder: forward\n" in run("text", "docs/assets/diagrams/x.drawio").output
    assert run("text", "broken.drawio").output == "the file holds no page of a drawing.\n"


@pytest.mark.parametrize(("name", "write"), [("library", library), ("starter", starter)])
def test_library_and_starter_are_written(course, name, write):
    assert run(name, "made.xml").exit_code == 0
    assert (course / "made.xml").read_text(encoding="utf-8") == write()


def test_the_checks_are_part_of_the_build_and_of_course_site_check(course):
    show(course, "![](../assets/diagrams/x.drawio)")
    done = CliRunner().invoke(main, ["check"])

    assert check_diagrams in BUILD_CHECKS
    assert {check_diagrams, check_descriptions} <= set(EVERY_CHECK)
    assert done.output == (
        "docs/en/index.md:3: `docs/assets/diagrams/x.drawio` is shown without a description. "
        "Write for example ![x, observed, goes through Encoder to ȳ, computed](…).\n"
    )


@pytest.mark.parametrize(
    ("shown_in", "wanted"),
    [
        (["en"], []),
        (["en", "fr"], ["fr"]),
        (["en", "es", "fr"], ["es"]),
        (["fr", "other-fr"], ["fr"]),
        (["other-fr"], ["fr"]),
        (["other-en"], []),
        ([], []),
    ],
)
def test_words_are_wanted_in_the_languages_of_the_pages_that_show_a_drawing(course, shown_in, wanted):
    unspoken = starter().replace("label_fr", "label_de")
    drawing = course / "docs" / "assets" / "diagrams" / "x.drawio"
    drawing.write_text(unspoken, encoding="utf-8")
    pages = []
    for where in shown_in:
        other, _, code = where.rpartition("-")
        text = f"# A page\n\n![x](../assets/diagrams/{other or 'x'}.drawio)\n"
        pages.append(read_page(text, f"docs/{code}/index.md")[0])

    found = check_drawing(drawing.read_bytes(), "docs/assets/diagrams/x.drawio", all_shown(pages))

    message = "“Encoder” has a word in its label and none for the pages in `{}`."
    assert [problem.message for problem in found] == [message.format(code) for code in wanted]


@pytest.mark.parametrize(
    ("markdown", "free"),
    [
        ("![A](../assets/diagrams/x.drawio){.free}", {"docs/assets/diagrams/x.drawio"}),
        (
            "![A](../assets/diagrams/x.drawio.svg#page=2 'Title'){ #id .free }",
            {"docs/assets/diagrams/x.drawio.svg"},
        ),
        ("![A](../assets/diagrams/x.drawio)", set()),
        ("![A](../assets/diagrams/x.drawio){.free} ![B](../assets/diagrams/x.drawio)", set()),
        ("![A](../assets/diagrams/x.drawio){.freedom}", set()),
        ("`![A](../assets/diagrams/x.drawio){.free}`", set()),
        ("```md\n![A](../assets/diagrams/x.drawio){.free}\n```", set()),
        ("![A](../assets/pictures/x.svg){.free}", set()),
    ],
)
def test_a_drawing_is_free_where_every_page_shows_it_so(markdown, free):
    page, _ = read_page(f"# A page\n\n{markdown}\n", "docs/en/index.md")

    assert free_drawings(all_shown([page])) == free


def test_a_drawing_in_a_page_knows_its_line_and_words():
    page, _ = read_page("# A page\n\nText.\n\n![x goes *on*](../../assets/x%20y.drawio)\n", "docs/en/a/b.md")
    (use,) = shown(page)

    assert (use.line, use.drawing, use.alt) == (5, "docs/assets/x y.drawio", "x goes *on*")
