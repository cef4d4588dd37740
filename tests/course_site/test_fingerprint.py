import shutil
from importlib import metadata
from pathlib import Path

import pytest

from course_site.execution.fingerprint import fingerprint, library_versions
from course_site.pages import Page, read_page

BODY = """\
# A title

```python
#| name: arms
#| caption: Two arms.
#| alt: Two spiral arms.
from tiny.used import f
x = f()  # two
```

It is `{python} percent(x)`.

```python
#| eval: false
shown = 1
```
"""


@pytest.fixture
def key(project, lesson):
    """Return the fingerprint of a body in a project whose package has one used and one unused module."""
    project.write("tiny/used.py", '"""Doc."""\nfrom tiny.deep import g\n\n\ndef f():\n    return g()\n')
    project.write("tiny/deep.py", "def g():\n    return 2\n")
    project.write("tiny/unused.py", "x = 1\n")
    project.write("constraints.txt", "torch==2.13.0\nnumpy==2.4.6  # pinned\n")
    project.write("data/a.csv", "1\n")

    def compute(
        body: str = BODY, *, device: str = "cpu", root: Path = project.root, head: str | None = None
    ) -> str:
        page: Page = lesson(body) if head is None else lesson(body, head=head)
        return fingerprint(page, ("tiny",), root, device).key

    return compute


def changed(old: str, new: str) -> str:
    assert old in BODY
    return BODY.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("x = f()", "x = f() + 1"),
        ("x = f()", "y = x = f()"),
        ("x = f()  # two", "x = f()\nx"),
        ("percent(x)", "percent(x, 1)"),
        ("`{python} percent(x)`", "two"),
        ("`{python} percent(x)`", "`{python} percent(x)` `{python} x`"),
        ("#| eval: false\n", ""),
    ],
)
def test_a_change_of_code_or_of_an_inline_value_changes_it(key, old, new):
    assert key(changed(old, new)) != key()


def test_moving_an_inline_value_to_another_cell_changes_it(key):
    one = "```python\nx = 1\n```\n\n`{python} x`\n\n```python\nx = 2\n```\n"
    two = "```python\nx = 1\n```\n\n```python\nx = 2\n```\n\n`{python} x`\n"

    assert key(one) != key(two)


def test_a_last_semicolon_which_hides_a_value_changes_it(key):
    shown, hidden = (f"```python\nx = 3\nx{end}\n```\n" for end in ("", ";"))

    assert key(shown) != key(hidden)
    assert key(hidden) == key(hidden.replace("x;", "x ;  # quiet\n# still"))
    assert key(shown) == key(shown.replace("x = 3", "x = 3;"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# A title", "# Another title\n\nMore prose."),
        ("Two arms.", "Deux bras."),
        ("Two spiral arms.", "Deux bras."),
        ("#| caption: Two arms.\n", ""),
        ("#| name: arms\n", "#| name: arms\n#| echo: false\n#| fold: Answer\n"),
        ("x = f()  # two", "\n\n# three\nx = (f( ))"),
        ("It is `{python} percent(x)`.", "`{python} percent(x)` it is, `{python} percent(x)`."),
        ("# A title", "<!-- a comment\n\n```python\ny = 1\n```\n-->"),
        ("shown = 1", "shown = 2"),
        ("```python\n#| eval", "~~~~\nfence\n~~~~\n\n```python\n#| eval"),
    ],
)
def test_a_change_of_anything_a_run_cannot_see_does_not_change_it(key, old, new):
    assert key(changed(old, new)) == key()


def test_a_french_page_with_translated_comments_has_the_english_fingerprint(project):
    def page(text: str, path: str) -> Page:
        head = "---\ntitle: {0}\nlang: {0}\njupyter: {{kernelspec: {{name: python3}}}}\n---\n"
        page, problems = read_page(head.format(path[5:7]) + text, path)
        assert problems == []
        return page

    english = page(BODY, "docs/en/p.md")
    french = page(BODY.replace("# two", "# deux").replace("It is", "C’est"), "docs/fr/p.md")

    prints = [fingerprint(p, ("tiny",), project.root, "cpu").key for p in (english, french)]
    assert prints[0] == prints[1]


@pytest.mark.parametrize("name", ["used", "deep", "__init__"])
def test_a_change_of_a_used_module_changes_it(key, project, name):
    before = key()
    path = project.root / f"tiny/{name}.py"
    project.write(f"tiny/{name}.py", path.read_text() + "\n\nextra = 1\n")

    assert key() != before


@pytest.mark.parametrize(
    "new",
    [
        '"""Other."""\nfrom tiny.deep import g\n\n\ndef f():\n    return g()\n',
        'from tiny.deep import g\ndef f():\n    """F."""\n    # why\n    return (g())\n',
    ],
)
def test_docstrings_comments_and_layout_of_a_used_module_do_not_change_it(key, project, new):
    before = key()
    project.write("tiny/used.py", new)

    assert key() == before


def test_a_change_of_an_unused_module_does_not_change_it(key, project):
    before = key()
    project.write("tiny/unused.py", "x = 2\n")

    assert key() == before


@pytest.mark.parametrize(
    "code",
    [
        "import tiny.deep as d",
        "from tiny import deep",
        "def f():\n    import tiny.deep",
        "import tiny.relative",
    ],
)
def test_however_a_module_is_imported_its_change_changes_it(key, project, code):
    project.write("tiny/relative.py", "from . import deep\n")
    body = f"```python\n{code}\n```\n"
    before = key(body)
    project.write("tiny/deep.py", "def g():\n    return 3\n")

    assert key(body) != before


def test_a_declared_data_file_changes_it(key, project):
    head = "---\njupyter: {kernelspec: {name: python3}}\ndepends: [data/a.csv]\n---\n"
    before = key(head=head)
    assert before != key()

    project.write("data/a.csv", "2\n")
    after = key(head=head)
    assert after != before

    (project.root / "data/a.csv").unlink()
    assert key(head=head) not in (before, after)


def test_the_time_limit_and_the_kind_of_page_do_not_change_it(key):
    head = "---\njupyter: {kernelspec: {name: python3}}\ntimeout: 9\npage: notebook\n---\n"

    assert key(head=head) == key()


def test_the_device_changes_it(key):
    assert key(device="cuda") != key()


def test_the_working_directory_and_the_folder_of_the_project_do_not_change_it(
    key, project, tmp_path, monkeypatch
):
    before = key()
    shutil.copytree(project.root, tmp_path / "elsewhere")
    monkeypatch.chdir(tmp_path)

    assert key() == before
    assert key(root=tmp_path / "elsewhere") == before


def versions(monkeypatch, **installed: str) -> None:
    def version(name: str) -> str:
        if name not in installed:
            raise metadata.PackageNotFoundError(name)
        return installed[name]

    monkeypatch.setattr(metadata, "version", version)


@pytest.mark.parametrize("name", ["torch", "numpy", "matplotlib"])
def test_a_version_of_a_library_changes_it(key, monkeypatch, name):
    installed = {"torch": "2.13.0", "numpy": "2.4.6", "matplotlib": "3.11.2"}
    versions(monkeypatch, **installed)
    before = key()
    versions(monkeypatch, **(installed | {name: "99.0"}))

    assert key() != before


def test_the_version_of_python_changes_it_its_patch_level_does_not(key, monkeypatch):
    prints = []
    for number in (("3", "11", "1"), ("3", "11", "9"), ("3", "12", "1")):
        monkeypatch.setattr("platform.python_version_tuple", lambda number=number: number)
        prints.append(key())

    assert prints[0] == prints[1] != prints[2]


def test_a_machine_without_torch_uses_the_pinned_version(key, monkeypatch):
    versions(monkeypatch, torch="2.13.0+cpu", numpy="2.4.6", matplotlib="3.11.2")
    installed = key()
    versions(monkeypatch, matplotlib="3.11.2")

    assert key() == installed


def test_a_library_neither_installed_nor_pinned_has_no_version(tmp_path, monkeypatch):
    versions(monkeypatch)

    assert library_versions(tmp_path / "constraints.txt")["torch"] == "none"


def test_it_tells_what_went_into_it(key, project, lesson, monkeypatch):
    key()
    versions(monkeypatch, torch="2.13.0+cu126", numpy="2.4.6", matplotlib="3.11.2")
    monkeypatch.setattr("platform.python_version_tuple", lambda: ("3", "11", "7"))
    prints = fingerprint(lesson(BODY), ("tiny",), project.root, "cuda")

    assert len(prints.key) == 32
    assert prints.modules == ("tiny", "tiny.deep", "tiny.used")
    assert prints.versions == {
        "python": "3.11",
        "torch": "2.13.0",
        "numpy": "2.4.6",
        "matplotlib": "3.11.2",
    }
    assert prints.device == "cuda"
