"""HTML comments never reach a reader: they are blanked, line for line, before anything reads a page.

Python-Markdown would publish them, and a fence inside one would otherwise run.
Blanking keeps every line where it was, so later messages name the true line.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from mdit_py_plugins.front_matter import front_matter_plugin

from course_site.problems import Problem

COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def parser() -> MarkdownIt:
    """Return the one Markdown parser that decides what is a fence, a comment or a heading."""
    return MarkdownIt("commonmark").enable("table").use(front_matter_plugin)


def blank_comments(text: str, path: str) -> tuple[str, list[Problem]]:
    """Replace each HTML comment outside code by spaces, keeping its line breaks."""
    lines = text.split("\n")
    problems: list[Problem] = []
    for token in parser().parse(text):
        if token.map is None or token.type not in ("html_block", "inline"):
            continue
        if "<!--" not in token.content:
            continue
        first, last = token.map
        region = "\n".join(lines[first:last])
        blanked = _blank_block(region) if token.type == "html_block" else _blank_inline(region)
        if "<!--" in region and "-->" not in region:
            line = first + 1 + region[: region.index("<!--")].count("\n")
            problems.append(
                Problem(
                    path,
                    line,
                    0,
                    "a comment is opened by <!-- and never closed.",
                    "Write --> at its end.",
                )
            )
        lines[first:last] = blanked.split("\n")
    return "\n".join(lines), problems


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match.group())


def _blank_block(region: str) -> str:
    return COMMENT.sub(_blank, region)


CODE_OR_COMMENT = re.compile(r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)|<!--.*?-->", re.DOTALL)


def _blank_inline(region: str) -> str:
    """Blank the comments of a paragraph, and leave its code spans alone."""

    def replace(match: re.Match[str]) -> str:
        return match.group() if match["ticks"] else _blank(match)

    return CODE_OR_COMMENT.sub(replace, region)
