"""Notion's callouts become notes of this site, and go back as they came."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from course_site.papers.exchange.callouts import with_callouts, without_callouts

CALLOUTS = st.lists(
    st.sampled_from(
        [
            '!!! note ""',
            "",
            "    a",
            "    <aside>",
            "<aside>",
            "<aside >",
            "</aside>",
            "    </aside>",
            "\u00a0<aside>",
            "b",
        ]
    ),
    max_size=8,
).map("\n".join)


@given(CALLOUTS)
@example('!!! note ""\n\n    💡 a\n\n    - b\n\nc')
@settings(max_examples=300, deadline=None)
def test_callouts_that_go_out_come_back_the_same(text):
    assert with_callouts(without_callouts(text)) == text


def test_a_callout_goes_out_as_notion_writes_it():
    text = 'Before.\n\n!!! note ""\n\n    💡 a\n\n    - b\n\nAfter.'

    assert without_callouts(text) == "Before.\n\n<aside>\n💡 a\n\n- b\n</aside>\n\nAfter."
