"""The confusion matrix: which class is taken for which."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from numpy.typing import ArrayLike
from torch import Tensor

from lesson_code.figures.palette import CLASS_COLOURS, as_array, ink

# y and a combining check: the \check of mathtext stands beside its letter instead of above it
CHECKED_Y = "$y\N{COMBINING CARON}$"
MOST_ALPHA = 0.6  # of a full cell: the ink stays readable on it, on a light page and on a dark one


def draw_confusion(ax: Axes, counts: ArrayLike | Tensor) -> Axes:
    r"""Draw counts: (K, K), rows true $y$, columns predicted $\check y$.

    The shade of a cell is its share of the row, the number in it the count itself: whole numbers
    read the same in every language.
    """
    counts = as_array(counts)
    K = len(counts)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)  # (K, K); 0 for no points
    cells = np.empty((K, K, 4))
    cells[..., :3] = to_rgb(CLASS_COLOURS[0])
    cells[..., 3] = MOST_ALPHA * shares
    ax.imshow(cells, interpolation="nearest")
    for (i, j), count in np.ndenumerate(counts):
        ax.text(j, i, f"{count}", color=ink(), ha="center", va="center")
    ax.set(xticks=range(K), yticks=range(K), xlabel=CHECKED_Y, ylabel="$y$")
    return ax
