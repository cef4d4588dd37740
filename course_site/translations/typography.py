"""What French types without a key for it: narrow no-break spaces, curled apostrophes. The rules are data.

They are applied to the text of a finished page and to attributes that are read as text,
never in code, formulas, scripts, or in passages of another language; of a drawing, to what describes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from course_site.language import Language, language
from course_site.problems import Problem
from course_site.translations.blocks import Block
from course_site.translations.wording import prose

TOKEN = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<!?/?[A-Za-z](?:\"[^\"]*\"|'[^']*'|[^'\"<>])*+>", re.DOTALL
)
NAME = re.compile(r"<(/?)([A-Za-z][\w:-]*)")
UNTOUCHED = ("code", "pre", "kbd", "samp", "script", "style", "textarea", "svg", "math")
VOID = ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
READ = re.compile(r"(\s(?:alt|title|aria-label|placeholder)=\")([^\"]*)(?=\")")
META = re.compile(r"^<meta\s[^>]*(?:name|property)=\"(?:description|og:title|og:description|og:site_name)\"")
CONTENT = re.compile(r"(\scontent=\")([^\"]*)(?=\")")
KEPT = re.compile(r"\sclass=\"[^\"]*\bkatex|\stranslate=\"no\"")
TITLE = re.compile(r"^((?:!!!|\?\?\?\+?|===)[^\"\n]*)\"(.*)\"[ \t]*$", re.MULTILINE)
"""The title of an admonition or a tab: its quotes are not read."""
LANGUAGE = re.compile(r"\slang=\"([^\"]*)\"")
APOSTROPHE = re.compile(r"&#(?:39|x27);")
ADDRESS = re.compile(r"(\bhttps?://[^\s<>«»]+)")
WITHIN_A_WORD = (
    "a",
    "abbr",
    "b",
    "cite",
    "del",
    "em",
    "i",
    "ins",
    "mark",
    "q",
    "s",
    "small",
    "span",
    "strong",
    "u",
)
"""Elements that may end in the middle of a word: what follows goes on with it."""


def with_typography(html: str, words: Language) -> str:
    """Return a page in the typography of its language; as it is, for a language without rules."""
    if not rules(words.code):
        return html
    return "".join(_pieces(html, words.code))


def typeset(text: str, code: str) -> str:
    """Return a plain text, such as a title, in the typography of its language."""
    return _set(text, code)


def titled(meta: Mapping[str, Any], words: Language) -> dict[str, Any]:
    """Return what the top of a page says, its title as menus and the search will show it."""
    title = {"title": typeset(str(meta["title"]), words.code)} if "title" in meta else {}
    return {**meta, **title}


@cache
def rules(code: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return what a language replaces, in order: patterns, and what takes their place."""
    found = language(code)["translation_typography"].get("replace", ())
    return tuple((re.compile(pattern), by) for pattern, by in found)


@cache
def warnings(code: str) -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """Return what a source in a language should not hold: patterns, what is wrong, what to do."""
    found = language(code)["translation_typography"].get("hints", ())
    return tuple((re.compile(pattern), message, hint) for pattern, message, hint in found)


def typography_hints(blocks: Sequence[Block], path: str, code: str) -> Iterator[Problem]:
    """Yield a hint for each passage in which something is typed as in another language.

    A pattern that has a group counts only where the group is found.
    """
    for block in blocks:
        if block.kind in ("code", "formula") or not block.has_words:
            continue
        text = prose(TITLE.sub(r"\1\2", "\n".join(block.captions.values()) or block.text))
        for pattern, message, hint in warnings(code):
            found = (match[pattern.groups] for match in pattern.finditer(text))
            if word := next(filter(None, found), None):
                yield Problem(path, _line(block, word), 0, message.format(word), hint)


def _line(block: Block, word: str) -> int:
    """Return the line of a block on which a word is read."""
    lines = enumerate(block.text.split("\n"), block.line)
    return next((number for number, line in lines if word in prose(line)), block.line)


def _pieces(html: str, code: str) -> Iterator[str]:
    """Yield a page in pieces: text in the language's typography, tags with their texts in it."""
    position, before = 0, ""
    tokens = TOKEN.finditer(html)
    for token in tokens:
        text = html[position : token.start()]
        yield _set(text, code, before)
        tag = token.group()
        position = token.end()
        name = NAME.match(tag)
        before = (text or before)[-1:] if name and name[2].lower() in WITHIN_A_WORD else ""
        if not name or name[1]:
            yield tag
        elif _is_untouched(name[2].lower(), tag, code):
            position, before = _end(name[2].lower(), tokens, token.end(), len(html)), ""
            kept = KEPT.search(tag) or _is_foreign(tag, code)
            yield (tag if kept else _attributes(tag, code)) + html[token.end() : position]
        else:
            yield _attributes(tag, code)
    yield _set(html[position:], code, before)


def _is_untouched(name: str, tag: str, code: str) -> bool:
    """Tell whether an element is left alone with all it holds."""
    if name in VOID:
        return False
    return name in UNTOUCHED or bool(KEPT.search(tag)) or _is_foreign(tag, code)


def _is_foreign(tag: str, code: str) -> bool:
    other = LANGUAGE.search(tag)
    return bool(other and other[1].split("-")[0] != code)


def _end(name: str, tokens: Iterator[re.Match[str]], start: int, whole: int) -> int:
    """Return where the element that has just been opened ends."""
    depth = 1
    for token in tokens:
        found = NAME.match(token.group())
        if found and found[2].lower() == name:
            depth += -1 if found[1] else 1
            if not depth:
                return token.end()
    return whole


def _attributes(tag: str, code: str) -> str:
    pattern = CONTENT if META.match(tag) else READ
    return pattern.sub(lambda found: found[1] + _set(found[2], code), tag)


def _set(text: str, code: str, before: str = "") -> str:
    """Set a text, and no address in it; `before` is the character that it follows, through a tag."""
    if not text or text.isspace():
        return text
    letter = before if before.isalpha() else ""
    text = letter + APOSTROPHE.sub("'", text)
    parts = ADDRESS.split(text) if "://" in text else [text]
    for index in range(0, len(parts), 2):
        for pattern, by in rules(code):
            parts[index] = pattern.sub(by, parts[index])
    return "".join(parts)[len(letter) :]
