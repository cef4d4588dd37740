r"""Affine maps of the plane, $x \mapsto Ax + b$: what one `nn.Linear` does, and all it does."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True, eq=False)
class AffineMap:
    """The map x -> A x + b of the plane; b = 0 makes it linear."""

    A: Tensor  # (2, 2)
    b: Tensor  # (2,)

    def __call__(self, X: Tensor) -> Tensor:
        """Map every point: (..., 2) -> (..., 2)."""
        return X @ self.A.T + self.b

    def then(self, after: AffineMap) -> AffineMap:
        """Return the map that does this one first and `after` second: affine again."""
        return AffineMap(after.A @ self.A, after.A @ self.b + after.b)

    def as_layer(self) -> nn.Linear:
        """Return the `nn.Linear` that computes it."""
        layer = nn.utils.skip_init(nn.Linear, 2, 2)
        with torch.no_grad():
            layer.weight.copy_(self.A)
            layer.bias.copy_(self.b)
        return layer


def rotation(angle: float) -> AffineMap:
    """Turn about the origin, anticlockwise, by an angle in radians; the determinant is 1."""
    c, s = math.cos(angle), math.sin(angle)
    return _linear([[c, -s], [s, c]])


def reflection(angle: float) -> AffineMap:
    """Reflect in the line through the origin at an angle, radians, from the first axis; determinant -1."""
    c, s = math.cos(2 * angle), math.sin(2 * angle)
    return _linear([[c, s], [s, -c]])


def scaling(first: float, second: float) -> AffineMap:
    """Stretch each axis by its own factor; the determinant is their product."""
    return _linear([[first, 0.0], [0.0, second]])


def shear(amount: float) -> AffineMap:
    """Slide every point along the first axis by `amount` times its second coordinate; determinant 1."""
    return _linear([[1.0, amount], [0.0, 1.0]])


def translation(first: float, second: float) -> AffineMap:
    """Move every point by the same vector: affine, but not linear, for the origin moves too."""
    return AffineMap(torch.eye(2), torch.tensor([first, second]))


def _linear(rows: list[list[float]]) -> AffineMap:
    return AffineMap(torch.tensor(rows), torch.zeros(2))
