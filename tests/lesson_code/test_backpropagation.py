"""Gradients by hand against autograd and finite differences, and the training built on them."""

from __future__ import annotations

import copy

import pytest
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from lesson_code.adam import Adam
from lesson_code.backpropagation import gradients_by_hand, train_by_hand
from lesson_code.devices import seeded_generator
from lesson_code.models import bottleneck_classifier, linear_classifier, mlp_classifier
from lesson_code.training import TrainConfig, train

Spiral = tuple[Tensor, Tensor]
MODELS = {
    "linear": lambda g: linear_classifier(3, g, hidden_features=9),
    "relu": lambda g: mlp_classifier(3, g, hidden_features=9),
    "relu, many classes": lambda g: mlp_classifier(9, g, hidden_features=9),
    "tanh": lambda g: mlp_classifier(3, g, hidden_features=9, activation="tanh"),
    "bottleneck": lambda g: bottleneck_classifier(3, g, hidden_features=9),
    "ends in tanh": lambda g: mlp_classifier(3, g, hidden_features=9).append(nn.Tanh()),
    "deep": lambda g: nn.Sequential(
        *bottleneck_classifier(6, g, hidden_features=9, activation="tanh"),
        nn.ReLU(),
        *linear_classifier(3, g, in_features=6, hidden_features=4),
    ),
}


@pytest.fixture(params=MODELS)
def model(request: pytest.FixtureRequest) -> nn.Sequential:
    return MODELS[request.param](seeded_generator(2))


def test_gradients_by_hand_are_those_of_autograd(model: nn.Sequential, tiny_spiral: Spiral) -> None:
    X, y = tiny_spiral[0].double(), tiny_spiral[1]
    model.double()
    cross_entropy(model(X), y).backward()
    gradients = gradients_by_hand(model, X, y)

    assert list(gradients) == [name for name, _ in model.named_parameters()]
    for name, parameter in model.named_parameters():
        torch.testing.assert_close(gradients[name], parameter.grad, rtol=1e-9, atol=1e-12)


def test_gradients_by_hand_are_those_of_finite_differences(model: nn.Sequential, tiny_spiral: Spiral) -> None:
    X, y = tiny_spiral[0].double(), tiny_spiral[1]
    model.double()
    step = 1e-6
    gradients = gradients_by_hand(model, X, y)
    for name, parameter in model.named_parameters():
        entry = parameter.detach().view(-1)[:1]  # the first entry of each, as a view
        entry += step
        above = cross_entropy(model(X), y).item()
        entry -= 2 * step
        below = cross_entropy(model(X), y).item()
        entry += step

        slope = (above - below) / (2 * step)
        assert gradients[name].view(-1)[0].item() == pytest.approx(slope, abs=1e-8)


def test_the_model_and_the_data_are_left_as_they_were(model: nn.Sequential, tiny_spiral: Spiral) -> None:
    X, y = tiny_spiral
    before, X_before = copy.deepcopy(model.state_dict()), X.clone()
    gradients_by_hand(model, X, y)

    assert torch.equal(X, X_before)
    assert all(torch.equal(before[name], value) for name, value in model.state_dict().items())


def test_training_by_hand_is_training(model: nn.Sequential, tiny_spiral: Spiral) -> None:
    X, y = tiny_spiral
    config = TrainConfig(steps=300, weight_decay=1e-3, snapshot_steps=(0, 100))
    by_hand = copy.deepcopy(model)
    expected, actual = train(model, X, y, config), train_by_hand(by_hand, X, y, config)

    torch.testing.assert_close(actual.loss, expected.loss, rtol=0, atol=1e-4)
    assert actual.final_loss == pytest.approx(expected.final_loss, abs=1e-4)
    assert actual.final_accuracy == pytest.approx(expected.final_accuracy, abs=1 / len(y))
    for step in config.snapshot_steps:
        for name, value in expected.snapshots[step].items():
            torch.testing.assert_close(actual.snapshots[step][name], value, rtol=0, atol=1e-3)


def test_the_trained_weights_are_in_the_model(tiny_spiral: Spiral) -> None:
    X, y = tiny_spiral
    model = mlp_classifier(3, seeded_generator(0))
    history = train_by_hand(model, X, y, TrainConfig(steps=50))

    assert cross_entropy(model(X), y).item() == pytest.approx(history.final_loss, abs=1e-6)
    again = train(model, X, y, TrainConfig(steps=50))  # and autograd can go on from there
    assert again.loss[0].item() == pytest.approx(history.final_loss, abs=1e-6)
    assert again.final_loss < history.final_loss


def test_a_lost_loss_stops_the_training_by_hand_too(tiny_spiral: Spiral) -> None:
    model = mlp_classifier(3, seeded_generator(0))
    with pytest.raises(FloatingPointError, match=r"at step 1; lower learning_rate"):
        train_by_hand(model, *tiny_spiral, TrainConfig(learning_rate=1e30))


def test_a_network_that_cannot_be_read_is_refused(tiny_spiral: Spiral) -> None:
    with pytest.raises(TypeError, match=r"got GELU.* at place 1\."):
        train_by_hand(nn.Sequential(nn.Linear(2, 3), nn.GELU()), *tiny_spiral)
    with pytest.raises(TypeError, match=r"got Linear as the model\."):
        gradients_by_hand(nn.Linear(2, 3), *tiny_spiral)


def test_adam_written_out_is_that_of_pytorch(generator: torch.Generator) -> None:
    ours = torch.randn(20, generator=generator, dtype=torch.float64)
    theirs = ours.clone().requires_grad_()
    reference = torch.optim.Adam([theirs], lr=0.1, weight_decay=0.01)
    adam = Adam(ours, learning_rate=0.1, weight_decay=0.01)
    for _ in range(25):
        gradient = torch.randn(20, generator=generator, dtype=torch.float64)
        theirs.grad = gradient.clone()
        reference.step()
        adam.step(gradient)

    torch.testing.assert_close(ours, theirs.detach())


@pytest.mark.gpu
def test_the_gpu_trains_by_hand_to_the_same_loss(tiny_spiral: Spiral) -> None:
    X, y = tiny_spiral
    here, config = mlp_classifier(3, seeded_generator(0)), TrainConfig(steps=200)
    there = copy.deepcopy(here).cuda()
    history = train_by_hand(here, X, y, config)

    on_gpu = train_by_hand(there, X.cuda(), y.cuda(), config)
    torch.testing.assert_close(on_gpu.loss, history.loss, rtol=0, atol=1e-4)
