"""What a line can do when only hits count."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from lesson_code.devices import seeded_generator
from lesson_code.evaluation import accuracy
from lesson_code.linear_search import SearchConfig, best_linear_classifier
from lesson_code.spiral import SPIRAL_2020, SPIRAL_2021, SpiralConfig, make_spiral


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("spiral", "least"), [(SPIRAL_2020, 0.642), (SPIRAL_2021, 0.63)], ids=["K3", "K5"])
def test_a_line_can_do_better_than_half(spiral: SpiralConfig, least: float, seed: int) -> None:
    X, y = make_spiral(spiral, seeded_generator(seed))
    model, share = best_linear_classifier(X, y, spiral.num_classes, seeded_generator(seed))
    fresh = make_spiral(spiral, seeded_generator(100 + seed))

    assert share == accuracy(model, X, y)
    assert least <= share <= 0.72
    assert accuracy(model, *fresh) == pytest.approx(share, abs=0.02)


def test_what_a_line_can_separate_is_separated(generator: torch.Generator) -> None:
    X = torch.randn(300, 2, generator=generator)
    y = (X @ torch.tensor([1.0, -2.0]) > 0.3).long()

    assert best_linear_classifier(X, y, 2, generator)[1] >= 0.995


def test_the_search_repeats_and_never_loses_what_it_found(tiny_spiral: tuple[Tensor, Tensor]) -> None:
    X, y = tiny_spiral
    found = [
        best_linear_classifier(X, y, 3, seeded_generator(5), SearchConfig(steps=50, trials=trials))
        for trials in (0, 100, 100)
    ]

    assert found[0][1] <= found[1][1] == found[2][1]
    assert torch.equal(found[1][0].weight, found[2][0].weight)


def test_a_search_without_a_start_is_refused() -> None:
    with pytest.raises(ValueError, match=r"starts must be at least 1, got 0\."):
        SearchConfig(starts=0)
