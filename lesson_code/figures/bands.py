"""An ensemble: what each network says, their mean, and the band of their spread."""

from __future__ import annotations

from matplotlib.axes import Axes
from numpy.typing import ArrayLike
from torch import Tensor

from lesson_code.ensembles import Prediction, true_curve
from lesson_code.figures.palette import as_array, class_colour, ink


def draw_ensemble(
    ax: Axes,
    prediction: Prediction,
    X: ArrayLike | Tensor,
    y: ArrayLike | Tensor,
    *,
    colour: int = 0,
    width: float = 2.0,
) -> Axes:
    """Draw the networks thin, their mean thick, the band of `width` standard deviations and the data.

    X: (points, 1) and y: (points,) are what they were trained on; dotted lines mark its two ends, and
    the true curve is dashed. The axes keep to the height of the band.
    """
    x, mean, band = (as_array(values) for values in (prediction.x, prediction.mean, prediction.std))
    truth, data = as_array(true_curve(prediction.x)), as_array(X)[:, 0]
    ax.fill_between(x, mean - width * band, mean + width * band, color=class_colour(colour), alpha=0.25, lw=0)
    for output in as_array(prediction.outputs):
        ax.plot(x, output, color=class_colour(colour), linewidth=0.5)
    ax.plot(x, mean, color=class_colour(colour))
    ax.plot(x, truth, color=ink(), linestyle="--", linewidth=1)
    dots = {"linestyle": "none", "marker": "o", "markersize": 2, "markeredgewidth": 0}
    ax.plot(data, as_array(y), **dots, color=ink(), zorder=1, rasterized=True)
    for end in (data.min(), data.max()):
        ax.axvline(end, color=ink(), linestyle=":", linewidth=0.8)
    reach = 1.2 * abs(as_array(prediction.outputs)).max()
    ax.set(xlabel="$x$", ylabel="$y$", xlim=(x.min(), x.max()), ylim=(-reach, reach))
    return ax
