"""Training without zero_grad, against the loop in which it is left out."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from lesson_code.accumulation import train_without_zero_grad
from lesson_code.devices import seeded_generator
from lesson_code.models import mlp_classifier
from lesson_code.spiral import SPIRAL_2021, make_spiral
from lesson_code.training import TrainConfig, train


def test_it_is_the_five_step_loop_with_four_steps(tiny_spiral: tuple[Tensor, Tensor]) -> None:
    X, y = tiny_spiral
    model = mlp_classifier(3, seeded_generator(1), hidden_features=16)
    reference = copy.deepcopy(model)
    optimiser = torch.optim.Adam(reference.parameters(), lr=1e-2, weight_decay=1e-3)
    losses = []
    for _ in range(100):
        loss = cross_entropy(reference(X), y)
        losses.append(loss.item())
        loss.backward()
        optimiser.step()
    config = TrainConfig(steps=100, learning_rate=1e-2, weight_decay=1e-3)
    history = train_without_zero_grad(model, X, y, config)

    assert history.loss.tolist() == pytest.approx(losses, abs=1e-4)
    assert history.final_loss == pytest.approx(cross_entropy(reference(X), y).item(), abs=1e-4)


@pytest.mark.parametrize("seed", range(3))
def test_without_it_training_is_far_behind(seed: int) -> None:
    X, y = make_spiral(replace(SPIRAL_2021, points_per_class=200), seeded_generator(seed))
    config = TrainConfig(steps=1000)
    with_it = train(mlp_classifier(5, seeded_generator(seed)), X, y, config)
    without = train_without_zero_grad(mlp_classifier(5, seeded_generator(seed)), X, y, config)

    assert without.final_loss > 2 * with_it.final_loss
    assert (without.loss.diff() > 0).double().mean() > 0.2  # it rises again and again
