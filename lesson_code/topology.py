r"""A disc inside a ring, which a width of two can never separate, and arms, which it can.

A layer $h = \tanh(Wx + b)$ of two units on the plane with invertible W is continuous, has a
continuous inverse, and so bends the plane without tearing or folding it. What surrounds the
centre before it surrounds the centre's image after it, layer after layer, while a line has
everything of a class on one side. The winding number puts a figure on "surrounds".
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from lesson_code.checks import require_at_least
from lesson_code.spiral import SpiralConfig

DISC_RADIUS, RING = 0.5, (0.8, 1.0)  # a gap between the classes, so that more width has an easy time


def make_disc_in_ring(
    points_per_class: int, generator: torch.Generator, *, device: torch.device | str = "cpu"
) -> tuple[Tensor, Tensor]:
    """Draw evenly from a disc, class 0, and from a ring around it, class 1.

    Returns X: (2 N, 2) float32 and y: (2 N,) int64.
    """
    require_at_least("points_per_class", points_per_class, 1)
    N, home = points_per_class, generator.device
    u, turn = torch.rand(2, 2, N, generator=generator, device=home)  # (2, N) each
    inner = torch.tensor([[0.0], [RING[0]]], device=home)
    outer = torch.tensor([[DISC_RADIUS], [RING[1]]], device=home)
    radius = (inner**2 + u * (outer**2 - inner**2)).sqrt()  # even over the area, not the radius
    X = _circle(radius, 2 * math.pi * turn).reshape(2 * N, 2)
    return X.to(device), torch.arange(2).repeat_interleave(N).to(device)


def ring_curve(points: int = 2000, radius: float = 0.9) -> Tensor:
    """Return a closed curve in the middle of the ring, once around: (points, 2), first point = last."""
    require_at_least("points", points, 4)
    return _circle(torch.tensor(radius), torch.linspace(0, 2 * math.pi, points))


@torch.no_grad()
def winding_number(curve: Tensor, centre: Tensor) -> int:
    """Count how often a closed curve, (points, 2), goes around a point, (2,), with its sign.

    A curve that a line separates from the point has winding number 0.
    """
    x1, x2 = (curve - centre).double().T
    angle = torch.atan2(x2, x1)
    turns = angle.diff() / (2 * math.pi)
    return round((turns - turns.round()).sum().item())  # a jump across the cut is not a turn


@torch.no_grad()
def ring_still_surrounds(model: nn.Sequential) -> bool:
    """Say whether the ring goes around the disc's centre in the last hidden layer, of width 2.

    The model ends in the linear layer that would have to separate the two. The answer is that of
    a polygon with many corners, which a steep layer may cut short; float64 keeps it honest.
    """
    hidden = model[:-1]
    curve, centre = ring_curve(20_000).double(), torch.zeros(1, 2, dtype=torch.float64)
    for layer in hidden:  # by hand: the model itself stays float32
        curve, centre = _in_double(layer, curve), _in_double(layer, centre)
    return winding_number(curve, centre[0]) != 0


def unwind(config: SpiralConfig, X: Tensor) -> Tensor:
    r"""Turn every point back by the angle that an arm has swept at its radius: (points, 2) both ways.

    $\varphi \mapsto \varphi - \frac{2\pi}{K} w\,t(r)$, with t held between 0 and 1. It keeps the
    radius, is continuous and has a continuous inverse, and makes clean arms straight: arm k lies on
    the ray at angle $2\pi k/K$.
    """
    t = (X.norm(dim=-1) - config.inner_radius) / (config.outer_radius - config.inner_radius)
    back = 2 * math.pi * config.turns * t.clamp(0, 1)
    x1, x2 = X.unbind(-1)
    # angles are measured clockwise from the x_2 axis, so that this turns anticlockwise
    return torch.stack((x1 * back.cos() - x2 * back.sin(), x1 * back.sin() + x2 * back.cos()), dim=-1)


def _in_double(layer: nn.Module, X: Tensor) -> Tensor:
    if isinstance(layer, nn.Linear):
        return X @ layer.weight.cpu().double().T + layer.bias.cpu().double()
    return layer(X)


def _circle(radius: Tensor, angle: Tensor) -> Tensor:
    return torch.stack((radius * angle.cos(), radius * angle.sin()), dim=-1)
