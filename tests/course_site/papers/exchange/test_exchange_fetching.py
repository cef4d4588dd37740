"""A note begins from what Crossref or arXiv knows; where nobody answers, from what was given."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from course_site.papers.exchange.fetching import Services, look_up
from course_site.papers.reading import read_note

WORK = {
    "message": {
        "DOI": "10.1038/323533a0",
        "title": ["Learning representations by back-propagating <i>errors</i>"],
        "author": [
            {"given": "David E.", "family": "Rumelhart"},
            {"given": "Geoffrey E.", "family": "Hinton"},
            {"name": "The <script>alert(1)</script> Group"},
        ],
        "issued": {"date-parts": [[1986, 10]]},
        "container-title": ["Nature"],
    }
}
DOI = "10.1038/323533a0"
FEED = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"><entry>
<title>Adam: A Method for
  Stochastic Optimization</title><published>2014-12-22T13:54:29Z</published>
<author><name>Diederik P. Kingma</name></author><author><name>Jimmy Ba</name></author>
<arxiv:journal_ref>ICLR 2015</arxiv:journal_ref></entry></feed>"""

BARE = FEED.partition("\n")[2]


@pytest.fixture
def answering() -> Iterator[Callable[..., Services]]:
    """Return services on this machine that give one answer to every question, and note what was asked."""
    servers = []

    def start(body: bytes | str, status: int = 200, pause: float = 0.0) -> Services:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked = self.path
                self.send_response(status)
                self.end_headers()
                stop = time.monotonic() + 5
                self.wfile.write(body if isinstance(body, bytes) else body.encode())
                while pause and time.monotonic() < stop and not server.stopped.wait(pause):
                    try:
                        self.wfile.write(b" ")
                        self.wfile.flush()
                    except OSError:
                        return

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.stopped = threading.Event()
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        servers.append(server)
        address = f"http://127.0.0.1:{server.server_address[1]}"
        start.server = server
        return Services(f"{address}/works/", f"{address}/query?id_list=", 0.3 if pause else 5)

    yield start
    for server in servers:
        server.stopped.set()
        server.shutdown()
        server.server_close()


def test_a_doi_is_looked_up_and_cleaned(answering):
    found = look_up("https://doi.org/10.1038/323533a0", answering(json.dumps(WORK)))

    assert answering.server.asked == "/works/10.1038%2F323533a0"
    assert found.remark == ""
    assert found.values == {
        "title": "Learning representations by back-propagating errors",
        "authors": ["David E. Rumelhart", "Geoffrey E. Hinton", "{The  Group}"],
        "year": 1986,
        "venue": "Nature",
        "doi": "10.1038/323533a0",
    }


@pytest.mark.parametrize("given", ["1412.6980", "arXiv:1412.6980", "https://arxiv.org/abs/1412.6980",
                                   "https://doi.org/10.48550/arXiv.1412.6980"])  # fmt: skip
def test_an_arxiv_number_is_looked_up(answering, given):
    found = look_up(given, answering(FEED))

    assert answering.server.asked == "/query?id_list=1412.6980"
    assert found.values == {
        "title": "Adam: A Method for Stochastic Optimization",
        "authors": ["Diederik P. Kingma", "Jimmy Ba"],
        "year": 2014,
        "venue": "ICLR 2015",
        "arxiv": "1412.6980",
    }


def test_a_title_is_not_looked_up():
    found = look_up("  A title\nof a paper ", Services("http://127.0.0.1:1/", "http://127.0.0.1:1/"))

    assert (found.values, found.remark) == ({"title": "A title of a paper"}, "")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (("", 404), "does not know it"),
        (("", 500), "answered with error 500"),
        (("{}", 200), "gave an answer that makes no sense"),
        (("<html>", 200), "gave an answer that makes no sense"),
        (("[" * 100_000, 200), "gave an answer that makes no sense"),
        (('{"message": {"title": 5, "author": 3}}', 200), "gave an answer that makes no sense"),
        ((b"\xff\xfe", 200), "gave an answer that makes no sense"),
        (("", 200, 0.05), "cannot be reached, or is too slow"),
        (("x" * 3_000_000, 200), "cannot be reached, or is too slow"),
    ],
)
def test_an_answer_that_is_no_answer_leaves_the_rest_to_fill_in(answering, answer, told):
    services = answering(*answer)
    start = time.monotonic()
    found = look_up("10.1038/323533a0", services)

    host = services.crossref.split("/")[2]
    assert (found.values, found.remark) == ({"doi": DOI}, f"{host} {told}: fill in what is missing.")
    assert time.monotonic() - start < 3


@pytest.mark.parametrize(
    "feed",
    [
        FEED.replace("<entry>", "").replace("</entry>", ""),
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + BARE.replace("Adam", "&x;"),
        '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + "".join(
            f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
        ) + "]>" + BARE.replace("Adam", "&j;"),
        "<a>" * 100_000,
    ],
)  # fmt: skip
def test_a_hostile_feed_is_no_answer(answering, feed):
    found = look_up("1412.6980", answering(feed))

    assert found.values["arxiv"] == "1412.6980"
    assert "root:" not in str(found.values)
    assert len(str(found.values)) < 1000


def test_a_machine_without_a_network_still_begins_a_note(course):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{unused.getsockname()[1]}/"
    done = course.run("new", "10.1038/323533a0", "--crossref", nowhere, "--key", "rumelhart-1986-learning")

    host = nowhere.split("/")[2]
    assert (done.exit_code, done.stdout) == (
        0,
        f"{host} cannot be reached, or is too slow: fill in what is missing.\n"
        "docs/en/papers/rumelhart-1986-learning.md: written. Fill in what is empty, then run: "
        "course-site check\n",
    )
    text = course.read("en/papers/rumelhart-1986-learning.md")
    assert "\ndoi: 10.1038/323533a0\n" in text
    assert "\nauthors:  # a list of names, such as [Diederik P. Kingma, Jimmy Ba]\n" in text


def test_what_was_found_becomes_a_note_in_either_language(course, answering):
    services = answering(FEED)
    for code in ("en", "fr"):
        assert course.run("new", "1412.6980", "--arxiv", services.arxiv, "--language", code).exit_code == 0

    assert course.files == ["en/papers/kingma-2014-adam.md", "fr/papers/kingma-2014-adam.md"]
    note, problems = read_note(course.read(course.files[1]), f"docs/{course.files[1]}", course.vocabulary)
    assert (note.title, note.year, note.status) == (
        "Adam: A Method for Stochastic Optimization",
        2014,
        "to-do",
    )
    assert [problem.message for problem in problems] == [
        "`topics` is missing: wanted a list of topics.",
        "`level` is missing: wanted one level.",
    ]
    assert note.sections[0] == ("why", "À écrire.")


def test_a_title_that_was_looked_up_is_known_as_well(course, answering):
    note = course.docs / "en/papers/there.md"
    note.write_text("---\ntitle: 'Adam: a method for stochastic optimization'\n---\n", encoding="utf-8")
    refused = course.run("new", "1412.6980", "--arxiv", answering(FEED).arxiv)

    assert "the title is the same" in course.told(refused)[0]
    assert course.files == ["en/papers/there.md"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("new", "x", "--key", "Not A Key"),
            "a key is lower-case letters, digits and hyphens, got 'Not A Key'.",
        ),
        (("new", "x", "--language", "de"), "the course has pages in en, fr, not in 'de'."),
        (("export", "notes.pdf"), "wanted a FILE that ends in .zip, .bib, .csv, got 'notes.pdf'."),
    ],
)
def test_a_wish_that_cannot_be_met_is_a_usage_error(course, words, told):
    done = course.run(*words)

    assert done.exit_code == 2
    assert told in done.stderr
    assert course.files == []


def test_a_file_that_is_there_is_exported_over_only_if_told(course):
    course.import_file("a.csv", "Title,Authors,Year,Venue,Tags\nT,Doe,2020,J,models\n")
    target = course.root / "out.bib"
    target.write_text("mine", encoding="utf-8")
    refused = course.run("export", str(target))

    assert course.told(refused) == ["out.bib: is there already, and differs. --overwrite replaces it."]
    assert (
        course.run("export", str(target), "--overwrite").stdout == f"{target.as_posix()}: written; notes: 1\n"
    )
    assert target.read_text(encoding="utf-8").startswith("@article{doe-2020-t,\n  title = {{T}},\n")


def test_a_file_of_another_kind_is_refused(course):
    assert course.told(course.import_file("x.docx", b"")) == [
        "x.docx: wanted a file that ends in .zip, .bib, .csv, .tsv. Notion's export is a .zip, "
        "Zotero's a .bib, a spreadsheet's a .csv."
    ]
    assert course.told(course.run("import", "nowhere.csv")) == [
        "nowhere.csv: this file cannot be read: No such file or directory. Name the file that you exported."
    ]


def test_bibtex_as_zotero_writes_it_is_read(course):
    entry = r"""
% a comment
@string{nips = "NeurIPS"}
@inproceedings{vanHasselt2019When,
  title = {When to Use Parametric Models in {{Reinforcement Learning}}? 50\% \& {G\"o}del's $x_{1}$},
  author = {{van Hasselt}, Hado P. and Erd{\H o}s, P{\'a}l and {Research and Development}},
  year = {2019}, booktitle = nips, keywords = {Models,latent-variables},
  eprint = {1906.05243}, archiveprefix = {arxiv}, url = {https://example.org/a\_b%20c}, volume = 32
}"""
    assert course.import_file("z.bib", entry).exit_code == 0

    note = course.notes[0]
    assert note.key == "vanhasselt-2019-parametric"
    assert note.title == "When to Use Parametric Models in Reinforcement Learning? 50% & Gödel's $x_{1}$"
    assert note.authors == ("van Hasselt, Hado P.", "Erdős, Pál", "{Research and Development}")
    assert (note.venue, note.arxiv, note.url) == ("NeurIPS", "1906.05243", "https://example.org/a_b%20c")
    assert (note.topics, dict(note.extra)) == (("models", "latent-variables"), {"volume": 32})
