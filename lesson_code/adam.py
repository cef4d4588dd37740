"""Adam, written out."""

from __future__ import annotations

import math

import torch
from torch import Tensor

BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-8  # the paper's, and torch.optim.Adam's


class Adam:
    r"""Adam on one flat vector of parameters, in place (Kingma & Ba, arXiv:1412.6980).

    $g \leftarrow g + \lambda\theta$,
    $m \leftarrow \beta_1 m + (1-\beta_1) g$,
    $v \leftarrow \beta_2 v + (1-\beta_2) g^2$,
    $\theta \leftarrow \theta - \eta\,\hat m / (\sqrt{\hat v} + \epsilon)$
    with $\hat m = m / (1-\beta_1^t)$ and $\hat v = v / (1-\beta_2^t)$ after $t$ updates.
    """

    def __init__(self, parameters: Tensor, learning_rate: float, weight_decay: float) -> None:
        """Start at t = 0 with m = v = 0; parameters: (P,)."""
        self.theta, self.learning_rate, self.weight_decay = parameters, learning_rate, weight_decay
        self.t = 0
        self.m, self.v = torch.zeros_like(parameters), torch.zeros_like(parameters)
        self.root = torch.empty_like(parameters)

    def step(self, gradient: Tensor) -> None:
        """Make one update; the gradient, (P,), is used up."""
        self.t += 1
        g = gradient.add_(self.theta, alpha=self.weight_decay)
        self.m.lerp_(g, 1 - BETA_1)
        self.v.mul_(BETA_2).addcmul_(g, g, value=1 - BETA_2)
        scale = math.sqrt(1 - BETA_2**self.t)  # sqrt(v-hat) = sqrt(v) / scale: scaled once, at the end
        torch.sqrt(self.v, out=self.root).add_(EPSILON * scale)
        rate = self.learning_rate * scale / (1 - BETA_1**self.t)
        self.theta.addcdiv_(self.m, self.root, value=-rate)
