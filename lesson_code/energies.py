r"""Energies of a pair (x, y): low where the two belong together.

All of them start from logits $s$, so that they meet a network where it ends and not before: the
energies of `grid_logits`, (R, R, K), are maps of the plane, one for each label.
With $E_{lin}(x, y) = -s_y$ the free energy of the labels is $F(x) = -\mathrm{logsumexp}(s)$, and
$E_{CE}(x, y) = E_{lin}(x, y) - F(x)$: for each x the two differ by one number, the same for all y.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from lesson_code.checks import require_above_zero


def negative_logit_energy(logits: Tensor) -> Tensor:
    r"""Return $E_{lin}(x, y) = -s_y$ for every label y: (..., K) -> (..., K)."""
    return -logits


def cross_entropy_energy(logits: Tensor) -> Tensor:
    r"""Return $E_{CE}(x, y) = -s_y + \mathrm{logsumexp}(s)$ for every y: (..., K) -> (..., K), >= 0.

    It is the cross-entropy of the label y, and $e^{-E_{CE}}$ the probability of y: their sum over
    y is 1, so the free energy of $E_{CE}$ is 0 for every x.
    """
    return logits.logsumexp(dim=-1, keepdim=True) - logits


def free_energy(energies: Tensor, beta: float = 1.0) -> Tensor:
    r"""Return $F = -\frac{1}{\beta} \log \sum_y e^{-\beta E(y)}$: (..., K) -> (...).

    A soft minimum over the labels: $\min_y E - \frac{\log K}{\beta} \le F \le \min_y E$, and
    the cold limit, $\beta \to \infty$, is the minimum itself.
    """
    require_above_zero("beta", beta)
    return -torch.logsumexp(-beta * energies, dim=-1) / beta


def latent_free_energy(energies: Tensor, beta: float) -> Tensor:
    r"""Return $F_\beta = -\frac{1}{\beta} \log \frac{1}{|Z|} \int_Z e^{-\beta E(z)}\,dz$: (..., n) -> (...).

    The last dimension holds E at n equally spaced z, both ends of the interval Z included; the
    integral is the trapezoid rule. $F_\beta$ is a mean, not a sum: it lies between the least energy,
    which it meets as $\beta \to \infty$, and the average, which it meets as $\beta \to 0$.
    """
    require_above_zero("beta", beta)
    n = energies.shape[-1]
    weights = energies.new_full((n,), -math.log(n - 1))  # log of the share of z of each node
    weights[[0, -1]] -= math.log(2)  # the two ends stand for half an interval each
    return -torch.logsumexp(weights - beta * energies, dim=-1) / beta
