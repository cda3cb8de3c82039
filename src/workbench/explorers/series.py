"""Explorer of series over time, down to the articles and sentences behind a period."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import ipywidgets as widgets
import pandas as pd
from altair.typing import ChartType

from workbench import charts, evidence, timelines
from workbench.actors import in_context
from workbench.explorers.controls import ABOUT, ALL, NARROW, WIDE, Explorer, offer, offered
from workbench.render import labels_of
from workbench.tables import empty, require

_SERIES = 6  # series chosen at first
_LINES = 12  # sentences shown of a series in a period
_ALL_SERIES = ("all chosen series", ALL)
_MEASURES = [("articles", "count"), ("share of all articles", "share"), ("heat map", "map")]


class TimelineExplorer(Explorer):
    """Follow series over time, down to the articles and sentences behind a period.

    Parameters
    ----------
    timeline
        Series of any kinds and frequencies.
    members
        The table that the timeline was made from; of several kinds of series, one for each:
        ``{"topic": article_topics, "actor": mentions, "outlet": articles, "all": articles}``.
    articles
        The articles.
    labels
        What to call a series: topic labels, actor names by id. Without, series go by their ids.
    hits
        Where series are met, by kind: ``{"topic": topic_hits, "actor": mentions}``; with
        `segments`, a period also opens to the sentences that back it.
    segments
        The text that the hits are in.

    Attributes
    ----------
    kind, freq, series, period, only, measure
        Controls; a click on a period of a series sets `period` and `only`, the one series whose
        articles are listed. `measure` draws the count of articles, their share with its interval,
        or all series as a heat map of shares.
    frame
        The periods shown: of `period`, and of the series `only`, if they are chosen.
    behind
        The articles behind them: those that may lie in the period. All periods also have those
        of the undated lane.
    """

    title = "Series over time"
    untold = frozenset({"series"})

    def __init__(self, timeline: pd.DataFrame, members: pd.DataFrame | Mapping[str, pd.DataFrame],
                 articles: pd.DataFrame, *, labels: Mapping[str, str] | None = None,
                 hits: Mapping[str, pd.DataFrame] = MappingProxyType({}),
                 segments: pd.DataFrame | None = None) -> None:
        require(timeline, "timeline")
        require(articles, "articles")
        self._timeline = timeline
        self._segments = empty("segments") if segments is None else segments
        self._hits = {kind: table.rename(columns={f"{kind}_id": "series"}).sort_values(
            ["file_id", "start"]) for kind, table in hits.items()}
        self._opened: dict[tuple[object, ...], str] = {}
        self._labels = labels_of(timeline["series"], labels)
        tables = members if isinstance(members, Mapping) else dict.fromkeys(
            timeline["series_kind"].unique(), members)
        kinds = [kind for kind in tables if timeline["series_kind"].eq(kind).any()]
        self._members = {kind: _told(timelines.series_members(tables[kind], articles, by=kind),
                                     articles) for kind in kinds}
        self.kind = widgets.Dropdown(description="Series of", options=kinds)
        self.freq = widgets.Dropdown(description="Per", options=list(timeline["freq"].unique()))
        self.series = widgets.SelectMultiple(description="Series", rows=6)
        self.period = widgets.Dropdown(description="Period", options=[("all", ALL)])
        self.only = widgets.Dropdown(description="Articles of", options=[_ALL_SERIES])
        self.measure = widgets.Dropdown(description="Draw", options=_MEASURES)
        self._offer_series()
        super().__init__(self.kind, self.freq, self.series, self.period, self.only, self.measure)

    @property
    def chart(self) -> ChartType:
        """The chosen series, all periods."""
        if self.measure.value == "map":
            return charts.heat_map(self._chosen(), labels=self._labels)
        return charts.timeline_chart(
            timelines.share_intervals(self._chosen()), measure=self.measure.value,
            labels=self._labels)

    def _offer_series(self) -> None:
        totals = self._of_kind().groupby("series")["n_expected"].sum().sort_values(
            ascending=False, kind="stable")
        if set(offered(self.series)) != set(totals.index):
            self.series.options = [(self._labels[series], series) for series in totals.index]
            self.series.value = tuple(totals.index[:_SERIES])

    def _of_kind(self) -> pd.DataFrame:
        rows = self._timeline
        return rows[rows["series_kind"].eq(self.kind.value) & rows["freq"].eq(self.freq.value)]

    def _chosen(self) -> pd.DataFrame:
        rows = self._of_kind()
        return rows[rows["series"].isin(self.series.value)]

    def _select(self) -> pd.DataFrame:
        self._offer_series()
        rows = self._chosen()
        days = rows["period_start"].dt.strftime("%Y-%m-%d")
        offer(self.period, [("all", ALL), *((d, d) for d in days[rows["n_high"] > 0].unique())])
        offer(self.only, [_ALL_SERIES, *((self._labels[s], s) for s in self.series.value)])
        rows = rows if self.period.value == ALL else rows[days.eq(self.period.value)]
        rows = rows if self.only.value == ALL else rows[rows["series"].eq(self.only.value)]
        self.behind = self._articles_behind(rows)
        return rows

    def _articles_behind(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Series and article, once each, in the order of time, undated ones last."""
        members = self._members.get(self.kind.value, pd.DataFrame(columns=["series", *ABOUT]))
        found = members[members["series"].isin(rows["series"].unique())]
        if self.period.value != ALL:
            found = found[found["published_earliest"].le(rows["period_end"].max())
                          & found["published_latest"].ge(rows["period_start"].min())]
        return found.reset_index(drop=True)

    def _parts(self) -> Sequence[str]:
        busy = self.frame[self.frame["n_high"] > 0]
        numbers = busy.drop(columns=["series_kind", "freq"]).assign(
            series=busy["series"].map(self._labels))
        series = self.behind.groupby("series", sort=False)
        return [evidence.note(f"{len(busy):,} of {len(self.frame):,} periods have articles of the "
                              "series; each series opens to its articles, here counted"),
                *(evidence.fold(f"{self._labels[name]} ({len(rows):,})", [evidence.table_html(
                    rows.drop(columns="series"), caption="", max_rows=200),
                    *self._sentences(str(name), rows)]) for name, rows in series),
                evidence.fold("The numbers", [evidence.table_html(
                    numbers, caption="Periods with articles", max_rows=500)])]

    def _sentences(self, series: str, behind: pd.DataFrame) -> list[str]:
        """The first hits of a series in the articles behind it, in their context."""
        hits = self._hits.get(self.kind.value)
        if hits is None or self._segments.empty:
            return []
        key = (self.kind.value, self.freq.value, series, self.period.value)
        if key not in self._opened:
            found = hits[hits["series"].eq(series)
                         & hits["article_id"].isin(list(behind["article_id"]))]
            if found.empty:
                return []
            wide = in_context(self._segments, found.head(_LINES), window=WIDE)
            lines = wide.assign(
                wide_pre=wide["pre"], wide_post=wide["post"], pre=wide["pre"].str[-NARROW:],
                post=wide["post"].str[:NARROW],
                place=wide["file_id"] + ", characters " + wide["start"].astype("string"))
            self._opened[key] = evidence.concordance(lines, max_rows=_LINES)
        return [self._opened[key]]

    def _marks(self) -> list[dict[str, Any]]:
        """Every period of every series, those with most articles first: charts show some."""
        rows = self._of_kind()
        rows = rows[rows["n_high"] > 0].sort_values("n_expected", ascending=False, kind="stable")
        return [{"series": series, "period": f"{day:%Y-%m-%d}"}
                for series, day in zip(rows["series"], rows["period_start"], strict=True)]

    def _clicked(self, point: Mapping[str, Any]) -> None:
        series, period = point.get("series"), point.get("period")
        if series in offered(self.series) and series not in self.series.value:
            self.series.value = (*self.series.value, series)
        with self._at_once():
            if series in offered(self.only):
                self.only.value = series
            if period in offered(self.period):
                self.period.value = period


def _told(members: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """What is told of the articles of each series, in the order of time, undated ones last."""
    return members.merge(articles[ABOUT], on="article_id").sort_values(
        ["series", "published_earliest", "article_id"], na_position="last", ignore_index=True)
