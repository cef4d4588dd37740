from course_site.building import failure, said

TRACE = 'Traceback (most recent call last):\n  File "x.py", line 1, in <module>\n    f()\n'


def test_warnings_are_shown_and_progress_is_not():
    log = "INFO    -  Building\nWARNING -  a link leads nowhere\nAborted with 1 warnings in strict mode!\n"

    assert said(log) == ["WARNING -  a link leads nowhere", "Aborted with 1 warnings in strict mode!"]
    assert str(failure(log)) == "mkdocs.yml: the site was not built. The lines above say why."


def test_a_log_without_warnings_is_shown_whole():
    assert said("INFO    -  Building\n") == ["INFO    -  Building"]


def test_a_full_disk_is_said_in_a_line_and_without_a_traceback():
    log = f"INFO    -  Building\n{TRACE}OSError: [Errno 28] No space left on device: 'x' -> 'y'\n"

    assert said(log) == []
    assert str(failure(log)) == (
        "mkdocs.yml: the site was not built, for want of space or of access: "
        "No space left on device: 'x' -> 'y'. Make room, then try again."
    )


def test_any_other_error_is_named_with_the_way_to_the_whole_log():
    log = f"WARNING -  before\n{TRACE}KeyError: 'x'\n"

    assert said(log) == ["WARNING -  before"]
    assert str(failure(log)) == (
        "mkdocs.yml: the site was not built: KeyError: 'x'. `mkdocs build --strict` shows the whole log."
    )
