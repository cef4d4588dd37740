"""The place on the arm: by descent, by a grid, and by the rule that knows the equation."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from lesson_code.devices import seeded_generator
from lesson_code.energies import latent_free_energy
from lesson_code.latent import arm_energy, infer_latent, latent_energies, stuck
from lesson_code.spiral import SPIRAL_2021, arm, bayes_predict, make_spiral

SPIRAL = replace(SPIRAL_2021, points_per_class=200)
seeds = pytest.mark.parametrize("seed", range(5))


def data(seed: int) -> tuple[Tensor, Tensor]:
    return make_spiral(SPIRAL, seeded_generator(seed))


def right(energies: Tensor, y: Tensor) -> float:
    return (energies.argmin(dim=1) == y).double().mean().item()


def test_the_energy_is_the_squared_distance_from_the_arm() -> None:
    X = torch.tensor([[0.3, 0.4]], dtype=torch.float64)
    z = torch.rand(1, 5, dtype=torch.float64)
    expected = [(X[0] - arm(SPIRAL, k, z[0, k])).norm().item() ** 2 for k in range(5)]

    assert arm_energy(SPIRAL, X, z)[0].tolist() == pytest.approx(expected)


def test_the_grid_of_energies_holds_the_energy_at_each_z() -> None:
    X, _ = data(0)
    energies = latent_energies(SPIRAL, X, 11)

    assert energies.shape == (1000, 5, 11)
    z = torch.full((1000, 5), 0.3)
    torch.testing.assert_close(energies[..., 3], arm_energy(SPIRAL, X, z), rtol=0, atol=1e-5)


def test_a_point_on_an_arm_has_no_energy_and_its_place_is_found() -> None:
    z = torch.tensor([0.2, 0.5, 0.9], dtype=torch.float64)
    X = arm(SPIRAL, 3, z)
    descent = infer_latent(SPIRAL, X, steps=500)

    torch.testing.assert_close(descent.end[:, 3], z, rtol=0, atol=1e-6)
    assert descent.final_energy[:, 3].max() < 1e-10
    assert latent_energies(SPIRAL, X).amin(dim=-1)[:, 3].max() < 1e-6


@seeds
def test_descent_never_ends_below_the_grid_and_its_energy_falls(seed: int) -> None:
    X, _ = data(seed)
    descent = infer_latent(SPIRAL, X)

    assert (descent.energy.diff(dim=0) <= 1e-5).all()
    assert (descent.final_energy >= latent_energies(SPIRAL, X).amin(dim=-1) - 1e-5).all()
    assert 0 <= descent.path.min() <= descent.path.max() <= 1


@seeds
def test_many_searches_from_0_get_stuck_on_the_own_arm_and_from_a_half_hardly_any(seed: int) -> None:
    X, y = data(seed)
    lowest = latent_energies(SPIRAL, X).amin(dim=-1)
    share = {}
    for start in (0.0, 0.5):
        found = infer_latent(SPIRAL, X, start).final_energy
        share[start] = stuck(found, lowest).gather(1, y[:, None]).double().mean().item()

    assert share[0.0] == pytest.approx(0.25, abs=0.05)
    assert share[0.5] <= 0.005


@seeds
def test_the_arm_of_least_free_energy_is_the_class(seed: int) -> None:
    X, y = data(seed)
    energies = latent_energies(SPIRAL, X)
    coldest = right(energies.amin(dim=-1), y)
    bayes = (bayes_predict(SPIRAL, X) == y).double().mean().item()

    assert coldest >= 0.985
    assert coldest <= bayes + 0.003
    assert right(infer_latent(SPIRAL, X, 0.5).final_energy, y) == pytest.approx(coldest, abs=0.003)
    assert right(infer_latent(SPIRAL, X, 0.0).final_energy, y) == pytest.approx(0.75, abs=0.05)
    by_beta = [right(latent_free_energy(energies, beta), y) for beta in (1, 10, 1000)]
    assert by_beta == sorted(by_beta)
    assert by_beta[0] < 0.6 < 0.9 < by_beta[1]


@pytest.mark.gpu
def test_the_gpu_finds_the_same_places() -> None:
    X, _ = data(0)
    here, there = infer_latent(SPIRAL, X).end, infer_latent(SPIRAL, X.cuda()).end

    assert there.device.type == "cuda"
    torch.testing.assert_close(there.cpu(), here, rtol=0, atol=1e-3)
