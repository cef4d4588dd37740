import pytest

from course_site.language import language
from course_site.segments import lecture

ABSENT = {"requires": ("no_such_module",)}
PAGE = "docs/en/p.md"
BODY = """\
# P

```python
#| name: a-line
#| caption: A line, $x$.
#| alt: A "rising" line.
draw("M0 0")
x = 1
```

It is `{python} x`.
"""


@pytest.fixture
def course(project):
    project.lesson("en/p.md", BODY)
    return project


def test_without_a_required_module_a_page_that_is_not_stored_fails(course):
    report = course.run(settings=ABSENT)

    assert [str(problem) for problem in report.problems] == [
        "docs/en/p.md: the page has no stored result, and no_such_module is not installed here. "
        "Install it, or preview the prose with `make preview`."
    ]
    assert report.summary() == "pages: 0 from the store, 0 run, 1 failed"
    assert report.executed == {}


def test_a_preview_shows_a_box_with_caption_and_words_in_place_of_a_figure(course):
    report = course.run(settings=ABSENT, preview=True)
    executed = report.executed[PAGE]
    text = lecture(executed, language("en"), str)

    assert [str(notice) for notice in report.notices] == [
        "docs/en/p.md: not run here (no_such_module is not installed): its figures are boxes."
    ]
    assert not executed.computed
    assert "not run here" in text
    assert "A &quot;rising&quot; line." in text
    assert '<b class="figure-label">Figure 1.</b> A line, $x$.' in text
    assert "<img" not in text
    assert "It is …." in text


def test_a_preview_shows_stored_results_where_there_are_some(course):
    course.run()
    report = course.run(settings=ABSENT, preview=True)

    assert report.summary() == "pages: 1 from the store, 0 run, 0 failed"
    assert report.executed[PAGE].computed
    assert "It is 1." in lecture(report.executed[PAGE], language("en"), str)


def test_nothing_of_a_preview_is_stored(course):
    course.run(settings=ABSENT, preview=True)

    assert course.run().summary() == "pages: 0 from the store, 1 run, 0 failed"
