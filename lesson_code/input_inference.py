r"""Inference by gradient descent on the input: which x would the network call y?

Forward propagation asks what y goes with x; here y is given, the parameters are frozen, and
$\bar x = \arg\min_x E(x, y)$ is searched along $\nabla_x E$.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from lesson_code.checks import require, require_at_least, require_one_of
from lesson_code.descent import Descent, Energy, descend

DISTANCE, LOGIT = "distance", "logit"


def input_energy(model: nn.Module, label: int, kind: str = DISTANCE, prior: float = 0.0) -> Energy:
    r"""Return the energy of inputs for a wanted label: a function (points, n) -> (points,).

    "distance" is $\lVert y - \mathrm{softargmax}(f_\theta(x)) \rVert^2$ with one-hot y, between 0 and 2;
    "logit" is $-s_y(x)$, which has no lowest value where the network is affine all the way out.
    `prior` is the $\lambda$ of a further term $\lambda \lVert x \rVert^2$, which holds x near the origin.
    """
    require_one_of("kind", kind, (DISTANCE, LOGIT))
    require_at_least("prior", prior, 0)

    def energy(x: Tensor) -> Tensor:
        logits = model(x)  # (points, K)
        require(0 <= label < logits.shape[1], f"label must lie in 0..{logits.shape[1] - 1}", label)
        value = _squared_distance(logits, label) if kind == DISTANCE else -logits[:, label]
        return value + prior * x.square().sum(dim=1)

    return energy


def infer_input(
    model: nn.Module,
    label: int,
    starts: Tensor,
    *,
    kind: str = DISTANCE,
    prior: float = 0.0,
    steps: int = 300,
    learning_rate: float = 0.01,
) -> Descent:
    """Descend on the input from every start, (S, n), at once; the paths are (steps + 1, S, n)."""
    energy = input_energy(model, label, kind, prior)
    return descend(energy, starts, steps=steps, learning_rate=learning_rate)


def _squared_distance(logits: Tensor, label: int) -> Tensor:
    wanted = torch.zeros_like(logits[:1])  # (1, K), one-hot
    wanted[:, label] = 1
    return (wanted - logits.softmax(dim=1)).square().sum(dim=1)
