"""Ten networks on the same data: what their spread says, and what it does not."""

from __future__ import annotations

import copy
import statistics
from functools import cache

import pytest
import torch
from torch import Tensor, nn

from lesson_code.devices import seeded_generator
from lesson_code.ensembles import (
    Prediction,
    ensemble_predict,
    make_regression,
    regression_networks,
    relative_error_of_std,
    train_ensemble,
    true_curve,
)
from lesson_code.history import TrainConfig

GRID = torch.linspace(-3, 3, 601)
INSIDE, NEAR = GRID.abs() <= 1, (GRID.abs() > 1) & (GRID.abs() <= 2)
seeds = pytest.mark.parametrize("seed", range(5))


@cache
def trained(seed: int) -> tuple[list[nn.Sequential], Tensor, Tensor]:
    generator = seeded_generator(seed)
    X, y = make_regression(generator)
    models = regression_networks(generator)
    train_ensemble(models, X, y)
    return models, X, y


def relu_and_tanh(seed: int) -> tuple[Prediction, Prediction]:
    models, _, _ = trained(seed)
    return ensemble_predict(models[:5], GRID), ensemble_predict(models[5:], GRID)


def test_together_they_learn_what_they_learn_one_after_another() -> None:
    generator = seeded_generator(0)
    X, y = make_regression(generator, points=30)
    together = regression_networks(generator, hidden_features=20)
    alone = copy.deepcopy(together)
    config = TrainConfig(steps=300)
    train_ensemble(together, X, y, config)
    for mine, model in zip(together, alone, strict=True):
        optimiser = torch.optim.Adam(model.parameters(), lr=1e-3, weight_decay=1e-5)
        for _ in range(config.steps):
            loss = nn.functional.mse_loss(model(X)[:, 0], y)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        torch.testing.assert_close(mine(X), model(X), rtol=0, atol=1e-3)


@seeds
def test_every_network_fits_the_data_to_their_noise(seed: int) -> None:
    models, X, y = trained(seed)
    for model in models:
        assert (model(X)[:, 0] - y).square().mean().item() < 0.02  # the noise alone is 0.01


@seeds
def test_the_networks_agree_inside_and_part_outside(seed: int) -> None:
    for prediction in relu_and_tanh(seed):
        assert prediction.std[NEAR].mean() > 5 * prediction.std[INSIDE].mean()


@seeds
def test_outside_relu_goes_on_as_a_straight_line_and_tanh_levels_off(seed: int) -> None:
    models, _, _ = trained(seed)
    slopes = torch.stack([slopes_at(model, (1.0, 2.0, 3.0, 6.0)) for model in models])  # (10, 4)
    relu, tanh = slopes[:5], slopes[5:]

    torch.testing.assert_close(relu[:, 2], relu[:, 1], rtol=0.05, atol=0)
    torch.testing.assert_close(relu[:, 3], relu[:, 2], rtol=0.05, atol=0)
    assert (relu[:, 3] > 1).all()
    assert (tanh[:, 2] < 0.6 * tanh[:, 0]).all()
    assert (tanh[:, 3] < 0.2 * tanh[:, 0]).all()


def slopes_at(model: nn.Sequential, places: tuple[float, ...]) -> Tensor:
    x = torch.tensor(places)[:, None].requires_grad_()
    (slopes,) = torch.autograd.grad(model(x).sum(), x)
    return slopes[:, 0]


@seeds
def test_the_band_promises_less_than_its_width_suggests(seed: int) -> None:
    for prediction in relu_and_tanh(seed):
        assert prediction.coverage(INSIDE) < 0.9  # two sigmas of a normal law would be 0.95
        assert prediction.coverage(NEAR) < 0.4


def test_mean_and_standard_deviation_are_those_of_the_statistics_module() -> None:
    models = regression_networks(seeded_generator(3), ("relu",) * 4, hidden_features=5)
    prediction = ensemble_predict(models, torch.tensor([0.5]))
    values = [model(torch.tensor([[0.5]])).item() for model in models]

    assert prediction.mean.item() == pytest.approx(statistics.mean(values))
    assert prediction.std.item() == pytest.approx(statistics.stdev(values))
    assert prediction.variance.item() == pytest.approx(statistics.variance(values))


def test_coverage_counts_the_places_where_the_curve_is_in_the_band() -> None:
    x = torch.tensor([-1.0, 0.0, 1.0, 2.0])
    mean = true_curve(x) + torch.tensor([0.0, 1.0, 2.5, 9.0])
    prediction = Prediction(x, torch.empty(0), mean, torch.ones(4))

    assert prediction.coverage(x <= 1) == pytest.approx(2 / 3)
    assert prediction.coverage(x > 1) == 0
    assert prediction.coverage(x <= 1, width=3.0) == 1


def test_five_values_know_their_standard_deviation_to_about_a_third() -> None:
    samples = torch.randn(20_000, 5, generator=seeded_generator(0), dtype=torch.float64)
    spread = samples.std(dim=1)

    assert relative_error_of_std(5) == pytest.approx(0.354, abs=1e-3)
    assert (spread.std() / spread.mean()).item() == pytest.approx(relative_error_of_std(5), abs=0.02)


def test_the_data_are_the_curve_with_noise_of_mean_0() -> None:
    X, y = make_regression(seeded_generator(0), points=10_000, noise=0.2)
    noise = y - true_curve(X[:, 0])

    assert X.shape == (10_000, 1)
    assert noise.mean().item() == pytest.approx(0, abs=0.01)
    assert noise.std().item() == pytest.approx(0.2, abs=0.01)


def test_one_network_has_no_spread() -> None:
    with pytest.raises(ValueError, match=r"number of networks must be at least 2, got 1\."):
        ensemble_predict(regression_networks(seeded_generator(0), ("relu",)), GRID)
