import html
import re
from pathlib import Path

import markdown
import pytest
import yaml

from course_site.execution.results import CellResult, Picture
from course_site.language import language
from course_site.segments import Segment, figure_files, file_name, lecture, prose_with_values, segments

EN, FR = language("en"), language("fr")
PICTURE = Picture(b"<svg/>", "svg", 320, 240)
FILE = "arms.d4dc566691.svg"
FIGURE = """\
```python
#| name: arms
#| caption: Two arms, $K = 2$.
#| alt: {}
draw()
```
"""


def url(name: str) -> str:
    return f"../assets/figures/{name}"


def number(value: float, digits: int | None = None, kind: str = "number") -> dict[str, object]:
    return {"kind": kind, "value": value, "digits": digits}


def rendered(text: str) -> str:
    """Return Markdown as the site's own extensions render it."""
    source = Path(__file__).parents[2] / "mkdocs.yml"
    config = yaml.load(source.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    names, options = [], {}
    for entry in config["markdown_extensions"]:
        name, given = next(iter(entry.items())) if isinstance(entry, dict) else (entry, {})
        names.append(name)
        options[name] = {key: {"true": True, "false": False}[value] for key, value in given.items()}
    return markdown.markdown(text, extensions=names, extension_configs=options)


def test_values_are_written_in_the_language_of_the_page(executed):
    body = "```python\n```\n\nIt is `{python} a`, not `{python} b` nor `{python} c`.\n"
    result = CellResult(values={"a": number(0.5, 0, "percent"), "b": number(-3.5, 1), "c": number(7000, 0)})
    page = executed(body, result)

    assert prose_with_values(page, 9, 10, EN) == "It is 50%, not −3.5 nor 7,000.\n"
    assert prose_with_values(page, 9, 10, FR) == "It is 50\u202f%, not −3,5 nor 7\u202f000.\n"


def test_a_measured_time_is_marked_and_a_download_does_not_hold_it(executed):
    body = "```python\n```\n\nIt took `{python} timing(t)`.\n"
    page = executed(body, CellResult(values={"timing(t)": {"kind": "timing", "value": 0.0018}}))
    mark = '<data class="timing" value="measured" data-search-exclude>'

    assert prose_with_values(page, 9, 10, EN) == f"It took {mark}1.8\u00a0ms</data>.\n"
    assert prose_with_values(page, 9, 10, FR) == f"It took {mark}1,8\u00a0ms</data>.\n"
    assert prose_with_values(page, 9, 10, EN, timings=False) == "It took [time].\n"
    assert f"{mark}1.8\u00a0ms</data>" in rendered(prose_with_values(page, 9, 10, EN))


def test_a_claim_prints_nothing_and_leaves_no_space_before_the_full_stop(executed):
    claim = "`{python} claim(x)`"
    body = f"```python\n```\n\nAbove 95 % {claim}. Next {claim} one.\n{claim}\n"
    page = executed(body, CellResult(values={"claim(x)": {"kind": "claim", "value": True}}))

    assert prose_with_values(page, 9, 11, EN) == "Above 95 %. Next one.\n\n"


def test_text_values_cannot_bring_html_into_the_prose(executed):
    body = "```python\n```\n\nIt is `{python} x`.\n"
    page = executed(body, CellResult(values={"x": {"kind": "text", "value": '<b> & "c"'}}))

    assert prose_with_values(page, 9, 10, EN) == 'It is &lt;b&gt; &amp; "c".\n'


def test_each_value_is_that_of_the_cell_before_it(executed):
    body = "```python\n```\n\n`{python} x`\n\n```python\n```\n\n`{python} x`\n"
    page = executed(body, *(CellResult(values={"x": number(value, 0)}) for value in (1, 2)))

    assert [segment.text for segment in segments(page, EN, url) if segment.kind == "prose"] == ["1", "2"]


def test_a_page_is_prose_code_and_outputs_in_reading_order(executed):
    body = "# Title\n\n```python\n#| echo: true\nx = 1  # one\nx\n```\n\nEnd.\n"

    assert list(segments(executed(body, CellResult("1")), EN, url)) == [
        Segment("prose", "# Title"),
        Segment("code", "```python\nx = 1  # one\nx\n```", 0),
        Segment("output", "```{ .text .output }\n1\n```", 0),
        Segment("prose", "End."),
    ]


def test_code_is_shown_unless_its_options_say_otherwise(executed):
    def shown(options: str) -> str:
        return lecture(executed(f"```python\n{options}x\n```\n", CellResult("1")), EN, url)

    code, output = "```python\nx\n```", "```{ .text .output }\n1\n```"
    fold = '<details class="example" markdown="1">\n<summary markdown="span">{}</summary>\n\n{}\n\n</details>'
    assert shown("") == f"{code}\n\n{output}\n"
    assert shown("#| echo: false\n") == f"{output}\n"
    assert shown("#| fold: false\n") == f"{code}\n\n{output}\n"
    assert shown("#| fold: true\n") == f"{fold.format('Show the code', code)}\n\n{output}\n"
    assert shown("#| fold: A < B\n") == fold.format("A &lt; B", code + "\n\n" + output) + "\n"
    assert shown("#| fold: Answer\n#| echo: false\n") == f"{fold.format('Answer', output)}\n"


def test_a_cell_that_is_only_shown_is_shown(executed):
    text = lecture(executed("```python\n#| eval: false\nx\n```\n", CellResult()), EN, url)

    assert text == "```python\nx\n```\n"


def test_fences_are_longer_than_those_in_what_they_hold(executed):
    text = lecture(executed("~~~~python\nx = '````'\n~~~~\n", CellResult("a\n```\nb")), EN, url)

    assert text == "`````python\nx = '````'\n`````\n\n````{ .text .output }\na\n```\nb\n````\n"


def test_prose_around_cells_keeps_its_lines(executed):
    body = "One\ntwo.\n\n- a\n  - b\n\n```python\n```\n\n```text\n  `{python} x`\n```\n"

    assert lecture(executed(body, CellResult()), EN, url) == (
        "One\ntwo.\n\n- a\n  - b\n\n```python\n\n```\n\n```text\n  `{python} x`\n```\n"
    )


def test_a_figure_is_numbered_described_and_says_where_it_comes_from(executed):
    page = executed(
        FIGURE.format('Two "arms" & <more>'), CellResult(pictures=(PICTURE,)), path="docs/fr/p.md"
    )
    (segment,) = [s for s in segments(page, FR, url) if s.kind == "output"]

    assert segment.text.split("\n")[:6] == [
        '<figure class="computed" id="arms" markdown="1">',
        f'<img src="../assets/figures/{FILE}" alt="Two &quot;arms&quot; &amp; &lt;more&gt;" '
        'width="320" height="240" loading="lazy" '
        'data-open="Afficher sur toute la fenêtre" data-zoom="Deux fois plus grand" data-close="Fermer">',
        '<figcaption markdown="1">',
        '<b class="figure-label">Figure 1.</b> Two arms, $K = 2$.',
        "",
        segment.text.split("\n")[5],
    ]
    assert segment.text.split("\n")[5].startswith('<details class="provenance"><summary>Comment cette figure')
    assert segment.text.endswith("\n</figcaption>\n</figure>")


def test_figures_of_a_page_are_counted(executed):
    body = FIGURE.format("A") + "\n" + FIGURE.format("B").replace("arms", "legs")
    text = lecture(executed(body, *[CellResult(pictures=(PICTURE,))] * 2), EN, url)

    assert re.findall(r"Figure \d\.", text) == ["Figure 1.", "Figure 2."]


def test_a_figure_s_file_is_named_after_its_cell_and_its_content(executed):
    page = executed(FIGURE.format("A"), CellResult(pictures=(PICTURE,)))

    assert file_name(page.page.cells[0], PICTURE) == FILE
    assert figure_files(page) == {FILE: b"<svg/>"}


@pytest.mark.parametrize(
    "alt",
    [
        "Two spiral arms.",
        "Points at $x_1$ and $x_2$",
        "The `plot` of *one* thing_and_another_thing",
        "[a](b) ![c](d) ~~e~~ http://example.org",
        r"\vx and \* and \\",
        "50 % & more < less",
    ],
)
def test_markdown_leaves_a_figure_s_description_as_its_author_wrote_it(executed, alt):
    quoted = "'" + alt + "'"
    text = rendered(lecture(executed(FIGURE.format(quoted), CellResult(pictures=(PICTURE,))), EN, url))

    (found,) = re.findall(r'<img src="[^"]*" alt="([^"]*)" width="320" height="240" loading="lazy"', text)
    assert html.unescape(found) == alt
