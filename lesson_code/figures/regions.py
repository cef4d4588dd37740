"""Decision regions, and the decision boundary between them."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

from lesson_code.figures.palette import as_array, class_colour, ink
from lesson_code.figures.points import draw_points, label_plane

REGION_ALPHA = 0.25  # pale enough for the points of the same class to stand out


def draw_decision_regions(
    ax: Axes,
    classes: ArrayLike | Tensor,
    extent: tuple[float, float, float, float],
    symbol: str = "x",
) -> Axes:
    """Fill each class of a map, (R, R) int indexed [x2, x1], and draw the boundary as thin lines.

    The map holds the classes on a grid over extent = (x1_min, x1_max, x2_min, x2_max), edges
    included, as `grid_classes` returns it.
    """
    classes = as_array(classes)
    x1, x2 = _ticks(classes, extent)
    half_1, half_2 = (x1[1] - x1[0]) / 2, (x2[1] - x2[0]) / 2
    colours = np.array([to_rgba(class_colour(k), REGION_ALPHA) for k in range(classes.max() + 1)])
    ax.imshow(
        colours[classes],  # (R, R, 4)
        origin="lower",
        interpolation="nearest",
        # a pixel is centred on its grid point, so the picture is half a pixel wider on each side
        extent=(x1[0] - half_1, x1[-1] + half_1, x2[0] - half_2, x2[-1] + half_2),
    )
    present = np.unique(classes)
    for k in present if len(present) > 1 else ():  # one class alone has no boundary
        ax.contour(x1, x2, classes == k, levels=[0.5], colors=[ink()], linewidths=0.6)
    ax.set(xlim=extent[:2], ylim=extent[2:])
    return label_plane(ax, symbol)


def region_centres(
    classes: ArrayLike | Tensor, extent: tuple[float, float, float, float]
) -> NDArray[np.float64]:
    """Return the most inner grid point of each region: (K, 2), nan for a class without region.

    The regions of the map, (R, R), are peeled one layer of grid points at a time; what is peeled
    last lies furthest inside.
    """
    classes = as_array(classes)
    x1, x2 = _ticks(classes, extent)
    centres = np.full((classes.max() + 1, 2), np.nan)
    for k in np.unique(classes):
        inside = np.pad(classes == k, 1)
        while inside.any():
            row, column = np.argwhere(inside)[0] - 1
            centres[k] = x1[column], x2[row]
            inside = _peel(inside)
    return centres


def draw_embedding(
    ax: Axes,
    Z: ArrayLike | Tensor,
    y: ArrayLike | Tensor,
    W: ArrayLike | Tensor,
    b: ArrayLike | Tensor,
) -> Axes:
    """Draw embedded points Z: (points, 2) over the regions of the linear layer s = W z + b.

    W: (K, 2) and b: (K,) are those of the last layer; its decision boundary is straight lines.
    """
    Z, W, b = as_array(Z), as_array(W), as_array(b)
    low, high = Z.min(axis=0), Z.max(axis=0)
    margin = 0.05 * (high - low).max()
    extent = (low[0] - margin, high[0] + margin, low[1] - margin, high[1] + margin)
    z1, z2 = np.meshgrid(np.linspace(*extent[:2], 400), np.linspace(*extent[2:], 400))
    classes = (np.stack((z1, z2), axis=-1) @ W.T + b).argmax(axis=-1)  # (400, 400)
    draw_decision_regions(ax, classes, extent, "z")
    return draw_points(ax, Z, y, "z")


def _ticks(
    classes: NDArray[np.generic], extent: tuple[float, float, float, float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    rows, columns = classes.shape
    return np.linspace(*extent[:2], columns), np.linspace(*extent[2:], rows)


def _peel(inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    peeled = np.zeros_like(inside)
    peeled[1:-1, 1:-1] = (
        inside[1:-1, 1:-1] & inside[:-2, 1:-1] & inside[2:, 1:-1] & inside[1:-1, :-2]
    ) & inside[1:-1, 2:]
    return peeled
