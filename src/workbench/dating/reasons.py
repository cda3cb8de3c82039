"""What an interval was read from: evidence for articles that others of their corpus date.

A distribution over days is a sum of sources (articles worded alike, those filed beside, the days
of all) times how well each day fits the days that the text names. So what makes the first and the
last day of an interval likely can be told, and a reader can look it up.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse

from workbench.dating.terms import days_named
from workbench.dating.weekdays import Reading

_REACH = 7  # days that an article worded alike may be from a day that it makes likely
_ANY_YEAR = 2000

_Shares = npt.NDArray[np.float64]
_Days = npt.NDArray[np.int64]


class Dating(NamedTuple):
    """The days of one article by likelihood, and what they are made of."""

    shares: _Shares  # by day, adding up to one
    parts: dict[str, _Shares]  # by day: what "worded", "filed" and "all" give, before the fits
    fits: dict[str, _Shares]  # by day: of the "weekdays" and the "days" that the text names
    like: sparse.csr_matrix  # one row: of each dated article, the nearest has 1
    beside: _Days  # the dated articles filed before and after, -1 for none

    def without(self, fit: str) -> _Shares:
        """The likelihood by day if one of the fits were not asked."""
        shares = sum(self.parts.values()) * np.prod(
            [own for name, own in self.fits.items() if name != fit], axis=0)
        return shares / max(shares.sum(), np.finfo(float).tiny)


def deciding_sources(dating: Dating, ends: dict[str, int], days: _Days,
                     name: Callable[[int], str]) -> list[str]:
    """The sources that give most to the first, the likeliest and the last day of an interval.

    Parameters
    ----------
    dating
        What is known of the article.
    ends
        These days by name, counted as the distribution counts them.
    days
        The day of each dated article, counted alike.
    name
        What to call a dated article: its id and date.
    """
    kinds = list(dating.parts)
    most = {which: kinds[int(np.argmax([own[day] for own in dating.parts.values()]))]
            for which, day in ends.items()}
    like = dating.like.toarray().ravel()
    worded = dict.fromkeys(
        name(int(np.argmax(like ** 4 * np.exp(-np.abs(days - ends[which]) / _REACH))))
        for which, kind in most.items() if kind == "worded")
    filed = [f"{side} {name(i)}" for side, i in zip(("after", "before"), dating.beside, strict=True)
             if i >= 0 and "filed" in most.values()]
    open_ = [which for which, kind in most.items() if kind == "all"]
    found = {"worded like": list(worded), "filed": filed,
             "nothing nearer tells which day is": open_}
    return [f"{how} {_listed(what)}" for how, what in found.items() if what]


def _listed(items: Sequence[str]) -> str:
    """Items as a sentence lists them: "first, likeliest and last"."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def fitting_words(reading: Reading, fit: str) -> str:
    """Quotes the weekdays, or the days, that make some days of an interval likelier."""
    if fit == "weekdays":
        return f"{reading.weekdays.quote} is news of these days"
    named = dict.fromkeys(f"{day} {date(_ANY_YEAR, month, 1):%B}" + f" {year}" * bool(year)
                          for _, month, day, year in days_named(reading.text))
    return f"names {', '.join(named)}"
