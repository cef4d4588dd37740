"""The energies, against PyTorch's own losses and against integrals done by hand."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor
from torch.nn.functional import cross_entropy

from lesson_code.devices import seeded_generator
from lesson_code.energies import (
    cross_entropy_energy,
    free_energy,
    latent_free_energy,
    negative_logit_energy,
)
from lesson_code.evaluation import grid_logits
from lesson_code.models import mlp_classifier

logits_of = st.integers(0, 2**32 - 1).map(
    lambda seed: 20 * torch.randn(7, 5, generator=seeded_generator(seed), dtype=torch.float64)
)
BETAS = (0.01, 0.1, 1.0, 10.0, 100.0, 1e4)


@settings(deadline=None, max_examples=25)
@given(logits_of)
def test_the_cross_entropy_energy_of_a_label_is_pytorch_s_cross_entropy(logits: Tensor) -> None:
    energies = cross_entropy_energy(logits)
    for y in range(5):
        expected = cross_entropy(logits, torch.full((7,), y), reduction="none")
        torch.testing.assert_close(energies[:, y], expected)


@settings(deadline=None, max_examples=25)
@given(logits_of)
def test_the_two_energies_differ_by_the_free_energy_and_so_choose_the_same_label(logits: Tensor) -> None:
    linear, ce = negative_logit_energy(logits), cross_entropy_energy(logits)

    torch.testing.assert_close(ce, linear - free_energy(linear)[:, None])
    assert torch.equal(linear.argmin(dim=1), logits.argmax(dim=1))
    assert torch.equal(ce.argmin(dim=1), logits.argmax(dim=1))


@settings(deadline=None, max_examples=25)
@given(logits_of)
def test_the_free_energy_of_the_cross_entropy_over_the_labels_is_0(logits: Tensor) -> None:
    zero = torch.zeros(7, dtype=torch.float64)

    torch.testing.assert_close(free_energy(cross_entropy_energy(logits)), zero, rtol=0, atol=1e-12)


@settings(deadline=None, max_examples=25)
@given(logits_of, st.sampled_from(BETAS))
def test_the_free_energy_lies_within_log_k_over_beta_below_the_least_energy(
    energies: Tensor, beta: float
) -> None:
    gap = energies.amin(dim=1) - free_energy(energies, beta)

    assert (gap >= -1e-12).all()
    assert (gap <= math.log(5) / beta + 1e-9).all()


def test_the_level_sets_in_x_are_not_the_same() -> None:
    logits = grid_logits(mlp_classifier(3, seeded_generator(0)), (-1, 1, -1, 1), 20).flatten(0, 1)
    one, other = negative_logit_energy(logits)[:, 0], cross_entropy_energy(logits)[:, 0]

    assert not torch.equal(one.argsort(), other.argsort())


def test_the_latent_free_energy_of_a_straight_energy_is_its_integral() -> None:
    z = torch.linspace(0, 1, 100_001, dtype=torch.float64)
    beta, slope = 3.0, 2.0
    integral = (1 - math.exp(-beta * slope)) / (beta * slope)

    assert latent_free_energy(slope * z, beta).item() == pytest.approx(-math.log(integral) / beta, abs=1e-9)


def test_a_constant_energy_is_its_own_free_energy_at_every_temperature() -> None:
    energies = torch.full((4, 11), 2.5, dtype=torch.float64)
    for beta in BETAS:
        torch.testing.assert_close(latent_free_energy(energies, beta), energies[:, 0])


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32 - 1))
def test_the_latent_free_energy_falls_from_the_average_to_the_least_energy(seed: int) -> None:
    energies = torch.rand(6, 501, generator=seeded_generator(seed), dtype=torch.float64)
    F = torch.stack([latent_free_energy(energies, beta) for beta in (1e-6, *BETAS, 1e7)])

    assert (F.diff(dim=0) <= 1e-12).all()
    torch.testing.assert_close(F[0], torch.trapezoid(energies, dx=1 / 500), rtol=0, atol=1e-6)
    torch.testing.assert_close(F[-1], energies.amin(dim=1), rtol=0, atol=1e-5)


@pytest.mark.parametrize("beta", [0.0, -1.0])
def test_a_temperature_must_be_one(beta: float) -> None:
    with pytest.raises(ValueError, match=r"beta must be above 0, got"):
        free_energy(torch.zeros(3), beta)
    with pytest.raises(ValueError, match=r"beta must be above 0, got"):
        latent_free_energy(torch.zeros(3), beta)
