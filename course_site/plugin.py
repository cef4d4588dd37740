"""The only module that knows MkDocs: each hook collects, calls a pure function, and hands back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mkdocs import utils
from mkdocs.config import config_options as opt
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import clean_directory, get_relative_url, write_file
from mkdocs_jupyter.config import settings as jupyter_settings

from course_site import page_html
from course_site.audit.addresses import Place, own_scripts
from course_site.audit.policy import with_policy
from course_site.checking import BUILD_CHECKS, check_all
from course_site.comments import blank_comments
from course_site.diagrams.figures import PageOfDrawings
from course_site.diagrams.on_page import find_among, place_diagrams
from course_site.dialect import Pictures, missing_problems
from course_site.dialect_pictures import pictures_of
from course_site.execution.engines import AutoEngine
from course_site.execution.run import ExecutedPage, Report, default_workers, read_pages, run_pages
from course_site.finishing import finish
from course_site.generated import generated, generators
from course_site.head import head_of, with_head
from course_site.language import Language, language
from course_site.needed import only_needed
from course_site.not_found import NotFound, spoken_by
from course_site.notebook import downloads
from course_site.notebook_page import kept_aside, marked_source, rendering
from course_site.pages import language_of
from course_site.papers.pages import PaperPage, Papers
from course_site.problems import Problem, ProblemsFound
from course_site.segments import figure_files, lecture, segments
from course_site.settings import Settings, make_settings
from course_site.tex.macros import bodies
from course_site.tex.mathematics import Mathematics, read_mathematics
from course_site.translations.reader import Reader
from course_site.translations.typography import titled

log = get_plugin_logger("course_site")
TEX = "course_site.tex.extension"
DIALECT = "course_site.dialect_extension"


class CourseSiteConfig(Config):
    """What `mkdocs.yml` may say under `course_site`."""

    packages = opt.ListOfItems(opt.Type(str), default=[])
    """Project packages that cells import, for example `[lesson_code]`; a change re-runs what uses it."""
    timeout = opt.Type((int, float), default=120)
    """Seconds a cell may take; a page may set its own with `timeout:` in its front matter."""
    memory = opt.Type(int, default=4000)
    """MB of memory each page's process may use."""
    writable = opt.ListOfItems(opt.Type(str), default=[])
    """Files or folders, relative to `mkdocs.yml`, that cells may write besides their scratch folder."""
    requires = opt.ListOfItems(opt.Type(str), default=[])
    """Modules that pages need, for example `[torch]`; a preview without them shows boxes for figures."""
    store = opt.Type(str, default=".cache/lessons")
    """Folder of the results, relative to `mkdocs.yml`; deleting it only makes pages run again."""
    macros = opt.Type(str, default="assets/macros.tex")
    r"""File of the course's TeX macros below `docs_dir`, one `\newcommand{\vx}{\boldsymbol{x}}` a line."""


class CourseSitePlugin(BasePlugin[CourseSiteConfig]):
    r"""Runs executable pages, and turns what they computed into pages.

    - `on_config` reads the settings and starts KaTeX (lazily);
    - `on_pre_build` runs every page of every language that is out of date;
    - `on_pre_page` points notebook pages at their executed notebook, for mkdocs-jupyter;
    - `on_page_markdown` puts results into the text of a page;
    - `on_page_content` renders formulas, names the people, adds downloads;
    - `on_post_page` mends what the theme gets wrong, and lets no foreign script through;
    - `on_post_template` makes one 404 page of every language's;
    - `on_post_build` writes figures, notebooks, KaTeX's style sheet and fonts;
    - `on_serve` watches the packages.
    """

    settings: Settings
    report: Report
    _mathematics: Mathematics
    _pictures: Pictures
    _papers: Papers
    _paper_page: PaperPage
    _files: dict[str, bytes]
    _place: Place
    _not_found: NotFound
    _told: set[Problem]
    _serving = False

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Note whether this is a preview, whose reloading script no policy may stop."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the settings; make KaTeX's style sheet and our notebook template known."""
        root = Path(config.config_file_path).parent
        try:
            self.settings = make_settings(root, config.docs_dir, self.config)
        except ProblemsFound as found:
            raise PluginError(str(found)) from None
        self._translations = Reader(self.settings)
        self._begin(config)
        self._wire_mathematics(config)
        jupyter_settings.templates_dir = str(Path(__file__).with_name("templates"))
        if page_html.KATEX_CSS not in config.extra_css:
            config.extra_css.append(page_html.KATEX_CSS)
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Run what is out of date, once for all languages; a bad page stops the build."""
        self._files = {}
        if self._is_nested(config):
            return
        with AutoEngine(device=self.settings.device) as engine:
            self.report = run_pages(
                self.settings, engine, workers=default_workers(), preview=not config.strict
            )
        for problem in [*self.report.notices, *self.report.problems]:
            log.error(str(problem)) if problem in self.report.problems else log.info(str(problem))
        log.info(self.report.summary())
        pages, _ = read_pages(self.settings)
        self._warn(check_all(BUILD_CHECKS, self.settings, pages))
        self._papers = Papers.read(self.settings.docs, pages)
        if self.report.problems:
            raise PluginError(f"{len(self.report.problems)} problem(s) above; nothing was published.")

    @event_priority(100)  # before mkdocs-jupyter looks at the page's source
    def on_pre_page(self, page: MkDocsPage, *, config: MkDocsConfig, files: Any) -> MkDocsPage:
        """Give mkdocs-jupyter the executed notebook in place of its Markdown source."""
        executed = self._executed(page)
        if executed and executed.page.front_matter.kind == "notebook":
            data = downloads(executed, self._language(page))[".ipynb"]
            page.file.abs_src_path = str(kept_aside(data, self.settings.store))
        return page

    @event_priority(100)  # before plugins that read prose: they should read what a reader will
    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Any) -> str:
        """Return the page with its results in place, and no HTML comment."""
        self._pictures = self._place_pictures(page, config, files)
        self._paper_page = self._papers.place(self._language(page), page, config, files)
        executed = self._translations.executed(self._executed(page), page.url)
        page.meta = titled(executed.page.front_matter.values if executed else page.meta, self._language(page))
        if executed is None:
            markdown = self._translations.marked(markdown, self._path(page), page.url)
            return blank_comments(markdown, page.file.src_uri)[0] + self._generated(page)

        def asset_url(name: str) -> str:
            return get_relative_url(page_html.FIGURES + name, page.url)

        if executed.page.front_matter.kind == "notebook":
            page.render = rendering(page)
            return marked_source(segments(executed, self._language(page), asset_url))
        return lecture(executed, self._language(page), asset_url)

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Any) -> str:
        """Render the formulas; offer an executed page for download."""
        words = self._language(page)
        source = blank_comments(
            Path(self.settings.docs, page.file.src_uri).read_text(encoding="utf-8-sig"), ""
        )[0]
        html = self._drawn(self._paper_page.framed(html), source, page, config, files)
        html, problems = self._mathematics.page(html, source, self._path(page), page.meta, words)
        self._warn([*problems, *missing_problems(source, self._path(page), self._pictures)])
        if executed := self._executed(page):
            html = self._offer(executed, page, html, words)
        html = page_html.with_focusable_tables(html, words)
        return self._translations.framed(page_html.in_language(html, words), self._path(page), page.url)

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Mend the language switch and the head; let nothing through that could run."""
        output = page_html.mended_theme(output, language(self._translations.language_at(page.url)))
        output = page_html.relative_switch(output, page.url, self._place.root)
        source = Path(self.settings.docs, page.file.src_uri).read_text(encoding="utf-8-sig")
        output = with_head(output, head_of(page, config, self._language(page)))
        output = self._translations.finished(output, page.url)
        return self._guarded(output, page.url, self._path(page), source)

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Put this language's 404 page into the one for all; the first language's build wrote its own."""
        if template_name != "404.html":
            return output
        output = page_html.mended_theme(output, language(spoken_by(output)))
        output = self._not_found.with_page(self._guarded(output, "", template_name, ""))
        if self._is_nested(config):
            write_file(output.encode(), str(Path(config.site_dir) / template_name))
            return ""
        return output

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the files that pages refer to."""
        site = Path(config.site_dir)
        for executed in self.report.executed.values():
            for name, data in figure_files(executed).items():
                self._files[page_html.FIGURES + name] = data
        for name, data in self._mathematics.files().items():
            self._files[page_html.KATEX + name] = data
        for name, data in (self._files | self._papers.files()).items():
            write_file(data, str(site / name))
        finish(site, [] if self._serving else config.theme.dirs)

    def on_serve(self, server: Any, *, config: MkDocsConfig, builder: Any) -> Any:
        """Rebuild the preview when a package or a declared data file changes."""
        pages, _ = read_pages(self.settings)
        data = [self.settings.root / name for page in pages for name in page.front_matter.depends]
        for path in [*(self.settings.root / name for name in self.settings.packages), *data]:
            if path.exists():
                server.watch(str(path))
        return server

    def _is_nested(self, config: MkDocsConfig) -> bool:
        """True while static-i18n builds a further language inside the first one's last hook."""
        return getattr(config.plugins.get("i18n"), "building", False)

    def _begin(self, config: MkDocsConfig) -> None:
        """Look anew, once for all languages, for what a preview may have changed since it was last built."""
        if not self._is_nested(config):
            root = urlsplit(config.site_url or "/").path
            scripts = own_scripts(self.settings.docs, config.theme.dirs)
            self._place, self._not_found = Place("", root, scripts), NotFound(root)
            self._told = set()
            utils.clean_directory = clean_directory  # i18n takes it away, for good where a French page fails

    def _wire_mathematics(self, config: MkDocsConfig) -> None:
        """Read the macros and let our extension find the formulas, instead of what `mkdocs.yml` may name."""
        name = f"{Path(config.docs_dir).name}/{self.config.macros}"
        self._mathematics, problems = read_mathematics(Path(config.docs_dir) / self.config.macros, name)
        self._warn(problems)
        _extend(config, TEX, macros=bodies(self._mathematics.macros))

    def _place_pictures(self, page: MkDocsPage, config: MkDocsConfig, files: Any) -> Pictures:
        """Tell our extension where the page that is rendered next finds its pictures."""
        word = self._language(page)["figure"]
        pictures = pictures_of(page.file.src_uri, page.url, page.meta, files, page_html.FIGURES, word)
        _extend(config, DIALECT, pictures=pictures)
        return pictures

    def _drawn(self, html: str, source: str, page: MkDocsPage, config: MkDocsConfig, files: Any) -> str:
        """Draw what a page shows of diagrams.net, in its own colours and language."""
        find = find_among(files, page.url, self.settings.docs.name)
        home, words = config.site_url or "", self._language(page)
        on = PageOfDrawings(self._path(page), source, words, home, find, self._mathematics.render)
        html = place_diagrams(html, on)
        self._warn(on.problems)
        return html

    def _generated(self, page: MkDocsPage) -> str:
        """Return what a page asks the build to write below its text."""
        here, words = self._path(page), self._language(page)
        known = generators(self.report.executed.values(), here, words, self._mathematics.macros)
        known |= {"papers": self._paper_page.table, **self._translations.generators(here)}
        text, problems = generated(page.meta.get("generate"), known, here)
        self._warn(problems)
        return text

    def _warn(self, problems: Iterable[Problem]) -> None:
        """Log what is wrong, once for all languages: a strict build fails on it, a preview goes on."""
        for problem in problems:
            if problem not in self._told:
                self._told.add(problem)
                log.warning(str(problem))

    def _guarded(self, output: str, url: str, path: str, source: str) -> str:
        """Return a page with its Content-Security-Policy, having logged what must not stand in it."""
        guarded, problems = with_policy(only_needed(output), path, source, replace(self._place, url=url))
        self._warn(problems)
        return output if self._serving else guarded

    def _path(self, page: MkDocsPage) -> str:
        return self.settings.relative(self.settings.docs / page.file.src_uri)

    def _language(self, page: MkDocsPage) -> Language:
        return language(language_of(self._path(page)))

    def _executed(self, page: MkDocsPage) -> ExecutedPage | None:
        return self.report.executed.get(self._path(page))

    def _offer(self, executed: ExecutedPage, page: MkDocsPage, html: str, words: Language) -> str:
        """Queue the notebook and the script of a page for writing beside it; link to them on the page."""
        name = page_html.download_name(page.file.src_uri)
        stem = str(Path(page.file.dest_uri).parent / name)
        self._files |= {stem + suffix: data for suffix, data in downloads(executed, words).items()}
        at_end = executed.page.front_matter.values.get("downloads") == "end"
        return page_html.with_downloads(html, name, words, at_end=at_end)


def _extend(config: MkDocsConfig, extension: str, **options: object) -> None:
    """Let Markdown be read with one of our extensions."""
    if extension not in config.markdown_extensions:
        config.markdown_extensions.append(extension)
    config.mdx_configs[extension] = options
