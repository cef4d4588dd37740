"""The classifiers: their shapes, and where their first weights come from."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from torch import nn

from lesson_code.devices import seeded_generator
from lesson_code.models import (
    MODELS,
    bottleneck_classifier,
    deep_classifier,
    embed,
    linear_classifier,
    mlp_classifier,
)


@pytest.mark.parametrize("name", MODELS)
def test_every_model_gives_one_logit_for_each_class(name: str, generator: torch.Generator) -> None:
    model = MODELS[name](4, generator, in_features=3, hidden_features=7)

    assert model(torch.zeros(5, 3)).shape == (5, 4)


@pytest.mark.parametrize("name", MODELS)
def test_no_model_touches_the_global_generator(name: str, generator: torch.Generator) -> None:
    before = torch.random.get_rng_state()
    MODELS[name](5, generator)

    assert torch.equal(before, torch.random.get_rng_state())


def test_the_first_weights_are_those_of_pytorch_from_the_same_seed() -> None:
    ours = linear_classifier(5, seeded_generator(3))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(3)
        theirs = nn.Sequential(nn.Linear(2, 100), nn.Linear(100, 5))

    for mine, reference in zip(ours.parameters(), theirs.parameters(), strict=True):
        torch.testing.assert_close(mine, reference)


def test_a_seed_makes_a_model_and_another_seed_another() -> None:
    first, again, other = (mlp_classifier(5, seeded_generator(s))[0].weight for s in (0, 0, 1))

    assert torch.equal(first, again)
    assert not torch.equal(first, other)


@pytest.mark.parametrize(("name", "kind"), [("relu", nn.ReLU), ("tanh", nn.Tanh)])
@pytest.mark.parametrize("build", [mlp_classifier, bottleneck_classifier])
def test_the_activation_is_the_one_asked_for(
    build: Callable[..., nn.Sequential], name: str, kind: type, generator: torch.Generator
) -> None:
    assert isinstance(build(5, generator, activation=name)[1], kind)


def test_the_last_layer_turns_the_embedding_into_the_logits(generator: torch.Generator) -> None:
    model = bottleneck_classifier(5, generator)
    X = torch.randn(6, 2, generator=generator)
    Z = embed(model, X)

    assert Z.shape == (6, 2)
    torch.testing.assert_close(model[-1](Z), model(X))


def test_a_deep_network_has_the_widths_asked_for(generator: torch.Generator) -> None:
    model = deep_classifier(5, generator, hidden=(7, 3), activation="tanh")

    assert [str(type(module).__name__) for module in model] == ["Linear", "Tanh", "Linear", "Tanh", "Linear"]
    assert [layer.weight.shape[0] for layer in model[::2]] == [7, 3, 5]
    assert deep_classifier(5, generator, hidden=())(torch.zeros(4, 2)).shape == (4, 5)


def test_one_hidden_layer_deep_is_the_network_with_one_hidden_layer() -> None:
    deep, plain = deep_classifier(5, seeded_generator(3)), mlp_classifier(5, seeded_generator(3))

    for mine, reference in zip(deep.parameters(), plain.parameters(), strict=True):
        assert torch.equal(mine, reference)


@pytest.mark.parametrize(
    ("build", "arguments", "message"),
    [
        (mlp_classifier, {"num_classes": 1}, r"num_classes must be at least 2, got 1\."),
        (mlp_classifier, {"hidden_features": 0}, r"hidden_features must be at least 1, got 0\."),
        (deep_classifier, {"hidden": (5, 0)}, r"hidden must be at least 1, got 0\."),
        (linear_classifier, {"in_features": 0}, r"in_features must be at least 1, got 0\."),
        (
            bottleneck_classifier,
            {"embedding_features": 0},
            r"embedding_features must be at least 1, got 0\.",
        ),
        (
            mlp_classifier,
            {"activation": "gelu"},
            r"activation must be relu or tanh, got 'gelu'\.",
        ),
    ],
)
def test_an_impossible_model_is_refused(
    build: Callable[..., nn.Sequential],
    arguments: dict[str, object],
    message: str,
    generator: torch.Generator,
) -> None:
    with pytest.raises(ValueError, match=message):
        build(**{"num_classes": 5, "generator": generator} | arguments)


@pytest.mark.gpu
def test_the_same_seed_gives_the_same_model_on_the_gpu() -> None:
    there = mlp_classifier(5, seeded_generator(0), device="cuda")[0].weight

    assert there.device.type == "cuda"
    assert torch.equal(there.cpu(), mlp_classifier(5, seeded_generator(0))[0].weight)
