"""The comments of a translated page: which hold the English of a passage, and which are damaged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from course_site.problems import Problem
from course_site.translations.blocks import Block
from course_site.translations.wording import SPAN, unescape

REVIEW, TRANSLATE, REMOVED = "to review", "to translate", "removed"
MARKS = (REVIEW, TRANSLATE, REMOVED)
MARK = re.compile(rf"[ \t]*({'|'.join(MARKS)})[ \t]*(?:\n|$)")
REMARK = "note:"
"""A comment that begins with this is a remark of the translator, and no English."""


@dataclass(frozen=True)
class Comment:
    """A comment at the left margin; its text is unescaped and without its mark."""

    line: int
    last: int
    text: str
    mark: str = ""
    first_text_line: int = 0


def comments_of(blocks: list[Block], path: str, problems: list[Problem]) -> Iterator[Comment]:
    """Yield the comments among the blocks of a text; one inside another is a problem."""
    for block in blocks:
        if not is_comment(block):
            continue
        position = 0
        while (start := block.text.find("<!--", position)) >= 0:
            end = block.text.find("-->", start + 4)
            stop = end if end >= 0 else len(block.text)
            inside = block.text[start + 4 : stop]
            line = block.line + block.text.count("\n", 0, start)
            if (nested := inside.find("<!--")) >= 0:
                problems.append(_nested(path, line + inside.count("\n", 0, nested)))
            if end >= 0 and not inside.strip().startswith(REMARK):
                yield _comment(inside, line)
            position = stop + 3


def is_comment(block: Block) -> bool:
    """Tell whether a block begins with a comment at the left margin."""
    return block.kind == "html" and block.text.lstrip().startswith("<!--")


def are_plain(blocks: list[Block]) -> bool:
    """Tell whether every comment is a block of its own, with nothing beside it and none elsewhere."""
    return all(_is_whole(block.text) if is_comment(block) else "<!--" not in block.text for block in blocks)


def _is_whole(text: str) -> bool:
    return text.rstrip().endswith("-->") and text.count("-->") == text.count("<!--") == 1


def _comment(inside: str, line: int) -> Comment:
    mark = MARK.match(inside)
    text = inside[mark.end() :] if mark else inside
    start = line + inside.count("\n", 0, len(inside) - len(text))
    last = line + inside.count("\n")
    return Comment(line, last, unescape(text), mark[1] if mark else "", start)


def _nested(path: str, line: int) -> Problem:
    fault = "a comment is opened by <!-- inside another one."
    return Problem(path, line, 0, fault, "Close the first with -->, or write &lt;!-- for the sign itself.")


def stray_ends(blocks: list[Block], path: str) -> Iterator[Problem]:
    """Yield a problem for each --> that closes nothing: the comment above it ended too early."""
    for block in blocks:
        if block.kind in ("code", "cell") or "-->" not in block.text:
            continue
        shown = SPAN.sub(lambda span: re.sub(r"[^\n]", " ", span.group()), block.text)
        if "<!--" in shown:
            continue  # never closed: reported where it is opened
        for match in re.finditer("-->", shown):
            line = block.line + shown.count("\n", 0, match.start())
            fault = "a comment is closed here by --> and none is open: the one above ended too early."
            yield Problem(path, line, 0, fault, "Write --&gt; for the sign itself.")


def out_of_reach(blocks: list[Block], path: str) -> Iterator[Problem]:
    """Yield a problem for each comment in the indented part of an admonition: readers would get it."""
    for block in blocks:
        text = block.text
        if block.kind in ("code", "cell") or not re.search(r"^(?: {4}|\t).*<!--", text, re.MULTILINE):
            continue
        shown = SPAN.sub(lambda span: re.sub(r"[^\n]", " ", span.group()), text)
        for match in re.finditer(r"^(?: {4}|\t).*<!--", shown, re.MULTILINE):
            line = block.line + shown.count("\n", 0, match.start())
            fault = (
                "a comment stands in the indented part of an admonition or a note, and would be published."
            )
            yield Problem(path, line, 0, fault, "Put it above the whole block.")
