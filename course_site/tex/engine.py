r"""TeX to HTML through the KaTeX inside markdown-katex.

The wheel's binary is a packaged Node; told by ``PKG_EXECPATH`` that it is its own interpreter, it runs our
worker, which loads the packaged KaTeX once.
Where that binary does not exist, stock `tex2html` does the same, one process a formula.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import hashlib
import json
import os
import re
import select
import subprocess
import tempfile
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markdown_katex import wrapper

VERSION = "0.15.1"
LONGEST = 5_000
"""Characters a formula may have: KaTeX's time grows with the square of its length."""
LONGEST_DEFINING = 500
r"""Characters of a formula with ``\def`` or its like: what such a one expands to grows faster still."""
LARGEST = 20
"""Ems that anything in a formula may measure."""
EXPANSIONS = 1000
"""How many macros one formula may expand."""
SECONDS = 10.0
"""How long one formula may take."""

Macros = tuple[tuple[str, str], ...]
"""Pairs of name and body."""


class TexError(Exception):
    """A formula KaTeX refuses: why, and at which character of it (-1 if unknown)."""

    def __init__(self, message: str, position: int = -1) -> None:
        super().__init__(message)
        self.message, self.position = message, position


class KatexEngine:
    """Renders formulas in one long-lived process, started on first use, restarted once if it dies."""

    def __init__(self, macros: Mapping[str, str] | None = None) -> None:
        self._macros = dict(macros or {})
        self._process: subprocess.Popen[bytes] | None = None
        self._buffer = b""
        self._rendered: dict[tuple[str, bool, Macros], str] = {}
        self._commands: list[str] = []
        self._files: dict[str, bytes] = {}

    def render(self, tex: str, *, display: bool = False, local: Macros = ()) -> str:
        """Return the HTML and MathML of a formula; TexError says what is wrong with it.

        `local` holds macros besides the engine's own; they win over those.
        """
        check_length(tex)
        if (tex, display, local) not in self._rendered:
            request = {"op": "render", "tex": tex, "display": display, "macros": dict(local)}
            self._rendered[tex, display, local] = self._ask(request)
        return self._rendered[tex, display, local]

    def commands(self) -> list[str]:
        """Return the names of KaTeX's own commands, for advice."""
        if not self._commands:
            self._commands = self._ask({"op": "commands"})
        return self._commands

    def files(self) -> dict[str, bytes]:
        """Return KaTeX's style sheet (WOFF2 only) and fonts, by path."""
        if not self._files:
            answer = self._ask({"op": "files"})
            self._files = {name: base64.b64decode(data) for name, data in answer.items()}
            self._files["katex.min.css"] = woff2_only(self._files["katex.min.css"].decode()).encode()
        return self._files

    def close(self) -> None:
        """End the process; it also ends with the engine, and with this program."""
        if self._process is not None:
            self._end()
            self._process = None

    def _ask(self, request: dict[str, Any]) -> Any:
        for last_try in (False, True):
            try:
                answer = self._exchange(request)
                break
            except (OSError, EOFError):
                self.close()
                if last_try:
                    raise TexError("KaTeX ended unexpectedly while rendering this formula") from None
        if "error" in answer:
            raise refusal(answer["error"], request.get("tex", ""))
        return answer["ok"]

    def _exchange(self, request: dict[str, Any]) -> dict[str, Any]:
        if self._process is None:
            self._start()
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()
        return self._read()

    def _start(self) -> None:
        binary = os.path.realpath(wrapper._get_pkg_bin_path())  # it compares this with where it finds itself
        self._buffer = b""
        self._process = subprocess.Popen(
            [binary, str(Path(__file__).with_name("worker.js"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PKG_EXECPATH": binary},
        )
        self._end = weakref.finalize(self, _kill, self._process)
        version = self._read().get("version")
        if version != VERSION:
            raise RuntimeError(f"wanted KaTeX {VERSION}, markdown-katex brings {version}")
        self._exchange({"op": "macros", "macros": self._macros})

    def _read(self) -> dict[str, Any]:
        """Read one line within the time limit."""
        assert self._process is not None
        assert self._process.stdout is not None
        descriptor = self._process.stdout.fileno()
        while b"\n" not in self._buffer:
            ready, _, _ = select.select([descriptor], [], [], SECONDS)
            if not ready:
                self.close()
                raise TexError(f"the formula takes KaTeX longer than {SECONDS:g} seconds")
            chunk = os.read(descriptor, 1 << 16)
            if not chunk:
                raise EOFError
            self._buffer += chunk
        line, _, self._buffer = self._buffer.partition(b"\n")
        return json.loads(line)


def _kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.communicate()


class StockEngine:
    """Renders through markdown-katex's `tex2html`: one process a formula, wherever there is a `katex`."""

    def __init__(self, macros: Mapping[str, str] | None = None) -> None:
        # stock looks for npx before every formula, and caches by the macro file's name, not its content
        wrapper.get_bin_cmd = functools.lru_cache(maxsize=1)(wrapper.get_bin_cmd)
        self._macros = dict(macros or {})
        self._options: dict[str, Any] = {"max-size": LARGEST, "max-expand": EXPANSIONS, "strict": False}

    @functools.cached_property
    def _folder(self) -> tempfile.TemporaryDirectory[str]:
        return tempfile.TemporaryDirectory(prefix="macros-")

    def render(self, tex: str, *, display: bool = False, local: Macros = ()) -> str:
        """Return the HTML and MathML of a formula; TexError says what is wrong with it."""
        check_length(tex)
        options = {**self._options, "display-mode": display}
        if macros := {**self._macros, **dict(local)}:
            options["macro-file"] = str(self._macro_file(macros))
        try:
            return wrapper.tex2html(tex, options)
        except wrapper.KatexError as error:
            found = re.search(r"ParseError: (.*)", str(error), re.DOTALL)
            message = re.split(r"\n    at |\n\{", found[1])[0] if found else str(error)
            raise refusal(message, tex) from None

    def commands(self) -> list[str]:
        """Return nothing: stock cannot tell."""
        return []

    def files(self) -> dict[str, bytes]:
        """Return nothing: stock's style sheet is another host's."""
        return {}

    def _macro_file(self, macros: Mapping[str, str]) -> Path:
        """Return a file of macros as stock reads them, one a line, named after its content."""
        text = "".join(f"{name}:{body}\n" for name, body in sorted(macros.items()))
        path = Path(self._folder.name) / f"{len(text)}-{hashlib.sha256(text.encode()).hexdigest()[:16]}.txt"
        if not path.exists():
            path.write_text(text, encoding="utf-8")
        return path


@functools.lru_cache(maxsize=1)
def make_engine(macros: Macros = ()) -> KatexEngine | StockEngine:
    """Return the fast engine where its binary exists, else the stock one; the last one is used again.

    `macros` holds pairs of name and body. A preview rebuilds the site many times with one engine.
    """
    with contextlib.suppress(NotImplementedError):
        wrapper._get_pkg_bin_path()
        return KatexEngine(dict(macros))
    return StockEngine(dict(macros))


def check_length(tex: str) -> None:
    """Raise TexError for a formula that is too long to try."""
    if len(tex) > LONGEST:
        raise TexError(f"the formula has {len(tex)} characters, more than {LONGEST}")


def refusal(message: str, tex: str) -> TexError:
    """Return KaTeX's error as ours: its message on one line, and its place if that lies in the formula.

    An error inside a macro is placed in the macro's body by KaTeX; it is the formula's as a whole.
    """
    message = plain_message(message)
    if "call stack" in message:
        return TexError("the formula is nested too deeply")
    found = re.search(r" at (?:position (\d+)|end of input): (.*)", message)
    if found is None:
        return TexError(message)
    around = found[2].strip("…").strip()
    if around not in " ".join(tex.split()):
        return TexError(message, 0)
    if found[1] is None:
        return TexError(message, len(tex))
    units = tex.encode("utf-16-le", "surrogatepass")[: 2 * (int(found[1]) - 1)]
    return TexError(message, len(units.decode("utf-16-le", "ignore")))


def plain_message(message: str) -> str:
    """Flatten KaTeX's message to one line, without the combining marks that underline the place."""
    message = message.removeprefix("KaTeX parse error: ")
    letters = (c for c in message if c not in "\u0332\u0305" and (c.isprintable() or c.isspace()))
    return " ".join("".join(letters).split())


def woff2_only(css: str) -> str:
    """Drop the older font formats, and show text in a fallback font until the right one is there."""
    css = re.sub(r",url\([^)]*\.(?:woff|ttf)\) format\([^)]*\)", "", css)
    return css.replace("@font-face{", "@font-face{font-display:swap;")
