"""When each topic, actor or outlet rose: counts by period that know how uncertain the dates are.

An article is dated by an interval, so a period holds some articles for certain and others
possibly. Both are counted, next to the number to be expected and to all articles of the period.
"""

import numpy as np
import pandas as pd
from scipy.special import xlog1py, xlogy

from workbench.tables import TEXT, conform, require

_SERIES = {"topic": "topic_id", "actor": "actor_id", "outlet": "outlet", "all": "article_id"}
_PERIODS = {"D": "D", "W": "W-SUN", "MS": "M"}  # weeks run Monday to Sunday
_MOST_ROWS = 5_000_000
_BOUNDS = ["published_earliest", "published_latest"]


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
        ``D``, ``W`` (Monday to Sunday) or ``MS`` (calendar months).

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

    Raises
    ------
    ValueError
        A single absurd date stretches the timeline beyond five million rows.

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
    if freq not in _PERIODS:
        raise ValueError(f"freq={freq!r} is not a pandas offset; try 'D', 'W' or 'MS'.")
    dated = articles.loc[_is_dated(articles)].drop_duplicates("article_id")
    pairs = series_members(members, articles, by=by).merge(
        dated[["article_id", *_BOUNDS]], on="article_id")
    if pairs.empty:
        return conform([], "timeline")
    periods = pd.period_range(dated[_BOUNDS[0]].min(), dated[_BOUNDS[1]].max(),
                              freq=_PERIODS[freq])
    _check_size(pairs["series"].nunique() * len(periods), dated, freq)
    totals = _count(dated.assign(series="all"), periods)
    totals["coverage"] = _coverage(totals, dated)
    totals = totals.rename(columns={"n_expected": "n_total"})
    rows = _count(pairs, periods).merge(totals[["period_start", "n_total", "coverage"]],
                                        on="period_start")
    share = (rows["n_expected"] / rows["n_total"]).clip(upper=1).where(rows["coverage"] != "none")
    return conform(rows.assign(series_kind=by, freq=freq, share=share), "timeline")


def undated(members: pd.DataFrame, articles: pd.DataFrame, *, by: str) -> pd.DataFrame:
    """The undated lane: articles of each series that `timeline` cannot place.

    One row per series and article with at least one open bound: `series_kind`, `series`,
    `article_id`, `published_earliest` and `published_latest` (the bound that is known, if any).
    Parameters are those of `timeline`; an article is in exactly one of the two.
    """
    require(articles, "articles")
    pairs = series_members(members, articles, by=by)
    lane = articles.loc[~_is_dated(articles)].drop_duplicates("article_id")
    rows = pairs.merge(lane[["article_id", *_BOUNDS]], on="article_id").assign(series_kind=by)
    return rows[["series_kind", "series", "article_id", *_BOUNDS]].sort_values(
        ["series", "article_id"], ignore_index=True)


def find_bursts(timeline: pd.DataFrame, *, scale: float = 2.0, gamma: float = 1.0,
                levels: int = 2) -> pd.DataFrame:
    """Stretches in which a series has an unusually large share of all articles.

    Kleinberg (2003) for batched arrivals: in state *i* an article belongs to the
    series with probability ``p0 * scale**i``, where p0 is the share of the series in all periods;
    going up a state costs ``gamma * ln(periods with articles)``, going down is free. The state
    sequence of least cost is found by dynamic programming (Viterbi 1967). A burst of level *i*
    is a longest stretch in state *i* or above, so it contains those of higher levels.

    Counts are `n_expected` of `n_total`, which need not be whole: uncertain dates flatten a burst,
    they do not invent one. Periods without articles cost nothing in any state.

    Parameters
    ----------
    timeline
        Of one `freq`; weeks suit news best.
    scale
        How many times its usual share a series must reach. One that has more than
        ``1 / scale`` of all articles cannot burst.
    gamma
        How much evidence a burst takes; larger means fewer bursts.
    levels
        Highest level looked for.

    Returns
    -------
    bursts
        One row per burst, `period_start` to `period_end` inclusive.

    Raises
    ------
    ValueError
        The timeline mixes frequencies, whose rows must not be read as one sequence.
    """
    require(timeline, "timeline")
    found = sorted(timeline["freq"].unique())
    if len(found) > 1:
        raise ValueError(f"timeline mixes freq {found}; pass one, such as "
                         f"timeline[timeline['freq'] == {found[0]!r}].")
    if scale <= 1:
        raise ValueError(f"scale={scale} is no rise; give more than 1, such as 2.")
    bursts = [_bursts(rows, scale ** np.arange(levels + 1), gamma).assign(series_kind=kind)
              for kind, rows in timeline.groupby("series_kind")]
    return conform(pd.concat(bursts) if bursts else [], "bursts")


def _is_dated(articles: pd.DataFrame) -> pd.Series:
    """Both bounds known, and in order."""
    return articles[_BOUNDS[0]] <= articles[_BOUNDS[1]]


def series_members(members: pd.DataFrame, articles: pd.DataFrame, *, by: str) -> pd.DataFrame:
    """Which article belongs to which series: ``article_id, series``, each pair once.

    Parameters and what counts are those of `timeline`.

    Raises
    ------
    ValueError
        `by` is no kind of series, or `members` lacks the column that names it.
    """
    if by not in _SERIES:
        raise ValueError(f"by={by!r} is no kind of series; try one of {list(_SERIES)}.")
    missing = {"article_id", _SERIES[by]} - set(members.columns)
    if missing:
        raise ValueError(f"by={by!r} needs members with columns {sorted(missing)}; "
                         f"found {list(members.columns)}.")
    if by == "actor" and "zone" in members:
        members = members.loc[members["zone"].isin(["headline", "body"])]
    series = members[_SERIES[by]] if by != "all" else "all"
    pairs = members[["article_id"]].assign(series=series).dropna().drop_duplicates()
    return pairs.loc[pairs["article_id"].isin(articles["article_id"])].astype(TEXT)


def _check_size(n_rows: int, dated: pd.DataFrame, freq: str) -> None:
    """Stop before one absurd date makes millions of empty periods."""
    if n_rows > _MOST_ROWS:
        first, last = (dated.sort_values(bound)[["article_id", bound]].iloc[place]
                       for bound, place in zip(_BOUNDS, (0, -1), strict=True))
        raise ValueError(
            f"a timeline with freq={freq!r} would have {n_rows:,} rows, more than {_MOST_ROWS:,}: "
            f"articles run from {first.iloc[1]:%Y-%m-%d} ({first.iloc[0]}) to "
            f"{last.iloc[1]:%Y-%m-%d} ({last.iloc[0]}). Leave out articles whose dates are wrong, "
            "or take longer periods, such as freq='MS'.")


def _count(pairs: pd.DataFrame, periods: pd.PeriodIndex) -> pd.DataFrame:
    """Counts of every series in every period, from the bounds of its articles.

    An interval over several periods adds to its first and last period their part of it, and to
    those between its density times their days, by a running total of densities.
    """
    codes, series = pd.factorize(pairs["series"], sort=True)
    earliest, latest = (_days(pairs[bound]) for bound in _BOUNDS)
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
    inside = ((totals["period_start"] >= dated[_BOUNDS[0]].min())
              & (totals["period_end"] <= dated[_BOUNDS[1]].max()))
    return np.select([totals["n_high"] == 0, certain & inside], ["none", "full"], "partial")


def _bursts(rows: pd.DataFrame, rises: np.ndarray, gamma: float) -> pd.DataFrame:
    """Longest stretches in each state above the lowest, of series of one kind."""
    hits, total = (rows.pivot_table(column, "series", "period_start", aggfunc="sum", fill_value=0)
                   for column in ("n_expected", "n_total"))
    states = _cheapest_states(hits.to_numpy(), total.to_numpy(), rises, gamma)
    ends = rows.drop_duplicates("period_start").set_index("period_start")["period_end"]
    stretches = []
    for level in range(1, len(rises)):
        turns = np.diff(np.pad(states >= level, [(0, 0), (1, 1)]).astype("int8"), axis=1)
        (series, begin), (_, stop) = np.nonzero(turns == 1), np.nonzero(turns == -1)
        stretches.append(pd.DataFrame({
            "series": hits.index[series], "period_start": hits.columns[begin],
            "period_end": ends[hits.columns[stop - 1]].to_numpy(), "level": level}))
    return pd.concat(stretches)


def _cheapest_states(hits: np.ndarray, total: np.ndarray, rises: np.ndarray,
                     gamma: float) -> np.ndarray:
    """State of each series (row) in each period (column); one step a period for all series."""
    n_batches = max(int(total.any(axis=0).sum()), 1)
    level = np.arange(len(rises))
    up = gamma * np.log(n_batches) * np.maximum(level[:, None] - level, 0)  # [to, from]
    cost = _costs(hits, total, rises)
    best = cost[:, 0] + up[:, 0]  # all begin in the lowest state
    came_from = np.zeros(cost.shape, dtype="int64")
    for t in range(1, cost.shape[1]):
        paths = best[:, None, :] + up
        came_from[:, t] = paths.argmin(axis=2)
        best = paths.min(axis=2) + cost[:, t]
    states = np.empty(hits.shape, dtype="int64")
    states[:, -1] = best.argmin(axis=1)
    for t in range(cost.shape[1] - 1, 0, -1):
        states[:, t - 1] = np.take_along_axis(came_from[:, t], states[:, [t]], axis=1)[:, 0]
    return states


def _costs(hits: np.ndarray, total: np.ndarray, rises: np.ndarray) -> np.ndarray:
    """Negative log-likelihood [series, period, state]; binomial coefficients cancel out."""
    usual = hits.sum(axis=1) / np.maximum(total.sum(axis=1), 1e-12)
    p = np.minimum(usual, 1.0)[:, None, None] * rises
    p = np.where((p < 1) | (rises == 1), p, np.nan)  # a probability of 1 is no rise
    rest = np.maximum(total - hits, 0)[..., None]
    return np.nan_to_num(-xlogy(hits[..., None], p) - xlog1py(rest, -p), nan=np.inf, posinf=np.inf)
