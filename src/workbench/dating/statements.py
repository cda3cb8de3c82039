"""The same statement in two articles: "Ann Berg told reporters on Wednesday" dates both alike.

Whoever speaks to reporters is quoted in several papers. Where one of them tells its date, the
weekday in the other is the same day: provided that this person's statements of that weekday are
all from one day, so that nobody who speaks every week dates anything.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from workbench.dating.bounds import Bound, span
from workbench.dating.resolving import resolve
from workbench.dating.temporal import find_expressions

_WIDEST = timedelta(days=60)  # of an interval in which one weekday of few is picked out
_MOST = 3  # articles that may quote the same person on that weekday: no spokesman of every week
_WEEK = timedelta(days=6)
_STATEMENT = re.compile(
    r"(?P<who>[A-Z][\w'’-]+ [A-Z][\w'’-]+),? (?P<did>said|told [a-z]+|wrote|announced)"
    r"(?: [A-Za-z.'-]+){0,4}? (?:on )?(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b")
_SPOKEN = ("told ", "said ", "wrote ", "announced ")

_Key = tuple[str, str, str]


def statement_bounds(texts: Sequence[str], names: Sequence[str],
                     days: Sequence[tuple[date | None, date | None]]) -> list[list[Bound]]:
    """Bounds for each text in a closed interval from statements that a dated text quotes too.

    Parameters
    ----------
    texts, names
        Cleaned texts, and what to call each in evidence.
    days
        First and last day of each; None is an open side.

    Returns
    -------
    bounds
        As many lists as texts: the day of the statement, to six days after it. Only in intervals
        of up to sixty days, of persons with at most three such statements in the corpus.
    """
    bounds: list[list[Bound]] = [[] for _ in texts]
    if not any(low and high and _WEEK < high - low <= _WIDEST for low, high in days):
        return bounds
    told = [dict(_statements(text)) for text in texts]
    holders: dict[_Key, list[int]] = defaultdict(list)
    for i, keys in enumerate(told):
        for key in keys:
            holders[key].append(i)
    for key, own in holders.items():
        spoken = {i: day for i in own if (day := _day_of(key, *days[i]))} if (
            1 < len(own) <= _MOST) else {}
        if len(set(spoken.values())) != 1:
            continue
        source, day = next(iter(spoken.items()))
        for i in own:
            low, high = days[i]
            if i not in spoken and low and high and high - low <= _WIDEST and (
                    low - _WEEK <= day <= high):
                bounds[i].append(Bound(
                    day, day + _WEEK, f"«{told[i][key]}» is told of {day} in {names[source]} "
                                      f"({span(*days[source])}) too"))
    return bounds


def _statements(text: str) -> Iterator[tuple[_Key, str]]:
    if any(word in text for word in _SPOKEN):
        for m in _STATEMENT.finditer(text):
            yield (m["who"], m["did"], m["weekday"]), " ".join(m[0].split())


def _day_of(key: _Key, low: date | None, high: date | None) -> date | None:
    """The day that the weekday of a statement means, where every day of the interval agrees."""
    if not low or not high or high - low > _WEEK:
        return None
    [weekday] = find_expressions(key[2])
    days = {resolve(weekday._replace(cue="past"), day) for day in (low, high)}
    found = days.pop()
    return found[0] if found and not days else None
