r"""The loss of one answer, $-\log p$."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from lesson_code.figures.palette import class_colour, ink

LEAST = 1e-3  # the smallest probability drawn; the curve goes on upwards without end


def draw_log_loss(ax: Axes) -> Axes:
    r"""Draw $\ell = -\log p_y$ against $p_y$, which lies strictly between 0 and 1, with its limits."""
    p = np.geomspace(LEAST, 1, 400)
    ax.plot(p, -np.log(p), color=class_colour(0))
    # open circle: the value 0 is never taken, for no finite logits make a probability of 1
    ax.plot(1, 0, marker="o", markerfacecolor="none", color=class_colour(0), clip_on=False)
    for symbol, place, where in (
        (r"$+\infty$", (LEAST, -np.log(LEAST)), (8, -4)),
        ("$0^+$", (1, 0), (-8, 8)),
    ):
        ax.annotate(symbol, place, where, textcoords="offset points", color=ink(), ha="center", va="center")
    ax.set(xlabel="$p_y$", ylabel=r"$\ell$", xlim=(0, 1.05), ylim=(0, -np.log(LEAST)), xticks=(0, 1))
    return ax
