"""A course with paper notes in a folder of its own, and the commands that move them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from course_site.__main__ import main
from course_site.papers.exchange.carrying import carry_out
from course_site.papers.exchange.exporting import FORMATS
from course_site.papers.exchange.importing import Wishes, plan_import
from course_site.papers.exchange.sources import opened
from course_site.papers.note import Note
from course_site.papers.reading import read_notes
from course_site.papers.vocabulary import Vocabulary, read_vocabulary
from course_site.papers.writing import write_note

WORDS = """\
topics:
  optimisation: {en: Optimisation, fr: Optimisation}
  latent-variables: {en: "Latent variables, and inference", fr: Variables latentes}
  models: {en: Models, fr: Modèles}
  other-models: {en: Models, fr: Autres modèles}
statuses:
  to-do: {en: To do, fr: À lire}
  reading: {en: Reading, fr: En cours}
  done: {en: Done, fr: Lu}
levels:
  introductory: {en: Introductory, fr: Introductif}
  advanced: {en: Advanced, fr: Avancé}
"""


class Course:
    """A course with a vocabulary and no note yet."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.docs = root / "docs"
        for name in ("en/papers", "fr/papers", "assets"):
            (self.docs / name).mkdir(parents=True)
        (root / "mkdocs.yml").write_text("plugins: [course_site]\n", encoding="utf-8")
        (self.docs / "assets/papers.yml").write_text(WORDS, encoding="utf-8")

    @property
    def vocabulary(self) -> Vocabulary:
        return read_vocabulary(self.docs)[0]

    def write(self, notes: list[Note]) -> None:
        for note in notes:
            (self.root / note.path).write_text(write_note(note), encoding="utf-8", newline="\n")

    @property
    def notes(self) -> list[Note]:
        found = []
        for code in ("en", "fr"):
            notes, problems = read_notes(self.docs, code, self.vocabulary)
            assert problems == []
            found += notes
        return found

    @property
    def files(self) -> list[str]:
        """What stands below docs, besides the vocabulary."""
        below = (path.relative_to(self.docs).as_posix() for path in self.docs.rglob("*") if path.is_file())
        return sorted(set(below) - {"assets/papers.yml"})

    def read(self, name: str) -> str:
        return (self.docs / name).read_text(encoding="utf-8")

    def export(self, kind: str) -> bytes:
        return FORMATS[kind](self.notes, self.vocabulary, self.docs)

    def bring_in(self, data: bytes, kind: str) -> None:
        """Import without a word said about anything."""
        source = self.root / f"export{kind}"
        source.write_bytes(data)
        with opened(source) as (table, archive, problems):
            plan = plan_import(table, archive, self.docs, self.vocabulary, Wishes())
            assert [str(problem) for problem in problems + plan.problems] == []
            assert plan.remarks == []
            carry_out(plan.writes)

    def run(self, *words: str) -> Result:
        config = ["--config", str(self.root / "mkdocs.yml")]
        return CliRunner().invoke(main, [*config, "papers", *words], catch_exceptions=False)

    def import_file(self, name: str, data: bytes | str, *options: str) -> Result:
        source = self.root / name
        source.write_bytes(data.encode() if isinstance(data, str) else data)
        return self.run("import", str(source), *options)

    def told(self, result: Result) -> list[str]:
        """What is wrong, with the course's own folder cut short."""
        return result.stderr.replace(f"{self.root}/", "").splitlines()


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return Course(tmp_path / "course")


@pytest.fixture(scope="session")
def make_course() -> type[Course]:
    return Course


@pytest.fixture(scope="session")
def zipped() -> Callable[[Mapping[str, bytes | str]], bytes]:
    """Return a zip of files by their names."""

    def make(files: Mapping[str, bytes | str]) -> bytes:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        return file.getvalue()

    return make
