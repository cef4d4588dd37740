"""The spiral: training by hand against autograd, and the grid in columns against rows.

Every contender gets the same data and first weights, keeps its loss and accuracy at each step,
and runs on one thread; the ratios come from interleaved rounds.
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from benchmarks.harness import Row, compare, interleave
from lesson_code.backpropagation import train_by_hand
from lesson_code.devices import one_thread, seeded_generator
from lesson_code.evaluation import grid_classes, grid_points
from lesson_code.history import TrainConfig
from lesson_code.models import mlp_classifier
from lesson_code.spiral import SPIRAL_2021, make_spiral

CONFIG = TrainConfig()
EXTENT, RESOLUTION = (-1.2, 1.2, -1.2, 1.2), 300


def rows(quick: bool) -> Iterable[Row]:
    """Measure the three promises about the spiral."""
    steps, rounds = (50, 5) if quick else (500, 9)
    X, y = make_spiral(SPIRAL_2021, seeded_generator(0))
    with one_thread():
        training = interleave(
            {
                "hand": lambda: train_by_hand(_model(), X, y, TrainConfig(steps=steps)),
                "rows": lambda: train_in_rows(X, y, steps),
                "columns": lambda: train_in_columns(X, y, steps),
            },
            rounds,
        )
        model = _model()
        grid = interleave(
            {
                "columns": lambda: grid_classes(model, EXTENT, RESOLUTION),
                "rows": lambda: grid_in_rows(model),
            },
            rounds=5 if quick else 21,
        )
    yield compare("hand gradient vs row-wise loop reading the loss", training, "hand", "rows", promised=4.5)
    yield compare(
        "hand gradient vs best autograd form (columns, fused Adam)",
        training,
        "hand",
        "columns",
        promised=2.0,
    )
    yield compare("grid in column chunks vs plain rows", grid, "columns", "rows", promised=2.0)


def train_in_rows(X: Tensor, y: Tensor, steps: int) -> list[tuple[float, float]]:
    """Train as `04-spiral_classification.ipynb` does, reading loss and accuracy at each step."""
    model = _model()
    optimiser = torch.optim.Adam(
        model.parameters(), lr=CONFIG.learning_rate, weight_decay=CONFIG.weight_decay
    )
    history = []
    for _ in range(steps):
        logits = model(X)
        loss = cross_entropy(logits, y)
        _, predicted = torch.max(logits, 1)
        accuracy = (y == predicted).sum().float() / len(y)
        history.append((loss.item(), accuracy.item()))  # the notebook prints them
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return history


def train_in_columns(X: Tensor, y: Tensor, steps: int) -> Tensor:
    """Train with autograd as fast as we know how to: columns, fused Adam, nothing read."""
    parameters = [parameter.detach().clone() for parameter in _model().parameters()]
    W1, b1, W2, b2 = (p if p.ndim == 2 else p[:, None].clone() for p in parameters)
    leaves = [leaf.requires_grad_() for leaf in (W1, b1, W2, b2)]
    optimiser = torch.optim.Adam(
        leaves, lr=CONFIG.learning_rate, weight_decay=CONFIG.weight_decay, fused=True
    )
    columns, labels = X.T.contiguous(), y[None]
    history = torch.empty(2, steps)
    for step in range(steps):
        logits = torch.addmm(b2, W2, torch.addmm(b1, W1, columns).relu())  # (K, points)
        loss = cross_entropy(logits[None], labels)
        with torch.no_grad():
            history[0, step] = loss
            history[1, step] = (logits.gather(0, labels) >= logits.amax(0)).float().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return history


@torch.inference_mode()
def grid_in_rows(model: torch.nn.Module) -> Tensor:
    """Classify the grid as one batch of rows."""
    return model(grid_points(EXTENT, RESOLUTION)).argmax(dim=1)


def _model() -> torch.nn.Sequential:
    return mlp_classifier(SPIRAL_2021.num_classes, seeded_generator(1))
