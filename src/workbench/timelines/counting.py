"""When each topic, actor or outlet rose: counts by period that know how uncertain the dates are.

An article is dated by an interval, so a period holds some articles for certain and others
possibly. Both are counted, next to the number to be expected and to all articles of the period.
"""

import numpy as np
import pandas as pd

from workbench.dating import first_copies
from workbench.tables import COUNTED, TEXT, conform, require
from workbench.timelines.reach import BOUNDS, PERIODS, within_reach

_SERIES = {"topic": "topic_id", "actor": "actor_id", "outlet": "outlet", "all": "article_id"}
_MOST_ROWS = 5_000_000


def timeline(members: pd.DataFrame, articles: pd.DataFrame, *, by: str,
             freq: str = "W") -> pd.DataFrame:
    """Articles of each series in each period.

    One row per period and series. Periods run without gaps from the first to the last bound of
    all dated articles and are the same for every series. Only articles with both bounds count;
    `undated` lists the others. A series without a dated article has no rows.

    Cost: linear in members, plus series × periods, which is the size of the result; the length
    of the intervals does not matter.

    Parameters
    ----------
    members
        Which article belongs to which series: `article_topics` or `topic_hits`, `mentions`
        (counted where `zone` is headline or body and the actor is resolved), or articles.
        However often it is named, an article counts once a series. Members of articles that are
        not in `articles` are left out, so that filtered articles make a filtered timeline.
    articles
        All articles of the comparison, the denominator.
    by
        ``topic``, ``actor``, ``outlet`` (articles without one count in `n_total` only) or
        ``all`` (a single series of that name).
    freq
        ``D``, ``W`` (Monday to Sunday), ``MS`` (calendar months) or ``QS`` (calendar quarters).

    Returns
    -------
    timeline
        `n_low` articles lie in the period for certain, `n_high` possibly; `n_expected` spreads
        each article evenly over the days of its interval, so that its sum over the periods is
        the number of dated articles of the series. `n_total` is `n_expected` of all articles and
        `share` is ``n_expected / n_total``, from 0 to 1. `coverage` is about all articles:
        ``none`` where no dated one can lie (`share` is then missing, not 0), ``full`` where each
        that can lie there certainly does and the period lies within the bounds of the
        corpus, else ``partial``.

    Warns
    -----
    UserWarning
        Absurd dates would stretch the timeline beyond five million rows. It then covers the
        stretch of time that holds most articles and fits, and has no rows where not even one
        article does; the warning says from when to when and how many articles lie outside, which
        count nowhere.

    Examples
    --------
    >>> articles = conform([{"article_id": name, "start": 0, "end": 0, "n_words": 0,
    ...     "start_confidence": 1, "published_earliest": first, "published_latest": last}
    ...     for name, first, last in [("a", "2025-03-03", "2025-03-03"),
    ...                               ("b", "2025-03-09", "2025-03-10")]], "articles")
    >>> timeline(articles, articles, by="all")[["period_start", "n_low", "n_expected", "n_high"]]
      period_start  n_low  n_expected  n_high
    0   2025-03-03      1         1.5       2
    1   2025-03-10      0         0.5       1
    """
    require(articles, "articles")
    if freq not in PERIODS:
        raise ValueError(f"freq={freq!r} is not a pandas offset; try 'D', 'W', 'MS' or 'QS'.")
    dated = articles.loc[_is_dated(articles), ["article_id", *BOUNDS]].drop_duplicates(
        "article_id")
    pairs = _placed(_named(members, by), dated)
    if pairs.empty:
        return conform([], "timeline")
    in_reach = within_reach(dated, _MOST_ROWS // pairs["series"].nunique(), freq)
    if len(in_reach) < len(dated):
        kept = articles.loc[articles["article_id"].isin(in_reach["article_id"])]
        return timeline(members, kept, by=by, freq=freq)
    rows = _shares(pairs, dated, freq).assign(series_kind=by, freq=freq)
    return conform(rows, "timeline")


def _shares(pairs: pd.DataFrame, dated: pd.DataFrame, freq: str) -> pd.DataFrame:
    """Counts of every series in every period, beside those of all articles."""
    periods = pd.period_range(dated[BOUNDS[0]].min(), dated[BOUNDS[1]].max(),
                              freq=PERIODS[freq])
    everything = pd.Categorical.from_codes(np.zeros(len(dated), "int8"), categories=["all"])
    totals = _count(dated.assign(series=everything), periods)
    totals["coverage"] = _coverage(totals, dated)
    totals = totals.rename(columns={"n_expected": "n_total"})
    rows = _count(pairs, periods).merge(totals[["period_start", "n_total", "coverage"]],
                                        on="period_start")
    share = (rows["n_expected"] / rows["n_total"]).clip(upper=1)
    return rows.assign(share=share.where(rows["coverage"] != "none"))


def undated(members: pd.DataFrame, articles: pd.DataFrame, *, by: str) -> pd.DataFrame:
    """The undated lane: articles of each series that `timeline` cannot place.

    One row per series and article with at least one open bound: `series_kind`, `series`,
    `article_id`, `published_earliest` and `published_latest` (the bound that is known, if any).
    Parameters are those of `timeline`; an article is in exactly one of the two.
    """
    require(articles, "articles")
    pairs = series_members(members, articles, by=by)
    lane = articles.loc[~_is_dated(articles)].drop_duplicates("article_id")
    rows = pairs.merge(lane[["article_id", *BOUNDS]], on="article_id").assign(series_kind=by)
    return rows[["series_kind", "series", "article_id", *BOUNDS]].sort_values(
        ["series", "article_id"], ignore_index=True)


def one_per_story(members: pd.DataFrame, articles: pd.DataFrame, stories: pd.Series
                  ) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Members and articles with each story once, for a timeline of unique stories.

    A story stands for all its copies: it belongs to every series that one of them belongs to, and
    has the dates of its first copy (`dating.first_copies`).

    Parameters
    ----------
    stories
        Story of each article, by `article_id`: ``reuse.unique_stories(articles, duplicates)``.

    Returns
    -------
    tuple
        `members` and `articles` for `timeline`, with the `article_id` of each story's first copy.
    """
    require(articles, "articles")
    first = first_copies(articles, stories)
    ids = members["article_id"].map(first)
    return (members.assign(article_id=ids.astype(TEXT)).dropna(subset="article_id"),
            articles.loc[articles["article_id"].isin(first)])


def _is_dated(articles: pd.DataFrame) -> pd.Series:
    """Both bounds known, and in order."""
    return articles[BOUNDS[0]] <= articles[BOUNDS[1]]


def series_members(members: pd.DataFrame, articles: pd.DataFrame, *, by: str) -> pd.DataFrame:
    """Which article belongs to which series: ``article_id, series``, each pair once.

    Parameters and what counts are those of `timeline`.

    Raises
    ------
    ValueError
        `by` is no kind of series, or `members` lacks the column that names it.
    """
    pairs = _named(members, by).dropna().drop_duplicates().astype(TEXT)
    return pairs.merge(articles[["article_id"]].drop_duplicates(), on="article_id")


def _placed(named: pd.DataFrame, dated: pd.DataFrame) -> pd.DataFrame:
    """Series and bounds of each pair of a series and a dated article, each pair once.

    Ids are compared once and then stand for their numbers: merging would compare them thrice.
    """
    known = len(dated)
    codes, _ = pd.factorize(pd.concat([dated["article_id"], named["article_id"]]))
    article = codes[known:]
    series, names = pd.factorize(named["series"], sort=True)
    inside = (article >= 0) & (article < known) & (series >= 0)
    pairs = np.sort(pd.unique(article[inside] * max(len(names), 1) + series[inside]))
    at, which = np.divmod(pairs, max(len(names), 1))
    return dated[BOUNDS].iloc[at].assign(
        series=pd.Categorical.from_codes(which, categories=pd.Index(names)))


def _named(members: pd.DataFrame, by: str) -> pd.DataFrame:
    """Article and series of the members that count."""
    if by not in _SERIES:
        raise ValueError(f"by={by!r} is no kind of series; try one of {list(_SERIES)}.")
    missing = {"article_id", _SERIES[by]} - set(members.columns)
    if missing:
        raise ValueError(f"by={by!r} needs members with columns {sorted(missing)}; "
                         f"found {list(members.columns)}.")
    if by == "actor" and "zone" in members:
        members = members.loc[members["zone"].isin(COUNTED)]
    series = members[_SERIES[by]] if by != "all" else "all"
    return members[["article_id"]].assign(series=series)


def _count(pairs: pd.DataFrame, periods: pd.PeriodIndex) -> pd.DataFrame:
    """Counts of every series in every period, from the bounds of its articles.

    An interval over several periods adds to its first and last period their part of it, and to
    those between its density times their days, by a running total of densities.
    """
    codes, series = pd.factorize(pairs["series"], sort=True)
    earliest, latest = (_days(pairs[bound]) for bound in BOUNDS)
    starts, ends = _days(periods.start_time), _days(periods.end_time)
    first, last = (np.searchsorted(starts, day, side="right") - 1 for day in (earliest, latest))

    def add(period: np.ndarray, weight: np.ndarray) -> np.ndarray:
        width = len(periods) + 1
        return np.bincount(codes * width + period, weight, len(series) * width).reshape(-1, width)

    def spread(begin: np.ndarray, stop: np.ndarray, weight: np.ndarray) -> np.ndarray:
        return np.cumsum(add(begin, weight) - add(stop, weight), axis=1)

    certain = first == last
    density = np.where(certain, 0.0, 1.0 / (latest - earliest + 1))
    low, high = add(first, certain * 1.0), spread(first, last + 1, np.ones(len(pairs)))
    expected = (low + add(first, density * (ends[first] - earliest + 1))
                + add(last, density * (latest - starts[last] + 1))
                + spread(first + 1, last, density) * np.append(ends - starts + 1, 0))
    return pd.DataFrame({
        "series": np.repeat(np.asarray(series), len(periods)),
        "period_start": np.tile(periods.start_time, len(series)),
        "period_end": np.tile(periods.end_time.normalize(), len(series)),
        "n_low": low[:, :-1].ravel(), "n_high": high[:, :-1].ravel(),
        "n_expected": np.clip(expected, low, high)[:, :-1].ravel()})  # rounding must not show


def _days(times: pd.Series | pd.DatetimeIndex) -> np.ndarray:
    return times.to_numpy().astype("datetime64[D]").astype("int64")


def _coverage(totals: pd.DataFrame, dated: pd.DataFrame) -> np.ndarray:
    """How well the articles of all series are known to fill each period."""
    certain = totals["n_low"] == totals["n_high"]
    inside = ((totals["period_start"] >= dated[BOUNDS[0]].min())
              & (totals["period_end"] <= dated[BOUNDS[1]].max()))
    return np.select([totals["n_high"] == 0, certain & inside], ["none", "full"], "partial")
