"""What `update` may copy from the English without asking: formulas, tags and code that hold no French word.

A formula is copied if it has the words that the English has, code if its strings are the same and it has no
comments. All else is left to a person: nothing that somebody may have translated is overwritten.
"""

from __future__ import annotations

import ast
import re
from collections import Counter

from course_site.cells import count_option_lines
from course_site.language import language
from course_site.translations import wording
from course_site.translations.blocks import Block
from course_site.translations.writing import option_lines

REFERENCE = re.compile(r"(\[[^\]]+\]:)[ \t]*\S+")
"""The target of a link, without a title."""
WORDS_FOR_SURE = re.compile(r"\\(?:text\w*|mbox)\*?\{([^{}]*)\}")
A_WORD = re.compile(r"[^\W\d_]{2,}|[À-ɏ]")
A_STRING = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'")
NAMED = r"\\(?:label|ref|eqref|tag|[hv]space|begin|end)\*?\{[^{}]{0,200}\}"
MEASURED = r"\\\\\[[^\]]{0,20}\]|[\d.]{1,9}\s?(?:em|ex|pt|mu|cm|mm|in)\b"
NO_WORDS = re.compile(rf"{NAMED}|{MEASURED}|\\[A-Za-z]+")
DECIMAL = re.compile(rf"{NAMED}|{MEASURED}|(\d)\.(?=\d)")
"""The point of a number, and what is no number that a reader sees."""
BETWEEN_DECIMALS = re.compile(r"(\d\.\d+)\s*,\s*(?=-?\d)|(?<=\d)\s*,\s*(?=-?\d+\.\d)")


def copy_of(english: Block, french: Block, code: str) -> str | None:
    """Return a block of language `code` as the English has it now; None if it may hold words of its own."""
    if french.kind != english.kind or french.kind == "code":
        return None
    if french.kind == "cell":
        return _cell(english, french)
    if french.kind == "reference":  # a title is words, and a label stands in sentences
        ours, theirs = (REFERENCE.fullmatch(block.text.strip()) for block in (english, french))
        return english.text if ours and theirs and ours[1] == theirs[1] else None
    if french.kind != "formula" and english.has_words:
        return None
    if _words(english) != _words(french):
        return None
    return localised(english, "," if "{,}" in french.text else language(code)["decimal"])


def localised(block: Block, decimal: str) -> str:
    """Return a block without words, the numbers in its formulas with another decimal sign."""
    if decimal != "," or not DECIMAL.search(block.text):
        return block.text
    if block.kind == "formula":
        return _commas(block.text)
    return wording.IN_DOLLARS.sub(lambda found: _commas(found.group()), block.text)


def _words(block: Block) -> Counter[str]:
    """Return the words in the formulas of a block, and its code but for what is computed."""
    if block.kind == "formula":
        return _tex_words(block.text)
    spans = wording.FEATURES["code"](block.text)
    formulas = " ".join(wording.IN_DOLLARS.findall(block.text))
    return _tex_words(formulas) + Counter(span for span in spans if not span.startswith("{python}"))


def _tex_words(tex: str) -> Counter[str]:
    """Return the words of a formula: in `\\text`, in `\\mathrm`, behind `%`, or wherever letters touch."""
    return Counter(WORDS_FOR_SURE.findall(tex)) + Counter(A_WORD.findall(NO_WORDS.sub(" ", tex)))


def _commas(tex: str) -> str:
    tex = BETWEEN_DECIMALS.sub(lambda found: rf"{found[1] or ''}\,;\ ", tex)
    return DECIMAL.sub(lambda found: f"{found[1]}{{,}}" if found[1] else found.group(), tex)


def _cell(english: Block, french: Block) -> str | None:
    """Return the French cell with the English code and its own captions."""
    lines, ours = (block.code.split("\n") for block in (french, english))
    settings = english.options.keys() - english.captions.keys()
    code, today = ("\n".join(all_lines[count_option_lines(all_lines) :]) for all_lines in (lines, ours))
    if (
        settings & french.captions.keys()
        or re.search(r"#|'''|\"\"\"", code)
        or _strings(code) != _strings(today)
    ):
        return None
    options = option_lines(english, settings) + option_lines(french, french.captions.keys())
    fences = french.text.split("\n")[0], french.text.split("\n")[-1]
    return "\n".join([fences[0], *options, today, fences[1]])


def _strings(code: str) -> Counter[str]:
    """Return the texts in a piece of Python: what a figure or a printed line says, and names in quotes."""
    try:
        constants = (node.value for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Constant))
        return Counter(value for value in constants if isinstance(value, str))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Counter(A_STRING.findall(code))
