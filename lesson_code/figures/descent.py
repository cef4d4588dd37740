"""Paths of a descent on the input, over whatever map of the energy is there already."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike
from torch import Tensor

from lesson_code.figures.palette import as_array, class_colour, ink


def draw_descent_paths(
    ax: Axes, path: ArrayLike | Tensor, *, reached: ArrayLike | Tensor | None = None, label: int = 0
) -> Axes:
    """Draw path: (steps + 1, S, 2), each from its open start to its filled end.

    Paths that `reached`, (S,) bool, what was wanted end in a dot in the colour of the class; the
    others are dashed and end in a cross. Without it all count as reached.
    """
    path = as_array(path)
    there = np.ones(path.shape[1], dtype=bool) if reached is None else as_array(reached).astype(bool)
    for way, arrived in zip(path.swapaxes(0, 1), there, strict=True):
        # in ink, not in the colour of the class, which may shade the map below
        ax.plot(*way.T, color=ink(), linestyle="-" if arrived else "--", linewidth=1)
    for chosen, marker, colour in ((there, "o", class_colour(label)), (~there, "x", ink())):
        ax.plot(*path[-1, chosen].T, linestyle="none", marker=marker, markersize=4, color=colour)
    ax.plot(
        *path[0].T,
        linestyle="none",
        marker="o",
        markersize=4,
        markerfacecolor="none",
        markeredgewidth=0.8,
        color=ink(),
    )
    return ax


def draw_energy_along_paths(
    ax: Axes, energies: ArrayLike | Tensor, *, reached: ArrayLike | Tensor | None = None, label: int = 0
) -> Axes:
    """Draw the energy of each path after i steps, (steps + 1, S), in the styles of the paths."""
    energies = as_array(energies)
    there = np.ones(energies.shape[1], dtype=bool) if reached is None else as_array(reached).astype(bool)
    for values, arrived in zip(energies.T, there, strict=True):
        colour = class_colour(label) if arrived else ink()
        ax.plot(values, color=colour, linestyle="-" if arrived else "--", linewidth=1)
    ax.set(xlabel="$i$", ylabel="$E$")
    return ax
