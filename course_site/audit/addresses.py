"""How a browser reads an address, as far as that decides what runs on a page and what leaves the site."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

SCRIPTS = "assets/javascripts/"
"""Where the scripts of the site lie: nothing of the kind is published elsewhere."""
LISTS = {"srcset", "imagesrcset", "ping", "attributionsrc"}
"""Attributes that hold several addresses."""
ADDRESSES = LISTS | {
    "href", "xlink:href", "src", "action", "formaction", "data", "poster", "background", "cite", "longdesc",
    "manifest", "lowsrc", "dynsrc", "codebase", "classid", "archive", "profile", "icon",
}  # fmt: skip
"""Attributes that hold an address."""
EDGES = "".join(map(chr, range(0x21)))
"""Control characters and the space: a browser drops them at both ends of an address."""
DROPPED = re.compile(r"[\t\n\r]")
"""What a browser drops anywhere in an address."""
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
DISGUISED = re.compile(r"%(?:2e|2f|5c|0[0-9a-f]|1[0-9a-f])|[\x00-\x1f]", re.I)
"""Dots, slashes and control characters in disguise: browser and server may resolve them differently."""
PICTURE = re.compile(r"data:(?:image/(?!svg)|,$)", re.I)
"""A picture within its address, or nothing at all: neither is a document."""


def local(name: str) -> str:
    """Return a name without its prefix, which a file may choose as it likes: ``href`` of ``y:href``."""
    return name.strip().rpartition(":")[2].lower()


def stays(name: str) -> bool:
    """True if an animation may not change an attribute: it holds an address, or what an event runs."""
    return local(name) in ADDRESSES or local(name).startswith("on")


def plain(address: str) -> str:
    r"""Return an address as a browser reads it: blanks dropped, ``\`` read as ``/``."""
    return DROPPED.sub("", address.strip(EDGES)).replace("\\", "/")


def scheme(address: str) -> str:
    """Return what stands before the colon, in small letters: ``javascript``; empty for a path."""
    found = SCHEME.match(plain(address))
    return found.group()[:-1].lower() if found else ""


def leaves_the_site(address: str) -> bool:
    """True if an address names a host, or is read in another way than as a path: ``https:/x`` is both."""
    return plain(address).startswith("//") or scheme(address) not in ("", "data")


def is_document(address: str) -> bool:
    """True if an address holds a document of its own, in which something could run."""
    return scheme(address) == "data" and not PICTURE.match(plain(address))


@dataclass(frozen=True)
class Place:
    """Where a page is published, and which scripts of the site it may name."""

    url: str = ""
    """The page's own address, relative to the site: ``fr/spiral/``."""
    root: str = "/"
    """The path of the site on its host, such as ``/course/``."""
    scripts: frozenset[str] = frozenset()
    """The scripts of this site, relative to it: ``assets/javascripts/film.js``."""

    def runs(self, address: str) -> bool:
        """True if `address`, on this page, is one of the site's scripts, whoever resolves it."""
        path = re.split("[?#]", plain(address), maxsplit=1)[0]
        if leaves_the_site(address) or scheme(address) or DISGUISED.search(path):
            return False
        return self._resolved(unquote(path)) in self.scripts

    def _resolved(self, path: str) -> str:
        """Return a path relative to the site; empty if it leads out of it, or is not written plainly."""
        if path.startswith("/"):
            if not path.startswith(self.root):
                return ""
            parts, path = [], path.removeprefix(self.root)
        else:
            parts = self.url.split("/")[:-1]
        for part in path.split("/"):
            if not part or (part == ".." and not parts):
                return ""
            if part == "..":
                parts.pop()
            elif part != ".":
                parts.append(part)
        return "/".join(parts)


def own_scripts(docs: Path, themes: Sequence[str]) -> frozenset[str]:
    """Return every script that a page may name: all in the course's folder for them, and the theme's first.

    What the theme keeps in folders below is for its workers, and named by no page.
    """
    ours = [path.relative_to(docs).as_posix() for path in (docs / SCRIPTS).rglob("*.js")]
    theirs = [SCRIPTS + path.name for theme in themes for path in Path(theme, SCRIPTS).glob("*.js")]
    return frozenset([*ours, *theirs])
