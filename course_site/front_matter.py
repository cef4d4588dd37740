"""The YAML block that opens a page: read safely, checked, with lines in every message."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import inf
from typing import Any

import yaml

from course_site.problems import Problem, nearest
from course_site.tex.macros import check_local_macros

LARGEST = 8_192
"""Bytes of front matter that a page may have: far above any real one, far below a bomb."""

HINTS = {"mapping values are not allowed here": "Put quotation marks around the text: it holds a colon."}
"""What to do about PyYAML's reasons that a contributor meets most."""
NOT_QUICKLY = re.compile(r"[&*\t]|- -|\? \?|[>|][-+\d]*#")
"""What libyaml and PyYAML may read differently, or what nests a level with every two letters."""
MOST_OPENED = 50
"""Brackets that a text may open for libyaml to read it: more could nest deeper than PyYAML can follow."""
ORDER = "could not determine a constructor"
"""How PyYAML says that it does not know what a ``!`` asks for."""

PAGE_KINDS = ("lecture", "notebook")
EXECUTION_KEYS = ("jupyter", "page", "timeout", "depends")
TAG = re.compile(r"<(?=[A-Za-z/!?])")
"""The theme writes a title into the menu of every page as it is."""
SIZE_LIMIT = 200
"""kB of Markdown that a page may have, unless its front matter says `size_limit: 400`."""
MOST_SIZE_LIMIT = 1_000


@dataclass(frozen=True)
class FrontMatter:
    """What the top of a page says."""

    values: Mapping[str, Any] = field(default_factory=dict)
    first_line_after: int = 1
    """1-based line where the body of the page begins."""

    @property
    def runs(self) -> bool:
        """A page runs only if it names a kernel."""
        return "jupyter" in self.values

    @property
    def kind(self) -> str:
        """Either ``lecture`` (prose first) or ``notebook`` (code first)."""
        return self.values.get("page", "lecture")

    @property
    def timeout(self) -> float | None:
        """Seconds each cell of this page may take, if the page sets a limit."""
        return self.values.get("timeout")

    @property
    def size_limit(self) -> int:
        """Characters this page may have."""
        wanted = self.values.get("size_limit", SIZE_LIMIT)
        return 1_000 * (wanted if _is_size_limit(wanted) else SIZE_LIMIT)

    @property
    def depends(self) -> tuple[str, ...]:
        """Data files, relative to the project, whose change re-runs the page."""
        return tuple(self.values.get("depends", ()))


class UniqueKeys:
    """What both loaders below add to PyYAML's: a key given twice is refused.

    A day that does not exist stays the text that it is, and is noted.
    """

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.no_days: list[yaml.ScalarNode] = []

    def construct_day(self, node: yaml.ScalarNode) -> Any:
        """Return a day; its text if there is none such."""
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError:
            self.no_days.append(node)
            return node.value

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Build a mapping whose keys are all different."""
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str | int | float | bool | None):
                raise yaml.MarkedYAMLError(
                    problem="a key must be plain text", problem_mark=key_node.start_mark
                )
            if key in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"key {key!r} is given twice", problem_mark=key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


class UniqueKeyLoader(UniqueKeys, yaml.SafeLoader):
    """PyYAML's safe loader, which also refuses an alias (a bomb's fuse), and says best what is wrong."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse aliases: front matter has no use for them."""
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()
            raise yaml.MarkedYAMLError(
                problem=f"alias *{event.anchor} is not allowed", problem_mark=event.start_mark
            )
        return super().compose_node(parent, index)


class QuickLoader(UniqueKeys, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """libyaml's safe loader, where PyYAML was built with it: it reads five times as fast."""


for loader in (UniqueKeyLoader, QuickLoader):
    loader.add_constructor("tag:yaml.org,2002:timestamp", loader.construct_day)


def load(text: str, loader: type[UniqueKeys]) -> tuple[Any, list[yaml.ScalarNode]]:
    """Return the value of a text, and the days in it that do not exist."""
    reading = loader(text)
    return reading.get_single_data(), reading.no_days


def quickly(text: str) -> tuple[Any, list[yaml.ScalarNode]] | None:
    """Return what the quick loader reads in a text; None where the other one has to look at it.

    That is where something is wrong, where an alias may stand, where a text may be nested deeply,
    and where PyYAML refuses what libyaml lets pass: a tab, and a comment right behind `>` or `|`.
    """
    if len(text) > LARGEST or text.count("[") + text.count("{") > MOST_OPENED or NOT_QUICKLY.search(text):
        return None
    try:
        return load(text, QuickLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def read_yaml(text: str, path: str, first_line: int, what: str) -> tuple[Any, list[Problem]]:
    """Parse `text`, which begins at `first_line` of `path`; faults become problems about `what`.

    The value is None where it could not be read at all.
    """
    try:
        value, no_days = quickly(text) or load(text, UniqueKeyLoader)
        return value, [_no_day(node, text, path, first_line) for node in no_days]
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error).splitlines()[0]
        line = first_line + (mark.line if mark else 0)
        hint = HINTS.get(reason, "Mend that line.")
        if reason.startswith(ORDER):
            reason = "what begins with ! is an order to YAML, and none is followed here"
            hint = "Put quotation marks around it."
        return None, [Problem(path, line, 0, f"{what} is not valid YAML: {reason}.", hint)]
    except ValueError as error:  # a number that cannot be
        reason = f"{what} is not valid YAML: {error}."
        return None, [Problem(path, first_line, 0, reason, "Mend that line.")]
    except RecursionError:
        return None, [Problem(path, first_line, 0, f"{what} is nested too deeply.", "Flatten it.")]


def _no_day(node: yaml.ScalarNode, text: str, path: str, first_line: int) -> Problem:
    line = node.start_mark.line
    name = text.split("\n")[line].partition(":")[0].strip()
    return Problem(
        path,
        first_line + line,
        0,
        f"`{name}` names a day that does not exist: {node.value}.",
        "Mend that line.",
    )


def read_front_matter(text: str, path: str) -> tuple[FrontMatter, list[Problem]]:
    """Read the block between the first two ``---`` lines of a page, if there is one."""
    if not text.startswith("---"):
        return FrontMatter(), []
    front_matter, problems = _read(text, path)
    return front_matter, list(problems)


@lru_cache(maxsize=1024)
def _read(text: str, path: str) -> tuple[FrontMatter, list[Problem]]:
    """Read the opening of a page once: each check of a page, and each build of a preview, asks for it."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return FrontMatter(), []
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    if end is None:
        fault = Problem(
            path,
            1,
            0,
            "front matter is opened by --- and never closed.",
            "Write --- on a line of its own after it.",
        )
        return FrontMatter(), [fault]
    block = "\n".join(lines[1:end])
    after = end + 2
    if len(block.encode()) > LARGEST:
        fault = Problem(path, 1, 0, f"front matter is larger than {LARGEST} bytes.", "Shorten it.")
        return FrontMatter(first_line_after=after), [fault]
    values, problems = read_yaml(block, path, 2, "front matter")
    if problems and values is None:
        return FrontMatter(first_line_after=after), problems
    if values is None:
        values = {}
    if not isinstance(values, dict):
        kind = type(values).__name__
        fault = Problem(
            path,
            2,
            0,
            f"front matter must be `key: value` lines, got a {kind}.",
            "Write for example `title: My page`.",
        )
        return FrontMatter(first_line_after=after), [fault]
    problems += _check_execution_keys(values, lines[:end], path)
    return FrontMatter(values, after), problems + check_local_macros(values, lines[:end], path)


def _check_execution_keys(values: dict[str, Any], lines: list[str], path: str) -> list[Problem]:
    """Check the keys that decide whether and how a page runs."""

    def fault(key: str, wanted: str, hint: str = "") -> Problem:
        line = next((i for i, text in enumerate(lines, 1) if text.startswith(f"{key}:")), 1)
        return Problem(path, line, 0, f"`{key}` must be {wanted}, got {values[key]!r}.", hint)

    problems = []
    kernel = values.get("jupyter")
    if "jupyter" in values:
        spec = kernel.get("kernelspec") if isinstance(kernel, dict) else None
        if not isinstance(spec, dict) or spec.get("language", "python") != "python":
            hint = "Copy the front matter of an existing lesson."
            problems.append(fault("jupyter", "a mapping with a Python `kernelspec`", hint))
    if "page" in values and values["page"] not in PAGE_KINDS:
        hint = nearest(str(values["page"]), PAGE_KINDS).strip()
        problems.append(fault("page", "`lecture` or `notebook`", hint))
    timeout = values.get("timeout", 1)
    if isinstance(timeout, bool) or not isinstance(timeout, int | float) or not 0 < timeout < inf:
        problems.append(fault("timeout", "a number of seconds above 0"))
    for key in ("title", "description"):
        text = values.get(key, "")
        if isinstance(text, dict | list):
            problems.append(fault(key, "words on one line", f"Write for example `{key}: My page`."))
        elif TAG.search(str(text)):
            problems.append(
                fault(
                    key,
                    "words without HTML",
                    "Leave elements out; behind a < that is just a sign, put a space.",
                )
            )
    if "template" in values:
        problems.append(fault("template", "left out", "Pages look as the theme draws them."))
    if not _is_size_limit(values.get("size_limit", SIZE_LIMIT)):
        problems.append(fault("size_limit", f"a whole number of kB, at most {MOST_SIZE_LIMIT}"))
    depends = values.get("depends", [])
    if not isinstance(depends, list) or not all(isinstance(name, str) for name in depends):
        problems.append(fault("depends", "a list of file names"))
    elif any(name.startswith("/") or ".." in name.split("/") for name in depends):
        problems.append(fault("depends", "a list of files inside the project"))
    return problems


def _is_size_limit(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MOST_SIZE_LIMIT
