r"""The text of a label: its HTML gone, its formulas between dollars, whatever the app wrote around them."""

from __future__ import annotations

import re
from html.parser import HTMLParser

BREAKS = frozenset(("br", "div", "p", "li", "tr"))
MEANS_SOMETHING = {
    "sub": "a subscript", "sup": "a superscript", "b": "bold text", "strong": "bold text",
    "i": "slanted text",
    "em": "slanted text", "u": "underlined text", "s": "struck text", "strike": "struck text",
    "table": "a table", "ul": "a list", "ol": "a list", "img": "a picture", "h1": "a heading",
    "h2": "a heading", "h3": "a heading", "hr": "a rule", "pre": "a block of code", "code": "code",
}  # fmt: skip
CLEAR = r"Select its text and press Clear Formatting in the Text panel; write a subscript as \(x_t\)."
IN_TEX = r"Write formulas as \(x_t\); Extras → Mathematical Typesetting shows them."
_FORMULA = re.compile(r"\\\((?P<inline>.*?)\\\)|\\\[(?P<bracket>.*?)\\\]|\$\$(?P<display>.*?)\$\$", re.S)
_DELIMITER = re.compile(r"\\[()\[\]]|\$\$")


class _Stripper(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.lost = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.lost = self.lost or MEANS_SOMETHING.get(tag, "")
        if tag in BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in BREAKS and tag != "br":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def read_label(value: str, is_html: bool) -> tuple[str, str, str]:
    """Return a label as text, then what is lost in it (in words, or nothing) and what to do about that."""
    text, lost = value, ""
    if is_html and ("<" in value or "&" in value):
        stripper = _Stripper()
        stripper.feed(value)
        stripper.close()
        text, lost = "".join(stripper.parts), stripper.lost
    between = _FORMULA.sub("", text)
    if lost:
        return _tidy(text), f"has {lost} in its label, which the site's picture cannot show", CLEAR
    if between.count("`") >= 2:
        return (
            _tidy(text),
            "has a formula between backquotes (AsciiMath), which the site does not typeset",
            IN_TEX,
        )
    if re.search(r"\$[^$]+\$", between):
        return _tidy(text), r"has a formula between single dollars, which the app does not typeset", IN_TEX
    if _DELIMITER.search(between):
        return _tidy(text), r"opens a formula that it does not close, or the other way round", IN_TEX
    return _tidy(_FORMULA.sub(_dollars, text)), "", ""


def _dollars(match: re.Match[str]) -> str:
    body = " ".join((match["inline"] or match["bracket"] or match["display"] or "").split())
    return f"${body}$" if match["inline"] is not None else rf"$\displaystyle {body}$"


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def pieces(label: str) -> list[tuple[bool, str]]:
    """Return the parts of a label: formulas (True, without dollars) and the text between them (False)."""
    parts = re.split(r"\$([^$]*)\$", label)
    return [(bool(index % 2), part) for index, part in enumerate(parts) if part]


def has_formula(label: str) -> bool:
    """True if part of a label is TeX."""
    return any(is_formula for is_formula, _ in pieces(label))


def has_words(label: str) -> bool:
    """True if a label holds a word of some language: two letters or more, outside formulas."""
    return any(not is_formula and re.search(r"[^\W\d_]{2}", part) for is_formula, part in pieces(label))
