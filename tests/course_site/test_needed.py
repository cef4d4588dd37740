from course_site.needed import NEEDED_FOR, only_needed

STYLE = '<link rel="stylesheet" href="../assets/stylesheets/papers.css">'
SCRIPT = '<script src="../assets/javascripts/papers.js"></script>'
THEME = '<link rel="stylesheet" href="../assets/stylesheets/main.min.css"><script src="assets/b.js"></script>'


def test_a_page_loads_what_it_needs():
    page = STYLE + THEME + '<table class="papers-table">' + SCRIPT

    assert only_needed(page) == page


def test_a_page_loads_nothing_that_it_does_not_need():
    assert only_needed(f"<head>\n  {STYLE}{THEME}</head><p>Text</p>{SCRIPT}</body>") == (
        f"<head>{THEME}</head><p>Text</p></body>"
    )


def test_every_file_that_only_some_pages_need_is_one_of_the_course_s_own():
    assert all(name.startswith("assets/") for name in NEEDED_FOR)
