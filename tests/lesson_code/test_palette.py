"""The colours of the classes, as eyes of every kind see them."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from numpy.typing import NDArray

from lesson_code.figures.palette import CLASS_COLOURS

# What is left of linear RGB when one kind of cone is missing: Machado, Oliveira and Fernandes,
# "A physiologically-based model for simulation of color vision deficiency", 2009, severity 1.
EYES = {
    "all three kinds of cones": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
LINEAR_RGB_TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
TOO_CLOSE = 20  # in CIELAB, where 2.3 is just noticeable


def linear(colour: str) -> NDArray[np.float64]:
    """Return linear RGB: sRGB without its gamma."""
    channels = np.array(to_rgb(colour))
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def cielab(rgb: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return L*, a*, b* of linear RGB, in the light of its own white, D65."""
    ratio = LINEAR_RGB_TO_XYZ @ rgb.clip(0, 1) / LINEAR_RGB_TO_XYZ.sum(axis=1)
    x, y, z = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_cielab_has_its_black_and_its_white() -> None:
    np.testing.assert_allclose(cielab(linear("black")), [0, 0, 0], atol=1e-6)
    np.testing.assert_allclose(cielab(linear("white")), [100, 0, 0], atol=1e-6)


@pytest.mark.parametrize("eye", EYES)
def test_the_first_five_colours_stay_far_apart_to_every_kind_of_eye(eye: str) -> None:
    seen = [cielab(EYES[eye] @ linear(colour)) for colour in CLASS_COLOURS[:5]]

    assert min(np.linalg.norm(one - other) for one, other in combinations(seen, 2)) > TOO_CLOSE


def test_red_beside_green_would_not_pass() -> None:
    red, green = (cielab(EYES["deuteranopia"] @ linear(colour)) for colour in ("#c04040", "#707010"))

    assert np.linalg.norm(red - green) < TOO_CLOSE
