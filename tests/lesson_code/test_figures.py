"""Figures by what they contain, not by their pixels."""

from __future__ import annotations

import copy
from collections.abc import Callable

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.textpath import TextPath

from lesson_code.affine import reflection
from lesson_code.devices import seeded_generator
from lesson_code.ensembles import ensemble_predict, regression_networks
from lesson_code.figures import (
    CLASS_COLOURS,
    CLASS_MARKERS,
    draw_accuracy_curve,
    draw_arms,
    draw_class_numerals,
    draw_confusion,
    draw_curves,
    draw_decision_regions,
    draw_embedding,
    draw_loss_curve,
    draw_points,
    region_centres,
)
from lesson_code.figures.bands import draw_ensemble
from lesson_code.figures.confusion import MOST_ALPHA
from lesson_code.figures.descent import draw_descent_paths, draw_energy_along_paths
from lesson_code.figures.energies import draw_energy_levels, draw_energy_map
from lesson_code.figures.grids import draw_affine_map, draw_warped_grid
from lesson_code.figures.labels import CELL_ALPHA, draw_integer_labels, draw_one_hot_labels
from lesson_code.figures.latent import draw_latent_energies
from lesson_code.figures.matrix import draw_data_matrix
from lesson_code.figures.network import draw_network
from lesson_code.figures.pieces import draw_pieces
from lesson_code.figures.spread import draw_spread
from lesson_code.figures.step import draw_gradient_step
from lesson_code.history import TrainHistory
from lesson_code.layers import grid_lines
from lesson_code.spiral import SPIRAL_2020, SPIRAL_2021, arm

PAGES = {"#ffffff": "#1b1b1f", "#1e2129": "#e6e6ea"}  # background: ink
EXTENT = (-1.0, 1.0, -2.0, 2.0)
CLASSES = np.repeat([0, 1, 3], [4, 4, 3])[None].repeat(11, axis=0)  # three bands, no class 2
HISTORY = TrainHistory(torch.tensor([1.0, 0.5]), torch.tensor([0.2, 0.6]), 0.25, 0.9)
EMBEDDED = (torch.randn(9, 2), torch.arange(9) % 3, torch.eye(3, 2), torch.zeros(3))
BOWL = torch.linspace(-1, 1, 11).square() + torch.linspace(-2, 2, 11).square()[:, None]
PATHS, REACHED = torch.rand(5, 4, 2), torch.tensor([True, False, True, False])
ENSEMBLE = (
    ensemble_predict(regression_networks(seeded_generator(0), ("relu", "relu")), torch.linspace(-2, 2, 9)),
    torch.linspace(-1, 1, 5)[:, None],
    torch.zeros(5),
)
DRAWINGS: dict[str, Callable[[Axes], Axes]] = {
    "points": lambda ax: draw_points(ax, torch.rand(6, 2), torch.tensor([0, 0, 1, 1, 2, 2])),
    "arms": lambda ax: draw_arms(ax, SPIRAL_2021),
    "numerals": lambda ax: draw_class_numerals(ax, arm(SPIRAL_2020, torch.arange(3), 1.1)),
    "regions": lambda ax: draw_decision_regions(ax, CLASSES, EXTENT),
    "embedding": lambda ax: draw_embedding(ax, *EMBEDDED),
    "curves": lambda ax: draw_curves(ax, {"$a$": [0, 1], "$b$": torch.tensor([1, 0])}),
    "loss": lambda ax: draw_loss_curve(ax, HISTORY),
    "accuracy": lambda ax: draw_accuracy_curve(ax, HISTORY, chance=0.2, limit=0.99),
    "confusion": lambda ax: draw_confusion(ax, torch.tensor([[8, 2], [0, 0]])),
    "energy levels": lambda ax: draw_energy_levels(ax, BOWL, EXTENT),
    "energy map": lambda ax: draw_energy_map(ax, BOWL, EXTENT),
    "descent paths": lambda ax: draw_descent_paths(ax, PATHS, reached=REACHED),
    "energy along paths": lambda ax: draw_energy_along_paths(ax, PATHS[..., 0], reached=REACHED),
    "latent energies": lambda ax: draw_latent_energies(
        ax, torch.rand(3, 9), z=PATHS[:, :3, 0], found=PATHS[:, :3, 1]
    ),
    "warped grid": lambda ax: draw_warped_grid(ax, grid_lines(EXTENT, lines=3)),
    "affine map": lambda ax: draw_affine_map(ax, reflection(0.3)),
    "pieces": lambda ax: draw_pieces(ax, CLASSES, EXTENT),
    "spread": lambda ax: draw_spread(ax, torch.rand(4, 6), level=0.95),
    "gradient step": lambda ax: draw_gradient_step(ax, torch.square, 1.0, 0.2, (-2.0, 2.0)),
    "network": lambda ax: draw_network(ax, (2, 100, 5), ("$x$", "$h$", "$s$")),
    "ensemble": lambda ax: draw_ensemble(ax, *ENSEMBLE),
    "data matrix": lambda ax: draw_data_matrix(ax, torch.randn(12, 2), torch.arange(12) // 4),
    "integer labels": lambda ax: draw_integer_labels(ax, 5),
    "one-hot labels": lambda ax: draw_one_hot_labels(ax, 5),
}


def luminance(colour: object) -> float:
    """Relative luminance, as defined by WCAG 2."""
    channels = np.array(to_rgb(colour))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def contrast(one: object, other: object) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("page", PAGES)
def test_every_class_colour_stands_out_on_both_pages(page: str) -> None:
    assert len(CLASS_COLOURS) >= 8
    assert min(contrast(colour, page) for colour in CLASS_COLOURS) >= 3


def test_every_class_has_a_colour_and_a_marker_of_its_own() -> None:
    assert len(set(CLASS_COLOURS)) == len(CLASS_COLOURS)
    assert len(set(CLASS_MARKERS)) == len(CLASS_MARKERS) >= 8


@pytest.mark.parametrize(("page", "ink"), PAGES.items())
def test_numbers_can_be_read_on_the_fullest_cell_of_a_confusion(page: str, ink: str) -> None:
    cell = MOST_ALPHA * np.array(to_rgb(CLASS_COLOURS[0])) + (1 - MOST_ALPHA) * np.array(to_rgb(page))

    assert contrast(cell, ink) >= 4.5


@pytest.mark.parametrize(("page", "ink"), PAGES.items())
def test_the_one_of_a_one_hot_label_can_be_read_on_the_colour_of_every_class(page: str, ink: str) -> None:
    for colour in CLASS_COLOURS:
        cell = CELL_ALPHA * np.array(to_rgb(colour)) + (1 - CELL_ALPHA) * np.array(to_rgb(page))

        assert contrast(cell, ink) >= 4.5


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_returns_its_axes_and_leaves_the_rest_of_matplotlib_alone(name: str, ax: Axes) -> None:
    settings, figures = copy.deepcopy(matplotlib.rcParams), plt.get_fignums()

    assert DRAWINGS[name](ax) is ax
    assert matplotlib.rcParams == settings
    assert plt.get_fignums() == figures
    ax.figure.draw_without_rendering()


@pytest.mark.parametrize("name", DRAWINGS)
def test_all_the_ink_follows_the_settings_in_force(name: str) -> None:
    allowed = {*CLASS_COLOURS, "#123456"}
    inks = ("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color")
    with matplotlib.rc_context(dict.fromkeys(inks, "#123456")):
        ax = DRAWINGS[name](Figure().add_subplot())

    used = {to_hex(line.get_color()) for line in ax.lines}
    used |= {to_hex(text.get_color()) for text in ax.texts}
    used |= {to_hex(colour) for shape in ax.collections for colour in shape.get_edgecolor()}
    assert used <= allowed


@pytest.mark.parametrize("name", DRAWINGS)
def test_figures_hold_symbols_and_numbers_but_no_words(name: str, ax: Axes) -> None:
    DRAWINGS[name](ax)
    legend = ax.get_legend()
    texts = [ax.get_xlabel(), ax.get_ylabel(), *(text.get_text() for text in ax.texts)]
    texts += [text.get_text() for text in legend.get_texts()] if legend else []

    assert all(text == "" or text.isdigit() or text[0] == text[-1] == "$" for text in texts)


def test_points_have_one_rasterised_set_of_marks_for_each_class(ax: Axes) -> None:
    DRAWINGS["points"](ax)

    assert [line.get_marker() for line in ax.lines] == list(CLASS_MARKERS[:3])
    assert [line.get_color() for line in ax.lines] == list(CLASS_COLOURS[:3])
    assert all(line.get_rasterized() and len(line.get_xdata()) == 2 for line in ax.lines)
    assert ax.get_aspect() == 1
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("$x_1$", "$x_2$")


def test_arms_are_one_line_each_without_noise(ax: Axes) -> None:
    draw_arms(ax, SPIRAL_2021)
    line = ax.lines[2]
    expected = arm(SPIRAL_2021, 2, torch.linspace(0, 1, 200))

    assert len(ax.lines) == 5
    np.testing.assert_allclose(line.get_xydata(), expected, atol=1e-6)


def test_a_pixel_of_the_regions_is_centred_on_its_grid_point(ax: Axes) -> None:
    draw_decision_regions(ax, CLASSES, EXTENT)
    (image,) = ax.images

    assert image.get_extent() == pytest.approx([-1.1, 1.1, -2.2, 2.2])
    assert image.get_array().shape == (11, 11, 4)
    assert ax.get_xlim() == EXTENT[:2]
    assert ax.get_ylim() == EXTENT[2:]


def test_the_boundary_runs_between_the_regions(ax: Axes) -> None:
    draw_decision_regions(ax, CLASSES, EXTENT)
    crossings = {
        round(float(x1), 6)
        for contour in ax.collections
        for path in contour.get_paths()
        for x1 in path.vertices[:, 0]
    }

    assert len(ax.collections) == 3
    assert crossings == {-0.3, 0.5}  # halfway between the last point of one and the first of next


def test_one_region_alone_has_no_boundary(ax: Axes) -> None:
    draw_decision_regions(ax, np.zeros((5, 5), dtype=int), EXTENT)

    assert len(ax.images) == 1
    assert len(ax.collections) == 0


def test_the_centre_of_a_region_lies_inside_it_and_a_missing_region_has_none() -> None:
    centres = region_centres(torch.from_numpy(CLASSES), EXTENT)

    assert centres.shape == (4, 2)
    assert np.isnan(centres[2]).all()
    assert -1 < centres[0, 0] < -0.4
    assert -0.2 <= centres[1, 0] <= 0.4
    assert centres[3, 0] == pytest.approx(0.8)


def test_numerals_name_the_classes_and_skip_the_missing_one(ax: Axes) -> None:
    draw_class_numerals(ax, region_centres(CLASSES, EXTENT))

    assert [text.get_text() for text in ax.texts] == ["$0$", "$1$", "$3$"]


def test_numerals_make_room_for_themselves_at_the_ends_of_arms(ax: Axes) -> None:
    ends = arm(SPIRAL_2021, torch.arange(5), 1.1)
    draw_class_numerals(draw_arms(ax, SPIRAL_2021), ends)

    assert ax.get_xlim()[0] < ends[:, 0].min()
    assert ax.get_ylim()[1] > ends[:, 1].max()


def test_an_embedding_shows_its_points_over_the_regions_of_the_last_layer(ax: Axes) -> None:
    Z = torch.tensor([[-1.0, 0.0], [1.0, 0.0]])
    draw_embedding(ax, Z, torch.tensor([0, 1]), torch.tensor([[-1.0, 0], [1, 0]]), torch.zeros(2))
    colours = ax.images[0].get_array()

    assert (ax.get_xlabel(), ax.get_ylabel()) == ("$z_1$", "$z_2$")
    assert to_hex(colours[0, 0]) == CLASS_COLOURS[0]
    assert to_hex(colours[0, -1]) == CLASS_COLOURS[1]
    assert len(ax.lines) == 2


def test_curves_differ_in_line_style_and_one_alone_needs_no_legend(ax: Axes) -> None:
    draw_curves(ax, {"$a$": [1, 2], "$b$": [2, 1]})

    assert ax.lines[0].get_linestyle() != ax.lines[1].get_linestyle()
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["$a$", "$b$"]
    assert draw_curves(Figure().add_subplot(), {"$a$": [1, 2]}).get_legend() is None


def test_the_loss_curve_ends_with_the_final_loss(ax: Axes) -> None:
    draw_loss_curve(ax, HISTORY)

    assert ax.lines[0].get_ydata().tolist() == [1, 0.5, 0.25]
    assert ax.get_ylim()[0] == 0
    assert ax.get_ylabel() == r"$\mathcal{L}$"


def test_the_accuracy_curve_has_its_two_reference_lines(ax: Axes) -> None:
    draw_accuracy_curve(ax, HISTORY, chance=0.2, limit=0.99)

    assert [line.get_ydata()[0] for line in ax.lines[1:]] == [0.2, 0.99]
    assert [text.get_text() for text in ax.texts] == ["$1/K$", r"$a^\star$"]
    assert len(draw_accuracy_curve(Figure().add_subplot(), HISTORY).lines) == 1


def test_a_confusion_is_shaded_by_its_share_of_the_row_and_shows_counts(ax: Axes) -> None:
    DRAWINGS["confusion"](ax)
    alpha = ax.images[0].get_array()[..., 3]

    np.testing.assert_allclose(alpha, MOST_ALPHA * np.array([[0.8, 0.2], [0, 0]]))
    assert [text.get_text() for text in ax.texts] == ["8", "2", "0", "0"]


def test_the_check_of_a_predicted_class_stands_above_its_letter_and_not_beside_it(ax: Axes) -> None:
    DRAWINGS["confusion"](ax)
    letter, checked = (TextPath((0, 0), symbol).get_extents() for symbol in ("$y$", ax.get_xlabel()))

    assert checked.width < 1.2 * letter.width
    assert checked.height > 1.1 * letter.height
