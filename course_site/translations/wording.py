"""What a passage says, apart from how it is written: words, formulas, code, links, pictures, numbers, ids."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache

from course_site.tex.dollars import scan
from course_site.tex.fences import fences

QUOTES = str.maketrans("‘’ʼ“”„", "'''\"\"\"")
MARGIN = re.compile(
    r"^(?:[ \t]*>)*(?P<indent>[ \t]*)(?P<mark>[*+-](?=[ \t])|\d{1,9}[.)](?=[ \t]))?", re.MULTILINE
)
SPAN = re.compile(r"(?<!`)(?P<ticks>`+)(?!`)(?P<code>.{1,2000}?)(?<!`)(?P=ticks)(?!`)", re.DOTALL)
TAG = re.compile(r"</?[A-Za-z](?:\"[^\"]*\"|'[^']*'|[^'\"<>])*>")
TEXT_ATTRIBUTE = re.compile(r"\b(?:alt|title|aria-label)=(?:\"([^\"]*)\"|'([^']*)')")
TARGET = re.compile(r"\]\([ \t]*<?([^\s)>]+)>?(?:[ \t]+\"[^\"]*\"|[ \t]+'[^']*')?[ \t]*\)")
PICTURE = re.compile(r"!\[[^\[\]]*\]\([ \t]*<?([^\s)>]+)")
ADDRESS = re.compile(r"(?<!\]\()(?<!\]\(<)(?<![\"'])\bhttps?://[^\s<>)\]\"']+")
ATTRIBUTE = re.compile(r"\b(src|href)=(?:[\"']([^\"']*)[\"']|([^\s\"'<>]+))", re.IGNORECASE)
LABEL = re.compile(r"\]\[(?![\^@])([^\]\n]+)\]")
"""What a link calls its target, which stands elsewhere on the page."""
ATTRIBUTES = re.compile(r"\{:?[ \t]*(?:[#.]|[\w-]+=)[^{}\n]*\}")
SPOKEN = re.compile(r"\{:?[ \t]*lang=[\w\"-]+[ \t]*\}")
"""An attribute list that only says in which language something is: a translation has more of them."""
ID = re.compile(r"\{[^{}\n]*#([\w:.-]+)[^{}\n]*\}|\bid=[\"']([^\"']+)[\"']")
FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")
WORDS_IN_TEX = re.compile(r"(\\(?:text|textrm|textit|textbf|mbox|tag)\*?)\{[^{}]*\}")
IN_DOLLARS = re.compile(r"\$[^$]+\$")
BETWEEN_NUMBERS = re.compile(r"(?<=\d)(?:\s|\\[,:! ])*;(?:\s|\\[,:! ])*(?=[-\d])")
RESERVED, ESCAPED = (re.compile(rf"\A(\s*(?:note|title|description)){colon}") for colon in (":", "&#58;"))
"""What a comment of a translated page may not begin with, if it is the English of a paragraph."""
A_WORD = re.compile(r"[^\W\d_]{2}")
STARTS_WITH_A_WORD = re.compile(r"(?:#{1,6} )?[^\W\d_]{2,}[ ,.]")
HTML_TARGET = {"src": "picture", "href": "link"}


@lru_cache(maxsize=65_536)
def normal(text: str) -> str:
    """Return a text whose white space, wrapping, quotes, list marks and table rules are all one kind.

    A quotation still begins with as many ``>`` as it is deep, and an item inside another one with an arrow
    for each level.
    """
    text = _unescaped(text)
    text = MARGIN.sub(_margins(_quotations() if ">" in text else None), text)
    text = SPOKEN.sub("", text).translate(QUOTES).replace("…", "...")
    if "|" in text:
        text = re.sub(r"[ \t]*\|[ \t]*", " | ", re.sub(r"(?<=[|\s:])-{2,}(?=[|\s:]|$)", "---", text))
    return " ".join(text.split())


def _margins(quoted: Callable[[re.Match[str]], str] | None) -> Callable[[re.Match[str]], str]:
    """Return what writes the beginning of each line: nothing, or the mark of an item at its depth.

    `quoted` writes how deep in quotations it stands, in a text that has any.
    A number begins an item where CommonMark says so, not where a wrapped line happens to begin with one.
    """
    around: list[tuple[int, int, bool]] = []  # columns of mark and text, and whether it is numbered

    def written(line: re.Match[str]) -> str:
        quotation = quoted(line) if quoted else ""
        if not (mark := line["mark"]):
            return quotation
        column, is_numbered = len(line["indent"].expandtabs(4)), mark[0].isdigit()
        follows = any(known and column == one for one, _, known in around)
        if is_numbered and not (follows or line.start() == 0 or mark[:-1] == "1"):
            return quotation + mark
        while around and column < around[-1][1]:
            around.pop()
        arrows = "↳" * len(around)
        around.append((column, column + len(mark) + 1, is_numbered))
        return f"{quotation}{arrows} {mark}" if is_numbered else f"{quotation}{arrows} - "

    return written


def _quotations() -> Callable[[re.Match[str]], str]:
    """Return what writes how deep in quotations a line stands, where that is not as deep as the line above.

    A line with fewer marks goes on with the paragraph above it, unless a blank line or an item ends that.
    """
    depth, is_ended = 0, False

    def written(line: re.Match[str]) -> str:
        nonlocal depth, is_ended
        is_blank, here = line.end() == len(line.string) or line.string[line.end()] == "\n", line[0].count(">")
        begins = not is_blank and (here > depth or (here < depth and (is_ended or line["mark"])))
        depth, is_ended = here if begins else depth, is_blank
        return ">" * here + " " if begins else ""

    return written


def escape_beginning(text: str) -> str:
    """Write words so that a comment of them is neither a remark nor the title of a page."""
    return RESERVED.sub(r"\1&#58;", text)


def _unescaped(text: str) -> str:
    """Undo both; until then, what a comment begins with tells what kind it is."""
    return unescape(ESCAPED.sub(r"\1:", text) if "&#58;" in text else text)


def escape(text: str) -> str:
    """Write a text so that it can stand in a comment."""
    return text.replace("<!--", "&lt;!--").replace("-->", "--&gt;")


def unescape(text: str) -> str:
    """Undo `escape`."""
    return text.replace("&lt;!--", "<!--").replace("--&gt;", "-->")


def is_formula(text: str) -> bool:
    """Return whether a paragraph is one displayed formula and nothing else."""
    text = text.strip()
    if not (text.startswith("$$") and text.endswith("$$") and len(text) > 4):
        return False
    found = [one for one in scan(text) if one.kind == "display"]
    return len(found) == 1 and (found[0].start, found[0].end) == (0, len(text))


def formula_key(tex: str) -> str:
    r"""Return a formula without white space and words in ``\text{…}``, its numbers as English writes them.

    French has ``[-1{,}3\,;\ 1{,}3]`` for ``[-1.3, 1.3]``: the comma being taken, a semicolon separates.
    """
    tex = WORDS_IN_TEX.sub(r"\1{}", tex)
    if "{,}" in tex:
        tex = BETWEEN_NUMBERS.sub(",", tex.replace("{,}", "."))
    return "".join(tex.split())


def with_formula_keys(text: str) -> str:
    """Return a line of formulas with each of them as `formula_key` has it."""
    return IN_DOLLARS.sub(lambda found: formula_key(found.group()), text) if "$" in text else text


@lru_cache(maxsize=65_536)
def _parts(text: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Return formulas, code spans, and the text with blanks in their place."""
    text = _unescaped(text)
    if not any(sign in text for sign in "$`~"):
        return (), (), text
    lines = text.split("\n")
    for fence in list(fences(lines)):
        lines[fence.first : fence.last] = [""] * (fence.last - fence.first)
    text = "\n".join(lines)
    formulas, pieces, position = [], [], 0
    for found in scan(text):
        if found.kind != "dollar":
            formulas.append(formula_key(found.tex))
            pieces += [text[position : found.start], " "]
            position = found.end
    text = "".join([*pieces, text[position:]])
    spans = tuple(match["code"].strip() for match in SPAN.finditer(text))
    return tuple(formulas), spans, SPAN.sub(" ", text)


@lru_cache(maxsize=65_536)
def prose(text: str) -> str:
    """Return only what is read as words: no code, formula, address, tag or id; alt texts are words."""
    text = _parts(text)[2]
    if not any(sign in text for sign in ("<", "{", "[", "://")):
        return text
    alts = " ".join(a or b for a, b in TEXT_ATTRIBUTE.findall(text))
    for pattern in (TAG, ADDRESS, ATTRIBUTES, FOOTNOTE):
        text = pattern.sub(" ", text)
    return TARGET.sub("]", text) + (" " + alts if alts else "")


def has_words(text: str) -> bool:
    """Return whether there is anything to translate in a text."""
    return STARTS_WITH_A_WORD.match(text) is not None or A_WORD.search(prose(text)) is not None


def ids(text: str) -> list[str]:
    """Return the ids that a text gives to its headings and elements."""
    return [a or b for a, b in ID.findall(_parts(text)[2])]


def links(text: str, languages: tuple[str, str]) -> list[str]:
    """Return where a text leads, less what says in which of two languages."""
    return [address(target, languages) for kind, target in _targets(text) if kind == "link"]


def pictures(text: str, languages: tuple[str, str]) -> list[str]:
    """Return the pictures of a text, less what says in which of two languages."""
    return [address(target, languages) for kind, target in _targets(text) if kind == "picture"]


@lru_cache(maxsize=65_536)
def _targets(text: str) -> list[tuple[str, str]]:
    """Return the kind and the address of everything that leads somewhere or is shown."""
    text = _parts(text)[2]
    if not any(sign in text for sign in ("](", "][", "://", "=")):
        return []
    shown = Counter(PICTURE.findall(text))
    found = [("picture", target) for target in shown.elements()]
    found += [("link", target) for target in (Counter(TARGET.findall(text)) - shown).elements()]
    found += [("link", target.rstrip(".,;:!?")) for target in ADDRESS.findall(text)]
    found += [("link", f"[{' '.join(label.split()).casefold()}]") for label in LABEL.findall(text)]
    return found + [(HTML_TARGET[name.lower()], a or b) for name, a, b in ATTRIBUTE.findall(text)]


def address(target: str, languages: tuple[str, str]) -> str:
    """Return an address without its language; an encyclopedia in another language has other page names."""
    code = "|".join(map(re.escape, languages))
    host = re.match(rf"https?://(?:{code})\.[^/]+", target)
    target = re.sub(rf"(?<=[^/]/)[\w-]+\.(?:{code})$", "", target)
    return re.sub(rf"[/.](?:{code})(?=[/.]|$)", "", host.group() if host else target)


def numbers(text: str, decimal: str) -> list[str]:
    """Return the numbers of a prose, without thousands separators and with a decimal point.

    `decimal` is the language's decimal sign; a space of any kind, or the other sign, separates thousands.
    """
    group = "[ \u00a0\u202f]" if decimal == "," else ","
    found = re.findall(
        rf"(?<![\w.,])\d{{1,3}}(?:{group}\d{{3}})+(?!\d)|(?<![\w.,])\d+(?:[.,]\d+)*", prose(text)
    )
    return [re.sub(rf"{group}(?=\d{{3}})", "", number).replace(decimal, ".") for number in found]


FEATURES: dict[str, Callable[[str], list[str]]] = {
    "formula": lambda text: list(_parts(text)[0]),
    "code": lambda text: list(_parts(text)[1]),
    "id": ids,
    "footnote": lambda text: FOOTNOTE.findall(_parts(text)[2]),
}
"""What a translation keeps as it is, by name; links, pictures and numbers need to know the languages."""
