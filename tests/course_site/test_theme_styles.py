from pathlib import Path

import pytest

from course_site.theme_styles import known_classes, slim_theme, without_unused

KNOWN = {"used", "also", "data-md-color-primary=indigo"}.__contains__


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (".used{color:red}", ".used{color:red}"),
        (".gone{color:red}", ""),
        (".used,.gone .used,.also{color:red}", ".used,.also{color:red}"),
        ("p,[data-x]{color:red}", "p,[data-x]{color:red}"),
        (".used:not(.gone){color:red}", ".used:not(.gone){color:red}"),
        (".used:is(.gone,.also:not(.gone)){color:red}", ".used:is(.gone,.also:not(.gone)){color:red}"),
        ("@media print{.gone{color:red}}", ""),
        ("[data-md-color-primary=pink]{color:red}", ""),
        ("[data-md-color-primary=indigo]{color:red}", "[data-md-color-primary=indigo]{color:red}"),
        ("@media print{.gone{color:red}.used{top:1.5em}}", "@media print{.used{top:1.5em}}"),
        (
            "@supports (top:0){@media print{.used{top:0}}}",
            "@supports (top:0){@media print{.used{top:0}}}",
        ),
        ("@font-face{font-family:x;src:url(x)}", "@font-face{font-family:x;src:url(x)}"),
        ("@keyframes gone{0%{top:0}to{top:1px}}", "@keyframes gone{0%{top:0}to{top:1px}}"),
        (":root{--a:url('data:x,.gone{}')}", ":root{--a:url('data:x,.gone{}')}"),
    ],
)
def test_a_rule_stays_if_an_element_can_meet_it(css: str, left: str):
    assert without_unused(css, KNOWN).replace('"', "'") == left


def test_classes_come_from_pages_and_from_scripts(tmp_path: Path):
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "index.html").write_text('<p class="one two">')
    (tmp_path / "assets" / "javascripts").mkdir(parents=True)
    (tmp_path / "assets" / "javascripts" / "a.js").write_text('e.classList.add("three")')
    known = known_classes(tmp_path)

    assert [name for name in ("one", "two", "three", "four") if known(name)] == ["one", "two", "three"]


def test_the_sheet_is_made_from_the_theme_s_own_each_time(tmp_path: Path):
    site, theme = tmp_path / "site", tmp_path / "theme"
    name = "assets/stylesheets/main.1.min.css"
    for root, css in ((theme, ".one{a:b}.two{a:b}"), (site, "what an earlier language left")):
        (root / name).parent.mkdir(parents=True)
        (root / name).write_text(css)
    (site / "index.html").write_text('<p class="one">')
    slim_theme(site, [str(tmp_path / "nothing"), str(theme)])
    assert (site / name).read_text() == ".one{a:b}"

    (site / "index.html").write_text('<p class="two">')
    slim_theme(site, [str(theme)])
    assert (site / name).read_text() == ".two{a:b}"
