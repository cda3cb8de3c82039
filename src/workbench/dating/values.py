"""The temporal expressions of a corpus, and the days they mean where its articles are dated."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pandas as pd

from workbench.dating.bounds import Days
from workbench.dating.resolving import resolve
from workbench.dating.temporal import Expression, find_expressions
from workbench.tables import as_segments, conform, require

_WEEK = timedelta(days=7)


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
        `published` is known, and no other day a week apart is possible, it is the day counted
        from. Linear in the length of the text.
    """
    require(articles, "articles")
    columns = ["date_stated", "published_earliest", "published_latest", "published"]
    known = articles.set_index("article_id")[columns]
    frame = as_segments(segments).dropna(subset="text").join(
        known[~known.index.duplicated()], on="article_id")
    return conform([row for segment in frame.itertuples() for row in _dates_in(segment)], "dates")


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
    if not pd.isna(segment.published) and ends[1] - ends[0] < _WEEK:
        return resolve(found, pd.Timestamp(segment.published).date())
    values = {resolve(found, day) for day in ends}  # later days never give earlier values
    return values.pop() if len(values) == 1 else None
