"""The few facts about a project that pages depend on, read once from `mkdocs.yml`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from course_site.problems import Problem, ProblemsFound

DEVICES = ("cpu", "cuda", "auto")
DEFAULTS: dict[str, Any] = {
    "packages": [],
    "timeout": 120.0,
    "memory": 4000,
    "writable": [],
    "requires": [],
    "store": ".cache/lessons",
}


@dataclass(frozen=True)
class Settings:
    """Where a project keeps its pages, and how they run."""

    root: Path
    """The folder of `mkdocs.yml`; every path in a message is relative to it."""
    docs: Path
    packages: tuple[str, ...] = ()
    """Project packages that cells import; their modules are part of a page's fingerprint."""
    timeout: float = DEFAULTS["timeout"]
    """Seconds each cell may take, unless its page says otherwise."""
    memory: int = DEFAULTS["memory"]
    """MB of memory each page's process may use."""
    writable: tuple[Path, ...] = ()
    """What cells may write besides their scratch folder."""
    requires: tuple[str, ...] = ()
    """Modules without which pages cannot run here; a preview then shows boxes in place of figures."""
    store: Path = field(default=Path(DEFAULTS["store"]))
    device: str = "cpu"

    def relative(self, path: Path) -> str:
        """Return `path` as messages name it."""
        return path.relative_to(self.root).as_posix()


def make_settings(root: Path, docs: str | Path, options: Mapping[str, Any]) -> Settings:
    """Build settings from a project folder and the plugin's options; the store may be anywhere."""
    root = root.resolve()
    chosen = DEFAULTS | {key: value for key, value in options.items() if value is not None}
    return Settings(
        root,
        (root / docs).resolve(),
        tuple(chosen["packages"]),
        float(chosen["timeout"]),
        int(chosen["memory"]),
        tuple((root / path).resolve() for path in chosen["writable"]),
        tuple(chosen["requires"]),
        (root / chosen["store"]).resolve(),
        _device(chosen.get("device") or os.environ.get("LESSON_DEVICE") or "cpu"),
    )


def _device(name: str) -> str:
    try:
        return resolve_device(name)
    except ValueError as error:
        raise ProblemsFound([Problem("LESSON_DEVICE", 0, 0, str(error))]) from None


def resolve_device(name: str) -> str:
    """Return ``cpu`` or ``cuda``, never ``auto``: results of the two are kept apart by their fingerprint.

    Errors: ValueError for an unknown name, or for ``cuda`` where PyTorch sees no such device.
    """
    if name not in DEVICES:
        raise ValueError(f"device must be one of {', '.join(DEVICES)}, got {name!r}.")
    if name == "cpu":
        return name
    try:
        import torch
    except ImportError:
        available = False
    else:
        available = torch.cuda.is_available()
    if name == "cuda" and not available:
        raise ValueError("device cuda was asked for, but this PyTorch sees no CUDA device. Use cpu or auto.")
    return "cuda" if available else "cpu"


class _LenientLoader(yaml.SafeLoader):
    """Reads `mkdocs.yml` without obeying its tags (`!ENV`, `!!python/name:`): none is needed here."""


_LenientLoader.add_multi_constructor("!", lambda loader, suffix, node: None)
_LenientLoader.add_multi_constructor("tag:yaml.org,2002:python", lambda loader, suffix, node: None)


def read_settings(config_file: Path) -> Settings:
    """Read the settings from `mkdocs.yml`; ProblemsFound if there is none or it is broken."""
    name = config_file.name
    try:
        config = yaml.load(config_file.read_text(encoding="utf-8"), Loader=_LenientLoader)
    except FileNotFoundError:
        fault = Problem(
            name, 0, 0, f"no {name} in {config_file.parent}.", "Run this in the project's folder."
        )
        raise ProblemsFound([fault]) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        reason = getattr(error, "problem", None) or str(error)
        raise ProblemsFound([Problem(name, line, column, f"this is not valid YAML: {reason}.")]) from None
    config = {} if config is None else config
    if not isinstance(config, dict):
        kind = type(config).__name__
        raise ProblemsFound([Problem(name, 0, 0, f"wanted `key: value` lines, got a {kind}.")])
    options = _plugin_options(config.get("plugins") or [])
    return make_settings(config_file.parent, config.get("docs_dir", "docs"), options)


def _plugin_options(plugins: Any) -> Mapping[str, Any]:
    """Return what `plugins` says under `course_site`; MkDocs reads a list as well as a mapping."""
    for entry in [plugins] if isinstance(plugins, dict) else plugins:
        if isinstance(entry, dict) and "course_site" in entry:
            return entry["course_site"] or {}
    return {}
