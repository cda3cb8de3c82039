"""Date labels of pages: stated days, ages, and the order of day and month in numeric ones."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from workbench.dating.bounds import Bound
from workbench.dating.resolving import ORDERS, UNITS, number, readings, resolve
from workbench.dating.temporal import WEEKDAY, Expression, find_expressions, find_near

_LENGTHS = {"day": (1, 1), "week": (7, 7), "month": (30, 31), "year": (365, 366)}
_TODAY = {"today": (0, 0), "yesterday": (1, 1)}

Labelled = tuple[str, Expression]
"""Body of an article, numeric date of its label."""


def stated_day(file_id: str, label: str, orders: "DayOrders",
               scraped: date | None) -> Bound | None:
    """The day a label states; a label without a year ("7 May") needs the day of scraping."""
    for found in find_expressions(label):
        if found.kind == "numeric":
            return orders.read(file_id, label, found)
        if days := resolve(found, None):
            return Bound(*days, f"label «{label}»", "stated")
        if scraped and not label_age(label) and (days := resolve(found, scraped)):
            return Bound(*days, f"label «{label}», page retrieved on {scraped}", "relative")
    return None


def label_age(label: str) -> tuple[int, int] | None:
    """Fewest and most days between publication and scraping, since ages are rounded or cut off.

    Examples
    --------
    >>> label_age("5 days ago"), label_age("time10 minutes ago"), label_age("7 May")
    ((4, 6), (0, 0), None)
    """
    for found in find_expressions(label):
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
        Articles in page order with `file_id`, `date_stated` and `body`.
    """

    def __init__(self, rows: Iterable[Any]) -> None:
        self._pages: dict[str, list[Labelled]] = {}
        for row in rows:
            found = find_expressions(row.date_stated) if isinstance(row.date_stated, str) else []
            if found and found[0].kind == "numeric":
                self._pages.setdefault(row.file_id, []).append((row.body, found[0]))
        self._corpus = _only(_valid([e for page in self._pages.values() for _, e in page]))
        self._known: dict[str, tuple[Sequence[str], str]] = {}

    def read(self, file_id: str, label: str, found: Expression) -> Bound | None:
        """The label's day; the span of both readings where nothing decides; None if no date."""
        if file_id not in self._known:
            self._known[file_id] = self._decide(self._pages.get(file_id, []))
        orders, why = self._known[file_id]
        days = {day for order, day in readings(found).items() if order in orders}
        if not days:
            return None
        reading = f"read {orders[0]}; {why}" if why else (
            f"may be {' or '.join(str(day) for day in sorted(days))}" if len(days) > 1 else "")
        return Bound(min(days), max(days), f"label «{label}» {reading}".rstrip(), "stated")

    def _decide(self, page: Sequence[Labelled]) -> tuple[Sequence[str], str]:
        """The first kind of evidence that leaves one order; without any, both orders."""
        labels = [e for _, e in page]
        kinds = [(_only(_valid(labels)), "a value above 12 on the page"),
                 (_only(_falling(labels)), "page order agrees"),
                 (self._corpus, "other labels of the corpus agree"),
                 (_only(_near_weekdays(page)), "weekdays in the text agree")]
        return next((([order], why) for order, why in kinds if order), (ORDERS, ""))


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
