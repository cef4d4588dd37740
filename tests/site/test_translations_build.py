"""A small course in three languages, built by the real commands; the third is begun by one of them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.courses import ROOT, write_small_site

RUNS = "jupyter:\n  kernelspec: {name: python3, language: python}\n"
CELL = """```python
#| name: line
#| caption: {caption}
#| alt: {alt}
import matplotlib.pyplot as plt
plt.plot([0, 1])
plt.show()
```
"""
THEN = f"""---
title: Energies
{RUNS}---
# Energies {{#energies}}

An energy is a high number.

## The loss {{#loss}}

{CELL.format(caption="A high line.", alt="A line.")}
It ends here.
"""
TODAY = THEN.replace("high", "low").replace("```python", "It is new.\n\n```python")
FRENCH = f"""---
title: L'énergie
{RUNS}---
<!--
title: Energies
-->

<!--
# Energies {{#energies}}
-->
# L'énergie {{#energies}}

<!--
An energy is a high number.
-->
Une énergie est un nombre ; lequel ? « Haut » : `l'un ; l'autre`.

<!--
## The loss {{#loss}}
-->
## La perte {{#loss}}

<!--
caption: A high line.
alt: A line.
-->
{CELL.format(caption="Une ligne haute ; l'une.", alt="'Une ligne : l''une.'")}
<!--
It ends here.
-->
C'est la fin.
"""


def run(course: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=course,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=300,
    )


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real configuration and machinery, and pages of our own; Spanish is begun by one command."""
    pages = {
        "en/index.md": "# Home {#home}\n",
        "fr/index.md": "<!--\n# Home {#home}\n-->\n# Accueil {#home}\n",
        "en/lecture.md": TODAY,
        "fr/lecture.md": FRENCH,
        "en/same.md": THEN,
        "fr/same.md": FRENCH,
        "en/notebook.md": TODAY.replace("jupyter", "page: notebook\njupyter"),
        "fr/notebook.md": FRENCH.replace("jupyter", "page: notebook\njupyter"),
        "en/only.md": "# Only ; it's English {#only}\n",
        "en/status.md": "---\ngenerate: translations\n---\n# Status {#status}\n",
        "fr/status.md": "---\ngenerate: translations\n---\n<!--\n# Status {#status}\n-->\n# État {#status}\n",
        "en/words.md": "---\ngenerate: glossary\n---\n# Words {#words}\n",
    }
    root = write_small_site(tmp_path_factory.mktemp("languages"), pages)
    shutil.copytree(ROOT / "course_site", root / "course_site")  # a language pack is written into it
    begun = run(root, "course_site", "translations", "new", "es", "Español")
    assert begun.returncode == 0, begun.stderr
    pack = root / "course_site" / "languages" / "es.yml"
    words = re.sub(
        r"(?m)^translation_none_yet: .*", 'translation_none_yet: "Aún sin traducir."', pack.read_text("utf-8")
    )
    pack.write_text(words, encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def site(course: Path) -> Path:
    """The course, built strictly."""
    done = run(course, "mkdocs", "build", "--strict", "--site-dir", str(course / "built"))
    assert done.returncode == 0, done.stderr
    return course / "built"


def article(site: Path, address: str) -> str:
    text = (site / address / "index.html").read_text(encoding="utf-8")
    return text[text.index("<article") : text.index("</article>")]


@pytest.mark.parametrize("page", ["fr/lecture", "fr/notebook"])
def test_a_reader_sees_how_much_has_changed_where_and_the_english_of_it(site: Path, page: str):
    text = article(site, page)
    notes = re.findall(r'<p class="translation-note"[^>]*>(.*?)</p>', text)

    assert (
        "depuis cette traduction\u00a0: 2 sur 7. Passages pas encore traduits\u00a0: 1 sur 7. "
        "Chacun est signalé à sa place."
    ) in text
    assert [re.sub(r" <a.*", "", note) for note in notes] == [
        "Ce passage a changé en anglais depuis sa traduction.",
        "Un passage de la page anglaise manque ici.",
        "Ce passage a changé en anglais depuis sa traduction.",
    ]
    twin = page.removeprefix("fr/")
    assert [re.search(r'href="([^"]*)"', note)[1] for note in notes] == [
        f"../../{twin}/#energies", f"../../{twin}/#loss", f"../../{twin}/#line",
    ]  # fmt: skip
    assert all(
        (site / twin / "index.html").read_text("utf-8").count(f'id="{name}"') for name in ("loss", "line")
    )
    assert text.index("translation-note") < text.index("Une énergie est") < text.index("La perte")


def test_a_page_in_step_says_nothing(site: Path):
    assert "translation-" not in article(site, "fr/same")
    assert "translation-" not in article(site, "lecture")


def test_the_english_in_comments_never_reaches_a_reader(site: Path):
    for page in ("fr/lecture", "fr/notebook", "fr/same"):
        text = article(site, page)
        assert "An energy is" not in text
        assert "A high line" not in text
        assert "title: Energies" not in text
        assert "<!--" not in text


def test_french_is_set_as_french_in_text_captions_alt_texts_and_titles_and_code_is_not(site: Path):
    text = (site / "fr/same/index.html").read_text(encoding="utf-8")

    assert "nombre\u202f; lequel\u202f? «\u00a0Haut\u00a0»\u00a0: <code>l'un ; l'autre</code>." in text
    assert "Une ligne haute\u202f; l’une." in text
    assert 'alt="Une ligne\u00a0: l’une."' in text
    assert re.search(r"<title>\s*L’énergie", text)
    assert "C’est la fin." in text


@pytest.mark.parametrize("page", ["fr/same", "fr/only"])
def test_the_theme_speaks_the_language_of_the_address(site: Path, page: str):
    text = (site / page / "index.html").read_text(encoding="utf-8")

    assert 'title="Éditer cette page"' in text
    assert 'role="dialog" aria-label="Recherche"' in text


def test_a_missing_page_shows_the_english_under_a_notice_and_the_english_stays_english(site: Path):
    text = article(site, "fr/only")

    assert "Cette page n’est pas encore traduite" in text
    assert re.search(r'<div lang="en">\s*<h1 id="only">Only ; it\'s English', text)


def test_a_third_language_is_built_from_data_alone(site: Path):
    assert "Aún sin traducir." in article(site, "es/lecture")
    assert "This passage has not been translated yet." in article(site, "es")
    home = (site / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'class="translation-offer" lang="(\w+)" hidden', home) == ["fr"], "es is begun"
    assert '<html lang="es"' in (site / "es/index.html").read_text(encoding="utf-8")


def test_the_status_pages_and_the_glossary_are_written_by_the_build(site: Path):
    assert "Pages à jour par rapport à l’anglais\u00a0: 2 sur 6." in article(site, "fr/status")
    english = article(site, "status")
    assert re.findall(r'<h2 id="(\w+)">(\w+)', english) == [("es", "Español"), ("fr", "Français")]
    assert "<td>frontière de décision</td>" in article(site, "words").replace('<span lang="fr">', "").replace(
        "</span>", ""
    )


def test_damage_in_a_translation_stops_a_strict_build_and_being_behind_does_not(course: Path, site: Path):
    page = course / "docs/fr/same.md"
    text = page.read_text(encoding="utf-8")
    try:
        page.write_text(text.replace("plt.plot([0, 1])", "plt.plot([0, 2])"), encoding="utf-8")
        done = run(course, "mkdocs", "build", "--strict", "--site-dir", str(course / "other"))
    finally:
        page.write_text(text, encoding="utf-8")

    assert done.returncode == 1
    assert re.search(
        r"docs/fr/same\.md:\d+: the code of this cell is not that of the English page \(line \d+\)\.",
        done.stderr,
    )
