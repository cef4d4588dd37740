"""The disc in the ring at width two and three, and the clean arms: theorem and experiment apart."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
import torch
from torch import Tensor, nn

from lesson_code.devices import seeded_generator
from lesson_code.evaluation import accuracy
from lesson_code.history import TrainConfig
from lesson_code.models import deep_classifier
from lesson_code.spiral import SPIRAL_2020, SPIRAL_2021, SpiralConfig, make_spiral
from lesson_code.stacks import mean_cross_entropy, train_stack
from lesson_code.topology import (
    make_disc_in_ring,
    ring_curve,
    ring_still_surrounds,
    unwind,
    winding_number,
)

CONFIG = TrainConfig(steps=1000, learning_rate=0.02)
RING = make_disc_in_ring(200, seeded_generator(0))


def trained(hidden: tuple[int, ...], activation: str, data: tuple[Tensor, Tensor]) -> list[nn.Sequential]:
    X, y = data
    K = int(y.max()) + 1
    models = [
        deep_classifier(K, seeded_generator(seed), hidden=hidden, activation=activation) for seed in range(10)
    ]
    train_stack(models, X, mean_cross_entropy(y, K), CONFIG)
    return models


@pytest.mark.parametrize("depth", [1, 2, 4])
def test_at_width_two_tanh_never_cuts_the_ring_at_any_depth(depth: int) -> None:
    models = trained((2,) * depth, "tanh", RING)

    assert all(ring_still_surrounds(model) for model in models)
    assert max(accuracy(model, *RING) for model in models) < 1


def test_at_width_three_tanh_separates_the_disc_from_the_ring() -> None:
    assert min(accuracy(model, *RING) for model in trained((3,), "tanh", RING)) >= 0.99


def test_at_width_two_relu_fails_too_but_it_tears_or_folds_the_plane() -> None:
    models = trained((2,) * 3, "relu", RING)

    assert max(accuracy(model, *RING) for model in models) < 1
    assert not all(ring_still_surrounds(model) for model in models)  # so the argument does not apply


def test_clean_arms_are_hard_to_train_at_width_two_and_easy_at_three() -> None:
    arms = make_spiral(replace(SPIRAL_2021.clean(), points_per_class=200), seeded_generator(0))
    narrow = [accuracy(model, *arms) for model in trained((2,) * 3, "tanh", arms)]
    wider = [accuracy(model, *arms) for model in trained((3,) * 3, "tanh", arms)]

    assert max(narrow) < 0.99
    assert min(wider) >= 0.97
    assert sorted(wider)[5] >= 0.995


def test_the_classes_are_where_they_should_be_and_evenly_spread() -> None:
    X, y = make_disc_in_ring(20_000, seeded_generator(1))
    radius = X.norm(dim=1)

    assert radius[y == 0].max() <= 0.5
    assert 0.8 <= radius[y == 1].min() <= radius[y == 1].max() <= 1 + 1e-6
    assert (radius[y == 0] < 0.25).double().mean().item() == pytest.approx(1 / 4, abs=0.01)  # by area
    assert (radius[y == 1] < 0.9).double().mean().item() == pytest.approx(0.17 / 0.36, abs=0.01)


def test_the_winding_number_counts_turns_with_their_sign() -> None:
    curve, centre = ring_curve(), torch.zeros(2)

    assert winding_number(curve, centre) == 1
    assert winding_number(curve.flip(0), centre) == -1
    assert winding_number(curve, torch.tensor([2.0, 0.0])) == 0
    assert winding_number(torch.cat((curve, curve)), centre) == 2


@pytest.mark.parametrize("config", [SPIRAL_2020, SPIRAL_2021])
def test_unwound_clean_arms_are_rays_at_equal_angles(config: SpiralConfig) -> None:
    X, y = make_spiral(replace(config.clean(), points_per_class=50), seeded_generator(0))
    angle = 2 * math.pi * y / config.num_classes
    rays = X.norm(dim=1, keepdim=True) * torch.stack((angle.sin(), angle.cos()), dim=1)

    torch.testing.assert_close(unwind(config, X), rays, rtol=0, atol=1e-5)


def test_unwinding_keeps_the_radius_and_sends_no_two_points_to_one() -> None:
    X = torch.randn(500, 2, generator=seeded_generator(0))
    back = unwind(SPIRAL_2021, X)

    torch.testing.assert_close(back.norm(dim=1), X.norm(dim=1))
    # its inverse is the same turn the other way round, that is, in the mirror
    mirror = torch.tensor([-1.0, 1.0])
    torch.testing.assert_close(unwind(SPIRAL_2021, back * mirror) * mirror, X, rtol=0, atol=1e-5)
