"""The lessons on the spiral: ten networks in a stack, a sample of figures against a naive script, all cold.

The naive script reads loss and accuracy at each step, keeps its points in rows, trains one network
after another and redraws each frame of the film. Ours does the same work with `lesson_code`; the
film's frames are weights, which the page draws by itself.
"""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterable

import torch
from matplotlib.figure import Figure
from torch import Tensor, nn
from torch.nn.functional import mse_loss

from benchmarks.courses import ROOT
from benchmarks.harness import Row, compare, interleave
from benchmarks.training import EXTENT, grid_in_rows, train_in_rows
from lesson_code.backpropagation import train_by_hand
from lesson_code.devices import one_thread, seeded_generator
from lesson_code.ensembles import make_regression, regression_networks, train_ensemble
from lesson_code.evaluation import grid_classes
from lesson_code.figures.snapshots import draw_snapshot_strip
from lesson_code.film import film_bytes, film_steps
from lesson_code.history import TrainConfig
from lesson_code.models import mlp_classifier
from lesson_code.spiral import SPIRAL_2021, make_spiral

FRAMES, STRIP = 60, 6
LIMIT = 90.0
"""Seconds of CPU for all lessons, on one core."""


def rows(quick: bool) -> Iterable[Row]:
    """Measure the three promises about the lessons."""
    steps, rounds = (100, 3) if quick else (1000, 5)
    X, y = make_spiral(SPIRAL_2021, seeded_generator(0))
    with one_thread():
        ensembles = interleave(
            {"stack": lambda: ensemble_in_a_stack(steps), "loop": lambda: ensemble_in_a_loop(steps)}, rounds
        )
        sample = interleave(
            {"ours": lambda: sample_of_ours(X, y, steps), "naive": lambda: naive_sample(X, y, steps)},
            rounds=1 if quick else 3,
        )
    yield compare(
        "ten regression networks in a stack vs one by one", ensembles, "stack", "loop", promised=3.5
    )
    yield compare("a sample of the lessons vs a naive script", sample, "ours", "naive", promised=3.5)
    yield all_cold()


def all_cold() -> Row:
    """Run every page of the course on one core, nothing stored; CPU of all its processes, theirs and ours."""
    with tempfile.TemporaryDirectory(prefix="bench-") as store:
        before = _spent_by_children()
        subprocess.run(
            [sys.executable, "-m", "course_site", "run", "--workers", "1", "--store", store],
            cwd=ROOT,
            preexec_fn=_on_one_core if hasattr(os, "sched_setaffinity") else None,
            stdout=subprocess.DEVNULL,
            check=True,
        )
        seconds = _spent_by_children() - before
    name = "all lessons cold, CPU on one core, against the limit"
    return Row(name, seconds, LIMIT, LIMIT / seconds, 1.0, seconds < LIMIT)


def _spent_by_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _on_one_core() -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def ensemble_in_a_stack(steps: int) -> None:
    """Train the ten networks of the lesson as the lesson does."""
    generator = seeded_generator(0)
    X, y = make_regression(generator)
    train_ensemble(regression_networks(generator), X, y, TrainConfig(steps=steps))


def ensemble_in_a_loop(steps: int) -> None:
    """Train the same ten as `05-regression.ipynb` does: one after another, by autograd."""
    generator = seeded_generator(0)
    X, y = make_regression(generator)
    for model in regression_networks(generator):
        optimiser = torch.optim.Adam(model.parameters(), lr=1e-3, weight_decay=1e-5)
        for _ in range(steps):
            loss = mse_loss(model(X)[:, 0], y)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()


def sample_of_ours(X: Tensor, y: Tensor, steps: int) -> None:
    """Train the classifier and the ensemble, draw a strip of six maps, make the film."""
    chosen = film_steps(steps, FRAMES)
    model = mlp_classifier(SPIRAL_2021.num_classes, seeded_generator(1))
    history = train_by_hand(model, X, y, TrainConfig(steps=steps, snapshot_steps=chosen))
    strip = chosen[:: FRAMES // STRIP]
    figure = Figure(figsize=(4.4, 3))
    draw_snapshot_strip(
        figure.subplots(2, 3), [_map(model, history.snapshots[i]) for i in strip], EXTENT, strip
    )
    figure.savefig(io.BytesIO(), format="svg")
    film_bytes(model, history.snapshots, X, y)
    ensemble_in_a_stack(steps)


def naive_sample(X: Tensor, y: Tensor, steps: int) -> None:
    """Make the same with a script as it is usually written; every frame is a figure of its own."""
    train_in_rows(X, y, steps)
    ensemble_in_a_loop(steps)
    model = mlp_classifier(SPIRAL_2021.num_classes, seeded_generator(1))
    for _ in range(FRAMES):  # which frame it is changes nothing about the time
        figure = Figure(figsize=(4, 4))
        ax = figure.add_subplot()
        ax.contourf(grid_in_rows(model).reshape(300, 300))
        ax.scatter(*X.T, c=y, s=2)
        figure.savefig(io.BytesIO(), format="png", dpi=100)


def _map(model: nn.Sequential, state: dict[str, Tensor]) -> Tensor:
    model.load_state_dict(state)
    return grid_classes(model, EXTENT, 150)
