"""What several test files share: a generator, a small spiral, an empty figure, trained models."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import pytest
import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor, nn

from lesson_code.backpropagation import train_by_hand
from lesson_code.devices import seeded_generator
from lesson_code.history import TrainConfig, TrainHistory
from lesson_code.models import MODELS
from lesson_code.spiral import SpiralConfig, make_spiral


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    skip = pytest.mark.skip(reason="this PyTorch sees no CUDA device")
    for item in items:
        if "gpu" in item.keywords and not torch.cuda.is_available():
            item.add_marker(skip)


@pytest.fixture
def generator() -> torch.Generator:
    return seeded_generator(0)


@pytest.fixture
def tiny_spiral() -> tuple[Tensor, Tensor]:
    return make_spiral(SpiralConfig(num_classes=3, points_per_class=40), seeded_generator(7))


@pytest.fixture
def ax() -> Axes:
    return Figure().add_subplot()


class Trained(NamedTuple):
    model: nn.Sequential
    history: TrainHistory
    spiral: SpiralConfig
    X: Tensor
    y: Tensor


@pytest.fixture(scope="session")
def trained() -> Callable[..., Trained]:
    """Train each model once, however many tests look at it; nothing goes to the disk."""

    @cache
    def train_once(
        name: str, spiral: SpiralConfig, seed: int, *, steps: int = 2000, **choice: str | int
    ) -> Trained:
        generator = seeded_generator(seed)
        X, y = make_spiral(spiral, generator)
        model = MODELS[name](spiral.num_classes, generator, **choice)
        history = train_by_hand(model, X, y, TrainConfig(steps=steps))
        return Trained(model, history, spiral, X, y)

    return train_once
