"""The film: small enough, read back exactly, and playable from its description alone."""

from __future__ import annotations

import base64
import json
import struct

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from lesson_code.backpropagation import train_by_hand
from lesson_code.devices import seeded_generator
from lesson_code.evaluation import accuracy
from lesson_code.film import Reel, film_bytes, film_steps, read_film
from lesson_code.history import TrainConfig
from lesson_code.models import deep_classifier, mlp_classifier
from lesson_code.spiral import SPIRAL_2021, SpiralConfig, make_spiral

SMALL = make_spiral(SpiralConfig(num_classes=3, points_per_class=80), seeded_generator(0))


def small_film(model: nn.Sequential, steps: int = 20, frames: int = 4) -> bytes:
    history = train_by_hand(model, *SMALL, TrainConfig(steps=steps, snapshot_steps=film_steps(steps, frames)))
    return film_bytes(model, history.snapshots, *SMALL)


def test_sixty_frames_of_the_lesson_s_network_weigh_at_most_100_kilobytes() -> None:
    X, y = make_spiral(SPIRAL_2021, seeded_generator(1))
    model = mlp_classifier(5, seeded_generator(1))
    steps = film_steps(2000)
    snapshots = {step: model.state_dict() for step in steps}
    data = film_bytes(model, snapshots, X, y)

    assert len(steps) == 60
    assert len(data) <= 100_000
    assert read_film(data).header["steps"] == list(steps)
    with pytest.raises(ValueError, match=r"a film must have at most 100000 bytes, got 1\d{5}\."):
        film_bytes(model, snapshots, X, y, points_per_class=1000)


def test_a_film_says_how_good_any_rule_could_be_if_that_is_known() -> None:
    model = mlp_classifier(3, seeded_generator(1))
    film = film_bytes(model, {0: model.state_dict()}, *SMALL, limit=0.98765432)

    assert read_film(film).header["limit"] == 0.9877
    assert "limit" not in read_film(small_film(model)).header


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_a_reader_that_knows_only_the_description_gets_pytorch_s_logits(activation: str) -> None:
    model = deep_classifier(3, seeded_generator(2), hidden=(9, 6), activation=activation)
    data = small_film(model)
    length = struct.unpack_from("<I", data, 8)[0]
    header = json.loads(data[12 : 12 + length])
    assert data[:8] == b"FILM0001"
    assert (12 + length) % 4 == 0
    numbers = [value for (value,) in struct.iter_unpack("<e", data[12 + length :])]
    assert len(numbers) == 2 * header["points"] + 4 * (2 * 9 + 9 + 9 * 6 + 6 + 6 * 3 + 3)

    x = np.array([0.3, -0.4])
    for frame in range(4):
        place, h = 2 * header["points"] + frame * 108, x
        for n, out, phi in header["layers"]:
            W = np.reshape(numbers[place : place + out * n], (out, n))
            a = W @ h + numbers[place + out * n : place + out * n + out]
            h = {"relu": lambda a: np.maximum(a, 0), "tanh": np.tanh, "none": lambda a: a}[phi](a)
            place += out * n + out
        logits = read_film(data).model(frame)(torch.from_numpy(x))
        np.testing.assert_allclose(h, logits.detach(), rtol=1e-12)


@settings(deadline=None, max_examples=15)
@given(st.lists(st.integers(1, 9), max_size=3), st.sampled_from(["relu", "tanh"]), st.integers(0, 99))
def test_any_network_comes_back_from_its_film(hidden: list[int], activation: str, seed: int) -> None:
    model = deep_classifier(3, seeded_generator(seed), hidden=hidden, activation=activation)
    film = read_film(film_bytes(model, {7: model.state_dict()}, *SMALL, points_per_class=2))

    assert film.header["steps"] == [7]
    assert [type(module) for module in film.model(0)] == [type(module) for module in model]
    for mine, theirs in zip(film.model(0).parameters(), model.parameters(), strict=True):
        assert torch.equal(mine, theirs.half().double())


def test_the_stored_weights_are_the_trained_ones_to_half_precision() -> None:
    model = mlp_classifier(3, seeded_generator(2), hidden_features=9)
    film = read_film(small_film(model))
    stored = film.model(-1)

    assert all(parameter.dtype == torch.float64 for parameter in stored.parameters())
    for mine, theirs in zip(stored.parameters(), model.parameters(), strict=True):
        assert torch.equal(mine, theirs.half().double())
    assert film.header["accuracy"][-1] == pytest.approx(
        accuracy(stored, SMALL[0].double(), SMALL[1]), abs=1e-4
    )
    assert film.header["loss"][-1] < film.header["loss"][0]


def test_the_points_of_a_film_are_training_points_class_after_class() -> None:
    film = read_film(small_film(mlp_classifier(3, seeded_generator(2))))
    X, y = SMALL

    assert film.points.shape == (180, 2)
    for k in range(3):
        of_class = X[y == k].half().double()
        shown = film.points[60 * k : 60 * (k + 1)]
        assert torch.cdist(shown, of_class).min(dim=1).values.max() == 0


def test_the_frames_are_denser_early_and_hold_both_ends() -> None:
    for steps, frames in ((2000, 60), (60, 60), (100, 7)):
        chosen = film_steps(steps, frames)
        assert len(set(chosen)) == len(chosen) == frames
        assert (chosen[0], chosen[-1]) == (0, steps) or steps == frames
        assert list(chosen) == sorted(chosen)
    with pytest.raises(ValueError, match=r"steps must be at least frames \(60\), got 10\."):
        film_steps(10)


def test_what_is_not_a_film_is_refused() -> None:
    data = small_film(mlp_classifier(3, seeded_generator(2), hidden_features=4))
    with pytest.raises(ValueError, match=r"a film must start with FILM0001, got b'GIF89a\\x00\\x00'\."):
        read_film(b"GIF89a\x00\x00\x00\x00\x00\x00")
    with pytest.raises(ValueError, match=r"this film must hold \d+ numbers after its header, got \d+\."):
        read_film(data[:-2])


def test_a_weight_that_half_precision_cannot_hold_is_refused() -> None:
    model = mlp_classifier(3, seeded_generator(2), hidden_features=4)
    with torch.no_grad():
        model[0].weight[0, 0] = 1e6
    with pytest.raises(ValueError, match=r"numbers in a film must be at most 65504, got 1e\+06\."):
        film_bytes(model, {0: model.state_dict()}, *SMALL)


def test_a_notebook_shows_a_film_as_a_line_and_gives_a_page_its_bytes() -> None:
    data = small_film(mlp_classifier(3, seeded_generator(2), hidden_features=4))
    bundle = Reel(data)._repr_mimebundle_()

    assert repr(Reel(data)) == f"a film of 4 snapshots, {len(data):,} bytes"
    assert bundle["text/plain"] == repr(Reel(data))
    assert base64.b64decode(bundle["application/x-course-film"]) == data
