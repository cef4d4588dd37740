import pytest

from course_site.problems import ProblemsFound
from course_site.settings import make_settings, read_settings


@pytest.fixture(autouse=True)
def _no_device(monkeypatch):
    monkeypatch.delenv("LESSON_DEVICE", raising=False)


def refusal(path) -> str:
    with pytest.raises(ProblemsFound) as found:
        read_settings(path)
    return str(found.value)


def test_options_have_defaults(tmp_path):
    settings = make_settings(tmp_path, "docs", {})

    assert settings.root == tmp_path
    assert settings.docs == tmp_path / "docs"
    assert settings.packages == ()
    assert settings.timeout == 120
    assert settings.store == tmp_path / ".cache" / "lessons"
    assert settings.device == "cpu"


def test_an_option_without_a_value_has_its_default(tmp_path):
    assert make_settings(tmp_path, "docs", {"timeout": None}).timeout == 120


def test_the_store_may_be_anywhere(tmp_path):
    assert make_settings(tmp_path, "docs", {"store": "/elsewhere"}).store.as_posix() == "/elsewhere"


def test_the_environment_names_the_device(tmp_path, monkeypatch):
    monkeypatch.setenv("LESSON_DEVICE", "cuda")

    with monkeypatch.context() as patch:
        patch.setattr("torch.cuda.is_available", lambda: True)
        assert make_settings(tmp_path, "docs", {}).device == "cuda"
    with pytest.raises(ProblemsFound) as found:
        make_settings(tmp_path, "docs", {})

    assert str(found.value) == (
        "LESSON_DEVICE: device cuda was asked for, but this PyTorch sees no CUDA device. Use cpu or auto."
    )


def test_auto_becomes_a_kind_of_device(tmp_path, monkeypatch):
    monkeypatch.setenv("LESSON_DEVICE", "auto")
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)

    assert make_settings(tmp_path, "docs", {}).device == "cpu"


def test_messages_name_paths_relative_to_the_project(tmp_path):
    settings = make_settings(tmp_path, "docs", {})

    assert settings.relative(settings.docs / "fr" / "index.md") == "docs/fr/index.md"


def test_settings_are_read_from_mkdocs_yml(tmp_path):
    path = tmp_path / "mkdocs.yml"
    path.write_text(
        "docs_dir: pages\nsite_url: !ENV [URL, x]\nemoji: !!python/name:a.b\nplugins:\n  - search\n"
        "  - course_site:\n      packages: [tiny]\n      timeout: 9\n"
    )
    settings = read_settings(path)

    assert (settings.docs, settings.packages, settings.timeout) == (tmp_path / "pages", ("tiny",), 9.0)


def test_plugins_may_be_a_mapping(tmp_path):
    path = tmp_path / "mkdocs.yml"
    path.write_text("plugins:\n  search: {}\n  course_site:\n    packages: [tiny]\n")

    assert read_settings(path).packages == ("tiny",)


@pytest.mark.parametrize(
    "text", ["", "plugins:\n", "plugins: [course_site]\n", "plugins:\n  - course_site:\n"]
)
def test_a_configuration_that_says_nothing_gives_defaults(tmp_path, text):
    path = tmp_path / "mkdocs.yml"
    path.write_text(text)

    assert read_settings(path) == make_settings(tmp_path, "docs", {})


def test_a_missing_configuration_is_a_problem(tmp_path):
    assert refusal(tmp_path / "mkdocs.yml") == (
        f"mkdocs.yml: no mkdocs.yml in {tmp_path}. Run this in the project's folder."
    )


def test_a_broken_configuration_is_a_problem_at_its_line(tmp_path):
    path = tmp_path / "mkdocs.yml"
    path.write_text("site_name: A\nplugins: [a\nb: c\n")

    assert refusal(path) == "mkdocs.yml:3:2: this is not valid YAML: expected ',' or ']', but got ':'."


def test_a_configuration_that_is_no_mapping_is_a_problem(tmp_path):
    path = tmp_path / "mkdocs.yml"
    path.write_text("- a\n")

    assert refusal(path) == "mkdocs.yml: wanted `key: value` lines, got a list."
