r"""Regression by an ensemble: how far do networks agree that saw the same data?

$y = x^3 + \sigma\varepsilon$ on $[-1, 1]$, as in the course's `05-regression.ipynb` but with noise
of mean 0, so that the curve to be learnt is $x^3$ itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from lesson_code.checks import require_at_least
from lesson_code.history import TrainConfig
from lesson_code.models import deep_classifier
from lesson_code.stacks import StackHistory, squared_error, train_stack

REGRESSION = TrainConfig(steps=1000)


def true_curve(x: Tensor) -> Tensor:
    """Return $x^3$, what the data are without their noise; any shape."""
    return x**3


def make_regression(
    generator: torch.Generator,
    *,
    points: int = 100,
    noise: float = 0.1,
    device: torch.device | str = "cpu",
) -> tuple[Tensor, Tensor]:
    """Return X: (points, 1), equally spaced on [-1, 1], and y: (points,), both float32."""
    require_at_least("points", points, 2)
    require_at_least("noise", noise, 0)
    x = torch.linspace(-1, 1, points, dtype=torch.float32, device=generator.device)
    y = true_curve(x) + noise * torch.randn(points, generator=generator, device=generator.device)
    return x[:, None].to(device), y.to(device)


def regression_networks(
    generator: torch.Generator,
    activations: Sequence[str] = ("relu",) * 5 + ("tanh",) * 5,
    *,
    hidden_features: int = 100,
    device: torch.device | str = "cpu",
) -> list[nn.Sequential]:
    """Return a network 1 -> d -> 1 for each activation, with first weights of its own."""
    return [
        deep_classifier(
            1,
            generator,
            hidden=(hidden_features,),
            activation=activation,
            in_features=1,
            device=device,
        )
        for activation in activations
    ]


def train_ensemble(
    models: Sequence[nn.Sequential], X: Tensor, y: Tensor, config: TrainConfig = REGRESSION
) -> StackHistory:
    """Train all the networks in place, together, on the squared error; X: (points, 1), y: (points,)."""
    return train_stack(models, X, squared_error(y), config)


@dataclass(frozen=True, eq=False)
class Prediction:
    """What an ensemble says at each x: the mean of its networks and how far they are apart."""

    x: Tensor  # (points,)
    outputs: Tensor  # (R, points), one row for each network
    mean: Tensor  # (points,)
    std: Tensor  # (points,), in the units of y; of a sample: divided by R - 1

    @property
    def variance(self) -> Tensor:
        """The square of std, (points,), in the squared units of y: not for the same axis."""
        return self.std.square()

    def coverage(self, where: Tensor, width: float = 2.0) -> float:
        """Return the share of x, among those chosen by a bool mask, with the true curve in the band.

        The band is the mean and `width` standard deviations to each side. It shows how networks
        that start differently differ; it is neither a confidence nor a prediction interval.
        """
        inside = (true_curve(self.x) - self.mean).abs() <= width * self.std
        return inside[where].double().mean().item()


@torch.no_grad()
def ensemble_predict(models: Sequence[nn.Sequential], x: Tensor) -> Prediction:
    """Return mean and sample standard deviation over at least two networks at x: (points,)."""
    require_at_least("number of networks", len(models), 2)
    outputs = torch.stack([model(x[:, None])[:, 0] for model in models])  # (R, points)
    return Prediction(x, outputs, outputs.mean(dim=0), outputs.std(dim=0))


def relative_error_of_std(networks: int) -> float:
    r"""Return how well a standard deviation is known from R normal values: about $1/\sqrt{2(R-1)}$.

    For five networks that is 0.35, so that a band of five is itself uncertain by a third.
    """
    require_at_least("number of networks", networks, 2)
    return (2 * (networks - 1)) ** -0.5
