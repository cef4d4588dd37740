r"""A network seen from its columns: one example a column, $H_l = \phi_l(W_l H_{l-1} + b_l)$.

The same numbers as with examples in rows, but a softmax over K contiguous values becomes one over
K long rows, which a processor does many numbers at a time: this layout is most of the speed of
`backpropagation` and of `evaluation.grid_logits`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Activation:
    """An activation and its chain rule, side by side; both work in place."""

    forward_: Callable[[Tensor], Tensor]  # a -> h = phi(a)
    backward_: Callable[[Tensor, Tensor], Tensor]  # (g, h) -> g * phi'(a); may use h up


IDENTITY = Activation(
    forward_=lambda a: a,
    backward_=lambda g, h: g,
)
RELU = Activation(
    forward_=lambda a: a.relu_(),
    # phi' = 1 where h > 0, else 0: the operation that autograd calls, here in place, because a
    # comparison and a product take three times as long
    backward_=lambda g, h: torch.ops.aten.threshold_backward.grad_input(g, h, 0, grad_input=g),
)
TANH = Activation(
    forward_=lambda a: a.tanh_(),
    backward_=lambda g, h: g.mul_(h.square_().neg_().add_(1)),  # phi' = 1 - h^2
)
ACTIVATIONS = {nn.ReLU: RELU, nn.Tanh: TANH}


@dataclass(frozen=True)
class ColumnLayer:
    """A linear layer with the activation that follows it; the tensors are the model's own."""

    weight: Tensor  # (out, in)
    bias: Tensor  # (out, 1), so that it is added to each column
    activation: Activation = IDENTITY


def column_layers(model: nn.Module) -> list[ColumnLayer]:
    """Read a Sequential of Linear, ReLU and Tanh layer by layer; TypeError for any other model."""
    if not isinstance(model, nn.Sequential):
        raise _unknown(type(model).__name__, "as the model")
    layers: list[ColumnLayer] = []
    for place, module in enumerate(model):
        if isinstance(module, nn.Linear) and module.bias is not None:
            layers.append(ColumnLayer(module.weight.detach(), module.bias.detach()[:, None]))
        elif type(module) in ACTIVATIONS and layers and layers[-1].activation is IDENTITY:
            linear = layers.pop()
            layers.append(ColumnLayer(linear.weight, linear.bias, ACTIVATIONS[type(module)]))
        else:
            raise _unknown(str(module), f"at place {place}")
    return layers


def _unknown(got: str, where: str) -> TypeError:
    return TypeError(
        "a network in columns is a Sequential of Linear layers with bias, each followed by at "
        f"most one ReLU or Tanh, got {got} {where}."
    )
