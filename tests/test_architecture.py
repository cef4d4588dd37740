"""The house rules: who may import whom, how long a file may be, what must be described."""

import ast
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("lesson_code", "course_site")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
KNOWS_MKDOCS = "course_site.plugin"


def modules(package: str) -> dict[str, ast.Module]:
    """Return the syntax tree of every module of a package, by dotted name."""
    found = {}
    for path in sorted((ROOT / package).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_bytes(), filename=str(path))
    return found


MODULES = {package: modules(package) for package in PACKAGES}
EVERY = {name: tree for package in PACKAGES for name, tree in MODULES[package].items()}


def imports(tree: ast.AST, *, everywhere: bool = True) -> Iterator[str]:
    """Yield what a module imports; only what it needs to be imported itself if not `everywhere`."""
    for node in ast.walk(tree) if everywhere else _at_the_top(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute here"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _at_the_top(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, FUNCTIONS):
            yield node
            yield from _at_the_top(node)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, FUNCTIONS))


def length(node: ast.AST) -> int:
    return node.end_lineno - node.lineno + 1


def roots(tree: ast.AST) -> set[str]:
    return {name.partition(".")[0] for name in imports(tree)}


@pytest.mark.parametrize("name", MODULES["lesson_code"])
def test_the_science_knows_nothing_of_the_site(name):
    assert not roots(EVERY[name]) & {"course_site", "mkdocs", "mkdocs_jupyter", "IPython", "ipykernel"}


@pytest.mark.parametrize("name", MODULES["course_site"])
def test_the_site_knows_the_science_only_as_a_setting(name):
    assert "lesson_code" not in roots(EVERY[name])


def test_one_module_knows_mkdocs():
    knows = {name for name, tree in EVERY.items() if roots(tree) & {"mkdocs", "mkdocs_jupyter", "material"}}

    assert knows == {KNOWS_MKDOCS}


def test_nothing_imports_the_module_that_knows_mkdocs():
    assert not [name for name, tree in EVERY.items() if KNOWS_MKDOCS in imports(tree)]


def test_no_modules_import_each_other_in_a_circle():
    graph = {
        name: {found for found in imports(tree, everywhere=False) if found in EVERY}
        for name, tree in EVERY.items()
    }
    while leaves := [name for name, needed in graph.items() if not needed & graph.keys()]:
        for name in leaves:
            del graph[name]

    assert graph == {}


def test_the_science_s_package_imports_nothing_so_that_fingerprints_are_sharp():
    assert list(imports(EVERY["lesson_code"])) == []


def test_only_declared_libraries_are_imported():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = " ".join([*project["dependencies"], *project["optional-dependencies"]["site"]]).lower()
    renamed = {"yaml": "pyyaml", "markdown_it": "markdown-it-py", "mdit_py_plugins": "mdit-py-plugins",
               "markdown_katex": "markdown-katex", "mkdocs_jupyter": "mkdocs-jupyter"}  # fmt: skip
    brought = {  # by a library that is declared, and part of what it offers
        *("IPython", "jupyter_client", "traitlets", "nbconvert"),  # ipykernel, nbclient, mkdocs-jupyter
    }
    used = {root for tree in EVERY.values() for root in roots(tree)}
    foreign = used - set(PACKAGES) - set(sys.stdlib_module_names) - brought

    assert [name for name in sorted(foreign) if renamed.get(name, name).lower() not in declared] == []


@pytest.mark.parametrize("name", EVERY)
def test_a_file_is_at_most_300_lines_and_a_function_60(name):
    path = ROOT.joinpath(*name.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")

    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
    assert [node.name for node in functions(EVERY[name]) if length(node) > 60] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_the_usual_file_is_at_most_120_lines_and_the_usual_function_10(package):
    files = [len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / package).rglob("*.py")]
    lengths = [length(node) for tree in MODULES[package].values() for node in functions(tree)]

    assert statistics.median(files) <= 120
    assert statistics.median(lengths) <= 10


@pytest.mark.parametrize("name", EVERY)
def test_everything_public_is_described(name):
    def undescribed(node: ast.AST, prefix: str) -> Iterator[str]:
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, (*FUNCTIONS, ast.ClassDef)) or child.name.startswith("_"):
                continue
            if ast.get_docstring(child) is None:
                yield f"{prefix}{child.name}"
            if isinstance(child, ast.ClassDef):
                yield from undescribed(child, f"{prefix}{child.name}.")

    assert ast.get_docstring(EVERY[name])
    assert list(undescribed(EVERY[name], "")) == []


def test_hooks_are_at_most_15_lines():
    hooks = [node for node in functions(EVERY[KNOWS_MKDOCS]) if node.name.startswith("on_")]
    bodies = {hook.name: hook.body[-1].end_lineno - hook.body[0].end_lineno for hook in hooks}

    assert len(hooks) >= 5
    assert {name: lines for name, lines in bodies.items() if lines > 15} == {}
