"""A document that the file describes → a page of one article, like the pages of scraped text."""

import re

from workbench import text as txt
from workbench.formats.documents import Document, Interval, Metadata
from workbench.pages import Page, PageArticle, Span, credits, datelines
from workbench.pages.lines import persons

_HOST = re.compile(r"(?:https?://)?(?:www\.)?(?P<host>[\w-]+(?:\.[\w-]+)+)(?:[:/].*)?")
_BY = re.compile(r"\s*by\s+", re.IGNORECASE)


def article_page(document: Document, names: credits.Names) -> Page:
    """One article with what the file states of it; origin and dateline as its text shows them.

    Where no outlet is stated it is the host of the address, by its name if that is known.
    """
    metadata = document.metadata or Metadata()
    start, end = _trim(document.text, document.body)
    lines = txt.clean(document.text[start:end]).splitlines()
    dateline = datelines.dateline(lines[0], opening=True)
    title, suffix = names.split_title(" ".join((metadata.headline or "").split()))
    outlet = _outlet(metadata.outlet, names) or suffix or _outlet(metadata.url, names)
    origin = _origin(lines, outlet, dateline["agency"] if dateline else None, names)
    article = PageArticle(
        start, end, title or None, outlet, origin, metadata.section,
        _authors(metadata.authors) or credits.authors(lines),
        (dateline["place"] or None) if dateline else None, metadata.date_stated, 1.0)
    return Page(_spans(document, (start, end)), [article])


def _spans(document: Document, body: Interval) -> list[Span]:
    """Body and headline; what stands before, between and after them is metadata."""
    kinds = [(body, "body")] + ([(document.headline, "headline")] if document.headline else [])
    kinds.sort()
    edges = [0, *(edge for place, _ in kinds for edge in place), len(document.text)]
    rest = [(_trim(document.text, (a, b)), "metadata")
            for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return [Span(*place, kind, 0) for place, kind in sorted(kinds + rest) if place[0] < place[1]]


def _outlet(stated: str | None, names: credits.Names) -> str | None:
    """A stated outlet, or the owner of a host, by its name where it is known."""
    host = _HOST.fullmatch((stated or "").strip())
    if host:
        return names.owner(host["host"])
    return names.called(stated) if stated and stated.strip() else None


def _origin(lines: list[str], outlet: str | None, agency: str | None,
            names: credits.Names) -> str | None:
    """The one newsroom that the text shows to have written it."""
    own = credits.own_evidence(lines, names) or ({names.called(agency)} if agency else set())
    if not own and outlet:
        own = {outlet} & credits.shared_evidence(lines, names)
    return own.pop() if len(own) == 1 else outlet if outlet in own else None


def _authors(stated: str | None) -> tuple[str, ...]:
    parts = re.split(r"[|;]", _BY.sub("", stated or "", count=1))
    return tuple(dict.fromkeys(
        name.strip() for part in parts for name in persons(part) if name.strip()))


def _trim(text: str, place: Interval) -> Interval:
    piece = text[slice(*place)]
    start = place[0] + len(piece) - len(piece.lstrip())
    return start, max(start, place[0] + len(piece.rstrip()))
