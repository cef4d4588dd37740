"""One training as a folder: what goes in, what comes out, written all at once or not at all."""

from __future__ import annotations

import json
import os
import platform
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

import matplotlib
import numpy as np
import torch
from matplotlib.figure import Figure
from torch import Tensor, nn

from lesson_code.backpropagation import train_by_hand
from lesson_code.checks import require_at_least
from lesson_code.devices import pick_device, seeded_generator
from lesson_code.evaluation import accuracy, grid_classes
from lesson_code.figures import (
    draw_class_numerals,
    draw_decision_regions,
    draw_points,
    region_centres,
)
from lesson_code.history import OnStep, TrainConfig, TrainHistory
from lesson_code.models import MODELS
from lesson_code.spiral import SpiralConfig, bayes_accuracy, make_spiral


@dataclass(frozen=True)
class RunConfig:
    """Everything that decides the outcome of a run."""

    spiral: SpiralConfig
    training: TrainConfig
    model: str
    activation: str
    hidden_features: int
    seed: int
    device: torch.device

    @classmethod
    def from_options(cls, options: dict[str, Any]) -> RunConfig:
        """Sort the options of the command line into their records, each checked by its own."""
        left = dict(options)
        spiral_names = "num_classes", "points_per_class", "wedges", "inner_radius", "angle_noise"
        spiral = SpiralConfig(**{name: left.pop(name) for name in spiral_names})
        training_names = "steps", "learning_rate", "weight_decay"
        training = TrainConfig(**{name: left.pop(name) for name in training_names})
        require_at_least("hidden_features", left["hidden_features"], 1)
        return cls(spiral, training, **left | {"device": pick_device(left["device"])})


@dataclass(frozen=True, eq=False)
class RunResult:
    """A trained model with its data, history and metrics."""

    config: RunConfig
    model: nn.Sequential
    X: Tensor
    y: Tensor
    history: TrainHistory
    metrics: dict[str, Any]

    @property
    def summary(self) -> str:
        """One line for the terminal."""
        return (
            "accuracy {accuracy:.4f}, on fresh data {fresh_accuracy:.4f}, at most "
            "{bayes_accuracy:.4f}; loss {loss:.4f}; {seconds:.1f} s on {device}"
        ).format(**self.metrics)


def run(config: RunConfig, *, on_step: OnStep | None = None) -> RunResult:
    """Make the data and the model from the seed, train, and measure; nothing is written."""
    generator = seeded_generator(config.seed)
    X, y = make_spiral(config.spiral, generator, device=config.device)
    choice = {} if config.model == "linear" else {"activation": config.activation}
    model = MODELS[config.model](
        config.spiral.num_classes,
        generator,
        hidden_features=config.hidden_features,
        device=config.device,
        **choice,
    )
    start = time.perf_counter()
    history = train_by_hand(model, X, y, config.training, on_step=on_step)
    seconds = time.perf_counter() - start
    fresh = make_spiral(config.spiral, seeded_generator(config.seed + 1), device=config.device)
    metrics = {
        "accuracy": history.final_accuracy,
        "fresh_accuracy": accuracy(model, *fresh),
        "bayes_accuracy": bayes_accuracy(config.spiral),
        "loss": history.final_loss,
        "seconds": seconds,
        "seed": config.seed,
        "device": str(config.device),
        "versions": _versions(),
        "config": asdict(config) | {"device": str(config.device)},
    }
    return RunResult(config, model, X, y, history, metrics)


def prepare_folder(folder: Path) -> None:
    """Make the folder and try to write in it; OSError, with a remedy, if that cannot be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = error.strerror or "no reason given"
        raise OSError(f"cannot write to {folder}: {reason}. Choose another folder with --out.") from None


def write_run(folder: Path, result: RunResult) -> None:
    """Write weights.pt, figure.svg, history.csv and metrics.json, each complete or not at all."""
    state = {name: value.cpu().clone() for name, value in result.model.state_dict().items()}
    metrics = json.dumps(result.metrics, indent=2) + "\n"
    _replace(folder / "weights.pt", lambda file: torch.save(state, file))
    _replace(folder / "figure.svg", lambda file: _save_figure(result, file))
    _replace(folder / "history.csv", lambda file: file.write(_table(result.history).encode()))
    _replace(folder / "metrics.json", lambda file: file.write(metrics.encode()))


def _replace(path: Path, write: Callable[[BinaryIO], object]) -> None:
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            write(file)
        os.replace(unfinished, path)  # in one step: a reader sees the old file or the new one
    finally:
        unfinished.unlink(missing_ok=True)


def _save_figure(result: RunResult, file: BinaryIO) -> None:
    reach = 1.2 * float(result.X.abs().max())
    extent = (-reach, reach, -reach, reach)
    classes = grid_classes(result.model, extent, 300, device=result.config.device)
    figure = Figure(figsize=(5, 5), layout="constrained")
    ax = draw_decision_regions(figure.add_subplot(), classes, extent)
    draw_class_numerals(draw_points(ax, result.X, result.y), region_centres(classes, extent))
    with matplotlib.rc_context({"svg.hashsalt": "lesson_code"}):  # ids, and bytes, that repeat
        figure.savefig(file, format="svg", dpi=150, metadata={"Date": None})


def _table(history: TrainHistory) -> str:
    loss = [*history.loss.tolist(), history.final_loss]
    share = [*history.accuracy.tolist(), history.final_accuracy]
    rows = [f"{i},{a:.6g},{b:.6g}" for i, (a, b) in enumerate(zip(loss, share, strict=True))]
    return "\n".join(["step,loss,accuracy", *rows, ""])


def _versions() -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "numpy": np.__version__,
        "matplotlib": matplotlib.__version__,
    }
