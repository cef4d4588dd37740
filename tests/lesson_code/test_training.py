"""The five-step loop, and what it records."""

from __future__ import annotations

import copy
import math

import pytest
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from lesson_code.devices import seeded_generator
from lesson_code.models import mlp_classifier
from lesson_code.training import TrainConfig, train

Spiral = tuple[Tensor, Tensor]


@pytest.fixture
def model() -> nn.Sequential:
    return mlp_classifier(3, seeded_generator(1), hidden_features=16)


def test_the_loop_is_that_of_a_plain_pytorch_script(model: nn.Sequential, tiny_spiral: Spiral) -> None:
    X, y = tiny_spiral
    reference = copy.deepcopy(model)
    optimiser = torch.optim.Adam(reference.parameters(), lr=1e-2, weight_decay=1e-3)
    losses = []
    for _ in range(30):
        loss = cross_entropy(reference(X), y)
        losses.append(loss.item())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()

    config = TrainConfig(steps=30, learning_rate=1e-2, weight_decay=1e-3)
    history = train(model, X, y, config)
    assert history.loss.tolist() == pytest.approx(losses, abs=1e-6)
    for mine, theirs in zip(model.parameters(), reference.parameters(), strict=True):
        torch.testing.assert_close(mine, theirs)


def test_the_history_holds_values_before_each_update_and_after_the_last(
    model: nn.Sequential, tiny_spiral: Spiral
) -> None:
    X, y = tiny_spiral
    untrained = cross_entropy(model(X), y).item()
    history = train(model, X, y, TrainConfig(steps=20))
    logits = model(X)

    assert history.loss.shape == history.accuracy.shape == (20,)
    assert history.loss[0].item() == pytest.approx(untrained)
    assert history.final_loss == pytest.approx(cross_entropy(logits, y).item())
    assert history.final_accuracy == (logits.argmax(dim=1) == y).double().mean().item()
    assert history.final_loss < history.loss[-1] < history.loss[0]


def test_snapshots_are_the_weights_after_so_many_updates(model: nn.Sequential, tiny_spiral: Spiral) -> None:
    first = copy.deepcopy(model.state_dict())
    history = train(model, *tiny_spiral, TrainConfig(steps=5, snapshot_steps=(0, 3, 5)))

    assert list(history.snapshots) == [0, 3, 5]
    for name, value in model.state_dict().items():
        assert torch.equal(history.snapshots[0][name], first[name])
        assert torch.equal(history.snapshots[5][name], value)
        assert not torch.equal(history.snapshots[3][name], value)
    model.load_state_dict(history.snapshots[3])
    assert cross_entropy(model(tiny_spiral[0]), tiny_spiral[1]).item() == pytest.approx(
        history.loss[3].item()
    )


def test_on_step_gets_numbers_before_each_update(model: nn.Sequential, tiny_spiral: Spiral) -> None:
    calls: list[tuple[int, float, float]] = []
    history = train(model, *tiny_spiral, TrainConfig(steps=4), on_step=lambda *call: calls.append(call))

    assert [step for step, _, _ in calls] == [0, 1, 2, 3]
    assert all(type(value) is float for _, *values in calls for value in values)
    assert [loss for _, loss, _ in calls] == pytest.approx(history.loss.tolist())
    assert [accuracy for _, _, accuracy in calls] == history.accuracy.tolist()


def test_no_steps_train_nothing_and_still_measure(model: nn.Sequential, tiny_spiral: Spiral) -> None:
    before = copy.deepcopy(model.state_dict())
    history = train(model, *tiny_spiral, TrainConfig(steps=0))

    assert history.loss.shape == (0,)
    assert 0 <= history.final_accuracy <= 1
    assert all(torch.equal(before[name], value) for name, value in model.state_dict().items())


def test_a_lost_loss_stops_the_training_and_names_its_step(model: nn.Sequential, tiny_spiral: Spiral) -> None:
    with pytest.raises(
        FloatingPointError,
        match=r"loss became (nan|inf) at step 1; lower learning_rate \(got 1e\+30\)\.",
    ):
        train(model, *tiny_spiral, TrainConfig(steps=2000, learning_rate=1e30))


def test_a_loss_that_was_never_there_is_not_blamed_on_the_learning_rate(
    model: nn.Sequential, tiny_spiral: Spiral
) -> None:
    X, y = tiny_spiral
    with pytest.raises(FloatingPointError, match="nan before the first update; look for nan"):
        train(model, X * math.nan, y)


def test_training_uses_one_thread_and_no_global_randomness(model: nn.Sequential, tiny_spiral: Spiral) -> None:
    threads, state = torch.get_num_threads(), torch.random.get_rng_state()
    seen: list[int] = []
    train(
        model,
        *tiny_spiral,
        TrainConfig(steps=1),
        on_step=lambda *_: seen.append(torch.get_num_threads()),
    )

    assert seen == [1]
    assert torch.get_num_threads() == threads
    assert torch.equal(state, torch.random.get_rng_state())


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"steps": -1}, "steps must be at least 0, got -1."),
        ({"learning_rate": 0.0}, "learning_rate must be above 0, got 0.0."),
        ({"learning_rate": math.nan}, "learning_rate must be finite, got nan."),
        ({"weight_decay": -1e-5}, "weight_decay must be at least 0, got -1e-05."),
        (
            {"steps": 10, "snapshot_steps": (0, 11)},
            "snapshot_steps must lie between 0 and steps (10), got 11.",
        ),
    ],
)
def test_a_training_that_cannot_work_is_refused(wrong: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match="must") as caught:
        TrainConfig(**wrong)

    assert str(caught.value) == message


@pytest.mark.gpu
def test_the_gpu_trains_to_the_same_loss(model: nn.Sequential, tiny_spiral: Spiral) -> None:
    X, y = tiny_spiral
    there = copy.deepcopy(model).cuda()
    config = TrainConfig(steps=200)
    history, history_there = train(model, X, y, config), train(there, X.cuda(), y.cuda(), config)

    assert history_there.loss.device.type == "cpu"
    torch.testing.assert_close(history_there.loss, history.loss, rtol=0, atol=1e-4)
