"""The colours a drawing may use: ink, the grey of an observation, and the ten of the course."""

from __future__ import annotations

import colorsys
import re

COURSE = {
    "aqua": ("#8dd3c7", "#0b6b5f"),
    "yellow": ("#ffffb3", "#756000"),
    "lavender": ("#bebada", "#5b4fa8"),
    "red": ("#fb8072", "#b3261e"),
    "blue": ("#80b1d3", "#1f5ea8"),
    "orange": ("#fdb462", "#974800"),
    "green": ("#b3de69", "#3b6a00"),
    "pink": ("#fccde5", "#a8256f"),
    "vgrey": ("#d9d9d9", "#5b5b63"),
    "violet": ("#bc80bd", "#7d3c82"),
}
"""By name: the digits of `macros.tex`, then those of `tex.css` on a light page, which read on paper too."""
GREY = "#e6e6e6"
"""The fill of an observation."""
INK = ""
"""The name of the colour of the text around a drawing."""
GREYS = range(90, 247)
WHITEST = 250
DARKEST_FOR_INK = 118
UNSET = ("", "default", "none", "inherit", "currentcolor")

_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")
_RGB = re.compile(r"rgb\(\s*(\d+)[,\s]+(\d+)[,\s]+(\d+)\s*\)")
_NAMED = {"black": "#000000", "white": "#ffffff", "red": "#ff0000", "gray": "#808080", "grey": "#808080"}
_BY_HEX = {digits: name for name, pair in COURSE.items() for digits in pair}


def light(value: str) -> str:
    """Return the light half of ``light-dark(a, b)``, in lower case; other values as they are."""
    value = value.strip().lower()
    if value.startswith("light-dark(") and value.endswith(")"):
        inner = value[len("light-dark(") : -1]
        value = re.split(r",(?![^(]*\))", inner)[0].strip()
    return _NAMED.get(value, value)


def channels(value: str) -> tuple[int, int, int] | None:
    """Return red, green and blue (0 … 255) of the light half of a colour; None where it names none."""
    value = light(value)
    if found := _RGB.fullmatch(value):
        return int(found[1]), int(found[2]), int(found[3])
    if not _HEX.fullmatch(value):
        return None
    digits = value[1:] if len(value) == 7 else "".join(digit * 2 for digit in value[1:])
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def colour_name(value: str) -> str | None:
    """Return the name of the course's colour for a line or a text, ``""`` for ink, None for any other.

    The site draws a named colour with the CSS variable ``--tex-<name>``, and ink with its own text colour.
    """
    if light(value) in UNSET:
        return INK
    if name := _BY_HEX.get(light(value)):
        return name
    if is_red(value):
        return "red"
    seen = channels(value)
    return INK if seen and _is_neutral(seen) and max(seen) <= DARKEST_FOR_INK else None


def is_red(value: str) -> bool:
    """True for any clear red, such as those of the app's palettes."""
    seen = channels(value)
    if seen is None:
        return False
    hue, lightness, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in seen))
    return (hue <= 0.04 or hue >= 0.96) and saturation > 0.3 and 0.15 < lightness < 0.95


def is_empty(fill: str) -> bool:
    """True for no fill, and for white, which the app gives a new shape."""
    seen = channels(fill)
    return light(fill) in UNSET or (seen is not None and min(seen) >= WHITEST)


def is_grey(fill: str) -> bool:
    """True for a grey that tells an observation from paper and from ink."""
    seen = channels(fill)
    return seen is not None and _is_neutral(seen) and seen[0] in GREYS


def is_dark(fill: str) -> bool:
    """True for black and greys that hide a label: what is picked by hand in the app's dark theme."""
    seen = channels(fill)
    return seen is not None and _is_neutral(seen) and seen[0] < GREYS.start


def _is_neutral(seen: tuple[int, int, int]) -> bool:
    return max(seen) - min(seen) <= 10
