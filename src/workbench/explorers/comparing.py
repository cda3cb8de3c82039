"""Two topics, outlets or periods against each other, with the interval of the difference."""

from collections.abc import Mapping, Sequence
from typing import Any

import ipywidgets as widgets
import pandas as pd
from altair.typing import ChartType

from workbench import charts, evidence, timelines
from workbench.explorers.controls import Explorer, offer
from workbench.render import labels_of
from workbench.tables import require

_SIDES = ("outlets", "months", "series")
_SHOWN = ["article_id", "headline", "outlet", "published_earliest", "published_latest"]


class ComparisonExplorer(Explorer):
    """Compare the shares of series between two outlets or months, or of two series.

    Parameters
    ----------
    members, articles
        What a timeline is made from.
    by
        Kind of series: ``topic``, ``actor`` or ``outlet``.
    labels
        What to call a series, by id.

    Attributes
    ----------
    what, left, right
        Controls: what is compared, and the two of it. A month holds the articles that may lie in
        it, so one of uncertain date may be in both.
    frame
        One row per series, see `timelines.compare_groups`; of two series one row.
    """

    title = "Comparison"
    called = "comparison"

    def __init__(self, members: pd.DataFrame, articles: pd.DataFrame, *, by: str = "topic",
                 labels: Mapping[str, str] | None = None) -> None:
        require(articles, "articles")
        self._members, self._articles, self._by = members, articles, by
        pairs = timelines.series_members(members, articles, by=by)
        self._labels = labels_of(sorted(pairs["series"].unique()), labels)
        self._offers = {
            "outlets": [(name, name) for name in articles["outlet"].value_counts().index],
            "months": [(month, month) for month in _months(articles)],
            "series": [(self._labels[s], s) for s in pairs["series"].value_counts().index]}
        self.what = widgets.Dropdown(description="Compare", options=_SIDES)
        self.left = widgets.Dropdown(description="This")
        self.right = widgets.Dropdown(description="With")
        self._offer_sides()
        super().__init__(self.what, self.left, self.right)

    @property
    def chart(self) -> ChartType:
        """The differences with their intervals."""
        return charts.difference_chart(
            self.frame, left=self._name(self.left), right=self._name(self.right),
            labels=self._labels | {pair: "difference" for pair in self.frame["series"]
                                   if pair not in self._labels})

    def _offer_sides(self) -> None:
        """Both sides from what is compared; at first the two largest."""
        offers = self._offers[self.what.value]
        if list(self.left.options) != offers:
            offer(self.left, offers)
            offer(self.right, offers)
            for side, place in ((self.left, 0), (self.right, 1)):
                side.value = offers[min(place, len(offers) - 1)][1] if offers else None

    def _name(self, side: widgets.Dropdown) -> str:
        return str(side.label or "nothing")

    def _group(self, side: widgets.Dropdown) -> pd.DataFrame:
        """Articles of one side; of a series all, for its share is of all."""
        articles = self._articles
        if not self._is_offered(side):
            return articles.iloc[:0]
        if self.what.value == "outlets":
            return articles[articles["outlet"].eq(side.value).fillna(False)]
        if self.what.value == "months":
            first = pd.Timestamp(f"{side.value}-01")
            last = first + pd.offsets.MonthEnd(0)
            return articles[articles["published_earliest"].le(last)
                            & articles["published_latest"].ge(first)]
        return articles

    def _is_offered(self, side: widgets.Dropdown) -> bool:
        """While the controls change hands, a side may still hold what was compared before."""
        return side.value in [value for _, value in self._offers[self.what.value]]

    def _select(self) -> pd.DataFrame:
        self._offer_sides()
        left, right = self._group(self.left), self._group(self.right)
        self.groups = (left, right)
        both = self._is_offered(self.left) and self._is_offered(self.right)
        if self.what.value == "series" and both:
            return timelines.compare_series(
                self._members, self._articles, by=self._by,
                series=(self.left.value, self.right.value))
        return timelines.compare_groups(self._members, left, right, by=self._by)

    def _parts(self) -> Sequence[str]:
        shown = self.frame.assign(series=self.frame["series"].map(self._labels).fillna(
            self.frame["series"]))
        sides = [(self._name(side), group[_SHOWN])
                 for side, group in zip((self.left, self.right), self.groups, strict=True)]
        return [evidence.note("Differences of shares with their 95 % interval (Newcombe); one that "
                              "holds 0 may be chance."),
                evidence.table_html(shown, caption=" against ".join(name for name, _ in sides),
                                    max_rows=60),
                *(evidence.fold(f"{name} ({len(group):,} articles)", [
                    evidence.table_html(group, caption="", max_rows=200)])
                  for name, group in sides)]

    def _clicked(self, point: Mapping[str, Any]) -> None:
        """A difference has no control of its own."""


def _months(articles: pd.DataFrame) -> list[str]:
    """Months in which an article may lie, the earliest first."""
    dated = articles.dropna(subset=["published_earliest", "published_latest"])
    if dated.empty:
        return []
    months = pd.period_range(dated["published_earliest"].min(), dated["published_latest"].max(),
                             freq="M")
    held = [dated["published_earliest"].le(month.end_time)
            & dated["published_latest"].ge(month.start_time) for month in months[:600]]
    return [str(month) for month, rows in zip(months, held, strict=False) if rows.any()]
