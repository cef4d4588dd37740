from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from course_site.__main__ import main

LESSON = (
    "---\nlang: {}\ntitle: {}\nlecturer: A. Lovelace\n---\n\n"
    '<center><img src="{{{{site.baseurl}}}}/images/week01/a.png"></center>\n'
)
PNG = b"\x89PNG\r\n\x1a\n"
CONFIG = "chapters:\n  - path: en/week01/01.md\n    sections:\n      - path: en/week01/01-1.md\n"


class Old:
    """A course written for Jekyll, in a folder beside the project, and the command that brings it in."""

    def __init__(self, root: Path, project) -> None:
        self.root, self.project = root, project
        for name, text in {
            "_config.yml": CONFIG,
            "en/week01/01.md": LESSON.format("en", "Week 1"),
            "en/week01/01-1.md": LESSON.format("en", "Part 1"),
            "fr/week01/01.md": LESSON.format("fr", "Semaine 1"),
        }.items():
            self.write(name, text)
        self.write("images/week01/a.png", PNG)

    def write(self, name: str, data: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    def bring_in(self, *options: str):
        words = ["import", str(self.root), *options]
        return CliRunner().invoke(main, words, catch_exceptions=False)

    def told(self, *options: str) -> list[str]:
        """What is wrong, with the path of the old course cut short."""
        return self.bring_in(*options).stderr.replace(str(self.root), "old").splitlines()

    @property
    def brought_in(self) -> list[str]:
        docs = self.project.root / "docs"
        return sorted(path.relative_to(docs).as_posix() for path in docs.rglob("*") if path.is_file())


@pytest.fixture
def old(tmp_path, project, monkeypatch) -> Old:
    monkeypatch.chdir(project.root)
    return Old(tmp_path / "old" / "docs", project)


def test_pages_and_pictures_are_copied_and_chapters_become_a_menu(old, project):
    done = old.bring_in()

    assert (done.exit_code, done.stderr) == (0, "")
    assert old.brought_in == [
        *("en/week01/01-1.md", "en/week01/01.md", "fr/week01/01.md", "images/week01/a.png"),
    ]
    assert (project.root / "docs/fr/week01/01.md").read_bytes() == (old.root / "fr/week01/01.md").read_bytes()
    assert yaml.safe_load((project.root / "imported-nav.yml").read_text(encoding="utf-8")) == {
        "nav": [{"Week 1": ["week01/01.md", "week01/01-1.md"]}]
    }
    assert "docs/images/week01/a.png: written\n" in done.stdout
    assert "nav:\n- Week 1:\n  - week01/01.md\n" in done.stdout
    assert done.stdout.endswith("pages: 3 new; pictures: 1 new; already there: 0\n")


def test_the_folder_above_docs_may_be_named_as_well(old):
    old.root = old.root.parent

    assert old.bring_in().exit_code == 0
    assert len(old.brought_in) == 4


def test_a_dry_run_says_the_same_and_writes_nothing(old, project):
    before = sorted(project.root.rglob("*"))
    done = old.bring_in("--dry-run")

    assert done.exit_code == 0
    assert sorted(project.root.rglob("*")) == before
    assert "docs/images/week01/a.png: would be written\n" in done.stdout
    assert done.stdout.endswith("(nothing was written)\n")


def test_doing_it_twice_changes_nothing(old):
    old.bring_in()
    done = old.bring_in()

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.endswith("pages: 0 new; pictures: 0 new; already there: 4\n")


def test_nothing_is_overwritten(old, project):
    mine = project.write("docs/en/week01/01.md", "mine")
    menu = project.write("imported-nav.yml", "mine")

    assert old.told() == [
        "docs/en/week01/01.md: is there already, and differs. It was kept as it is.",
        "imported-nav.yml: is there already, and differs. It was kept as it is.",
    ]
    assert (mine.read_text(), menu.read_text()) == ("mine", "mine")
    assert len(old.brought_in) == 4


def test_another_folder_can_be_named(old, project, tmp_path):
    assert old.bring_in("--into", str(tmp_path / "new" / "docs")).exit_code == 0
    assert (tmp_path / "new" / "docs" / "en" / "week01" / "01.md").is_file()
    assert (tmp_path / "new" / "imported-nav.yml").is_file()
    assert old.brought_in == []


def test_what_is_wrong_with_a_page_is_told_and_the_page_brought_in(old):
    old.write(
        "fr/week01/01.md",
        "---\nlang: en\nlecturers: X\nauthors: {a: b}\n---\n"
        "![](x.png)\n{% include y.html %} {{page.title}}\n",
    )
    old.write("fr/week01/02.md", "---\ntitle: [\n---\n")

    assert [line.partition(". ")[0] for line in old.told()] == [
        "old/fr/week01/01.md:1: `lang` is 'en', and the page stands in fr/",
        "old/fr/week01/01.md:3: front matter has `lecturers`, which means nothing here",
        "old/fr/week01/01.md:4: `authors` must be a name or a list of names, got {'a': 'b'}",
        "old/fr/week01/01.md:6:5: the picture x.png is not there",
        "old/fr/week01/01.md:7:1: `{% include y.html %}` is a command to Jekyll, and means nothing here",
        "old/fr/week01/01.md:7:22: `{{page.title}}` is a command to Jekyll, and means nothing here",
        "old/fr/week01/02.md:2: front matter is not valid YAML: "
        "expected the node content, but found '<stream end>'",
    ]
    assert "fr/week01/02.md" in old.brought_in


def test_what_does_not_belong_is_left_out_and_told(old):
    old.write("zh/week01/01.md", "x")
    old.write("_layouts/x.html", "x")
    old.write("en/week01/slides.pdf", "x")
    done = old.bring_in()
    said = done.stdout.replace(str(old.root), "old")

    assert done.exit_code == 0
    assert "old/zh: left out: a language that this site does not speak" in said
    assert "old/_layouts: left out: neither a language" in said
    assert "old/en/week01/slides.pdf: left out: no kind of file that belongs here" in said
    assert len(old.brought_in) == 4


def test_a_page_that_holds_code_is_announced(old):
    head = "---\ntitle: T\njupyter:\n  kernelspec: {name: python3, language: python}\n---\n"
    old.write("en/week01/run.md", head + "```python\nx = 1\n```\n")

    assert "run.md: holds code that the next build will run; read it first" in old.bring_in().stdout


def test_links_scripts_and_odd_files_are_refused(old, tmp_path):
    secret = tmp_path / "secret.md"
    secret.write_text("secret")
    (old.root / "en/week01/link.md").symlink_to(secret)
    (old.root / "en/week02").symlink_to(tmp_path)
    (old.root / "images/a:b.png").write_bytes(PNG)
    old.write("images/evil.svg", "<svg><script>alert(1)</script></svg>")
    old.write("images/handler.svg", "<svg onload='x()'/>")

    assert old.told() == [
        "old/en/week01/link.md: is a link, and links are not followed. It was left out.",
        "old/en/week02: is a link, and links are not followed. It was left out.",
        "old/images/a:b.png: has a name that some systems cannot hold. It was left out.",
        "old/images/evil.svg: is a drawing that holds a script. It was left out.",
        "old/images/handler.svg: is a drawing that holds a script. It was left out.",
    ]
    assert len(old.brought_in) == 4


def test_a_language_that_is_a_link_is_refused(old, tmp_path):
    (old.root / "fr").rename(tmp_path / "elsewhere")
    (old.root / "fr").symlink_to(tmp_path / "elsewhere")

    assert old.told() == ["old/fr: is no folder, or a link. It was left out."]


def test_nothing_is_written_through_a_link_of_the_project(old, project, tmp_path):
    (tmp_path / "outside").mkdir()
    (project.root / "docs/images").symlink_to(tmp_path / "outside")

    assert old.told() == [
        "docs/images/week01/a.png: leads out of the docs folder through a link. It was left out."
    ]
    assert list((tmp_path / "outside").iterdir()) == []


def test_chapters_out_of_the_course_are_refused(old):
    old.write("_config.yml", "chapters:\n  - path: en/../../secret.md\n  - path: en/week01/01.md\n")

    assert old.told() == [
        "old/_config.yml:2: `en/../../secret.md` is no path below en/. Nothing was read from there."
    ]


def test_a_course_without_chapters_or_that_is_not_there_is_told(old, tmp_path):
    (old.root / "_config.yml").unlink()
    assert "_config.yml: not there, so no menu was made" in old.bring_in().stdout

    old.root = tmp_path / "nowhere"
    assert old.told() == ["old: there is no such folder. Name the folder of a course."]
