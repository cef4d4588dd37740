"""The data matrix as a picture, with the labels beside it."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from numpy.typing import ArrayLike
from torch import Tensor

from lesson_code.figures.palette import as_array, class_colour, ink

HEIGHT = 200  # rows of the picture at most: evenly spaced rows of the matrix
LABELS, GAP = 0.5, 0.25  # width of the column of labels and of the space before it, in columns


def draw_data_matrix(ax: Axes, X: ArrayLike | Tensor, y: ArrayLike | Tensor) -> Axes:
    """Draw X: (m, n), a row of the picture for a point, and y: (m,) in the colours of the classes.

    A positive number is blue and a negative one orange; the closer to 0, the more of the page shows through.
    """
    X, y = as_array(X), as_array(y)
    m, n = X.shape
    rows = np.linspace(0, m - 1, min(m, HEIGHT)).astype(int)
    shades = np.empty((len(rows), n, 4))
    positive = (X[rows] > 0)[..., None]
    shades[..., :3] = np.where(positive, to_rgb(class_colour(0)), to_rgb(class_colour(1)))
    shades[..., 3] = np.abs(X[rows]) / max(np.abs(X).max(), np.finfo(float).tiny)
    ax.imshow(shades, interpolation="nearest", aspect="auto", extent=(0, n, m, 0))
    colours = np.array([to_rgb(class_colour(k)) for k in y[rows]])[:, None]  # (rows, 1, 3)
    ax.imshow(colours, interpolation="nearest", aspect="auto", extent=(n + GAP, n + GAP + LABELS, m, 0))
    _write_classes(ax, y, n + GAP + LABELS)
    ax.set(xlim=(0, n + GAP + LABELS), ylim=(m, 0), ylabel="$i$")
    ax.set_xticks([*(np.arange(n) + 0.5), n + GAP + LABELS / 2])
    ax.set_xticklabels([*(f"$x_{j + 1}$" for j in range(n)), "$y$"])
    ax.set_yticks([1, m])
    ax.xaxis.tick_top()
    return ax


def _write_classes(ax: Axes, y: np.ndarray, right: float) -> None:
    for k in np.unique(y):
        middle = np.flatnonzero(y == k).mean()
        ax.annotate(
            f"${k}$", (right, middle), (4, 0), textcoords="offset points", va="center", color=ink(),
            annotation_clip=False,
        )  # fmt: skip
