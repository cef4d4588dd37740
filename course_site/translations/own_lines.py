"""Words that share a line with a comment get one of their own: whoever replaces the comment would take them.

Only comments at the left margin matter; in a sentence, in a list or in code, no English is looked for.
"""

from __future__ import annotations

import re

from course_site.translations.blocks import split
from course_site.translations.english_comments import is_comment
from course_site.translations.passages import without_front_matter

BEHIND = re.compile(r"-->[ \t]*(?=\S)")
BEFORE = re.compile(r"(?<=\S)[ \t]*<!--")
"""Where a second comment begins behind words of the first: those words end there."""


def on_own_lines(text: str) -> str:
    """Return a translated page in which every comment ends its line, with all its words in their order."""
    lines = text.split("\n")
    for block in reversed(split(without_front_matter(text))):
        if is_comment(block) and "-->" in lines[block.last - 1]:
            end, behind = _cut(lines[block.last - 1])
            lines[block.last - 1] = end + BEHIND.sub("-->\n", BEFORE.sub("\n\n<!--", behind))
    return "\n".join(lines)


def _cut(line: str) -> tuple[str, str]:
    """Return the line on which a comment ends, up to its sign and from there on."""
    place = line.index("-->")
    return line[:place], line[place:]
