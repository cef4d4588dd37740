r"""Amortised inference: an encoder that answers at once what descent would search for.

The encoder $\mathrm{Enc}(x, k)$ is trained on the energy of `latent` itself, with no labels and no
searched $\check z$: its objective is the mean of $E(x, k, \mathrm{Enc}(x, k))$ over points and arms.
The search is paid for once, in training. What an answer still lacks is the amortisation gap,
$E(x, k, \mathrm{Enc}(x, k)) - \min_z E(x, k, z)$.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from lesson_code.devices import one_thread
from lesson_code.history import TrainConfig
from lesson_code.latent import arm_energy, latent_energies
from lesson_code.models import mlp_classifier
from lesson_code.spiral import SpiralConfig

ENCODER_TRAINING = TrainConfig(steps=1000, learning_rate=1e-2, weight_decay=0.0)


def latent_encoder(
    num_classes: int,
    generator: torch.Generator,
    *,
    hidden_features: int = 100,
    device: torch.device | str = "cpu",
) -> nn.Sequential:
    r"""Return $z = \sigma(W_2 \tanh(W_1 x + b_1) + b_2)$: (points, 2) -> (points, K), in (0, 1).

    $\mathrm{Enc}(x, k)$ is the k-th output, so that one pass answers for all the arms.
    """
    network = mlp_classifier(
        num_classes, generator, activation="tanh", hidden_features=hidden_features, device=device
    )
    return network.append(nn.Sigmoid())


def train_encoder(
    encoder: nn.Module, spiral: SpiralConfig, X: Tensor, training: TrainConfig = ENCODER_TRAINING
) -> Tensor:
    """Train the encoder in place by Adam on the mean energy of its answers; X: (points, 2), no labels.

    Returns that energy before each update and after the last: (steps + 1,) float32.
    """
    optimiser = torch.optim.Adam(
        encoder.parameters(), lr=training.learning_rate, weight_decay=training.weight_decay
    )
    energies = X.new_zeros(training.steps + 1)
    with one_thread():
        for step in range(training.steps):
            energy = arm_energy(spiral, X, encoder(X)).mean()
            energies[step] = energy.detach()
            optimiser.zero_grad()
            energy.backward()
            optimiser.step()
        energies[-1] = arm_energy(spiral, X, amortised_inference(encoder, X)).mean()
    return energies


@torch.no_grad()
def amortised_inference(encoder: nn.Module, X: Tensor) -> Tensor:
    """Return z for each point and arm in one forward pass: (points, 2) -> (points, K)."""
    return encoder(X)


@torch.no_grad()
def amortisation_gap(encoder: nn.Module, spiral: SpiralConfig, X: Tensor) -> Tensor:
    r"""Return $E(x, k, \mathrm{Enc}(x, k)) - \min_z E(x, k, z)$: (points, 2) -> (points, K), >= 0.

    The minimum is that of a fine grid over z, so that no search of ours can get stuck below it.
    """
    lowest = latent_energies(spiral, X).amin(dim=-1)  # (points, K)
    answered = arm_energy(spiral, X, amortised_inference(encoder, X))
    return (answered - lowest).clamp(min=0)  # an answer between two grid points may lie lower
