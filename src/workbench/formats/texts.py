"""Plain text, Markdown, and the full-text exports of press databases."""

import re
from collections.abc import Iterator
from itertools import pairwise

import yaml

from workbench.formats.columns import as_text, roles_of
from workbench.formats.documents import Document, Metadata, decode, first_line, problem, stated

_FRONT = re.compile(r"---[ \t]*\r?\n(?P<fields>.*?\n)---[ \t]*(?:\r?\n|$)", re.DOTALL)
_BREAK = re.compile(r"^[ \t\f]*(?:Document[ \t]+\d+[ \t]+of[ \t]+\d+|\d+[ \t]+of[ \t]+\d+[ \t]+"
                    r"DOCUMENTS|End of Document)[ \t]*\r?$", re.MULTILINE)
_BREAK_WORDS = ("Document", "DOCUMENTS")  # every break has one; most pages need no search
_FIELD = re.compile(r"^[ \t]*(?P<name>Byline|Section|Length|Dateline|Highlight|Copyright|Source"
                    r"|Headline|Body|Load-Date|Language|Publication-Type|Subject|Graphic"
                    r"|Document-Type|Journal-Code|Notes|Classification)"
                    r"(?:[ \t]*:[ \t]*|(?=[ \t]*\r?$|[ \t]+\d))(?P<value>[^\r\n]*)",
                    re.MULTILINE | re.IGNORECASE)
_EXPORTED = re.compile(r"^[ \t]*(?:Length|Load-Date)[ \t]*:", re.MULTILINE | re.IGNORECASE)
_HEADER = frozenset({"byline", "section", "length", "dateline", "highlight", "copyright", "source",
                     "headline", "body"})
_DATED = re.compile(r"\b(?:January|February|March|April|May|June|July|August|September|October"
                    r"|November|December)\b.{0,12}\b(?:19|20)\d\d\b", re.IGNORECASE)


def read_text(data: bytes) -> Iterator[Document]:
    """A text file, its characters as they are: a page, or the documents of an export."""
    text, encoding = decode(data)
    exported = any(word in text for word in _BREAK_WORDS) and _BREAK.search(text)
    if exported and _EXPORTED.search(text):
        yield from _export(text, encoding)
    else:
        yield Document("", text, encoding)


def read_markdown(data: bytes) -> Iterator[Document]:
    """A Markdown file: a page; an article where front matter (YAML) describes it."""
    text, encoding = decode(data)
    front = _FRONT.match(text)
    fields = _yaml(front["fields"]) if front else {}
    if front is None or not fields or not text[front.end():].strip():
        yield Document("", text, encoding)
        return
    values = {role: as_text(fields[name]) for role, name in roles_of(tuple(fields)).items()}
    title = values.get("headline") or ""
    at = text.find(title, 0, front.end()) if title else -1
    yield Document("", text, encoding, Metadata(
        title or None, values.get("outlet"), values.get("authors"), values.get("section"),
        stated(values.get("date")), values.get("url")),
        (front.end(), len(text)), (at, at + len(title)) if at >= 0 else None)


def _yaml(block: str) -> dict[str, object]:
    try:
        fields = yaml.safe_load(block)
    except (yaml.YAMLError, ValueError):
        return {}
    return {str(k): v for k, v in fields.items()} if isinstance(fields, dict) else {}


def _export(text: str, encoding: str) -> Iterator[Document]:
    """The documents between the breaks of an export (Nexis, LexisNexis) as ``#ROW``."""
    cuts = [0, *(at for m in _BREAK.finditer(text) for at in m.span()), len(text)]
    parts = [text[a:b].strip() for a, b in list(pairwise(cuts))[::2]]
    fielded = [part for part in parts if _FIELD.search(part)]
    for n, part in enumerate(fielded, start=1):
        yield _exported(f"#{n}", part, encoding)


def _exported(record: str, part: str, encoding: str) -> Document:
    """One document: labels, among them headline, outlet and day; body; further labels."""
    fields = list(_FIELD.finditer(part))
    head = [m for m in fields if m["name"].lower() in _HEADER]
    body = next((m for m in head if m["name"].lower() == "body"), None) or (
        head or fields)[-1]
    if not part[body.end():].strip():
        return problem(record, "a document without a body; export it again")
    end = min((m.start() for m in fields if m.start() > body.end()), default=len(part))
    values = {m["name"].lower(): m["value"].strip() for m in reversed(fields)}
    headline, outlet, day = _masthead(part, min(m.start() for m in fields))
    return Document(record, part, encoding, Metadata(
        part[slice(*headline)] if headline else values.get("headline"), outlet,
        values.get("byline"), values.get("section"), day or values.get("load-date")),
        (body.end(), end), headline)


def _masthead(part: str, end: int) -> tuple[tuple[int, int] | None, str | None, str | None]:
    """Headline, outlet and day above the first field: outlet, day, headline or headline first."""
    lines, at = [], 0
    while at < end and part[at:end].strip():
        start, stop = first_line(part[at:end])
        lines.append((at + start, at + stop))
        at += stop
    dated = [i for i, line in enumerate(lines) if _DATED.search(part[slice(*line)])]
    day = dated[0] if dated else len(lines)
    title = lines[day + 1:] if day <= 1 else lines[:day - 1]
    outlet = lines[day - 1] if 0 < day < len(lines) else None
    return ((title[0][0], title[-1][1]) if title else None,
            part[slice(*outlet)] if outlet else None,
            part[slice(*lines[day])] if day < len(lines) else None)
