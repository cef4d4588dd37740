import io
import re

from rich.console import Console

from course_site.progress import show_progress


def test_a_plain_log_has_one_line_a_page_with_what_became_of_it_and_its_time():
    log = io.StringIO()
    with show_progress(Console(file=log, force_terminal=False)) as notify:
        notify("a.md", "store")
        notify("b.md", "run")
        notify("c.md", "run")
        notify("c.md", "failed")
        notify("b.md", "done")

    lines = [re.sub(r"\d+\.\d s", "0.0 s", line) for line in log.getvalue().splitlines()]
    assert lines == ["a.md: from the store", "c.md: FAILED in 0.0 s", "b.md: run in 0.0 s"]


def test_a_terminal_shows_a_bar_with_the_pages_that_run():
    screen = io.StringIO()
    with show_progress(Console(file=screen, force_terminal=True, width=80)) as notify:
        notify("a.md", "run")
        notify("b.md", "run")
        notify("a.md", "done")
        notify("b.md", "done")

    assert "a.md: run in" in screen.getvalue()
    assert "2/2" in screen.getvalue()
