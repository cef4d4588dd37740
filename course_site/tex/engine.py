r"""TeX to HTML through the KaTeX inside markdown-katex.

The wheel's binary is a packaged Node; told by ``PKG_EXECPATH`` that it is its own interpreter, it runs our
worker, which loads the packaged KaTeX once.
Where that binary does not exist, stock `tex2html` does the same, one process a formula.
"""

from __future__ import annotations

import atexit
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
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markdown_katex import wrapper

VERSION = "0.15.1"
LONGEST = 5_000
"""Characters a formula may have: KaTeX's time grows with the square of its length."""
SECONDS = 10.0
"""How long one formula may take."""


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
        self._rendered: dict[tuple[str, bool], str] = {}
        self._files: dict[str, bytes] = {}
        atexit.register(self.close)

    def render(self, tex: str, *, display: bool = False) -> str:
        """Return the HTML and MathML of a formula; TexError says what is wrong with it."""
        if len(tex) > LONGEST:
            raise TexError(f"the formula has {len(tex)} characters, more than {LONGEST}")
        if (tex, display) not in self._rendered:
            request = {"op": "render", "tex": tex, "display": display}
            self._rendered[tex, display] = self._ask(request)
        return self._rendered[tex, display]

    def files(self) -> dict[str, bytes]:
        """Return KaTeX's style sheet (WOFF2 only) and fonts, by path."""
        if not self._files:
            answer = self._ask({"op": "files"})
            self._files = {name: base64.b64decode(data) for name, data in answer.items()}
            self._files["katex.min.css"] = woff2_only(self._files["katex.min.css"].decode()).encode()
        return self._files

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
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
            raise TexError(plain_message(answer["error"]), answer["position"])
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
        binary = str(wrapper._get_pkg_bin_path())
        self._buffer = b""
        self._process = subprocess.Popen(
            [binary, str(Path(__file__).with_name("worker.js"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PKG_EXECPATH": binary},
        )
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


class StockEngine:
    """Renders through markdown-katex's `tex2html`: one process a formula, wherever there is a `katex`."""

    def __init__(self, macros: Mapping[str, str] | None = None) -> None:
        # stock looks for npx before every formula, and caches by the macro file's name, not its content
        wrapper.get_bin_cmd = functools.lru_cache(maxsize=1)(wrapper.get_bin_cmd)
        self._options: dict[str, Any] = {"max-size": 20, "max-expand": 1000, "strict": False}
        if macros:
            text = "".join(f"{name}:{body}\n" for name, body in sorted(macros.items()))
            self._folder = tempfile.TemporaryDirectory(prefix="macros-")
            name = f"{len(text)}-{hashlib.sha256(text.encode()).hexdigest()[:16]}.txt"
            path = Path(self._folder.name) / name
            path.write_text(text, encoding="utf-8")
            self._options["macro-file"] = str(path)

    def render(self, tex: str, *, display: bool = False) -> str:
        """Return the HTML and MathML of a formula; TexError says what is wrong with it."""
        if len(tex) > LONGEST:
            raise TexError(f"the formula has {len(tex)} characters, more than {LONGEST}")
        try:
            return wrapper.tex2html(tex, {**self._options, "display-mode": display})
        except wrapper.KatexError as error:
            found = re.search(r"ParseError: (.*)", str(error))
            raise TexError(plain_message(found[1] if found else str(error))) from None


@functools.lru_cache(maxsize=1)
def make_engine(macros: tuple[tuple[str, str], ...] = ()) -> KatexEngine | StockEngine:
    """Return the fast engine where its binary exists, else the stock one; the last one is used again.

    `macros` holds pairs of name and body. A preview rebuilds the site many times with one engine.
    """
    with contextlib.suppress(NotImplementedError):
        wrapper._get_pkg_bin_path()
        return KatexEngine(dict(macros))
    return StockEngine(dict(macros))


def plain_message(message: str) -> str:
    """Flatten KaTeX's message to one line, without the combining marks that underline the place."""
    message = message.removeprefix("KaTeX parse error: ")
    letters = (c for c in message if not unicodedata.combining(c))
    return " ".join("".join(letters).split())


def woff2_only(css: str) -> str:
    """Drop the older font formats, and show text in a fallback font until the right one is there."""
    css = re.sub(r",url\([^)]*\.(?:woff|ttf)\) format\([^)]*\)", "", css)
    return css.replace("@font-face{", "@font-face{font-display:swap;")


MACRO = re.compile(r"\\newcommand\{(\\[A-Za-z]+)\}(?:\[\d\])?\{(.*?)\}\s*(?:%.*)?")


def read_macros(text: str) -> dict[str, str]:
    r"""Read lines such as ``\newcommand{\vx}{\boldsymbol{x}} % input vector``."""
    return {m[1]: m[2] for line in text.splitlines() if (m := MACRO.fullmatch(line.strip()))}
