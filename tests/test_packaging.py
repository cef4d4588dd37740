"""What is installed is what is here, and what is imported is declared."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
OURS = {"lesson_code", "course_site", "benchmarks"}
DISTRIBUTIONS = {
    "yaml": "pyyaml",
    "markdown_it": "markdown-it-py",
    "IPython": "ipython",
    "mkdocs_jupyter": "mkdocs-jupyter",
}
EXTRAS = PROJECT["project"]["optional-dependencies"]


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=]", requirement)[0].lower() for requirement in requirements}


def imported(package: str) -> set[str]:
    found = set()
    for path in (ROOT / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.split(".")[0])
    third = found - set(sys.stdlib_module_names) - OURS
    return {DISTRIBUTIONS.get(name, name.replace("_", "-")).lower() for name in third}


def test_every_file_that_is_not_python_is_packaged():
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["course_site"]
    packaged = {path for pattern in patterns for path in (ROOT / "course_site").glob(pattern)}
    present = {
        path
        for path in (ROOT / "course_site").rglob("*")
        if path.is_file() and path.suffix != ".py" and "__pycache__" not in path.parts
    }

    assert present - packaged == set()


@pytest.mark.parametrize(
    ("package", "extras"), [("lesson_code", []), ("course_site", ["site"]), ("benchmarks", ["site", "test"])]
)
def test_what_a_package_imports_it_declares(package: str, extras: list[str]):
    declared = names(PROJECT["project"]["dependencies"]) | names(
        [r for extra in extras for r in EXTRAS[extra]]
    )

    assert imported(package) - declared == set()


def test_every_direct_dependency_is_pinned_and_has_its_reason():
    pins = names((ROOT / "constraints.txt").read_text(encoding="utf-8").split())
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")

    for requirement in [
        *PROJECT["project"]["dependencies"],
        *(r for extra in EXTRAS.values() for r in extra),
    ]:
        assert names([requirement]) <= pins, requirement
        assert re.search(re.escape(f'"{requirement}",') + r" +# \w", text), requirement


def test_torch_is_pinned_exactly():
    assert "\ntorch==2.13.0\n" in (ROOT / "constraints.txt").read_text(encoding="utf-8")


def test_the_lock_holds_every_dependency_at_the_version_of_the_constraints_with_hashes_and_no_address():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = dict(line.removesuffix(" \\").split("==") for line in lock.splitlines() if "==" in line)
    constraints = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    wanted = dict(line.split("==") for line in constraints if "==" in line and not line.startswith("#"))
    wanted.pop("torch")  # its builds differ by platform: installed after, at its exact version

    assert {name: version for name, version in wanted.items() if pinned.get(name.lower()) != version} == {}
    assert "torch" not in pinned
    assert lock.count("--hash=sha256:") >= len(pinned)
    assert not any(word in lock for word in ("http", "index-url", "find-links", "trusted-host", " @ "))


def recipe(tmp_path: Path, target: str, *variables: str) -> list[str]:
    """Return the commands that `make` would run for a target in a fresh clone."""
    for name in ("Makefile", "pyproject.toml", "constraints.txt", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path)
    done = subprocess.run(
        ["make", "--dry-run", target, *variables], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize("target", [".venv/installed", ".venv-prose/installed"])
def test_a_locked_install_checks_every_hash_and_builds_with_what_it_checked(tmp_path: Path, target: str):
    commands = [line for line in recipe(tmp_path, target, "LOCKED=1") if "pip install" in line]
    hashed, *rest, own = commands

    assert "--require-hashes --requirement requirements.lock" in hashed
    assert "--no-deps --no-build-isolation --editable ." in own
    assert [line.split()[-1] for line in rest] == (["torch"] if target == ".venv/installed" else [])
    assert not any("--no-deps" in line for line in rest), "a build of torch may need libraries of its own"


def test_the_lock_holds_what_builds_this_project():
    (wanted,) = PROJECT["build-system"]["requires"]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    name, least = wanted.split(">=")
    locked = re.search(rf"^{name}==(\d+)", lock, re.M)

    assert int(locked[1]) >= int(least)
