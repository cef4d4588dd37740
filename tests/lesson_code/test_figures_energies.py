"""Energies over the plane and searches on them, by what the figures contain."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from lesson_code.figures import CLASS_COLOURS, CLASS_MARKERS
from lesson_code.figures.descent import draw_descent_paths, draw_energy_along_paths
from lesson_code.figures.energies import (
    MOST_ALPHA,
    VIEWS,
    draw_energy_levels,
    draw_energy_map,
    draw_energy_surface,
)
from lesson_code.figures.latent import draw_latent_energies
from lesson_code.figures.palette import LINE_STYLES
from lesson_code.spiral import SPIRAL_2021

EXTENT = (-1.0, 1.0, -1.0, 1.0)
X1, X2 = torch.meshgrid(torch.linspace(-1, 1, 201), torch.linspace(-1, 1, 201), indexing="xy")
CONE = (X1**2 + X2**2).sqrt()
PATHS = torch.tensor([[[0.0, 0], [1, 1]], [[0.5, 0], [1, 0.8]]])  # (2, 2 starts, 2)
REACHED = torch.tensor([True, False])


def test_a_level_line_runs_where_the_energy_is_that_level(ax: Axes) -> None:
    draw_energy_levels(ax, CONE, EXTENT, label=1, levels=(0.4, 0.8))
    vertices = np.concatenate([path.vertices for path in ax.collections[0].get_paths()])

    assert {to_hex(colour) for colour in ax.collections[0].get_edgecolor()} == {CLASS_COLOURS[1]}
    np.testing.assert_allclose(sorted({*np.hypot(*vertices.T).round(2)}), (0.4, 0.8), atol=0.011)
    assert ax.collections[0].get_linewidth()[0] > ax.collections[0].get_linewidth()[1]


def test_negative_levels_are_not_dashed(ax: Axes) -> None:
    draw_energy_levels(ax, -CONE, EXTENT, levels=(-0.8, -0.4))

    assert all(dashes is None for _, dashes in ax.collections[0].get_linestyle())


def test_a_map_is_clear_where_the_energy_is_lowest(ax: Axes) -> None:
    draw_energy_map(ax, CONE, EXTENT)
    alpha = ax.images[0].get_array()[..., 3]

    assert alpha.argmin() == CONE.argmin()
    assert (alpha.min(), alpha.max()) == (0, pytest.approx(MOST_ALPHA))
    flat = draw_energy_map(Figure().add_subplot(), torch.ones(3, 3), EXTENT)
    assert flat.images[0].get_array()[..., 3].max() == 0


def test_a_surface_is_seen_from_its_view_and_rasterised() -> None:
    for view in VIEWS:
        ax = Figure().add_subplot(projection="3d")
        assert draw_energy_surface(ax, CONE, EXTENT, label=2, view=view) is ax
        (surface,) = ax.collections
        ax.figure.draw_without_rendering()

        assert (ax.elev, ax.azim) == view
        assert surface.get_rasterized()
        assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_zlabel()) == ("$x_1$", "$x_2$", "$E$")
        assert len(ax.texts) == 0
        assert len(surface.get_facecolor()) < 70**2


def test_a_surface_has_the_full_colour_at_its_highest_place() -> None:
    ax = Figure().add_subplot(projection="3d")
    draw_energy_surface(ax, CONE, EXTENT, label=2)
    colours = {to_hex(colour) for colour in ax.collections[0].get_facecolor()}

    assert CLASS_COLOURS[2] in colours
    assert len(colours) > 10


def test_paths_that_arrive_differ_from_those_that_do_not_without_colour(ax: Axes) -> None:
    draw_descent_paths(ax, PATHS, reached=REACHED, label=3)
    arrived, lost, ends, crosses, starts = ax.lines

    np.testing.assert_array_equal(arrived.get_xydata(), PATHS[:, 0])
    assert (arrived.get_linestyle(), lost.get_linestyle()) == ("-", "--")
    assert (ends.get_color(), ends.get_marker(), crosses.get_marker()) == (CLASS_COLOURS[3], "o", "x")
    np.testing.assert_array_equal(crosses.get_xydata(), PATHS[-1, 1:])
    np.testing.assert_array_equal(starts.get_xydata(), PATHS[0])
    assert starts.get_markerfacecolor() == "none"


def test_the_energy_along_paths_has_a_line_for_each_start(ax: Axes) -> None:
    draw_energy_along_paths(ax, PATHS[..., 0], reached=REACHED)

    assert [line.get_ydata().tolist() for line in ax.lines] == [[0, 0.5], [1, 1]]
    assert [line.get_linestyle() for line in ax.lines] == ["-", "--"]
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("$i$", "$E$")


def test_latent_energies_are_a_curve_for_each_arm_with_the_search_on_it(ax: Axes) -> None:
    energies = torch.tensor([[1.0, 0.0, 1.0], [0.0, 1.0, 2.0]])
    draw_latent_energies(
        ax, energies, z=torch.tensor([[0.0, 1], [0.5, 0]]), found=torch.tensor([[1.0, 2], [0, 0]])
    )
    curves, search = ax.lines[:2], ax.lines[2:]

    assert [line.get_ydata().tolist() for line in curves] == energies.tolist()
    assert curves[0].get_linestyle() != curves[1].get_linestyle()
    assert [line.get_marker() for line in search[2::3]] == list(CLASS_MARKERS[:2])
    assert search[2].get_xydata().tolist() == [[0.5, 0.0]]
    assert ax.get_xlim() == (0, 1)


def test_each_of_the_five_arms_has_a_line_style_of_its_own() -> None:
    assert len(set(LINE_STYLES)) >= SPIRAL_2021.num_classes
