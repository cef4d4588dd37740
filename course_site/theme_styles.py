"""The theme's and KaTeX's style sheets without the rules for what this site never shows: a third lighter.

A rule stays if every class, colour of the palette and direction of writing that its selector names stands in
a page or in a script of the site, which may set it later.
What stands in brackets, as in `:not(.x)` and `:is(.x, .y)`, asks for nothing.
A variable stays if something that stays reads it: most hold icons of kinds of boxes that no page has.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
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
    return functools.cache(lambda name: name in used or name in scripts), read


def without_unused(css: str, known: Callable[[str], bool]) -> str:
    """Return a style sheet without the rules that no element can meet."""
    return "".join(rule.kept(known) for rule in parsed(css))


def without_unread(css: str, read: Container[str]) -> str:
    """Return a style sheet without the variables that nothing reads."""

    def kept(match: re.Match[str]) -> str:
        return match.group() if match["name"] in read else ""

    return DECLARED.sub(kept, css)


@dataclass(frozen=True)
class Rule:
    """What stands in braces, and before them; `inner` holds the rules of a group."""

    before: str
    selectors: tuple[tuple[str, frozenset[str]], ...] = ()
    inside: str = ""
    inner: tuple[Rule, ...] = ()

    def kept(self, known: Callable[[str], bool]) -> str:
        """Return what is left where only some names are known; a selector needs all of its own."""
        if self.selectors:
            met = ",".join(selector for selector, names in self.selectors if all(map(known, names)))
            return f"{met}{{{self.inside}}}" if met else ""
        if self.inner:
            inside = "".join(rule.kept(known) for rule in self.inner)
            return f"{self.before}{{{inside}}}" if inside else ""
        return self.before


@functools.lru_cache(maxsize=8)
def parsed(css: str) -> tuple[Rule, ...]:
    """Return the rules of a style sheet; kept, since each language of a site asks for the same sheets."""
    return _rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))


def _rules(nodes: Iterable[tinycss2.ast.Node]) -> tuple[Rule, ...]:
    return tuple(map(_rule, nodes))


def _rule(node: tinycss2.ast.Node) -> Rule:
    if node.type == "qualified-rule":
        selectors = tuple((selector, _names(selector)) for selector in _selectors(node.prelude))
        return Rule("", selectors, tinycss2.serialize(node.content))
    if node.type == "at-rule" and node.lower_at_keyword in GROUPS and node.content is not None:
        inner = _rules(tinycss2.parse_rule_list(node.content, skip_whitespace=True))
        return Rule(f"@{node.at_keyword}{tinycss2.serialize(node.prelude)}" if inner else "", inner=inner)
    return Rule(node.serialize())


def _selectors(prelude: list[tinycss2.ast.Node]) -> list[str]:
    """Split a rule's selectors at the commas that stand outside brackets."""
    parts: list[list[tinycss2.ast.Node]] = [[]]
    for node in prelude:
        if node == ",":
            parts.append([])
        else:
            parts[-1].append(node)
    return [tinycss2.serialize(part) for part in parts]


def _names(selector: str) -> frozenset[str]:
    """Return the classes and settings that an element needs to meet a selector."""
    while (shorter := BRACKETS.sub("", selector)) != selector:
        selector = shorter
    settings = [setting.replace('"', "") for setting in SETTING.findall(selector)]
    return frozenset([*(name.replace("\\", "") for name in CLASS.findall(selector)), *settings])
