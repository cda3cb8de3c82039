"""What an interval was read from: evidence for articles that others of their corpus date.

A distribution over days is a sum of sources (articles worded alike, those filed beside, the days
of all) times how well each day fits the days that the text names. So what makes the first and the
last day of an interval likely can be told, and a reader can look it up.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from workbench.dating.terms import days_named
from workbench.dating.weekdays import weekdays_of

_REACH = 7  # days that an article worded alike may be from a day that it makes likely
_LEAP = 2024  # a year that has every day of the calendar

_Shares = npt.NDArray[np.float64]
_Days = npt.NDArray[np.int64]


class Dating(NamedTuple):
    """The days of one article by likelihood, and what they are made of."""

    shares: _Shares  # by day, adding up to one
    parts: dict[str, _Shares]  # by day: what "worded", "filed" and "all" give, before the fits
    fits: dict[str, _Shares]  # by day: of the "weekdays" and the "days" that the text names
    like: _Shares  # of each dated article, the nearest has 1
    beside: _Days  # the dated articles filed before and after, -1 for none

    def without(self, fit: str) -> _Shares:
        """The likelihood by day if one of the fits were not asked."""
        shares = sum(self.parts.values()) * np.prod(
            [own for name, own in self.fits.items() if name != fit], axis=0)
        return shares / max(shares.sum(), np.finfo(float).tiny)


def deciding_sources(dating: Dating, ends: tuple[int, int], days: _Days,
                     name: Callable[[int], str]) -> list[str]:
    """The sources that give most to the first and to the last day of an interval.

    Parameters
    ----------
    dating
        What is known of the article.
    ends
        Both days, counted as the distribution counts them.
    days
        The day of each dated article, counted alike.
    name
        What to call a dated article: its id and date.
    """
    kinds = list(dating.parts)
    most = [kinds[int(np.argmax([own[day] for own in dating.parts.values()]))] for day in ends]
    worded = dict.fromkeys(
        name(int(np.argmax(dating.like ** 4 * np.exp(-np.abs(days - day) / _REACH))))
        for kind, day in zip(most, ends, strict=True) if kind == "worded")
    filed = [f"{side} {name(i)}" for side, i in zip(("after", "before"), dating.beside, strict=True)
             if i >= 0 and "filed" in most]
    open_ = [which for which, kind in zip(("first", "last"), most, strict=True) if kind == "all"]
    found = {"worded like": list(worded), "filed": filed}
    return [*(f"{how} {' and '.join(what)}" for how, what in found.items() if what),
            *(["nothing else tells its " + " and ".join(open_) + " day"] if open_ else [])]


def fitting_words(text: str, fit: str) -> str:
    """Quotes the weekdays, or the days, that make some days of an interval likelier."""
    if fit == "weekdays":
        return f"{weekdays_of(text).quote} is news of these days"
    named = dict.fromkeys(f"{date(year or _LEAP, month, day):%-d %B}" + f" {year}" * bool(year)
                          for _, month, day, year in days_named(text))
    return f"names {', '.join(named)}"
