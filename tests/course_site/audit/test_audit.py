"""What must not stand in a page is found, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path

import material
import pytest

from course_site.audit.addresses import Place
from course_site.audit.names import TAKEN
from course_site.audit.page import audit
from course_site.audit.policy import CHARSET, policy, with_policy
from course_site.audit.scripts import THEME_SCRIPTS, digest, pin

OURS = "../../assets/javascripts/copy-tex.js"
PLACE = Place("fr/spiral/", "/course/", frozenset({"assets/javascripts/copy-tex.js"}))
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
    # what only a parser that follows the standard sees
    "<![CDATA[><script>alert(1)</script>]]>": "a script stands in the page",
    "<![CDATA[><b onclick=alert(1)>]]>": "`onclick` on `<b>` runs a script.",
    "<!--><script>alert(1)</script>-->": "a script stands in the page",
    "<!---><script>alert(1)</script>-->": "a script stands in the page",
    "<!-- --!><script>alert(1)</script>-->": "a script stands in the page",
    "<title><p title='</title><script>alert(1)</script>'>": "a script stands in the page",
    "<textarea><p title='</textarea><script>alert(1)</script>'>": "a script stands in the page",
    "<style><!--</style><script>alert(1)</script>-->": "a script stands in the page",
    "<noscript><p title='</noscript><script>alert(1)</script>'>": "`<noscript>` holds what some browsers",
    "<div><template shadowrootmode=open><script>alert(1)</script></template></div>": "`<template>` holds",
    "<body onpageshow=alert(1)>": "`onpageshow` on `<body>` runs a script.",
    "<svg><script href=../evil.js></script></svg>": "`href` of `<script>` lies outside",
    f"<svg><script src={OURS} xlink:href=../x.txt></script></svg>": "`xlink:href` of `<script>` lies",
    f"<svg><script src={OURS}>alert(1)</script></svg>": "a script stands in the page",
    # scripts that only look as if they lay in the folder for scripts
    "<script src='../../assets/evil.txt?/assets/javascripts/x.js'></script>": "lies outside",
    "<script src='../../assets/evil.txt#/assets/javascripts/x.js'></script>": "lies outside",
    "<script src='../../assets/javascripts/%2e%2e/%2E%2e/assets/evil.txt'></script>": "lies outside",
    "<script src='../../assets/javascripts/x\\..\\..\\..\\assets\\evil.txt'></script>": "lies outside",
    "<script src='../../assets/javascripts/unknown.js'></script>": "`src` of `<script>` lies outside",
    "<script src='https:/evil.example/x.js'></script>": "`src` of `<script>` loads from another host",
    "<script src='/\t/evil.example/x.js'></script>": "`src` of `<script>` loads from another host",
    # addresses of other hosts
    "<link rel='alternate stylesheet' href=https://evil.example/x.css>": "`href` of `<link>` loads",
    "<link rel='license stylesheet' href=//evil.example/x.css>": "`href` of `<link>` loads from another host",
    "<link rel=preload as=image href=a.png imagesrcset='//evil.example/b.png 2x'>": "`imagesrcset`",
    "<img src='https:/evil.example/x'>": "`src` of `<img>` loads from another host",
    "<img src='\thttps:evil.example/x'>": "`src` of `<img>` loads from another host",
    "<table background=//evil.example/x.png>": "`background` of `<table>` loads from another host",
    "<img src=x.png attributionsrc='https://evil.example/'>": "`attributionsrc` of `<img>` loads",
    "<p style=\"background:image-set('//evil.example/x.png' 1x)\">": "a style loads from another host",
    "<p style='background:\\75 rl(//evil.example/x.png)'>": "a style loads from another host",
    "<svg><path fill='url(//evil.example/x.svg#a)' /></svg>": "a style loads from another host",
    "<style>@import/**/'https:/evil.example/x.css';</style>": "a style loads from another host",
    "<meta http-equiv=' refresh' content='0;url=x'>": "`<meta http-equiv=refresh>` sends the reader away.",
    "<meta http-equiv=set-cookie content=a=b>": "`<meta http-equiv=set-cookie>` changes how",
    "<a href='data:image/svg+xml,<svg onload=alert(1)>'>x</a>": "`href` of `<a>` holds a document",
    "<svg><a><set attributeName=href to=javascript:alert(1) /></a></svg>": "`<set>` changes `href`.",
    # names that the theme's script looks for, and data for it to read
    "<article><script id=__config type=application/json>{}</script></article>": "the name `__config` is the",
    "<article><p><b id='__config' hidden>{}</b></p></article>": "the name `__config` is the theme's",
    "<p id=__config></p><script id=__config type=application/json>{}</script>": "the name `__config` is the",
    "<article><input id='&#95;_search'></article>": "the name `__search` is the theme's",
    "<article><a id=__not-found-words></a></article>": "the name `__not-found-words` is the theme's",
    "<script type=application/json>{}</script>": "a block of data stands in the page",
    "<script type=application/ld+json id=x>{}</script>": "a block of data stands in the page",
    "<svg><animate attributeName=' onclick' values=alert(1) /></svg>": "`<animate>` changes `onclick`.",
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
    "<script id=__config type=application/json>{\"a\": \"alert(1)\"}</script>",
    "<input id=__search><input id=__toc><article><h1 id=__init__>x</h1><a id=__codelineno-0-1></a></article>",
    f"<script src={OURS}></script>",
    "<script src='/course/assets/javascripts/copy-tex.js?v=2'></script>",
    "<script src=/course/assets/javascripts/copy-tex.js defer></script>",
    "<details open><summary>Show</summary></details>",
    "<svg><use href=#a /></svg>",
    "<p style='color:var(--ink)'>x</p>",
    "<!-- <script>alert(1)</script> -->",
    "<svg><![CDATA[<script>alert(1)</script>]]></svg>",
    "<svg><style><!--</style><script>alert(1)</script>--></style></svg>",
    "<title><script>alert(1)</script></title>",
    "<blockquote cite=https://example.org/>x</blockquote>",
    "<p title='url(//evil.example/x.png)'>x</p>",
    "<svg><animate attributeName=r to=9 /></svg>",
    "<img srcset='a.png 1x, b.png 2x' src=a.png alt=x>",
]  # fmt: skip


@pytest.mark.parametrize("html", HARMFUL)
def test_what_could_run_or_call_elsewhere_is_found(html: str):
    findings, scripts = audit(f"<!doctype html><body>{html}", PLACE)

    assert HARMFUL[html] in " ".join(finding.message for finding in findings)
    assert all(finding.hint for finding in findings)
    assert scripts == []


@pytest.mark.parametrize("html", HARMLESS)
def test_what_cannot_is_left_alone(html: str):
    assert audit(f"<!doctype html><body>{html}</body>", PLACE) == ([], [])


def test_a_script_of_the_theme_is_known_at_any_depth(monkeypatch):
    monkeypatch.setitem(THEME_SCRIPTS, pin(SCOPE.format("")), "keeps choices")
    page = "<script>" + SCOPE.format("../..") + "</script>"
    findings, scripts = audit(page, PLACE)

    assert findings == []
    assert scripts == [SCOPE.format("../..")]
    assert pin(SCOPE.format(".")) == pin(SCOPE.format("../.."))


def test_a_script_of_the_theme_with_one_more_statement_is_not_the_theme_s(monkeypatch):
    monkeypatch.setitem(THEME_SCRIPTS, pin(SCOPE.format("")), "keeps choices")
    (finding,), _ = audit("<script>" + SCOPE.format(".") + ";alert(1)</script>", PLACE)

    assert finding.message.startswith("a script stands in the page (sha256 ")
    assert pin(SCOPE.format(".") + ";alert(1)") in finding.message


def test_every_name_that_the_theme_gives_or_looks_for_is_known():
    theme = Path(material.__file__).parent / "templates"
    given = {name for page in theme.rglob("*.html") for name in re.findall(r'id="(__\w+)"', page.read_text())}
    bundle = next(theme.glob("assets/javascripts/bundle.*.js")).read_text(encoding="utf-8")
    sought = set(re.findall(r'"#(__\w+)"', bundle))

    assert "__config" in given & sought
    lines_of_code = "__codelineno"  # which Markdown names, and the script only scrolls to
    assert {name for name in given | sought if not TAKEN.fullmatch(name)} == {lines_of_code}


def test_a_stolen_name_is_told_at_its_line():
    source = "# Title\n\nText.\n{#__config}\n"
    html = '<meta charset="utf-8"><article><p id="__config">Text.</p></article>'
    _, (problem,) = with_policy(html, "docs/en/p.md", source, PLACE)

    assert str(problem) == (
        "docs/en/p.md:4: the name `__config` is the theme's: its script would read this in place of its own. "
        "Choose another name."
    )


def test_a_finding_names_the_line_of_the_source_it_came_from():
    source = "# Title\n\nText.\n\n<img src='x.png' alt='x' onerror='alert(1)'>\n"
    html = '<meta charset="utf-8"><img src="x.png" alt="x" onerror="alert(1)">'
    _, (problem,) = with_policy(html, "docs/en/p.md", source, PLACE)

    assert str(problem) == "docs/en/p.md:5: `onerror` on `<img>` runs a script. Remove `onerror`."


def test_a_finding_that_the_source_does_not_show_names_the_page():
    _, (problem,) = with_policy(CHARSET + "<iframe>", "docs/en/p.md", "```python\nx\n```\n", PLACE)

    assert str(problem).startswith("docs/en/p.md: `<iframe>` brings")


def test_the_policy_comes_first_and_allows_only_what_is_pinned():
    html = '<head><meta charset="utf-8"><title>x</title></head>'
    page, problems = with_policy(html, "p.md", "", PLACE)

    assert problems == []
    assert re.match(r'<head><meta charset="utf-8">\s*<meta http-equiv="Content-Security-Policy"', page)
    rules = dict(rule.strip().split(" ", 1) for rule in re.search('content="([^"]*)"', page)[1].split(";"))
    assert rules["script-src"] == "'self'"
    assert rules["default-src"] == "'none'"
    assert rules["object-src"] == "'none'"
    assert "unsafe-inline" not in rules["script-src"] + rules["default-src"]


@pytest.mark.parametrize(
    "html",
    [
        '<head><meta charset="UTF-8"></head><body></body>',
        '<head><meta charset=utf-8></head><body><p><meta charset="utf-8"></p></body>',
        f'<head><script src="{OURS}"></script><meta charset="utf-8"></head>',
    ],
)
def test_a_page_that_cannot_have_a_policy_is_a_problem(html):
    page, (problem,) = with_policy(html, "p.md", "", PLACE)

    assert page == html
    assert str(problem) == (
        'p.md: the page has no policy, which belongs behind the `<meta charset="utf-8">` that its head '
        "should begin with. See how the theme writes it now, and name that in course_site/audit/policy.py."
    )


def test_the_policy_lists_each_script_once_by_its_hash():
    assert policy(["a", "b", "a"]).count("sha256-") == 2
    assert f"'sha256-{digest('a')}'" in policy(["a"])


def test_a_page_that_sends_the_reader_away_no_longer_does():
    html = '<meta charset="utf-8"><meta http-equiv="refresh" content="0;url=//evil.example/">'
    page, (problem,) = with_policy(html, "p.md", "", PLACE)

    assert "sends the reader away" in problem.message
    assert '<meta data-refused="refresh" content=' in page
    assert 'http-equiv="Content-Security-Policy"' in page


def test_a_command_written_with_entities_is_disarmed_too():
    html = '<meta charset="utf-8"><meta http-equiv="&#114;efresh" content="0;url=//evil.example/">'
    page, _ = with_policy(html, "p.md", "", PLACE)

    assert '<meta data-refused="&#114;efresh"' in page


def test_a_page_that_is_published_in_spite_of_its_faults_loads_no_script():
    html = '<meta charset="utf-8"><script src="../../assets/evil.txt?/assets/javascripts/x.js"></script>'
    page, (problem,) = with_policy(html, "p.md", "", PLACE)

    assert "lies outside" in problem.message
    assert "content=\"script-src 'none'; " in page
