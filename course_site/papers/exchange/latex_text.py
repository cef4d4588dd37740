r"""Plain text as LaTeX and back: ``50 % of {A}`` is ``50 \% of \textbraceleft{}A\textbraceright{}``.

Formulas between dollars stay as they are.
What `to_latex` writes, `from_latex` reads back exactly; it also reads what others write: accents, braces
that only protect capitals, ties.
"""

from __future__ import annotations

import re
import unicodedata

WRITTEN = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%#_$"},
}
READ = {latex: sign for sign, latex in WRITTEN.items()} | {r"\{": "{", r"\}": "}", "~": " "}
SPECIAL = re.compile(r"[\\{}~^&%#_$]")
MATHS = re.compile(r"\$(?:[^$\\]|\\[^$])+\$")
BLOCK_START = re.compile(r"^([ \t]*)@", re.MULTILINE)
"""An ``@`` that begins a line begins an entry to some readers of BibTeX."""
ACCENTS = dict(zip("`'^\"~=.uvHcdbkr", "̧̨̣̱̀́̂̈̃̄̇̆̌̋̊", strict=True))
"""The accent that each command puts on the letter behind it, as Unicode puts it there."""
LETTERS = {
    "ss": "ß",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "aa": "å",
    "AA": "Å",
    "i": "ı",
    "j": "ȷ",
    "dh": "ð",
    "th": "þ",
    "LaTeX": "LaTeX",
    "TeX": "TeX",
    "textendash": "–",
    "textemdash": "—",
    "ldots": "…",
    "dots": "…",
    "newline": "\n",
    "S": "§",
    "copyright": "©",
    "guillemotleft": "«",
    "guillemotright": "»",
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textquoteleft": "‘",
    "textquoteright": "’",
    "textquotedblleft": "“",
    "textquotedblright": "”",
    "textquotedbl": '"',
    "textquotesingle": "'",
    "textbullet": "•",
    "textperiodcentered": "·",
    "textdegree": "°",
    "textmu": "µ",
    "textpm": "±",
    "texttimes": "×",
    "textdiv": "÷",
    "textminus": "−",
    "textonehalf": "½",
    "textregistered": "®",
    "texttrademark": "™",
    "textsection": "§",
    "textunderscore": "_",
    "textdollar": "$",
}
FORMATS = "emph|url|mbox|text(?:it|bf|tt|sc|rm|up|sf|normal|superscript|subscript)?|math(?:rm|bf|it)|enquote"
TOKEN = re.compile(
    r"(?P<maths>\$(?:[^$\\]|\\[^$])+\$)"
    r"|(?P<known>\\text(?:backslash|brace(?:left|right)|ascii(?:tilde|circum))\{\}|\\[&%#_${}]|~)"
    r"|\\(?P<accent>[\"'`^~=.]|[uvHcdbkr](?![A-Za-z]))[ ]?"
    r"(?:\{\\?(?P<braced>[A-Za-z])\}|\\?(?P<bare>[A-Za-z]))"
    rf"|\\(?:{FORMATS})(?=\{{)"
    r"|\\(?P<letter>[A-Za-z]{1,24})(?:\{\}|(?![A-Za-z])[ ]?)"
    r"|[{}]"
)


def to_latex(text: str) -> str:
    """Return LaTeX whose braces are balanced, whatever stands in `text`."""
    pieces, position = [], 0
    for match in MATHS.finditer(text):
        if _stays(match.group()):
            pieces += [_escaped(text[position : match.start()]), match.group()]
            position = match.end()
    return BLOCK_START.sub(r"\1{@}", "".join([*pieces, _escaped(text[position:])]))


def from_latex(text: str) -> str:
    """Return what LaTeX says as plain text; formulas, and commands nobody knows, stay as they are."""
    return TOKEN.sub(_said, text)


def _escaped(text: str) -> str:
    return SPECIAL.sub(lambda match: WRITTEN[match.group()], text)


def _stays(maths: str) -> bool:
    """Tell whether every reader of BibTeX finds the end of a value that holds this formula."""
    depth = 0
    for sign in re.sub(r"[^{}]", "", maths):
        depth += 1 if sign == "{" else -1
        if depth < 0:
            return False
    return depth == 0 and not re.search(r"\\[{}]|\n\s*@", maths)


def _said(match: re.Match[str]) -> str:
    if match["maths"]:
        return match["maths"]
    if match["known"]:
        return READ[match["known"]]
    if match["accent"]:
        letter = match["braced"] or match["bare"]
        return unicodedata.normalize("NFC", letter + ACCENTS[match["accent"]])
    if match["letter"]:
        is_last = match.string.startswith("}", match.end()) and match.group()[-1].isalpha()
        return LETTERS.get(
            match["letter"], match.group() + "{}" * is_last
        )  # else the next word would join it
    return ""
