"""Files made to do harm: refused or made harmless, in little time and memory, and nothing half-imported."""

import pytest

from tests.zips import MB, ROW, bomb, link, packed


def nested(times: int) -> bytes:
    data = packed(("X.csv", ROW))
    for number in range(times):
        data = packed((f"{number}.zip", data))
    return data


def lying(data: bytes, name: bytes, size: int) -> bytes:
    """Return a zip whose list of contents claims another size for a file."""
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(name))
    return data[: at + 24] + size.to_bytes(4, "little") + data[at + 28 :]


def encrypted(data: bytes) -> bytes:
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 8] + b"\x01" + data[at + 9 :]


def renamed(old: str, new: str) -> bytes:
    return packed((old, ROW)).replace(old.encode(), new.encode())


MORE = "--large reads ten times as much, and takes longer."
AGAIN = "No export makes such a zip: export it again, and do not change it."
BAD_ZIPS = {
    "parent": (packed(("../X.csv", ROW)), f"the file '../X.csv' in it leads out of the archive. {AGAIN}"),
    "hidden parent": (
        packed(("a/../../X.csv", ROW)),
        f"the file 'a/../../X.csv' in it leads out of the archive. {AGAIN}",
    ),
    "absolute": (packed(("/X.csv", ROW)), f"the file '/X.csv' in it leads out of the archive. {AGAIN}"),
    "drive": (packed(("C:/X.csv", ROW)), f"the file 'C:/X.csv' in it leads out of the archive. {AGAIN}"),
    "backslash": (
        renamed("a|X.csv", "a\\X.csv"),
        f"the file 'a\\\\X.csv' in it leads out of the archive. {AGAIN}",
    ),
    "zero byte": (
        renamed("X.csv|y", "X.csv\0y"),
        f"the file 'X.csv\\x00y' in it has a name that no system can hold. {AGAIN}",
    ),
    "link": (
        packed((link("X.csv"), "/etc/passwd")),
        "the file 'X.csv' in it is a link. Put what it leads to in its place, and zip it again.",
    ),
    "twice": (
        packed(("X.csv", ROW), ("x.CSV", ROW)),
        "the file 'x.CSV' in it is there twice. Two files must not differ by case or accents alone.",
    ),
    "bomb": (bomb(), "the archive holds more than 300 MB. Export fewer pages at a time."),
    "one large text": (
        packed(("X.csv", MB * 40)),
        "the file 'X.csv' in it has more than 5000 kB. Split it, or leave it out.",
    ),
    "many large texts": (
        packed(*((f"{n}.csv", MB * 4) for n in range(4))),
        f"the archive holds more than 10 MB of text. {MORE}",
    ),
    "many files": (
        packed(*((f"{n}.png", b"") for n in range(5001))),
        f"the archive holds more than 5000 files. {MORE}",
    ),
    "larger than it says": (
        lying(packed(("X.csv", ROW * 100)), b"X.csv", 10),
        "the file 'X.csv' in it is damaged, or not what the archive says. Export it again.",
    ),
    "smaller than it says": (
        lying(packed(("X.csv", ROW)), b"X.csv", 5_000_000),
        f"the file 'X.csv' in it is smaller than the archive says. {AGAIN}",
    ),
    "encrypted": (
        encrypted(packed(("X.csv", ROW))),
        "the file 'X.csv' in it is encrypted. Unpack it, and zip it without a password.",
    ),
    "nested three times": (
        nested(3),
        "the file '0.zip' in it is a zip more than 2 zips deep. Unpack it first.",
    ),
    "no zip": (b"PK\x03\x04 not really", "the archive is no zip, or is damaged. Download it again."),
    "cut off": (packed(("X.csv", ROW))[:60], "the archive is no zip, or is damaged. Download it again."),
    "empty": (
        packed(),
        "it holds no table and no page. In Notion: Export, then the format “Markdown & CSV”.",
    ),
}


@pytest.mark.parametrize("name", BAD_ZIPS)
def test_a_zip_that_must_not_be_read_is_refused(course, name):
    data, told = BAD_ZIPS[name]
    done = course.import_file("Export.zip", data)

    assert (done.exit_code, course.told(done)) == (1, [f"Export.zip: {told}"])
    assert course.files == []


def test_a_zip_nested_twice_is_read(course):
    assert course.import_file("Export.zip", nested(2)).exit_code == 0
    assert course.files == ["en/papers/doe-2020-t.md"]


BAD_TABLES = {
    "a value too many": (
        "A,B\n1,2,3\n",
        "3 values, and the table has 2 columns. Put values that hold a separator or a line break between "
        "quotation marks.",
        ":2: row 1 has ",
    ),
    "latin": (
        "Title\nÉcole\n".encode("latin-1"),
        "this is not UTF-8 text. Save it as UTF-8; Excel calls that “CSV UTF-8”.",
        ":2: ",
    ),
    "zero bytes": (b"Title\na\0b\n", "this is no text: it holds zero bytes. Save it as UTF-8.", ": "),
    "open quote": (
        'Title\n"a\n',
        "this is no CSV from here on: unexpected end of data. "
        'A " inside a value must be written twice, and the value stand between ".',
        ":2: ",
    ),
    "two columns of one name": ("A,A\n1,2\n", "the column 'A' is there twice. Rename one of them.", ":1: "),
    "nothing": ("", "the table is empty. Its first row must name its columns.", ": "),
    "many columns": (
        ",".join(f"c{n}" for n in range(300)) + "\n",
        "the table has 300 columns, more than 200. Leave some out.",
        ":1: ",
    ),
    "many rows": (
        "Title\n" + "a\n" * 4000,
        f"the table has 4000 rows, more than 500. {MORE}",
        ": ",
    ),
    "one long value": (
        f"Title\n{'a' * 200_001}\n",
        "this is no CSV from here on: field larger than field limit (200000). "
        'A " inside a value must be written twice, and the value stand between ".',
        ":2: ",
    ),
}


@pytest.mark.parametrize("name", BAD_TABLES)
def test_a_table_that_cannot_be_read_is_refused_with_its_row(course, name):
    data, told, place = BAD_TABLES[name]
    done = course.import_file("x.csv", data)

    assert (done.exit_code, course.told(done)[-1]) == (1, f"x.csv{place}{told}")
    assert course.files == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_tables_of_other_spreadsheets_are_read(course, encoding, separator):
    table = ROW.replace("T,", "Été,").replace(",", separator).replace("\n", "\r\n")

    assert course.import_file("x.csv", table.encode(encoding)).exit_code == 0
    assert [(note.title, note.year) for note in course.notes] == [("Été", 2020)]


def test_a_formula_is_text_here_and_stays_text_in_a_spreadsheet(course):
    table = ROW.replace("T,", "\"=cmd|'/c calc'!A0\",").replace("J,", "@SUM(A1),")
    assert course.import_file("x.csv", table).exit_code == 0

    note = course.notes[0]
    assert (note.title, note.venue) == ("=cmd|'/c calc'!A0", "@SUM(A1)")
    out = course.export(".csv").decode("utf-8-sig")
    assert out.splitlines()[1].startswith("'=cmd|'/c calc'!A0,")
    assert ",'@SUM(A1)," in out


def test_what_is_made_harmless_or_left_out_is_said(course):
    head, row = ROW.splitlines()
    body = "## Why?\n\n<video src=x>\n\n## How?\n\na\n\n## What?\n\nb"
    table = f'{head},Notes,More\n{row},"{body}",{{timeout: 3}}\n'
    done = course.import_file("x.csv", table)

    [note] = course.notes
    assert "<video" not in course.read(f"en/papers/{note.key}.md")
    assert "timeout" not in note.extra
    said = [line for line in done.output.splitlines() if line.startswith("docs/")]
    assert said[1:] == [
        f"docs/en/papers/{note.key}.md: row 1 (“T”) sets `timeout`, which no table may set: it is left out",
        f"docs/en/papers/{note.key}.md: row 1 (“T”) holds HTML or links that could run something: "
        "they are shown as text, or left out",
    ]


def test_a_row_that_spans_lines_is_named_where_it_begins(course):
    head, row = ROW.splitlines()
    done = course.import_file("x.csv", f'{head},Notes\n{row},"a\n\nb"\n{row},"c\nd",too many\n')

    assert course.told(done)[0].startswith("x.csv:5: row 2 has ")


BAD_BIB = {
    "open brace": (
        "@article{a,\n  title = {T\n}\n\n@article{b, title = {T}}\n",
        "a.bib:1: this entry is never closed, or is no BibTeX. Every { needs its }, every field its comma.",
    ),
    "closed too early": (
        "@article{a, title = {T}},\n  year = 2020\n}\n",
        "a.bib:1: this stands outside every entry. The entry above is closed too early: count its braces.",
    ),
    "no entry": (
        "nothing here\n",
        "a.bib: the file holds no entry. An entry looks like @article{key, title = {…}, …}.",
    ),
    "one key twice": (
        "@misc{a, title={T}}\n@misc{a, title={U}}\n",
        "a.bib:2: the key 'a' is there twice. Give every entry a key of its own.",
    ),
    "one field twice": (
        "@misc{a, title={T}, title={U}}\n",
        "a.bib:1: this entry gives a field twice: title. Remove one of the two.",
    ),
    "joined texts": (
        '@string{n = "N"}\n@misc{a, title={T}, note={#}, booktitle = n # {, 2019}}\n',
        "a.bib:2: `booktitle` is joined by #, which is not read here. Write it as one text in braces.",
    ),
    "many entries": (
        "@a{" * 6000,
        f"a.bib: the file has 6000 entries, more than 5000. {MORE}",
    ),
    "very long": ("a" * 2_000_001, f"a.bib: the file has 2000001 bytes, more than 2000000. {MORE}"),
    "latin": (
        "@misc{a, title={École}}".encode("latin-1"),
        "a.bib:1: this is not UTF-8 text. Save it as UTF-8; Excel calls that “CSV UTF-8”.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_BIB)
def test_bibtex_that_cannot_be_read_is_refused_with_its_line(course, name):
    data, told = BAD_BIB[name]
    done = course.import_file("a.bib", data)

    assert done.exit_code == 1
    assert told in course.told(done)
    assert course.files == []


BAD_DRAWINGS = {
    "<svg onload='x()'/>": "the SVG holds `onload`, which runs a program in the reader's browser",
    "<svg><script>x()</script></svg>": "the SVG holds a <script>",
    "<svg xmlns:h-x='http://www.w3.org/1999/xhtml'><h-x:script>x()</h-x:script></svg>":
        "the SVG holds a <script>",
    "<svg><a href='java&#115;cript:x()'/></svg>": "the SVG holds a link that starts with `javascript:`",
    "<svg><image href='//evil.example/x.png'/></svg>": "the SVG holds a picture from another server",
    "<svg>": "the file is not whole XML",
}  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("drawing", BAD_DRAWINGS)
def test_a_drawing_that_could_run_something_is_refused(course, zipped, drawing, encoding):
    page = "# T\n\n![p](p.svg)\n"
    data = drawing.encode(encoding)
    done = course.import_file("e.zip", zipped({"X.csv": ROW, "X/T.md": page, "X/p.svg": data}))

    [told] = course.told(done)
    assert told.startswith(
        f"e.zip/X.csv: the drawing 'X/p.svg' in it cannot come in: {BAD_DRAWINGS[drawing]}"
    )
    assert told.endswith(" Export it as PNG.")
    assert course.files == []


def test_a_harmless_drawing_comes_in(course, zipped):
    page, drawing = "# T\n\n![p](p.svg)\n", "<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>"

    assert (
        course.import_file("e.zip", zipped({"X.csv": ROW, "X/T.md": page, "X/p.svg": drawing})).exit_code == 0
    )
    assert "assets/papers/doe-2020-t/p.svg" in course.files


def test_no_table_can_make_a_page_run_or_borrow_a_template(course):
    table = (
        "Title,Authors,Year,Venue,Tags,jupyter,template,size_limit,More\n"
        'T,Doe,2020,J,models,"{kernelspec: {name: python3}}",evil.html,1000,'
        '"{jupyter: {kernelspec: {name: p}}, page: notebook, math_macros: {a: b}, macros: {a: b}}"\n'
    )

    assert course.import_file("x.csv", table).exit_code == 0
    assert dict(course.notes[0].extra) == {}


def test_yaml_tags_in_a_value_are_text(course):
    table = ROW.replace("\n", ",mood\n", 1).replace(
        "models\n", 'models,"!!python/object/apply:os.system [id]"\n'
    )

    assert course.import_file("x.csv", table).exit_code == 0
    assert dict(course.notes[0].extra) == {"mood": "!!python/object/apply:os.system [id]"}


def test_a_link_in_the_docs_folder_leads_nowhere(course, tmp_path):
    (course.docs / "en/papers").rmdir()
    (course.docs / "en/papers").symlink_to(tmp_path)
    done = course.import_file("x.csv", ROW)

    assert course.told(done) == [
        "docs/en/papers/doe-2020-t.md: this leads out of the docs folder through a link. "
        "Put a folder in the place of the link."
    ]
    assert not (tmp_path / "doe-2020-t.md").exists()


def test_a_disk_that_is_full_leaves_nothing_half_imported(course, monkeypatch):
    from pathlib import Path

    write = Path.write_bytes
    calls = []

    def full(path, data):
        calls.append(path)
        if len(calls) == 2:
            write(path, data[:5])
            raise OSError(28, "No space left on device")
        return write(path, data)

    (course.root / "x.csv").write_text(ROW + "U,Roe,2021,J,models\n", encoding="utf-8")
    monkeypatch.setattr(Path, "write_bytes", full)
    done = course.run("import", str(course.root / "x.csv"))

    assert course.told(done) == [
        "docs/en/papers/roe-2021-u.md: this cannot be written: No space left on device. "
        "Nothing was written; free some space, or allow writing there."
    ]
    assert len(calls) == 2
    assert course.files == []
