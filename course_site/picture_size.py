"""How wide and high a picture is, read from the first bytes of its file: PNG, JPEG, GIF and SVG."""

from __future__ import annotations

import re
from pathlib import Path

HEAD = 262_144
"""Bytes that are read: a JPEG's size stands within them, whatever a camera adds."""
PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4}
LARGEST = 100_000
"""Pixels a side may have; more is a broken or a hostile file."""

LONGEST = 10_000
"""Characters of an SVG's first tag that are looked at."""

Size = tuple[int, int]

OPENING = re.compile(r"<(?:\w{1,20}:)?svg\b")
ATTRIBUTES = re.compile(r"(?:\"[^\"]*\"|'[^']*'|[^'\"<>])*+")
LENGTH = re.compile(r"\s*(?P<number>\d*\.?\d+(?:e[+-]?\d+)?)\s*(?P<unit>[a-z%]*)\s*", re.IGNORECASE)


def picture_size(path: Path) -> Size | None:
    """Return width and height in pixels; None for what cannot be read or is no such picture."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return None
    size = size_of(head)
    return size if size and all(0 < side <= LARGEST for side in size) else None


def size_of(head: bytes) -> Size | None:
    """Return the size that the first bytes of a picture tell."""
    if head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR" and len(head) >= 24:
        return int.from_bytes(head[16:20]), int.from_bytes(head[20:24])
    if head.startswith((b"GIF87a", b"GIF89a")) and len(head) >= 10:
        return int.from_bytes(head[6:8], "little"), int.from_bytes(head[8:10], "little")
    if head.startswith(b"\xff\xd8"):
        return _jpeg(head)
    return _svg(head.decode("utf-8", "replace"))


def _jpeg(head: bytes) -> Size | None:
    """Walk from segment to segment up to the one that begins the frame."""
    at = 2
    while at + 9 <= len(head) and head[at] == 0xFF:
        kind = head[at + 1]
        if kind == 0xFF:  # a filling byte
            at += 1
        elif kind in range(0xC0, 0xD0) and kind not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(head[at + 7 : at + 9]), int.from_bytes(head[at + 5 : at + 7])
        else:
            at += 2 + int.from_bytes(head[at + 2 : at + 4])
    return None


def _svg(text: str) -> Size | None:
    """Read `width` and `height`, or the `viewBox` where they are missing or relative."""
    tag = OPENING.search(text)
    attributes = ATTRIBUTES.match(text, tag.end()) if tag else None
    if attributes is None:
        return None
    pairs = re.findall(r"(\b[\w:]{1,40})\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", attributes.group()[:LONGEST])
    said = {name: double or single for name, double, single in pairs}
    width, height = _length(said.get("width", "")), _length(said.get("height", ""))
    box = [_length(part) for part in re.split(r"[\s,]+", said.get("viewBox", "").strip())[2:]]
    if len(box) == 2 and all(box):
        ratio = box[1] / box[0]
        width = width or (height / ratio if height else box[0])
        height = height or width * ratio
    return (round(width), round(height)) if width and height else None


def _length(text: str) -> float:
    """Return a length in pixels; 0 for none, or for one that depends on the page."""
    found = LENGTH.fullmatch(text)
    if not found:
        return 0.0
    number = float(found["number"]) * PIXELS.get(found["unit"].lower(), 0.0)
    return number if number <= LARGEST else 0.0
