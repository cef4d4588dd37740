"""The affine pieces of a ReLU network, and the lines that cut them."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from numpy.typing import ArrayLike
from torch import Tensor

from lesson_code.evaluation import Extent
from lesson_code.figures.palette import as_array, class_colour, ink
from lesson_code.figures.points import label_plane

GOLDEN = (5**0.5 - 1) / 2  # its multiples, modulo 1, keep neighbours in number apart in shade
MOST_ALPHA = 0.5
FAINT = 1e-9  # length of w below which a unit is taken for constant


def draw_pieces(ax: Axes, pieces: ArrayLike | Tensor, extent: Extent) -> Axes:
    """Shade each piece of a map, (R, R) int indexed [x2, x1]; the shades only tell neighbours apart."""
    pieces = as_array(pieces)
    shades = np.empty((*pieces.shape, 4))
    shades[..., :3] = to_rgb(class_colour(0))
    shades[..., 3] = MOST_ALPHA * (pieces * GOLDEN % 1)
    ax.imshow(shades, origin="lower", interpolation="nearest", extent=extent)
    ax.set(xlim=extent[:2], ylim=extent[2:])
    return label_plane(ax, "x")


def draw_creases(ax: Axes, W: ArrayLike | Tensor, b: ArrayLike | Tensor, extent: Extent) -> Axes:
    r"""Draw the line $w_j \cdot x + b_j = 0$ of each hidden unit: W (d, 2), b (d,)."""
    for w, offset in zip(as_array(W), as_array(b), strict=True):
        length = np.hypot(*w)
        if length > FAINT:  # a dead unit, its weights decayed away, has no line
            nearest = -offset * w / length**2  # the point of the line closest to the origin
            ax.axline(nearest, nearest + np.array([-w[1], w[0]]) / length, color=ink(), linewidth=0.25)
    ax.set(xlim=extent[:2], ylim=extent[2:])
    return label_plane(ax, "x")
