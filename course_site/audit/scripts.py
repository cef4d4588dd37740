"""The theme's own inline scripts, pinned by their hash: no other inline script may stand in a page.

When the theme changes one, the build fails and prints the new hash: read the script, then pin it anew.
"""

from __future__ import annotations

import base64
import hashlib
import re

SCOPE = re.compile(r'__md_scope=new URL\("[^"]*",location\)')
"""The one part that differs between pages: how deep a page lies."""

THEME_SCRIPTS = {
    "frNoT9rNKIH2e5QomDJzop2HdNi8gmIq+bZajsEDKpA=": "keeps the reader's choices in localStorage",
    "DrEMJJ29sL7vIloQzly+VUGMxKcBTMII+OfW7Y8AkG4=": "sets the chosen palette before anything shows",
    "/8wPdzX9q0NNJXyA5lzsLojXFpkeaXVxhbfkUOQaWy8=": "opens the tab that the address names",
}
"""What each script of Material for MkDocs does, by the SHA-256 of its text, depth left out."""


def pin(script: str) -> str:
    """Return the hash that `THEME_SCRIPTS` knows a script by."""
    return digest(SCOPE.sub('__md_scope=new URL("",location)', script))


def digest(script: str) -> str:
    """Return the SHA-256 of a script as a Content-Security-Policy writes it."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
