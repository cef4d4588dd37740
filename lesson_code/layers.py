"""What a network does to the plane, layer by layer."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from lesson_code.checks import require_at_least
from lesson_code.evaluation import Extent


@torch.no_grad()
def layer_outputs(model: nn.Sequential, X: Tensor) -> list[Tensor]:
    """Return X and then the output of each module: X (..., n), the l-th (..., features of module l)."""
    outputs = [X]
    for module in model:
        outputs.append(module(outputs[-1]))
    return outputs


def grid_lines(
    extent: Extent, lines: int = 13, points: int = 200, *, device: torch.device | str = "cpu"
) -> Tensor:
    """Return the lines of a grid over the plane, as polylines: (2 * lines, points, 2).

    First the lines of constant x1, from left to right, then those of constant x2, from below. Each
    has many points, so that it can bend.
    """
    require_at_least("lines", lines, 2)
    require_at_least("points", points, 2)
    x1_min, x1_max, x2_min, x2_max = extent
    upright = torch.cartesian_prod(
        torch.linspace(x1_min, x1_max, lines), torch.linspace(x2_min, x2_max, points)
    )
    level = torch.cartesian_prod(
        torch.linspace(x2_min, x2_max, lines), torch.linspace(x1_min, x1_max, points)
    ).flip(1)
    return torch.cat((upright, level)).view(2 * lines, points, 2).to(device)


def principal_plane(H: Tensor) -> tuple[Tensor, Tensor]:
    """Return the mean of H, (points, d), and the two directions in which it varies most, (d, 2).

    `(H - mean) @ directions` is the flattest possible picture of a layer with more than two units.
    """
    mean = H.mean(dim=0)
    _, _, directions = torch.linalg.svd(H - mean, full_matrices=False)
    directions = directions[:2].T  # (d, 2)
    # a direction is known up to its sign: make its largest entry positive, on every machine alike
    largest = directions.gather(0, directions.abs().argmax(dim=0, keepdim=True))
    return mean, directions * largest.sign()


@torch.no_grad()
def edge_on(last: nn.Linear, H: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """See the boundary between two classes edge-on: points (m, 2), weights (2, 2), biases (2,).

    H: (m, d) is what the last layer, d -> 2 logits, is given. Of the view's two axes the first is
    across the boundary, where the classes differ, and the second the direction along it in which H
    varies most. In this view the boundary is the upright line of `weights` and `biases`.
    """
    across = last.weight[1] - last.weight[0]  # (d,)
    steepness = across.norm()
    across = across / steepness
    flat = H - (H @ across)[:, None] * across  # what is left along the boundary
    _, directions = principal_plane(flat)
    view = torch.stack((across, directions[:, 0]), dim=1)  # (d, 2)
    weights = torch.tensor([[0.0, 0.0], [steepness, 0.0]], device=H.device)
    return H @ view, weights, last.bias - last.bias[0]
