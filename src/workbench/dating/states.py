"""What is known of every article's day: from itself, and with what others of its page add."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from workbench.dating.bounds import Bound, Span, deciding, distinct, interval, meet, span
from workbench.dating.labels import label_age


class Page(NamedTuple):
    """Articles of one file in page order, and the day it was scraped."""

    rows: list[Any]
    scraped: date | None


class State(NamedTuple):
    """Bounds of all articles, page by page: their own, all that are known, and where these meet."""

    pages: Sequence[Page]
    own: list[list[Bound]]
    known: list[list[Bound]]
    spans: list[Span]

    @classmethod
    def of(cls, pages: Sequence[Page], own: list[list[Bound]]) -> "State":
        """What follows from the articles' own bounds."""
        return cls(pages, [], [], []).with_own(own)

    def with_more(self, more: Sequence[list[Bound]]) -> "State":
        """With further bounds of articles whose label does not state the day."""
        return self.with_own(_with(self.own, more))

    def with_own(self, own: list[list[Bound]]) -> "State":
        """With other bounds; only pages on which some are others are thought through anew."""
        known, spans = self.known.copy(), self.spans.copy()
        end = 0
        for page in self.pages:
            start, end = end, end + len(page.rows)
            if own[start:end] != self.own[start:end]:
                known[start:end] = _on_page(page, own[start:end])
                spans[start:end] = map(_meeting, known[start:end])
        return State(self.pages, own, known, spans)


def is_stated(bounds: Sequence[Bound]) -> bool:
    """Does the label state the day?"""
    return bool(bounds) and bounds[0].basis == "stated"


def _on_page(page: Page, bounds: list[list[Bound]]) -> list[list[Bound]]:
    """Own bounds with those that the other articles of the page add."""
    aged = _with(bounds, _from_ages(page, bounds))
    return _with(aged, _from_order(page.rows, aged))


def _with(bounds: Sequence[list[Bound]], more: Sequence[list[Bound]]) -> list[list[Bound]]:
    return [a if is_stated(a) else [*a, *b] for a, b in zip(bounds, more, strict=True)]


def _meeting(bounds: Sequence[Bound]) -> Span:
    """The days on which all bounds agree; none where they contradict each other."""
    low, high = meet(bounds)
    return (None, None) if low and high and low > high else (low, high)


def _from_ages(page: Page, bounds: Sequence[list[Bound]]) -> list[list[Bound]]:
    """"5 days ago" from the day of scraping: that given, else that of the page's other articles."""
    rows, scraped = page
    ages = [None if is_stated(own) else label_age(row.date_stated)
            for row, own in zip(rows, bounds, strict=True)]
    beside = [] if scraped else [
        Bound(_plus(low, age[0]), _plus(high, age[1]),
              f"«{row.date_stated}» of {row.article_id} ({span(low, high)})")
        for row, own, age in zip(rows, bounds, ages, strict=True) if age
        for low, high in [interval(own)] if low or high]
    first, last = (scraped, scraped) if scraped else interval(beside)
    when = first if first == last else f"between {first or '…'} and {last or '…'}"
    if beside:
        sources = " and ".join(b.why for b in distinct(deciding(beside)))
        when = f"{when}, counted from {sources}"
    limit = [Bound(None, scraped, f"page retrieved on {scraped}")] if scraped else []
    return [[Bound(_plus(first, -age[1]), _plus(last, -age[0]),
                   f"label «{row.date_stated}» on a page retrieved {when}", "relative")]
            if age and (first or last) else limit for row, age in zip(rows, ages, strict=True)]


def _from_order(rows: Sequence[Any], bounds: Sequence[list[Bound]]) -> list[list[Bound]]:
    """Bounds from the neighbours, where the dated articles of a page run newest first."""
    spans = [interval(own) for own in bounds]
    dated = [(low, high) for low, high in spans if low and high]
    if sum(b[1] < a[0] for a, b in pairwise(dated)) < 2:
        return [[] for _ in spans]
    above = list(accumulate(((high or date.max, -i) for i, (_, high) in enumerate(spans)), min,
                            initial=(date.max, 0)))  # of equal days the nearest
    below = list(accumulate(((spans[i][0] or date.min, -i) for i in reversed(range(len(spans)))),
                            max, initial=(date.min, 0)))
    if any(low and low > top for (low, _), (top, _) in zip(spans, above, strict=False)):
        return [[] for _ in spans]

    def stands(where: str, i: int) -> str:
        return f"page runs newest first, {where} stands {rows[i].article_id} ({span(*spans[i])})"

    return [[*([Bound(None, top, stands("above", -i))] if top < date.max else []),
             *([Bound(low, None, stands("below", -j))] if low > date.min else [])]
            for (top, i), (low, j) in zip(above, below[-2::-1], strict=False)]


def _plus(day: date | None, days: int) -> date | None:
    return day and day + timedelta(days=days)
