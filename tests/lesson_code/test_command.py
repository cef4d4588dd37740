"""The command line: its files, its words, its exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from click.testing import CliRunner, Result

from lesson_code.command import cli, train
from lesson_code.history import TrainConfig
from lesson_code.models import ACTIVATIONS, MODELS, mlp_classifier
from lesson_code.spiral import SpiralConfig

SMALL = ("--points", "30", "--steps", "20", "--hidden", "8")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["train", *map(str, arguments)])


def test_a_run_leaves_its_four_files_and_one_line(tmp_path: Path) -> None:
    out = tmp_path / "runs" / "x"
    result = run(*SMALL, "--seed", 3, "--out", out)

    assert result.exit_code == 0, result.output
    assert len(result.output.splitlines()) == 1
    assert "on fresh data" in result.output
    assert {path.name for path in out.iterdir()} == {
        "weights.pt",
        "figure.svg",
        "history.csv",
        "metrics.json",
    }


def test_the_metrics_say_what_was_run_and_with_what(tmp_path: Path) -> None:
    run(*SMALL, "--seed", 3, "--classes", 3, "--activation", "tanh", "--out", tmp_path)
    metrics = json.loads((tmp_path / "metrics.json").read_text())
    config = metrics["config"]

    assert 0 <= metrics["accuracy"] <= 1
    assert 0 <= metrics["fresh_accuracy"] <= 1
    assert metrics["seconds"] > 0
    assert (metrics["seed"], metrics["device"]) == (3, "cpu")
    assert metrics["versions"]["torch"] == torch.__version__
    assert set(metrics["versions"]) == {"python", "torch", "numpy", "matplotlib"}
    assert config["spiral"]["num_classes"] == 3
    assert config["training"]["steps"] == 20
    assert (config["activation"], config["hidden_features"]) == ("tanh", 8)


def test_the_weights_and_the_history_are_those_of_the_run(tmp_path: Path, generator: torch.Generator) -> None:
    run(*SMALL, "--out", tmp_path)
    mlp_classifier(5, generator, hidden_features=8).load_state_dict(
        torch.load(tmp_path / "weights.pt", weights_only=True)
    )
    lines = (tmp_path / "history.csv").read_text().splitlines()

    assert lines[0] == "step,loss,accuracy"
    assert len(lines) == 1 + 21  # before each of 20 updates, and after the last
    assert (tmp_path / "figure.svg").read_text().lstrip().startswith("<?xml")


@pytest.mark.parametrize("model", MODELS)
def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, model: str) -> None:
    for name in ("a", "b"):
        run(*SMALL, "--model", model, "--out", tmp_path / name)

    for name in ("figure.svg", "history.csv"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--classes", 1), "--classes must be at least 2, got 1."),
        (("--points", 0), "--points must be at least 1, got 0."),
        (("--steps", -1), "--steps must be at least 0, got -1."),
        (("--hidden", 0), "--hidden must be at least 1, got 0."),
        (("--noise", "nan"), "--noise must be finite, got nan."),
        (("--learning-rate", 0), "--learning-rate must be above 0, got 0.0."),
        (("--inner-radius", 1), "--inner-radius must be below outer_radius (1.0), got 1.0."),
        (("--device", "tpu"), "--device must be cpu or cuda or auto, got 'tpu'."),
        (("--steps", "many"), "Invalid value for '--steps': 'many' is not a valid integer."),
        (("--model", "gpt"), "'gpt' is not one of 'linear', 'mlp', 'bottleneck'."),
        (("--speed", 9), "No such option '--speed'"),
    ],
)
def test_a_wrong_value_is_one_line_and_status_2(
    tmp_path: Path, arguments: tuple[object, ...], message: str
) -> None:
    result = run(*arguments, "--out", tmp_path / "x")

    assert result.exit_code == 2
    assert result.stdout == ""
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "x").exists()


def test_cuda_without_cuda_is_one_line_and_status_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    result = run("--device", "cuda", "--out", tmp_path)

    assert result.exit_code == 2
    assert result.stderr == (
        "error: --device cuda was asked for, but this PyTorch sees no CUDA device. "
        "Use --device cpu or auto.\n"
    )


def test_a_folder_that_cannot_be_written_is_found_before_the_training(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr("lesson_code.runs.run", lambda *_, **__: pytest.fail("it trained"))
    result = run("--out", tmp_path / "file" / "x")

    assert result.exit_code == 2
    assert result.stderr == (
        f"error: cannot write to {tmp_path}/file/x: Not a directory. Choose another folder with --out.\n"
    )


def test_a_lost_loss_is_one_line_and_status_1_and_old_files_stay(tmp_path: Path) -> None:
    (tmp_path / "metrics.json").write_text("old")
    result = run(*SMALL, "--learning-rate", 1e30, "--out", tmp_path)

    assert result.exit_code == 1
    assert result.stderr == ("error: loss became nan at step 1; lower --learning-rate (got 1e+30).\n")
    assert [path.name for path in tmp_path.iterdir()] == ["metrics.json"]
    assert (tmp_path / "metrics.json").read_text() == "old"


def test_a_file_that_fails_half_way_is_not_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(state: object, file: object) -> None:
        file.write(b"half")
        raise OSError("no space left on device")

    monkeypatch.setattr(torch, "save", fail)
    result = run(*SMALL, "--out", tmp_path)

    assert result.exit_code == 2
    assert result.stderr == "error: no space left on device\n"
    assert list(tmp_path.iterdir()) == []


def test_the_defaults_and_choices_are_those_of_the_code() -> None:
    options = {option.name: option for option in train.params}
    spiral, training = SpiralConfig(), TrainConfig()

    assert list(options["model"].type.choices) == list(MODELS)
    assert list(options["activation"].type.choices) == list(ACTIVATIONS)
    for record in (spiral, training):
        for name in set(options) & set(vars(record)):
            assert options[name].default == getattr(record, name)


def test_every_option_is_explained() -> None:
    assert all(getattr(option, "help", None) for option in train.params)


def test_help_does_not_wait_for_torch() -> None:
    code = (
        "import sys; from lesson_code.command import cli\n"
        "try: cli(['train', '--help'])\n"
        "finally: assert 'torch' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "--learning-rate" in done.stdout


def test_the_module_runs_as_a_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lesson_code", "train", "--classes", "1"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "error: --classes must be at least 2, got 1.\n"


@pytest.mark.gpu
def test_a_run_on_the_gpu_leaves_weights_for_any_machine(tmp_path: Path) -> None:
    result = run(*SMALL, "--device", "cuda", "--out", tmp_path)
    state = torch.load(tmp_path / "weights.pt", weights_only=True)

    assert result.exit_code == 0, result.output
    assert all(value.device.type == "cpu" for value in state.values())
