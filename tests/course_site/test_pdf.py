import pytest

from course_site.pdf import find_browser, for_print, pdf_name, print_pages
from course_site.problems import ProblemsFound


def test_on_paper_links_lead_to_the_published_site_and_pictures_do_not_wait():
    html = (
        '<a href="../credits/">c</a> <a class="x" href="#here">h</a> <a href="https://example.org/">e</a> '
        '<img src="../a.svg" loading="lazy">'
    )

    assert for_print(html, "https://example.org/course/spiral/") == (
        '<a href="https://example.org/course/credits/">c</a> <a class="x" href="#here">h</a> '
        '<a href="https://example.org/">e</a> <img src="../a.svg">'
    )


def test_a_pdf_is_named_after_its_page():
    assert [pdf_name(page) for page in ("fr/spiral/notebook/", "spiral/", "")] == [
        "fr-spiral-notebook",
        "spiral",
        "home",
    ]


def test_a_machine_without_a_browser_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(ProblemsFound) as found:
        find_browser()

    assert str(found.value) == (
        "chromium: no Chromium or Chrome on this machine. Install your system's chromium package."
    )


def test_a_page_that_is_not_built_is_named_before_anything_is_printed(monkeypatch, tmp_path):
    monkeypatch.setattr("shutil.which", lambda name: name)
    with pytest.raises(ProblemsFound) as found:
        list(print_pages(tmp_path, ["spiral/"], tmp_path / "pdf", "http://localhost/"))

    assert str(found.value) == "spiral/: the site has no such page. Build the site first: `make site`."
    assert not (tmp_path / "pdf").exists()
