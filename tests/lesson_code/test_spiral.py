"""The spiral: its formula, its noise, its limit."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from lesson_code.devices import seeded_generator
from lesson_code.spiral import (
    SPIRAL_2020,
    SPIRAL_2021,
    SpiralConfig,
    arm,
    bayes_accuracy,
    bayes_predict,
    make_spiral,
)

spirals = st.builds(
    SpiralConfig,
    num_classes=st.integers(2, 9),
    points_per_class=st.integers(1, 50),
    wedges=st.floats(0.1, 6),
    inner_radius=st.floats(0, 0.9),
    outer_radius=st.floats(1, 3),
    angle_noise=st.floats(0, 2),
)


@given(spirals)
@settings(deadline=None)
def test_every_spiral_has_its_shapes_its_labels_and_its_radii(config: SpiralConfig) -> None:
    X, y = make_spiral(config, seeded_generator(0))
    K, N = config.num_classes, config.points_per_class
    radius = X.norm(dim=1)

    assert X.shape == (K * N, 2)
    assert X.dtype == torch.float32
    assert y.dtype == torch.int64
    assert y.bincount().tolist() == [N] * K
    assert (y.diff() >= 0).all()
    assert radius.min() >= config.inner_radius - 1e-5
    assert radius.max() <= config.outer_radius + 1e-5


@given(spirals, st.integers(1, 8))
@settings(deadline=None)
def test_a_turn_by_one_wedge_moves_each_clean_arm_onto_the_next(config: SpiralConfig, wedges: int) -> None:
    t = torch.linspace(0, 1, 9, dtype=torch.float64)
    k = torch.arange(config.num_classes, dtype=torch.float64)[:, None]
    arms = arm(config, k, t)  # (K, 9, 2)
    angle = torch.tensor(wedges * 2 * math.pi / config.num_classes, dtype=torch.float64)
    # x = r (sin, cos): a larger angle turns clockwise
    turn = torch.stack((angle.cos(), angle.sin(), -angle.sin(), angle.cos())).reshape(2, 2)

    torch.testing.assert_close(arms @ turn.T, arms.roll(-wedges, dims=0), rtol=0, atol=1e-9)


def test_the_formula_is_that_of_the_page() -> None:
    k, t = 3, 0.7
    r, phi = 0.2 + 0.8 * t, 2 * math.pi / 5 * (2 * t + k)

    expected = torch.tensor([r * math.sin(phi), r * math.cos(phi)])
    torch.testing.assert_close(arm(SPIRAL_2021, k, t), expected)


def test_the_arms_of_2020_begin_at_the_origin_and_the_radius_is_t() -> None:
    t = torch.linspace(0, 1, 5)

    torch.testing.assert_close(arm(SPIRAL_2020, 1, t).norm(dim=1), t)


def test_without_noise_the_points_lie_on_the_arms(generator: torch.Generator) -> None:
    config = SpiralConfig(num_classes=4, points_per_class=11).clean()
    X, _ = make_spiral(config, generator)

    arms = arm(config, torch.arange(4)[:, None], torch.linspace(0, 1, 11))
    torch.testing.assert_close(X, arms.reshape(44, 2))


def test_the_noise_is_in_the_angle_after_the_scaling(generator: torch.Generator) -> None:
    config = SpiralConfig(num_classes=2, points_per_class=50_000, angle_noise=0.1)
    X, y = make_spiral(config, generator)
    t = torch.linspace(0, 1, 50_000).repeat(2)
    clean = arm(config, y, t)
    cross = clean[:, 1] * X[:, 0] - clean[:, 0] * X[:, 1]
    error = torch.atan2(cross, (clean * X).sum(dim=1))

    assert error.mean().abs() < 3 * 0.1 / math.sqrt(100_000)
    assert error.std() == pytest.approx(0.1, rel=0.01)


def test_one_seed_gives_one_spiral_and_the_global_generator_is_left_alone() -> None:
    before = torch.random.get_rng_state()
    first, again, other = (make_spiral(SPIRAL_2021, seeded_generator(s))[0] for s in (1, 1, 2))

    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert torch.equal(before, torch.random.get_rng_state())


@pytest.mark.parametrize(
    ("num_classes", "noise"), [(5, 0.2), (3, 0.5), (5, 0.5)], ids=["2021", "K3 noisy", "K5 noisy"]
)
def test_the_limit_is_reached_on_a_million_points(num_classes: int, noise: float) -> None:
    config = SpiralConfig(num_classes, 1_000_000 // num_classes, angle_noise=noise)
    X, y = make_spiral(config, seeded_generator(3))
    limit = bayes_accuracy(config)
    standard_error = math.sqrt(limit * (1 - limit) / len(y))

    right = (bayes_predict(config, X) == y).double().mean().item()
    assert right == pytest.approx(limit, abs=3 * standard_error)


def test_a_clean_spiral_can_be_classified_without_error(generator: torch.Generator) -> None:
    X, y = make_spiral(SPIRAL_2021.clean(), generator)

    assert bayes_accuracy(SPIRAL_2021.clean()) == 1
    assert torch.equal(bayes_predict(SPIRAL_2021, X), y)


@pytest.mark.parametrize("num_classes", [2, 3, 5])
def test_where_the_arms_share_the_origin_one_of_its_labels_can_be_right(num_classes: int) -> None:
    shared = SpiralConfig(num_classes, 10, inner_radius=0.0)
    X, y = make_spiral(shared.clean(), seeded_generator(0))
    right = (bayes_predict(shared, X) == y).double().mean().item()

    assert bayes_accuracy(shared.clean()) == pytest.approx(1 - (num_classes - 1) / len(y))
    assert right == pytest.approx(bayes_accuracy(shared.clean()))


def test_a_spiral_that_is_nothing_but_the_origin_is_guessed() -> None:
    assert bayes_accuracy(SpiralConfig(4, 1, inner_radius=0.0)) == 1 / 4


def test_turns_are_wedges_over_classes() -> None:
    assert SpiralConfig(num_classes=4, wedges=2).turns == 0.5


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"num_classes": 1}, "num_classes must be at least 2, got 1."),
        ({"points_per_class": 0}, "points_per_class must be at least 1, got 0."),
        ({"wedges": 0.0}, "wedges must be above 0, got 0.0."),
        ({"wedges": math.inf}, "wedges must be finite, got inf."),
        ({"inner_radius": -0.1}, "inner_radius must be at least 0, got -0.1."),
        ({"inner_radius": 1.0}, "inner_radius must be below outer_radius (1.0), got 1.0."),
        ({"outer_radius": math.nan}, "outer_radius must be finite, got nan."),
        ({"angle_noise": -1.0}, "angle_noise must be at least 0, got -1.0."),
    ],
)
def test_a_value_that_makes_no_spiral_is_refused(wrong: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match="must be") as caught:
        SpiralConfig(**wrong)

    assert str(caught.value) == message


@pytest.mark.gpu
def test_the_same_seed_gives_the_same_data_on_the_gpu() -> None:
    X, y = make_spiral(SPIRAL_2021, seeded_generator(0), device="cuda")
    X_cpu, y_cpu = make_spiral(SPIRAL_2021, seeded_generator(0))

    assert X.device.type == y.device.type == "cuda"
    assert torch.equal(X.cpu(), X_cpu)
    assert torch.equal(y.cpu(), y_cpu)
