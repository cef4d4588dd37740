"""A network drawn bottom up, as the course does: the input below, the output above."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle

from lesson_code.figures.palette import ink

MOST_UNITS = 7  # of a layer that are drawn; a wider one gets dots in the middle
OBSERVED = "#808080"  # the course fills what is observed, the input, with grey
RADIUS = 0.28


def draw_network(ax: Axes, sizes: Sequence[int], symbols: Sequence[str]) -> Axes:
    r"""Draw layers of `sizes` units from the input at the bottom to the output at the top.

    `symbols` stand to the right of the layers, from the bottom up: `$\boldsymbol{x} \in \mathbb{R}^n$`.
    """
    rows = [_places(size) for size in sizes]
    for level, (below, above) in enumerate(pairwise(rows)):
        for x in below:
            for to in above:
                ends = (level + RADIUS, level + 1 - RADIUS)
                ax.plot((x, to), ends, color=ink(), linewidth=0.4, zorder=0)
    for level, (row, size) in enumerate(zip(rows, sizes, strict=True)):
        for x in row:
            fill = OBSERVED if level == 0 else "none"
            ax.add_patch(Circle((x, level), RADIUS, facecolor=fill, edgecolor=ink(), linewidth=1))
        if size > MOST_UNITS:
            ax.text(0, level, r"$\cdots$", color=ink(), ha="center", va="center")
    widest = max(max(row) for row in rows)
    for level, symbol in enumerate(symbols):
        ax.text(widest + 0.7, level, symbol, color=ink(), va="center")
    ax.set(xlim=(-widest - 0.5, widest + 3.2), ylim=(-0.5, len(sizes) - 0.5))
    ax.set_aspect("equal")
    ax.set_axis_off()
    return ax


def _places(size: int) -> np.ndarray:
    """Where the units of a layer stand, symmetric about 0, with a gap where some are left out."""
    shown = min(size, MOST_UNITS)
    places = np.arange(shown) - (shown - 1) / 2
    return places[np.abs(places) > 0.5] if size > MOST_UNITS else places
