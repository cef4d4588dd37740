"""A page's head, for those who read it without seeing it: translations, and a preview where it is shared."""

from __future__ import annotations

import html as escaping
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from course_site.language import DEFAULT, Language

ALTERNATE = re.compile(r'\s*<link rel="alternate" href="(?P<href>[^"]*)" hreflang="(?P<language>[^"]*)">')
END = "</head>"


@dataclass(frozen=True)
class Head:
    """What is known of one page; addresses end in a slash, texts are plain."""

    site_url: str
    """The address of the whole site, such as ``https://example.org/course/``; may be empty."""
    url: str
    """The page's own, relative to the site: ``fr/spiral/``."""
    title: str
    site_name: str
    description: str
    language: str
    default_language: str
    picture: str = "assets/pictures/site.png"
    """Shown where somebody shares a link, relative to the site."""


def head_of(page: Any, config: Any, words: Language) -> Head:
    """Return what MkDocs knows of a page."""
    return Head(
        site_url=config.site_url or "",
        url=page.url,
        title=str(page.title or config.site_name),
        site_name=config.site_name,
        description=str(page.meta.get("description") or config.site_description or ""),
        language=words.code,
        default_language=DEFAULT,
    )


def with_head(html: str, head: Head) -> str:
    """Return a page whose head names its translations, its description and its preview."""
    html = _whole_description(_absolute_alternates(html, head), head)
    return html.replace(END, _preview(head) + END, 1)


def _whole_description(html: str, head: Head) -> str:
    """Escape a description, which the theme writes as it is: a quotation mark in it would end it."""
    written = '<meta name="description" content="{}">'
    return html.replace(
        written.format(head.description), written.format(escaping.escape(head.description)), 1
    )


def _absolute_alternates(html: str, head: Head) -> str:
    """Name each translation by its whole address, as search engines ask; without a site address, none.

    The theme's script looks for ``link[rel=alternate]`` and fetches a sitemap below each, which fails.
    A trailing space hides the links from that selector, and from nobody else: `rel` is a list of words.
    """

    def absolute(match: re.Match[str]) -> str:
        if not head.site_url:
            return ""
        whole = urljoin(urljoin(head.site_url, head.url), match["href"])
        links = [f'<link rel="alternate " href="{whole}" hreflang="{match["language"]}">']
        if match["language"] == head.default_language:
            links.append(f'<link rel="alternate " href="{whole}" hreflang="x-default">')
        return "".join(f"\n      {link}" for link in links)

    return ALTERNATE.sub(absolute, html)


def _preview(head: Head) -> str:
    """Return the Open Graph properties of a page."""
    properties = {
        "og:type": "article",
        "og:title": head.title,
        "og:site_name": head.site_name,
        "og:description": head.description,
        "og:locale": head.language,
    }
    if head.site_url:
        properties |= {
            "og:url": urljoin(head.site_url, head.url),
            "og:image": urljoin(head.site_url, head.picture),
        }
    lines = (
        f'<meta property="{name}" content="{escaping.escape(text)}">' for name, text in properties.items()
    )
    return "".join(f"  {line}\n    " for line in lines)
