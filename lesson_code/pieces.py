r"""The pieces of a ReLU network: on each of them it is one affine map.

A hidden unit is on where its input is above 0. Points with the same units on share one affine map,
$s = A x + b$, and the lines $w_j \cdot x + b_j = 0$ of the first layer cut the plane between them.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from lesson_code.evaluation import Extent, grid_points


@torch.no_grad()
def activation_patterns(model: nn.Sequential, X: Tensor) -> Tensor:
    """Say which units of all the ReLU layers are on: X (points, n) -> (points, units) bool."""
    patterns = []
    for module in model:
        X = module(X)
        if isinstance(module, nn.ReLU):
            patterns.append(X > 0)
    if not patterns:
        raise TypeError("only a Sequential with a ReLU has pieces, got none in it.")
    return torch.cat(patterns, dim=1)


def piece_numbers(model: nn.Sequential, X: Tensor) -> Tensor:
    """Number the pieces in the order in which their patterns sort: (points, n) -> (points,) int64.

    Equal numbers mean equal patterns; the largest number plus 1 is how many pieces were met.
    """
    _, numbers = activation_patterns(model, X).unique(dim=0, return_inverse=True)
    return numbers


def piece_grid(
    model: nn.Sequential, extent: Extent, resolution: int, *, device: torch.device | str = "cpu"
) -> Tensor:
    """Return the numbers of the pieces on a grid: (resolution, resolution) int64, indexed [x2, x1]."""
    numbers = piece_numbers(model, grid_points(extent, resolution, device=device))
    return numbers.view(resolution, resolution)


@torch.no_grad()
def affine_piece(model: nn.Sequential, x: Tensor) -> tuple[Tensor, Tensor]:
    """Return A (K, n) and b (K,) of the piece in which a point x (n,) lies."""
    A, b = torch.eye(len(x), dtype=x.dtype, device=x.device), torch.zeros_like(x)
    for module in model:
        if isinstance(module, nn.Linear):
            A, b = module.weight @ A, module.weight @ b + module.bias
        elif isinstance(module, nn.ReLU):
            on = (A @ x + b > 0).to(x)
            A, b = on[:, None] * A, on * b
        else:
            raise TypeError(f"a network of affine pieces has Linear and ReLU modules, got {module}.")
    return A, b
