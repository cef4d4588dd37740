"""The Content-Security-Policy of a page: scripts of the site, and the theme's inline ones by their hash."""

from __future__ import annotations

import re
from collections.abc import Iterable

from course_site.audit.page import Finding, audit
from course_site.audit.scripts import digest
from course_site.problems import Problem

CHARSET = '<meta charset="utf-8">'
REFRESH = re.compile(r"http-equiv(\s*=\s*[\"']?\s*refresh)", re.I)
"""What no policy can forbid: a page that is published in spite of its faults sends nobody elsewhere."""
DIRECTIVES = (
    "default-src 'none'",
    "style-src 'self' 'unsafe-inline'",  # KaTeX places its boxes by style attributes
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
)
"""What a page may load besides its scripts; a form may only lead back to its own page."""


def with_policy(html: str, path: str, source: str) -> tuple[str, list[Problem]]:
    """Return a page with its policy, and what must not stand in it, at the line of `source` it came from.

    `path` is the page's source as messages name it; `source` is its text.
    """
    findings, scripts = audit(html)
    html = REFRESH.sub(r"data-refused\1", html)
    head = f"{CHARSET}\n      {policy(scripts)}"
    return html.replace(CHARSET, head, 1), [_problem(finding, path, source) for finding in findings]


def policy(scripts: Iterable[str]) -> str:
    """Return the policy of a page with these inline scripts."""
    hashes = "".join(f" 'sha256-{digest(script)}'" for script in dict.fromkeys(scripts))
    rules = "; ".join([f"script-src 'self'{hashes}", *DIRECTIVES])
    return f'<meta http-equiv="Content-Security-Policy" content="{rules}">'


def _problem(finding: Finding, path: str, source: str) -> Problem:
    """Place a finding at the first line that holds what it is about; line 0 if the page's text does not."""
    wanted = finding.snippet.lower()
    lines = source.lower().split("\n")
    line = next((number for number, text in enumerate(lines, 1) if wanted in text), 0)
    return Problem(path, line, 0, finding.message, finding.hint)
