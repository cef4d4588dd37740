"""Makes Markdown from elsewhere harmless: no element, attribute or address of it can run anything.

Formulas and code stay as they are: the site shows them as text.
Everything else that looks like HTML either is on nh3's list of harmless elements or is shown as text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import nh3
from markdown_it.token import Token

from course_site.comments import block_parser
from course_site.tex.dollars import TAG, scan

ELEMENTS = nh3.ALLOWED_TAGS | {"figure", "figcaption", "details", "summary", "aside", "center", "mark"}
EVERYWHERE = {"id", "class", "markdown"}
ATTRIBUTES = {name: nh3.ALLOWED_ATTRIBUTES.get(name, set()) | EVERYWHERE for name in ELEMENTS}
HARMLESS_HTML = nh3.Cleaner(tags=ELEMENTS, attributes=ATTRIBUTES, link_rel=None)
NO_HTML = nh3.Cleaner(tags=set())
ADDRESS = re.compile(r"<(?:https?://|mailto:)[^\s<>\"']*>|<[^\s<>@\"'=:]+@[^\s<>@\"'=:]+>")
CODE = re.compile(r"(?<![`\\])(?P<ticks>`{1,2})(?!`)(?:(?!<!--|-->)[^`\n])*(?<!`)(?P=ticks)(?!`)")
"""A code span on one line that holds no other backtick and no comment: everybody reads it as code."""
COMMENT = re.compile(r"<!--(?!-?>)(?:(?!--!?>).)*-->", re.DOTALL)
CODE_OR_COMMENT = re.compile(rf"{CODE.pattern}|<!--(?!-?>)[^\n<>`]*-->", re.DOTALL)
LIKE_FENCE = re.compile(r"(?:[ \t]|>|[-*+:]|\d+[.)])*(?:```|~~~)")
PLAIN_INFO = re.compile(r"[\w+#.-]*")
MOST_OPEN_COMMENTS = 100
TARGET = re.compile(r"(?P<before>\](?:\(|:)\s*<?)(?P<target>[^\s()<>\[\]]*)")
"""Where a link leads, as far as that says by what means."""
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
HARMLESS = ("http:", "https:", "mailto:")
ATTRIBUTE = re.compile(
    r"\b(?:(?:on\w{1,30}|style|srcdoc)\s{0,9}|(?:href|src|data|(?:form)?action|xlink:href)\s{0,9}(?==\s{0,9}"
    r"[\"']?(?P<target>[^\s\"'}]{0,500})))=",
    re.IGNORECASE,
)
"""What Python-Markdown takes for an attribute, in braces behind an element, and could run something."""
RISKY = re.compile(r"<|\](?:\(|:)")
"""Without an element, the target of a link or an attribute, nothing in a text can run."""
NAME = re.compile(r"</?([A-Za-z][\w-]*)")
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
GIVEN = re.compile(r"\s([\w:@.-]+)(?=[\s=/>])")
OPENS = re.compile(r"<(?=[A-Za-z/!?])")


def clean(text: str) -> str:
    """Return Markdown in which nothing runs; harmless Markdown comes back as it was."""
    if not RISKY.search(text) and not ("{" in text and ATTRIBUTE.search(text)):
        return text
    end = text.rfind("-->") + 1
    if text.count("<!--", end) > MOST_OPEN_COMMENTS:  # each would be looked for to the end
        text = text[:end] + text[end:].replace("<!--", "&lt;!--")
    lines = text.split("\n")
    regions, start = [], 0
    for first, last in _sure_blocks(text, lines):
        regions += [("\n".join(lines[start:first]), True)] if first > start else []
        regions.append(("\n".join(lines[first:last]), False))
        start = last
    regions += [("\n".join(lines[start:]), True)] if start < len(lines) else []
    rest = "\n".join(_without_code(region) for region, is_prose in regions if is_prose)
    if "`" in rest:  # it may open code that ends where other code seems to open
        return _clean_prose(text, _clean_markdown)
    cleaned = _clean_markdown if OPENS.search(rest) else _clean_part  # inside HTML, a code span is none
    return "\n".join(_clean_prose(region, cleaned) if is_prose else region for region, is_prose in regions)


def _without_code(text: str) -> str:
    """Return what is neither a formula nor a code span, a comment or an address."""
    return _outside_formulas(text, lambda part: ADDRESS.sub("", CODE_OR_COMMENT.sub("", part)), "")


def _sure_blocks(text: str, lines: list[str]) -> list[tuple[int, int]]:
    """Return the lines of all fences and comments, if every reader finds the same ones; else of none."""
    if not re.search(r"```|~~~|<!--", text):
        return []
    tokens = [token for token in block_parser().parse(text) if not token.level and token.map]
    found = [tuple(token.map) for token in tokens if _is_sure_fence(token, lines) or _is_comment(token)]
    inside = {line for first, last in found for line in range(first, last)}
    if any(LIKE_FENCE.match(line) for number, line in enumerate(lines) if number not in inside):
        return []
    return found


def _is_sure_fence(token: Token, lines: list[str]) -> bool:
    """Tell whether a fence is closed, at the margin, and says no more than a name."""
    if token.type != "fence":
        return False
    first, last = token.map
    closed = last - first > 1 and lines[last - 1].rstrip() == token.markup
    return (
        lines[first].startswith(token.markup)
        and closed
        and PLAIN_INFO.fullmatch(token.info.strip()) is not None
    )


def _is_comment(token: Token) -> bool:
    """Tell whether a block is one comment: the English of a translation, which the site never shows."""
    return token.type == "html_block" and COMMENT.fullmatch(token.content.rstrip()) is not None


def clean_line(text: str) -> str:
    """Return one property in which nothing runs; it has no code and no links."""
    return _outside_formulas(text, _without_tags) if "<" in text else text


def _without_tags(text: str) -> str:
    """Return a property as plain text: words that were emphasised are just words."""
    if OPENS.search(text):
        text = html.unescape(NO_HTML.clean(text))
    return OPENS.sub("< ", text)


def _clean_prose(text: str, cleaned: Callable[[str], str]) -> str:
    return _outside_formulas(_without_attributes(text), cleaned)


def _without_attributes(text: str) -> str:
    """Return text in which braces give no element an attribute that could run something."""
    if "{" not in text or not ATTRIBUTE.search(text):
        return text
    masked = _outside_formulas(text, str, "\0").split("\n")
    return "\n".join(map(_without_attributes_in, text.split("\n"), masked))


def _without_attributes_in(line: str, masked: str) -> str:
    """Return a line in which no brace opens attributes; in `masked`, which is as long, formulas are blank."""
    targets = [match["target"] for match in ATTRIBUTE.finditer(masked)] if "{" in masked else []
    if all(target is not None and _is_harmless(target) for target in targets):
        return line
    return "".join("&#123;" if seen == "{" else sign for sign, seen in zip(line, masked, strict=True))


def _outside_formulas(text: str, cleaned: Callable[[str], str], mask: str | None = None) -> str:
    """Return text whose parts between formulas are `cleaned`, and formulas masked, if by anything."""
    pieces, position = [], 0
    for found in scan(text):
        written = text[found.start : found.end]
        if found.kind != "dollar" and "<!--" not in written and "-->" not in written:
            kept = written if mask is None else re.sub(r"[^\n]", mask, written)
            pieces += [cleaned(text[position : found.start]), kept]
            position = found.end
    return "".join([*pieces, cleaned(text[position:])])


def _clean_part(text: str) -> str:
    pieces, position = [], 0
    for match in CODE_OR_COMMENT.finditer(text):
        pieces += [_clean_markdown(text[position : match.start()]), match.group()]
        position = match.end()
    return "".join([*pieces, _clean_markdown(text[position:])])


def _clean_markdown(text: str) -> str:
    return _clean_tags(TARGET.sub(_clean_target, text))


def _clean_target(match: re.Match[str]) -> str:
    """Return a link that leads to a page, or nowhere."""
    return match["before"] + (match["target"] if _is_harmless(match["target"]) else "#")


def _is_harmless(target: str) -> bool:
    """Tell whether an address is a page's: what browsers ignore in it is ignored."""
    said = re.sub(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028\u2029\ufeff]", "", html.unescape(target))
    scheme = SCHEME.match(said.replace("\\", ""))
    return scheme is None or scheme.group().lower() in HARMLESS


def _clean_tags(text: str) -> str:
    """Return text in which every element is harmless; what nobody knows is shown as text."""
    pieces, position = [], 0
    for match in OPENS.finditer(text):
        at = match.start()
        if at < position:
            continue
        pieces.append(text[position:at])
        tag = ADDRESS.match(text, at)
        if tag is None and (tag := TAG.match(text, at)) is not None:
            pieces.append(_clean_tag(tag.group()))
        else:
            pieces.append(tag.group() if tag else "&lt;")
        position = tag.end() if tag else at + 1
    return "".join([*pieces, text[position:]])


def _clean_tag(tag: str) -> str:
    """Return a tag with its harmless attributes, or the tag as text."""
    name = NAME.match(tag)
    if name is None or name[1].lower() not in ELEMENTS:
        return tag.replace("<", "&lt;")
    if tag.startswith("</"):
        return f"</{name[1].lower()}>"
    cleaned = HARMLESS_HTML.clean(tag)
    kept = cleaned.partition(">")[0] + ">"
    kept = tag if _count(kept) == _count(tag) else kept
    return f"<{html.escape(kept[1:-1], quote=False)}>" if re.search(r"[<>]", kept[1:-1]) else kept


def _count(tag: str) -> list[str]:
    """Return the names of the attributes of a tag: if none is gone, all may stay as they were written."""
    return sorted(name.lower() for name in GIVEN.findall(QUOTED.sub('""', tag)))
