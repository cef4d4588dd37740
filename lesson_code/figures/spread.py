"""Many runs of one training, drawn over each other."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike
from torch import Tensor

from lesson_code.figures.palette import as_array, class_colour, ink


def draw_spread(
    ax: Axes, values: ArrayLike | Tensor, symbol: str = "$a$", *, level: float | None = None
) -> Axes:
    """Draw a thin line for each run of values, (S, steps + 1), and the median of the runs as a thick one.

    `level` becomes a dotted line to compare with. The thin lines are rasterised.
    """
    values = as_array(values)
    for run in values:
        ax.plot(run, color=class_colour(0), linewidth=0.5, alpha=0.5, rasterized=True)
    ax.plot(np.median(values, axis=0), color=class_colour(1), linewidth=1.2)
    if level is not None:
        ax.axhline(level, color=ink(), linestyle=":", linewidth=0.8)
    ax.set(xlabel="$i$", ylabel=symbol)
    return ax
