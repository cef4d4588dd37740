r"""Gradient descent on anything but the parameters: on an input, or on a latent variable.

Training follows $\nabla_\theta$; inference follows $\nabla_x$ or $\nabla_z$, with $\theta$ as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from lesson_code.checks import require_above_zero, require_at_least
from lesson_code.devices import one_thread

Energy = Callable[[Tensor], Tensor]  # many places at once -> one number for each


@dataclass(frozen=True, eq=False)
class Descent:
    """The way down from every start, on the device of the starts."""

    path: Tensor  # (steps + 1, *starts.shape), the starts first
    energy: Tensor  # (steps + 1, one number for each start), along that path

    @property
    def end(self) -> Tensor:
        """Where every path ends: the shape of the starts."""
        return self.path[-1]

    @property
    def final_energy(self) -> Tensor:
        """The energy there: one number for each start."""
        return self.energy[-1]


def descend(
    energy: Energy,
    starts: Tensor,
    *,
    steps: int,
    learning_rate: float,
    bounds: tuple[float, float] | None = None,
) -> Descent:
    r"""Follow $u \leftarrow u - \eta\,\nabla_u E(u)$ from all the starts at once, plainly.

    `energy` gives each start a number of its own, so that one start never moves another.
    With `bounds` every coordinate is put back into [low, high] after each step. No parameter that
    the energy depends on is changed, nor its gradient.
    """
    require_at_least("steps", steps, 0)
    require_above_zero("learning_rate", learning_rate)
    u = starts.detach().clone()
    path, energies = [u], []
    with one_thread():
        for _ in range(steps):
            value, slope = _value_and_slope(energy, u)
            u = u - learning_rate * slope
            if bounds is not None:
                u = u.clamp(*bounds)
            path.append(u)
            energies.append(value)
        with torch.no_grad():
            energies.append(energy(u))
    return Descent(torch.stack(path), torch.stack(energies))


def _value_and_slope(energy: Energy, u: Tensor) -> tuple[Tensor, Tensor]:
    u = u.detach().requires_grad_()
    with torch.enable_grad():
        value = energy(u)
        (slope,) = torch.autograd.grad(value.sum(), u)
    return value.detach(), slope
