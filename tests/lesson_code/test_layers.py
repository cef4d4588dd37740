"""The plane on its way through a network."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from lesson_code.devices import seeded_generator
from lesson_code.layers import edge_on, grid_lines, layer_outputs, principal_plane
from lesson_code.models import bottleneck_classifier, embed


def test_the_outputs_start_with_the_input_and_end_with_the_logits() -> None:
    model = bottleneck_classifier(5, seeded_generator(0), hidden_features=9)
    lines = grid_lines((-1, 1, -2, 2), lines=3, points=10)
    outputs = layer_outputs(model, lines)

    assert [tuple(output.shape) for output in outputs] == [(6, 10, n) for n in (2, 9, 9, 2, 5)]
    assert outputs[0] is lines
    torch.testing.assert_close(outputs[-1], model(lines).detach())
    torch.testing.assert_close(outputs[3], embed(model, lines).detach())


def test_a_grid_has_upright_lines_first_and_then_level_ones() -> None:
    lines = grid_lines((-1, 1, -2, 2), lines=3, points=5)

    assert lines.shape == (6, 5, 2)
    assert lines[:3, :, 0].tolist() == [[-1] * 5, [0] * 5, [1] * 5]
    assert lines[0, :, 1].tolist() == [-2, -1, 0, 1, 2]
    assert lines[3:, :, 1].tolist() == [[-2] * 5, [0] * 5, [2] * 5]
    assert lines[3, :, 0].tolist() == [-1, -0.5, 0, 0.5, 1]


def test_the_principal_plane_shows_the_two_directions_of_most_variation() -> None:
    flat = torch.randn(200, 2, generator=seeded_generator(0)) * torch.tensor([5.0, 2.0])
    basis = torch.linalg.qr(torch.randn(6, 2, generator=seeded_generator(1))).Q
    H = flat @ basis.T + 3
    mean, directions = principal_plane(H)

    torch.testing.assert_close(directions.T @ directions, torch.eye(2), rtol=0, atol=1e-5)
    back = (H - mean) @ directions @ directions.T + mean
    torch.testing.assert_close(back, H, rtol=0, atol=1e-4)
    assert ((H - mean) @ directions).std(dim=0).diff() < 0


@pytest.mark.parametrize("seed", range(6))
def test_the_principal_directions_have_one_sign_on_every_machine(seed: int) -> None:
    _, directions = principal_plane(torch.randn(50, 6, generator=seeded_generator(seed)))

    assert (directions.gather(0, directions.abs().argmax(dim=0, keepdim=True)) > 0).all()


def test_edge_on_the_boundary_is_an_upright_line_and_the_classes_are_those_of_the_layer() -> None:
    H = torch.randn(300, 3, generator=seeded_generator(0)) * torch.tensor([1.0, 4.0, 2.0])
    last = nn.utils.skip_init(nn.Linear, 3, 2)
    with torch.no_grad():
        last.weight.normal_(generator=seeded_generator(1))
        last.bias.normal_(generator=seeded_generator(2))
    points, weights, biases = edge_on(last, H)
    logits = last(H).detach()

    torch.testing.assert_close((points @ weights.T + biases).diff(dim=1), logits.diff(dim=1))
    assert weights[:, 1].tolist() == [0, 0]  # the second axis runs along the boundary
    assert points[:, 1].std() > 1
