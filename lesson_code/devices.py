"""Where the numbers are computed: device, random generator, threads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import torch

from lesson_code.checks import require_one_of


def pick_device(name: str | None = None) -> torch.device:
    """Return the device called `name`: cpu, cuda, or auto (cuda where there is one).

    Without a name the environment variable LESSON_DEVICE decides, and without that it is cpu.
    Raises ValueError for another name, and for cuda where PyTorch sees none.
    """
    name = name or os.environ.get("LESSON_DEVICE") or "cpu"
    require_one_of("device", name, ("cpu", "cuda", "auto"))
    available = torch.cuda.is_available()
    if name == "cuda" and not available:
        raise ValueError(
            "device cuda was asked for, but this PyTorch sees no CUDA device. Use --device cpu or auto."
        )
    return torch.device("cuda" if available and name != "cpu" else "cpu")


def seeded_generator(seed: int, device: torch.device | str = "cpu") -> torch.Generator:
    """Return a new random generator that starts from `seed`; the global one is left alone."""
    return torch.Generator(device).manual_seed(seed)


@contextmanager
def one_thread() -> Iterator[None]:
    """Run PyTorch on one CPU thread inside the block, and give the former number back after it.

    Networks of a hundred units gain nothing from a second thread, and a busy machine makes two
    threads wait for each other; the sums also keep their order, so the bits repeat.
    """
    former = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(former)
