"""What the workflows promise of themselves, read from their files; zizmor reads them as an attacker would."""

from __future__ import annotations

import json
import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
import yaml

from course_site.pages import read_page

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = {path.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.yml")}
JOBS = [(name, job) for name, workflow in WORKFLOWS.items() for job in workflow["jobs"]]
INSTALLS = re.compile(r"\bmake (?:install|\.venv-prose/installed)|\.ci/run")


def steps(workflow: str, job: str) -> list[dict]:
    return WORKFLOWS[workflow]["jobs"][job]["steps"]


def shell(workflow: str, step: dict) -> str:
    defaults = WORKFLOWS[workflow].get("defaults", {}).get("run", {})
    return step.get("shell", defaults.get("shell", ""))


@pytest.mark.parametrize(("workflow", "job"), JOBS)
def test_a_failure_in_a_pipe_fails_its_step(workflow: str, job: str):
    """GitHub starts ``shell: bash`` with pipefail, and the shell that nobody named without it."""
    piped = [step for step in steps(workflow, job) if re.search(r"[^|]\|[^|]", step.get("run", ""))]

    assert [step["run"] for step in piped if shell(workflow, step) != "bash"] == []


@pytest.mark.parametrize(("workflow", "job"), JOBS)
def test_everything_that_is_installed_is_checked_by_its_hash_unless_the_newest_is_wanted(
    workflow: str, job: str
):
    locked = WORKFLOWS[workflow].get("env", {}).get("LOCKED") == "1"
    for step in steps(workflow, job):
        run = step.get("run", "")
        if INSTALLS.search(run) and "NEWEST=1" not in run:
            assert locked or "LOCKED=1" in run, run
        assert "pip install" not in run


def test_what_only_tests_use_is_checked_by_its_hash_too():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = re.search(r"^\.cache/tools/installed:.*\n((?:\t.*\n)+)", makefile, re.M)[1]
    pip, npm = (re.findall(rf"\b{name} .*(?:\\\n.*)*", recipe) for name in ("pip", "npm"))

    assert len(pip) == len(npm) == 1
    assert npm[0].startswith("npm ci ")  # which installs what the lock file says, and nothing else
    assert "--require-hashes" in pip[0]
    viewer = (ROOT / "tests/tools/viewer.txt").read_text(encoding="utf-8")
    assert viewer.count("==") == viewer.count("--hash=sha256:") == 1


def test_every_package_of_npm_has_its_hash_and_names_no_address():
    wanted = json.loads((ROOT / "tests/tools/package.json").read_text(encoding="utf-8"))
    text = (ROOT / "tests/tools/package-lock.json").read_text(encoding="utf-8")
    lock = json.loads(text)["packages"]
    packages = [package for name, package in lock.items() if name]

    assert lock[""]["dependencies"] == wanted["dependencies"]
    assert len(packages) > 100
    assert [package for package in packages if not package["integrity"].startswith("sha512-")] == []
    assert "://" not in text


def test_the_summary_of_the_translations_is_written_although_the_check_has_found_something():
    (step,) = [step for step in steps("site.yml", "check") if "GITHUB_STEP_SUMMARY" in step.get("run", "")]

    assert step["if"] == "${{ !cancelled() }}"


def test_no_site_is_deployed_that_does_not_know_its_address():
    first = steps("site.yml", "build")[0]

    assert first["if"] == (
        "github.ref == 'refs/heads/main' && vars.DEPLOY_PAGES == 'true' && vars.COURSE_URL == ''"
    )
    assert "::error title=COURSE_URL is not set::" in first["run"]
    assert first["run"].rstrip().endswith("exit 1")
    assert "build" in WORKFLOWS["site.yml"]["jobs"]["deploy"]["needs"]


def owned() -> list[str]:
    lines = (ROOT / ".github" / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    return [line.split()[0] for line in lines if line.strip() and not line.startswith("#")]


def test_the_readme_says_to_name_the_owners_where_they_are_not_named_yet():
    placeholder = "@maintainers"
    owners = (ROOT / ".github" / "CODEOWNERS").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert placeholder not in owners or f"`{placeholder}` in `.github/CODEOWNERS`" in readme


def is_owned(path: str) -> bool:
    """True if a pattern names the file or a folder above it; a star stays within one name."""
    parts = path.split("/")
    for pattern in owned():
        wanted = pattern.strip("/").split("/")
        enough = len(parts) > len(wanted) if pattern.endswith("/") else len(parts) >= len(wanted)
        if enough and all(fnmatchcase(part, one) for part, one in zip(parts, wanted, strict=False)):
            return True
    return False


def test_every_page_that_runs_has_an_owner():
    pages = [path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")]
    run = [path for path in pages if read_page((ROOT / path).read_bytes(), path)[0].runs]

    assert len(run) >= 20
    assert [path for path in run if not is_owned(path)] == []
    assert not is_owned("docs/en/writing/typora.md")


@pytest.mark.parametrize(
    "path",
    [
        "mkdocs.yml",
        "Makefile",
        ".ci/run",
        ".github/workflows/site.yml",
        ".github/CODEOWNERS",
        "pyproject.toml",
        "constraints.txt",
        "requirements.lock",
        "course_site/plugin.py",
        "lesson_code/spiral.py",
        "docs/assets/javascripts/film.js",
    ],
)
def test_what_else_is_code_in_disguise_has_an_owner(path: str):
    assert (ROOT / path).is_file()
    assert is_owned(path)
