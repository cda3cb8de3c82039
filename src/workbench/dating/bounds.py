"""What a hint says about a day: bounds with their reason, and the days on which hints agree."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

Days = tuple[date, date]
"""First and last day, both included."""

Span = tuple[date | None, date | None]
"""The same; None is an open side."""


class Bound(NamedTuple):
    """What one hint says about the day of publication; None is an open side."""

    low: date | None
    high: date | None
    why: str
    basis: str = "inferred"
    best: date | None = None  # the likeliest day, where one stands out


def meet(bounds: Sequence[Bound]) -> Span:
    """Highest lower and lowest upper bound; crossed where the bounds contradict each other."""
    return (max([b.low for b in bounds if b.low], default=None),
            min([b.high for b in bounds if b.high], default=None))


def deciding(bounds: Sequence[Bound]) -> list[Bound]:
    """The bounds that make the highest lower or the lowest upper one."""
    low, high = meet(bounds)
    return [b for b in bounds if (b.low and b.low == low) or (b.high and b.high == high)]


def interval(bounds: Sequence[Bound]) -> Span:
    """The days on which all bounds agree, or, where they contradict each other, all of both.

    Examples
    --------
    >>> march = [Bound(date(2025, 3, 3), None, ""), Bound(None, date(2025, 3, 9), "")]
    >>> [str(day) for day in interval(march)]
    ['2025-03-03', '2025-03-09']
    >>> [str(day) for day in interval([*march, Bound(date(2025, 4, 1), date(2025, 4, 1), "")])]
    ['2025-03-09', '2025-04-01']
    """
    low, high = meet(bounds)
    if low and high and low > high:
        ends = [day for b in deciding(bounds) for day in (b.low, b.high) if day]
        return min(ends), max(ends)
    return low, high
