"""What a network does to the plane, by what the figures contain."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lesson_code.affine import reflection, translation
from lesson_code.figures import CLASS_COLOURS
from lesson_code.figures.grids import FLAG, draw_affine_map, draw_warped_grid
from lesson_code.figures.network import MOST_UNITS, OBSERVED, draw_network
from lesson_code.figures.palette import ink
from lesson_code.figures.pieces import draw_pieces
from lesson_code.figures.pull import LARGEST, draw_pull
from lesson_code.figures.snapshots import draw_small_multiples, draw_snapshot_strip
from lesson_code.figures.spread import draw_spread
from lesson_code.figures.step import draw_gradient_step
from lesson_code.layers import grid_lines

EXTENT = (-1.0, 1.0, -1.0, 1.0)
MAP = torch.arange(2).repeat_interleave(5).expand(10, 10)


def test_a_warped_grid_tells_its_two_families_of_lines_apart(ax: Axes) -> None:
    lines = grid_lines(EXTENT, lines=3, points=4)
    draw_warped_grid(ax, lines)

    assert [line.get_color() for line in ax.lines] == [ink()] * 3 + [CLASS_COLOURS[0]] * 3
    np.testing.assert_array_equal(ax.lines[4].get_xydata(), lines[4])
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("$h_1$", "$h_2$")
    assert ax.get_aspect() == 1


def test_an_affine_map_is_shown_by_a_flag_that_no_reflection_leaves_as_it_is(ax: Axes) -> None:
    map_ = reflection(0.3).then(translation(0.2, 0.1))
    draw_affine_map(ax, map_)
    before, after = (patch.get_xy()[:-1] for patch in ax.patches)

    np.testing.assert_allclose(before, FLAG)
    np.testing.assert_allclose(after, map_(FLAG), atol=1e-6)
    np.testing.assert_allclose(ax.lines[-1].get_xydata(), [[0.2, 0.1]], atol=1e-6)  # where 0 went
    assert before.shape[0] == len({tuple(row) for row in before.round(3).tolist()})


def test_pieces_next_to_each_other_in_number_differ_in_shade(ax: Axes) -> None:
    draw_pieces(ax, torch.arange(30)[None].expand(30, 30), EXTENT)
    alpha = ax.images[0].get_array()[0, :, 3]

    assert np.abs(np.diff(alpha)).min() > 0.15
    assert alpha.max() <= 0.5


def test_a_strip_names_each_map_by_its_step_and_each_region_by_its_class_and_nothing_else() -> None:
    axes = Figure().subplots(1, 3)
    assert draw_snapshot_strip(axes, [MAP, MAP, MAP.T], EXTENT, (0, 10, 200)) is axes

    assert [ax.get_xlabel() for ax in axes] == ["$i = 0$", "$i = 10$", "$i = 200$"]
    assert all(len(ax.get_xticks()) == len(ax.get_yticks()) == 0 for ax in axes)
    for ax, classes in zip(axes, (MAP, MAP, MAP.T), strict=True):
        assert [text.get_text() for text in ax.texts] == [f"${k}$" for k in classes.unique().tolist()]
    assert all(len(ax.images) == 1 for ax in axes)
    with pytest.raises(ValueError, match="shorter"):
        draw_snapshot_strip(axes, [MAP], EXTENT, (0,))


def test_small_multiples_name_rows_at_the_left_and_columns_below() -> None:
    axes = Figure().subplots(2, 2, squeeze=False)
    draw_small_multiples(
        axes, [[MAP, MAP], [MAP, MAP]], EXTENT, rows=["$l = 1$", "$l = 2$"], columns=["$d = 2$", "$d = 3$"]
    )

    assert [[ax.get_ylabel() for ax in row] for row in axes] == [["$l = 1$", ""], ["$l = 2$", ""]]
    assert [[ax.get_xlabel() for ax in row] for row in axes] == [["", ""], ["$d = 2$", "$d = 3$"]]
    assert plt.get_fignums() == []


def test_a_spread_has_a_line_for_each_run_and_their_median(ax: Axes) -> None:
    values = torch.tensor([[0.0, 1.0], [0.2, 0.5], [0.1, 0.9]])
    draw_spread(ax, values, level=0.95)

    assert len(ax.lines) == 5
    assert ax.lines[3].get_ydata().tolist() == pytest.approx([0.1, 0.9])
    assert all(line.get_rasterized() for line in ax.lines[:3])
    assert ax.lines[4].get_ydata()[0] == 0.95


def test_a_step_goes_down_the_slope_by_the_learning_rate_times_the_derivative(ax: Axes) -> None:
    draw_gradient_step(ax, torch.square, 1.0, 0.2, (-2.0, 2.0))
    here, there = [line.get_xydata()[0] for line in ax.lines if line.get_marker() == "o"]
    (x0, y0), (x1, y1) = ax.lines[1].get_xydata()

    np.testing.assert_allclose(here, (1, 1))
    np.testing.assert_allclose(there, (0.6, 0.36))
    assert (y1 - y0) / (x1 - x0) == pytest.approx(2)
    assert [text.get_text() for text in ax.texts] == [
        r"$\theta$",
        r"$\theta^+$",
        "",
        r"$-\eta\,\mathcal{L}'(\theta)$",
    ]


def test_a_network_stands_on_its_input_which_is_filled_with_grey(ax: Axes) -> None:
    draw_network(ax, (2, 100, 5), ("$x$", "$h$", "$s$"))
    heights = [circle.center[1] for circle in ax.patches]
    filled = [circle for circle in ax.patches if circle.get_facecolor()[3] == 1]

    assert [heights.count(level) for level in (0, 1, 2)] == [2, MOST_UNITS - 1, 5]
    assert [circle.center[1] for circle in filled] == [0, 0]
    assert all(circle.get_facecolor()[:3] == pytest.approx((128 / 255,) * 3) for circle in filled), OBSERVED
    assert [text.get_text() for text in ax.texts] == [r"$\cdots$", "$x$", "$h$", "$s$"]
    assert len(ax.lines) == 2 * 6 + 6 * 5


def test_the_area_of_a_mark_is_proportional_to_the_pull_of_its_point(ax: Axes) -> None:
    pull = torch.tensor([0.0, 2**0.5, 0.5**0.5])
    draw_pull(ax, torch.arange(6.0).view(3, 2), torch.tensor([0, 0, 1]), pull)

    areas = [collection.get_sizes().tolist() for collection in ax.collections]
    assert areas[0] == pytest.approx([0, LARGEST])
    assert areas[1] == pytest.approx([LARGEST / 2])
    assert len({collection.get_paths()[0].vertices.tobytes() for collection in ax.collections}) == 2
    assert all(collection.get_rasterized() for collection in ax.collections)
