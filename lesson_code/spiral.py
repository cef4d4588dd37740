r"""The spiral: K noisy arms around the origin, one class each.

The recipe is that of the NYU Deep Learning notebooks (`04-spiral_classification.ipynb`, editions
of 2020 and 2021), written so that the formula on the page is the formula in the code.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from lesson_code.checks import require, require_above_zero, require_at_least


@dataclass(frozen=True)
class SpiralConfig:
    """What one spiral is made of; a value that makes no spiral raises ValueError."""

    num_classes: int = 5  # K, one arm each
    points_per_class: int = 1000  # N, enough for the eye to see an arm and not dots
    wedges: float = 2.0  # how many of the K equal wedges, 2 pi / K wide, an arm sweeps
    inner_radius: float = 0.2  # above 0 the classes do not share the origin
    outer_radius: float = 1.0
    angle_noise: float = 0.2  # sigma, standard deviation of the angle, radians

    def __post_init__(self) -> None:
        """Check every field, so that a config that exists is a spiral that can be drawn."""
        require_at_least("num_classes", self.num_classes, 2)
        require_at_least("points_per_class", self.points_per_class, 1)
        require_above_zero("wedges", self.wedges)
        require_at_least("inner_radius", self.inner_radius, 0)
        require_above_zero("outer_radius", self.outer_radius)
        require(
            self.inner_radius < self.outer_radius,
            f"inner_radius must be below outer_radius ({self.outer_radius})",
            self.inner_radius,
        )
        require_at_least("angle_noise", self.angle_noise, 0)

    @property
    def turns(self) -> float:
        """Full turns that one arm makes: wedges / K."""
        return self.wedges / self.num_classes

    def clean(self) -> SpiralConfig:
        """Return the same spiral without noise."""
        return replace(self, angle_noise=0.0)


SPIRAL_2020 = SpiralConfig(num_classes=3, inner_radius=0.0)  # the radius is t itself
SPIRAL_2021 = SpiralConfig()  # five arms, radius from 0.2 to 1


def arm(config: SpiralConfig, k: int | Tensor, t: float | Tensor) -> Tensor:
    r"""Return the points at positions t, from 0 to 1, of clean arm k.

    $r(t) = r_0 + (r_1 - r_0)\,t$,
    $\varphi_k(t) = \frac{2\pi}{K}(w\,t + k)$,
    $x = r(t)\,(\sin\varphi_k(t), \cos\varphi_k(t))$, with $w$ wedges.

    k and t broadcast against each other; the result has their shape and a last dimension of 2.
    """
    t = torch.as_tensor(t)
    return _to_plane(_radius(config, t), _angle(config, torch.as_tensor(k, device=t.device), t))


def make_spiral(
    config: SpiralConfig, generator: torch.Generator, *, device: torch.device | str = "cpu"
) -> tuple[Tensor, Tensor]:
    r"""Draw a noisy spiral: $x = r(t)\,(\sin(\varphi_k(t) + \sigma\varepsilon), \cos(\dots))$.

    $\varepsilon \sim \mathcal{N}(0, 1)$ is added to the angle after the scaling by $2\pi/K$.
    Everything is drawn on the generator's device and then moved, so that one seed gives the same
    data on every device.

    Returns X: (K * N, 2) float32, class after class, and y: (K * N,) int64 in 0..K-1.
    """
    K, N, home = config.num_classes, config.points_per_class, generator.device
    k = torch.arange(K, device=home)[:, None]  # (K, 1)
    t = torch.linspace(0, 1, N, dtype=torch.float32, device=home)  # (N,)
    noise = torch.randn(K, N, generator=generator, dtype=torch.float32, device=home)  # (K, N)
    angle = _angle(config, k, t) + config.angle_noise * noise  # (K, N)
    X = _to_plane(_radius(config, t), angle).reshape(K * N, 2)  # (K * N, 2)
    y = k.expand(K, N).reshape(K * N)  # (K * N,)
    return X.to(device), y.to(device)


def bayes_predict(config: SpiralConfig, X: Tensor) -> Tensor:
    r"""Return the best possible label of each point: (points, 2) -> (points,) int64.

    The radius is free of noise and gives t; the angle then tells the arm: the nearest one,
    $k = \mathrm{round}\!\left(\frac{K}{2\pi}\varphi - w\,t\right) \bmod K$.
    """
    t = (X.norm(dim=1) - config.inner_radius) / (config.outer_radius - config.inner_radius)
    X = X + 0.0  # the origin has no angle: a zero with a sign would give away that of its noise
    phi = torch.atan2(X[:, 0], X[:, 1])  # sin first: the angle is measured from the x_2 axis
    k = torch.round(phi * config.num_classes / (2 * math.pi) - config.wedges * t)
    return k.long() % config.num_classes


def bayes_accuracy(config: SpiralConfig) -> float:
    r"""Return the accuracy that no classifier can beat: $a = 2\,\Phi(\pi / (K\sigma)) - 1$.

    A point is lost when its noise carries it past half a wedge, $\pi/K$.
    Neglected: noise beyond $2\pi - \pi/K$, which goes around and comes back to its own arm.

    Arms that start at the origin share it, one point with K labels of which one can be right:
    then the accuracy is $\bigl((N - 1)\,a + 1/K\bigr) / N$.
    """
    away = 1.0 if config.angle_noise == 0 else _share_within_half_a_wedge(config)
    if config.inner_radius > 0:
        return away
    N = config.points_per_class
    return ((N - 1) * away + 1 / config.num_classes) / N


def _share_within_half_a_wedge(config: SpiralConfig) -> float:
    half_wedge = math.pi / config.num_classes
    return math.erf(half_wedge / (config.angle_noise * math.sqrt(2)))  # 2 Phi(z) - 1


def _radius(config: SpiralConfig, t: Tensor) -> Tensor:
    return config.inner_radius + (config.outer_radius - config.inner_radius) * t


def _angle(config: SpiralConfig, k: Tensor, t: Tensor) -> Tensor:
    return 2 * math.pi / config.num_classes * (config.wedges * t + k)


def _to_plane(radius: Tensor, angle: Tensor) -> Tensor:
    return radius[..., None] * torch.stack((angle.sin(), angle.cos()), dim=-1)  # (..., 2)
