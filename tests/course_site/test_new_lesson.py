from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from course_site.__main__ import main
from course_site.dialect import check_dialect
from course_site.new_lesson import name_problems, plan_lesson
from course_site.pages import read_page

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "docs" / "assets" / "downloads"


@pytest.fixture
def command(project, monkeypatch):
    """Run a command in a tiny course that speaks both languages and has the real templates."""
    (project.root / "docs" / "fr").mkdir()
    for name in ("lesson.md.txt", "lesson.fr.md.txt"):
        project.write(f"docs/assets/downloads/{name}", (TEMPLATES / name).read_text(encoding="utf-8"))
    monkeypatch.chdir(project.root)
    return lambda *words: CliRunner().invoke(main, list(words), catch_exceptions=False)


def test_a_new_lesson_is_the_template_in_both_languages(command, project):
    done = command("new", "lesson", "spiral/energies")

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == (
        "docs/en/spiral/energies.md: written\n"
        "docs/fr/spiral/energies.md: written\n"
        "Change the titles and descriptions, then add this line to `nav` in mkdocs.yml:\n"
        "      - spiral/energies.md\n"
    )
    for language, name in (("en", "lesson.md.txt"), ("fr", "lesson.fr.md.txt")):
        written = project.root / "docs" / language / "spiral" / "energies.md"
        assert written.read_bytes() == (TEMPLATES / name).read_bytes()
    assert yaml.safe_load(done.stdout.splitlines()[-1]) == ["spiral/energies.md"]


def test_nothing_is_wrong_with_a_new_lesson(command, project):
    command("new", "lesson", "energies")

    for name in ("docs/en/energies.md", "docs/fr/energies.md"):
        page, problems = read_page((project.root / name).read_bytes(), name)
        assert problems == []
        assert page.runs
        assert page.values
        assert check_dialect(page, name.removeprefix("docs/"), project.root / "docs") == []


def test_nothing_is_overwritten_nor_half_written(command, project):
    mine = project.write("docs/fr/spiral/energies.md", "mine")
    done = command("new", "lesson", "spiral/energies")

    assert done.exit_code == 1
    assert done.stderr == "docs/fr/spiral/energies.md: this page is there already. Choose another name.\n"
    assert mine.read_text() == "mine"
    assert not (project.root / "docs/en/spiral").exists()


@pytest.mark.parametrize(
    ("there", "name", "fault"),
    [
        (
            "spiral/index.md",
            "spiral",
            "spiral/index.md: this page has the address that spiral.md would have.",
        ),
        ("spiral.md", "spiral/index", "spiral.md: this page has the address that index.md would have."),
        ("spiral", "spiral/energies", "spiral: this is a file, and no folder."),
    ],
)
def test_two_pages_cannot_share_an_address(command, project, there, name, fault):
    project.write(f"docs/en/{there}", "x")
    done = command("new", "lesson", name)

    assert done.exit_code == 1
    assert done.stderr == f"docs/en/{fault} Choose another name.\n"


def test_a_link_out_of_the_docs_folder_is_not_followed(command, project, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (project.root / "docs/en/out").symlink_to(tmp_path / "elsewhere")
    done = command("new", "lesson", "out/page")

    assert done.exit_code == 1
    assert done.stderr == "docs/en/out/page.md: this leads out of the docs folder through a link.\n"
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_course_without_the_template_is_told_so(project):
    pages, problems = plan_lesson("energies", project.root / "docs")

    assert pages == {}
    assert [str(problem) for problem in problems] == [
        "docs/assets/downloads/lesson.md.txt: this file is missing. The template of a lesson belongs there."
    ]


@pytest.mark.parametrize("name", ["energies", "spiral/energies", "week-03/03-3", "a/b/c", "spiral/index"])
def test_plain_names_are_good(name):
    assert name_problems(name) == []


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("spiral/energies.md", "a lesson's name has no ending. Write spiral/energies."),
        ("fr/energies", "a lesson's name does not begin with fr/. It is written in every language at once"),
        ("docs/en/energies", "a lesson's name does not begin with docs/."),
        ("assets/energies", "assets/ holds no lessons."),
        *(
            (name, "this is no name for a lesson. Write it like spiral/energies")
            for name in ("", "../x", "/etc/x", "a//b", "a/", "A", "é", "a b", "a\\b", "a/../b", "-a", "a\n")
        ),
        ("a" * 101, "this is no name for a lesson."),
    ],
)
def test_bad_names_are_refused(name, message):
    (problem,) = name_problems(name)

    assert str(problem).startswith(f"{name}: {message}")
