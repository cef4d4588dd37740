"""What training becomes when `zero_grad` is forgotten."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from lesson_code.adam import Adam
from lesson_code.devices import one_thread
from lesson_code.history import DEFAULT_CONFIG, Recorder, TrainConfig, TrainHistory
from lesson_code.workspace import workspace_for


@torch.no_grad()
def train_without_zero_grad(
    model: nn.Sequential, X: Tensor, y: Tensor, config: TrainConfig = DEFAULT_CONFIG
) -> TrainHistory:
    r"""Train as `train_by_hand` does, but let each update follow $\sum_{j \le i} \nabla_j \mathcal{L}$.

    That is what `backward` leaves in `.grad` when nothing clears it: the new gradient is added to
    all the old ones. The arguments and the history are those of `train`.
    """
    workspace = workspace_for(model, X, y)
    adam = Adam(workspace.theta, config.learning_rate, config.weight_decay)
    recorder = Recorder(config, model, X.device, on_step=None)
    total = torch.zeros_like(workspace.theta)  # (P,)
    with one_thread():
        for step in range(config.steps):
            recorder.record(step, *workspace.forward())
            total += workspace.backward()
            adam.step(total.clone())  # Adam uses up what it is given
        recorder.record(config.steps, *workspace.forward())
    return recorder.finish()
