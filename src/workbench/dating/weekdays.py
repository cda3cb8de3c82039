"""Which days of an interval the weekdays of a text make likely.

News tells of today and yesterday by weekday: "told reporters on Wednesday" was mostly published on
Wednesday or Thursday, hardly ever on the Tuesday after. So each day of an interval has a
likelihood, and days at the ends that are next to impossible are given up.
"""

import re
from datetime import date, timedelta
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

from workbench.dating.bounds import Bound
from workbench.dating.resolving import resolve
from workbench.dating.temporal import WEEKDAY, Expression, find_near

LOST = 0.04
"""Most of the likelihood that is given up at the ends of an interval."""

_FAINT = 0.1  # of the best day's likelihood: a likelier day is never given up
# Share of news by the days since its youngest statement dated by weekday, its youngest other
# event so dated, any older one; and until the nearest one ahead. Set by hand after reading, on
# the safe side: features and week-end editions have the long tails.
_SAID_AGO = (0.46, 0.38, 0.09, 0.04, 0.012, 0.009, 0.009)
_TOLD_AGO = (0.40, 0.33, 0.10, 0.06, 0.05, 0.03, 0.03)
_OLDER = (0.25, 0.30, 0.15, 0.10, 0.08, 0.07, 0.05)
_AHEAD = (0.25, 0.32, 0.17, 0.11, 0.08, 0.05, 0.02)
_DAY = timedelta(days=1)
_SAID = re.compile(
    r"\b(?:said|says|told|added|announced|warned|wrote|posted)(?: [\w.'-]+){0,5} $")
_ANY = date(2025, 3, 3)
_READ = 100  # characters before a weekday in which it is looked for who said it


class Weekdays(NamedTuple):
    """Weekdays (0 is Monday) that a text speaks of, and a quotation of each kind."""

    said: frozenset[int]
    told: frozenset[int]
    ahead: frozenset[int]
    quote: str

    def likelihood(self) -> tuple[float, ...]:
        """How likely publication is on each weekday, Monday first; the best has 1."""
        young, shares = (self.said, _SAID_AGO) if self.said else (self.told, _TOLD_AGO)
        values = []
        for day in range(7):
            ages = sorted((day - w) % 7 for w in young)
            older = [*ages[1:], *((day - w) % 7 for w in self.told - young)]
            value = shares[ages[0]] if ages else 1.0
            for age in older:  # what an article tells hangs together: each counts half
                value *= sqrt(_OLDER[age])
            leads = [(w - day) % 7 for w in self.ahead]
            values.append(value * (_AHEAD[min(leads)] if leads else 1.0))
        return tuple(value / max(values) for value in values)


@lru_cache(maxsize=1_024)
def weekday_expressions(text: str) -> tuple[Expression, ...]:
    """Every weekday of a text, with its cue; several steps ask for those of the same texts."""
    return tuple(e for e in find_near(text, WEEKDAY) if e.kind == "weekday")


@lru_cache(maxsize=4_096)
def weekdays_of(text: str) -> Weekdays:
    """Weekdays that a text looks back or ahead to; "last Friday" and "Fridays" are left out.

    Examples
    --------
    >>> found = weekdays_of("It fell on Monday, he said on Tuesday. It will rise on Friday.")
    >>> sorted(found.told), sorted(found.said), sorted(found.ahead)
    ([0], [1], [4])
    """
    kinds: dict[str, set[int]] = {"said": set(), "told": set(), "ahead": set()}
    quotes: dict[str, str] = {}
    for e in weekday_expressions(text):
        days = resolve(e, _ANY)
        if "which" in dict(e.parts) or not e.cue or not days:
            continue
        kind = "ahead" if e.cue == "future" else (
            "said" if _SAID.search(text, max(0, e.start - _READ), e.start) else "told")
        kinds[kind].add(days[0].weekday())
        quotes.setdefault(kind, _quote(text, e))
    said, told, ahead = map(frozenset, kinds.values())
    return Weekdays(said, told, ahead, " and ".join(quotes.values()))


def weekday_bounds(text: str, low: date | None, high: date | None) -> list[Bound]:
    """The days of a closed interval without those at its ends that the weekdays make unlikely.

    No day is given up that is more than a tenth as likely as the best, and in all no more than
    `LOST` of the likelihood.
    """
    if not low or not high or low == high:
        return []
    found = weekdays_of(text)
    likely = found.likelihood()
    days = [low + _DAY * i for i in range((high - low).days + 1)]
    values = [likely[day.weekday()] for day in days]
    lost, first, last = 0.0, 0, len(days) - 1
    while first < last:
        end = first if values[first] <= values[last] else last
        lost += values[end]
        if values[end] >= _FAINT or lost > LOST * sum(values):
            break
        first, last = first + (end == first), last - (end == last)
    if last - first == (high - low).days:
        return []
    return [Bound(days[first], days[last], f"{found.quote} is news of {days[first]} to "
                                           f"{days[last]} rather than of other days from {low} to "
                                           f"{high}", within=(low, high))]


def best_day(text: str, low: date, high: date) -> date | None:
    """The day of an interval of a week at most that the weekdays of the text make likeliest."""
    if low == high:
        return low
    likely = weekdays_of(text).likelihood()
    if high - low > 6 * _DAY or min(likely) == max(likely):
        return None
    days = [low + _DAY * i for i in range((high - low).days + 1)]
    return max(days, key=lambda day: likely[day.weekday()])


def _quote(text: str, e: Expression) -> str:
    left = text.rfind(" ", 0, max(0, e.start - 40)) + 1
    return f"«{' '.join(text[left:e.end].split())}»"
