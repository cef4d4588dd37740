r"""How many points a linear classifier can get right, when nothing else is asked of it.

Cross-entropy ends near one half on the spiral, but it does not count hits. Here hits are what
is searched for: first by gradient descent on the expected share of errors, $1 - \bar p_y$, from
many starts, then by random steps that are kept when they lose no point.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import one_hot

from lesson_code.adam import Adam
from lesson_code.checks import require_at_least
from lesson_code.devices import one_thread
from lesson_code.evaluation import accuracy

SPREAD = 3.0  # standard deviation of the first weights: steep enough to commit to an answer
RATE = 0.3  # of Adam


@dataclass(frozen=True)
class SearchConfig:
    """How long to search."""

    starts: int = 64  # classifiers that descend at the same time
    steps: int = 300  # of the descent, on `points` points
    points: int = 1000
    trials: int = 2000  # random steps from the best, on all the points

    def __post_init__(self) -> None:
        """Check every field."""
        for name in ("starts", "points"):
            require_at_least(name, getattr(self, name), 1)
        for name in ("steps", "trials"):
            require_at_least(name, getattr(self, name), 0)


DEFAULT_SEARCH = SearchConfig()


@torch.no_grad()
def best_linear_classifier(
    X: Tensor, y: Tensor, num_classes: int, generator: torch.Generator, config: SearchConfig = DEFAULT_SEARCH
) -> tuple[nn.Linear, float]:
    """Return the best linear classifier found and its accuracy on X: (points, n), y: (points,).

    It is a lower bound: a longer search may find a better one.
    """
    X_1 = torch.cat((X, torch.ones_like(X[:, :1])), dim=1).T.contiguous()  # (n + 1, points)
    some = torch.randperm(len(X), generator=generator, device=generator.device)[: config.points]
    first = SPREAD * torch.randn(
        config.starts, num_classes, len(X_1), generator=generator, device=generator.device
    )
    with one_thread():
        W = _descend(first.to(X), X_1[:, some.to(X.device)], y[some.to(X.device)], config.steps)
        W = max(W, key=lambda weights: _hits(weights, X_1, y))
        W = _climb(W, X_1, y, generator, config.trials)
    model = _as_layer(W)
    return model, accuracy(model, X, y)


def _descend(W: Tensor, X_1: Tensor, y: Tensor, steps: int) -> Tensor:
    """Lower the expected share of errors of each W: (starts, K, n + 1); X_1: (n + 1, points)."""
    Y = one_hot(y, W.shape[1]).T.to(W)  # (K, points)
    adam = Adam(W.view(-1), learning_rate=RATE, weight_decay=0.0)
    for _ in range(steps):
        P = (W @ X_1).softmax(dim=1)  # (starts, K, points)
        p_y = (P * Y).sum(dim=1, keepdim=True)
        # the gradient of -mean p_y: d p_y / d s = p_y (y - p)
        dS = P.sub_(Y).mul_(p_y)
        adam.step((dS @ X_1.T).div_(len(y)).view(-1))
    return W


def _climb(W: Tensor, X_1: Tensor, y: Tensor, generator: torch.Generator, trials: int) -> Tensor:
    best, home = _hits(W, X_1, y), generator.device
    for _ in range(trials):
        reach = W.std() * 10 ** -(1 + 2 * torch.rand(1, generator=generator, device=home)).to(W)
        trial = W + reach * torch.randn(W.shape, generator=generator, device=home).to(W)
        if (hits := _hits(trial, X_1, y)) >= best:
            W, best = trial, hits
    return W


def _hits(W: Tensor, X_1: Tensor, y: Tensor) -> int:
    # max, not argmax: over the first of two dimensions PyTorch's argmax is eight times slower
    return int(((W @ X_1).max(dim=0).indices == y).sum())


def _as_layer(W: Tensor) -> nn.Linear:
    K, columns = W.shape
    model = nn.utils.skip_init(nn.Linear, columns - 1, K, device=W.device, dtype=W.dtype)
    model.weight.copy_(W[:, :-1])
    model.bias.copy_(W[:, -1])
    return model
