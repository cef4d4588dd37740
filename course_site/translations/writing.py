"""How the English is written above a translation, and pages back to their files as they were saved."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Sequence
from pathlib import Path

from course_site.cells import count_option_lines, option_text
from course_site.translations.blocks import Block
from course_site.translations.wording import escape, escape_beginning


def comment(text: str, mark: str = "") -> str:
    """Return `text` as a comment, with its mark on the first line; ends without a line break.

    It never ends on the line on which it begins: a note takes the first one, and the rest becomes blank.
    """
    if not text.strip():
        return f"<!-- {mark}\n-->"
    opening = f"<!-- {mark}" if mark else "<!--"
    return f"{opening}\n{escape(text.strip(chr(10)))}\n-->"


def comment_for(blocks: Sequence[Block], mark: str = "") -> str:
    """Return the comment that stands above the translation of `blocks`: their text, or a cell's captions."""
    if len(blocks) == 1 and blocks[0].kind == "cell":
        return comment(caption_lines(blocks[0]), mark)
    return comment(escape_beginning("\n\n".join(block.text for block in blocks)), mark)


def caption_lines(cell: Block) -> str:
    """Return the option lines of a cell that are words, as YAML, as its author wrote them."""
    return "\n".join(map(option_text, option_lines(cell, set(cell.captions))))


def option_lines(cell: Block, names: Collection[str]) -> list[str]:
    """Return the lines of some options of a cell, those on which they go on included."""
    lines = cell.code.split("\n")
    kept, keeps = [], False
    for line in lines[: count_option_lines(lines)]:
        if name := re.match(r"(\w+):", option_text(line)):
            keeps = name[1] in names
        if keeps:
            kept.append(line)
    return kept


def placeholder(block: Block, mark: str) -> str:
    """Return an English block as it waits for its translation; one without words needs none."""
    return f"{comment_for([block], mark)}\n{block.text}" if block.has_words else block.text


def new_page(front_matter: str, blocks: Sequence[Block], mark: str) -> str:
    """Return a page that waits to be translated: the front matter is the English one."""
    return front_matter + "\n\n".join(placeholder(block, mark) for block in blocks) + "\n"


def encode_like(source: bytes, text: str) -> bytes:
    """Return `text` with the line ends and the byte order mark that its file has."""
    breaks = source.count(b"\r\n")
    if breaks and breaks * 2 > source.count(b"\n"):
        text = text.replace("\n", "\r\n")
    return (b"\xef\xbb\xbf" if source.startswith(b"\xef\xbb\xbf") else b"") + text.encode()


def write(path: Path, data: bytes) -> None:
    """Write a page in one step: nobody ever meets half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    draft.write_bytes(data)
    os.replace(draft, path)
