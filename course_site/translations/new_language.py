"""The beginning of a language, all data: its pack of words, its first page, its entry in `mkdocs.yml`."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import yaml

from course_site.language import DEFAULT, FOLDER
from course_site.papers.note import FOLDER as PAPERS
from course_site.papers.reading import is_note
from course_site.problems import Problem
from course_site.settings import Settings
from course_site.translations.english_comments import TRANSLATE
from course_site.translations.opening import waiting
from course_site.translations.passages import OPENING_KEYS, decode, read_english
from course_site.translations.writing import new_page

CODE = re.compile(r"[a-z]{2,3}")


def plan_language(
    settings: Settings, config: Path, code: str, name: str
) -> tuple[dict[Path, str], list[Problem]]:
    """Return the files that begin language `code`, called `name` by those who speak it."""
    if not CODE.fullmatch(code) or code == DEFAULT:
        fault = f"a language is named by two or three small letters, such as es; got {code!r}."
        return {}, [Problem(f"docs/{code}", 0, 0, fault, _code_meant(code, name))]
    if (settings.docs / code).exists():
        fault = "this language has been begun."
        hint = f"course-site translations update {settings.relative(settings.docs / code)}/… begins a page."
        return {}, [Problem(settings.relative(settings.docs / code), 0, 0, fault, hint)]
    home = settings.docs / DEFAULT / "index.md"
    if not home.is_file():
        fault = "there is no home page to begin with."
        return {}, [Problem(settings.relative(home), 0, 0, fault, "Write it first.")]
    files = {settings.docs / code / "index.md": page_to_translate(home)}
    pack = FOLDER / f"{code}.yml"
    if not pack.exists():
        files[pack] = _pack(name)
    text = config.read_text(encoding="utf-8")
    changed = with_locale(text, code, name)
    if changed is None:
        fault = "no list of languages below the plugin i18n was found."
        return {}, [
            Problem(config.name, 0, 0, fault, "Write it as `languages:` with one `- locale:` a language.")
        ]
    if changed != text:
        files[config] = changed
    return files, []


def _code_meant(code: str, name: str) -> str:
    """Return what to do about a code that is none; a region is part of the name, and of no address."""
    letters, *region = re.split("[-_]", code.lower())
    if letters == DEFAULT or not CODE.fullmatch(letters):
        return "Look its code up in ISO 639."
    rest = ", without the region, which its name may say" if region else ""
    return f"Write `course-site translations new {letters} {shlex.quote(name)}`{rest}."


def page_to_translate(english: Path) -> str:
    """Return the page of a language that waits for every one of its passages."""
    text = decode(english.read_bytes())
    is_paper = english.parent.name == PAPERS and is_note(text, english.as_posix())
    head = waiting(text, () if is_paper else OPENING_KEYS)  # a paper's title is its name
    return new_page(head, read_english(text)[1], TRANSLATE)


def with_locale(text: str, code: str, name: str) -> str | None:
    """Return a `mkdocs.yml` with one more language; None if it has no list of them."""
    languages = next(_lists(yaml.compose(text), "languages"), None)
    if languages is None or languages.flow_style or not languages.value:
        return None
    if any(_value(item, "locale") == code for item in languages.value):
        return text
    lines = text.split("\n")
    margin = lines[languages.value[-1].start_mark.line]
    margin = margin[: margin.index("-")]
    entry = [
        f"{margin}- locale: {_scalar(code)}",
        f"{margin}  name: {_scalar(name)}",
        f"{margin}  build: true",
    ]
    last = _last_line(languages.value[-1])
    return "\n".join([*lines[: last + 1], *entry, *lines[last + 1 :]])


def _lists(node: yaml.Node | None, key: str) -> Iterator[yaml.SequenceNode]:
    """Yield the lists under `key`, wherever they are."""
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == key and isinstance(value, yaml.SequenceNode):
                yield value
            yield from _lists(value, key)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _lists(value, key)


def _value(node: yaml.Node, key: str) -> object:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value.value for name, value in pairs if name.value == key), None)


def _last_line(node: yaml.Node) -> int:
    """Return the 0-based line on which a value ends; a block's own end lies behind the blank lines."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return _last_line(node.value[-1][1])
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return _last_line(node.value[-1])
    return node.end_mark.line


def _scalar(text: str) -> str:
    """Return a text as YAML reads it back: `no` is a truth value there unless it has quotes."""
    listed = yaml.safe_dump([" ".join(text.split())], allow_unicode=True, width=float("inf"))
    return listed.removeprefix("- ").rstrip("\n")


def _pack(name: str) -> str:
    """Return a language pack whose words are the English ones until somebody translates them."""
    text = (FOLDER / f"{DEFAULT}.yml").read_text(encoding="utf-8")
    text = re.sub(r"\A#.*\n", "", text)
    line = f"name: {_scalar(name)}"
    text = re.sub(r"^name: .*$", lambda _: line, text, count=1, flags=re.MULTILINE)
    return "# Words to translate: what stands on the right of each colon. The keys on the left stay.\n" + text
