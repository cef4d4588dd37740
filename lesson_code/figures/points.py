"""Points in the plane, and the arms that they come from."""

from __future__ import annotations

import numpy as np
import torch
from matplotlib.axes import Axes
from numpy.typing import ArrayLike
from torch import Tensor

from lesson_code.figures.palette import CLASS_MARKERS, as_array, class_colour, ink
from lesson_code.spiral import SpiralConfig, arm


def draw_points(ax: Axes, X: ArrayLike | Tensor, y: ArrayLike | Tensor, symbol: str = "x") -> Axes:
    """Draw X: (points, 2), one colour and one marker for each class of y: (points,).

    The marks are rasterised: thousands of them would make a vector file of half a megabyte.
    """
    X, y = as_array(X), as_array(y)
    for k in sorted(set(y.tolist())):
        marker = CLASS_MARKERS[k % len(CLASS_MARKERS)]
        # plot, not scatter: equal marks are drawn in half the time
        ax.plot(
            *X[y == k].T,
            linestyle="none",
            marker=marker,
            markersize=2.5,
            markeredgewidth=0,
            color=class_colour(k),
            rasterized=True,
        )
    return label_plane(ax, symbol)


def draw_arms(ax: Axes, config: SpiralConfig) -> Axes:
    """Draw the K arms without their noise, as lines."""
    t = torch.linspace(0, 1, 200)
    for k in range(config.num_classes):
        ax.plot(*as_array(arm(config, k, t)).T, color=class_colour(k))
    return label_plane(ax, "x")


def draw_class_numerals(ax: Axes, positions: ArrayLike | Tensor) -> Axes:
    """Write the number of class k at row k of positions: (K, 2); a row with nan is left out.

    So the classes can be told apart without colour. `region_centres` gives positions inside
    regions, and `arm(config, k, 1.1)` the place after the end of arm k.
    """
    positions = as_array(positions)
    written = ~np.isnan(positions).any(axis=1)  # (K,)
    for k in np.flatnonzero(written):
        x1, x2 = positions[k]
        ax.text(x1, x2, f"${k}$", color=ink(), ha="center", va="center", clip_on=True)
    ax.update_datalim(positions[written])  # text alone makes no room for itself
    ax.autoscale_view()
    return ax


def label_plane(ax: Axes, symbol: str) -> Axes:
    """Name the axes after the two coordinates of a symbol, and give both the same scale."""
    ax.set_aspect("equal")
    ax.set_xlabel(f"${symbol}_1$")
    ax.set_ylabel(f"${symbol}_2$")
    return ax
