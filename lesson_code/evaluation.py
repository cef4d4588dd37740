"""What a trained network answers, on points and on a grid of the plane."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from lesson_code.checks import require, require_at_least
from lesson_code.columns import ColumnLayer, column_layers

Extent = tuple[float, float, float, float]  # x1_min, x1_max, x2_min, x2_max
CHUNK = 2000  # points at a time: the hidden layer of a chunk stays in the processor's cache


@torch.no_grad()
def predict(model: nn.Module, X: Tensor) -> Tensor:
    """Return the class with the largest logit: (points, in_features) -> (points,) int64."""
    return model(X).argmax(dim=1)


def accuracy(model: nn.Module, X: Tensor, y: Tensor) -> float:
    """Return the share of points whose predicted class is y, between 0 and 1."""
    return (predict(model, X) == y).double().mean().item()


def confusion(model: nn.Module, X: Tensor, y: Tensor, num_classes: int) -> Tensor:
    """Count the points of true class i (row) predicted as class j (column): (K, K) int64."""
    pairs = y * num_classes + predict(model, X)  # (points,), one number for each cell
    return pairs.bincount(minlength=num_classes**2).reshape(num_classes, num_classes)  # (K, K)


def grid_points(extent: Extent, resolution: int, *, device: torch.device | str = "cpu") -> Tensor:
    """Return a square grid that includes its edges: (resolution**2, 2), row after row.

    The first row has the lowest x2, and within a row x1 grows.
    """
    x1_min, x1_max, x2_min, x2_max = extent
    require(x1_min < x1_max and x2_min < x2_max, "extent must be (min, max, min, max)", extent)
    require_at_least("resolution", resolution, 2)
    x1 = torch.linspace(x1_min, x1_max, resolution, dtype=torch.float32, device=device)
    x2 = torch.linspace(x2_min, x2_max, resolution, dtype=torch.float32, device=device)
    return torch.cartesian_prod(x2, x1).flip(1)  # (resolution**2, 2)


def grid_logits(
    model: nn.Module, extent: Extent, resolution: int, *, device: torch.device | str = "cpu"
) -> Tensor:
    """Return the logits on `grid_points`: (resolution, resolution, K), indexed [x2, x1].

    A Sequential of Linear, ReLU and Tanh is evaluated in columns, any other model in rows.
    """
    columns = _grid_columns(model, grid_points(extent, resolution, device=device))
    return columns.T.reshape(resolution, resolution, -1)  # (resolution, resolution, K)


def grid_classes(
    model: nn.Module, extent: Extent, resolution: int, *, device: torch.device | str = "cpu"
) -> Tensor:
    """Return the class with the largest logit on the grid: (resolution, resolution) int64."""
    columns = _grid_columns(model, grid_points(extent, resolution, device=device))
    # max, not argmax: over the first of two dimensions PyTorch's argmax is eight times slower
    return columns.max(dim=0).indices.reshape(resolution, resolution)


@torch.no_grad()
def _grid_columns(model: nn.Module, points: Tensor) -> Tensor:
    try:
        layers = column_layers(model)
    except TypeError:  # not a network that we can read: ask it in rows
        return torch.cat([model(chunk) for chunk in points.split(CHUNK)]).T  # (K, points)
    columns = points.T.contiguous()  # (2, points)
    logits = columns.new_empty(len(layers[-1].weight), len(points))  # (K, points)
    for X, S in zip(columns.split(CHUNK, dim=1), logits.split(CHUNK, dim=1), strict=True):
        S.copy_(_forward(layers, X))
    return logits


def _forward(layers: list[ColumnLayer], H: Tensor) -> Tensor:
    for layer in layers:
        A = torch.addmm(layer.bias, layer.weight, H)  # (out, points)
        H = layer.activation.forward_(A)
    return H
