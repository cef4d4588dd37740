from pathlib import Path

import pytest

from course_site.theme_styles import known_names, slim_theme, without_unread, without_unused

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
        ("[dir=rtl] .used{left:0}", ""),
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


def test_names_come_from_pages_and_from_scripts():
    pages = ['<body dir="ltr"><p class="one" style="top: var(--page)">', '<p class="two">']
    known, read = known_names(pages, 'e.classList.add("three"); style.getPropertyValue("--script")')

    names = ("one", "two", "three", "four", "dir=ltr", "dir=rtl")
    assert [name for name in names if known(name)] == ["one", "two", "three", "dir=ltr"]
    assert read == {"--page", "--script"}


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (":root{--read:1;--not:2;--also:3}", ":root{--read:1;--also:3}"),
        (':root{--not:url("data:x;y{}");color:red;--not:2}', ":root{color:red;}"),
        ("p{top:var(--read);--not:{a:b}}", "p{top:var(--read);--not:{a:b}}"),
    ],
)
def test_a_variable_stays_if_something_reads_it(css: str, left: str):
    assert without_unread(css, {"--read", "--also"}) == left


def test_the_sheet_is_made_from_the_theme_s_own_each_time(tmp_path: Path):
    site, theme = tmp_path / "site", tmp_path / "theme"
    name = "assets/stylesheets/main.1.min.css"
    for root, css in ((theme, ".one{--unread:c;a:b}.two{a:b}"), (site, "what an earlier language left")):
        (root / name).parent.mkdir(parents=True)
        (root / name).write_text(css)
    (site / "index.html").write_text('<p class="one">')
    slim_theme(site, [str(tmp_path / "nothing"), str(theme)])
    assert (site / name).read_text() == ".one{a:b}"

    (site / "index.html").write_text('<p class="two">')
    slim_theme(site, [str(theme)])
    assert (site / name).read_text() == ".two{a:b}"


def test_a_sheet_that_no_theme_has_is_slimmed_as_it_stands(tmp_path: Path):
    sheet = tmp_path / "assets" / "katex" / "katex.min.css"
    sheet.parent.mkdir(parents=True)
    sheet.write_text(".katex .one{a:b}.katex .two{a:b}")
    (tmp_path / "index.html").write_text('<p class="katex one">')
    slim_theme(tmp_path, [str(tmp_path / "theme")])

    assert sheet.read_text() == ".katex .one{a:b}"
