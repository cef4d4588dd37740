"""What goes out and comes back in is the same notes: as Notion's export, as BibTeX, as a table."""

import datetime
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from course_site.papers.exchange.cleaning import clean, clean_line
from course_site.papers.exchange.exporting import FORMATS
from course_site.papers.exchange.values import join_list, read_value, split_authors, split_list, write_value
from course_site.papers.note import Note
from course_site.papers.reading import read_note, read_notes
from course_site.papers.writing import write_body, write_front_matter, write_note

DOCS = Path(__file__).parents[4] / "docs"
patient = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
SIGNS = r"""
a word é ß — 字 🧠 , ; : ' " “ % & # _ ~ ^
\ { } = + - @ [ ] ( ) < > | ` * ! ? -- 0 1.5 true null '' \& {\'e} '=1
$x_{1}$ $\epsilon$ $\{a\}$ $a<b$ \alpha \textbackslash{} @article{
"""
SPACES = [" ", "  ", "\t", "\u00a0", "\u200b", "\u2028", " and ", " et ", " & "]
PIECES = st.sampled_from(SIGNS.split() + SPACES)
LINES = st.lists(PIECES, min_size=1, max_size=8).map("".join)
ONE_LINE = LINES.map(str.strip).filter(bool)
BLOCKS = """\
- one
- two
===
1. a
2. b
===
> quoted
===
    code
===
# First
===
### Third
===
## Other {#other}
===
## How come?
===
```python
## not a heading
```
===
$$
\\frac{a}{b}
$$
===
| a | b |
|---|---|
| 1 | 2 |
===
@misc{x,
===
Year: 1999
===
[a link](https://example.org/a_(b))
===
![p](../../assets/p.png)
===
!!! note

    text
===
!!! note ""

    text

    - more
===
<aside>
words
</aside>
===
<https://example.org>
===
line  \nbreak
===
<!--
## How? {#how}
-->
===
a\n\n\n\nb"""
TEXTS = st.lists(LINES | st.sampled_from(BLOCKS.split("\n===\n")), min_size=1, max_size=4).map("\n\n".join)
TYPED = st.one_of(
    *(ONE_LINE, st.integers(), st.booleans(), st.none(), st.dates(), st.just(""), st.text("ab\n \"'")),
    *(st.lists(ONE_LINE, max_size=3), st.dictionaries(st.sampled_from("abc"), ONE_LINE, max_size=2)),
)
KEYS = st.text("abcdefghijklmnop0123456789", min_size=1, max_size=8)
EXTRA = st.dictionaries(
    st.sampled_from(["description", "volume", "mood", "Odd key", "author", "x-fr", "publisher"]),
    TYPED,
    max_size=3,
)
AUTHORS = ONE_LINE | st.sampled_from(
    ["Diederik P. Kingma et al.", "Ann\n  Doe", "A and B", "{The Team}", "others"]
)
TOPICS = st.sampled_from(["optimisation", "latent-variables", "models", "other-models"])
FACTS = st.fixed_dictionaries(
    {
        "title": ONE_LINE,
        "authors": st.lists(AUTHORS, min_size=1, max_size=4).map(tuple),
        "year": st.integers(1500, 2199),
        "venue": ONE_LINE | st.sampled_from(["arXiv", "arXiv:1708.03788", "ICLR 2015", "PhD thesis, MIT"]),
        "arxiv": st.sampled_from(["", "1412.6980", "1906.05243v2", "cs/0112017"]),
        "doi": st.sampled_from(["", "10.1038/323533a0", "10.1000/a_b%(c)&d#e{f}"]),
        "url": st.sampled_from(["", "https://example.org/a_b?c=d&e=%20#f~g"]),
        "code": st.sampled_from(["", "https://example.org/code"]),
        "kind": st.sampled_from(["", "", "article", "incollection", "book", "misc"]),
        "topics": st.lists(TOPICS, min_size=1, unique=True).map(tuple),
        "status": st.sampled_from(["to-do", "reading", "done"]),
        "level": st.sampled_from(["introductory", "advanced"]),
        "lessons": st.lists(st.sampled_from(["spiral/index.md", "a, b.md"]), unique=True).map(tuple),
        "added": st.none() | st.dates(datetime.date(1970, 1, 1), datetime.date(2200, 1, 1)),
        "rating": st.none() | st.integers(1, 5),
    }
)
HEADINGS = {"en": ("Why?", "How?", "What?"), "fr": ("Pourquoi\u00a0?", "Comment\u00a0?", "Quoi\u00a0?")}


@st.composite
def papers(draw) -> list[Note]:
    """Some papers, each with a note in one language or in both."""
    made = []
    for key in draw(st.lists(KEYS, min_size=1, max_size=3, unique=True)):
        facts = draw(FACTS)
        facts["title"] += f" {key}"
        if made:  # no two papers share their number
            facts |= {"doi": "", "arxiv": ""}
        for language in draw(st.sampled_from(["en", "en fr", "fr"])).split():
            ids = (draw(st.sampled_from([" {#why}", ""])), " {#how}", " {#what}")
            headings = [word + own for word, own in zip(HEADINGS[language], ids, strict=True)]
            sections = draw(st.permutations([(name, draw(TEXTS)) for name in ("why", "how", "what")]))
            made.append(
                Note(
                    *(key, language, f"docs/{language}/papers/{key}.md"),
                    **facts,
                    extra=draw(EXTRA),
                    sections=tuple(sections),
                    headings=dict(zip(("why", "how", "what"), headings, strict=True)),
                    body_before=draw(st.just("") | TEXTS),
                )
            )
    return made


def as_read(course, made: list[Note]) -> list[Note]:
    """Return notes as their files hold them: a heading inside a text is a section of its own there."""
    read = []
    for note in made:
        found, problems = read_note(write_note(note), note.path, course.vocabulary)
        assume(found is not None and not problems)
        body = write_body(found)  # as a whole: a backtick in one section makes comments in others doubtful
        assume(clean(body) == body)
        values = [found.title, found.venue, *found.authors, *found.extra.values()]
        assume(all(clean_line(value) == value for value in values if isinstance(value, str)))
        read.append(found)
    return read


@pytest.mark.parametrize("kind", FORMATS)
@given(made=papers())
@patient
def test_notes_that_go_out_come_back_the_same(kind, made, make_course):
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        course, other = make_course(Path(first)), make_course(Path(second))
        wanted = as_read(course, made)
        course.write(wanted)
        (course.docs / "assets/p.png").write_bytes(b"\x89PNG")

        other.bring_in(course.export(kind), kind)

        assert other.notes == sorted(wanted, key=lambda note: (note.language, note.key))


@given(made=papers())
@patient
def test_a_written_note_is_read_back_the_same(made, make_course):
    with tempfile.TemporaryDirectory() as folder:
        course = make_course(Path(folder))
        for note in as_read(course, made):
            assert read_note(write_note(note), note.path, course.vocabulary) == (note, [])


@given(
    st.lists(
        PIECES | st.sampled_from(["A b", "c, D", "e: F", "g:h", "No", "é.", "x ", " y", "(z)"]), max_size=5
    )
)
@example(["no"])
@example(["A", ": ", "B, C"])
def test_what_is_written_without_asking_yaml_is_what_yaml_writes(pieces):
    text = "".join(pieces)
    if "\n" not in text:
        options = {"allow_unicode": True, "width": float("inf")}
        plain = yaml.safe_dump(text, **options).removesuffix("...\n").strip("\n")
        assert write_front_matter({"a": text}) == f"a: {plain}\n"
        assert write_front_matter({"a": [text]}) == "a: " + yaml.safe_dump(
            [text], default_flow_style=True, **options
        )


@given(st.lists(ONE_LINE, max_size=4))
@example(["Doe, Jane"])
@example(["a;", "b\\"])
@example(["A and B"])
def test_a_list_written_on_one_line_is_read_back(values):
    assert split_list(join_list(values)) == values
    assert split_authors(join_list(values, names=True)) == values


@given(TYPED)
@example("12")
@example('"quoted"')
@example("")
@example(" spaces ")
def test_any_value_written_on_one_line_is_read_back(value):
    written = write_value(value)

    assert written
    assert "\n" not in written
    assert (read_value(written), type(read_value(written))) == (value, type(value))


PAPER = {
    "authors": ("Jane Doe",),
    "year": 2020,
    "venue": "A, B",
    "topics": ("models",),
    "status": "done",
    "level": "advanced",
    "headings": {"why": "Why? {#why}", "how": "How? {#how}", "what": "What? {#what}"},
}


@pytest.mark.parametrize("kind", FORMATS)
def test_hundreds_of_notes_come_back_the_same(kind, tmp_path, make_course):
    course, other = make_course(tmp_path / "one"), make_course(tmp_path / "other")
    course.write(
        [
            Note(
                *(f"doe-2020-{n}", "en", f"docs/en/papers/doe-2020-{n}.md"),
                **PAPER,
                title=f"Title {n}",
                sections=tuple((key, f"Line {n}.\n\nAnother, \"line\".") for key in ("why", "how", "what")),
            )
            for n in range(300)
        ]
    )  # fmt: skip

    other.bring_in(course.export(kind), kind)

    assert len(other.notes) == 300
    assert other.notes == course.notes


@pytest.mark.parametrize("kind", FORMATS)
def test_six_hundred_notes_as_long_as_ours_come_back_the_same_in_one_file(kind, tmp_path, make_course):
    course, other = make_course(tmp_path / "one"), make_course(tmp_path / "other")
    for one in (course, other):
        (one.docs / "assets/papers.yml").write_bytes((DOCS / "assets/papers.yml").read_bytes())
    ours = [note for code in ("en", "fr") for note in read_notes(DOCS, code, course.vocabulary)[0]]
    notes = [copied(note, number) for note in ours for number in range(12)]
    source = other.root / f"notes{kind}"
    source.write_bytes(FORMATS[kind](notes, course.vocabulary, course.docs))
    refused = other.run("import", str(source))
    assert refused.exit_code == 1
    assert "--large reads ten times as much, and takes longer." in refused.stderr
    assert other.files == []

    assert other.run("import", str(source), "--large").exit_code == 0

    course.write(notes)
    assert len(notes) > 600
    assert other.notes == course.notes


def copied(note: Note, number: int) -> Note:
    """Return a note on another paper that is as long as `note`."""
    key = f"{note.key}-{number}"
    path = note.path.replace(note.key, key)
    return replace(note, key=key, path=path, title=f"{note.title} {number}", doi="", arxiv="")


@pytest.mark.parametrize("kind", FORMATS)
def test_the_notes_of_this_course_come_back_byte_for_byte(kind, tmp_path, make_course):
    course = make_course(tmp_path)
    (course.docs / "assets/papers.yml").write_bytes((DOCS / "assets/papers.yml").read_bytes())
    notes = [note for code in ("en", "fr") for note in read_notes(DOCS, code, course.vocabulary)[0]]

    course.bring_in(FORMATS[kind](notes, course.vocabulary, DOCS), kind)

    assert len(notes) >= 40
    for note in notes:
        back = (course.root / note.path).read_text(encoding="utf-8")
        gone = (DOCS.parent / note.path).read_text(encoding="utf-8")
        assert back == gone


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_notes_make_the_same_bytes(kind, course):
    assert course.import_file("a.bib", BIB).exit_code == 0

    assert course.export(kind) == course.export(kind)


BIB = (
    "@article{doe-2020-a, title={T}, author={Doe, Jane}, year=2020, journal={J}, keywords={models},"
    " annote={## Why?\n\na\n\n## How?\n\nb\n\n## What?\n\nc}}"
)
