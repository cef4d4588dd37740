"""Devices, generators and threads."""

from __future__ import annotations

import pytest
import torch

from lesson_code.devices import one_thread, pick_device, seeded_generator


def test_the_cpu_is_the_device_when_nobody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LESSON_DEVICE", raising=False)

    assert pick_device() == torch.device("cpu")


def test_the_environment_decides_when_nobody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LESSON_DEVICE", "tpu")

    with pytest.raises(ValueError, match=r"device must be cpu or cuda or auto, got 'tpu'\."):
        pick_device()
    assert pick_device("cpu") == torch.device("cpu")


def test_auto_takes_cuda_only_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert pick_device("auto").type == "cpu"

    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert pick_device("auto").type == pick_device("cuda").type == "cuda"


def test_cuda_without_cuda_is_refused_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)

    with pytest.raises(ValueError, match="device cuda") as caught:
        pick_device("cuda")
    assert str(caught.value) == (
        "device cuda was asked for, but this PyTorch sees no CUDA device. Use --device cpu or auto."
    )


def test_a_seed_names_a_sequence_of_its_own() -> None:
    before = torch.random.get_rng_state()
    first, again = (torch.rand(3, generator=seeded_generator(5)) for _ in range(2))

    assert torch.equal(first, again)
    assert torch.equal(before, torch.random.get_rng_state())


def test_one_thread_gives_the_former_number_back_also_after_an_error() -> None:
    former = torch.get_num_threads()
    torch.set_num_threads(3)
    try:
        with one_thread():
            assert torch.get_num_threads() == 1
        assert torch.get_num_threads() == 3
        with pytest.raises(KeyError), one_thread():
            raise KeyError
        assert torch.get_num_threads() == 3
    finally:
        torch.set_num_threads(former)
