"""Predictions, counts and grids."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from lesson_code.evaluation import (
    accuracy,
    confusion,
    grid_classes,
    grid_logits,
    grid_points,
    predict,
)
from lesson_code.models import MODELS, mlp_classifier

EXTENT = (-1.5, 1.0, -0.5, 2.0)


class Sines(nn.Module):
    """A model that cannot be read as columns."""

    def forward(self, X: Tensor) -> Tensor:
        return torch.stack((X[:, 0].sin(), X[:, 1].sin(), X.sum(dim=1).cos()), dim=1)


def test_a_perfect_model_has_accuracy_one_and_a_diagonal_confusion() -> None:
    y = torch.tensor([0, 1, 2, 2])
    X = torch.eye(3)[y]

    assert torch.equal(predict(nn.Identity(), X), y)
    assert accuracy(nn.Identity(), X, y) == 1
    assert confusion(nn.Identity(), X, y, 3).tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 2]]


def test_rows_of_the_confusion_are_true_classes() -> None:
    y, predicted = torch.tensor([0, 0, 1, 3]), torch.tensor([0, 1, 1, 0])
    X = torch.eye(4)[predicted]
    counts = confusion(nn.Identity(), X, y, 4)

    assert counts.dtype == torch.int64
    assert counts.tolist() == [[1, 1, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0], [1, 0, 0, 0]]
    assert accuracy(nn.Identity(), X, y) == 0.5


def test_the_grid_starts_at_the_lowest_row_and_reaches_its_edges() -> None:
    points = grid_points((0, 2, 10, 14), 3)

    assert points.tolist() == [[x1, x2] for x2 in (10, 12, 14) for x1 in (0, 1, 2)]


@pytest.mark.parametrize("name", [*MODELS, "sines"])
def test_the_grid_in_columns_equals_the_model_on_the_points(name: str, generator: torch.Generator) -> None:
    model = Sines() if name == "sines" else MODELS[name](3, generator)
    expected = model(grid_points(EXTENT, 70)).detach().reshape(70, 70, 3)  # 4900: a part chunk
    logits = grid_logits(model, EXTENT, 70)

    torch.testing.assert_close(logits, expected, rtol=0, atol=1e-5)
    assert not logits.requires_grad
    assert torch.equal(grid_classes(model, EXTENT, 70), logits.argmax(dim=-1))


def test_the_first_index_of_a_grid_is_x2() -> None:
    classes = grid_classes(nn.Identity(), (0, 1, 0, 1), 5)  # class 1 where x2 > x1

    assert classes[4, 0] == 1
    assert classes[0, 4] == 0


@pytest.mark.parametrize(
    ("extent", "resolution", "message"),
    [
        ((1, -1, -1, 1), 3, r"extent must be \(min, max, min, max\), got \(1, -1, -1, 1\)\."),
        ((-1, 1, -1, 1), 1, r"resolution must be at least 2, got 1\."),
    ],
)
def test_an_impossible_grid_is_refused(
    extent: tuple[float, float, float, float], resolution: int, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        grid_points(extent, resolution)


@pytest.mark.gpu
def test_the_gpu_gives_the_same_grid(generator: torch.Generator) -> None:
    model = mlp_classifier(5, generator)
    here = grid_logits(model, EXTENT, 100)
    there = grid_logits(model.cuda(), EXTENT, 100, device="cuda")

    torch.testing.assert_close(there.cpu(), here, rtol=0, atol=1e-4)
