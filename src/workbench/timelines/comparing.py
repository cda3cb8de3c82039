"""Shares with their intervals, and differences between two topics, outlets or periods.

A share of few articles says little; an interval says how little. Wilson's (1927) covers what it
promises for small numbers too, which the one in most textbooks (Wald's) does not (Brown, Cai and
DasGupta 2001).
"""

from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import norm

from workbench.tables import TEXT, require
from workbench.timelines.counting import series_members

SMALL = 30
"""Articles below which a share is not to be trusted without a look at its interval."""

_DIFFERENCE = ["share_a", "share_b", "difference", "low", "high"]


def share_intervals(timeline: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """The timeline with three more columns: `share_low`, `share_high` and `is_small`.

    Parameters
    ----------
    confidence
        How often, over many corpora, the interval covers the share that the press at large had.

    Returns
    -------
    pandas.DataFrame
        The same rows. `share_low` to `share_high` is Wilson's score interval of `n_expected` of
        `n_total`, which need not be whole; it is missing where `share` is. `is_small` marks
        periods with fewer than 30 articles in all, whose shares a single article moves.
    """
    require(timeline, "timeline")
    _check(confidence)
    low, high = wilson(timeline["n_expected"].to_numpy(), timeline["n_total"].to_numpy(),
                       confidence)
    known = timeline["share"].notna()
    return timeline.assign(
        share_low=pd.Series(low, timeline.index).where(known).astype("Float64"),
        share_high=pd.Series(high, timeline.index).where(known).astype("Float64"),
        is_small=timeline["n_total"] < SMALL)


def wilson(n: np.ndarray, total: np.ndarray, confidence: float = 0.95
           ) -> tuple[np.ndarray, np.ndarray]:
    """Score interval of `n` of `total`; from 0 to 1 where the total is 0.

    Examples
    --------
    >>> low, high = wilson(np.array([2.0]), np.array([10.0]))
    >>> round(float(low[0]), 3), round(float(high[0]), 3)
    (0.057, 0.51)
    """
    z = norm.ppf(0.5 + confidence / 2)
    total = np.asarray(total, dtype="float64")
    whole = np.maximum(total, 1e-12)
    p = np.clip(n / whole, 0, 1)
    middle = (p + z ** 2 / (2 * whole)) / (1 + z ** 2 / whole)
    half = z / (1 + z ** 2 / whole) * np.sqrt(p * (1 - p) / whole + z ** 2 / (4 * whole ** 2))
    empty = total <= 0
    return (np.where(empty, 0.0, np.clip(middle - half, 0, p)),
            np.where(empty, 1.0, np.clip(middle + half, p, 1)))


def compare_groups(members: pd.DataFrame, left: pd.DataFrame, right: pd.DataFrame, *, by: str,
                   confidence: float = 0.95) -> pd.DataFrame:
    """How much more of one group of articles than of another belongs to each series.

    For two outlets, or two periods, or the one in the other: any two selections of articles,
    such as two of `workbench.select_articles`. One row per series, largest difference first.

    Parameters
    ----------
    members, by
        As in `timeline`.
    left, right
        Two tables of articles. One that is in both, as an uncertain date may be in two periods,
        counts in both.

    Returns
    -------
    pandas.DataFrame
        `series`; of each group `n_a` articles in the series of `total_a`, and `share_a`;
        `difference` is ``share_a - share_b``, from -1 to 1, and `low` to `high` its interval by
        Newcombe (1998, method 10), which holds 0 where the groups may not differ at all.
        Shares and intervals are missing where a group is empty.
    """
    _check(confidence)
    counts = [series_members(members, side, by=by).groupby("series").size()
              for side in (left, right)]
    totals = [side["article_id"].nunique() for side in (left, right)]
    table = pd.DataFrame({"n_a": counts[0], "n_b": counts[1]}).fillna(0).astype("int64")
    table = table.rename_axis("series").reset_index().assign(total_a=totals[0], total_b=totals[1])
    return _ordered(table.assign(**_difference(table, confidence)))


def compare_series(members: pd.DataFrame, articles: pd.DataFrame, *, by: str,
                   confidence: float = 0.95, series: tuple[str, str]) -> pd.DataFrame:
    """How much more often one series is met than another among the same articles.

    Both shares are of the same articles, so they are not independent: the interval is Newcombe's
    for paired data (1998, method 10 of the paper on pairs), which knows how often both are met.

    Returns
    -------
    pandas.DataFrame
        One row, with the columns of `compare_groups` and `n_both`; `series` is ``a - b``.
    """
    _check(confidence)
    pairs = series_members(members, articles, by=by)
    first, second = (set(pairs.loc[pairs["series"] == name, "article_id"]) for name in series)
    total = articles["article_id"].nunique()
    table = pd.DataFrame({
        "series": [" - ".join(series)], "n_a": [len(first)], "n_b": [len(second)],
        "n_both": [len(first & second)], "total_a": [total], "total_b": [total]})
    correlation = _correlation(len(first), len(second), len(first & second), total)
    return _ordered(table.assign(**_difference(table, confidence, correlation)))


def _difference(table: pd.DataFrame, confidence: float, correlation: float = 0.0
                ) -> dict[str, Any]:
    """Shares, their difference and its interval, from the Wilson intervals of the shares."""
    share: dict[str, np.ndarray] = {}
    bounds: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    for side in "ab":
        n, total = (table[f"{name}_{side}"].to_numpy(dtype="float64") for name in ("n", "total"))
        share[side] = np.divide(n, total, out=np.full(len(n), np.nan), where=total > 0)
        bounds[side] = wilson(n, total, confidence)
    down_a, up_a = share["a"] - bounds["a"][0], bounds["a"][1] - share["a"]
    down_b, up_b = share["b"] - bounds["b"][0], bounds["b"][1] - share["b"]
    gap = share["a"] - share["b"]
    low = gap - np.sqrt(np.maximum(
        down_a ** 2 - 2 * correlation * down_a * up_b + up_b ** 2, 0))
    high = gap + np.sqrt(np.maximum(
        up_a ** 2 - 2 * correlation * up_a * down_b + down_b ** 2, 0))
    return dict(zip(_DIFFERENCE, (share["a"], share["b"], gap, low, high), strict=True))


def _correlation(n_a: int, n_b: int, n_both: int, total: int) -> float:
    """Newcombe's estimate of how two series go together, with his correction towards none."""
    neither = total - n_a - n_b + n_both
    spread = float(np.sqrt(float(n_a) * (total - n_a) * n_b * (total - n_b)))
    together: float = n_both * neither - (n_a - n_both) * (n_b - n_both)
    if together > 0:
        together = max(together - total / 2, 0)
    return together / spread if spread else 0.0


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    both = ["n_both"] if "n_both" in table else []
    columns = ["series", "n_a", "total_a", "n_b", "total_b", *both, *_DIFFERENCE]
    ordered = table.assign(size=table["difference"].abs()).sort_values(
        ["size", "series"], ascending=[False, True], ignore_index=True)
    return ordered[columns].astype({"series": TEXT} | dict.fromkeys(_DIFFERENCE, "Float64"))


def _check(confidence: float) -> None:
    if not 0 < confidence < 1:
        raise ValueError(f"confidence={confidence} must lie between 0 and 1, such as 0.95.")
