"""Which column of somebody's table means which field of a note: guessed, shown, and kept in a small file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from course_site.front_matter import read_yaml
from course_site.papers.exchange.meanings import EXTRA, FORBIDDEN, LISTS, TARGETS, guess_values
from course_site.papers.exchange.values import split_list
from course_site.papers.schema import BY_NAME
from course_site.papers.vocabulary import UNSORTED, Vocabulary
from course_site.problems import Problem, nearest

HEADER = """\
# What each column means: the name of a field, `+name` to keep it in the notes under a name of its own,
# or nothing to leave it out.
# `values` translates what a column says into the words of assets/papers.yml; `defaults` fills gaps.
"""


@dataclass
class ColumnMap:
    """Which column means what, how its values are called here, and what to write where nothing is said."""

    columns: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    """By field, then as written elsewhere."""
    defaults: dict[str, Any] = field(default_factory=dict)

    def text(self) -> str:
        """Return the mapping as its file."""
        content = {"columns": self.columns, "values": self.values, "defaults": self.defaults}
        content = {name: _shown(value) for name, value in content.items() if value}
        return HEADER + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=float("inf"))


def _shown(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return a mapping whose empty values are empty in YAML too."""
    return {key: _shown(inner) if isinstance(inner, dict) else inner or None for key, inner in value.items()}


def complete(mapping: ColumnMap, rows: Sequence[Mapping[str, str]], vocabulary: Vocabulary) -> None:
    """Add to a mapping what the values of the rows probably mean, and what fills the gaps."""
    for name in LISTS:
        columns = [column for column, target in mapping.columns.items() if target == name]
        texts = [row.get(column, "") for row in rows for column in columns]
        seen = {part for text in texts for part in (split_list(text) if name == "topics" else [text.strip()])}
        told = mapping.values.get(name, {})
        guessed = guess_values(name, seen - {""} - set(told), vocabulary)
        if told or guessed:
            mapping.values[name] = told | guessed
        if name != "topics" and vocabulary.known(LISTS[name]):
            mapping.defaults.setdefault(name, next(iter(vocabulary.known(LISTS[name]))))
    if UNSORTED in vocabulary.topics and lacks_topics(mapping, rows):
        mapping.defaults.setdefault("topics", UNSORTED)


def lacks_topics(mapping: ColumnMap, rows: Sequence[Mapping[str, str]]) -> bool:
    """Tell whether a row names no topic."""
    columns = [column for column, target in mapping.columns.items() if target == "topics"]
    return any(not any(row.get(column, "").strip() for column in columns) for row in rows)


def read_mapping(text: str, path: str) -> tuple[ColumnMap, list[Problem]]:
    """Read the file of a mapping."""
    values, problems = read_yaml(text, path, 1, "the mapping")
    if problems:
        return ColumnMap(), problems
    parts = (
        {name: (values or {}).get(name) or {} for name in ("columns", "values", "defaults")}
        if isinstance(values, dict | None)
        else {}
    )
    shaped = parts and all(isinstance(part, dict) for part in parts.values())
    if not shaped or not all(isinstance(part, dict | None) for part in parts["values"].values()):
        fault = "a mapping has `columns`, `values` and `defaults`, each with `name: meaning` lines below it."
        return ColumnMap(), [Problem(path, 1, 0, fault, "Let --save-mapping write one, and change that.")]
    unknown = [name for name in values or {} if name not in parts]
    problems = [
        Problem(path, 1, 0, f"`{name}` means nothing in a mapping.", nearest(str(name), parts).strip())
        for name in unknown
    ]
    columns = {str(name): str(target or "") for name, target in parts["columns"].items()}
    problems += [fault for name, target in columns.items() if (fault := _target_fault(name, target, path))]
    inner = {
        str(name): {str(key): str(value or "") for key, value in (words or {}).items()}
        for name, words in parts["values"].items()
    }
    for name in [*(set(inner) - set(LISTS)), *(set(parts["defaults"]) - set(BY_NAME))]:
        fault = f"`{name}` is no field that this part of a mapping can name."
        problems.append(Problem(path, 1, 0, fault, nearest(str(name), BY_NAME).strip()))
    return ColumnMap(columns, inner, dict(parts["defaults"])), problems


def _target_fault(name: str, target: str, path: str) -> Problem | None:
    if target in ("", *TARGETS):
        return None
    if target.startswith("+") and EXTRA.fullmatch(target[1:]) and target[1:] not in FORBIDDEN | set(TARGETS):
        return None
    if target.startswith("+"):
        fault = f"the column {name!r} cannot be kept as `{target[1:]}`: that word has a meaning of its own."
        return Problem(path, 1, 0, fault, "Choose another word: lower-case letters, digits and hyphens.")
    fault = f"the column {name!r} cannot mean `{target}`."
    hint = nearest(target, TARGETS).strip() or f"It may mean {', '.join(TARGETS)}, or +name."
    return Problem(path, 1, 0, fault, hint)
