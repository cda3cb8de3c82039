"""What a page says of each of its articles: headline, outlet, origin, section, authors, date."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from workbench.pages import credits, datelines, lines
from workbench.pages.blocks import Block
from workbench.pages.boundaries import Part
from workbench.pages.headers import is_headline, key, title


class PageArticle(NamedTuple):
    """An article: its extent in the page and what the page says about it."""

    start: int
    end: int
    headline: str | None
    outlet: str | None
    origin: str | None
    section: str | None
    authors: tuple[str, ...]
    dateline: str | None
    date_stated: str | None
    start_confidence: float


def read_labels(blocks: Sequence[Block], parts: Sequence[Part], names: credits.Names,
                ) -> list[PageArticle]:
    """The articles of a page; those of one outlet's tag page share its outlet."""
    articles = [_article(blocks, part, names) for part in parts]
    tagged = any(b.role == "tag" for b in blocks)
    origins = {a.origin for a in articles} - {None}
    if not tagged or len(origins) != 1 or any(a.outlet for a in articles):
        return articles
    (outlet,) = origins
    return [a._replace(outlet=outlet,
                       origin=_origin(blocks[part.header:part.end], None, outlet, names))
            for a, part in zip(articles, parts, strict=True)]


def _article(blocks: Sequence[Block], part: Part, names: credits.Names) -> PageArticle:
    """The article of a part, with what its header and its text say about it."""
    header, body = blocks[part.header:part.body], blocks[part.body:part.end]
    chosen = title(header)
    outlet, section, stated = _labels(header, chosen, names)
    headline, suffix = names.split_title(header[chosen].line) if chosen is not None else (
        None, None)
    outlet = outlet or suffix
    dateline = datelines.dateline(body[0].line, opening=True)
    return PageArticle(
        body[0].start, body[-1].end, headline, outlet,
        _origin((*header, *body), dateline, outlet, names), section,
        credits.authors([b.line for b in (*header, *body)]),
        (dateline["place"] or None) if dateline else None, stated, part.confidence)


def _labels(header: Sequence[Block], chosen: int | None, names: credits.Names,
            ) -> tuple[str | None, str | None, str | None]:
    """Outlet, section and date as the header states them."""
    nearest = sorted(header, key=lambda b: abs(b.start - header[chosen or 0].start))
    dates = [m for b in nearest if b.role == "date" and (m := lines.dated(b.line))]
    bullets = [m["label"] for b in header if b.role == "label"
               and (m := lines.LABEL.fullmatch(b.line))]
    heading = {key(header[chosen])} if chosen is not None else set()
    rest = [b for b in header if b.role != "line" or key(b) not in heading]
    above = [b.line for b, below in pairwise(rest[:2])
             if b.role == "line" and below.role in ("date", "label") and not is_headline(b)]
    known = [b.line for b in header if b.role == "outlet"]
    glued = [m["outlet"] for m in dates if m["outlet"]]
    named = [label for label in bullets if names.known(label)]
    shown = [*known, *glued, *above, *named, *(bullets[1:] and bullets[-1:])]
    outlet = names.called(shown[0]) if shown else None
    sections = [label for label in bullets if names.called(label) != outlet]
    return outlet, next(iter(sections), None), dates[0]["date"] if dates else None


def _origin(part: Sequence[Block], dateline: re.Match[str] | None, outlet: str | None,
            names: credits.Names) -> str | None:
    """The one newsroom that the article shows to have written it."""
    texts = [b.line for b in part if b.role not in ("teaser", "quote")]
    own = credits.own_evidence(texts, names)
    if not own and dateline and dateline["agency"]:
        own = {names.called(dateline["agency"])}
    if not own and outlet:
        own = {outlet} & credits.shared_evidence(texts, names)
    return own.pop() if len(own) == 1 else outlet if outlet in own else None
