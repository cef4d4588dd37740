"""The affine pieces of a ReLU network."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from numpy.typing import ArrayLike
from torch import Tensor

from lesson_code.evaluation import Extent
from lesson_code.figures.palette import as_array, class_colour
from lesson_code.figures.points import label_plane

GOLDEN = (5**0.5 - 1) / 2  # its multiples, modulo 1, keep neighbours in number apart in shade
MOST_ALPHA = 0.5


def draw_pieces(ax: Axes, pieces: ArrayLike | Tensor, extent: Extent) -> Axes:
    """Shade each piece of a map, (R, R) int indexed [x2, x1]; the shades only tell neighbours apart."""
    pieces = as_array(pieces)
    shades = np.empty((*pieces.shape, 4))
    shades[..., :3] = to_rgb(class_colour(0))
    shades[..., 3] = MOST_ALPHA * (pieces * GOLDEN % 1)
    ax.imshow(shades, origin="lower", interpolation="nearest", extent=extent)
    ax.set(xlim=extent[:2], ylim=extent[2:])
    return label_plane(ax, "x")
