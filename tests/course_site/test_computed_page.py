from course_site.computed_page import computed_pages
from course_site.execution.results import CellResult, Picture
from course_site.language import language

BODY = """\
# Arms

```python
#| name: five-arms
#| caption: Arms.
#| alt: Arms.
from tiny.lines import line
line(seeded_generator(7))
```
"""


def test_the_page_lists_every_executed_page_of_its_language_with_its_facts(executed):
    picture = CellResult(pictures=(Picture(b"<svg/>", "svg", 10, 10),))
    pages = [executed(BODY, picture, path=f"docs/{code}/spiral/index.md") for code in ("en", "fr")]

    assert computed_pages(pages, "docs/en/computed.md", language("en")) == (
        "## [A page](spiral/index.md) {#spiral-index}\n"
        "\n"
        "- source: `docs/en/spiral/index.md`\n"
        "- device: `cpu`\n"
        "- versions: `python 3.11, torch 2.13.0`\n"
        f"- fingerprint: `{'f' * 32}`\n"
        "\n"
        "| Figure | line | functions | seed |\n"
        "| --- | --- | --- | --- |\n"
        "| 1. [five-arms](spiral/index.md#five-arms) | 8 | `tiny.lines.line` | 7 |\n"
    )


def test_the_french_page_speaks_french(executed):
    pages = [executed("```python\n1\n```\n", CellResult("1"), path="docs/fr/p.md")]
    text = computed_pages(pages, "docs/fr/computed.md", language("fr"))

    assert "- calculateur\u00a0: `cpu`" in text
    assert "- empreinte\u00a0: `" in text
