"""How hard each point pulls at the network."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike
from torch import Tensor

from lesson_code.figures.palette import CLASS_MARKERS, as_array, class_colour
from lesson_code.figures.points import label_plane

LARGEST = 16.0  # area of a mark at full strength, in square points


def draw_pull(ax: Axes, X: ArrayLike | Tensor, y: ArrayLike | Tensor, pull: ArrayLike | Tensor) -> Axes:
    r"""Draw X: (points, 2) with marks whose area is proportional to pull: (points,).

    A pull of $\sqrt{2}$, the length of the gradient $p - y$ of an answer that is sure and wrong, has
    the largest mark, whatever the other points do, so that two drawings can be compared.
    """
    X, y, pull = as_array(X), as_array(y), as_array(pull)
    for k in sorted(set(y.tolist())):
        ax.scatter(
            *X[y == k].T,
            s=LARGEST * pull[y == k] / np.sqrt(2),
            marker=CLASS_MARKERS[k % len(CLASS_MARKERS)],
            color=class_colour(k),
            linewidths=0,
            rasterized=True,
        )
    return label_plane(ax, "x")
