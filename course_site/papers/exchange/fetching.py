"""Asks Crossref or arXiv what they know about a paper.

A paper that cannot be looked up is no fault: the note then holds what was given, the rest is to fill in.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

from lxml import etree

from course_site.papers.exchange.cleaning import clean_line
from course_site.papers.note import one_line
from course_site.papers.same_paper import ARXIV_DOI
from course_site.papers.schema import ARXIV, DOI

LARGEST_ANSWER = 2_000_000
CHUNK = 1 << 16
ATOM = {"a": "http://www.w3.org/2005/Atom", "x": "http://arxiv.org/schemas/atom"}
AGENT = "course-site papers (reads one paper's metadata when asked to)"


@dataclass(frozen=True)
class Services:
    """Where papers are looked up, and how long that may take."""

    crossref: str = "https://api.crossref.org/works/"
    arxiv: str = "https://export.arxiv.org/api/query?id_list="
    seconds: float = 10.0
    """For the whole answer."""


@dataclass(frozen=True)
class Found:
    """What is known about a paper."""

    values: Mapping[str, Any] = field(default_factory=dict)
    """Front matter."""
    remark: str = ""
    """Why nothing more is known."""


def look_up(wanted: str, services: Services) -> Found:
    """Return what is known about a DOI, an arXiv number or a title; a title is not looked up."""
    given = identify(wanted)
    if number := given.get("arxiv"):
        return _asked(f"{services.arxiv}{quote(number)}", given, _from_arxiv, services)
    if number := given.get("doi"):
        return _asked(f"{services.crossref}{quote(number, safe='')}", given, _from_crossref, services)
    return Found(given)


def identify(wanted: str) -> dict[str, str]:
    """Return what somebody names a paper by, as front matter: ``{"arxiv": "1412.6980"}``."""
    wanted = one_line(wanted)
    if match := ARXIV.fullmatch(wanted):
        return {"arxiv": match[1]}
    if match := DOI.fullmatch(wanted):
        held = ARXIV_DOI.fullmatch(match[1])
        return {"arxiv": held[1]} if held else {"doi": match[1]}
    return {"title": wanted}


def _asked(address: str, given: dict[str, Any], read, services: Services) -> Found:
    """Ask a service; whatever goes wrong, what was given is still known. No time means not to ask at all."""
    if not services.seconds:
        return Found(given)
    host = address.split("/")[2]
    try:
        values = read(_answer(address, services.seconds))
    except HTTPError as error:
        reason = "does not know it" if error.code == 404 else f"answered with error {error.code}"
    except (URLError, OSError, HTTPException):
        reason = "cannot be reached, or is too slow"
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, etree.LxmlError, RecursionError):
        reason = "gave an answer that makes no sense"
    else:
        cleaned = {name: _harmless(value) for name, value in values.items()}
        return Found({name: value for name, value in cleaned.items() if value} | given)
    return Found(given, f"{host} {reason}: fill in what is missing.")


def _answer(address: str, seconds: float) -> bytes:
    """Return what an address answers within so many seconds; OSError if it takes longer."""
    until = time.monotonic() + seconds
    parts = []
    with urlopen(Request(address, headers={"User-Agent": AGENT}), timeout=seconds) as response:
        while chunk := response.read1(CHUNK):
            parts.append(chunk)
            if time.monotonic() > until or sum(map(len, parts)) > LARGEST_ANSWER:
                raise TimeoutError
    return b"".join(parts)


def _harmless(value: Any) -> Any:
    if isinstance(value, list):
        return [clean_line(one_line(item)) for item in value if item.strip()]
    return clean_line(one_line(value)) if isinstance(value, str) else value


def _from_crossref(answer: bytes) -> dict[str, Any]:
    """Read Crossref's JSON."""
    work = json.loads(answer)["message"]
    dates = [work.get(name, {}).get("date-parts", [[None]])[0][0] for name in ("published-print", "issued")]
    return {
        "title": _first(work.get("title")),
        "authors": [_person(person) for person in work.get("author", [])],
        "year": next((int(year) for year in dates if year), None),
        "venue": _first(work.get("container-title")) or str(work.get("publisher", "")),
        "url": str(work.get("URL", "")) if not work.get("DOI") else "",
    }


def _person(person: Mapping[str, str]) -> str:
    given, family = person.get("given", ""), person.get("family", "")
    return " ".join(part for part in (given, family) if part) or (
        f"{{{person['name']}}}" if person.get("name") else ""
    )


def _first(values: Sequence[str] | None) -> str:
    return str(values[0]) if values else ""


def _from_arxiv(answer: bytes) -> dict[str, Any]:
    """Read arXiv's Atom feed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    entry = etree.fromstring(answer, parser).find("a:entry", ATOM)
    published = entry.findtext("a:published", namespaces=ATOM)
    return {
        "title": entry.findtext("a:title", namespaces=ATOM),
        "authors": [name.text for name in entry.findall("a:author/a:name", ATOM)],
        "year": int(published[:4]),
        "venue": entry.findtext("x:journal_ref", namespaces=ATOM) or "arXiv",
        "doi": entry.findtext("x:doi", namespaces=ATOM) or "",
    }
