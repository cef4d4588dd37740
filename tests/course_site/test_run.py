import hashlib
import shutil

import pytest

from course_site.execution.nbclient_engine import NbclientEngine
from course_site.execution.run import Shard, read_pages
from course_site.execution.store import Store
from course_site.segments import figure_files

EN, FR = "docs/en/arms.md", "docs/fr/arms.md"


@pytest.fixture
def course(project):
    """An English and a French page with the same code, and another page with a figure."""
    project.write("tiny/numbers.py", "def half():\n    return 0.5\n")
    project.write("tiny/lines.py", "def line():\n    return 'M0 0'\n")
    project.lesson(
        "en/arms.md",
        f"""\
        # Arms

        ```python
        from tiny.numbers import half
        x = half()  # a half
        {project.tick}
        ```

        It is `{{python}} percent(x)`.
        """,
    )
    english = (project.root / EN).read_text()
    project.write(FR, english.replace("# Arms", "# Bras").replace("a half", "une moitié"))
    project.lesson(
        "en/figure.md",
        f"""\
        ```python
        #| name: a-line
        #| alt: A line.
        #| caption: A line.
        from tiny.lines import line
        draw(line())
        {project.tick}
        ```
        """,
    )
    return project


def test_the_first_run_runs_each_code_once_and_the_second_nothing(course):
    first = course.run()

    assert first.summary() == "pages: 1 from the store, 2 run, 0 failed"
    assert (first.run, first.stored) == ([EN, "docs/en/figure.md"], [FR])
    assert course.count == "xx"

    second = course.run()
    assert second.summary() == "pages: 3 from the store, 0 run, 0 failed"
    assert course.count == "xx"
    assert second.executed == first.executed


def test_a_french_page_with_translated_comments_shares_the_english_run(course):
    report = course.run()
    english, french = report.executed[EN], report.executed[FR]

    assert english.result == french.result
    assert english.fingerprint == french.fingerprint
    assert french.page.path == FR
    assert Store(course.settings.store).keys() == sorted(
        {page.fingerprint.key for page in report.executed.values()}
    )


def test_an_edit_of_prose_runs_nothing(course):
    course.run()
    path = course.root / EN
    course.write(EN, path.read_text().replace("# Arms", "# Spiral arms\n\nProse."))

    assert course.run().summary() == "pages: 3 from the store, 0 run, 0 failed"
    assert course.count == "xx"


def test_an_edit_of_a_caption_runs_nothing_and_is_shown(course):
    course.run()
    path = course.root / "docs/en/figure.md"
    course.write("docs/en/figure.md", path.read_text().replace("caption: A line.", "caption: Another."))
    report = course.run()

    assert report.run == []
    assert report.executed["docs/en/figure.md"].page.cells[0].options["caption"] == "Another."


def test_an_edit_of_a_function_runs_exactly_the_pages_that_use_it(course):
    course.run()
    course.write("tiny/numbers.py", "def half():\n    return 0.25\n")
    report = course.run()

    assert report.run == [EN]
    assert report.stored == ["docs/en/figure.md", FR]
    assert report.executed[FR].result.cells[0].values["percent(x)"]["value"] == 0.25
    assert course.count == "xxx"


def test_an_edit_of_a_drawing_changes_the_name_of_its_file(course):
    (before,) = figure_files(course.run().executed["docs/en/figure.md"])
    course.write("tiny/lines.py", "def line():\n    return 'M9 9'\n")
    after = figure_files(course.run().executed["docs/en/figure.md"])

    assert before not in after
    for name, data in after.items():
        assert name == f"a-line.{hashlib.sha256(data).hexdigest()[:10]}.svg"


def test_undoing_an_edit_runs_nothing(course):
    course.run()
    path = course.root / EN
    before = path.read_text()
    course.write(EN, before.replace("x = half()", "x = half() / 2"))
    course.run()
    course.write(EN, before)

    assert course.run().run == []


def test_the_two_devices_have_results_of_their_own(course):
    course.run()

    assert len(course.run(settings={"device": "cuda"}).run) == 2
    assert course.run().run == []


def test_bad_pages_are_reported_together_and_the_others_still_run(course):
    course.lesson("en/bad-cell.md", "```python\nx = 1\nraise ValueError('no')\n```\n")
    course.lesson("en/bad-claim.md", "```python\nx = 1\n```\n\nIt is `{python} claim(x > 1)`.\n")
    course.lesson("en/bad-value.md", "```python\nx = 1\n```\n\nIt is `{python} y`.\n")
    course.lesson("en/bad-code.md", "```python\nx = (\n```\n")
    course.lesson("fr/bad-yaml.md", "x\n", head="---\na: [\n---\n")
    report = course.run()

    assert sorted(str(problem) for problem in report.problems) == [
        "docs/en/bad-cell.md:6: the cell raised ValueError: no.",
        "docs/en/bad-claim.md:10:7: the claim `claim(x > 1)` is false in this run. "
        "Change the sentence, or mend what it speaks of.",
        "docs/en/bad-code.md:7:5: this is not Python: '(' was never closed.",
        "docs/en/bad-value.md:10:7: `y` failed: NameError: name 'y' is not defined.",
        "docs/fr/bad-yaml.md:2: front matter is not valid YAML: "
        "expected the node content, but found '<stream end>'. Mend that line.",
    ]
    assert report.failed == [f"docs/en/bad-{name}.md" for name in ("cell", "claim", "code", "value")]
    assert report.summary() == "pages: 1 from the store, 2 run, 4 failed"
    assert course.count == "xx"


def test_nothing_of_a_failed_page_is_stored(course):
    course.run()
    stored = Store(course.settings.store).keys()
    course.lesson("en/bad.md", "```python\nx = 1\n```\n\nIt is `{python} claim(x > 1)`.\n")

    for _ in range(2):
        assert course.run().failed == ["docs/en/bad.md"]
        assert Store(course.settings.store).keys() == stored


def test_a_claim_that_turns_false_by_an_edit_of_its_sentence_fails(project):
    project.lesson("en/p.md", "```python\nx = 1\n```\n\nIt is `{python} claim(x > 0)`.\n")
    assert project.run().problems == []

    project.lesson("en/p.md", "```python\nx = 1\n```\n\nIt is `{python} claim(x > 3)`.\n")
    assert project.run().failed == ["docs/en/p.md"]


@pytest.mark.parametrize("missing", ["name", "alt", "caption"])
def test_a_figure_must_have_a_name_a_description_and_a_caption(course, missing):
    path = course.root / "docs/en/figure.md"
    lines = [line for line in path.read_text().split("\n") if not line.startswith(f"#| {missing}")]
    course.write("docs/en/figure.md", "\n".join(lines))

    assert [str(problem) for problem in course.run().problems] == [
        f"docs/en/figure.md:6: the cell draws a figure and has no `{missing}`. "
        f"Add a line `#| {missing}: …` at the top of the cell."
    ]


def test_a_figure_with_an_empty_description_is_a_problem_in_each_language(project):
    body = "```python\n#| name: a\n#| caption: C\n#| alt: {}\ndraw('M0 0')\n```\n"
    project.lesson("en/p.md", body.format("A line"))
    project.lesson("fr/p.md", body.format("' '"))

    assert [str(problem) for problem in project.run().problems] == [
        "docs/fr/p.md:6: the cell draws a figure and has no `alt`. "
        "Add a line `#| alt: …` at the top of the cell."
    ]


def test_a_cell_that_draws_two_figures_is_a_problem(project):
    head = "#| name: a\n#| alt: A\n#| caption: C\n"
    project.lesson("en/p.md", f"```python\n{head}draw('M0 0')\ndraw('M1 1')\n```\n")

    assert [str(problem) for problem in project.run().problems] == [
        "docs/en/p.md:6: the cell draws 2 figures; a cell may draw one. "
        "Split the cell, or draw both on one figure."
    ]


def test_a_missing_data_file_is_a_problem_before_anything_runs(course):
    head = "---\njupyter: {kernelspec: {name: python3}}\ndepends: [data/a.csv]\n---\n"
    course.lesson("en/data.md", f"```python\n{course.tick}\n```\n", head=head)
    report = course.run()

    assert [str(problem) for problem in report.problems] == [
        "docs/en/data.md:1: `depends` names data/a.csv, which is not there. "
        "Paths are relative to the project's folder."
    ]
    assert report.failed == ["docs/en/data.md"]
    assert course.count == "xx"


def test_a_module_that_is_not_python_is_a_problem_and_other_pages_run(course):
    course.write("tiny/numbers.py", "def half(:\n")
    report = course.run()

    assert [str(problem) for problem in report.problems] == [
        "tiny/numbers.py:1:10: this is not Python: invalid syntax."
    ]
    assert report.failed == [EN, FR]
    assert report.run == ["docs/en/figure.md"]


def test_a_damaged_result_is_told_and_rebuilt(course):
    first = course.run()
    key = first.executed[EN].fingerprint.key
    (course.settings.store / key / "result.json").write_text("{}")
    report = course.run()

    assert report.run == [EN]
    assert report.problems == []
    (notice,) = report.notices
    assert notice.message == (
        "the stored result was damaged (result.json does not match its checksum) and has been discarded."
    )
    assert course.run().notices == []


def test_force_runs_stored_pages_and_stores_the_new_result(course):
    course.tick_now()
    course.lesson(
        "en/count.md", f"```python\nwith open({str(course.counter)!r}) as f: print(f.read())\n```\n"
    )
    course.run()
    again = course.run(only=["docs/en/count.md"], force=True)
    course.tick_now()
    forced = course.run(only=["docs/en/count.md"], force=True)

    assert forced.run == ["docs/en/count.md"]
    assert forced.executed["docs/en/count.md"].result != again.executed["docs/en/count.md"].result
    assert course.run().executed["docs/en/count.md"].result == forced.executed["docs/en/count.md"].result


def test_only_named_pages_run(course):
    report = course.run(only=["docs/en/figure.md"])

    assert report.run == ["docs/en/figure.md"]
    assert list(report.executed) == ["docs/en/figure.md"]


def test_shards_share_the_work_and_their_stores_add_up(course):
    reports = [course.run(shard=Shard(number, 3)) for number in (1, 2, 3)]

    assert sorted(path for report in reports for path in report.run) == [EN, "docs/en/figure.md"]
    assert course.count == "xx"
    assert course.run().run == []


def test_eight_machines_with_a_shard_each_make_the_store_that_one_machine_makes(course, tmp_path):
    for number in range(20):
        course.lesson(f"en/more{number}.md", f"```python\nprint({number})\n```\n")
    course.run(settings={"store": tmp_path / "one"})
    ran = []
    for number in range(1, 9):
        report = course.run(settings={"store": tmp_path / f"shard{number}"}, shard=Shard(number, 8))
        ran.append(len(report.run))
        shutil.copytree(tmp_path / f"shard{number}", tmp_path / "merged", dirs_exist_ok=True)

    assert sum(ran) == 22
    assert max(ran) - min(ran) <= 1
    one, merged = (
        {str(path.relative_to(tmp_path / name)): path.read_bytes() for path in (tmp_path / name).rglob("*.*")}
        for name in ("one", "merged")
    )
    assert merged == one
    assert course.run(settings={"store": tmp_path / "merged"}).run == []


def test_several_workers_give_the_same_report(course):
    assert course.run(workers=4).executed == course.run(workers=1, force=True).executed


def test_a_store_that_cannot_be_written_is_a_problem_of_every_page(course):
    (course.root / "file").write_text("")
    report = course.run(settings={"store": course.root / "file" / "lessons"})

    assert sorted(str(problem) for problem in report.problems) == [
        f"docs/en/{name}.md: the result could not be stored in {course.root}/file/lessons: "
        "Not a directory. Make room, or choose another store."
        for name in ("arms", "figure")
    ]
    assert report.summary() == "pages: 0 from the store, 0 run, 3 failed"


def test_a_page_tells_what_happens_to_it(course):
    events = []
    course.run(progress=lambda path, event: events.append((path, event)), only=[EN])
    course.run(progress=lambda path, event: events.append((path, event)), only=[EN])

    assert events == [(EN, "run"), (EN, "done"), (EN, "store")]


def test_pages_are_read_in_the_order_of_their_paths_and_editors_files_are_not(course):
    (course.root / "docs/en/.#arms.md").symlink_to("nobody@nowhere:1")
    pages, problems = read_pages(course.settings)

    assert [page.path for page in pages] == [EN, "docs/en/figure.md", FR]
    assert problems == []


def test_a_page_without_a_kernel_is_read_and_not_run(project):
    project.write("docs/en/plain.md", "# Plain\n\n```python\nprint('not run')\n```\n")
    report = project.run()

    assert report.summary() == "pages: 0 from the store, 0 run, 0 failed"
    assert report.executed == {}


def test_a_real_kernel_runs_imports_stores_and_shares_too(course):
    for name in ("en/arms.md", "fr/arms.md"):
        path = course.root / "docs" / name
        course.write(f"docs/{name}", path.read_text().replace(course.tick, ""))
    first = course.run(NbclientEngine(), only=[EN, FR])

    assert first.problems == []
    assert first.summary() == "pages: 1 from the store, 1 run, 0 failed"
    assert first.executed[FR].result.cells[0].values == {
        "percent(x)": {"kind": "percent", "value": 0.5, "digits": 0}
    }
    assert course.run(only=[EN, FR]).run == []
