"""Data, labels, the loss of one answer and an ensemble, by what the figures contain."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb

from lesson_code.ensembles import Prediction
from lesson_code.figures import CLASS_COLOURS, CLASS_MARKERS
from lesson_code.figures.bands import draw_ensemble
from lesson_code.figures.labels import draw_integer_labels, draw_one_hot_labels
from lesson_code.figures.matrix import draw_data_matrix


def test_a_data_matrix_shows_sign_and_size_of_each_number_with_the_classes_beside_it(ax: Axes) -> None:
    X, y = torch.tensor([[1.0, -0.5], [0.0, -1.0], [0.25, 0.5]]), torch.tensor([0, 1, 1])
    draw_data_matrix(ax, X, y)
    numbers, labels = (image.get_array() for image in ax.images)

    np.testing.assert_allclose(numbers[..., 3], X.abs())
    assert tuple(numbers[0, 0, :3]) == to_rgb(CLASS_COLOURS[0])
    assert tuple(numbers[0, 1, :3]) == to_rgb(CLASS_COLOURS[1])
    np.testing.assert_allclose(labels[:, 0], [to_rgb(CLASS_COLOURS[k]) for k in y.tolist()])
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["$x_1$", "$x_2$", "$y$"]
    assert [text.get_text() for text in ax.texts] == ["$0$", "$1$"]


def test_a_long_data_matrix_is_drawn_from_evenly_spaced_rows(ax: Axes) -> None:
    draw_data_matrix(ax, torch.linspace(1, 5000, 5000)[:, None], torch.zeros(5000, dtype=torch.long))

    assert ax.images[0].get_array().shape == (200, 1, 4)
    np.testing.assert_allclose(ax.images[0].get_array()[[0, -1], 0, 3], [1 / 5000, 1])
    assert ax.get_ylim() == (5000, 0)


def test_integer_labels_put_the_last_class_furthest_from_the_first(ax: Axes) -> None:
    draw_integer_labels(ax, 4)
    marks = ax.lines[1:]

    assert [line.get_xdata()[0] for line in marks] == [0, 1, 2, 3]
    assert [line.get_marker() for line in marks] == list(CLASS_MARKERS[:4])
    assert [text.get_text() for text in ax.texts] == ["$0$", "$1$", "$2$", "$3$", "", "$3$"]


def test_one_hot_labels_have_a_one_where_the_class_is(ax: Axes) -> None:
    draw_one_hot_labels(ax, 3)
    numbers = np.array([int(text.get_text()) for text in ax.texts]).reshape(3, 3)

    assert (numbers == np.eye(3)).all()
    assert ((ax.images[0].get_array()[..., 3] > 0) == np.eye(3)).all()


def test_an_ensemble_shows_its_networks_their_mean_the_band_and_the_ends_of_the_data(ax: Axes) -> None:
    x = torch.tensor([-2.0, 0.0, 2.0])
    outputs = torch.tensor([[0.0, 1.0, 2.0], [2.0, 1.0, 4.0]])
    prediction = Prediction(x, outputs, outputs.mean(dim=0), outputs.std(dim=0))
    draw_ensemble(ax, prediction, torch.tensor([[-1.0], [1.0]]), torch.zeros(2))
    one, other, mean, truth, data, left, right = ax.lines
    band = ax.collections[0].get_paths()[0].vertices[:, 1]

    assert [one.get_ydata().tolist(), other.get_ydata().tolist()] == outputs.tolist()
    assert mean.get_ydata().tolist() == [1, 1, 3]
    assert truth.get_ydata().tolist() == [-8, 0, 8]
    assert len(data.get_xdata()) == 2
    assert [left.get_xdata()[0], right.get_xdata()[0]] == [-1, 1]
    assert (band.min(), band.max()) == pytest.approx((1 - 2 * 2**0.5, 3 + 2 * 2**0.5))
