import hashlib
import json
import os
import subprocess
import sys
import textwrap
import threading

import pytest

from course_site.execution.results import CellResult, PageResult, Picture
from course_site.execution.store import Store

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
PICTURE = Picture(SVG, "svg", 12, 34)
VALUE = {"kind": "percent", "value": 0.5, "digits": 0}
RESULT = PageResult((CellResult("héllo\n", (PICTURE,), {"x": VALUE}), CellResult()))
KEY = "0123456789abcdef"


@pytest.fixture
def store(tmp_path) -> Store:
    return Store(tmp_path / "lessons")


def names(store: Store) -> list[str]:
    return sorted(path.name for path in store.folder.iterdir())


def test_what_was_saved_is_loaded(store):
    store.save(KEY, RESULT)

    assert store.load(KEY) == (RESULT, [])
    assert names(store) == [KEY]
    assert sorted(p.name for p in (store.folder / KEY).iterdir()) == [
        "0-0.svg",
        "result.json",
        "sha256.json",
    ]


def test_what_was_never_saved_is_not_there(store):
    assert store.load(KEY) == (None, [])
    assert store.keys() == []
    assert not store.folder.exists()


def test_a_page_without_cells_can_be_saved(store):
    store.save(KEY, PageResult(()))

    assert store.load(KEY) == (PageResult(()), [])


def damage_truncated(entry):
    (entry / "0-0.svg").write_bytes(b"<sv")
    return "0-0.svg does not match its checksum"


def damage_edited(entry):
    path = entry / "result.json"
    path.write_text(path.read_text().replace("0.5", "0.9"))
    return "result.json does not match its checksum"


def damage_missing_file(entry):
    (entry / "0-0.svg").unlink()
    return f"[Errno 2] No such file or directory: '{entry / '0-0.svg'}'"


def damage_missing_checksums(entry):
    (entry / "sha256.json").unlink()
    return f"[Errno 2] No such file or directory: '{entry / 'sha256.json'}'"


def damage_empty_checksums(entry):
    (entry / "sha256.json").write_text("")
    return "Expecting value: line 1 column 1 (char 0)"


def damage_other_checksums(entry):
    (entry / "sha256.json").write_text("[]")
    return "sha256.json does not list result.json"


def damage_forgetful_checksums(entry):
    (entry / "sha256.json").write_text("{}")
    return "sha256.json does not list result.json"


def damage_path_out_of_the_store(entry):
    sums = json.loads((entry / "sha256.json").read_text())
    (entry / "sha256.json").write_text(json.dumps({"../../secret": "0"} | sums))
    return "'../../secret' is not a plain file name"


def damage_absolute_path(entry):
    sums = json.loads((entry / "sha256.json").read_text())
    (entry / "sha256.json").write_text(json.dumps({"/etc/passwd": "0"} | sums))
    return "'/etc/passwd' is not a plain file name"


def forged(entry, name, data):
    """Write a file of an entry with a checksum that fits."""
    sums = json.loads((entry / "sha256.json").read_text())
    (entry / name).write_bytes(data)
    (entry / "sha256.json").write_text(json.dumps(sums | {name: hashlib.sha256(data).hexdigest()}))


def forged_record(entry, old, new):
    forged(entry, "result.json", (entry / "result.json").read_text().replace(old, new).encode())


def damage_forged_figure(entry):
    forged(entry, "0-0.svg", SVG.replace(b"/>", b"><script>alert(1)</script></svg>"))
    return "0-0.svg holds what no figure needs"


def damage_forged_picture_name(entry):
    forged_record(entry, "0-0.svg", "sha256.json")
    return "a picture of the record has a name that no run writes"


def damage_forged_width(entry):
    forged_record(entry, "12", '"12\\" onload=\\"x()"')
    return "a picture of the record is '12\" onload=\"x()' by 34 pixels"


def damage_forged_value(entry):
    forged_record(entry, "0.5", '"<script>"')
    return "the `value` of a percent must be a finite number that a float can hold, got '<script>'"


def damage_forged_kind(entry):
    forged_record(entry, '"percent"', '"html"')
    return "an inline value must be one of number, percent, timing, claim, text"


def damage_forged_text(entry):
    forged_record(entry, '"h\\u00e9llo\\n"', "5")
    return "the `text` of a cell is not what a run writes"


def damage_forged_film(entry):
    forged(entry, "0.film", b"<html>")
    return "0.film is no film"


def damage_link_to_another_file(entry):
    (entry / "0-0.svg").unlink()
    (entry / "0-0.svg").symlink_to("/etc/passwd")
    return "0-0.svg is no file that a build wrote"


@pytest.mark.parametrize(
    "damage", [value for name, value in sorted(globals().items()) if name.startswith("damage_")]
)
def test_a_damaged_entry_is_reported_discarded_and_can_be_saved_again(store, damage):
    store.save(KEY, RESULT)
    reason = damage(store.folder / KEY)

    result, problems = store.load(KEY)

    assert result is None
    assert [str(problem) for problem in problems] == [
        f"{store.folder / KEY}: the stored result was damaged ({reason}) and has been discarded. "
        "Nothing to do: the page runs again."
    ]
    assert store.load(KEY) == (None, [])
    store.save(KEY, RESULT)
    assert store.load(KEY) == (RESULT, [])


def test_a_file_in_an_entry_s_place_is_discarded_too(store):
    store.folder.mkdir()
    (store.folder / KEY).write_text("not a folder")

    result, problems = store.load(KEY)

    assert result is None
    assert len(problems) == 1
    store.save(KEY, RESULT)
    assert store.load(KEY) == (RESULT, [])


@pytest.mark.parametrize("record", [b"[" * 100_000, b"{}", b"[]", b'{"cells": [1]}', b"\xff", b"NaN"])
def test_a_record_that_no_run_writes_is_discarded_whatever_its_checksum(store, record):
    store.save(KEY, RESULT)
    forged(store.folder / KEY, "result.json", record)
    result, (problem,) = store.load(KEY)

    assert result is None
    assert "the stored result was damaged (" in str(problem)


def test_the_result_of_another_page_is_discarded(store):
    store.save(KEY, RESULT)
    result, (problem,) = store.load(KEY, lambda found: len(found.cells) == 3)

    assert result is None
    assert "(it is the result of another page)" in str(problem)


def test_saving_again_keeps_the_entry_whole(store):
    store.save(KEY, RESULT)
    store.save(KEY, RESULT)

    assert store.load(KEY) == (RESULT, [])
    assert names(store) == [KEY]


def test_a_result_that_differs_replaces_the_stored_one(store):
    store.save(KEY, RESULT)
    newer = PageResult((CellResult("newer"),))
    store.save(KEY, newer)

    assert store.load(KEY) == (newer, [])
    assert names(store) == [KEY]


def test_two_writers_leave_one_whole_entry(store):
    writers = [threading.Thread(target=store.save, args=(KEY, RESULT)) for _ in range(16)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert store.load(KEY) == (RESULT, [])
    assert names(store) == [KEY]


def test_a_writer_that_is_interrupted_leaves_nothing(store, monkeypatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        store.save(KEY, RESULT)

    assert names(store) == []


def test_a_store_below_a_file_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    store = Store(tmp_path / "file" / "lessons")

    assert store.load(KEY) == (None, [])
    assert store.keys() == []
    with pytest.raises(NotADirectoryError):
        store.save(KEY, RESULT)


def test_a_disk_that_fills_up_leaves_nothing_half_written(store):
    """A limit on file sizes stands for the full disk: nothing else fails in the middle of a file as root."""
    code = textwrap.dedent(f"""
        import resource, signal, sys
        from pathlib import Path
        from course_site.execution.results import CellResult, PageResult, Picture
        from course_site.execution.store import Store

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        store = Store(Path({str(store.folder)!r}))
        store.save("small", PageResult((CellResult("x"),)))
        try:
            store.save("large", PageResult((CellResult("x", (Picture(b"x" * 5000, "svg", 1, 1),)),)))
        except OSError as error:
            sys.exit(error.strerror)
    """)

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert done.stderr == "File too large\n"
    assert done.returncode == 1
    assert names(store) == ["small"]
    store.save("large", RESULT)
    assert store.load("large") == (RESULT, [])


def test_a_full_disk_leaves_nothing_half_written(tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("mounting a small disk needs rights this user lacks")
    try:
        store = Store(small / "lessons")
        store.save("first", RESULT)
        with pytest.raises(OSError, match="No space left on device"):
            store.save("second", PageResult((CellResult("x" * 100_000),)))
        assert names(store) == ["first"]
        store.save("third", RESULT)
        assert store.load("third") == (RESULT, [])
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_pruning_keeps_what_is_used_and_removes_what_a_killed_build_left(store):
    for key in ("old", "used"):
        store.save(key, RESULT)
    (store.folder / ".used.abc").mkdir()

    assert store.prune({"used", "never"}) == ["old"]
    assert names(store) == ["used"]
    assert store.load("used") == (RESULT, [])


def test_pruning_a_store_that_is_not_there_does_nothing(store):
    assert store.prune(set()) == []


def test_merging_two_stores_is_copying_files(store, tmp_path):
    other = Store(tmp_path / "other")
    store.save("one", RESULT)
    other.save("two", RESULT)
    (other.folder / "two").rename(store.folder / "two")

    assert store.keys() == ["one", "two"]
    assert store.load("two") == (RESULT, [])
