"""Files made to take long, or to fill the memory: whatever stands in one, it costs little of either."""

import subprocess
import sys

import pytest

from tests.zips import ROW, bomb, packed

SECONDS = 2
MEGABYTES = 300
MORE = "--large reads ten times as much, and takes longer."
START = (
    "import time; from course_site.__main__ import main\n"
    "start = time.process_time()\n"
    "try:\n    main(prog_name='course-site')\n"
    "finally:\n    status = open('/proc/self/status').read()\n"
    "    print('\\n', time.process_time() - start, status.split('VmHWM:')[1].split()[0])"
)
NOTE = ROW.replace("Tags\n", "Tags,Notes\n").replace("models\n", 'models,"{}"\n')
"""A table of one row, for a text of the note."""
TABLE = NOTE.partition("\n")[0] + "\n"
PROPERTIES = "".join(f"c{n}: v\n" for n in range(190))
MANY = ",".join(["Name", *(f"c{n}" for n in range(190))]) + "\n" + ("T" + ",v" * 190 + "\n") * 400


def rows(count: int, text: str) -> str:
    """Return a table of papers whose notes all hold one text."""
    return TABLE + "".join(f'T{n},"Doe{n}, A; Roe, B",2020,J: a,models,"{text}"\n' for n in range(count))


SLOW = {
    "bomb.zip": bomb(),
    "many.zip": packed(*((f"X/{n}.md", "<aside>\n[a](" * 14_000) for n in range(49)), ("X.csv", ROW)),
    "pages.zip": packed(*((f"X/{n}.md", "# T\n") for n in range(4000)), ("X.csv", ROW)),
    "brackets.csv": NOTE.format("[" * 199_000),
    "tags.csv": NOTE.format("<a " * 66_000),
    "comments.csv": NOTE.format("<!--" * 49_000),
    "braces.csv": NOTE.format("{on" * 66_000),
    "title.csv": ROW.replace("T,", f'"{"<a " * 66_000}",'),
    "braces.bib": "@a{b, title={" + "{" * 1_900_000,
    "entries.bib": "@a{b, c={" * 4_900,
    "fields.bib": "@a{b," + "c=d," * 49_000 + "}",
    "commands.bib": "@a{b, annote={" + "\\'e $" * 300_000 + "}}",
    "open.csv": "Title\n" + '"' * 999_999,
    "rows.csv": rows(
        500, "## Why?\n\nBecause $x$.\n\n## How?\n\n[So](a.md), and `so`.\n\n## What?\n\n- A\n- B\n"
    ),
    "headings.csv": rows(5, "## a\n" * 2_900),
    "items.csv": rows(5, "- a\n" * 2_900),
    "elements.csv": rows(5, "<a href='x'>" * 5_900),
    "formulas.csv": rows(5, "$ a" * 5_900),
    "authors.csv": TABLE + 'T,"' + "Doe, J. and " * 16_000 + '",2020,J,models,a\n',
    "topics.csv": TABLE + "".join(f'T{n},Doe,2020,J,"{n}a, {n}b, {n}c",a\n' for n in range(500)),
    "titles.csv": TABLE + "".join(f'"{n}: {chr(39) * 390}",Doe,2020,J,models,a\n' for n in range(490)),
    "spaces.csv": TABLE + 'T,"' + " " * 199_000 + '",2020,J,models,a\n',
    "columns.bib": "@a{b," + ",".join(f"c{n}=d" for n in range(49_000)) + "}",
    "same.zip": packed(("X.csv", MANY), *((f"X/{n}.md", "# T\n" + PROPERTIES) for n in range(300))),
    "properties.zip": packed(("T.md", "# T\n\n" + "".join(f"p{n}: v\n" for n in range(14_000)))),
    "drawings.zip": packed(
        ("X.csv", ROW),
        ("X/T.md", "# T\n\n![a](a.svg)\n"),
        ("X/a.svg", "<svg>" + "<a b='c'/>" * 49_000 + "</svg>"),
    ),
    "pictures.zip": packed(
        ("X.csv", ROW),
        ("X/T.md", "# T\n\n" + "".join(f"![a]({n}.png)\n" for n in range(900))),
        *((f"X/{n}.png", "x") for n in range(900)),
    ),
}
"""What made one of the readers slow once, or would."""


@pytest.mark.parametrize("name", SLOW)
def test_a_hostile_file_costs_little_time_and_memory(course, name):
    data = SLOW[name]
    (course.root / name).write_bytes(data.encode() if isinstance(data, str) else data)
    command = [sys.executable, "-c", START, "--config", "mkdocs.yml", "papers", "import", name]
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True, timeout=60)
    seconds, kilobytes = map(float, done.stdout.split()[-2:])

    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 1)
    assert seconds < SECONDS
    assert kilobytes < MEGABYTES * 1024


TOO_MUCH = {
    "rows.csv": (
        rows(501, "a"),
        f"the table has 501 rows, more than 500. {MORE}",
    ),
    "text.csv": (
        rows(6, "word " * 39_000),
        f"the table has 1170186 characters, more than 1000000. {MORE}",
    ),
    "lines.csv": (
        rows(500, "a\n" * 31),
        f"the table has 15500 lines, more than 15000. {MORE}",
    ),
    "commas.csv": (
        TABLE + "".join(f'T{n},"{"a, " * 30}",2020,J,models,a\n' for n in range(400)),
        f"the properties of all rows have 12000 commas and semicolons, more than 10000. {MORE} "
        "--mapping leaves columns out.",
    ),
    "topics.csv": (
        TABLE + "".join(f'T{n},Doe,2020,J,"{n}a, {n}b, {n}c",a\n' for n in range(500)),
        "`topics` would have 1500 new words, more than 1000. --mapping says what its column means.",
    ),
    "columns.bib": (
        "@misc{a," + ",".join(f"c{n}={{d}}" for n in range(300)) + "}",
        "the table has 302 columns, more than 200. Leave some out.",
    ),
    "signs.bib": (
        "@misc{a, b={" + "," * 199_000 + "}, c={" + "," * 199_000 + "}, d={" + "," * 9_000 + "}}",
        f'the file has 407015 of the signs {{ }} " @ = ,, more than 400000. {MORE}',
    ),
    "drawings.zip": (
        packed(("X.csv", ROW), ("a.svg", " " * 900_000), ("b.svg", " " * 900_000)),
        "the archive holds more than 1500 kB of drawings. Export them as PNG.",
    ),
    "pages.zip": (
        packed(*((f"{n}.md", "word " * 39_000) for n in range(6))),
        f"the table has 1170000 characters, more than 1000000. {MORE}",
    ),
    "many.zip": (
        packed(*((f"{n}.md", "# T") for n in range(501))),
        f"the table has 501 rows, more than 500. {MORE}",
    ),
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_is_too_much_is_refused_with_what_to_do(course, name):
    data, told = TOO_MUCH[name]
    refused = course.import_file(name, data)

    assert (refused.exit_code, course.told(refused)) == (1, [f"{name}: {told}"])
    assert course.files == []


def test_more_pictures_than_can_be_looked_at_are_refused(course):
    page = "# T\n\n" + "".join(f"![a]({n}.png)\n" for n in range(1_001))
    data = packed(("X.csv", ROW), ("X/T.md", page), *((f"X/{n}.png", "x") for n in range(1_001)))
    refused = course.import_file("a.zip", data)

    assert course.told(refused) == [f"a.zip/X.csv: the pages show 1001 pictures, more than 1000. {MORE}"]


def test_a_row_whose_properties_are_no_front_matter_is_named(course):
    table = TABLE + f"T,Doe,2020,{'J' * 9_000},models,a\nU,Roe,2021,J,models,b\n"
    done = course.import_file("a.csv", table, "--partial")

    assert course.told(done) == [
        "a.csv:2: row 1: its properties have more than 8192 characters. "
        "Shorten them; --mapping leaves columns out, or makes one the text of the note."
    ]
    assert course.files == ["en/papers/roe-2021-u.md"]
