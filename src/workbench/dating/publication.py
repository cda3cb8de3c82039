"""Publication days as intervals with their evidence.

A scraped page says "07-05-2025", "5 days ago" or nothing. Every hint bounds the day of
publication; the bounds are intersected, and where they contradict each other the interval is
widened and its evidence names both.
"""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

import pandas as pd

from workbench.dating.bounds import Bound, Span, deciding, interval, meet, reason
from workbench.dating.copies import copied_bounds
from workbench.dating.known import EventIndex
from workbench.dating.labels import NOT_BELIEVED, DayOrders, stated_day
from workbench.dating.narration import echoed_bounds, narrated_bounds, told_days
from workbench.dating.narrowing import narrowing_bounds
from workbench.dating.neighbours import neighbour_bounds
from workbench.dating.statements import statement_bounds
from workbench.dating.states import Page, State, is_stated
from workbench.dating.weekdays import Reading, best_day, weekday_bounds
from workbench.tables import TEXT, as_segments, conform, require

CONTRADICTORY = "contradictory, so widened:"
"""How the evidence begins where it contradicts itself."""

_Text = TypeVar("_Text")


class _Settled(NamedTuple):
    published_earliest: date | None
    published_latest: date | None
    published: date | None
    date_basis: str
    date_evidence: str


def date_articles(articles: pd.DataFrame, segments: pd.DataFrame, *,
                  known_events: pd.DataFrame | None = None,
                  retrieved: pd.Series | None = None) -> pd.DataFrame:
    """When was each article published: an interval of days, how it is known, and why.

    Parameters
    ----------
    articles, segments
        Articles with `date_stated`, the label as it stands on the page; rows of one file are in
        page order.
    known_events
        Dated events (`event_id`, `label`, `earliest`, `latest`): a text that narrates one "on
        Wednesday" is at most six days younger.
    retrieved
        Day each file was scraped, by `file_id`: what "5 days ago" counts from, and an upper bound.

    Returns
    -------
    articles
        The same rows with `published_earliest` and `published_latest` (an empty bound is open,
        two empty ones mean that nothing dates the article), `published` (the best single day, or
        empty), `date_basis` (`stated`, `relative`: an age and a day to count from, `inferred`
        from text, events or page order, `unknown`) and `date_evidence`.

    Notes
    -----
    The order of day and month in numeric labels is taken from the label's own weekday, the page
    (values above twelve, newest-first order), other labels of its outlet, its folder and the
    corpus, weekdays in the text, and the day of scraping; where all of these are silent the
    interval spans both readings. A label that cannot be (``1970-01-01``) is not believed.

    What no label states is bounded in this order: known events and complete dates that the text
    tells of; ages and page order; months; events that the article names as a whole; statements
    quoted in a dated article too; days on which its weekdays are no news; copies elsewhere; and,
    if at least forty articles are dated to the day, those worded alike. Weekdays, copies and
    wording are likelihoods, with their error rates stated in `weekdays`, `copies` and
    `neighbours`; on the sample every interval holds the true day. Evidence that contradicts
    itself widens the interval and is listed by `contradictions`.

    Texts are read only where no label states the day, so the cost is linear and mostly that of
    the labels.
    """
    require(articles, "articles")
    bodies = as_segments(segments).query("zone == 'body'").set_index("article_id")["text"]
    bodies = bodies[~bodies.index.duplicated()]
    articles = articles.reset_index(drop=True)
    frame = articles.sort_values(["file_id", "start"], kind="stable").assign(
        body=articles["article_id"].map(bodies).astype(TEXT).fillna(articles["text"]).fillna(""),
        date_stated=articles["date_stated"].fillna(""))
    rows = list(frame[["article_id", "file_id", "outlet", "date_stated", "body"]].itertuples())
    pages = [Page(list(page), _scraped(retrieved, file_id))
             for file_id, page in groupby(rows, key=attrgetter("file_id"))]
    settled = _date_rows(pages, EventIndex(known_events), DayOrders(rows))
    dated = pd.DataFrame(settled, columns=_Settled._fields, index=frame.index)
    return conform(articles.assign(**{c: dated[c] for c in dated}), "articles")


def contradictions(articles: pd.DataFrame) -> pd.DataFrame:
    """The articles whose evidence contradicts itself, or whose label is not believed.

    Parameters
    ----------
    articles
        Dated articles, see `date_articles`.

    Returns
    -------
    contradictions
        One row per such article: `article_id`, `file_id`, `problem` (``contradictory``: the
        interval was widened to hold all of it; ``label not believed``), `published_earliest`,
        `published_latest` and `evidence`, which quotes both sides.

    Examples
    --------
    >>> from workbench.tables import empty
    >>> list(contradictions(empty("articles")))[:3]
    ['article_id', 'file_id', 'problem']
    """
    require(articles, "articles")
    evidence = articles["date_evidence"].fillna("").astype(TEXT)
    widened = evidence.str.startswith(CONTRADICTORY)
    found = articles.assign(
        problem=widened.map({True: "contradictory", False: "label not believed"}).astype(TEXT),
        evidence=evidence.str.removeprefix(CONTRADICTORY).str.strip())
    columns = ["article_id", "file_id", "problem", "published_earliest", "published_latest",
               "evidence"]
    doubted = evidence.str.contains(NOT_BELIEVED, regex=False)
    return found.loc[widened | doubted, columns].reset_index(drop=True)


def _scraped(retrieved: pd.Series | None, file_id: str) -> date | None:
    day = retrieved.get(file_id) if retrieved is not None else None
    return None if day is None or pd.isna(day) else pd.Timestamp(day).date()


def _date_rows(pages: Sequence[Page], events: EventIndex, orders: DayOrders) -> list[_Settled]:
    """Own evidence first; then, page by page, ages and neighbours; then copies elsewhere."""
    rows = [(row, page.scraped) for page in pages for row in page.rows]
    texts, names = [row.body for row, _ in rows], [row.article_id for row, _ in rows]
    readings = list(map(Reading, texts))
    state = State.of(pages, _own(rows, events, orders))
    state = state.with_more(_each(narrowing_bounds, texts, state.spans))
    state = state.with_more(echoed_bounds(readings, events, state.spans))
    # statements need the days that weekdays leave; these are cut off once, and from all evidence
    cut = state.with_more(_each(weekday_bounds, readings, state.spans))
    state = state.with_more(statement_bounds(texts, names, cut.spans))
    state = state.with_more(_each(weekday_bounds, readings, state.spans))
    state = state.with_more(copied_bounds(texts, names, state.spans))
    open_ = [span == interval(bounds) and not is_stated(bounds)
             for span, bounds in zip(state.spans, state.known, strict=True)]
    more = neighbour_bounds(readings, names, state.spans, open_)
    return [_settle([*bounds, *added], reading) for reading, bounds, added in zip(
        readings, state.known, more, strict=True)]


def _each(find: Callable[[_Text, date | None, date | None], list[Bound]], texts: Sequence[_Text],
          spans: Sequence[Span]) -> list[list[Bound]]:
    """What a finder says of each text by itself."""
    return [find(text, low, high) for text, (low, high) in zip(texts, spans, strict=True)]


def _own(rows: Sequence[tuple[Any, date | None]], events: EventIndex,
         orders: DayOrders) -> list[list[Bound]]:
    """What the label says, and what the text tells that is later than it; else the text alone."""
    stated = [stated_day(row, orders, scraped) if row.date_stated else None
              for row, scraped in rows]
    narrated = iter(narrated_bounds([row.body for (row, _), bound in zip(rows, stated, strict=True)
                                     if not bound or not bound.low], events))
    return [[bound, *told_days(row.body, after=bound.high)] if bound and bound.low
            else [*next(narrated), *([bound] if bound else [])]
            for (row, _), bound in zip(rows, stated, strict=True)]


def _settle(bounds: Sequence[Bound], reading: Reading) -> _Settled:
    low, high = interval(bounds)
    if not low and not high:
        return _Settled(None, None, None, "unknown", "; ".join(b.why for b in bounds))
    decisive = deciding(bounds)
    why = reason(bounds)
    if meet(bounds) != (low, high):
        why = f"{CONTRADICTORY} {why}"
    why = "; ".join([why, *(b.why for b in bounds if not b.low and not b.high)])
    basis = max((b.basis for b in decisive), key=["inferred", "relative", "stated"].index)
    best = best_day(reading, low, high) if low and high else None
    best = best or next((b.best for b in bounds if b.best and (not low or low <= b.best)
                         and (not high or b.best <= high)), None)
    return _Settled(low, high, best, basis, why)
