import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from course_site.__main__ import main


@pytest.fixture
def command(project, monkeypatch):
    monkeypatch.chdir(project.root)
    monkeypatch.delenv("LESSON_DEVICE", raising=False)

    def invoke(*words: str):
        return CliRunner().invoke(main, list(words), prog_name="course-site", catch_exceptions=False)

    return invoke


@pytest.fixture(autouse=True)
def _no_kernels(monkeypatch, in_process_engine):
    """Let every command run cells in this process."""

    class Engine(in_process_engine):
        peak = 0

        def __init__(self, *_: object) -> None:
            super().__init__()

        def __enter__(self):
            return self

        def __exit__(self, *_: object) -> None:
            """Nothing to close."""

    monkeypatch.setattr("course_site.__main__.AutoEngine", Engine)


@pytest.mark.parametrize("name", [None, *sorted(main.commands)])
def test_every_command_has_help(command, name):
    done = command(*([name] if name else []), "--help")

    assert done.exit_code == 0
    assert done.output.startswith(f"Usage: course-site {name or '[OPTIONS] COMMAND'}")


def test_check_says_which_pages_are_out_of_date(command, project):
    project.lesson("en/p.md", "```python\nx = 1\n```\n")
    project.write("docs/en/plain.md", "# Plain\n")
    done = command("check")

    assert done.exit_code == 0
    assert done.stdout == (
        "docs/en/p.md: out of date; the next build runs it\n2 pages checked, no problem found\n"
    )
    project.run()
    assert command("check").stdout == "2 pages checked, no problem found\n"


def test_check_prints_all_problems_and_fails(command, project):
    project.lesson("en/a.md", "```python\nx = (\n```\n")
    project.lesson("en/b.md", "```python\n%time\n```\n")
    done = command("check")

    assert done.exit_code == 1
    assert done.stderr == (
        "docs/en/a.md:7:5: this is not Python: '(' was never closed.\n"
        "docs/en/b.md:7:1: this is not Python: invalid syntax. "
        "Notebook magics (%, !, ?) do not run here; write plain Python.\n"
    )
    assert "checked" not in done.stdout


def test_check_needs_neither_torch_nor_mkdocs_nor_a_kernel(project):
    project.lesson("en/p.md", "```python\nimport torch\n```\n")
    code = (
        "import sys; from course_site.__main__ import main; main(['check'], standalone_mode=False)\n"
        "print(sorted({'torch', 'mkdocs', 'matplotlib', 'nbclient', 'IPython'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=project.root, capture_output=True, text=True)

    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] == "[]"


def test_run_ends_with_the_summary(command, project):
    project.lesson("en/p.md", f"```python\n{project.tick}\n```\n")
    project.lesson("fr/p.md", f"```python\n{project.tick}\n```\n")
    first, second = command("run"), command("run")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stdout == "pages: 1 from the store, 1 run, 0 failed\n"
    assert second.stdout == "pages: 2 from the store, 0 run, 0 failed\n"
    assert project.count == "x"


def test_run_prints_problems_on_stderr_and_fails(command, project):
    project.lesson("en/bad.md", "```python\nraise ValueError('no')\n```\n")
    project.lesson("en/good.md", "```python\nx = 1\n```\n")
    done = command("run")

    assert done.exit_code == 1
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert "docs/en/bad.md:6: the cell raised ValueError: no." in lines
    assert lines[-1] == "pages: 0 from the store, 1 run, 1 failed"


def test_run_tells_of_a_damaged_result(command, project):
    project.lesson("en/p.md", "```python\nx = 1\n```\n")
    command("run")
    (entry,) = (project.root / ".cache/lessons").iterdir()
    (entry / "result.json").write_text("{}")
    done = command("run")

    assert done.exit_code == 0
    assert "the stored result was damaged (result.json does not match its checksum)" in done.stderr
    assert done.stdout == "pages: 0 from the store, 1 run, 0 failed\n"


def test_run_takes_pages_by_name_and_refuses_unknown_ones(command, project):
    project.lesson("en/a.md", "```python\nx = 1\n```\n")
    project.lesson("en/b.md", "```python\nx = 2\n```\n")

    assert command("run", "docs/en/b.md").stdout == "pages: 0 from the store, 1 run, 0 failed\n"
    done = command("run", "docs/en/c.md", "b.md")
    assert done.exit_code == 1
    assert done.stderr == "".join(
        f"{name}: no executable page has this path. Name pages as docs/en/…, from the project's folder.\n"
        for name in ("b.md", "docs/en/c.md")
    )


def test_run_can_be_forced_and_keep_its_results_elsewhere(command, project, tmp_path):
    project.lesson("en/p.md", f"```python\n{project.tick}\n```\n")
    command("run")
    command("run", "--force")
    command("run", "--store", str(tmp_path / "elsewhere"))

    assert project.count == "xxx"
    assert len(list((tmp_path / "elsewhere").iterdir())) == 1


def test_a_share_of_the_pages_is_named_as_n_of_m(command, project):
    for name in "abc":
        project.lesson(f"en/{name}.md", f"```python\n{name} = 1\n```\n")

    assert command("run", "--shard", "1/2").stdout == "pages: 0 from the store, 2 run, 0 failed\n"
    done = command("run", "--shard", "3/2")
    assert done.exit_code == 2
    assert "wanted N/M with 1 <= N <= M, for example 2/8; got '3/2'." in done.stderr


def test_a_device_that_is_not_there_is_a_usage_error(command, monkeypatch):
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    done = command("run", "--device", "cuda")

    assert done.exit_code == 2
    assert done.stderr.endswith(
        "Error: device cuda was asked for, but this PyTorch sees no CUDA device. Use cpu or auto.\n"
    )
    assert command("run", "--device", "auto").exit_code == 0


def test_a_folder_without_a_project_is_a_problem(command, tmp_path, monkeypatch):
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    done = command("check")

    assert done.exit_code == 1
    assert done.stderr == (
        f"mkdocs.yml: no mkdocs.yml in {tmp_path / 'empty'}. Run this in the project's folder.\n"
    )


def test_prune_removes_what_no_page_uses(command, project):
    project.lesson("en/p.md", "```python\nx = 1\n```\n")
    command("run")
    project.lesson("en/p.md", "```python\nx = 2\n```\n")
    command("run")

    assert command("prune").stdout == "1 results removed, 1 kept\n"
    assert command("run").stdout == "pages: 1 from the store, 0 run, 0 failed\n"


def test_publish_runs_builds_and_switches(command, project, monkeypatch):
    def build_site(settings: object, folder: Path) -> None:
        (folder / "index.html").write_text("page")

    monkeypatch.setattr("course_site.__main__.build_site", build_site)
    project.lesson("en/p.md", "```python\nx = 1\n```\n")
    done = command("publish")

    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1] == "pages: 0 from the store, 1 run, 0 failed"
    assert (project.root / "site" / "index.html").read_text() == "page"


def test_publish_publishes_nothing_when_a_page_fails(command, project):
    project.lesson("en/p.md", "```python\n1 / 0\n```\n")
    done = command("publish")

    assert done.exit_code == 1
    assert "docs/en/p.md:6: the cell raised ZeroDivisionError: division by zero." in done.stderr
    assert not (project.root / "site").exists()
    assert [path.name for path in (project.root / ".cache/releases/site").iterdir()] == [".lock"]


def test_publish_says_why_the_site_was_not_built(command, project):
    project.write("mkdocs.yml", "site_name: Tiny\ntheme: {name: nosuch}\n")
    project.write("docs/en/p.md", "# Page\n")
    done = command("publish")

    assert done.exit_code == 1
    assert "nosuch" in done.stderr
    assert done.stderr.endswith("mkdocs.yml: the site was not built. The lines above say why.\n")
    assert not (project.root / "site").exists()


def test_it_runs_as_a_module_too():
    done = subprocess.run([sys.executable, "-m", "course_site", "--help"], capture_output=True, text=True)

    assert done.returncode == 0
    assert done.stdout.startswith("Usage: course-site [OPTIONS] COMMAND")


def test_check_can_mark_problems_at_their_lines_of_a_pull_request(command, project):
    project.lesson("en/a.md", "```python\nx = (\n```\n")
    done = command("check", "--format", "github")

    assert done.exit_code == 1
    assert done.stdout == (
        "::error file=docs/en/a.md,line=7,col=5::this is not Python: '(' was never closed.\n"
    )
    assert done.stderr == "docs/en/a.md:7:5: this is not Python: '(' was never closed.\n"
