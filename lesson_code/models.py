r"""Classifiers of points in the plane, from too weak to transparent.

Every builder draws its weights from the generator that it is given, by PyTorch's own law for
`nn.Linear`, $\mathcal{U}(-1/\sqrt{n}, 1/\sqrt{n})$ with $n$ the number of inputs, and returns a
plain `nn.Sequential`: (points, in_features) -> logits (points, K).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn

from lesson_code.checks import require_at_least, require_one_of

ACTIVATIONS: dict[str, type[nn.Module]] = {"relu": nn.ReLU, "tanh": nn.Tanh}


def linear_classifier(
    num_classes: int,
    generator: torch.Generator,
    *,
    in_features: int = 2,
    hidden_features: int = 100,
    device: torch.device | str = "cpu",
) -> nn.Sequential:
    """Two linear layers and nothing between them: $s = W_2(W_1 x + b_1) + b_2$, one linear map."""
    _check_sizes(num_classes, in_features=in_features, hidden_features=hidden_features)
    return nn.Sequential(
        _linear(in_features, hidden_features, generator),
        _linear(hidden_features, num_classes, generator),
    ).to(device)


def mlp_classifier(
    num_classes: int,
    generator: torch.Generator,
    *,
    activation: str = "relu",
    in_features: int = 2,
    hidden_features: int = 100,
    device: torch.device | str = "cpu",
) -> nn.Sequential:
    r"""One hidden layer: $s = W_2\,\phi(W_1 x + b_1) + b_2$, with $\phi$ relu or tanh."""
    _check_sizes(num_classes, in_features=in_features, hidden_features=hidden_features)
    return nn.Sequential(
        _linear(in_features, hidden_features, generator),
        _activation(activation),
        _linear(hidden_features, num_classes, generator),
    ).to(device)


def bottleneck_classifier(
    num_classes: int,
    generator: torch.Generator,
    *,
    activation: str = "relu",
    in_features: int = 2,
    hidden_features: int = 100,
    embedding_features: int = 2,
    device: torch.device | str = "cpu",
) -> nn.Sequential:
    r"""A hidden layer, then a plane to look at: $s = W_3 z + b_3$ of an embedding z.

    `embed` gives $z = W_2\,\phi(W_1 x + b_1) + b_2$, where the decision boundary is straight lines.
    """
    _check_sizes(
        num_classes,
        in_features=in_features,
        hidden_features=hidden_features,
        embedding_features=embedding_features,
    )
    return nn.Sequential(
        _linear(in_features, hidden_features, generator),
        _activation(activation),
        _linear(hidden_features, embedding_features, generator),
        _linear(embedding_features, num_classes, generator),
    ).to(device)


def deep_classifier(
    num_classes: int,
    generator: torch.Generator,
    *,
    hidden: Sequence[int] = (100,),
    activation: str = "relu",
    in_features: int = 2,
    device: torch.device | str = "cpu",
) -> nn.Sequential:
    r"""As many hidden layers as there are widths in `hidden`: $h_l = \phi(W_l h_{l-1} + b_l)$.

    One class makes a single output, as for regression; no hidden layer makes an affine map.
    """
    require_at_least("num_classes", num_classes, 1)
    require_at_least("in_features", in_features, 1)
    model = nn.Sequential()
    for width in hidden:
        require_at_least("hidden", width, 1)
        model.append(_linear(in_features, width, generator)).append(_activation(activation))
        in_features = width
    return model.append(_linear(in_features, num_classes, generator)).to(device)


MODELS: dict[str, Callable[..., nn.Sequential]] = {
    "linear": linear_classifier,
    "mlp": mlp_classifier,
    "bottleneck": bottleneck_classifier,
}


def embed(model: nn.Sequential, X: Tensor) -> Tensor:
    """Return what the last layer sees: (points, in_features) -> (points, embedding_features)."""
    return model[:-1](X)


def _linear(in_features: int, out_features: int, generator: torch.Generator) -> nn.Linear:
    # skip_init, because nn.Linear would draw from the global generator
    layer = nn.utils.skip_init(nn.Linear, in_features, out_features, device=generator.device)
    bound = in_features**-0.5
    with torch.no_grad():
        for parameter in layer.parameters():  # the weight, then the bias, as nn.Linear does
            parameter.uniform_(-bound, bound, generator=generator)
    return layer


def _activation(name: str) -> nn.Module:
    require_one_of("activation", name, tuple(ACTIVATIONS))
    return ACTIVATIONS[name]()


def _check_sizes(num_classes: int, **features: int) -> None:
    require_at_least("num_classes", num_classes, 2)
    for name, number in features.items():
        require_at_least(name, number, 1)
