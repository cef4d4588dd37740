"""How the English is written above a translation, and pages back to their files as they were saved."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from course_site.cells import count_option_lines, option_text
from course_site.translations.blocks import TRANSLATED_OPTIONS, Block
from course_site.translations.wording import escape


def comment(text: str, mark: str = "") -> str:
    """Return `text` as a comment, with its mark on the first line; ends without a line break."""
    if not text.strip():
        return f"<!-- {mark} -->"
    opening = f"<!-- {mark}" if mark else "<!--"
    return f"{opening}\n{escape(text.strip(chr(10)))}\n-->"


def comment_for(blocks: Sequence[Block], mark: str = "") -> str:
    """Return the comment that stands above the translation of `blocks`: their text, or a cell's captions."""
    if len(blocks) == 1 and blocks[0].kind == "cell":
        return comment(caption_lines(blocks[0]), mark)
    return comment("\n\n".join(block.text for block in blocks), mark)


def caption_lines(cell: Block) -> str:
    """Return the option lines of a cell that are words, as YAML, as its author wrote them."""
    lines = cell.code.split("\n")
    kept, keeps = [], False
    for line in lines[: count_option_lines(lines)]:
        text = option_text(line)
        if name := re.match(r"(\w+):", text):
            keeps = name[1] in cell.captions
        if keeps:
            kept.append(text)
    return "\n".join(kept)


def placeholder(block: Block, mark: str) -> str:
    """Return an English block as it waits for its translation; one without words needs none."""
    return f"{comment_for([block], mark)}\n{block.text}" if block.has_words else block.text


def new_page(front_matter: str, blocks: Sequence[Block], mark: str) -> str:
    """Return a page that waits to be translated: the front matter is the English one."""
    return front_matter + "\n\n".join(placeholder(block, mark) for block in blocks) + "\n"


def with_code_of(french: Block, english: Block) -> str | None:
    """Return the French cell or formula with the English code; None if that would lose French words."""
    if french.kind == "formula":
        return None if re.search(r"\\(?:text|mbox)", french.text) else english.text
    lines, ours = french.code.split("\n"), english.code.split("\n")
    count = count_option_lines(lines)
    has_words = any(re.search(r"#|'''|\"\"\"", line) for line in lines[count:])
    if french.kind != "cell" or has_words:
        return None
    own = [line for line in lines[:count] if _option(line) in TRANSLATED_OPTIONS or _option(line) == ""]
    theirs = [line for line in ours[: count_option_lines(ours)] if _option(line) not in TRANSLATED_OPTIONS]
    theirs = [line for line in theirs if _option(line)]
    fence = french.text.split("\n")[0]
    return "\n".join([fence, *theirs, *own, *ours[count_option_lines(ours) :], french.text.split("\n")[-1]])


def _option(line: str) -> str:
    """Return the name of the option that a line begins, or nothing for one that goes on."""
    name = re.match(r"(\w+):", option_text(line))
    return name[1] if name else ""


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
