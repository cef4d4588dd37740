"""What is done to the theme's files once a language's pages are written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from course_site.search import fold_accents_script
from course_site.theme_styles import slim_theme


def finish(site: Path, themes: Sequence[str]) -> None:
    """Let the search ignore accents, and leave out of the theme's styles what this site never shows.

    `themes` are the folders that the theme came from; none in a preview, which has no time for the second.
    """
    fold_accents_script(site)
    slim_theme(site, themes)
