"""The encoder, trained on the energy alone, against the search that it replaces."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from lesson_code.amortised import amortisation_gap, amortised_inference, latent_encoder, train_encoder
from lesson_code.devices import seeded_generator
from lesson_code.history import TrainConfig
from lesson_code.latent import arm_energy, latent_energies
from lesson_code.spiral import SPIRAL_2021, make_spiral

SPIRAL = replace(SPIRAL_2021, points_per_class=200)


@pytest.mark.parametrize("seed", range(3))
def test_one_pass_answers_almost_as_well_as_a_search(seed: int) -> None:
    generator = seeded_generator(seed)
    X, _ = make_spiral(SPIRAL, generator)
    encoder = latent_encoder(5, generator)
    energies = train_encoder(encoder, SPIRAL, X)
    fresh, labels = make_spiral(SPIRAL, seeded_generator(100 + seed))
    gap = amortisation_gap(encoder, SPIRAL, fresh)
    answered = arm_energy(SPIRAL, fresh, amortised_inference(encoder, fresh))

    assert energies.shape == (1001,)
    assert energies[-1] < 0.5 * energies[0]
    assert gap.min() >= 0
    assert gap.gather(1, labels[:, None]).mean() < 0.01
    assert gap.mean() < 0.05
    assert (answered.argmin(dim=1) == labels).double().mean() >= 0.98


def test_the_gap_is_what_the_answer_lacks() -> None:
    encoder = latent_encoder(5, seeded_generator(0))
    X, _ = make_spiral(SPIRAL, seeded_generator(1))
    lacks = arm_energy(SPIRAL, X, encoder(X)) - latent_energies(SPIRAL, X).amin(dim=-1)

    torch.testing.assert_close(amortisation_gap(encoder, SPIRAL, X), lacks.clamp(min=0).detach())


def test_a_place_on_an_arm_lies_between_its_ends_and_training_draws_no_global_numbers() -> None:
    state = torch.random.get_rng_state()
    X, _ = make_spiral(SPIRAL, seeded_generator(1))
    encoder = latent_encoder(5, seeded_generator(0), hidden_features=8)
    train_encoder(encoder, SPIRAL, X, TrainConfig(steps=3))
    z = amortised_inference(encoder, 100 * X)

    assert z.shape == (1000, 5)
    assert 0 <= z.min() <= z.max() <= 1
    assert not z.requires_grad
    assert torch.equal(state, torch.random.get_rng_state())
