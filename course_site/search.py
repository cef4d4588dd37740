"""A search that ignores accents: `entrainement` finds « entraînement », and the other way round.

The theme's search worker loads lunr's stemmer support before it builds its index.
Two small patches are appended to that file: every token and every query is folded to plain letters.
"""

from __future__ import annotations

from pathlib import Path

SUPPORT = "assets/javascripts/lunr/min/lunr.stemmer.support.min.js"
MARK = "/* course_site: ignore accents */"
FOLD = (
    MARK
    + r"""
(function (lunr) {
  function fold(text) {
    return typeof text !== "string" ? text : text.normalize("NFD").replace(/[\u0300-\u036f]/g, "")
      .replace(/\u0153/g, "oe").replace(/\u0152/g, "OE").replace(/\u00e6/g, "ae").replace(/\u2019/g, "'");
  }
  var Token = lunr.Token, Parser = lunr.QueryParser;
  lunr.Token = function (text, metadata) { return new Token(fold(text), metadata); };
  lunr.Token.prototype = Token.prototype;
  lunr.QueryParser = function (text, query) { return new Parser(fold(text), query); };
  Object.assign(lunr.QueryParser, Parser); // its states are looked up by these names
  lunr.QueryParser.prototype = Parser.prototype;
})(self.lunr);
"""
)


def fold_accents_script(site: Path) -> None:
    """Append the patches to a built site's copy of the file, once."""
    path = site / SUPPORT
    text = path.read_text(encoding="utf-8")
    if MARK not in text:
        path.write_text(text + "\n" + FOLD, encoding="utf-8")
