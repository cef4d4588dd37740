"""The training loop of the course: five steps, one full batch at a time."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from lesson_code.devices import one_thread
from lesson_code.history import DEFAULT_CONFIG, OnStep, Recorder, TrainConfig, TrainHistory

__all__ = ["TrainConfig", "TrainHistory", "train"]


def train(
    model: nn.Module,
    X: Tensor,
    y: Tensor,
    config: TrainConfig = DEFAULT_CONFIG,
    *,
    on_step: OnStep | None = None,
) -> TrainHistory:
    r"""Train the model in place by Adam on $\mathcal{L} = -\frac{1}{m}\sum_i \log p_{y_i}(x_i)$.

    X: (points, in_features), y: (points,) int64 in 0..K-1, both on the model's device.
    Each step sees all the points, so that a step is an epoch. Adam's `weight_decay` is an L2 term
    in the gradient (Kingma & Ba, arXiv:1412.6980), not the decoupled decay of AdamW.
    `on_step(updates so far, loss, accuracy)` gets numbers before each update, and makes the loop
    wait for them.

    Raises FloatingPointError when the loss becomes nan or infinite.
    """
    optimiser = torch.optim.Adam(
        model.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay
    )
    recorder = Recorder(config, model, X.device, on_step)
    with one_thread():
        for step in range(config.steps):
            logits = model(X)  # 1. forward: (points, K)
            loss = cross_entropy(logits, y)  # 2. loss: one number
            recorder.record(step, loss, _share_right(logits, y))
            optimiser.zero_grad()  # 3. forget the gradients of the step before
            loss.backward()  # 4. backward: one gradient for each parameter
            optimiser.step()  # 5. update the parameters
        with torch.no_grad():
            logits = model(X)
            recorder.record(config.steps, cross_entropy(logits, y), _share_right(logits, y))
    return recorder.finish()


def _share_right(logits: Tensor, y: Tensor) -> Tensor:
    return (logits.argmax(dim=1) == y).double().mean()
