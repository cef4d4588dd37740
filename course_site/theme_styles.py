"""The theme's style sheet without the rules for what this site never shows: a quarter of its weight.

A rule stays if every class, and every colour of the palette, that its selector names stands in a page or in
a script of the site, which may set it later.
What stands in brackets, as in `:not(.x)` and `:is(.x, .y)`, asks for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import tinycss2

CLASS = re.compile(r"\.(-?[A-Za-z_](?:\\.|[\w-])*)")
ATTRIBUTE = re.compile(r'class="([^"]*)"')
COLOUR = re.compile(r'data-md-color-(?:primary|accent)="?[\w-]+')
BRACKETS = re.compile(r"\([^()]*\)")
GROUPS = ("media", "supports")
SHEETS = ("assets/stylesheets/main.*.css", "assets/stylesheets/palette.*.css")


def slim_theme(site: Path, themes: Sequence[str]) -> None:
    """Write the theme's style sheet anew into a built site; `themes` are the folders it came from.

    Without folders, as in a preview, nothing changes.
    """
    if not themes:
        return
    known = known_classes(site)
    for sheet in (sheet for pattern in SHEETS for sheet in site.glob(pattern)):
        name = sheet.relative_to(site)
        original = next(path for folder in themes if (path := Path(folder, name)).is_file())
        text = without_unused(original.read_text(encoding="utf-8"), known)
        sheet.write_text(text, encoding="utf-8")


def known_classes(site: Path) -> Callable[[str], bool]:
    """Return whether a class or a colour stands in a page of a site, or in a script, which may set it."""
    used = set()
    for page in site.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        for words in ATTRIBUTE.findall(html):
            used.update(words.split())
        used.update(colour.replace('"', "") for colour in COLOUR.findall(html))
    scripts = "".join(path.read_text(encoding="utf-8") for path in site.glob("assets/javascripts/*.js"))
    return lambda name: name in used or name in scripts


def without_unused(css: str, known: Callable[[str], bool]) -> str:
    """Return a style sheet without the rules that no element can meet."""
    return _rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), known)


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
    colours = [colour.replace('"', "") for colour in COLOUR.findall(selector)]
    return all(known(name.replace("\\", "")) for name in [*CLASS.findall(selector), *colours])
