"""Where the pictures of one page lie among the files of the site."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from course_site.dialect import Found, Pictures, root_of


def pictures_of(
    source: str, url: str, meta: Mapping[str, Any], files: Any, written: str, undescribed: str
) -> Pictures:
    """Return what the page at `url`, whose source is `source`, can show of MkDocs' `files`.

    `written` is the folder of the site that the build itself fills; `undescribed` stands for a missing alt.
    """
    served = {file.dest_uri for file in files}

    def find(path: str) -> Found | None:
        file = files.get_file_from_path(path)
        if file is None:
            return None
        return Found(relative_address(file.url, url), Path(file.abs_src_path) if file.abs_src_path else None)

    def is_served(address: str) -> bool:
        target = posixpath.normpath(posixpath.join("/", url, unquote(urlsplit(address).path)))[1:]
        return target in served or target.startswith(written)

    return Pictures(source, root_of(meta), find, is_served, undescribed)


def relative_address(target: str, url: str) -> str:
    """Return a path of the site as seen from a page's address."""
    here = posixpath.join("/", url if url.endswith("/") else posixpath.dirname(url))
    path = posixpath.relpath(posixpath.join("/", target), here)
    return f"{path}/" if target.endswith("/") else path
