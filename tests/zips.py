"""Archives for tests, small ones and one that unpacks to 400 MB."""

from __future__ import annotations

import io
import zipfile

ROW = "Name,Authors,Year,Venue,Tags\nT,Doe,2020,J,models\n"
"""A table of one paper."""
MB = b"\0" * 1_000_000


def packed(*entries: tuple[str | zipfile.ZipInfo, bytes | str]) -> bytes:
    """Return an archive of files, by name and content."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def link(name: str) -> zipfile.ZipInfo:
    """Return the entry of a symbolic link."""
    info = zipfile.ZipInfo(name)
    info.external_attr = 0o120777 << 16
    return info


def bomb() -> bytes:
    """Return a small archive that holds 400 MB."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for number in range(20):
            with archive.open(f"{number}.png", "w") as stream:
                for _ in range(20):
                    stream.write(MB)
    return file.getvalue()
