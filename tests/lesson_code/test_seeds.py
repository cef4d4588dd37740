"""The spread over seeds, at the settings of the lesson."""

from __future__ import annotations

import torch

from lesson_code.backpropagation import train_by_hand
from lesson_code.devices import seeded_generator
from lesson_code.history import TrainConfig
from lesson_code.models import mlp_classifier
from lesson_code.seeds import Spread, train_seeds
from lesson_code.spiral import SPIRAL_2020, make_spiral


def test_after_1000_steps_about_half_of_the_runs_have_reached_95_percent() -> None:
    spread = train_seeds(SPIRAL_2020, range(20), TrainConfig(steps=1000))

    assert spread.loss.shape == spread.accuracy.shape == (20, 1001)
    assert 0.35 <= spread.share_reaching(0.95) <= 0.65
    assert spread.share_reaching(0.92) == 1  # every one is on its way
    assert spread.accuracy[:, -1].std() < 0.02


def test_each_run_is_that_of_its_seed_alone_with_data_and_weights_of_its_own() -> None:
    config = TrainConfig(steps=5)
    both = train_seeds(SPIRAL_2020, (3, 4), config)
    X, y = make_spiral(SPIRAL_2020, seeded_generator(4))
    history = train_by_hand(mlp_classifier(3, seeded_generator(4)), X, y, config)

    assert torch.equal(both.loss[1, :-1], history.loss)
    assert both.accuracy[1, -1].item() == history.final_accuracy


def test_the_share_that_reaches_a_level_is_counted_at_a_step() -> None:
    spread = Spread(torch.empty(0), torch.tensor([[0.2, 0.9], [0.5, 0.96], [0.96, 0.95]]))

    assert spread.share_reaching(0.95) == 2 / 3
    assert spread.share_reaching(0.5, 0) == 2 / 3
