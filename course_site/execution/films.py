"""A film that a cell displays: the weights of a small network at some moments of its training, as bytes.

What is in them is an agreement between the package that writes a film and the script that plays it; here
they are only kept. A package displays one by an object whose `_repr_mimebundle_` gives `FILM` in base64.
"""

from __future__ import annotations

import base64

FILM = "application/x-course-film"
"""The type under which a cell displays a film."""
MAGIC = b"FILM0001"
LARGEST = 100_000
"""Bytes a film may have: a phone fetches it before it shows a thing."""


def film_data(text: str) -> bytes:
    """Return a film as bytes; ValueError says what is wrong with one that cannot be shown."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:  # also what is not ASCII
        raise ValueError("the film is not written in base64") from None
    if not data.startswith(MAGIC):
        raise ValueError(f"the film must begin with {MAGIC.decode()}, got {data[:8]!r}")
    if len(data) > LARGEST:
        raise ValueError(f"the film has {len(data)} bytes, more than {LARGEST}")
    return data
