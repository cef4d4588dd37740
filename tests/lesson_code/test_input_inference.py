"""Descent on the input: the formula, and what the lessons say of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch.nn.functional import one_hot

from lesson_code.devices import seeded_generator
from lesson_code.evaluation import grid_points, predict
from lesson_code.input_inference import LOGIT, infer_input, input_energy
from lesson_code.models import mlp_classifier
from lesson_code.spiral import SPIRAL_2021

STARTS = grid_points((-1.2, 1.2, -1.2, 1.2), 15)
seeds = pytest.mark.parametrize("seed", range(5))
Train = Callable[..., object]


def test_the_distance_is_that_of_the_one_hot_label_from_the_soft_argmax() -> None:
    model = mlp_classifier(4, seeded_generator(0))
    x = torch.randn(6, 2, generator=seeded_generator(1))
    p = model(x).softmax(dim=1)
    expected = ((one_hot(torch.tensor(2), 4) - p) ** 2).sum(dim=1) + 0.3 * (x**2).sum(dim=1)

    torch.testing.assert_close(input_energy(model, 2, prior=0.3)(x), expected)
    torch.testing.assert_close(input_energy(model, 2, LOGIT)(x), -model(x)[:, 2])


@seeds
def test_many_starts_stay_on_a_plateau_and_the_others_reach_the_class(trained: Train, seed: int) -> None:
    model = trained("mlp", SPIRAL_2021, seed).model
    descent = infer_input(model, 0, STARTS)
    reached, flat = descent.final_energy < 0.1, descent.final_energy > 0.5

    assert 0.25 <= reached.double().mean() <= 0.55
    assert (reached | flat).double().mean() >= 0.97  # little in between: it is a plateau or the goal
    assert (predict(model, descent.end)[reached] == 0).all()


@seeds
def test_without_the_soft_argmax_the_input_runs_away_and_a_prior_holds_it(trained: Train, seed: int) -> None:
    model = trained("mlp", SPIRAL_2021, seed).model
    free = infer_input(model, 0, STARTS, kind=LOGIT)
    held = infer_input(model, 0, STARTS, kind=LOGIT, prior=3.0)
    longer = infer_input(model, 0, STARTS, kind=LOGIT, steps=800)

    assert free.end.norm(dim=1).mean() > 8
    assert longer.end.norm(dim=1).mean() > 1.8 * free.end.norm(dim=1).mean()
    assert (predict(model, free.end) == 0).double().mean() >= 0.97
    assert held.end.norm(dim=1).mean() < 5


@seeds
def test_too_strong_a_prior_forgets_the_label_and_pulls_to_the_centre(trained: Train, seed: int) -> None:
    model = trained("mlp", SPIRAL_2021, seed).model

    assert infer_input(model, 0, STARTS, prior=1.0).end.norm(dim=1).max() < 0.4


def test_a_label_or_an_energy_that_does_not_exist_is_refused() -> None:
    model = mlp_classifier(3, seeded_generator(0))
    with pytest.raises(ValueError, match=r"label must lie in 0..2, got 3\."):
        infer_input(model, 3, STARTS)
    with pytest.raises(ValueError, match=r"kind must be distance or logit, got 'loss'\."):
        infer_input(model, 0, STARTS, kind="loss")
