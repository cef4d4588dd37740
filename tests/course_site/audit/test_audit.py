"""What must not stand in a page is found, and nothing else is."""

from __future__ import annotations

import re

import pytest

from course_site.audit.page import audit
from course_site.audit.policy import policy, with_policy
from course_site.audit.scripts import THEME_SCRIPTS, digest, pin

SCOPE = '__md_scope=new URL("{}",location),rest'

HARMFUL = {
    "<script>alert(1)</script>": "a script stands in the page",
    "<SCRIPT>alert(1)</SCRIPT>": "a script stands in the page",
    "<script type=module>alert(1)</script>": "a script stands in the page",
    "<script type='text/plain'>its type alone stops it</script>": "a script stands in the page",
    "<script>alert(1)": "a script stands in the page",
    "<svg><script>alert(1)</script></svg>": "a script stands in the page",
    "<script src=https://evil.example/x.js></script>": "`src` of `<script>` loads from another host",
    "<script src=//evil.example/x.js></script>": "`src` of `<script>` loads from another host",
    "<script src='data:text/javascript,alert(1)'></script>": "`src` of `<script>` holds a document",
    "<script src=../evil.js></script>": "`src` of `<script>` lies outside assets/javascripts/: `../evil.js`.",
    "<script src=assets/javascripts/../x.js></script>": "`src` of `<script>` lies outside",
    "<img src='\\\\evil.example/p.png'>": "`src` of `<img>` loads from another host",
    "<img src=x.png onerror=alert(1)>": "`onerror` on `<img>` runs a script.",
    "<img/src='x.png'/OnError='alert(1)'>": "`onerror` on `<img>` runs a script.",
    "<details open ontoggle=alert(1)>": "`ontoggle` on `<details>` runs a script.",
    "<svg onload=alert(1)>": "`onload` on `<svg>` runs a script.",
    "<a href=javascript:alert(1)>x</a>": "`href` of `<a>` is a script",
    "<a href='&#106;avascript:alert(1)'>x</a>": "`href` of `<a>` is a script",
    "<a href='java\nscript:alert(1)'>x</a>": "`href` of `<a>` is a script",
    "<a href='\x01javascript:alert(1)'>x</a>": "`href` of `<a>` is a script",
    "<a href='vbscript:x'>x</a>": "`href` of `<a>` is a script",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>": "`href` of `<a>` holds a document",
    "<form action=javascript:alert(1)>": "`action` of `<form>` is a script",
    "<form action=https://evil.example/>": "`action` of `<form>` loads from another host",
    "<button formaction=https://evil.example/>": "`formaction` of `<button>` loads from another host",
    "<iframe src=x.html></iframe>": "`<iframe>` brings another document into the page.",
    "<object data=x.svg></object>": "`<object>` brings another document into the page.",
    "<embed src=x.svg>": "`<embed>` brings another document into the page.",
    "<base href=https://evil.example/>": "`<base>` brings another document into the page.",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>": "sends the reader away.",
    "<img src=https://evil.example/pixel.gif>": "`src` of `<img>` loads from another host",
    "<img srcset='a.png 1x, https://evil.example/b.png 2x' src=a.png>": "`srcset` of `<img>` loads",
    "<link rel=stylesheet href=https://evil.example/x.css>": "`href` of `<link>` loads from another host",
    "<link rel='preconnect' href=https://evil.example/>": "`href` of `<link>` loads from another host",
    "<video poster=https://evil.example/p.png></video>": "`poster` of `<video>` loads from another host",
    "<svg><image href=https://evil.example/p.png /></svg>": "`href` of `<image>` loads from another host",
    "<svg><use xlink:href=https://evil.example/p.svg#a /></svg>": "`xlink:href` of `<use>` loads",
    "<style>@import 'https://evil.example/x.css';</style>": "a style loads from another host",
    "<style>p{background:url(//evil.example/p.png)}</style>": "a style loads from another host",
    "<p style='background:url(https://evil.example/p.png)'>": "a style loads from another host",
    "<a href=x.html ping=https://evil.example/>x</a>": "`ping` of `<a>` loads from another host",
    "<img src='https://[broken'>": "`src` of `<img>` loads from another host",
}

HARMLESS = [
    "<p>the word onclick= and javascript: in a sentence, &lt;script&gt; in another</p>",
    "<pre><code>&lt;img onerror=x&gt;</code></pre>",
    "<a href=https://arxiv.org/abs/1412.6980>Adam</a>",
    "<a href=mailto:a@example.org>write</a>",
    "<img src=../assets/x.svg alt=x>",
    "<img src='data:image/png;base64,AAAA' alt=x>",
    "<img src='data:,' alt=missing>",
    "<link rel=canonical href=https://example.org/>",
    "<link rel='alternate ' hreflang=fr href=https://example.org/fr/>",
    "<script type=application/json>{\"a\": \"alert(1)\"}</script>",
    "<script src=../assets/javascripts/copy-tex.js></script>",
    "<script src=/course/assets/javascripts/not-found.js defer></script>",
    "<details open><summary>Show</summary></details>",
    "<svg><use href=#a /></svg>",
    "<p style='color:var(--ink)'>x</p>",
    "<!-- <script>alert(1)</script> -->",
]  # fmt: skip


@pytest.mark.parametrize("html", HARMFUL)
def test_what_could_run_or_call_elsewhere_is_found(html: str):
    findings, scripts = audit(f"<!doctype html><body>{html}")

    assert HARMFUL[html] in " ".join(finding.message for finding in findings)
    assert all(finding.hint for finding in findings)
    assert scripts == []


@pytest.mark.parametrize("html", HARMLESS)
def test_what_cannot_is_left_alone(html: str):
    assert audit(f"<!doctype html><body>{html}</body>") == ([], [])


def test_a_script_of_the_theme_is_known_at_any_depth(monkeypatch):
    monkeypatch.setitem(THEME_SCRIPTS, pin(SCOPE.format("")), "keeps choices")
    page = "<script>" + SCOPE.format("../..") + "</script>"
    findings, scripts = audit(page)

    assert findings == []
    assert scripts == [SCOPE.format("../..")]
    assert pin(SCOPE.format(".")) == pin(SCOPE.format("../.."))


def test_a_script_of_the_theme_with_one_more_statement_is_not_the_theme_s(monkeypatch):
    monkeypatch.setitem(THEME_SCRIPTS, pin(SCOPE.format("")), "keeps choices")
    (finding,), _ = audit("<script>" + SCOPE.format(".") + ";alert(1)</script>")

    assert finding.message.startswith("a script stands in the page (sha256 ")
    assert pin(SCOPE.format(".") + ";alert(1)") in finding.message


def test_a_finding_names_the_line_of_the_source_it_came_from():
    source = "# Title\n\nText.\n\n<img src='x.png' alt='x' onerror='alert(1)'>\n"
    html = '<meta charset="utf-8"><img src="x.png" alt="x" onerror="alert(1)">'
    _, (problem,) = with_policy(html, "docs/en/p.md", source)

    assert str(problem) == "docs/en/p.md:5: `onerror` on `<img>` runs a script. Remove `onerror`."


def test_a_finding_that_the_source_does_not_show_names_the_page():
    _, (problem,) = with_policy("<iframe>", "docs/en/p.md", "```python\nx\n```\n")

    assert str(problem).startswith("docs/en/p.md: `<iframe>` brings")


def test_the_policy_comes_first_and_allows_only_what_is_pinned():
    html = '<head><meta charset="utf-8"><title>x</title></head>'
    page, problems = with_policy(html, "p.md", "")

    assert problems == []
    assert re.match(r'<head><meta charset="utf-8">\s*<meta http-equiv="Content-Security-Policy"', page)
    rules = dict(rule.strip().split(" ", 1) for rule in re.search('content="([^"]*)"', page)[1].split(";"))
    assert rules["script-src"] == "'self'"
    assert rules["default-src"] == "'none'"
    assert rules["object-src"] == "'none'"
    assert "unsafe-inline" not in rules["script-src"] + rules["default-src"]


def test_the_policy_lists_each_script_once_by_its_hash():
    assert policy(["a", "b", "a"]).count("sha256-") == 2
    assert f"'sha256-{digest('a')}'" in policy(["a"])


def test_a_page_that_sends_the_reader_away_no_longer_does():
    html = '<meta charset="utf-8"><meta http-equiv="refresh" content="0;url=//evil.example/">'
    page, (problem,) = with_policy(html, "p.md", "")

    assert "sends the reader away" in problem.message
    assert '<meta data-refused="refresh" content=' in page
    assert 'http-equiv="Content-Security-Policy"' in page
