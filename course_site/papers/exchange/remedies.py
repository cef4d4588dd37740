"""What to do about a row that makes no note: the options of the import, where one of them helps."""

from __future__ import annotations

from course_site.problems import Problem

MAPPING = (
    "--save-mapping FILE writes down what is taken for what: change it, and give it back with --mapping."
)
REMEDIES = (
    (
        "`topics` must come from",
        "--new-topics adds it, under a name from --mapping if it has no plain letters.",
    ),
    ("`topics` is missing", "--new-topics adds the topic `to-sort` to the list, for papers without any."),
    ("`status` must come from", MAPPING),
    ("`level` must come from", MAPPING),
    ("`kind` must be", MAPPING),
)
"""By how the fault of a note begins, what an import can do besides mending the row."""


def remedy(fault: Problem) -> str:
    """Return what to do about a fault of a note that a row would make."""
    options = [words for start, words in REMEDIES if fault.message.startswith(start)]
    return " ".join([fault.hint, *options]).strip()
