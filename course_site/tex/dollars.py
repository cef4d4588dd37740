r"""Which dollar signs of a text are mathematics: ``$…$``, ``$$…$$`` and `` $`…`$ ``.

What looks like a price, a shell variable or a process number stays text, and ``\$`` is always a dollar.
Every text is read in time proportional to its length, whatever stands in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Found:
    """A formula, or an escaped dollar sign, and where it stands."""

    start: int
    end: int
    kind: str
    r"""``inline``, ``display`` or ``dollar`` (an escaped ``\$``)."""
    tex: str = ""


@dataclass
class Stretch:
    """A run of lines that one formula may span: a paragraph, a heading, one row of a table."""

    start: int
    end: int
    in_table: bool = False
    resume: int = 0
    """Where reading goes on: behind `end` if a comment or a formula reaches further."""
    dollars: list[int] = field(default_factory=list)
    """Offsets of the dollar signs that may delimit a formula."""
    depths: list[int] = field(default_factory=list)
    """How many braces are open at each of them."""
    found: list[Found] = field(default_factory=list)


BLANK_LINE = re.compile(r"\n[ \t>]*(?=\n)")
HEADING = re.compile(r"^[ \t>]*#{1,6}[ \t].*$", re.MULTILINE)
DELIMITER_ROW = re.compile(r"^[ \t>]*(?=[^\n]*\|)\|?(?:[ \t]*:?-+:?[ \t]*\|?)++[ \t]*$", re.MULTILINE)
CONTAINER = re.compile(r"[ \t]*(?:(?:>|[-*+]|\d+[.)]|:|\[\^[^\]\n]+\]:)[ \t]*)*")
SPECIAL = re.compile(r"\\|`+|<|\]\(|https?://|[${}]")
TAG = re.compile(
    r"</?[A-Za-z][\w-]*+(?:\s+[\w:@.-]++(?:\s*=\s*(?:\"[^\"\n]{0,5000}\"|'[^'\n]{0,5000}'|[^\s\"'=<>`]++))?)*+"
    r"\s*/?>|<[a-z][a-z0-9+.-]*:[^\s<>]*+>"
)
ADDRESS = re.compile(r"[^\s()<>]*+")
TARGET = re.compile(r"<?[^\s()<>]*+(?=>?\)|[ \t]+[\"'])")

LIKE_TEX = re.compile(r"[\\^_{}=<>≤≥≠∈→×]")
VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]+[^\w\s]|\{\w+\}[^\s\\^]*$")


def scan(text: str) -> Iterator[Found]:
    """Yield formulas and escaped dollars in the order of the text, in which no fence stands any more."""
    position = 0
    for stretch in _stretches(text):
        if stretch.end <= position:
            continue
        stretch.start = max(stretch.start, position)
        _read(text, stretch)
        _pair(text, stretch)
        for found in sorted(stretch.found, key=lambda found: found.start):
            if found.start >= position:  # an escaped dollar inside a formula is TeX
                yield found
                position = found.end
        position = max(position, stretch.resume)


def _stretches(text: str) -> Iterator[Stretch]:
    """Cut a text at its blank lines; a heading and a row of a table stand alone."""
    start = 0
    for end in [*(match.start() for match in BLANK_LINE.finditer(text)), len(text)]:
        part = text[start:end]
        in_table = "|" in part and DELIMITER_ROW.search(part) is not None
        if in_table or HEADING.search(part):
            for line in re.finditer(r"[^\n]+", part):
                yield Stretch(start + line.start(), start + line.end(), in_table)
        else:
            yield Stretch(start, end)
        start = end


def _read(text: str, stretch: Stretch) -> None:
    """Find the dollars of a stretch that stand in no code span, tag, comment or address."""
    runs = _backticks(text, stretch)
    position, depth = stretch.start, 0
    while position < stretch.end and (match := SPECIAL.search(text, position, stretch.end)):
        at, sign = match.start(), match.group()
        position = match.end()
        if sign == "\\":
            if text.startswith("$", at + 1) and at + 1 < stretch.end:
                stretch.found.append(Found(at, at + 2, "dollar"))
            position = at + 2
        elif sign in "{}":
            depth += 1 if sign == "{" else -1
        elif sign == "$":
            stretch.dollars.append(at)
            stretch.depths.append(depth)
        elif sign[0] == "`":
            position = _code(text, stretch, runs, at, len(sign))
        elif sign == "<":
            position = _tag(text, at)
        elif target := (TARGET if sign == "](" else ADDRESS).match(text, position):
            position = target.end()
    stretch.resume = max(stretch.end, position)


def _backticks(text: str, stretch: Stretch) -> dict[int, list[int]]:
    """Return where the runs of backticks of each length begin."""
    runs: dict[int, list[int]] = {}
    for match in re.compile("`+").finditer(text, stretch.start, stretch.end):
        runs.setdefault(len(match.group()), []).append(match.start())
    return runs


def _code(text: str, stretch: Stretch, runs: dict[int, list[int]], at: int, length: int) -> int:
    """Return where the code span that opens at `at` ends; `` $`…`$ `` is a formula."""
    same = runs.get(length, [])
    index = bisect_left(same, at + length)
    if index == len(same):
        return at + length
    end = same[index] + length
    if stretch.dollars[-1:] == [at - 1] and text.startswith("$", end) and end < stretch.end:
        tex = text[at + length : same[index]].strip()
        stretch.dollars.pop()
        stretch.depths.pop()
        stretch.found.append(Found(at - 1, end + 1, "inline", _clean(tex, text, at - 1, stretch)))
        return end + 1
    return end


def _tag(text: str, at: int) -> int:
    """Return where the tag, comment or address that opens at `at` ends."""
    if text.startswith("<!--", at):
        end = text.find("-->", at)
        return end + 3 if end >= 0 else at + 4
    match = TAG.match(text, at)
    return match.end() if match else at + 1


def _pair(text: str, stretch: Stretch) -> None:
    """Pair the dollars of a stretch, from left to right."""
    dollars, after = stretch.dollars, _next_at_depth(stretch.depths)
    index, count = 0, len(dollars)
    while index < count:
        at = dollars[index]
        run = 1
        while index + run < count and dollars[index + run] == at + run:
            run += 1
        if run == 1:
            close = after[index] if after[index] < count else index + 1
            index = close + 1 if _inline(text, stretch, index, close) else index + 1
        elif run == 2:
            found, index = _display(text, stretch, index)
            if found and found.end > stretch.end:
                stretch.resume = max(stretch.resume, found.end)
                break
        else:
            index += run


def _next_at_depth(depths: list[int]) -> list[int]:
    """Return for each dollar the next one inside no more braces: the ``$`` of ``\\text{if $x$}`` nest."""
    after, waiting = [len(depths)] * len(depths), []
    for index, depth in enumerate(depths):
        while waiting and depths[waiting[-1]] >= depth:
            after[waiting.pop()] = index
        waiting.append(index)
    return after


def _inline(text: str, stretch: Stretch, index: int, close: int) -> bool:
    """Take what stands between two single dollars as a formula, unless it is prose."""
    if close >= len(stretch.dollars):
        return False
    start, end = stretch.dollars[index], stretch.dollars[close]
    inner = text[start + 1 : end]
    if _is_prose(inner, text[start - 1 : start], text[end + 1 : end + 2]):
        return False
    stretch.found.append(Found(start, end + 1, "inline", _clean(inner, text, start, stretch)))
    return True


def _display(text: str, stretch: Stretch, index: int) -> tuple[Found | None, int]:
    """Take ``$$…$$`` as a formula; return it, and the index of the dollar to go on with."""
    start, dollars = stretch.dollars[index], stretch.dollars
    for close in range(index + 2, len(dollars) - 1):
        if dollars[close + 1] == dollars[close] + 1:
            inner = text[start + 2 : dollars[close]]
            if not inner.strip() or ("\n" not in inner and _is_words(inner)):
                return None, index + 2
            found = Found(start, dollars[close] + 2, "display", _clean(inner, text, start, stretch))
            stretch.found.append(found)
            return found, close + 2
    end = None if stretch.in_table else _far_end(text, stretch, start)
    if end is None:
        return None, index + 2
    found = Found(start, end, "display", _clean(text[start + 2 : end - 2], text, start, stretch))
    stretch.found.append(found)
    return found, len(dollars)


FAR = re.compile(r"(?:\\.|[^\\$])*+\$\$[ \t]*(?=\n|\Z)", re.DOTALL)
FOREIGN = re.compile(r"^[ \t>]*(?:#{1,6}[ \t]|\x02)", re.MULTILINE)


def _far_end(text: str, stretch: Stretch, start: int) -> int | None:
    """Return where a formula with blank lines inside ends, if it opens and closes as a block does."""
    line = text.rfind("\n", 0, start) + 1
    prefix = text[line:start]
    match = FAR.match(text, start + 2)
    if match is None or not CONTAINER.fullmatch(prefix) or FOREIGN.search(match.group()):
        return None
    rest = [row for row in match.group().split("\n")[1:] if row.strip(" \t>")]
    quoted = all(row.count(">") >= prefix.count(">") for row in rest) if ">" in prefix else True
    indented = all(row[:4].isspace() for row in rest) if len(prefix) >= 4 and prefix.isspace() else True
    end = start + 2 + len(match.group().rstrip(" \t"))
    return end if quoted and indented and text[start + 2 : end - 2].strip() else None


def _clean(tex: str, text: str, start: int, stretch: Stretch) -> str:
    """Return a formula without what the page put into it: quote marks, blank lines, ``\\|`` in a row."""
    if stretch.in_table:
        tex = tex.replace(r"\|", "|")
    if "\n" in tex:
        depth = CONTAINER.match(text, text.rfind("\n", 0, start) + 1).group().count(">")
        tex = re.sub(rf"\n(?:[ \t]*>){{0,{depth}}}", "\n", tex) if depth else tex
        tex = re.sub(r"\n\s*\n", "\n", tex)
    return tex.strip()


def _is_prose(inner: str, before: str, after: str) -> bool:
    """Tell prices and shell variables from formulas; `before` and `after` stand around the dollars."""
    if not inner.strip():
        return True
    opens_next = inner[-1].isspace() and not inner[0].isspace() and (after.isalnum() or after in set("({_"))
    if opens_next and "\\" not in inner:
        return True  # $5 and $6, $HOME and $PATH
    if VARIABLE.match(inner) and (after.isalpha() or after in set("{_")) and "\\" not in inner:
        return True  # $HOME/bin:$PATH, ${HOME}/${USER}
    if LIKE_TEX.search(inner):
        return False
    if _is_words(inner) or (inner[0].isdigit() and after.isdigit()):
        return True  # 5 $ and 6 $, US$5 to CA$10
    if inner[0] in ",.;:)!?" and len(inner.split()) > 1:
        return True  # 5$, puis 6$
    return before.isdigit() and re.fullmatch(r"[-–—/]\d+", inner) is not None


def _is_words(inner: str) -> bool:
    """Several words with a space just inside a dollar are a sentence."""
    touches = inner[0].isspace() or inner[-1].isspace()
    return touches and len(inner.split()) > 1 and not LIKE_TEX.search(inner)
