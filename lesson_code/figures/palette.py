"""The colours of the classes, and the ink of everything else."""

from __future__ import annotations

import matplotlib
import numpy as np
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

# Mid-tones: contrast of 3:1 or more on white and on #1e2129. Their order keeps the first five
# furthest apart, CIELAB distance above 20, also with simulated colour blindness (Machado, 2009).
CLASS_COLOURS = (
    "#2870d0",
    "#e07000",
    "#00a060",
    "#b84890",
    "#e80038",
    "#a020f8",
    "#b88090",
    "#f810f0",
)
CLASS_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")  # differ in shape alone
LINE_STYLES = ("-", "--", ":", "-.", (0, (8, 2, 1, 2, 1, 2)))  # so do curves; the last: dash, dot, dot


def ink() -> str:
    """Return the colour of text in force; a site may set it to a sentinel and restyle it."""
    return matplotlib.rcParams["text.color"]


def class_colour(k: int) -> str:
    """Return the colour of class k; after the last colour they start again."""
    return CLASS_COLOURS[k % len(CLASS_COLOURS)]


def as_array(values: ArrayLike | Tensor) -> NDArray[np.generic]:
    """Return a tensor, on any device and with or without gradient, or an array, as an array."""
    return values.detach().cpu().numpy() if isinstance(values, Tensor) else np.asarray(values)
