"""Date labels of pages: stated days, ages, and the order of day and month in numeric ones."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any

from workbench.dating.bounds import Bound
from workbench.dating.resolving import ORDERS, UNITS, number, readings, resolve
from workbench.dating.temporal import WEEKDAY, Expression, find_expressions, find_near
from workbench.dating.wordings import plain_label, published_part

NOT_BELIEVED = "not believed:"
"""How the evidence begins of a label that bounds nothing."""

_FIRST = date(1605, 1, 1)  # the first printed newspaper
_ZEROS = frozenset(map(date.fromisoformat, [
    "1899-12-30", "1899-12-31", "1900-01-01", "1904-01-01", "1969-12-31", "1970-01-01",
    "1980-01-01"]))  # of spreadsheets, Macintosh, Unix on either side of Greenwich, DOS
_YEAR = re.compile(r"(?<![\d:])\d{4}(?![\d:])")
_LENGTHS = {"day": (1, 1), "week": (7, 7), "month": (30, 31), "year": (365, 366)}
_DAY_NAMES = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_DAY_NAME = re.compile(rf"\b(?:{'|'.join(_DAY_NAMES)})", re.I)
_TODAY = {"today": (0, 0), "yesterday": (1, 1)}

_Group = tuple[str, str]
"""Kind and name of what shares a way to write dates: a page, an outlet, a folder, the corpus."""

Labelled = tuple[str, Expression]
"""Body of an article, numeric date of its label."""


def stated_day(row: Any, orders: "DayOrders", scraped: date | None) -> Bound | None:
    """The day that the label of an article states, or why it is not believed.

    A label without a year ("7 May") needs the day of scraping. A year alone states no day. A day
    before there were newspapers, after the page was scraped, or at the zero of a computer's
    calendar bounds nothing: `Bound` without days, its reason in `why`.
    """
    label = readable(row.date_stated)
    for found in sorted(find_expressions(label), key=lambda e: e.kind == "weekday"):
        if found.kind == "numeric":
            bound = orders.read(row, found, scraped)
        elif found.kind == "year":
            continue
        elif days := resolve(found, None):
            bound = Bound(*days, f"label «{row.date_stated}»", "stated")
        elif scraped and not _YEAR.search(label) and not label_age(label) and (
                days := resolve(found, scraped)):  # a label with a year borrows no other
            bound = Bound(*days, f"label «{row.date_stated}», page retrieved on {scraped}",
                          "relative")
        else:
            continue
        return bound and _believed(bound, row.date_stated, scraped)
    years = [max(1, int(m[0])) for m in _YEAR.finditer(label)]  # databases write 0000-00-00
    return None if not years or label_age(label) else _believed(
        Bound(date(years[0], 1, 1), date(years[0], 1, 1), ""), row.date_stated, scraped, True)


@lru_cache(maxsize=10_000)
def readable(label: str) -> str:
    """A label in words that `find_expressions` knows, from where it says "published"."""
    return published_part(plain_label(label))


def _believed(bound: Bound, label: str, scraped: date | None,
              only_doubt: bool = False) -> Bound | None:
    """The bound, or one without days that says why its label is not believed."""
    assert bound.low and bound.high
    last = (scraped or date.today()) + timedelta(days=1)  # time zones
    doubts = [(bound.low in _ZEROS, "the zero of a calendar, not a day"),
              (bound.high < _FIRST, "before there were newspapers"),
              (bound.low > last, f"after the page was retrieved on {scraped}" if scraped else
               "in the future")]
    for doubted, why in doubts:
        if doubted:
            return Bound(None, None, f"{NOT_BELIEVED} label «{label}»: {why}")
    return None if only_doubt else bound


@lru_cache(maxsize=10_000)
def label_age(label: str) -> tuple[int, int] | None:
    """Fewest and most days between publication and scraping, since ages are rounded or cut off.

    Examples
    --------
    >>> label_age("5 days ago"), label_age("time10 minutes ago"), label_age("7 May")
    ((4, 6), (0, 0), None)
    """
    for found in find_expressions(plain_label(label)):
        words = dict(found.parts)
        if found.kind == "deictic":
            return _TODAY.get(words["deictic"])
        if found.kind == "ago":
            unit, n = UNITS.get(words["unit"], words["unit"]), number(words["n"])
            if unit in ("minute", "hour"):
                return (0, 0) if unit == "minute" else (n // 24, n // 24 + 1)
            short, long = _LENGTHS.get(unit, (1, 3660))
            return short * n - (short + 1) // 2, long * (n + 1)
    return None


class DayOrders:
    """Which of day and month comes first in numeric labels: decided page by page, with reason.

    Parameters
    ----------
    rows
        Articles in page order with `file_id`, `date_stated`, `outlet` and `body`.
    """

    def __init__(self, rows: Iterable[Any]) -> None:
        self._groups: dict[_Group, list[Labelled]] = {}
        for row in rows:
            found = find_expressions(readable(row.date_stated)) if row.date_stated else []
            if found and found[0].kind == "numeric":
                for group in _groups_of(row):
                    self._groups.setdefault(group, []).append((row.body, found[0]))
        self._decided: dict[_Group, str] = {}
        self._pages: dict[tuple[_Group, ...], tuple[str, str]] = {}

    def read(self, row: Any, found: Expression, scraped: date | None) -> Bound | None:
        """The label's day; the span of both readings where nothing decides; None if no date."""
        days = readings(found)
        if not days:
            return None
        order, why = self._order(row, found, scraped) if len(set(days.values())) > 1 else ("", "")
        meant = [days[order]] if order in days else sorted(days.values())
        low, high = meant[0], meant[-1]
        reading = f" read {order}; {why}" if order in days else (
            f" may be {low} or {high}" if low < high else "")
        return Bound(low, high, f"label «{row.date_stated}»{reading}", "stated")

    def _order(self, row: Any, found: Expression, scraped: date | None) -> tuple[str, str]:
        """The order that the label's own weekday, its page or the day of scraping leaves."""
        days = readings(found)
        weekday = _DAY_NAME.search(readable(row.date_stated))
        named = [order for order, day in days.items()
                 if weekday and _DAY_NAMES[day.weekday()] == weekday[0].lower()]
        if len(named) == 1:
            return named[0], "its weekday agrees"
        groups = tuple(_groups_of(row))
        if groups not in self._pages:
            self._pages[groups] = self._of_page(groups)
        past = [order for order, day in days.items() if scraped and day <= scraped]
        return self._pages[groups] if self._pages[groups][0] else (
            _only(past), f"the other lies after {scraped}, when the page was retrieved")

    def _of_page(self, groups: Sequence[_Group]) -> tuple[str, str]:
        """The order of the first kind of evidence that leaves one; without any, none."""
        page = self._groups.get(groups[0], [])
        if order := self._of_group(groups[0]):
            return order, "a value above 12 on the page"
        if order := _only(_falling([e for _, e in page])):
            return order, "page order agrees"
        for group in groups[1:]:
            if order := self._of_group(group):
                return order, f"other labels of the {group[0]} agree"
        return _only(_near_weekdays(page)), "weekdays in the text agree"

    def _of_group(self, group: _Group) -> str:
        if group not in self._decided:
            self._decided[group] = _only(_valid([e for _, e in self._groups.get(group, [])]))
        return self._decided[group]


def _groups_of(row: Any) -> list[_Group]:
    """What the writer of a label has in common with others, nearest first: page to corpus."""
    folder = row.file_id.rpartition("#")[0] or row.file_id.rpartition("/")[0]
    outlet = getattr(row, "outlet", None)
    return [("page", row.file_id), *([("outlet", outlet)] if isinstance(outlet, str) else []),
            *([("folder", folder)] if folder else []), ("corpus", "")]


def _only(orders: Sequence[str]) -> str:
    return orders[0] if len(orders) == 1 else ""


def _valid(labels: Sequence[Expression]) -> list[str]:
    """Orders in which every label is a day."""
    return [order for order in ORDERS if all(order in readings(e) for e in labels)]


def _falling(labels: Sequence[Expression]) -> list[str]:
    """Orders in which three or more labels run newest first."""
    runs = {order: [readings(e)[order] for e in labels] for order in _valid(labels)}
    return [order for order, days in runs.items()
            if len(set(days)) > 2 and all(a >= b for a, b in pairwise(days))]


def _near_weekdays(page: Sequence[Labelled]) -> list[str]:
    """The order under which more weekdays of the texts fall on the day or the day before.

    News tells of today and yesterday by weekday; a wrong reading meets them by chance, so the
    lead must be two.
    """
    hits = dict.fromkeys(ORDERS, 0)
    for body, label in page:
        told = [e for e in find_near(body, WEEKDAY) if e.kind == "weekday" and e.cue == "past"]
        for order, day in readings(label).items():
            hits[order] += sum(days[0] >= day - timedelta(days=1)
                               for days in (resolve(e, day) for e in told) if days)
    return [order for order, n in hits.items() if n >= 2 + min(hits.values())]
