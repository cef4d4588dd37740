"""A lesson in the course's own dialect, built unchanged by the real site under --strict."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path

import pytest

from benchmarks.courses import ROOT, write_small_site

LESSON = ROOT / "tests" / "course_site" / "data" / "typora_lesson.fr.md"
HOME = "---\ntitle: Home\n---\n# Home\n"
NEXT = "---\ntitle: Suite\n---\n# Suite\n\n## Plus loin {#plus-loin}\n"


def png(width: int, height: int) -> bytes:
    """Return a grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg(width: int, height: int) -> bytes:
    """Return the beginning of a photograph, which is all that its size needs."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xd9"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with one lesson of the dialect, in French, and its pictures."""
    files = {
        "en/index.md": HOME.encode(),
        "fr/index.md": HOME.encode(),
        "fr/week04/04-2.md": LESSON.read_bytes(),
        "fr/week04/04-3.md": NEXT.encode(),
        "images/week04/04-2/figure1.png": png(60, 30),
        "images/week04/04-2/figure2.jpg": jpeg(80, 40),
        "fr/week04/04-2/loss.svg": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"/>',
        "fr/week04/04-2/small.png": png(8, 8),
    }
    return write_small_site(tmp_path_factory.mktemp("dialect"), files)


@pytest.fixture(scope="module")
def page(course: Path, command) -> str:
    """The lesson as a reader gets it."""
    built = command("publish", cwd=course)
    assert built.returncode == 0, built.stderr
    assert "WARNING" not in built.stderr
    html = (course / "site" / "fr" / "week04" / "04-2" / "index.html").read_text(encoding="utf-8")
    return html[html.index("<article") : html.index("</article>")]


def test_check_finds_nothing_wrong(course, command):
    done = command("check", cwd=course)

    assert (done.returncode, done.stderr) == (0, "")


def test_every_picture_is_found_and_has_the_size_of_its_file(course, page):
    folder = course / "site" / "fr" / "week04" / "04-2"
    tags = re.findall(r"<img [^>]*>", page)

    assert len(tags) == 5
    sizes = []
    for tag in tags:
        said = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        assert (folder / said["src"]).resolve().is_file(), tag
        sizes.append((said["width"], said["height"]))
    assert sizes == [("60", "30"), ("80", "40"), ("200", "100"), ("200", "100"), ("8", "8")]


def test_every_picture_has_a_description_and_keeps_its_style(page):
    assert all(re.search(r'alt="[^"]+"', tag) for tag in re.findall(r"<img [^>]*>", page))
    assert 'style="background-color:#DCDCDC;"' in page
    assert 'style="zoom:150%;"' in page


def test_center_becomes_valid_html(page):
    assert page.count('<div class="center">') == 1
    assert "<center" not in page


def test_the_title_and_those_who_made_the_lesson_are_shown_in_french(page):
    line = re.search(r'<p class="byline">(.*?)</p>', page)[1]

    assert re.search("<h1>Mesurer l.*erreur d.*un modèle</h1>", page)
    assert page.index("</h1>") < page.index('<p class="byline">') < page.index("<h2")
    assert re.sub("<[^>]*>", "", line).replace("\N{NO-BREAK SPACE}", " ") == (
        "Enseignant : Ada Lovelace Notes : Émilie du Châtelet, Sophie Germain 6 mai 2021 "
        "Traduction : Marie Curie, 1er juin 2021"
    )
    assert '<time datetime="2021-06-01">' in line


def test_the_english_source_in_comments_stays_out_of_the_page(page):
    assert not re.search("<!--|left half|Residuals|secret|nowhere", page)


def test_links_from_the_root_of_the_site_lead_to_pages(page):
    assert 'href="../04-3/#plus-loin">sur' in page
    assert '<a href="../04-3/">ici</a>' in page


def test_code_that_shows_the_dialect_is_left_alone(page):
    assert "<code>{{site.baseurl}}/images/x.png</code>" in page
    assert page.count("site.baseurl") == 2
    assert "data:," not in page


def test_formulas_between_double_dollars_stand_where_they_were_written(page):
    assert page.count('class="math-display"') + page.count('class="katex"') >= 1
    assert "$$" not in page


def test_a_missing_picture_fails_the_build_at_its_line(course, page, command):
    broken = course / "docs" / "fr" / "week04" / "04-4.md"
    broken.write_text(
        "---\ntitle: Faux\ntypora-root-url: 04-2\n---\n# Faux\n\n"
        '<center>\n<img src="{{site.baseurl}}/images/nope.png" />\n</center>\n\n'
        "![ici]({{site.baseurl}}/images/nope.png) puis ![là](/gone.svg)\n\n"
        '!!! note\n\n    <img src="lost.png">\n\n[x]({{site.baseurl}}/fr/week09/)\n',
        encoding="utf-8",
    )
    built, checked = command("publish", cwd=course), command("check", cwd=course)
    broken.unlink()

    where = "docs/fr/week04/04-4.md"
    nope = "the picture {{site.baseurl}}/images/nope.png is not there. Put it at docs/images/nope.png, "
    expected = [
        f"{where}:8:11: {nope}or mend its address.",
        f"{where}:11:8: {nope}or mend its address.",
        f"{where}:11:53: the picture /gone.svg is not there. Put it at docs/fr/week04/04-2/gone.svg, "
        "or mend its address.",
        f"{where}:17:5: the link {{{{site.baseurl}}}}/fr/week09/ leads to nothing on this site. "
        "Mend it, or bring in what it leads to.",
    ]
    lost = f"{where}:15:15: the picture lost.png is not there."
    assert (built.returncode, checked.returncode) == (1, 1)
    assert sorted(checked.stderr.splitlines()) == sorted(expected)
    assert [message for message in [*expected, lost] if message not in built.stderr] == []
    assert built.stderr.count("WARNING") == 5
