"""The same training from many seeds: how much of a result is luck."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from lesson_code.backpropagation import train_by_hand
from lesson_code.devices import seeded_generator
from lesson_code.history import TrainConfig
from lesson_code.models import mlp_classifier
from lesson_code.spiral import SpiralConfig, make_spiral


@dataclass(frozen=True, eq=False)
class Spread:
    """Loss and accuracy of S runs, the values after the last update included."""

    loss: Tensor  # (S, steps + 1) float64, entry i after i updates
    accuracy: Tensor  # (S, steps + 1) float64

    def share_reaching(self, accuracy: float, step: int = -1) -> float:
        """Return the share of the runs that have at least this accuracy after `step` updates."""
        return (self.accuracy[:, step] >= accuracy).double().mean().item()


def train_seeds(
    spiral: SpiralConfig,
    seeds: Iterable[int],
    config: TrainConfig,
    *,
    device: torch.device | str = "cpu",
) -> Spread:
    """Train a ReLU network of a hundred units for each seed, with data and first weights of its own.

    Both come from the seed, each from a fresh generator: a seed gives the data that it gives everywhere.

    One after another: a network on 3,000 points keeps a processor busy by itself, and a `Stack` of
    twenty was slower than twenty runs of `train_by_hand`.
    """
    histories = []
    for seed in seeds:
        X, y = make_spiral(spiral, seeded_generator(seed), device=device)
        model = mlp_classifier(spiral.num_classes, seeded_generator(seed), device=device)
        histories.append(train_by_hand(model, X, y, config))
    loss = [np.append(history.loss, history.final_loss) for history in histories]
    accuracy = [np.append(history.accuracy, history.final_accuracy) for history in histories]
    return Spread(torch.from_numpy(np.array(loss)), torch.from_numpy(np.array(accuracy)))
