"""HTML comments never reach a reader: they are blanked, line for line, before anything reads a page.

Python-Markdown would publish them, and a fence inside one would otherwise run.
Blanking keeps every line where it was, so later messages name the true line.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin

from course_site.problems import Problem

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
CODE_OR_COMMENT = re.compile(r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)|<!--.*?(?:-->|\Z)", re.DOTALL)


@cache
def parser() -> MarkdownIt:
    """Return the one Markdown parser that decides what is a fence, a comment or a heading."""
    return MarkdownIt("commonmark").enable("table").use(front_matter_plugin)


@cache
def block_parser() -> MarkdownIt:
    """Return the same parser without the text inside blocks: it takes time proportional to any page."""
    markdown = MarkdownIt("commonmark").enable("table").use(front_matter_plugin)
    markdown.core.ruler.disable("inline")
    return markdown


def blank_comments(text: str, path: str) -> tuple[str, list[Problem]]:
    """Replace each HTML comment outside code by spaces, keeping its line breaks."""
    blanked, unclosed = _blanked(text)
    fault = "a comment is opened by <!-- and never closed."
    return blanked, [Problem(path, line, 0, fault, "Write --> at its end.") for line in unclosed]


@lru_cache(maxsize=1024)
def _blanked(text: str) -> tuple[str, list[int]]:
    """Return a text without its comments, and the lines of those never closed; once for all who read it."""
    lines = text.split("\n")
    unclosed: list[int] = []
    for token in block_parser().parse(text):
        if token.map is None or token.type not in ("html_block", "inline"):
            continue
        if "<!--" not in token.content:
            continue
        first, last = token.map
        region = "\n".join(lines[first:last])
        pattern = COMMENT if token.type == "html_block" else CODE_OR_COMMENT
        for match in pattern.finditer(region):
            if match.group().startswith("<!--") and not match.group().endswith("-->"):
                unclosed.append(first + 1 + region.count("\n", 0, match.start()))
        blanked = pattern.sub(_blank, region).split("\n")
        lines[first:last] = map(_tidy, lines[first:last], blanked)
    return "\n".join(lines), unclosed


def _blank(match: re.Match[str]) -> str:
    """Turn a comment into spaces, and leave a code span alone."""
    text = match.group()
    return re.sub(r"[^\n]", " ", text) if text.startswith("<!--") else text


def _tidy(before: str, after: str) -> str:
    """Drop the spaces that would speak Markdown: four in front make code, two at the end break the line."""
    if before == after:
        return before
    margin = len(before) - len(before.lstrip())
    opened = not after[: margin + 1].strip()
    return (before[:margin] + after.lstrip() if opened else after).rstrip()
