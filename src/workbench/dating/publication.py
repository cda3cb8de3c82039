"""Publication days as intervals with their evidence.

A scraped page says "07-05-2025", "5 days ago" or nothing. Every hint bounds the day of
publication; the bounds are intersected, and where they contradict each other the interval is
widened and its evidence names both.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import accumulate, groupby, islice, pairwise
from operator import attrgetter
from typing import Any, NamedTuple

import pandas as pd

from workbench.dating.bounds import Bound, deciding, distinct, interval, meet, reason, span
from workbench.dating.copies import copied_bounds
from workbench.dating.known import EventIndex
from workbench.dating.labels import NOT_BELIEVED, DayOrders, label_age, stated_day
from workbench.dating.narration import echoed_bounds, narrated_bounds, told_days
from workbench.dating.narrowing import narrowing_bounds
from workbench.dating.neighbours import neighbour_bounds
from workbench.dating.statements import statement_bounds
from workbench.dating.weekdays import best_day, weekday_bounds
from workbench.tables import TEXT, as_segments, conform, require

CONTRADICTORY = "contradictory, so widened:"
"""How the evidence begins where it contradicts itself."""

_Page = tuple[list[Any], date | None]
"""Articles of one file in page order, and the day it was scraped."""

_Span = tuple[date | None, date | None]
"""First and last day; None is an open side."""


_Finder = Callable[[Sequence[str], Sequence[str], Sequence[_Span]], list[list[Bound]]]


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
    pages = [(list(page), _scraped(retrieved, file_id))
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


def _date_rows(pages: Sequence[_Page], events: EventIndex, orders: DayOrders) -> list[_Settled]:
    """Own evidence first; then, page by page, ages and neighbours; then copies elsewhere."""
    own = _own([(row, scraped) for page, scraped in pages for row in page], events, orders)
    state = _State(pages, own)
    for find in (_each(narrowing_bounds), _each(partial(echoed_bounds, events=events))):
        state = state.with_more(find)
    # statements need the days that weekdays leave; these are cut off once, and from all evidence
    spoken = state.with_more(_each(weekday_bounds)).found_by(statement_bounds)
    for find in (lambda *_: spoken, _each(weekday_bounds), copied_bounds):
        state = state.with_more(find)
    open_ = [span == interval(bounds) and not _is_stated(bounds)
             for span, bounds in zip(state.spans, state.on_pages, strict=True)]
    more = state.found_by(partial(neighbour_bounds, wanted=open_))
    return [_settle([*bounds, *added], text) for text, bounds, added in zip(
        state.texts, state.on_pages, more, strict=True)]


class _State:
    """What is known of every article: from itself, and with what the others of its page add."""

    def __init__(self, pages: Sequence[_Page], own: Sequence[list[Bound]]) -> None:
        self._pages, self._own = pages, own
        rows = [row for page, _ in pages for row in page]
        self.texts, self._names = [row.body for row in rows], [row.article_id for row in rows]
        self.on_pages = _on_pages(pages, own)
        self.spans = [_meeting(bounds) for bounds in self.on_pages]

    def found_by(self, find: _Finder) -> list[list[Bound]]:
        return find(self.texts, self._names, self.spans)

    def with_more(self, find: _Finder) -> "_State":
        """With what a finder adds to articles whose label does not state the day."""
        more = self.found_by(find)
        return _State(self._pages, [own if _is_stated(own) else [*own, *new] for own, new in zip(
            self._own, more, strict=True)]) if any(more) else self


def _each(find: Callable[..., list[Bound]]) -> _Finder:
    """A finder of bounds that looks at each article by itself."""
    return lambda texts, _names, spans: [
        find(text, low=low, high=high) for text, (low, high) in zip(texts, spans, strict=True)]


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


def _on_pages(pages: Sequence[_Page], own: Sequence[list[Bound]]) -> list[list[Bound]]:
    """Own bounds with those that the other articles of the page add."""
    rest, found = iter(own), []
    for rows, scraped in pages:
        bounds = list(islice(rest, len(rows)))
        for added in (_from_ages, _from_order):
            bounds = [a if _is_stated(a) else [*a, *b] for a, b in zip(
                bounds, added(rows, bounds, scraped), strict=True)]
        found += bounds
    return found


def _meeting(bounds: Sequence[Bound]) -> _Span:
    """The days on which all bounds agree; none where they contradict each other."""
    low, high = meet(bounds)
    return (None, None) if low and high and low > high else (low, high)


def _is_stated(bounds: Sequence[Bound]) -> bool:
    return bool(bounds) and bounds[0].basis == "stated"


def _from_ages(rows: Sequence[Any], bounds: Sequence[list[Bound]],
               scraped: date | None) -> list[list[Bound]]:
    """"5 days ago" from the day of scraping: that given, else that of the page's other articles."""
    ages = [None if _is_stated(own) else label_age(row.date_stated)
            for row, own in zip(rows, bounds, strict=True)]
    beside = [] if scraped else [
        Bound(_plus(low, age[0]), _plus(high, age[1]),
              f"«{row.date_stated}» of {row.article_id} ({span(low, high)})")
        for row, own, age in zip(rows, bounds, ages, strict=True) if age
        for low, high in [interval(own)] if low or high]
    first, last = (scraped, scraped) if scraped else interval(beside)
    when = first if first == last else f"between {first or '…'} and {last or '…'}"
    if beside:
        sources = " and ".join(b.why for b in distinct(deciding(beside)))
        when = f"{when}, counted from {sources}"
    limit = [Bound(None, scraped, f"page retrieved on {scraped}")] if scraped else []
    return [[Bound(_plus(first, -age[1]), _plus(last, -age[0]),
                   f"label «{row.date_stated}» on a page retrieved {when}", "relative")]
            if age and (first or last) else limit for row, age in zip(rows, ages, strict=True)]


def _from_order(rows: Sequence[Any], bounds: Sequence[list[Bound]],
                _scraped: date | None) -> list[list[Bound]]:
    """Bounds from the neighbours, where the dated articles of a page run newest first."""
    spans = [interval(own) for own in bounds]
    above = list(accumulate(((high or date.max, -i) for i, (_, high) in enumerate(spans)), min,
                            initial=(date.max, 0)))  # of equal days the nearest
    below = list(accumulate(((spans[i][0] or date.min, -i) for i in reversed(range(len(spans)))),
                            max, initial=(date.min, 0)))
    dated = [(low, high) for low, high in spans if low and high]
    if sum(b[1] < a[0] for a, b in pairwise(dated)) < 2 or any(
            low and low > top for (low, _), (top, _) in zip(spans, above, strict=False)):
        return [[] for _ in rows]

    def stands(where: str, i: int) -> str:
        return f"page runs newest first, {where} stands {rows[i].article_id} ({span(*spans[i])})"

    return [[*([Bound(None, top, stands("above", -i))] if top < date.max else []),
             *([Bound(low, None, stands("below", -j))] if low > date.min else [])]
            for (top, i), (low, j) in zip(above, below[-2::-1], strict=False)]


def _settle(bounds: Sequence[Bound], text: str) -> _Settled:
    low, high = interval(bounds)
    if not low and not high:
        return _Settled(None, None, None, "unknown", "; ".join(b.why for b in bounds))
    decisive = deciding(bounds)
    why = reason(bounds)
    if meet(bounds) != (low, high):
        why = f"{CONTRADICTORY} {why}"
    why = "; ".join([why, *(b.why for b in bounds if not b.low and not b.high)])
    basis = max((b.basis for b in decisive), key=["inferred", "relative", "stated"].index)
    best = best_day(text, low, high) if low and high else None
    best = best or next((b.best for b in bounds if b.best and (not low or low <= b.best)
                         and (not high or b.best <= high)), None)
    return _Settled(low, high, best, basis, why)


def _plus(day: date | None, days: int) -> date | None:
    return day and day + timedelta(days=days)
