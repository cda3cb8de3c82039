"""Which days of an interval fit what its text tells by months and days without a year.

"Held in July" was not written in June, "will open on 9 July" not on the tenth. Such words do not
say which year, so they bound nothing alone; inside an interval of months they mostly have one
meaning. Only where they have is it used.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from workbench.dating.bounds import Bound, Days
from workbench.dating.resolving import resolve
from workbench.dating.temporal import Expression, find_near

_WIDEST = timedelta(days=300)  # a month without a year has one meaning only in less than a year
_NARROWEST = timedelta(days=6)
_DAY = timedelta(days=1)
_REACH = 120  # characters before an expression that tell how it is meant
_QUOTED = 40
_MONTH = re.compile("Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec")
_PAST_PLAN = re.compile(r"\b(?:was|were|had|been|would)\b[^.;]*$")
_REPORTED = re.compile(  # a past verb right before; "scheduled in", "to be held in" lie ahead
    r"(?<!\bbe )(?<!\bbeing )(?<!\bis )(?<!\bare )"
    r"\b(?!(?:schedul|plann|expect|slat|propos|suppos)ed)(?:held|said|began|met|won|[a-z]{3,}ed) $")
_NAMES = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\\.?"
_DATELINE = re.compile(  # a place in capitals, a country perhaps, the day, perhaps an agency
    rf"\s*[A-Z][A-Z .'’-]+(?:, [A-Z][\w .]+?)?, (?:{_NAMES} \d{{1,2}}|\d{{1,2}} {_NAMES})"
    r"(?:,? \d{4})?(?: ?\([\w ./]+\))? ?[-–—]+ ")
_NEXT_MONTH = re.compile(
    r"\bnext month"
    r"(?='s (?:[\w-]+ ){0,2}?(?:summit|meeting|talks|conference|vote|election|visit)\b)")


def narrowing_bounds(text: str, low: date | None, high: date | None) -> list[Bound]:
    """Bounds inside the interval; none if it is open, a week or less, or most of a year.

    Parameters
    ----------
    text
        Cleaned text of the article.
    low, high
        The days on which other evidence agrees.

    Returns
    -------
    bounds
        From months and days told or looked ahead to; from "next month's summit" where the text
        dates what lies ahead.
    """
    if not low or not high or not _NARROWEST < high - low < _WIDEST:
        return []
    return [*_from_dateline(text, low, high), *_from_calendar(text, low, high)]


def _from_dateline(text: str, low: date, high: date) -> list[Bound]:
    """From "RIGA, May 3 (Wire) -": a report is printed on the day of its dateline or the next."""
    opening = _DATELINE.match(text)
    for e in find_near(opening[0], _MONTH) if opening else []:
        days = resolve(e, low)
        if days and days == resolve(e, high) and low <= days[0] == days[1] <= high:
            quote = " ".join(opening[0].split()) if opening else ""
            return [Bound(days[0], days[0] + _DAY,
                          f"dateline «{quote}», printed that day or the next", within=(low, high))]
    return []


def _from_calendar(text: str, low: date, high: date) -> list[Bound]:
    """From months, and days of them, that mean the same on the first day and on the last."""
    dated = [(e, days) for e in find_near(text, _MONTH)
             if e.kind == "calendar" and (days := resolve(e, low)) and days == resolve(e, high)]
    ahead = [(e, days) for e, days in dated if e.cue == "future" and low <= days[1]
             and not _PAST_PLAN.search(text, max(0, e.start - _REACH), e.start)]
    told = [(e, days) for e, days in dated if low < days[0] <= high
            and _REPORTED.search(text, max(0, e.start - _REACH), e.start)]
    return [*(Bound(days[0], None, f"{_quote(text, e)} is told", within=(low, high))
              for e, days in told),
            *(Bound(None, days[1], f"{_quote(text, e)} lies ahead", within=(low, high))
              for e, days in ahead if days[1] < high),
            *_from_next_month(text, ahead, low, high)]


def _from_next_month(text: str, ahead: Sequence[tuple[Expression, Days]],
                     low: date, high: date) -> Iterator[Bound]:
    """From "next month's meeting", where the days that lie ahead leave one month for it."""
    named = {day.replace(day=1): e for e, days in ahead for day in days}
    months = [m for m in named if m > low and (m - _DAY).replace(day=1) <= high]
    if len(months) == 1:
        [month], last = months, months[0] - _DAY
        for e in find_near(text, _NEXT_MONTH):
            yield Bound(last.replace(day=1), last, f"{_quote(text, e)} is {month:%B %Y}, as "
                        f"{_quote(text, named[month])} lies ahead", within=(low, high))


def _quote(text: str, e: Expression) -> str:
    """An expression with the words before it, for evidence."""
    left = text.rfind(" ", 0, max(0, e.start - _QUOTED)) + 1
    return f"«{' '.join(text[left:e.end].split())}»"
