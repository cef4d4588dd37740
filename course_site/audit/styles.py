"""What a style sheet or a style attribute would fetch from another host, read as CSS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import tinycss2

from course_site.audit.addresses import leaves_the_site

MAY_FETCH = re.compile(r"[@(\\]")
"""Without one of these, a style names no address."""
FETCHES = {"url", "src", "image", "image-set", "-webkit-image-set", "cross-fade", "-webkit-cross-fade"}
"""Functions whose strings are addresses."""


@lru_cache(maxsize=1024)
def foreign_addresses(css: str) -> tuple[str, ...]:
    """Return the addresses of other hosts that a browser would fetch for a style."""
    if not MAY_FETCH.search(css):
        return ()
    return tuple(found for found in _addresses(css) if leaves_the_site(found))


def _addresses(css: str) -> Iterator[str]:
    """Yield every address in a style; blocks wait in a list, so that no depth of them is too deep."""
    waiting: list[tuple[list[Any], bool]] = [(tinycss2.parse_component_value_list(css), False)]
    while waiting:
        tokens, are_fetched = waiting.pop()
        is_import = False
        for token in tokens:
            if token.type == "url" or (token.type == "string" and (are_fetched or is_import)):
                yield token.value
            elif token.type == "function":
                waiting.append((token.arguments, token.lower_name in FETCHES))
            elif token.type in ("{} block", "() block", "[] block"):
                waiting.append((token.content, False))
            if token.type not in ("whitespace", "comment"):
                is_import = token.type == "at-keyword" and token.lower_value == "import"
