"""The energy along the arms: what a search for the latent variable sees."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike
from torch import Tensor

from lesson_code.figures.palette import CLASS_MARKERS, LINE_STYLES, as_array, class_colour, ink


def draw_latent_energies(
    ax: Axes,
    energies: ArrayLike | Tensor,
    *,
    z: ArrayLike | Tensor | None = None,
    found: ArrayLike | Tensor | None = None,
) -> Axes:
    r"""Draw E(x, k, z) of one point x over z from 0 to 1, a curve for each arm: (K, positions).

    `z` and `found`, (steps + 1, K) each, are the places and energies of a search on every arm: a thin
    line in ink from an open start to the marker of the class at the end.
    """
    energies = as_array(energies)
    for k, values in enumerate(energies):
        style = LINE_STYLES[k % len(LINE_STYLES)]
        places = np.linspace(0, 1, len(values))
        ax.plot(places, values, color=class_colour(k), linestyle=style, label=f"${k}$")
    if z is not None and found is not None:
        _draw_search(ax, as_array(z), as_array(found))
    ax.set(xlabel="$z$", ylabel="$E$", xlim=(0, 1))
    ax.set_ylim(bottom=0)
    # handles long enough for a style to be told by
    ax.legend(frameon=False, ncols=len(energies), loc="upper center", handlelength=2.4, columnspacing=0.8)
    return ax


def _draw_search(ax: Axes, z: np.ndarray, found: np.ndarray) -> None:
    for k in range(z.shape[1]):
        marker = CLASS_MARKERS[k % len(CLASS_MARKERS)]
        ax.plot(z[:, k], found[:, k], color=ink(), linewidth=0.8)
        ax.plot(z[0, k], found[0, k], marker="o", markerfacecolor="none", color=ink(), clip_on=False)
        ax.plot(z[-1, k], found[-1, k], marker=marker, color=class_colour(k), clip_on=False)
