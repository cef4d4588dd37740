"""Curves over the steps of a training."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike
from torch import Tensor

from lesson_code.figures.palette import LINE_STYLES, as_array, class_colour, ink
from lesson_code.history import TrainHistory


def draw_curves(ax: Axes, curves: Mapping[str, ArrayLike | Tensor]) -> Axes:
    r"""Draw each row of values over 0, 1, 2, ... updates, under its symbol, as `$\mathcal{L}$`.

    One curve is named at the axis, several in a legend; colour and line style tell them apart.
    """
    for k, (symbol, values) in enumerate(curves.items()):
        style = LINE_STYLES[k % len(LINE_STYLES)]
        ax.plot(as_array(values), color=class_colour(k), linestyle=style, label=symbol)
    ax.set_xlabel("$i$")
    if len(curves) == 1:
        ax.set_ylabel(next(iter(curves)))
    else:
        ax.legend(frameon=False)
    return ax


def draw_loss_curve(ax: Axes, history: TrainHistory) -> Axes:
    r"""Draw the loss $\mathcal{L}$ after $i$ updates, the final one included, from zero up."""
    draw_curves(ax, {r"$\mathcal{L}$": np.append(history.loss, history.final_loss)})
    ax.set_ylim(bottom=0)
    return ax


def draw_accuracy_curve(
    ax: Axes, history: TrainHistory, *, chance: float | None = None, limit: float | None = None
) -> Axes:
    r"""Draw the accuracy $a$ after $i$ updates, the final one included, from 0 to 1.

    `chance`, 1/K for equal classes, becomes a dotted line, and `limit`, such as that of
    `bayes_accuracy`, a dashed one, $a^\star$.
    """
    draw_curves(ax, {"$a$": np.append(history.accuracy, history.final_accuracy)})
    for value, style, symbol in ((chance, ":", "$1/K$"), (limit, "--", r"$a^\star$")):
        if value is not None:
            ax.axhline(value, color=ink(), linestyle=style, linewidth=0.8)
            ax.annotate(
                symbol,
                (1, value),
                (3, 0),
                xycoords=("axes fraction", "data"),
                textcoords="offset points",
                va="center",
                color=ink(),
            )
    ax.set_ylim(0, 1.02)
    return ax
