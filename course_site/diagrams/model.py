"""What a drawing says: its shapes and arrows, in one coordinate system, whatever file they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from course_site.language import DEFAULT, FOLDER
from course_site.problems import Problem

TRANSLATED = tuple(sorted(path.stem for path in FOLDER.glob("*.yml") if path.stem != DEFAULT))
"""Every language there is a pack for, but the default one."""
Point = tuple[float, float]
"""Pixels to the right of and below the origin of the page."""


@dataclass(frozen=True)
class Shape:
    """A vertex of the drawing: a circle, a Delay, a square, a text, a group."""

    id: str
    kind: str
    """A key of `conventions.SHAPES`, or ``unknown``."""
    style: Mapping[str, str]
    """The app's style; its leading name (``ellipse;…``) stands under ``shape``."""
    label: str
    r"""Text without HTML, its formulas between dollars, its lines separated by ``\n``."""
    labels: Mapping[str, str]
    """The label in other languages: ``{"fr": "Encodeur"}``."""
    role: str
    """What Edit Data says under ``role``, in lower case."""
    x: float
    """Left edge on the page, pixels; groups are resolved."""
    y: float
    width: float
    height: float
    parent: str = ""
    """The id of the group it is in."""
    line: int = 0
    """1-based line of the file; 0 where lines say nothing (compressed pages, SVG)."""

    @property
    def centre(self) -> Point:
        """Return the middle of the shape."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class Arrow:
    """An edge of the drawing."""

    id: str
    kind: str
    """A key of `conventions.ARROWS`, or ``unknown``."""
    style: Mapping[str, str]
    label: str
    labels: Mapping[str, str]
    role: str
    source: str
    """The id of the shape it leaves; empty where it is attached to nothing."""
    target: str
    points: tuple[Point, ...] = ()
    """The corners that the author placed, on the page."""
    start: Point | None = None
    """Where a loose end lies; also kept, unused, by the app for attached ones."""
    end: Point | None = None
    label_at: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """Along the arrow (−1 … 1), across it (pixels), then an offset to the right and down (pixels)."""
    parent: str = ""
    line: int = 0


Item = Shape | Arrow


@dataclass(frozen=True)
class Diagram:
    """One page of a file."""

    path: str
    """The file, as messages name it."""
    page: str
    number: int
    """0-based."""
    shapes: tuple[Shape, ...]
    """In drawing order."""
    arrows: tuple[Arrow, ...]
    math: bool = False
    """Extras → Mathematical Typesetting is on."""
    adaptive_colors: str = "auto"
    background: str = ""
    order: tuple[str, ...] = ()
    """The ids of shapes and arrows together, in drawing order."""
    faults: tuple[tuple[str, Problem], ...] = ()
    """By the id of its item, what this model cannot hold: bold letters, a second label of an arrow."""
    languages: tuple[str, ...] = TRANSLATED
    """Those, other than the default, of the pages that show it: its words are written in each."""

    def label(self, item: Item, language: str) -> str:
        """Return the label in a language; the file's own where there is no other."""
        return item.labels.get(language, item.label)

    def shape(self, identifier: str) -> Shape | None:
        """Return the shape with this id."""
        return next((shape for shape in self.shapes if shape.id == identifier), None)

    def items(self) -> tuple[Item, ...]:
        """Return shapes and arrows together, in drawing order."""
        known: dict[str, Item] = {item.id: item for item in (*self.shapes, *self.arrows)}
        return tuple(known[identifier] for identifier in self.order if identifier in known)
