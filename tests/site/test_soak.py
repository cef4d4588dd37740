"""Hours of editing in minutes, good and bad: the live preview never hangs and never shows old text."""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from benchmarks.courses import write_small_site
from benchmarks.serving import Preview

LESSON = """---
title: Lesson
jupyter:
  kernelspec: {display_name: Python 3, name: python3, language: python}
---
# Lesson

A formula, $x^2$, before the cell.

```python
print(1 + 1)
```

More words.
"""
COURSE = {
    "en/index.md": "# Home\n\nHello.\n",
    "fr/index.md": "# Accueil\n\nBonjour.\n",
    "en/lesson.md": LESSON,
    "en/notebook.md": LESSON.replace("\njupyter:", "\npage: notebook\njupyter:"),
    "en/twin.md": LESSON,
    "fr/twin.md": LESSON,
}
"""A lesson and a notebook that French readers get in English, and a lesson that is there in both."""
PAGES = tuple(name.removesuffix(".md") for name in COURSE if "index" not in name)
ALONE = ("en/lesson", "en/notebook")
"""Pages without a twin, which may change their name or go."""
GROWTH = 1.2
"""What the preview's memory may grow to, times what it is at the start."""


def address(name: str) -> str:
    """Return where a page is served: English, the first language, has no folder of its own."""
    return name.removeprefix("en/") + "/"


class Writer:
    """Somebody who edits a course, well and badly."""

    def __init__(self, docs: Path, preview: Preview) -> None:
        self.docs, self.preview = docs, preview
        self.random = random.Random(1)
        self.number = 0

    def sentence(self) -> str:
        self.number += 1
        return f"Sentence {self.number} stands here."

    def good(self, name: str, text: str) -> str:
        """Write a page as it should be, and wait until it is seen."""
        words = self.sentence()
        (self.docs / f"{name}.md").write_text(text + f"\n\n{words}\n")
        self.preview.wait_for(address(name), words)
        return words

    def bad(self, name: str, wrong: str) -> None:
        """Save something wrong, then mend it: the preview has to come back."""
        path = self.docs / f"{name}.md"
        text = path.read_text()
        path.write_text(wrong)
        time.sleep(self.random.uniform(0, 0.8))  # now and then it builds the wrong one, now and then not
        words = self.sentence()
        path.write_text(text.rpartition("\n\n")[0] + f"\n\n{words}\n")
        self.preview.wait_for(address(name), words)

    def renamed(self, name: str) -> None:
        """Give a page another name and back; the page is where its file is, and nowhere else."""
        path, moved = self.docs / f"{name}.md", f"en/moved-{self.number}"
        other = self.docs / f"{moved}.md"
        words = self.sentence()
        path.write_text(path.read_text().rpartition("\n\n")[0] + f"\n\n{words}\n")
        path.rename(other)
        self.preview.wait_for(address(moved), words)
        self.preview.wait_until_gone(address(name))
        other.rename(path)
        self.preview.wait_for(address(name), words)
        self.preview.wait_until_gone(address(moved))

    def deleted(self, name: str) -> None:
        """Delete a page; once nobody finds it any more, write it anew."""
        path = self.docs / f"{name}.md"
        text = path.read_text()
        path.unlink()
        self.preview.wait_until_gone(address(name))
        words = self.sentence()
        path.write_text(text.rpartition("\n\n")[0] + f"\n\n{words}\n")
        self.preview.wait_for(address(name), words)


FRONT = "---\ntitle: {}\n---\n"
EDITS: dict[str, Callable[[Writer, str, str], object]] = {
    "a good sentence": lambda w, name, text: w.good(name, text),
    "a formula that does not parse": lambda w, name, text: w.bad(name, text + "\n$\\nope{$\n"),
    "saved half-way": lambda w, name, text: w.bad(name, text[: len(text) // 2]),
    "saved empty": lambda w, name, text: w.bad(name, ""),
    "front matter that is never closed": lambda w, name, text: w.bad(name, "---\ntitle: x\n# y\n"),
    "a comment that is never closed": lambda w, name, text: w.bad(name, text + "\n<!-- open\n"),
    "a cell that raises": lambda w, name, text: w.bad(name, text.replace("print(", "1/0; print(")),
    "a link to nowhere": lambda w, name, text: w.bad(name, text + "\n[x](nowhere.md)\n"),
    "bytes that are no text": lambda w, name, text: w.bad(name, text + "\x00\x01"),
    "another name": lambda w, name, text: w.renamed(name),
    "deleted and written anew": lambda w, name, text: w.deleted(name),
}


MOVING = ("another name", "deleted and written anew")


def soak(folder: Path, edits: int) -> float:
    """Make `edits` edits; return the preview's memory at the end, by what it was at the start.

    The start is right after the first build: all that builds is loaded by then, and nothing was built twice.
    """
    course = write_small_site(folder / "course", COURSE)
    kinds = list(EDITS)
    with Preview(course) as preview:
        process = psutil.Process(preview._process.pid)
        writer = Writer(course / "docs", preview)
        start = memory(process)
        for number in range(edits):
            kind = kinds[number % len(kinds)]
            names = ALONE if kind in MOVING else PAGES
            name = names[number % len(names)]
            EDITS[kind](writer, name, (course / "docs" / f"{name}.md").read_text())
        return memory(process) / start


def memory(process: psutil.Process) -> int:
    """Return the bytes that a preview holds with all it started, when nothing runs: the least of a second."""
    samples = []
    for _ in range(10):
        held = 0
        for one in (process, *process.children(recursive=True)):
            with contextlib.suppress(psutil.NoSuchProcess):
                held += one.memory_info().rss
        samples.append(held)
        time.sleep(0.1)
    return min(samples)


def test_thirty_edits_good_and_bad_are_all_shown(tmp_path: Path, record_figure):
    growth = soak(tmp_path, 30)
    record_figure("edits of a preview, each shown", 30, "30, and 200 in `make test-all`")
    record_figure("memory of the preview after them", f"{growth:.2f} of its start", f"at most {GROWTH}")

    assert growth <= GROWTH


@pytest.mark.long
def test_two_hundred_edits_good_and_bad_are_all_shown_and_memory_stays(tmp_path: Path, record_figure):
    growth = soak(tmp_path, 200)
    record_figure("edits of a preview, each shown", 200, "30, and 200 in `make test-all`")
    record_figure("memory of the preview after them", f"{growth:.2f} of its start", f"at most {GROWTH}")

    assert growth <= GROWTH
