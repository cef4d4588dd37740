"""Affine maps against their determinants, their fixed points and nn.Linear."""

from __future__ import annotations

import math

import pytest
import torch

from lesson_code.affine import AffineMap, reflection, rotation, scaling, shear, translation

X = torch.tensor([[1.0, 0.0], [0.0, 1.0], [0.3, -2.0]])
MAPS: dict[str, tuple[AffineMap, float]] = {
    "rotation": (rotation(0.7), 1),
    "reflection": (reflection(0.4), -1),
    "scaling": (scaling(2.0, 0.5), 1),
    "shear": (shear(0.8), 1),
    "translation": (translation(1.0, -2.0), 1),
}


@pytest.mark.parametrize("name", MAPS)
def test_a_map_has_its_determinant_and_is_what_its_layer_computes(name: str) -> None:
    map_, determinant = MAPS[name]

    assert torch.linalg.det(map_.A).item() == pytest.approx(determinant, abs=1e-6)
    torch.testing.assert_close(map_.as_layer()(X), map_(X))


def test_a_quarter_turn_takes_the_first_axis_to_the_second() -> None:
    torch.testing.assert_close(rotation(math.pi / 2)(X[0]), X[1])


def test_a_reflection_leaves_its_line_and_undoes_itself() -> None:
    on_the_line = torch.tensor([math.cos(0.4), math.sin(0.4)])
    torch.testing.assert_close(reflection(0.4)(on_the_line), on_the_line)
    torch.testing.assert_close(reflection(0.4)(reflection(0.4)(X)), X)


def test_a_shear_slides_along_the_first_axis_by_the_second_coordinate() -> None:
    assert shear(0.5)(torch.tensor([1.0, 2.0])).tolist() == [2, 2]


def test_one_map_after_another_is_affine_again() -> None:
    both = rotation(0.7).then(translation(1, 2)).then(scaling(3, 4))

    torch.testing.assert_close(both(X), scaling(3, 4)(translation(1, 2)(rotation(0.7)(X))))


def test_only_the_translation_moves_the_origin() -> None:
    moved = {name: map_(torch.zeros(2)).abs().max() > 0 for name, (map_, _) in MAPS.items()}

    assert [name for name, moves in moved.items() if moves] == ["translation"]
