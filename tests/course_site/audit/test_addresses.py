"""Which script a browser would load for an address: none but the site's own are known."""

from __future__ import annotations

from pathlib import Path

import material
import pytest

from course_site.audit.addresses import Place, is_document, leaves_the_site, own_scripts

OURS = "assets/javascripts/film.js"
PLACE = Place("fr/spiral/", "/course/", frozenset({OURS, "assets/javascripts/à bord.js"}))
KNOWN = [
    f"../../{OURS}",
    f"/course/{OURS}",
    f"  ../../{OURS}\n",
    f"../../{OURS}?v=2",
    f"../../{OURS}#top",
    f"./../.././{OURS}",
    "..\\..\\assets\\javascripts\\film.js",
    "../../assets/javascripts/%C3%A0%20bord.js",
]
UNKNOWN = [
    "",
    "film.js",
    OURS,
    f"../../../{OURS}",
    f"../../../course/{OURS}",
    f"/{OURS}",
    f"/courses/{OURS}",
    f"/course/../course/{OURS}",
    f"/course//{OURS}",
    f"//evil.example/course/{OURS}",
    f"\\\\evil.example/course/{OURS}",
    f"/\t/evil.example/course/{OURS}",
    f"https:/course/{OURS}",
    f"https://evil.example/course/{OURS}",
    f"data:text/javascript,/course/{OURS}",
    f"../../assets/evil.txt?/{OURS}",
    f"../../assets/evil.txt#/{OURS}",
    "../../assets/javascripts/%2e%2e/evil.txt",
    "../../assets/javascripts/.%2E/javascripts/film.js",
    "../../assets%2fjavascripts/film.js",
    "../../assets%5Cjavascripts/film.js",
    "../../x%2fy/../assets/javascripts/film.js",
    "../../assets/javascripts/film.js%00",
    "../../assets/javascripts/film.js/",
    "../../assets/javascripts/FILM.js",
    "../../assets/javascripts/film%252ejs",
]


@pytest.mark.parametrize("address", KNOWN)
def test_a_script_of_the_site_is_known_however_it_is_named(address: str):
    assert PLACE.runs(address)


@pytest.mark.parametrize("address", UNKNOWN)
def test_whatever_might_be_another_file_is_unknown(address: str):
    assert not PLACE.runs(address)


@pytest.mark.parametrize(
    "address", ["//a", "\\\\a", "/\\a", " //a", "/\n/a", "http:a", "HTTPS:/a", "ftp://a", "blob:x", "https:"]
)
def test_an_address_with_a_host_or_a_scheme_leaves_the_site(address: str):
    assert leaves_the_site(address)


@pytest.mark.parametrize(
    "address", ["a", "/a", "./a:b", "?x=//a", "#//a", "a//b", "data:image/png;base64,AA"]
)
def test_a_path_stays_on_the_site(address: str):
    assert not leaves_the_site(address)


def test_a_picture_in_an_address_is_no_document_unless_it_is_a_drawing():
    assert not is_document("data:image/png;base64,AA")
    assert not is_document("data:,")
    assert is_document("data:,x")
    assert is_document(" DATA:image/svg+xml,<svg/>")
    assert is_document("data:text/html,x")


def test_the_scripts_of_the_site_are_those_in_its_folder_and_the_theme_s_first(tmp_path: Path):
    (tmp_path / "assets/javascripts/more").mkdir(parents=True)
    for name in ("javascripts/a.js", "javascripts/more/b.js", "javascripts/c.txt", "d.js"):
        (tmp_path / "assets" / name).write_text("")
    theme = Path(material.__file__).with_name("templates")
    ours, theirs = own_scripts(tmp_path, []), own_scripts(tmp_path / "none", [str(theme)])

    assert ours == {"assets/javascripts/a.js", "assets/javascripts/more/b.js"}
    assert len(theirs) == 1
    assert next(iter(theirs)).startswith("assets/javascripts/bundle.")
