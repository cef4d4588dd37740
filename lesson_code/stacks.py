r"""Many small networks of one shape, trained at the same time.

A network of a hundred units on a hundred points leaves a processor waiting for its next
instruction. Stacked, R of them share each instruction: with the weights of layer l as one tensor
$W_l$ (R, out, in), the layer is one batched product $A_l = W_l H_{l-1} + b_l$ (R, out, points).
The notation is that of `backpropagation`; examples are columns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

import torch
from torch import Tensor, nn
from torch.nn.functional import one_hot

from lesson_code.adam import Adam
from lesson_code.checks import require
from lesson_code.columns import IDENTITY, Activation, ColumnLayer, column_layers
from lesson_code.devices import one_thread
from lesson_code.history import DEFAULT_CONFIG, TrainConfig

# S (R, K, points) -> the loss of each network, (R,), and in place of S its gradient dS
Loss = Callable[[Tensor], tuple[Tensor, Tensor]]


@dataclass(frozen=True, eq=False)
class StackHistory:
    """What R trainings left behind, on their device."""

    loss: Tensor  # (steps + 1, R), entry i after i updates


class Stack:
    """R networks of equal layer sizes as one flat vector of parameters, theta, and its gradient."""

    def __init__(self, models: Sequence[nn.Sequential]) -> None:
        """Copy the weights of the models; ValueError unless all have the same layer sizes."""
        read = [column_layers(model) for model in models]
        sizes = [[tuple(layer.weight.shape) for layer in layers] for layers in read]
        require(bool(read), "a stack needs at least one network", 0)
        require(all(size == sizes[0] for size in sizes), "networks in a stack must have equal sizes", sizes)
        self.models, first = models, read[0][0].weight
        self.activations = [_runs([layers[i].activation for layers in read]) for i in range(len(read[0]))]
        self.theta = torch.cat([_flat(read, i) for i in range(len(read[0]))])
        self.gradient = first.new_empty(self.theta.shape)
        shapes = [(len(models), out, n) for out, n in sizes[0]]
        self.weights, self.biases = _views(self.theta, shapes)
        self.dW, self.db = _views(self.gradient, shapes)

    def forward(self, X: Tensor) -> list[Tensor]:
        """Return H_0 to H_L of X: (points, n), each (R, out, points)."""
        H = [X.T.expand(len(self.models), -1, -1)]
        for W, b, runs in zip(self.weights, self.biases, self.activations, strict=True):
            A = torch.baddbmm(b, W, H[-1])
            for members, activation in runs:
                activation.forward_(A[members])
            H.append(A)
        return H

    def backward(self, H: list[Tensor], dS: Tensor) -> Tensor:
        """Fill and return the gradient of all the parameters, given that of the outputs; uses H up."""
        dA = dS
        for i in reversed(range(len(self.weights))):
            for members, activation in self.activations[i]:
                activation.backward_(dA[members], H[i + 1][members])
            torch.bmm(dA, H[i].mT, out=self.dW[i])
            torch.sum(dA, 2, keepdim=True, out=self.db[i])
            if i:
                dA = torch.bmm(self.weights[i].mT, dA)
        return self.gradient

    def write_back(self) -> None:
        """Copy the weights into the models that they came from."""
        for r, model in enumerate(self.models):
            for layer, W, b in zip(column_layers(model), self.weights, self.biases, strict=True):
                layer.weight.copy_(W[r])
                layer.bias.copy_(b[r])


@torch.no_grad()
def train_stack(
    models: Sequence[nn.Sequential], X: Tensor, loss: Loss, config: TrainConfig = DEFAULT_CONFIG
) -> StackHistory:
    """Train every model in place by Adam on all the points, as one after another would.

    X: (points, n); `loss` is one of `squared_error` and `mean_cross_entropy`. Adam works number by
    number, so one Adam on the flat vector is R Adams. Snapshots are not kept.
    """
    stack = Stack(models)
    adam = Adam(stack.theta, config.learning_rate, config.weight_decay)
    losses = X.new_empty(config.steps + 1, len(models))
    with one_thread():
        for step in range(config.steps):
            H = stack.forward(X)
            losses[step], dS = loss(H[-1])
            adam.step(stack.backward(H, dS))
        losses[-1], _ = loss(stack.forward(X)[-1])
    stack.write_back()
    return StackHistory(losses)


def squared_error(y: Tensor) -> Loss:
    r"""Return the loss $\frac{1}{m}\sum_i (s_i - y_i)^2$ for targets y: (points,) of one output."""

    def loss(S: Tensor) -> tuple[Tensor, Tensor]:
        difference = S - y  # (R, 1, points)
        return difference.square().mean(dim=(1, 2)), difference.mul_(2 / len(y))

    return loss


def mean_cross_entropy(y: Tensor, num_classes: int) -> Loss:
    r"""Return the loss $-\frac{1}{m}\sum_i \log p_{y_i}$ for labels y: (points,) int64."""
    Y = one_hot(y, num_classes).T  # (K, points)

    def loss(S: Tensor) -> tuple[Tensor, Tensor]:
        log_P = S.log_softmax(dim=1)  # (R, K, points)
        value = -(log_P * Y).sum(dim=(1, 2)) / len(y)
        return value, log_P.exp_().sub_(Y).div_(len(y))

    return loss


def _runs(activations: list[Activation]) -> list[tuple[slice, Activation]]:
    """Neighbours with the same activation share a call; without activation there is none."""
    runs, start = [], 0
    for activation, members in groupby(activations):
        end = start + len(list(members))
        if activation is not IDENTITY:
            runs.append((slice(start, end), activation))
        start = end
    return runs


def _flat(networks: list[list[ColumnLayer]], place: int) -> Tensor:
    layers = [layers[place] for layers in networks]
    return torch.cat([part.flatten() for part in _stacked(layers)])


def _stacked(layers: list[ColumnLayer]) -> tuple[Tensor, Tensor]:
    return torch.stack([layer.weight for layer in layers]), torch.stack([layer.bias for layer in layers])


def _views(flat: Tensor, shapes: list[tuple[int, int, int]]) -> tuple[list[Tensor], list[Tensor]]:
    weights, biases, start = [], [], 0
    for R, out, n in shapes:
        weights.append(flat[start : start + R * out * n].view(R, out, n))
        start += R * out * n
        biases.append(flat[start : start + R * out].view(R, out, 1))
        start += R * out
    return weights, biases
