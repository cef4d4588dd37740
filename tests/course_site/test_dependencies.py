import ast

import pytest

from course_site.execution.dependencies import used_modules
from course_site.execution.modules import read_source
from course_site.problems import ProblemsFound


@pytest.fixture
def used(project):
    """Return the names of the modules that some code uses, out of a package of five."""
    project.write("tiny/a.py", "from tiny.b import f\n")
    project.write("tiny/b.py", "def f():\n    import tiny.sub.c as c\n    return c\n")
    project.write("tiny/sub/__init__.py", "")
    project.write("tiny/sub/c.py", "from . import d\n")
    project.write("tiny/sub/d.py", "from ..alone import g\n")
    project.write("tiny/alone.py", "import tiny\n")
    project.write("tiny/unused.py", "import tiny.a\n")
    project.write("other.py", "import tiny.unused\n")

    def names(code: str, packages=("tiny",)) -> list[str]:
        return list(used_modules([ast.parse(code)], packages, project.root))

    return names


def test_a_module_is_used_with_the_packages_it_lies_in(used):
    assert used("import tiny.alone") == ["tiny", "tiny.alone"]


@pytest.mark.parametrize(
    "code",
    [
        "from tiny.alone import g",
        "from tiny import alone",
        "import tiny.alone as t",
        "import os, tiny.alone",
        "def f():\n    from tiny import alone as a",
        "if x:\n    try:\n        import tiny.alone\n    except ImportError:\n        pass",
        "class C:\n    from tiny.alone import *",
    ],
)
def test_every_form_of_import_is_seen(used, code):
    assert used(code) == ["tiny", "tiny.alone"]


def test_imports_are_followed_through_modules_relative_ones_too(used):
    everything = ["tiny", "tiny.a", "tiny.alone", "tiny.b", "tiny.sub", "tiny.sub.c", "tiny.sub.d"]

    assert used("from tiny.a import f") == everything


def test_what_a_package_s_own_init_imports_is_used(used, project):
    project.write("tiny/sub/__init__.py", "from .d import g")

    assert used("import tiny.sub") == ["tiny", "tiny.alone", "tiny.sub", "tiny.sub.d"]


def test_modules_that_import_each_other_end(used, project):
    project.write("tiny/alone.py", "import tiny.unused")
    project.write("tiny/unused.py", "import tiny.alone")

    assert used("import tiny.alone") == ["tiny", "tiny.alone", "tiny.unused"]


def test_other_packages_are_left_to_their_versions(used):
    assert used("import other, os, torch.nn\nfrom numpy import array") == []
    assert used("import tiny.alone", packages=()) == []


def test_a_module_that_is_not_there_is_not_used(used):
    assert used("import tiny.missing\nfrom . import tiny") == ["tiny"]


def test_nothing_is_imported(used, project):
    project.write("tiny/alone.py", "raise RuntimeError('imported')")

    assert used("import tiny.alone") == ["tiny", "tiny.alone"]


def test_a_source_is_read_once_and_again_when_it_says_something_else():
    before = read_source(b"import a\n")

    assert read_source(b"import a\n") is before
    assert read_source(b"import b\n").digest != before.digest


def test_a_module_that_is_not_python_is_a_problem_at_its_line(used, project):
    project.write("tiny/alone.py", "x = 1\ny = (\n")

    with pytest.raises(ProblemsFound) as found:
        used("import tiny.alone")
    assert str(found.value) == "tiny/alone.py:2:5: this is not Python: '(' was never closed."
