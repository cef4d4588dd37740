"""Two codes for K labels: whole numbers on a line, and one-hot vectors."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba

from lesson_code.figures.palette import CLASS_MARKERS, class_colour, ink

CELL_ALPHA = 0.45  # of the cell of a one: its number stays readable, whatever the class and the page


def draw_integer_labels(ax: Axes, num_classes: int) -> Axes:
    """Draw the labels 0 to K - 1 on a line: class 0 and class K - 1 lie K - 1 apart."""
    last = num_classes - 1
    ax.plot((0, last), (0, 0), color=ink(), linewidth=0.8, zorder=0)
    for k in range(num_classes):
        ax.plot(k, 0, marker=CLASS_MARKERS[k % len(CLASS_MARKERS)], markersize=8, color=class_colour(k))
        ax.text(k, -0.18, f"${k}$", color=ink(), ha="center", va="top")
    ax.annotate("", (0, 0.3), (last, 0.3), arrowprops={"arrowstyle": "<->", "color": ink()})
    ax.text(last / 2, 0.36, f"${last}$", color=ink(), ha="center", va="bottom")
    ax.set(xlim=(-0.5, last + 0.5), ylim=(-0.7, 0.9))
    ax.set_axis_off()
    return ax


def draw_one_hot_labels(ax: Axes, num_classes: int) -> Axes:
    """Draw the K one-hot vectors as rows of a table of noughts and ones: no two are closer than others."""
    ones = np.eye(num_classes, dtype=int)
    cells = np.zeros((num_classes, num_classes, 4))
    for k in range(num_classes):
        cells[k, k] = to_rgba(class_colour(k), CELL_ALPHA)
    ax.imshow(cells, interpolation="nearest")
    for (k, j), number in np.ndenumerate(ones):
        ax.text(j, k, f"{number}", color=ink(), ha="center", va="center")
    ax.set(xticks=[], yticks=range(num_classes), ylabel="$y$")
    return ax
