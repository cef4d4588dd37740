"""Generated lessons, generated edits: after `update` all that is behind is marked, and no word is lost."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from hypothesis import given, settings
from hypothesis import strategies as st

from course_site.translations.english_comments import MARKS
from course_site.translations.report import report
from course_site.translations.update import update

WORDS = ("energy", "low", "data", "point", "circle", "loss", "weight", "step", "model", "output")

KINDS = (
    "heading", "paragraph", "paragraph", "paragraph", "list", "quote", "cell", "commented", "bare", "formula",
    "worded", "fence", "tag", "target", "option",
)  # fmt: skip
ENDS = ("-->\n", "-->", "--> ")
"""How a comment may end: on a line of its own, or with the translation behind it."""
OPTIONS = ("caption", "alt: one", "fold")
"""What a paragraph may begin with, as the comment above a cell does."""
JOINS = st.lists(st.integers(1, 4), min_size=1, max_size=5)
"""How many blocks the comments of a page hold."""
DAMAGED = ("operator", "remark", "text")
"""What differs from the English even while nothing has changed, and holds French all the same."""
EDITS = ("insert", "delete", "move", "word", "code", "split", "merge", "rewrap", "quote")


@dataclass(frozen=True)
class Piece:
    """One block in both languages; the French words occur nowhere else."""

    english: str
    french: str
    stands_alone: bool = False

    @property
    def may_join(self) -> bool:
        """True if one comment may hold its English and that of its neighbours."""
        return not self.stands_alone and "```" not in self.english

    def below(self, end: str) -> str:
        """Return the translation below its English, in a comment that ends with `end`."""
        if self.stands_alone:
            return self.french
        if caption := re.search(r"#\| caption: (.*)", self.english):
            return f"<!--\ncaption: {caption[1]}\nalt: A picture.\n-->\n{self.french}"
        return f"<!--\n{self.english}\n{end}{self.french}"


@st.composite
def pieces(draw, number: int, kinds: tuple[str, ...]) -> Piece:
    """Draw a block; `number` makes it differ from all others."""
    words = " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=3, max_size=9)))
    english, french = f"Item{number} {words}", f"mot{number} tiret{number}"
    kind = draw(st.sampled_from(kinds))
    cell = "```python\n#| name: c{}\n#| caption: {}\n#| alt: {}\nx = {}{}\n```"
    formula, fence = f"$$\nx_{number} {{}}\n$$", f"```text\nx{number}\n```"
    tag, target = f'<div class="x{number}"></div>', f"[ref{number}]: x.md"
    return {
        "heading": Piece(f"## {english}", f"## {french}"),
        "paragraph": Piece(english, french),
        "option": Piece(f"{draw(st.sampled_from(OPTIONS))}: {english}", french),
        "list": Piece(f"- {english}\n- and more", f"- {french}\n- encore{number}"),
        "quote": Piece(f"> {english}", f"> {french}"),
        "cell": Piece(
            cell.format(number, english, "A picture.", number, ""),
            cell.format(number, french, f"image{number}", number, ""),
        ),
        "commented": Piece(
            cell.format(number, english, "A picture.", number, "  # said"),
            cell.format(number, french, f"image{number}", number, f"  # mot{number} dit"),
        ),
        "bare": Piece(
            f"```python\nx = {number}\n```", f"```python\nx = {number}  # mot{number}\n```", stands_alone=True
        ),
        "formula": Piece(formula.format(""), formula.format(""), stands_alone=True),
        "worded": Piece(
            formula.format(r"\text{if}"), formula.format(rf"\text{{mot{number}}}"), stands_alone=True
        ),
        "operator": Piece(
            formula.format(r"\mathrm{if}"), formula.format(rf"\mathrm{{mot{number}}}"), stands_alone=True
        ),
        "remark": Piece(formula.format("% said"), formula.format(f"% mot{number}"), stands_alone=True),
        "text": Piece(
            f'```python\nx{number}("said")\n```',
            f'```python\nx{number}("mot{number}")\n```',
            stands_alone=True,
        ),
        "fence": Piece(fence, fence, stands_alone=True),
        "tag": Piece(tag, tag, stands_alone=True),
        "target": Piece(target, target, stands_alone=True),
    }[kind]


@st.composite
def lessons(draw, kinds: tuple[str, ...] = KINDS) -> list[Piece]:
    """Draw a page; two lists or quotes in a row would be one."""
    page: list[Piece] = []
    for number in range(draw(st.integers(1, 9))):
        piece = draw(pieces(number, kinds))
        if page and piece.english[0] in "->" and page[-1].english[0] == piece.english[0]:
            piece = Piece(piece.english[2:].split("\n")[0], piece.french[2:].replace("\n- ", " "))
        page.append(piece)
    return page


def french_page(page: list[Piece], joins: list[int], end: str, *, merges: bool = True) -> str:
    """Return the translation; a comment may hold the English of as many blocks as `joins` says.

    Where a translator `merges`, two paragraphs of English are one.
    """
    parts, index = [], 0
    while index < len(page):
        count = joins[index % len(joins)]
        joined = list(takewhile(lambda piece: piece.may_join, page[index : index + count]))
        if len(joined) < 2:
            parts.append(page[index].below(end))
        else:
            english = "\n\n".join(piece.english for piece in joined)
            are_sentences = merges and all(piece.english[0].isupper() for piece in joined)
            blank = "\n" if index % 2 and are_sentences else "\n\n"
            parts.append(f"<!--\n{english}\n{end}" + blank.join(piece.french for piece in joined))
        index += max(len(joined), 1)
    return "\n\n".join(parts) + "\n"


@st.composite
def edited(draw, blocks: list[str]) -> list[str]:
    """Draw a few edits of the English blocks of a page."""
    blocks = list(blocks)
    for number in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(blocks)))
        kind = draw(st.sampled_from(EDITS))
        if kind == "insert":
            start = draw(st.sampled_from(("", "caption: ", "note: ", "title: ")))
            blocks.insert(at, f"{start}Fresh{number} words about nothing that was here before")
        elif at < len(blocks) and kind == "delete":
            del blocks[at]
        elif at < len(blocks) and kind == "move":
            blocks.insert(draw(st.integers(0, len(blocks) - 1)), blocks.pop(at))
        elif at < len(blocks) and kind == "word":
            blocks[at] = blocks[at].replace("energy", "force").replace("low", "high")
        elif at < len(blocks) and kind == "code":
            blocks[at] = re.sub(r"\bx", "z", blocks[at])
        elif at < len(blocks) and kind == "split" and re.match("[A-Z]", blocks[at]):
            words = blocks[at].split(" ")
            middle = len(words) // 2
            blocks[at : at + 1] = [" ".join(words[:middle]), " ".join(words[middle:])]
        elif (
            at + 1 < len(blocks)
            and kind == "merge"
            and blocks[at][0].isupper()
            and blocks[at + 1][0].isupper()
        ):
            blocks[at : at + 2] = [blocks[at] + "\n" + blocks[at + 1]]
        elif at < len(blocks) and kind == "quote" and blocks[at].startswith(">"):
            blocks[at] = "> " + blocks[at]
        elif at < len(blocks) and kind == "rewrap" and re.match("[A-Z]", blocks[at]):
            blocks[at] = blocks[at].replace(" ", "\n", 1)
    return blocks


def words(french: str) -> set[str]:
    return set(re.findall(r"(?:mot|tiret|encore|image)\d+", french))


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_after_an_update_only_marks_are_left_no_word_is_lost_and_a_second_one_changes_nothing(data):
    page = data.draw(lessons(KINDS + DAMAGED))
    joins = data.draw(JOINS)
    french = french_page(page, joins, data.draw(st.sampled_from(ENDS)))
    english = "\n\n".join(data.draw(edited([piece.english for piece in page]))) + "\n"
    once = update(english, french)
    found = report(english, once, "f.md", "e.md", "fr")

    assert update(english, once) == once
    assert words(french) - words(once) == set()
    assert {finding.status for finding in found.behind} <= set(MARKS)
    assert found.damage == ()


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_an_edit_that_is_undone_loses_no_word_and_leaves_nothing_removed_or_in_english(data):
    page = data.draw(lessons())
    french = french_page(page, data.draw(JOINS), data.draw(st.sampled_from(ENDS)), merges=False)
    blocks = [piece.english for piece in page]
    dropped = [block for block in blocks if data.draw(st.booleans())]
    english = "\n\n".join(blocks) + "\n"
    back = update(english, update("\n\n".join(dropped) + "\n", french))
    found = report(english, back, "f.md", "e.md", "fr")

    assert update(english, back) == back
    assert {finding.status for finding in found.behind} <= {"to review"}
    assert (found.damage, words(french) - words(back)) == ((), set())


@settings(deadline=None, max_examples=50)
@given(lessons(), JOINS, st.sampled_from(ENDS))
def test_a_page_in_step_stays_as_it_is(page, joins, end):
    english = "\n\n".join(piece.english for piece in page) + "\n"
    french = french_page(page, joins, end)

    assert report(english, french, "f.md", "e.md", "fr").behind == ()
    assert update(english, french) == french
