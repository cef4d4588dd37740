"""The Content-Security-Policy of a page: scripts of the site, and the theme's inline ones by their hash."""

from __future__ import annotations

import re
from collections.abc import Iterable

from course_site.audit.addresses import Place
from course_site.audit.page import audit
from course_site.audit.placing import problems_of
from course_site.audit.scripts import digest
from course_site.problems import Problem

CHARSET = '<meta charset="utf-8">'
"""How the theme begins the head of a page: the policy stands behind it, before all that it binds."""
TOO_LATE = re.compile(r"<(?:script|link|style|body)\b", re.I)
NOWHERE = (
    f"the page has no policy, which belongs behind the `{CHARSET}` that its head should begin with.",
    "See how the theme writes it now, and name that in course_site/audit/policy.py.",
)
COMMAND = re.compile(r"http-equiv", re.I)
"""What no policy can forbid: a page that is published in spite of its faults sends nobody elsewhere."""
DIRECTIVES = (
    "default-src 'none'",
    "style-src 'self' 'unsafe-inline'",  # KaTeX places its boxes by style attributes
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",  # no narrower: a path needs its host, and one site is served by any, below any path
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
)
"""What a page may load besides its scripts; a form may only lead back to its own page."""


def with_policy(html: str, path: str, source: str, place: Place) -> tuple[str, list[Problem]]:
    """Return a page with its policy, and what must not stand in it, at the line of `source` it came from.

    `path` is the page's source as messages name it; `source` is its text; `place` is where it is published.
    A page that is published in spite of its faults loads no script at all.
    """
    findings, scripts = audit(html, place)
    problems = problems_of(findings, path, source)
    if any(finding.snippet == "http-equiv" for finding in findings):
        html = COMMAND.sub("data-refused", html)
    before, charset, after = html.partition(CHARSET)
    if not charset or TOO_LATE.search(before):
        return html, [*problems, Problem(path, 0, 0, *NOWHERE)]
    return f"{before}{charset}\n      {policy(scripts, own=not findings)}{after}", problems


def policy(scripts: Iterable[str], *, own: bool = True) -> str:
    """Return the policy of a page: it may run these inline scripts, and the site's own files if `own`."""
    hashes = "".join(f" 'sha256-{digest(script)}'" for script in dict.fromkeys(scripts))
    files = " 'self'" if own else "" if hashes else " 'none'"
    rules = "; ".join([f"script-src{files}{hashes}", *DIRECTIVES])
    return f'<meta http-equiv="Content-Security-Policy" content="{rules}">'
