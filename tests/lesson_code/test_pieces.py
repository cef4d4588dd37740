"""The affine pieces of a ReLU network, against the network and against counting lines."""

from __future__ import annotations

import pytest
import torch

from lesson_code.devices import seeded_generator
from lesson_code.models import deep_classifier, mlp_classifier
from lesson_code.pieces import activation_patterns, affine_piece, piece_grid, piece_numbers


def test_two_crossing_lines_make_four_pieces() -> None:
    model = mlp_classifier(2, seeded_generator(0), hidden_features=2)
    with torch.no_grad():
        model[0].weight.copy_(torch.eye(2))
        model[0].bias.zero_()
    pieces = piece_grid(model, (-1, 1, -1, 1), 4)

    assert pieces.unique().tolist() == [0, 1, 2, 3]
    assert (pieces[:2, :2] == pieces[0, 0]).all()
    assert (pieces[2:, 2:] == pieces[3, 3]).all()


@pytest.mark.parametrize("hidden", [(8,), (8, 5)])
def test_on_its_piece_the_network_is_the_affine_map(hidden: tuple[int, ...]) -> None:
    model = deep_classifier(3, seeded_generator(4), hidden=hidden).double()
    X = torch.randn(20, 2, generator=seeded_generator(5), dtype=torch.float64)
    numbers = piece_numbers(model, X)
    for x, number in zip(X, numbers, strict=True):
        A, b = affine_piece(model, x)
        same = X[numbers == number]
        torch.testing.assert_close(model(same).detach(), same @ A.T + b)


def test_there_are_at_most_as_many_pieces_as_lines_can_cut() -> None:
    d = 10
    model = mlp_classifier(3, seeded_generator(0), hidden_features=d)
    pieces = piece_grid(model, (-3, 3, -3, 3), 200).unique()

    assert 5 < len(pieces) <= 1 + d + d * (d - 1) // 2
    assert activation_patterns(model, torch.zeros(4, 2)).shape == (4, d)


def test_a_network_without_relu_has_no_pieces() -> None:
    model = mlp_classifier(3, seeded_generator(0), activation="tanh")
    with pytest.raises(TypeError, match="only a Sequential with a ReLU has pieces"):
        activation_patterns(model, torch.zeros(1, 2))
    with pytest.raises(TypeError, match=r"has Linear and ReLU modules, got Tanh\(\)\."):
        affine_piece(model, torch.zeros(2))
