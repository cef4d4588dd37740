"""What the lessons promise, over five seeds: 1000 points a class, the course's own settings."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import pytest
import torch

from lesson_code.devices import seeded_generator
from lesson_code.evaluation import accuracy
from lesson_code.spiral import SPIRAL_2020, SPIRAL_2021, SpiralConfig, bayes_accuracy, make_spiral

seeds = pytest.mark.parametrize("seed", range(5))
spirals = pytest.mark.parametrize("spiral", [SPIRAL_2020, SPIRAL_2021], ids=["K3", "K5"])
Train = Callable[..., object]


@seeds
@spirals
def test_a_linear_model_stays_at_half(trained: Train, spiral: SpiralConfig, seed: int) -> None:
    history = trained("linear", spiral, seed, steps=1000).history

    assert history.final_accuracy == pytest.approx(0.5, abs=0.02)


@seeds
@pytest.mark.parametrize("num_classes", [5, 8])
def test_with_three_wedges_a_linear_model_stays_at_a_third(
    trained: Train, num_classes: int, seed: int
) -> None:
    spiral = replace(SPIRAL_2021, num_classes=num_classes, wedges=3.0, points_per_class=400)
    history = trained("linear", spiral, seed, steps=500).history

    assert history.final_accuracy == pytest.approx(1 / 3, abs=0.02)


@seeds
def test_a_wider_hidden_layer_learns_more_of_the_spiral(trained: Train, seed: int) -> None:
    spiral = replace(SPIRAL_2021, points_per_class=200)
    narrow, middle, wide = (
        trained("mlp", spiral, seed, hidden_features=width).history.final_accuracy for width in (2, 10, 100)
    )

    assert narrow < 0.6
    assert narrow < middle < 0.95
    assert wide >= 0.975


@seeds
def test_far_from_the_data_relu_is_sure_of_itself_almost_everywhere(trained: Train, seed: int) -> None:
    turn = torch.linspace(0, 2 * math.pi, 361)
    far = 100 * torch.stack((turn.sin(), turn.cos()), dim=1)
    highest = trained("mlp", SPIRAL_2021, seed).model(far).softmax(dim=1).amax(dim=1)

    assert (highest > 0.99).double().mean() > 0.95


@seeds
def test_relu_on_three_arms_is_on_its_way_at_1000_steps(trained: Train, seed: int) -> None:
    assert 0.92 <= trained("mlp", SPIRAL_2020, seed).history.accuracy[1000] <= 0.97


@seeds
@spirals
def test_relu_learns_the_spiral_in_2000_steps(trained: Train, spiral: SpiralConfig, seed: int) -> None:
    assert trained("mlp", spiral, seed).history.final_accuracy >= 0.985


@seeds
def test_tanh_learns_five_arms_in_2000_steps(trained: Train, seed: int) -> None:
    history = trained("mlp", SPIRAL_2021, seed, activation="tanh").history

    assert history.final_accuracy >= 0.97


@seeds
def test_the_embedding_learns_five_arms_in_2000_steps(trained: Train, seed: int) -> None:
    assert trained("bottleneck", SPIRAL_2021, seed).history.final_accuracy >= 0.985


@seeds
@pytest.mark.parametrize("name", ["mlp", "bottleneck"])
def test_what_was_learnt_holds_on_fresh_data(trained: Train, name: str, seed: int) -> None:
    run = trained(name, SPIRAL_2021, seed)
    fresh = accuracy(run.model, *make_spiral(SPIRAL_2021, seeded_generator(100 + seed)))

    assert fresh == pytest.approx(run.history.final_accuracy, abs=0.02)
    assert fresh <= bayes_accuracy(SPIRAL_2021) + 0.002  # three standard errors at the limit
