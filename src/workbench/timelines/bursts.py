"""Bursts: stretches in which a series has an unusually large share, and what makes them."""

import numpy as np
import pandas as pd
from scipy.special import xlog1py, xlogy

from workbench.tables import TEXT, conform, require
from workbench.timelines.counting import series_members

_ABOUT = ["headline", "outlet", "published_earliest", "published_latest"]


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


def burst_articles(bursts: pd.DataFrame, members: pd.DataFrame, articles: pd.DataFrame
                   ) -> pd.DataFrame:
    """The articles that make each burst: those of its series that may lie in it.

    One row per burst and article, in the order of the bursts, then of time.

    Parameters
    ----------
    bursts
        Of one kind of series.
    members, articles
        What the timeline was made from.

    Returns
    -------
    pandas.DataFrame
        `series`, `period_start`, `period_end` and `level` of the burst; `article_id`, `headline`,
        `outlet`, `published_earliest`, `published_latest`.
    """
    require(bursts, "bursts")
    require(articles, "articles")
    kinds = list(bursts["series_kind"].unique())
    columns = ["series", "period_start", "period_end", "level", "article_id", *_ABOUT]
    if len(kinds) > 1:
        raise ValueError(f"bursts are of {kinds}; choose one: "
                         f"bursts[bursts['series_kind'] == {kinds[0]!r}].")
    about = articles[["article_id", *_ABOUT]].drop_duplicates("article_id")
    kind = kinds[0] if kinds else "all"  # without a burst any series will do
    pairs = series_members(members, articles, by=kind).merge(about, on="article_id")
    rows = bursts.merge(pairs, on="series")
    inside = rows["published_earliest"].le(rows["period_end"]) & rows["published_latest"].ge(
        rows["period_start"])
    return rows.loc[inside, columns].sort_values(
        ["series", "period_start", "level", "published_earliest", "article_id"],
        ignore_index=True)


def burst_phrases(bursts: pd.DataFrame, topic_hits: pd.DataFrame, members: pd.DataFrame,
                  articles: pd.DataFrame) -> pd.DataFrame:
    """The phrases of the lexicon that make each burst of a topic.

    One row per burst and phrase of its topic found in the articles of the burst (see
    `burst_articles`), most frequent first.

    Returns
    -------
    pandas.DataFrame
        `series`, `period_start`, `period_end` and `level` of the burst; `phrase`; `n_hits` and
        `n_articles` with it in the burst; `n_articles_else` with it in the topic's other
        articles: a phrase of the burst alone has 0.
    """
    require(topic_hits, "topic_hits")
    topics = bursts.loc[bursts["series_kind"] == "topic"]
    inside = burst_articles(topics, members, articles)
    keys = ["series", "period_start", "period_end", "level"]
    hits = topic_hits.rename(columns={"topic_id": "series"})[["article_id", "series", "phrase"]]
    hits = hits.assign(phrase=hits["phrase"].str.lower()).loc[
        hits["article_id"].isin(articles["article_id"])]
    found = inside[[*keys, "article_id"]].merge(hits, on=["article_id", "series"]).groupby(
        [*keys, "phrase"], as_index=False).agg(
            n_hits=("article_id", "size"), n_articles=("article_id", "nunique"))
    everywhere = hits.groupby(["series", "phrase"])["article_id"].nunique().rename("n_all")
    found = found.merge(everywhere.reset_index(), on=["series", "phrase"], how="left")
    found["n_articles_else"] = (found["n_all"] - found["n_articles"]).astype("int64")
    return found.drop(columns="n_all").astype({"phrase": TEXT}).sort_values(
        [*keys, "n_articles", "n_hits", "phrase"],
        ascending=[True, True, True, True, False, False, True], ignore_index=True)


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
