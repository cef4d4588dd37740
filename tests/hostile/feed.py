"""Feeds hostile files to the real readers, each in a process of its own with 2 s of processor and 300 MB.

What its helpers use counts as well: formulas are rendered by a process that lives as long as the reader.

``python -m tests.hostile.feed`` prints one line of JSON for each file: what was said, what it cost.
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import signal
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

import markdown
import psutil
import yaml
from click.testing import CliRunner

from course_site.__main__ import main
from course_site.audit.addresses import Place
from course_site.audit.policy import CHARSET, with_policy
from course_site.diagrams.figures import Drawing, PageOfDrawings, figure
from course_site.diagrams.lint import check_file
from course_site.execution.engine import Job, Step, cell_result
from course_site.execution.store import Store
from course_site.language import language
from course_site.opened_files import check_opened_files
from course_site.pages import read_page
from course_site.problems import ProblemsFound
from course_site.settings import make_settings
from course_site.tex.mathematics import Mathematics, read_mathematics
from tests.hostile.corpus import CASES, Case

ROOT = Path(__file__).parents[2]
SECONDS = 2
"""Of processor: what a file costs does not depend on what else a machine does."""
WAITED = 20
"""Seconds by the clock, on a busy machine: what only waits costs no processor, but patience."""
MEGABYTES = 300
TEX = "course_site.tex.extension"
WORDS = """\
topics: {models: {en: Models, fr: Modèles}}
statuses: {to-do: {en: To do, fr: À lire}, done: {en: Done, fr: Lu}}
levels: {introductory: {en: Introductory, fr: Introductif}}
"""
SETTINGS = '<script id="__config" type="application/json">{}</script>'
"""As the theme ends every page."""
PLACE = Place("hostile-1/", "/", frozenset({"assets/javascripts/copy-tex.js"}))
Told = list[str]


def a_drawing(data: bytes, folder: Path) -> Told:
    """Check a drawing, then draw it in a page, as a build does."""
    problems = check_file(data, "docs/hostile")
    kept = Drawing("docs/hostile", "hostile", data)
    source = "![x](hostile)"
    on = PageOfDrawings("docs/p.md", source, language("en"), "", lambda address: kept, mathematics().render)
    figure({"src": "hostile", "alt": "x"}, on)
    return [str(problem) for problem in [*problems, *on.problems]]


def a_file(name: str) -> Callable[[bytes, Path], Told]:
    def read(data: bytes, folder: Path) -> Told:
        path = folder / "docs" / name
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
        settings = make_settings(folder, "docs", {})
        told = [str(problem) for problem in check_opened_files(settings, [])]
        return [text.replace(f"docs/{name}", "docs/hostile") for text in told]

    return read


def a_hidden_file(data: bytes, folder: Path) -> Told:
    (folder / "docs/.hidden").mkdir(parents=True)
    (folder / "docs/.hidden/page.html").write_bytes(data)
    (folder / "docs/hostile").symlink_to(".hidden")
    return [str(problem) for problem in check_opened_files(make_settings(folder, "docs", {}), [])]


def an_output(data: bytes, folder: Path) -> Told:
    shown = json.loads(data)
    job = Job("docs/hostile", (), 9, folder, "cpu")
    try:
        outputs = [{"output_type": "display_data", "data": shown}]
        cell_result(job, Step("", 6, ()), outputs, {"figures": [], "values": {}})
    except ProblemsFound as found:
        return [str(problem) for problem in found.problems]
    return []


def a_page(data: bytes, folder: Path) -> Told:
    """Read a page, render it by itself, and look for what could run."""
    page, problems = read_page(data, "docs/hostile")
    if not problems:
        lines = page.text.split("\n")
        html = as_html("\n".join(lines[page.front_matter.first_line_after - 1 :]))
        values, words = page.front_matter.values, language("en")
        html, problems = mathematics().page(html, page.text, "docs/hostile", values, words)
        problems += with_policy(html, "docs/hostile", page.text, PLACE)[1]
    return [str(problem) for problem in problems]


class _Extensions(yaml.SafeLoader):
    """Reads what `mkdocs.yml` asks of Markdown, and no tag of it."""


_Extensions.add_multi_constructor("!", lambda *_: None)


@cache
def extensions() -> dict[str, dict[str, object]]:
    """Return the extensions of Markdown that a build uses, with their options."""
    asked = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), _Extensions)["markdown_extensions"]
    pairs = [one if isinstance(one, dict) else {one: {}} for one in asked]
    return {name: options for pair in pairs for name, options in pair.items()} | {TEX: {"macros": {}}}


def as_html(text: str) -> str:
    html = markdown.markdown(text, extensions=list(extensions()), extension_configs=extensions())
    return f"<!doctype html>{CHARSET}<body><article>{html}</article>{SETTINGS}</body>"


@cache
def mathematics() -> Mathematics:
    return read_mathematics(ROOT / "docs/assets/macros.tex", "docs/assets/macros.tex")[0]


def a_formula(data: bytes, folder: Path) -> Told:
    return a_page(b"# Title\n\n$" + data + b"$\n", folder)


def some_markdown(data: bytes, folder: Path) -> Told:
    return a_page(b"# Title\n\n" + data + b"\n", folder)


def an_import(suffix: str) -> Callable[[bytes, Path], Told]:
    def read(data: bytes, folder: Path) -> Told:
        for name in ("docs/en/papers", "docs/fr/papers", "docs/assets"):
            (folder / name).mkdir(parents=True)
        (folder / "mkdocs.yml").write_text("plugins: [course_site]\n", encoding="utf-8")
        (folder / "docs/assets/papers.yml").write_text(WORDS, encoding="utf-8")
        source = folder / f"hostile{suffix}"
        source.write_bytes(data)
        words = ["--config", str(folder / "mkdocs.yml"), "papers", "import", str(source)]
        done = CliRunner().invoke(main, words, catch_exceptions=False)
        written = list((folder / "docs").rglob("*.md"))
        assert done.exit_code == 0 or not written, "something was half-imported"
        told = done.stderr.replace(f"{folder}/hostile{suffix}", "docs/hostile").splitlines()
        return told if done.exit_code else []

    return read


def an_entry(data: bytes, folder: Path) -> Told:
    entry = folder / "store" / ("f" * 32)
    entry.mkdir(parents=True)
    files = json.loads(data)
    for name, text in files.items():
        (entry / Path(name).name).write_text(text, encoding="utf-8")
    sums = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}
    (entry / "sha256.json").write_text(json.dumps(sums), encoding="utf-8")
    result, problems = Store(folder / "store").load(entry.name)
    assert result is None or not problems
    return [str(problem).replace(str(entry), "docs/hostile") for problem in problems]


READERS: dict[str, Callable[[bytes, Path], Told]] = {
    "drawing": a_drawing,
    "picture": a_file("hostile.svg"),
    "hidden file": a_hidden_file,
    "output": an_output,
    "front matter": a_page,
    "formula": a_formula,
    "markdown": some_markdown,
    "archive": an_import(".zip"),
    "table": an_import(".csv"),
    "store": an_entry,
}
"""How each kind of file enters."""


def reader(case: Case) -> Callable[[bytes, Path], Told]:
    return a_file(case.name) if case.enters == "file" else READERS[case.enters]


def feed(case: Case) -> dict[str, object]:
    """Read one file in a process of its own, the leader of its group; return what it said and cost."""
    data = case.bytes
    inlet, outlet = os.pipe()
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(inlet)
        os.setpgid(0, 0)
        with os.fdopen(outlet, "w", encoding="utf-8") as answer:
            json.dump(_read(case, data), answer)
        os._exit(0)
    os.close(outlet)
    with os.fdopen(inlet, encoding="utf-8") as answer:
        said = answer.read()
    _, status, used = os.wait4(child, 0)
    waited = time.monotonic() - began
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # what it may have left behind
    found = json.loads(said) if said else {"told": [], "crashed": f"ended by signal {status & 127}"}
    seconds = used.ru_utime + used.ru_stime + found.pop("seconds", 0)
    return {"name": case.name, "enters": case.enters, "seconds": seconds, "waited": waited, **found}


def _read(case: Case, data: bytes) -> dict[str, object]:
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")  # the peak begins anew
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    signal.alarm(WAITED)
    crashed, told = "", []
    with tempfile.TemporaryDirectory() as folder:
        try:
            told = reader(case)(data, Path(folder))
        except BaseException:
            crashed = traceback.format_exc()
    helpers = psutil.Process().children(recursive=True)  # KaTeX runs in one
    seconds = sum(sum(helper.cpu_times()[:2]) for helper in helpers)
    megabytes = sum(peak(process.pid) for process in (psutil.Process(), *helpers))
    megabytes += resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024  # of those that have ended
    return {"told": told, "crashed": crashed, "megabytes": megabytes, "seconds": seconds}


def peak(pid: int) -> float:
    """Return the most memory that a process has had, in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    as_html("# Title")  # imports what readers import when they are first used
    for case in CASES:
        print(json.dumps(feed(case)), flush=True)
