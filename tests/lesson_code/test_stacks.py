"""Networks trained together against the same networks trained one after another."""

from __future__ import annotations

import copy

import pytest
import torch
from torch import Tensor, nn

from lesson_code.devices import seeded_generator
from lesson_code.models import deep_classifier
from lesson_code.stacks import Stack, mean_cross_entropy, squared_error, train_stack
from lesson_code.training import TrainConfig, train

Spiral = tuple[Tensor, Tensor]
CONFIG = TrainConfig(steps=200, learning_rate=5e-3, weight_decay=1e-3)


def networks(*activations: str, hidden: tuple[int, ...] = (7, 4)) -> list[nn.Sequential]:
    return [
        deep_classifier(3, seeded_generator(seed), hidden=hidden, activation=activation)
        for seed, activation in enumerate(activations)
    ]


@pytest.mark.parametrize("hidden", [(7,), (7, 4), ()], ids=["one", "two", "none"])
def test_classifiers_trained_together_are_those_trained_one_after_another(
    tiny_spiral: Spiral, hidden: tuple[int, ...]
) -> None:
    X, y = tiny_spiral[0].double(), tiny_spiral[1]  # in float32 a ReLU may turn on a step later
    names = ("relu", "tanh", "relu", "tanh", "tanh")
    together = [model.double() for model in networks(*names, hidden=hidden)]
    alone = copy.deepcopy(together)
    history = train_stack(together, X, mean_cross_entropy(y, 3), CONFIG)

    assert history.loss.shape == (201, 5)
    for r, (mine, model) in enumerate(zip(together, alone, strict=True)):
        expected = train(model, X, y, CONFIG)
        torch.testing.assert_close(history.loss[:-1, r], expected.loss, rtol=0, atol=1e-6)
        assert history.loss[-1, r].item() == pytest.approx(expected.final_loss, abs=1e-6)
        torch.testing.assert_close(mine(X), model(X), rtol=0, atol=1e-5)


def test_the_gradients_of_a_stack_are_those_of_autograd(tiny_spiral: Spiral) -> None:
    X, y = tiny_spiral[0].double(), tiny_spiral[1]
    models = [model.double() for model in networks("tanh", "relu")]
    stack = Stack(models)
    H = stack.forward(X)
    loss, dS = mean_cross_entropy(y, 3)(H[-1])
    stack.backward(H, dS)
    for r, model in enumerate(models):
        value = nn.functional.cross_entropy(model(X), y)
        value.backward()
        assert loss[r].item() == pytest.approx(value.item())
        for i, layer in enumerate(model[::2]):
            torch.testing.assert_close(stack.dW[i][r], layer.weight.grad)
            torch.testing.assert_close(stack.db[i][r, :, 0], layer.bias.grad)


def test_the_squared_error_is_pytorch_s_with_its_gradient() -> None:
    S = torch.randn(4, 1, 9, dtype=torch.float64, requires_grad=True)
    y = torch.randn(9, dtype=torch.float64)
    expected = torch.stack([nn.functional.mse_loss(s[0], y) for s in S])
    expected.sum().backward()
    loss, dS = squared_error(y)(S.detach().clone())

    torch.testing.assert_close(loss, expected.detach())
    torch.testing.assert_close(dS, S.grad)


def test_networks_of_different_sizes_do_not_stack() -> None:
    with pytest.raises(ValueError, match=r"networks in a stack must have equal sizes, got"):
        Stack([*networks("relu"), *networks("relu", hidden=(9, 4))])
    with pytest.raises(ValueError, match=r"a stack needs at least one network, got 0\."):
        Stack([])


@pytest.mark.gpu
def test_the_gpu_trains_a_stack_to_the_same_losses(tiny_spiral: Spiral) -> None:
    X, y = tiny_spiral
    here = networks("relu", "tanh")
    there = [copy.deepcopy(model).cuda() for model in here]
    expected = train_stack(here, X, mean_cross_entropy(y, 3), CONFIG).loss
    actual = train_stack(there, X.cuda(), mean_cross_entropy(y.cuda(), 3), CONFIG).loss

    torch.testing.assert_close(actual.cpu(), expected, rtol=0, atol=1e-3)
