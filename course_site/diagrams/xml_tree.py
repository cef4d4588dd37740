"""Reads XML that anybody may have written: no entity, no deep or endless tree, a line for every element."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler, feature_external_ges
from xml.sax.xmlreader import InputSource

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

DEEPEST = 200
MOST_ELEMENTS = 50_000
MOST_ATTRIBUTES = 200_000
SAVE_AGAIN = "Save the drawing again in diagrams.net."


class Refused(Exception):
    """A file that is not read; says why, what to do and where."""

    def __init__(self, message: str, hint: str = "", line: int = 0) -> None:
        self.message, self.hint, self.line = message, hint, line
        super().__init__(message)


@dataclass(slots=True)
class Node:
    """One element."""

    tag: str
    attributes: dict[str, str]
    line: int
    """1-based."""
    children: list[Node] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the text directly in it."""
        return "".join(self.texts)

    def child(self, tag: str) -> Node | None:
        """Return its first child of a name."""
        return next((node for node in self.children if node.tag == tag), None)

    def get(self, name: str, default: str = "") -> str:
        """Return an attribute."""
        return self.attributes.get(name, default)

    def walk(self) -> Iterator[Node]:
        """Yield the element and all below it."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


class _Builder(ContentHandler):
    """Builds nodes, and stops at what no drawing needs."""

    def __init__(self) -> None:
        super().__init__()
        self.root: Node | None = None
        self.open: list[Node] = []
        self.elements = self.attributes = 0

    def startElement(self, name: str, attrs: object) -> None:
        """Add an element."""
        node = Node(name, dict(attrs.items()), self._locator.getLineNumber() or 0)
        self.elements += 1
        self.attributes += len(node.attributes)
        if self.elements > MOST_ELEMENTS or self.attributes > MOST_ATTRIBUTES:
            raise Refused(f"the file has more than {MOST_ELEMENTS} XML elements.", "Draw less on one page.")
        if len(self.open) >= DEEPEST:
            raise Refused(
                f"the file's XML is nested more than {DEEPEST} deep; no drawing is.", line=node.line
            )
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def endElement(self, name: str) -> None:
        """Close the element."""
        self.open.pop()

    def processingInstruction(self, target: str, data: str) -> None:
        """Refuse a style sheet of another file."""
        if target.lower() == "xml-stylesheet":
            raise Refused("the file asks for a style sheet of another file.", SAVE_AGAIN)

    def characters(self, content: str) -> None:
        """Add text to the open element."""
        if self.open:
            self.open[-1].texts.append(content)


def read_xml(data: bytes | str) -> Node:
    """Return the root element; Refused if it is not XML, or not the XML of a drawing."""
    builder, parser = _Builder(), make_parser()
    parser.forbid_dtd = False  # the app's own SVG names the DTD of SVG, which is never fetched:
    parser.forbid_external = False
    parser.setFeature(feature_external_ges, False)
    parser.setContentHandler(builder)
    source = InputSource()
    source.setByteStream(io.BytesIO(data if isinstance(data, bytes) else data.encode("utf-8", "replace")))
    if isinstance(data, str):
        source.setEncoding("utf-8")
    try:
        parser.parse(source)
    except DefusedXmlException:
        raise Refused("the file defines XML entities, which can fill a memory or read other files.",
                      "Save the drawing again in diagrams.net, which writes none.") from None  # fmt: skip
    except SAXParseException as error:
        raise Refused(f"the file is not whole XML: {error.getMessage()}.",
                      SAVE_AGAIN, error.getLineNumber() or 0) from None  # fmt: skip
    except (SAXException, ValueError, LookupError) as error:
        raise Refused(f"the file is not XML: {error}.", SAVE_AGAIN) from None
    if builder.root is None:
        raise Refused("the file is empty.", SAVE_AGAIN)
    return builder.root
