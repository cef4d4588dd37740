import re

import pytest

from course_site.diagrams.conventions import ARROW_CONVENTIONS, CONVENTIONS
from course_site.diagrams.legend import UNSEEN, legend
from course_site.language import language


@pytest.mark.parametrize("code", ["en", "fr"])
def test_the_legend_has_a_row_for_every_convention(code):
    head, rule, *rows = legend(language(code)).splitlines()
    every = [*CONVENTIONS, *ARROW_CONVENTIONS]

    assert head.count("|") == rule.count("|") == 4
    assert [re.search(r"`([\w-]+)`", row)[1] for row in rows] == [item.key for item in every]
    assert all(row.count("|") == 4 for row in rows)


def test_all_that_can_be_seen_without_a_label_is_drawn():
    rows = legend(language("en")).splitlines()[2:]
    drawn = [row for row in rows if 'role="img" aria-label="' in row]

    assert len(drawn) == len(rows) - len(UNSEEN)
    assert 'class="observed"' in drawn[0]


def test_the_legend_is_the_same_at_every_build():
    assert legend(language("fr")) == legend(language("fr"))
