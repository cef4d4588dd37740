"""A grid of the plane before and after a map: a layer, or an affine map."""

from __future__ import annotations

import torch
from matplotlib.axes import Axes
from numpy.typing import ArrayLike
from torch import Tensor

from lesson_code.affine import AffineMap
from lesson_code.figures.palette import as_array, class_colour, ink
from lesson_code.figures.points import label_plane
from lesson_code.layers import grid_lines

# a flag on its pole: it has no symmetry, so that a turn and a reflection cannot be mixed up
FLAG = torch.tensor([[0.0, 0.0], [0.0, 1.0], [0.7, 0.8], [0.15, 0.6], [0.15, 0.0]])
BEFORE = (-1.0, 1.0, -1.0, 1.0)


def draw_warped_grid(ax: Axes, lines: ArrayLike | Tensor, symbol: str = "h") -> Axes:
    """Draw the mapped lines of a grid: (lines, points, 2), the first half once upright, in ink.

    The other half, once level, is drawn in a colour, so that a turn can be seen.
    """
    lines = as_array(lines)
    for place, line in enumerate(lines):
        colour = ink() if place < len(lines) // 2 else class_colour(0)
        ax.plot(*line.T, color=colour, linewidth=0.7, zorder=1)
    return label_plane(ax, symbol)


def draw_affine_map(ax: Axes, map_: AffineMap, *, reach: float = 1.8) -> Axes:
    """Draw a grid with a flag, dotted, and what the map makes of them; axes to +- reach."""
    grid = grid_lines(BEFORE, lines=5, points=2)
    for lines, style in ((grid, ":"), (map_(grid), "-")):
        for line in as_array(lines):
            ax.plot(*line.T, color=ink(), linestyle=style, linewidth=0.6)
    ax.fill(*as_array(FLAG).T, facecolor="none", edgecolor=ink(), linestyle=":")
    ax.fill(*as_array(map_(FLAG)).T, facecolor=class_colour(0), edgecolor=class_colour(0))
    ax.plot(*as_array(map_(torch.zeros(2)))[:, None], marker="o", markersize=4, color=class_colour(1))
    ax.set(xlim=(-reach, reach), ylim=(-reach, reach), xticks=[], yticks=[])
    ax.set_aspect("equal")
    return ax
