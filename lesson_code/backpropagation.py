r"""Backpropagation by hand: the same training as `train`, without autograd.

Examples are columns. With $H_0 = X^\top$ and $H_l = \phi_l(A_l)$, $A_l = W_l H_{l-1} + b_l$,
the last $A_L = S$ holds the logits, and for $m$ examples with one-hot labels $Y$:

$P = \mathrm{softmax}(S)$, $\mathcal{L} = -\frac{1}{m}\sum Y \odot \log P$,
$dS = (P - Y) / m$,
$dW_l = dA_l\,H_{l-1}^\top$, $db_l = dA_l\,\mathbf{1}$,
$dH_{l-1} = W_l^\top dA_l$, $dA_{l-1} = dH_{l-1} \odot \phi_{l-1}'(A_{l-1})$.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import one_hot
from torch.nn.utils import parameters_to_vector, vector_to_parameters

from lesson_code.adam import Adam
from lesson_code.columns import column_layers
from lesson_code.devices import one_thread
from lesson_code.history import DEFAULT_CONFIG, OnStep, Recorder, TrainConfig, TrainHistory


@torch.no_grad()
def gradients_by_hand(model: nn.Sequential, X: Tensor, y: Tensor) -> dict[str, Tensor]:
    """Return the gradient of the mean cross-entropy for each parameter, under the model's names.

    X: (points, in_features), y: (points,) int64. The formulas are at the head of this file.
    """
    layers = column_layers(model)
    H = [X.T]  # H_0: (in_features, points)
    for layer in layers:
        A = layer.weight @ H[-1] + layer.bias  # (out, points)
        H.append(layer.activation.forward_(A))
    G = (H[-1].softmax(dim=0) - one_hot(y, len(H[-1])).T) / len(y)  # dS: (K, points)
    gradients: list[Tensor] = []
    for layer in reversed(layers):
        G = layer.activation.backward_(G, H.pop())  # dA: (out, points)
        gradients += [G.sum(dim=1), G @ H[-1].T]  # db: (out,), dW: (out, in)
        G = layer.weight.T @ G  # dH of the layer below: (in, points)
    names = [name for name, _ in model.named_parameters()]
    return dict(zip(names, reversed(gradients), strict=True))


@torch.no_grad()
def train_by_hand(
    model: nn.Sequential,
    X: Tensor,
    y: Tensor,
    config: TrainConfig = DEFAULT_CONFIG,
    *,
    on_step: OnStep | None = None,
) -> TrainHistory:
    """Train as `train` does, several times faster: no autograd, columns, nothing allocated.

    Takes any Sequential of Linear, ReLU and Tanh, and leaves the trained weights in it.
    The arguments, the history and the errors are those of `train`; the loss agrees to 1e-4.
    """
    workspace = _Workspace(model, X, y)
    adam = Adam(workspace.theta, config.learning_rate, config.weight_decay)
    recorder = Recorder(config, model, X.device, on_step)
    with one_thread():
        for step in range(config.steps):
            recorder.record(step, *workspace.forward())
            adam.step(workspace.backward())
        recorder.record(config.steps, *workspace.forward())
    return recorder.finish()


class _Workspace:
    """Every tensor that a step writes to, reserved once."""

    def __init__(self, model: nn.Sequential, X: Tensor, y: Tensor) -> None:
        self.theta = parameters_to_vector(model.parameters()).detach()  # (P,)
        vector_to_parameters(self.theta, model.parameters())  # the model now lives in theta
        self.gradient = torch.empty_like(self.theta)  # (P,)
        self.gradients = _views(self.gradient, list(model.parameters()))
        self.layers = column_layers(model)
        columns = [X.new_empty(len(layer.weight), len(X)) for layer in self.layers]
        self.H = [X.T.contiguous(), *columns]
        self.dA = [torch.empty_like(H) for H in columns]
        self.y = y[None]  # (1, points)
        self.Y = one_hot(y, len(columns[-1])).T.to(X.dtype).contiguous()  # (K, points)

    def forward(self) -> tuple[Tensor, Tensor]:
        """Return loss and accuracy, and leave log P in the last dA."""
        for layer, H_in, H_out in zip(self.layers, self.H, self.H[1:], strict=False):
            torch.addmm(layer.bias, layer.weight, H_in, out=H_out)
            layer.activation.forward_(H_out)
        log_P = torch.log_softmax(self.H[-1], 0, out=self.dA[-1])  # (K, points)
        log_p = log_P.gather(0, self.y)  # (1, points), that of the true class
        return -log_p.mean(), (log_p >= log_P.amax(0)).double().mean()

    def backward(self) -> Tensor:
        """Return the gradient of the loss of the last `forward`, (P,)."""
        self.dA[-1].exp_().sub_(self.Y)  # P - Y: (K, points); the 1 / m waits for the end
        for i in reversed(range(len(self.layers))):
            layer, dA, H_in = self.layers[i], self.dA[i], self.H[i]
            layer.activation.backward_(dA, self.H[i + 1])
            _outer(dA, H_in, out=self.gradients[2 * i])
            torch.sum(dA, 1, out=self.gradients[2 * i + 1])
            if i:  # below the first layer there are only the data
                torch.mm(layer.weight.T, dA, out=self.dA[i - 1])
        return self.gradient.div_(self.y.numel())


def _views(flat: Tensor, parameters: list[nn.Parameter]) -> list[Tensor]:
    parts = flat.split([parameter.numel() for parameter in parameters])
    return [part.view_as(parameter) for part, parameter in zip(parts, parameters, strict=True)]


def _outer(dA: Tensor, H: Tensor, *, out: Tensor) -> None:
    if len(dA) <= len(H):
        torch.mm(dA, H.T, out=out)  # (out, in)
    else:  # MKL is twice as fast with the shorter factor first
        out.copy_(torch.mm(H, dA.T).T)
