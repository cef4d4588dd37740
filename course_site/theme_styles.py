"""The theme's and KaTeX's style sheets without the rules for what this site never shows: a third lighter.

A rule stays if every class, colour of the palette and direction of writing that its selector names stands in
a page or in a script of the site, which may set it later.
What stands in brackets, as in `:not(.x)` and `:is(.x, .y)`, asks for nothing.
A variable stays if something that stays reads it: most hold icons of kinds of boxes that no page has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
from pathlib import Path

import tinycss2

CLASS = re.compile(r"\.(-?[A-Za-z_](?:\\.|[\w-])*)")
ATTRIBUTE = re.compile(r'class="([^"]*)"')
SETTING = re.compile(r'(?:data-md-color-(?:primary|accent)|\bdir)="?[\w-]+')
VARIABLE = re.compile(r"--[A-Za-z][\w-]*")
DECLARED = re.compile(rf"(?P<name>(?<=[{{;]){VARIABLE.pattern}):(?:\"[^\"]*\"|[^;{{}}\"])*(?:;|(?=}}))")
READ = re.compile(rf"var\(\s*({VARIABLE.pattern})")
BRACKETS = re.compile(r"\([^()]*\)")
GROUPS = ("media", "supports")
SHEETS = ("assets/stylesheets/main.*.css", "assets/stylesheets/palette.*.css", "assets/katex/katex.min.css")


def slim_theme(site: Path, themes: Sequence[str]) -> None:
    """Write the theme's style sheet anew into a built site; `themes` are the folders it came from.

    Without folders, as in a preview, nothing changes.
    """
    if not themes:
        return
    pages = (page.read_text(encoding="utf-8") for page in site.rglob("*.html"))
    scripts = "".join(path.read_text(encoding="utf-8") for path in site.glob("assets/javascripts/*.js"))
    known, read = known_names(pages, scripts)
    sheets = [sheet for pattern in SHEETS for sheet in site.glob(pattern)]
    for sheet in sheets:
        name = sheet.relative_to(site)
        original = next((path for folder in themes if (path := Path(folder, name)).is_file()), sheet)
        sheet.write_text(without_unused(original.read_text(encoding="utf-8"), known), encoding="utf-8")
    for sheet in site.rglob("*.css"):
        read.update(READ.findall(sheet.read_text(encoding="utf-8")))
    for sheet in sheets:
        sheet.write_text(without_unread(sheet.read_text(encoding="utf-8"), read), encoding="utf-8")


def known_names(pages: Iterable[str], scripts: str) -> tuple[Callable[[str], bool], set[str]]:
    """Return whether a class or a setting stands in a page or in the scripts; and the variables they name."""
    used, read = set(), set(VARIABLE.findall(scripts))
    for html in pages:
        for words in ATTRIBUTE.findall(html):
            used.update(words.split())
        used.update(setting.replace('"', "") for setting in SETTING.findall(html))
        read.update(READ.findall(html))
    return lambda name: name in used or name in scripts, read


def without_unused(css: str, known: Callable[[str], bool]) -> str:
    """Return a style sheet without the rules that no element can meet."""
    return _rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), known)


def without_unread(css: str, read: Container[str]) -> str:
    """Return a style sheet without the variables that nothing reads."""

    def kept(match: re.Match[str]) -> str:
        return match.group() if match["name"] in read else ""

    return DECLARED.sub(kept, css)


def _rules(nodes: list[tinycss2.ast.Node], known: Callable[[str], bool]) -> str:
    return "".join(_rule(node, known) for node in nodes)


def _rule(node: tinycss2.ast.Node, known: Callable[[str], bool]) -> str:
    if node.type == "qualified-rule":
        kept = ",".join(selector for selector in _selectors(node.prelude) if _can_be_met(selector, known))
        return f"{kept}{{{tinycss2.serialize(node.content)}}}" if kept else ""
    if node.type == "at-rule" and node.lower_at_keyword in GROUPS and node.content is not None:
        inner = _rules(tinycss2.parse_rule_list(node.content, skip_whitespace=True), known)
        return f"@{node.at_keyword}{tinycss2.serialize(node.prelude)}{{{inner}}}" if inner else ""
    return node.serialize()


def _selectors(prelude: list[tinycss2.ast.Node]) -> list[str]:
    """Split a rule's selectors at the commas that stand outside brackets."""
    parts: list[list[tinycss2.ast.Node]] = [[]]
    for node in prelude:
        if node == ",":
            parts.append([])
        else:
            parts[-1].append(node)
    return [tinycss2.serialize(part) for part in parts]


def _can_be_met(selector: str, known: Callable[[str], bool]) -> bool:
    while (shorter := BRACKETS.sub("", selector)) != selector:
        selector = shorter
    settings = [setting.replace('"', "") for setting in SETTING.findall(selector)]
    return all(known(name.replace("\\", "")) for name in [*CLASS.findall(selector), *settings])
