"""What a training is given and what it leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from lesson_code.checks import require, require_above_zero, require_at_least

OnStep = Callable[[int, float, float], None]  # (updates done so far, loss, accuracy)
CHECK_EVERY = 100  # steps between two looks at the loss; each look waits for the device


@dataclass(frozen=True)
class TrainConfig:
    """How to train; a value that cannot work raises ValueError."""

    steps: int = 2000  # full-batch updates; at 1000 the three-arm ReLU network is not there yet
    learning_rate: float = 1e-3  # Adam's own default
    weight_decay: float = 1e-5  # lambda of the L2 term lambda * theta, added to the gradient
    snapshot_steps: tuple[int, ...] = ()  # keep the weights after so many updates

    def __post_init__(self) -> None:
        """Check every field."""
        require_at_least("steps", self.steps, 0)
        require_above_zero("learning_rate", self.learning_rate)
        require_at_least("weight_decay", self.weight_decay, 0)
        for step in self.snapshot_steps:
            wanted = f"snapshot_steps must lie between 0 and steps ({self.steps})"
            require(0 <= step <= self.steps, wanted, step)


DEFAULT_CONFIG = TrainConfig()


@dataclass(frozen=True, eq=False)
class TrainHistory:
    """What a training left behind, on the CPU."""

    loss: Tensor  # (steps,) float64, before each update: entry i is the loss after i updates
    accuracy: Tensor  # (steps,) float64, between 0 and 1, taken at the same moments
    final_loss: float  # after the last update
    final_accuracy: float
    snapshots: dict[int, dict[str, Tensor]] = field(default_factory=dict)  # updates -> state_dict


class Recorder:
    """Fills a history while a loop runs, without making the loop wait for the device."""

    def __init__(
        self, config: TrainConfig, model: nn.Module, device: torch.device, on_step: OnStep | None
    ) -> None:
        """Reserve one entry for each update and one for the end."""
        self.config, self.model, self.on_step = config, model, on_step
        # row 0: loss, row 1: accuracy
        self.values = torch.zeros(2, config.steps + 1, dtype=torch.float64, device=device)
        self.snapshots: dict[int, dict[str, Tensor]] = {}

    def record(self, step: int, loss: Tensor, accuracy: Tensor) -> None:
        """Keep loss and accuracy as they are after `step` updates; stop when the loss is lost."""
        self.values[0, step] = loss.detach()
        self.values[1, step] = accuracy
        if step in self.config.snapshot_steps:
            state = self.model.state_dict()
            self.snapshots[step] = {name: _copy(value) for name, value in state.items()}
        if step % CHECK_EVERY == 0 or step == self.config.steps:
            self._check_finite(step)
        if self.on_step is not None and step < self.config.steps:
            self.on_step(step, loss.item(), accuracy.item())

    def finish(self) -> TrainHistory:
        """Return the history, once the values after the last update are recorded too."""
        loss, accuracy = self.values.cpu()
        return TrainHistory(loss[:-1], accuracy[:-1], loss[-1].item(), accuracy[-1].item(), self.snapshots)

    def _check_finite(self, step: int) -> None:
        lost = ~self.values[0, : step + 1].isfinite()
        if not lost.any():
            return
        first = int(lost.nonzero()[0])
        value = self.values[0, first].item()
        if first == 0:  # no update was made yet: the learning rate is not to blame
            raise FloatingPointError(
                f"loss is {value} before the first update; look for nan or inf in X and the model."
            )
        raise FloatingPointError(
            f"loss became {value} at step {first}; lower learning_rate (got {self.config.learning_rate:g})."
        )


def _copy(value: Tensor) -> Tensor:
    return value.detach().to("cpu", copy=True)
