"""A lesson in two languages, in step, on which the tests of this folder make their edits."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from course_site.translations.report import PageReport, report

ENGLISH = """---
title: Energies
description: What an energy is.
---
# Energies {#energies}

An energy $F(\\vx)$ says how badly an observation fits.
Low is good, and 'low' is all that counts in 90% of cases.

The data lie on a circle of radius 1.5, drawn in the first figure below.

## The loss {#the-loss}

We minimise

$$
\\begin{aligned}
\\ell &= a \\\\
&= b .
\\end{aligned}
$$

over all weights; the [next page](next.md#start) says how, and `train` does it.

- Choose a batch.
- Compute the loss.
- Step downhill.

| Quantity | Sign |
| --- | --- |
| energy | any |
| loss | positive |

```python
#| name: circle
#| caption: A circle of radius $r$.
#| alt: A circle around the origin.
draw(1.5)  # the circle
```

> Energies need no normalisation.

!!! note "Careful"
    The energy is a number.

    It may be negative.

```text
course-site check
```

![A valley with one ball](valley.svg)

The last paragraph thanks the reader for their patience[^1].

[^1]: And for their questions.
"""

FRENCH = """---
title: Énergies
description: Ce qu’est une énergie.
---
<!--
title: Energies
description: What an energy is.
-->

<!--
# Energies {#energies}
-->
# Énergies {#energies}

<!--
An energy $F(\\vx)$ says how badly an observation fits.
Low is good, and 'low' is all that counts in 90% of cases.
-->
Une énergie $F(\\vx)$ dit à quel point une observation convient mal.
Basse, elle est bonne ; et c'est « bas » qui compte dans 90 % des cas.

<!--
The data lie on a circle of radius 1.5, drawn in the first figure below.
-->
Les données se trouvent sur un cercle de rayon 1,5, dessiné dans la première figure ci-dessous.

<!--
## The loss {#the-loss}
-->
## La perte {#the-loss}

<!--
We minimise
-->
Nous minimisons

$$
\\begin{aligned}
\\ell &= a \\\\
&= b .
\\end{aligned}
$$

<!--
over all weights; the [next page](next.md#start) says how, and `train` does it.
-->
sur tous les poids ; la [page suivante](next.md#start) dit comment, et `train` le fait.

<!--
- Choose a batch.
- Compute the loss.
- Step downhill.
-->
- Choisir un lot.
- Calculer la perte.
- Faire un pas vers le bas.

<!--
| Quantity | Sign |
| --- | --- |
| energy | any |
| loss | positive |
-->
| Grandeur | Signe |
| --- | --- |
| énergie | quelconque |
| perte | positif |

<!--
caption: A circle of radius $r$.
alt: A circle around the origin.
-->
```python
#| name: circle
#| caption: Un cercle de rayon $r$.
#| alt: Un cercle autour de l’origine.
draw(1.5)  # le cercle
```

<!--
> Energies need no normalisation.
-->
> Les énergies se passent de normalisation.

<!--
!!! note "Careful"
    The energy is a number.

    It may be negative.
-->
!!! note "Attention"
    L'énergie est un nombre.

    Elle peut être négative.

```text
course-site check
```

<!--
![A valley with one ball](valley.svg)
-->
![Une vallée et une bille](valley.svg)

<!--
The last paragraph thanks the reader for their patience[^1].
-->
Le dernier paragraphe remercie le lecteur de sa patience[^1].

<!--
[^1]: And for their questions.
-->
[^1]: Et de ses questions.
"""


@pytest.fixture(scope="session")
def english() -> str:
    return ENGLISH


@pytest.fixture(scope="session")
def french() -> str:
    return FRENCH


@pytest.fixture(scope="session")
def compared() -> Callable[..., PageReport]:
    """Compare two texts as `course-site translations` does."""

    def compare(english: str = ENGLISH, french: str = FRENCH, code: str = "fr") -> PageReport:
        return report(english, french, f"docs/{code}/p.md", "docs/en/p.md", code)

    return compare
