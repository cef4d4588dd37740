"""The table of all conventions, for the end of a page that asks for ``generate: diagram-legend``."""

from __future__ import annotations

from course_site.diagrams import writing
from course_site.diagrams.conventions import (
    ARROW_CONVENTIONS,
    CONVENTIONS,
    ArrowConvention,
    Convention,
    word,
)
from course_site.diagrams.drawing import draw
from course_site.diagrams.reading import read_diagrams
from course_site.language import Language

UNSEEN = ("formula", "text", "group")
"""Without a label there is nothing to show of them."""
ARROW_LENGTH = 60
COLUMNS = ("diagram_legend_picture", "diagram_legend_name", "diagram_legend_why")


def legend(words: Language) -> str:
    """Return a Markdown table: of each its picture, its name, the app's shape, its role and its reason."""
    rows = [[words[key] for key in COLUMNS], ["---"] * len(COLUMNS)]
    rows += [_shape_row(convention, words) for convention in CONVENTIONS]
    rows += [_arrow_row(convention, words) for convention in ARROW_CONVENTIONS]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def _shape_row(convention: Convention, words: Language) -> list[str]:
    cell = writing.shape("1s", convention.key, "", (0, 0))
    place = words["diagram_in_section"].format(f"*{convention.app_name}*", f"*{convention.app_place}*")
    if convention.geometry == "group":
        place = f"*{convention.app_place} → {convention.app_name}*"  # a command, not a shape
    picture = "" if convention.key in UNSEEN else _picture([cell], _name(convention, words), words)
    return [
        picture,
        f"**{_name(convention, words)}**<br>{place}<br>{_role(convention, words)}",
        _why(convention, words),
    ]


def _arrow_row(convention: ArrowConvention, words: Language) -> list[str]:
    ends = [
        writing.shape(end, "group", "", (x, 0), (1, 30), role="")
        for end, x in (("1s", 0), ("1t", ARROW_LENGTH))
    ]
    corners = [(ARROW_LENGTH / 2, 0)] if convention.is_curved else []
    cells = [*ends, writing.arrow("1a", "1s", "1t", convention.key, points=corners)]
    picture = _picture(cells, _name(convention, words), words)
    return [picture, f"**{_name(convention, words)}**<br>{_role(convention, words)}", _why(convention, words)]


def _role(convention: Convention | ArrowConvention, words: Language) -> str:
    return words["diagram_legend_role"].format(f"`{convention.key}`")


def _why(convention: Convention | ArrowConvention, words: Language) -> str:
    return words[word(convention.key) + "_why"]


def _name(convention: Convention | ArrowConvention, words: Language) -> str:
    return words[word(convention.key)]


def _picture(cells: list[str], description: str, words: Language) -> str:
    """Return the site's own picture of cells without labels, on one line."""
    (diagram,), _ = read_diagrams(writing.model(cells).encode(), "legend")
    return f'<span class="diagram">{draw(diagram, words.code, lambda tex: tex, description)}</span>'
