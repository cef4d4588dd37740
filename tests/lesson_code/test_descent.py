"""Descent from many starts, against a bowl whose path is known in closed form."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from lesson_code.descent import descend


def test_the_path_down_a_bowl_is_the_one_on_paper() -> None:
    starts = torch.tensor([[1.0, -2.0], [0.5, 3.0]], dtype=torch.float64)
    descent = descend(lambda u: u.square().sum(dim=1), starts, steps=10, learning_rate=0.1)
    shrink = 0.8 ** torch.arange(11, dtype=torch.float64)  # each step takes u to u - 0.1 * 2 u

    torch.testing.assert_close(descent.path, shrink[:, None, None] * starts)
    torch.testing.assert_close(descent.energy, shrink[:, None] ** 2 * starts.square().sum(dim=1))
    assert torch.equal(descent.end, descent.path[-1])
    assert torch.equal(descent.final_energy, descent.energy[-1])


def test_one_start_does_not_move_another() -> None:
    starts = torch.randn(5, 2, dtype=torch.float64)
    energy = lambda u: u.cos().sum(dim=1)  # noqa: E731
    together = descend(energy, starts, steps=20, learning_rate=0.1)
    alone = descend(energy, starts[2:3], steps=20, learning_rate=0.1)

    torch.testing.assert_close(together.path[:, 2:3], alone.path)


def test_a_wall_holds_the_descent_and_the_starts_are_left_alone() -> None:
    starts = torch.full((3, 4), 0.5)
    descent = descend(lambda u: -u, starts, steps=9, learning_rate=0.1, bounds=(0.0, 1.0))

    assert torch.equal(starts, torch.full((3, 4), 0.5))
    assert descent.path[4].max() < 1
    assert (descent.end == 1).all()


def test_the_parameters_and_their_gradients_are_left_alone() -> None:
    model = nn.Linear(2, 1)
    before = model.weight.detach().clone()
    with torch.no_grad():  # descent works there too
        descent = descend(lambda u: model(u)[:, 0], torch.zeros(1, 2), steps=3, learning_rate=1.0)

    assert torch.equal(model.weight, before)
    assert model.weight.grad is None
    torch.testing.assert_close(descent.end, -3 * before)


def test_a_descent_that_cannot_go_down_is_refused() -> None:
    with pytest.raises(ValueError, match=r"learning_rate must be above 0, got 0\."):
        descend(lambda u: u, torch.zeros(1), steps=1, learning_rate=0.0)
    with pytest.raises(ValueError, match=r"steps must be at least 0, got -1\."):
        descend(lambda u: u, torch.zeros(1), steps=-1, learning_rate=0.1)
