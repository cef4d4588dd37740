"""What is installed is what is here, and what is imported is declared."""

from __future__ import annotations

import ast
import re
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
