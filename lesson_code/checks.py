"""One way to refuse a value: say what was wanted, then what was given."""

from __future__ import annotations

import math


def require(condition: bool, wanted: str, got: object) -> None:
    """Raise ``ValueError("{wanted}, got {got}.")`` unless the condition holds."""
    if not condition:
        raise ValueError(f"{wanted}, got {got}.")


def require_at_least(name: str, value: float, least: float) -> None:
    """Refuse a number below `least`, and nan or infinity; the message starts with `name`."""
    if not math.isfinite(value):  # the next line alone would let infinity through
        raise ValueError(f"{name} must be finite, got {value}.")
    require(value >= least, f"{name} must be at least {least}", value)


def require_above_zero(name: str, value: float) -> None:
    """Refuse zero, a negative number, nan and infinity; the message starts with `name`."""
    if not math.isfinite(value):
        raise ValueError(f"{name} must be finite, got {value}.")
    require(value > 0, f"{name} must be above 0", value)


def require_one_of(name: str, value: object, allowed: tuple[str, ...]) -> None:
    """Refuse a word that is not in `allowed`; the message lists the allowed ones."""
    require(value in allowed, f"{name} must be {' or '.join(allowed)}", repr(value))
