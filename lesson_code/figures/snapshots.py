"""Maps side by side: a boundary as it forms, or one for each network of a comparison."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

from lesson_code.evaluation import Extent
from lesson_code.figures.palette import as_array
from lesson_code.figures.points import draw_class_numerals
from lesson_code.figures.regions import draw_decision_regions, region_centres


def draw_snapshot_strip(
    axes: Sequence[Axes] | NDArray[np.object_],
    maps: Sequence[ArrayLike | Tensor],
    extent: Extent,
    steps: Sequence[int],
) -> Sequence[Axes] | NDArray[np.object_]:
    """Draw a map of classes, (R, R) indexed [x2, x1], for each number of steps, on axes of its own.

    The numeral k stands where the region of class k is widest.
    """
    for ax, classes, step in zip(np.ravel(axes), maps, steps, strict=True):
        _draw_bare(ax, classes, extent).set_xlabel(f"$i = {step}$")
        draw_class_numerals(ax, region_centres(classes, extent))
    return axes


def draw_small_multiples(
    axes: NDArray[np.object_],
    maps: Sequence[Sequence[ArrayLike | Tensor]],
    extent: Extent,
    *,
    rows: Sequence[str],
    columns: Sequence[str],
) -> NDArray[np.object_]:
    """Draw a table of maps of classes on a table of axes; rows and columns are named by symbols.

    `axes` is what `plt.subplots(..., squeeze=False)` returns; names are like `$d = 3$`.
    """
    for i, (line, of_row) in enumerate(zip(axes, maps, strict=True)):
        for j, (ax, classes) in enumerate(zip(line, of_row, strict=True)):
            _draw_bare(ax, classes, extent)
            if j == 0:
                ax.set_ylabel(rows[i])
            if i == len(axes) - 1:
                ax.set_xlabel(columns[j])
    return axes


def _draw_bare(ax: Axes, classes: ArrayLike | Tensor, extent: Extent) -> Axes:
    draw_decision_regions(ax, as_array(classes), extent)
    ax.set(xticks=[], yticks=[], xlabel="", ylabel="")
    return ax
