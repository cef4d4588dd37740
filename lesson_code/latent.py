r"""A latent variable: where on arm k would x lie?

$E(x, k, z) = \lVert x - \mathrm{arm}_k(z) \rVert^2$ with $z \in [0, 1]$. Inference searches
$\check z = \arg\min_z E$ along $\nabla_z E$; then $F_\infty(x, k) = \min_z E$ is the free energy of
the pair (x, k), and the class is $\arg\min_k F$.
"""

from __future__ import annotations

import torch
from torch import Tensor

from lesson_code.descent import Descent, descend
from lesson_code.spiral import SpiralConfig, arm

POSITIONS = 1001  # of the grid over z: an arm moves by less than 0.005 from one to the next


def arm_energy(config: SpiralConfig, X: Tensor, z: Tensor) -> Tensor:
    r"""Return $E(x, k, z)$ for each point and arm: X (points, 2), z (points, K) -> (points, K)."""
    k = torch.arange(config.num_classes, device=X.device)  # (K,)
    return (X[:, None] - arm(config, k, z)).square().sum(dim=-1)


def infer_latent(
    config: SpiralConfig,
    X: Tensor,
    start: float = 0.5,
    *,
    steps: int = 100,
    learning_rate: float = 0.1,
) -> Descent:
    """Descend in z from one start for all points and arms at once; z stays in [0, 1].

    X: (points, 2); the paths are (steps + 1, points, K).
    """
    starts = X.new_full((len(X), config.num_classes), start)
    return descend(
        lambda z: arm_energy(config, X, z),
        starts,
        steps=steps,
        learning_rate=learning_rate,
        bounds=(0.0, 1.0),
    )


def latent_energies(config: SpiralConfig, X: Tensor, positions: int = POSITIONS) -> Tensor:
    """Return E on a grid of z from 0 to 1, ends included: X (points, 2) -> (points, K, positions)."""
    z = torch.linspace(0, 1, positions, dtype=X.dtype, device=X.device)
    k = torch.arange(config.num_classes, device=X.device)[:, None]
    arms = arm(config, k, z)  # (K, positions, 2)
    square = X.square().sum(dim=1)[:, None, None] + arms.square().sum(dim=-1)
    return (square - 2 * torch.einsum("id,kzd->ikz", X, arms)).clamp_(min=0)


def stuck(found: Tensor, lowest: Tensor, tolerance: float = 1e-3) -> Tensor:
    """Say where a search stopped above the lowest energy there is: bool, the shape of both."""
    return found > lowest + tolerance
