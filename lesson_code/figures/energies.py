"""Energies over the plane: level lines, a shaded map, a surface."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

from lesson_code.evaluation import Extent
from lesson_code.figures.palette import as_array, class_colour, ink
from lesson_code.figures.points import label_plane

MOST_ALPHA = 0.6  # of the highest energy on a map: what is drawn on it stays readable
LINES = 25  # of a surface, each way, at least: what a panel a third of a phone wide can show
TINT = 0.35  # of the colour at the lowest place of a surface, the rest is white
# Elevation and azimuth in degrees: two sides, and above. In this order the axes of E stand at the far
# left, between the second and the third, and at the far right: their names keep clear of each other.
VIEWS = ((30, 30), (30, -60), (75, -60))


def draw_energy_levels(
    ax: Axes,
    energies: ArrayLike | Tensor,
    extent: Extent,
    *,
    label: int = 0,
    levels: int | Sequence[float] = 8,
    symbol: str = "x",
) -> Axes:
    """Draw the level lines of one label's energy, (R, R) indexed [x2, x1], in the colour of its class.

    `levels` is about how many lines, or the energies at which they run; lower lines are thicker.
    """
    energies = as_array(energies)
    x1, x2 = np.linspace(*extent[:2], energies.shape[1]), np.linspace(*extent[2:], energies.shape[0])
    count = levels if isinstance(levels, int) else len(levels)
    ax.contour(
        *(x1, x2, energies, levels),
        colors=[class_colour(label)],
        linestyles="solid",  # by itself a negative level would be dashed
        linewidths=np.linspace(1.6, 0.5, max(count, 2)),
    )
    ax.set(xlim=extent[:2], ylim=extent[2:])
    return label_plane(ax, symbol)


def draw_energy_map(
    ax: Axes, energies: ArrayLike | Tensor, extent: Extent, *, label: int = 0, symbol: str = "x"
) -> Axes:
    """Shade one label's energy, (R, R) indexed [x2, x1]: clear where it is lowest, full where highest."""
    energies = as_array(energies).astype(float)
    low, high = energies.min(), energies.max()
    shades = np.empty((*energies.shape, 4))
    shades[..., :3] = to_rgb(class_colour(label))
    shades[..., 3] = MOST_ALPHA * (energies - low) / max(high - low, np.finfo(float).tiny)
    ax.imshow(shades, origin="lower", interpolation="nearest", extent=extent)
    ax.set(xlim=extent[:2], ylim=extent[2:])
    return label_plane(ax, symbol)


def draw_energy_surface(
    ax: Axes,
    energies: ArrayLike | Tensor,
    extent: Extent,
    *,
    label: int = 0,
    view: tuple[float, float] = VIEWS[0],
) -> Axes:
    """Draw one label's energy, (R, R) indexed [x2, x1], as a surface seen from `view`, in degrees.

    The axes are those of `subplot_kw={"projection": "3d"}`; VIEWS holds three views. Some thirty
    lines a side are drawn, however fine the grid.
    """
    energies = as_array(energies)
    energies = energies[:: max(1, len(energies) // LINES), :: max(1, len(energies) // LINES)]
    x1, x2 = np.meshgrid(
        np.linspace(*extent[:2], energies.shape[1]), np.linspace(*extent[2:], energies.shape[0])
    )
    ax.plot_surface(
        *(x1, x2, energies),
        facecolors=_shades(energies, class_colour(label)),
        shade=False,  # shadows would be black on a dark page
        rstride=1,
        cstride=1,
        edgecolor=ink(),
        linewidth=0.1,
        antialiased=False,  # the seams would make the picture three times as heavy
        rasterized=True,
    )
    ax.view_init(*view)
    for axis, name in ((ax.xaxis, "$x_1$"), (ax.yaxis, "$x_2$"), (ax.zaxis, "$E$")):
        axis.set_pane_color((0, 0, 0, 0))
        axis.set_label_text(name, color=ink())
        axis.set_ticks([])
        axis.labelpad = -14  # next to the axis: three surfaces share the width of a phone
    return ax


def _shades(energies: NDArray[np.floating], colour: str) -> NDArray[np.float64]:
    """From a tint of the colour at the lowest energy to the colour itself at the highest: (R, R, 3)."""
    low, high = energies.min(), energies.max()
    share = ((energies - low) / max(high - low, np.finfo(float).tiny))[..., None]
    full = np.array(to_rgb(colour))
    return share * full + (1 - share) * (1 - TINT * (1 - full))
