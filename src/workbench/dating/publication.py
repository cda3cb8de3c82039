"""Publication days as intervals with their evidence; the temporal expressions of a corpus.

A scraped page says "07-05-2025", "5 days ago" or nothing. Every hint bounds the day of
publication; the bounds are intersected, and where they contradict each other the interval is
widened and its evidence names both.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import pandas as pd

from workbench.dating.bounds import Bound, Days, deciding, interval, meet
from workbench.dating.labels import DayOrders, label_age, stated_day
from workbench.dating.narration import Event, event_list, narrated_bounds
from workbench.dating.resolving import resolve
from workbench.dating.temporal import Expression, find_expressions
from workbench.tables import TEXT, as_segments, conform, require

_WEEK = timedelta(days=6)


class _Settled(NamedTuple):
    published_earliest: date | None
    published_latest: date | None
    published: date | None
    date_basis: str
    date_evidence: str


def find_dates(segments: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Temporal expressions and the days they mean, relative to their article's publication.

    Parameters
    ----------
    segments
        Segments, or articles (bodies only).
    articles
        Dated articles, see `date_articles`.

    Returns
    -------
    dates
        One row per expression, page labels included, its preposition inside the span. `earliest`
        and `latest` are empty where the text does not fix them: vague and narrative items ("two
        days later"), durations without an anchor, numeric dates that may be read two ways, and
        relative items whose value differs between the days the article may be from. Where
        `published` is known it is the day counted from. Linear in the length of the text.
    """
    require(articles, "articles")
    columns = ["date_stated", "published_earliest", "published_latest", "published"]
    known = articles.set_index("article_id")[columns]
    frame = as_segments(segments).join(known[~known.index.duplicated()], on="article_id")
    return conform([row for segment in frame.itertuples() for row in _dates_in(segment)], "dates")


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
    The order of day and month in numeric labels is taken from the page: values above twelve,
    newest-first order, other labels of the corpus, weekdays in the text; where all of these are
    silent the interval spans both readings. Texts are read only where no label states the day,
    so the cost is linear and mostly that of the labels.
    """
    require(articles, "articles")
    bodies = as_segments(segments).query("zone == 'body'").set_index("article_id")["text"]
    bodies = bodies[~bodies.index.duplicated()]
    articles = articles.reset_index(drop=True)
    frame = articles.sort_values(["file_id", "start"], kind="stable").assign(
        body=articles["article_id"].map(bodies).astype(TEXT).fillna(articles["text"]).fillna(""),
        date_stated=articles["date_stated"].fillna(""))
    events, orders = event_list(known_events), DayOrders(frame.itertuples())
    settled: dict[Any, _Settled] = {}
    for file_id, page in frame.groupby("file_id", sort=False):
        day = retrieved.get(file_id) if retrieved is not None else None
        scraped = None if day is None or pd.isna(day) else pd.Timestamp(day).date()
        settled |= zip(page.index, _date_page(list(page.itertuples()), orders, events, scraped),
                       strict=True)
    dated = pd.DataFrame.from_dict(settled, orient="index", columns=_Settled._fields)
    return conform(articles.assign(**{c: dated[c] for c in dated}), "articles")


def _dates_in(segment: Any) -> Iterator[dict[str, Any]]:
    for found in find_expressions(segment.text):
        surface = segment.source[found.start:found.end]
        days = _days_of(found, surface, segment)
        yield {"article_id": segment.article_id, "file_id": segment.file_id,
               "start": segment.start + found.start, "end": segment.start + found.end,
               "text": surface, "type": found.type, "zone": segment.zone,
               "earliest": days[0] if days else None, "latest": days[1] if days else None}


def _days_of(found: Expression, surface: str, segment: Any) -> Days | None:
    """The label itself means the publication; other words are counted from it."""
    ends = [pd.Timestamp(d).date() for d in (segment.published_earliest, segment.published_latest)
            if not pd.isna(d)]
    if len(ends) < 2:
        return resolve(found, None)
    if segment.zone == "other" and not pd.isna(segment.date_stated) and (
            surface in segment.date_stated):
        return ends[0], ends[1]
    if not pd.isna(segment.published):
        return resolve(found, pd.Timestamp(segment.published).date())
    values = {resolve(found, day) for day in ends}  # later days never give earlier values
    return values.pop() if len(values) == 1 else None


def _date_page(rows: Sequence[Any], orders: DayOrders, events: Sequence[Event],
               scraped: date | None) -> list[_Settled]:
    """The articles of one file in page order: own evidence, then ages, then neighbours."""
    bounds, expressions = [], []
    for row in rows:
        stated = stated_day(row.file_id, row.date_stated, orders, scraped)
        expressions.append([] if stated else find_expressions(row.body))
        bounds.append([stated] if stated else narrated_bounds(row.body, expressions[-1], events))
    for added in (_from_ages, _from_order):
        bounds = [own if _is_stated(own) else [*own, *new] for own, new in zip(
            bounds, added(rows, bounds, scraped), strict=True)]
    return [_settle(own, found) for own, found in zip(bounds, expressions, strict=True)]


def _is_stated(bounds: Sequence[Bound]) -> bool:
    return bool(bounds) and bounds[0].basis == "stated"


def _from_ages(rows: Sequence[Any], bounds: Sequence[list[Bound]],
               scraped: date | None) -> list[list[Bound]]:
    """"5 days ago" from the day of scraping: that given, else that of the page's other articles."""
    ages = [None if _is_stated(own) else label_age(row.date_stated)
            for row, own in zip(rows, bounds, strict=True)]
    first, last = (scraped, scraped) if scraped else interval(
        Bound(_plus(low, age[0]), _plus(high, age[1]), "")
        for own, age in zip(bounds, ages, strict=True) if age
        for low, high in [interval(own)])
    when = first if first == last else f"between {first or '…'} and {last or '…'}"
    limit = [Bound(None, scraped, f"page retrieved on {scraped}")] if scraped else []
    return [[Bound(_plus(first, -age[1]), _plus(last, -age[0]),
                   f"label «{row.date_stated}» on a page retrieved {when}", "relative")]
            if age and (first or last) else limit for row, age in zip(rows, ages, strict=True)]


def _from_order(rows: Sequence[Any], bounds: Sequence[list[Bound]],
                _scraped: date | None) -> list[list[Bound]]:
    """Bounds from the neighbours, where the dated articles of a page run newest first."""
    spans = [interval(own) for own in bounds]
    above = list(accumulate((high or date.max for _, high in spans), min, initial=date.max))
    below = list(accumulate((low or date.min for low, _ in spans[::-1]), max, initial=date.min))
    dated = [(low, high) for low, high in spans if low and high]
    if sum(b[1] < a[0] for a, b in pairwise(dated)) < 2 or any(
            low and low > top for (low, _), top in zip(spans, above, strict=False)):
        return [[] for _ in rows]
    why = "page runs newest first"
    return [[Bound(None, top, f"{why}, above stands {top}")] * (top < date.max)
            + [Bound(low, None, f"{why}, below stands {low}")] * (low > date.min)
            for top, low in zip(above, below[-2::-1], strict=False)]


def _settle(bounds: Sequence[Bound], expressions: Iterable[Expression]) -> _Settled:
    low, high = interval(bounds)
    if not low and not high:
        return _Settled(None, None, None, "unknown", "")
    decisive = deciding(bounds)
    why = "; ".join(dict.fromkeys(b.why for b in decisive))
    if meet(bounds) != (low, high):
        why = f"contradictory, so widened: {why}"
    basis = max((b.basis for b in decisive), key=["inferred", "relative", "stated"].index)
    best = low if low == high else _latest_named(low, high, expressions)
    return _Settled(low, high, best, basis, why)


def _latest_named(low: date | None, high: date | None,
                  expressions: Iterable[Expression]) -> date | None:
    """In an interval within one week, its last day that the text tells of by weekday."""
    if not low or not high or high - low > _WEEK:
        return None
    told = [resolve(e, high) for e in expressions if e.kind == "weekday" and e.cue == "past"]
    return max((days[0] for days in told if days and days[0] >= low), default=None)


def _plus(day: date | None, days: int) -> date | None:
    return day and day + timedelta(days=days)
