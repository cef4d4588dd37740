r"""One step of training in columns, with every large tensor reserved once.

The notation is that of `backpropagation`.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import one_hot
from torch.nn.utils import parameters_to_vector, vector_to_parameters

from lesson_code.columns import IDENTITY, RELU, column_layers

FEW_ROWS = 20  # up to here one wide product beats four narrow ones (measured with MKL)


class Workspace:
    """Forward and backward for any Sequential of Linear, ReLU and Tanh."""

    def __init__(self, model: nn.Sequential, X: Tensor, y: Tensor) -> None:
        """Move the parameters of the model into one flat vector, theta, which they then view."""
        column_layers(model)  # a model that cannot be read is refused before it is touched
        self.theta = parameters_to_vector(model.parameters()).detach()  # (P,)
        vector_to_parameters(self.theta, model.parameters())
        self.gradient = torch.empty_like(self.theta)  # (P,)
        self.gradients = _views(self.gradient, list(model.parameters()))  # dW_1, db_1, dW_2, ...
        self.layers = column_layers(model)
        columns = [X.new_empty(len(layer.weight), len(X)) for layer in self.layers]
        self.H = [X.T.contiguous(), *columns]
        self.dA = [torch.empty_like(H) for H in columns]
        self.Y = one_hot(y, len(columns[-1])).T.to(X.dtype).contiguous()  # (K, points)

    def forward(self) -> tuple[Tensor, Tensor]:
        """Return loss and accuracy, and leave P = softmax(S) in the last dA."""
        self._fill_logits()
        S, P = self.H[-1], self.dA[-1]  # (K, points)
        highest = S.amax(0)  # (points,); subtracted, so that no exponential overflows
        P_sum = torch.sub(S, highest, out=P).exp_().sum(0)
        P.div_(P_sum)
        s_y = (S * self.Y).sum(0)  # (points,), the logit of the true class
        right = torch.sum(s_y >= highest, dtype=torch.double)
        loss = P_sum.log_().add_(highest).sub_(s_y).mean()  # log-sum-exp(S) - s_y
        return loss, right.div_(S.shape[1])

    def backward(self) -> Tensor:
        """Return the gradient of the loss of the last `forward`, (P,)."""
        self.dA[-1].sub_(self.Y)  # P - Y: (K, points)
        self._chain()
        return self.gradient.div_(self.Y.shape[1])  # 1 / m here, where there is least to divide

    def _fill_logits(self) -> None:
        for layer, H_in, H_out in zip(self.layers, self.H, self.H[1:], strict=False):
            torch.addmm(layer.bias, layer.weight, H_in, out=H_out)
            layer.activation.forward_(H_out)

    def _chain(self) -> None:
        for i in reversed(range(len(self.layers))):
            layer, dA, H_in = self.layers[i], self.dA[i], self.H[i]
            layer.activation.backward_(dA, self.H[i + 1])
            _outer(dA, H_in, out=self.gradients[2 * i])
            torch.sum(dA, 1, out=self.gradients[2 * i + 1])
            if i:  # below the first layer there are only the data
                torch.mm(layer.weight.T, dA, out=self.dA[i - 1])


class ReLUWorkspace(Workspace):
    r"""A shorter way through one hidden layer of ReLUs, of K - 1 classes only.

    The softmax sees but the differences of logits, so the last logit may be 0; and dS sums to 0
    over the classes, so the last class is known from the others.
    A unit is off or on, $o = 1[H_1 > 0]$, and while it is on it is linear in the input:
    $h = \tilde W_1 \tilde x$ with $\tilde x = (x, 1)$ and $\tilde W_1 = (W_1, b_1)$.
    So one product over the points, $M_{kij} = \sum_n dS_{kn}\,\tilde x_{in}\,o_{jn}$, holds all:
    $dW_2 = \sum_i M_{kij}\,\tilde W_{1,ji}$ and $d\tilde W_1 = \sum_k (W_{2,kj} - W_{2,Kj})\,M_{kij}$.
    Views are taken once: at this size a slice costs as much as a sum.
    """

    def __init__(self, model: nn.Sequential, X: Tensor, y: Tensor) -> None:
        """Reserve the products of dS and the input."""
        super().__init__(model, X, y)
        (W_1, b_1), (W_2, b_2) = ((layer.weight, layer.bias) for layer in self.layers)
        S = self.H[-1]
        S[-1] = 0  # the last logit, from which the others are counted
        self.hidden, self.S = (b_1, W_1, self.H[0]), S[:-1]
        self.heads, self.lasts = (W_2[:-1], b_2[:-1]), (W_2[-1], b_2[-1])
        self.out = torch.empty_like(W_2[:-1]), torch.empty_like(b_2[:-1])  # what S is made with
        self.X_1 = torch.cat((self.H[0], torch.ones_like(self.H[0][:1]))) / len(X)  # (n + 1, points)
        self.dS_X = X.new_empty(len(self.Y) - 1, *self.X_1.shape)  # (K - 1, n + 1, points)

    def _fill_logits(self) -> None:
        for head, last, difference in zip(self.heads, self.lasts, self.out, strict=True):
            torch.sub(head, last, out=difference)
        H = torch.addmm(*self.hidden, out=self.H[1]).relu_()
        torch.addmm(self.out[1], self.out[0], H, out=self.S)  # (K - 1, points)

    def backward(self) -> Tensor:
        """Return the gradient of the loss of the last `forward`, (P,); the inputs carry the 1 / m."""
        dS, H = self.dA[-1].sub_(self.Y), self.H[1]
        dW1, db1, dW2, db2 = self.gradients
        on = H.gt_(0)  # (d, points)
        torch.mul(dS[:-1, None], self.X_1, out=self.dS_X)
        M = torch.mm(self.dS_X.flatten(0, 1), on.T).view(*self.dS_X.shape[:2], -1)  # (K - 1, n + 1, d)
        W_1 = torch.cat((self.hidden[1], self.hidden[0]), dim=1)  # (d, n + 1)
        torch.sum(M * W_1.T, 1, out=dW2[:-1])
        torch.sum(dW2[:-1], 0, out=dW2[-1]).neg_()
        torch.mean(dS, 1, out=db2)
        dW_1 = (M * self.out[0][:, None]).sum(0)  # (n + 1, d)
        dW1.copy_(dW_1[:-1].T)
        db1.copy_(dW_1[-1])
        return self.gradient


def workspace_for(model: nn.Sequential, X: Tensor, y: Tensor) -> Workspace:
    """Choose the shorter way back where there is one, and where it is shorter."""
    layers = column_layers(model)
    one_hidden_relu = [layer.activation for layer in layers] == [RELU, IDENTITY]
    few = (len(layers[-1].weight) - 1) * (X.shape[1] + 1) <= FEW_ROWS
    return (ReLUWorkspace if one_hidden_relu and few else Workspace)(model, X, y)


def _views(flat: Tensor, parameters: list[nn.Parameter]) -> list[Tensor]:
    parts = flat.split([parameter.numel() for parameter in parameters])
    return [part.view_as(parameter) for part, parameter in zip(parts, parameters, strict=True)]


def _outer(dA: Tensor, H: Tensor, *, out: Tensor) -> None:
    if len(dA) <= len(H):
        torch.mm(dA, H.T, out=out)  # (out, in)
    else:  # MKL is twice as fast with the shorter factor first
        out.copy_(torch.mm(H, dA.T).T)
