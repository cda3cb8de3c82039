"""What a hint says about a day: bounds with their reason, and the days on which hints agree."""

from collections.abc import Iterable, Sequence
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
    within: "Span | None" = None  # the days left by other hints, in which this one was read


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


def reason(bounds: Sequence[Bound]) -> str:
    """Why the days of `interval` are these: each deciding hint, what it rests on, and its days.

    Of hints that say the same the first is told.

    Examples
    --------
    >>> below, above = date(2025, 6, 2), date(2025, 6, 30)
    >>> reason([Bound(below, None, "below stands 2025-06-02"), Bound(None, above, "«soon»"),
    ...         Bound(date(2025, 6, 10), above, "«held on June 10»", within=(below, above))])
    '«soon», so until 2025-06-30; «held on June 10», so 2025-06-10 to 2025-06-30; below stands \
2025-06-02'
    """
    told = distinct(deciding(bounds))
    for bound in told:  # grows: what a hint rests on may rest on others
        low, high = bound.within or (None, None)
        told += [b for b in distinct(bounds) if (low or high) and b not in told and (
            (b.low and b.low == low) or (b.high and b.high == high))]
    return "; ".join(_with_days(bound) for bound in told)


def distinct(bounds: Iterable[Bound]) -> list[Bound]:
    """The bounds without those that say what an earlier one says."""
    first: dict[tuple[date | None, date | None, str], Bound] = {}
    for bound in bounds:
        first.setdefault((bound.low, bound.high, bound.basis), bound)
    return list(first.values())


def span(low: date | None, high: date | None) -> str:
    """Days in words; an open side is named by the other one."""
    if low and high:
        return str(low) if low == high else f"{low} to {high}"
    return f"from {low}" if low else f"until {high}"


def _with_days(bound: Bound) -> str:
    """A hint with the days it leaves, where it does not say them itself."""
    said = all(str(day) in bound.why for day in (bound.low, bound.high) if day)
    if said or bound.basis != "inferred":  # labels are dates or ages themselves
        return bound.why
    return f"{bound.why}, so {span(bound.low, bound.high)}"
