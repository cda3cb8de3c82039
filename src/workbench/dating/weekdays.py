"""Which days of an interval the weekdays of a text make likely.

News tells of today and yesterday by weekday: "told reporters on Wednesday" was mostly published on
Wednesday or Thursday, hardly ever on the Tuesday after. So each day of an interval has a
likelihood, and days at the ends that are next to impossible are given up.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property, lru_cache
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
        return _likelihood(self.said, self.told, self.ahead)


class Reading:
    """A text and what its weekdays say: found when first asked for, by whichever step."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def expressions(self) -> list[Expression]:
        """Every weekday of the text, with its cue."""
        return [e for e in find_near(self.text, WEEKDAY) if e.kind == "weekday"]

    @cached_property
    def weekdays(self) -> Weekdays:
        """Weekdays that the text looks back or ahead to."""
        return _weekdays(self.text, self.expressions)


def weekdays_of(text: str) -> Weekdays:
    """Weekdays that a text looks back or ahead to; "last Friday" and "Fridays" are left out.

    Examples
    --------
    >>> found = weekdays_of("It fell on Monday, he said on Tuesday. It will rise on Friday.")
    >>> sorted(found.told), sorted(found.said), sorted(found.ahead)
    ([0], [1], [4])
    """
    return Reading(text).weekdays


def weekday_bounds(reading: Reading, low: date | None, high: date | None) -> list[Bound]:
    """The days of a closed interval without those at its ends that the weekdays make unlikely.

    No day is given up that is more than a tenth as likely as the best, and in all no more than
    `LOST` of the likelihood.
    """
    if not low or not high or low == high:
        return []
    values = _by_day(reading, low, high)
    lost, first, last = 0.0, 0, len(values) - 1
    most = LOST * sum(values)
    while first < last:
        end = first if values[first] <= values[last] else last
        lost += values[end]
        if values[end] >= _FAINT or lost > most:
            break
        first, last = first + (end == first), last - (end == last)
    if last - first == (high - low).days:
        return []
    left = low + _DAY * first, low + _DAY * last
    return [Bound(*left, f"{reading.weekdays.quote} is news of {left[0]} to {left[1]} rather than "
                         f"of other days from {low} to {high}", within=(low, high))]


def best_day(reading: Reading, low: date, high: date) -> date | None:
    """The day of an interval of a week at most that the weekdays of the text make likeliest."""
    if low == high:
        return low
    if high - low > 6 * _DAY:
        return None
    likely = reading.weekdays.likelihood()
    if min(likely) == max(likely):
        return None
    values = _by_day(reading, low, high)
    return low + _DAY * values.index(max(values))


def _by_day(reading: Reading, low: date, high: date) -> list[float]:
    """How likely each day of an interval is."""
    likely, first = reading.weekdays.likelihood(), low.weekday()
    return [likely[(first + i) % 7] for i in range((high - low).days + 1)]


@lru_cache(maxsize=10_000)
def _likelihood(said: frozenset[int], told: frozenset[int],
                ahead: frozenset[int]) -> tuple[float, ...]:
    young, shares = (said, _SAID_AGO) if said else (told, _TOLD_AGO)
    values = []
    for day in range(7):
        ages = sorted((day - w) % 7 for w in young)
        older = [*ages[1:], *((day - w) % 7 for w in told - young)]
        value = shares[ages[0]] if ages else 1.0
        for age in older:  # what an article tells hangs together: each counts half
            value *= sqrt(_OLDER[age])
        leads = [(w - day) % 7 for w in ahead]
        values.append(value * (_AHEAD[min(leads)] if leads else 1.0))
    return tuple(value / max(values) for value in values)


def _weekdays(text: str, expressions: Sequence[Expression]) -> Weekdays:
    kinds: dict[str, set[int]] = {"said": set(), "told": set(), "ahead": set()}
    quotes: dict[str, str] = {}
    for e in expressions:
        days = resolve(e, _ANY)
        if "which" in dict(e.parts) or not e.cue or not days:
            continue
        kind = "ahead" if e.cue == "future" else (
            "said" if _SAID.search(text, max(0, e.start - _READ), e.start) else "told")
        kinds[kind].add(days[0].weekday())
        quotes.setdefault(kind, _quote(text, e))
    said, told, ahead = map(frozenset, kinds.values())
    return Weekdays(said, told, ahead, " and ".join(quotes.values()))


def _quote(text: str, e: Expression) -> str:
    left = text.rfind(" ", 0, max(0, e.start - 40)) + 1
    return f"«{' '.join(text[left:e.end].split())}»"
