from course_site.execution.fingerprint import Fingerprint
from course_site.language import language
from course_site.provenance import called_functions, provenance, seeds

BODY = """\
```python
from lesson_code.spiral import make_spiral as spiral, draw
from lesson_code.devices import seeded_generator
import torch
SEED = 1
X = spiral(seeded_generator(7))
```

```python
ax = draw(X, random_seed=3)
torch.manual_seed(5)
draw(X, seed=True)
len(X)
```

```python
seeded_generator(99)
```
"""
PRINTS = Fingerprint("0123abcd" * 4, (), {"python": "3.11", "torch": "2.13.0"}, "cpu")


def test_the_functions_of_a_figure_are_the_imported_ones_its_cell_calls(lesson):
    page = lesson(BODY)

    assert called_functions(page, page.cells[1]) == ["lesson_code.spiral.draw"]
    assert called_functions(page, page.cells[0]) == [
        "lesson_code.spiral.make_spiral",
        "lesson_code.devices.seeded_generator",
    ]


def test_the_seeds_of_a_figure_are_the_literal_ones_up_to_its_cell(lesson):
    page = lesson(BODY)

    assert sorted(seeds(page, page.cells[0])) == [1, 7]
    assert sorted(seeds(page, page.cells[1])) == [1, 3, 5, 7]


def test_a_figure_s_provenance_is_a_folded_list(lesson):
    page = lesson("```python\nSEED = 1\n```\n", "docs/fr/a & b.md")

    assert provenance(page, page.cells[0], PRINTS, language("fr")) == (
        '<details class="provenance"><summary>Comment cette figure a été calculée</summary><dl>'
        "<dt>source</dt><dd><code>docs/fr/a &amp; b.md, ligne 6</code></dd>"
        "<dt>graine</dt><dd><code>1</code></dd>"
        "<dt>calculateur</dt><dd><code>cpu</code></dd>"
        "<dt>versions</dt><dd><code>python\u00a03.11, torch\u00a02.13.0</code></dd>"
        f"<dt>empreinte</dt><dd><code>{'0123abcd' * 4}</code></dd>"
        "</dl></details>"
    )


def test_a_fact_that_is_not_known_is_left_out(lesson):
    page = lesson("```python\nx = 1\n```\n")

    assert "seed" not in provenance(page, page.cells[0], PRINTS, language("en"))
