"""How far a timeline may reach: one absurd date must not make millions of periods."""

from warnings import warn

import numpy as np
import pandas as pd

PERIODS = {"D": "D", "W": "W-SUN", "MS": "M", "QS": "Q"}
"""pandas' name of each kind of period; weeks run Monday to Sunday."""
BOUNDS = ["published_earliest", "published_latest"]


def within_reach(dated: pd.DataFrame, most: int, freq: str) -> pd.DataFrame:
    """All articles; or, where absurd dates make too many periods, the most that fit together.

    Parameters
    ----------
    dated
        `BOUNDS` of each article, in order.
    most
        Periods there may be at most; where not even one article fits, no article is left.

    Warns
    -----
    UserWarning
        Articles are left out: from when to when, how many, one of them, and what to do.
    """
    first, last = (pd.PeriodIndex(dated[bound], freq=PERIODS[freq]).asi8 for bound in BOUNDS)
    if last.max() - first.min() < most:
        return dated
    fit = last - first < most
    begins, ends = np.sort(first[fit]), np.sort(last[fit])
    within = fit
    if len(begins):
        inside = np.searchsorted(ends, begins + most) - np.arange(len(begins))
        begin = begins[int(inside.argmax())]
        within = (first >= begin) & (last < begin + most)
    kept, left = dated.loc[within], dated.loc[~within]
    covers = f"covers {_from_to(kept)}" if len(kept) else "has no rows, as no article fits,"
    warn(f"A timeline with freq={freq!r} from {_from_to(dated)} would be too long; it {covers} "
         f"and leaves out {len(left):,} articles, such as {left['article_id'].iloc[0]}. Correct "
         "their dates, or take longer periods, such as freq='QS', or fewer series.", stacklevel=3)
    return kept


def _from_to(dated: pd.DataFrame) -> str:
    return f"{dated[BOUNDS[0]].min():%Y-%m-%d} to {dated[BOUNDS[1]].max():%Y-%m-%d}"
