"""The command line: one training from a terminal.

Only click is imported at the head: `--help` should not wait for PyTorch.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from lesson_code.runs import RunConfig


class OneLineGroup(click.Group):
    """A group whose errors are one line on stderr, without the usage around them."""

    def main(self, *args: Any, **options: Any) -> NoReturn:
        """Run the command and leave with its exit status."""
        options["standalone_mode"] = False  # so that errors come here
        try:
            sys.exit(super().main(*args, **options) or 0)
        except click.ClickException as error:
            click.echo(f"error: {error.format_message()}", err=True)
            sys.exit(error.exit_code)
        except click.Abort:
            click.echo("error: stopped before the end; nothing was written.", err=True)
            sys.exit(130)


@click.group(cls=OneLineGroup, no_args_is_help=False)
def cli() -> None:
    """Classify a spiral with a neural network."""


@cli.command(context_settings={"show_default": True})
@click.option(
    "--model",
    type=click.Choice(["linear", "mlp", "bottleneck"]),
    default="mlp",
    help="No hidden activation; one hidden layer; or one and then a plane to look at.",
)
@click.option(
    "--activation",
    type=click.Choice(["relu", "tanh"]),
    default="relu",
    help="Of the hidden layer; a linear model has none and ignores it.",
)
@click.option("--classes", "num_classes", default=5, help="Number of arms and classes, K.")
@click.option("--points", "points_per_class", default=1000, help="Points of each class, N.")
@click.option("--wedges", default=2.0, help="How many wedges of 1/K turn an arm sweeps.")
@click.option("--inner-radius", default=0.2, help="Radius at which the arms begin; they end at 1.")
@click.option("--noise", "angle_noise", default=0.2, help="Standard deviation, radians.")
@click.option("--hidden", "hidden_features", default=100, help="Units of the hidden layer.")
@click.option("--steps", default=2000, help="Updates, each from all the points.")
@click.option("--learning-rate", default=1e-3, help="Of Adam.")
@click.option("--weight-decay", default=1e-5, help="L2 term in the gradient.")
@click.option(
    "--seed",
    type=click.IntRange(0, 2**63 - 2),  # fresh data take the seed after this one
    default=0,
    help="Of the data and of the first weights.",
)
@click.option("--device", default="cpu", help="cpu, cuda, or auto: cuda where there is one.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("runs/latest"),
    help="Folder for weights.pt, figure.svg, history.csv and metrics.json; made if missing.",
)
@click.pass_context
def train(ctx: click.Context, /, out: Path, **options: Any) -> None:
    """Train one model, and write weights, figure, history and metrics to a folder.

    Nothing is written before the training has ended well.
    """
    from lesson_code.runs import RunConfig, prepare_folder, run, write_run

    config = _checked(ctx, RunConfig.from_options, options)
    _checked(ctx, prepare_folder, out)
    try:
        result = _run_with_progress(run, config)
    except FloatingPointError as error:
        raise click.ClickException(_in_options(ctx, str(error))) from None  # exit 1
    _checked(ctx, write_run, out, result)
    click.echo(f"{result.summary} -> {out}")


def _checked(ctx: click.Context, function: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return function(*arguments)
    except (ValueError, OSError) as error:
        raise click.UsageError(_in_options(ctx, str(error))) from None  # exit 2


def _in_options(ctx: click.Context, message: str) -> str:
    """Write each option instead of the field that it fills; a plain word only at the head."""
    for parameter in ctx.command.params:
        name, option = str(parameter.name), parameter.opts[0]
        if "_" in name or message.startswith(f"{name} "):
            message = message.replace(name, option, 1)
    return message


def _run_with_progress(run: Callable[..., Any], config: RunConfig) -> Any:
    if not sys.stderr.isatty():
        return run(config)
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("step {task.completed}/{task.total}"),
        BarColumn(),
        TextColumn("loss {task.fields[loss]:.4f}  accuracy {task.fields[accuracy]:.3f}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("train", total=config.training.steps, loss=0.0, accuracy=0.0)

        def show(step: int, loss: float, accuracy: float) -> None:
            progress.update(task, completed=step + 1, loss=loss, accuracy=accuracy)

        return run(config, on_step=show)
