"""What running a page gives: outputs and typed values per cell, free of language, time and place."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Picture:
    """A figure a cell drew."""

    data: bytes
    """A cleaned SVG, or a PNG."""
    suffix: str
    """``svg`` or ``png``."""
    width: int
    """CSS pixels."""
    height: int


@dataclass(frozen=True)
class CellResult:
    """Everything one cell left behind."""

    text: str = ""
    """What it printed, and the value of its last line."""
    pictures: tuple[Picture, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)
    """Inline expression to typed value: ``{"kind": "percent", "value": 0.5, "digits": 0}``."""
    film: bytes = b""
    """A film it displayed, whose figure is the strip shown without a script; empty for none."""


@dataclass(frozen=True)
class PageResult:
    """The results of all cells of a page, in order (one per cell, run or not)."""

    cells: tuple[CellResult, ...]


def to_record(result: PageResult) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Split a result into a JSON record and the files it names."""
    files: dict[str, bytes] = {}
    cells = []
    for index, cell in enumerate(result.cells):
        pictures = []
        for number, picture in enumerate(cell.pictures):
            name = f"{index}-{number}.{picture.suffix}"
            files[name] = picture.data
            pictures.append({"file": name, "width": picture.width, "height": picture.height})
        film = f"{index}.film" if cell.film else ""
        files |= {film: cell.film} if film else {}
        cells.append({**asdict(cell), "pictures": pictures, "film": film})
    return {"cells": cells}, files


def from_record(record: dict[str, Any], files: dict[str, bytes]) -> PageResult:
    """Join what `to_record` split."""
    return PageResult(
        tuple(
            CellResult(
                cell["text"],
                tuple(
                    Picture(files[p["file"]], p["file"].rpartition(".")[2], p["width"], p["height"])
                    for p in cell["pictures"]
                ),
                cell["values"],
                files[cell["film"]] if cell["film"] else b"",
            )
            for cell in record["cells"]
        )
    )
