r"""A training as a film: the weights of some snapshots in one small file that a browser can play.

The file, little-endian throughout, for a script of any language:

1. 8 bytes: the letters `FILM0001`.
2. 4 bytes: an unsigned integer, the length in bytes of the header that follows.
3. The header: JSON in UTF-8, padded with spaces so that what follows starts at a multiple of 4.
4. `points` pairs of float16: x1, x2 of training points to show, class after class, equally many each.
5. The frames, one after another, each the float16 parameters layer by layer: the weights row after
   row, (out, in), then the biases, (out,).

The header's `layers` is a list of `[in, out, activation]`, the activation "relu", "tanh" or "none";
`steps`, `loss` and `accuracy` have an entry for each frame, the last two computed in float64 from
the stored weights on all the training points; `limit`, if it is there, is the best possible accuracy,
on average over all points that could be drawn. With $h \leftarrow \phi(W h + b)$ from $h = x$ on,
layer by layer, the last h holds the logits.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from lesson_code.checks import require, require_at_least
from lesson_code.columns import IDENTITY, RELU, TANH, column_layers

MAGIC = b"FILM0001"
MIME = "application/x-course-film"  # how a cell displays a film
MOST_BYTES = 100_000  # of a film: a page stays light enough for a phone
MOST_HALF = 65504.0  # the largest float16
NAMES = ((RELU, "relu"), (TANH, "tanh"), (IDENTITY, "none"))
PHI = {"relu": lambda: [nn.ReLU()], "tanh": lambda: [nn.Tanh()], "none": list}  # modules to append


@dataclass(frozen=True, eq=False)
class Film:
    """A film as it was read back."""

    header: dict[str, Any]
    points: Tensor  # (points, 2) float64
    frames: Tensor  # (frames, P) float64, every number one that float16 can hold

    def model(self, frame: int) -> nn.Sequential:
        """Return the network of one frame in float64, made of the stored weights: the reference."""
        model, rest = nn.Sequential(), self.frames[frame]
        for n, out, activation in self.header["layers"]:
            layer = nn.utils.skip_init(nn.Linear, n, out, dtype=torch.float64)
            layer.weight.data = rest[: out * n].view(out, n)
            layer.bias.data = rest[out * n :][:out]
            model.append(layer).extend(PHI[activation]())
            rest = rest[out * n + out :]
        return model


@dataclass(frozen=True, eq=False, repr=False)
class Reel:
    """A film as a notebook shows it: the last line of a cell that draws some of its snapshots."""

    data: bytes  # what `film_bytes` returned

    def __repr__(self) -> str:
        """Say how long it is, not what is in it."""
        return f"a film of {len(read_film(self.data).frames)} snapshots, {len(self.data):,} bytes"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Give the film in base64, for a page that can play it."""
        return {"text/plain": repr(self), MIME: base64.b64encode(self.data).decode()}


def film_steps(steps: int, frames: int = 60) -> tuple[int, ...]:
    """Return the updates to keep, from 0 to `steps`, denser where training changes more: early."""
    require_at_least("frames", frames, 2)
    require(steps >= frames, f"steps must be at least frames ({frames})", steps)
    chosen = [round(steps * (i / (frames - 1)) ** 2) for i in range(frames)]
    for i in range(1, frames):  # so early, squares of small shares round to the same update
        chosen[i] = max(chosen[i], chosen[i - 1] + 1)
    return tuple(chosen)


def film_bytes(
    model: nn.Sequential,
    snapshots: Mapping[int, Mapping[str, Tensor]],
    X: Tensor,
    y: Tensor,
    *,
    points_per_class: int = 60,
    limit: float | None = None,
) -> bytes:
    """Return the film of a training; the model gives the layers, a snapshot is a state_dict of it.

    X: (m, n) and y: (m,) int64 are the training points; evenly spaced ones of each class go into the
    file, and so does `limit`, the best possible accuracy, if it is known.
    Raises ValueError above 100,000 bytes.
    """
    layers = [[*reversed(layer.weight.shape), _name(layer.activation)] for layer in column_layers(model)]
    frames = [_half(torch.cat([value.flatten() for value in state.values()])) for state in snapshots.values()]
    shown = torch.cat([_some(X[y == k], points_per_class) for k in range(int(y.max()) + 1)])
    header = {"layers": layers, "steps": list(snapshots), "points": len(shown)}
    draft = Film(header, shown, torch.from_numpy(np.stack(frames)).double())
    header |= _measured(draft, X, y) | ({} if limit is None else {"limit": round(limit, 4)})
    data = _container(header, [_half(shown), *frames])
    require(len(data) <= MOST_BYTES, f"a film must have at most {MOST_BYTES} bytes", len(data))
    return data


def read_film(data: bytes) -> Film:
    """Read what `film_bytes` made; ValueError for anything else."""
    require(data[: len(MAGIC)] == MAGIC, f"a film must start with {MAGIC.decode()}", data[: len(MAGIC)])
    start = len(MAGIC) + 4
    end = start + int.from_bytes(data[len(MAGIC) : start], "little")
    header = json.loads(data[start:end])
    numbers = torch.from_numpy(np.frombuffer(data[end:], "<f2").astype(np.float64))
    P = sum(out * n + out for n, out, _ in header["layers"])
    count = header["points"] * header["layers"][0][0]
    wanted = count + P * len(header["steps"])
    require(len(numbers) == wanted, f"this film must hold {wanted} numbers after its header", len(numbers))
    return Film(header, numbers[:count].view(header["points"], -1), numbers[count:].view(-1, P))


def _container(header: dict[str, Any], blocks: list[NDArray[np.float16]]) -> bytes:
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-(len(MAGIC) + 4 + len(text)) % 4)
    return b"".join((MAGIC, len(text).to_bytes(4, "little"), text, *(block.tobytes() for block in blocks)))


def _measured(film: Film, X: Tensor, y: Tensor) -> dict[str, list[float]]:
    here, labels = X.cpu().double(), y.cpu()
    with torch.no_grad():
        logits = [film.model(frame)(here) for frame in range(len(film.frames))]  # (m, K) each
    return {
        "loss": [round(cross_entropy(s, labels).item(), 4) for s in logits],
        "accuracy": [round((s.argmax(dim=1) == labels).double().mean().item(), 4) for s in logits],
    }


def _half(values: Tensor) -> NDArray[np.float16]:
    largest = values.abs().max().item()
    require(largest <= MOST_HALF, f"numbers in a film must be at most {MOST_HALF:g}", f"{largest:g}")
    return values.detach().cpu().numpy().astype("<f2")


def _some(X: Tensor, count: int) -> Tensor:
    require_at_least("points_per_class", count, 1)
    return X[torch.linspace(0, len(X) - 1, count).long().to(X.device)]


def _name(activation: object) -> str:
    return next(name for known, name in NAMES if known is activation)
