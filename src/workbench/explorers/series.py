"""Tables with handles: controls that filter, a view that follows, and the same without a kernel.

An explorer computes and draws nothing itself: it filters tables by its controls and hands
them to the functions and charts of this package. Each has its controls as attributes (set
``.value`` from Python), `frame` (exactly the rows shown), `chart`, `widget`, and `static()`, the
view as HTML for a report, since a widget must never be the only carrier of a result.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import ipywidgets as widgets
import numpy as np
import numpy.typing as npt
import pandas as pd
from altair.typing import ChartType

from workbench import charts, evidence, timelines
from workbench.actors import (
    Tally,
    co_mention_graph,
    co_mentions,
    correction_effects,
    find_mentions,
    in_context,
    most_named,
    roles_of,
    write_graph,
)
from workbench.explorers.controls import ALL, Explorer, choice, choose, offer, offered
from workbench.explorers.correcting import CorrectionForm
from workbench.registries import NAME_ACTIONS
from workbench.render import labels_of
from workbench.tables import COLUMNS, TEXT, conform, empty, require

_UNRESOLVED = "?"
_WIDE = 300  # characters of context to which a concordance line opens
_SERIES = 6  # series chosen at first
_NARROW = 60  # characters of context on each side of a line
_LINES = 12  # sentences shown of a series in a period
_ALL_SERIES = ("all chosen series", ALL)
_MEASURES = [("articles", "count"), ("share of all articles", "share"), ("heat map", "map")]
_SHOWN = ["article_id", "headline", "outlet", "published_earliest", "published_latest"]


class MentionExplorer(Explorer):
    """Read every mention in its context: concordance lines that open to their place.

    Parameters
    ----------
    mentions, actors, articles, segments
        What was found, whom it may be, and the text it was found in.
    quotes
        Quotations, which the chart counts too.
    actor
        The actor_id to begin with, be it named here or not; empty for the one named most.
    corrections_file
        Where corrections are written, and beside it the network (``co-mentions.gexf`` and
        ``.graphml``): `Analysis.corrections_file`. Without it there are no buttons for either.

    Attributes
    ----------
    actor, outlet, kind, zone, dates, undated, lines
        Controls. `actor` offers the actors by number of mentions, those without any last.
        `dates` keeps articles that may lie in the range, `undated` those of the undated lane,
        whose interval is open; `lines` is how many mentions are shown at most.
    correction, export
        A form that corrects one of the mentions shown, and a button that writes the network of
        what the controls leave. A correction is applied to all `segments` at once.
    frame
        The mentions shown, with ``pre``, ``keyword`` and ``post``.

    Raises
    ------
    ValueError
        No mention and no row of `actors` has this actor_id.
    """

    title = "Mentions in context"
    brief = MappingProxyType({"lines": 15})

    def __init__(self, mentions: pd.DataFrame, actors: pd.DataFrame, articles: pd.DataFrame,
                 segments: pd.DataFrame, *, quotes: pd.DataFrame | None = None,
                 actor: str = "", corrections_file: str | Path | None = None) -> None:
        quotes = empty("quotes") if quotes is None else quotes
        for table, name in ((mentions, "mentions"), (actors, "actors"), (articles, "articles"),
                            (segments, "segments"), (quotes, "quotes")):
            require(table, name)
        self._actors, self._articles, self._segments = actors, articles, segments
        self._about = about = articles[_SHOWN].drop_duplicates("article_id")
        self._mentions, self._quotes = (
            table.merge(about, on="article_id", how="left") for table in (mentions, quotes))
        self._wanted = set(mentions["article_id"]) | set(articles["article_id"])
        self._counted: dict[tuple[Any, ...], pd.DataFrame] = {}
        self._counting = _as_numbers(self._mentions)
        self.correction = self.export = None
        if corrections_file is not None:
            self._folder = Path(corrections_file).parent
            self.correction = CorrectionForm(
                Path(corrections_file), actors, self._correct)
            self.export, self.written = widgets.Button(description="Write network"), widgets.HTML()
            self.export.on_click(self._write_network)
        self.actor = widgets.Dropdown(description="Actor", options=self._actor_options())
        if actor:
            choose(self.actor, actor)
        self.outlet = choice("Outlet", self._mentions["outlet"])
        self.kind = choice("Kind", self._mentions["kind"])
        self.zone = choice("Zone", self._mentions["zone"])
        bounds = pd.concat([about["published_earliest"], about["published_latest"]]).dropna()
        days = sorted(bounds.dt.strftime("%Y-%m-%d").unique()) or [ALL]
        self.dates = widgets.SelectionRangeSlider(
            description="Days", options=days, index=(0, len(days) - 1), continuous_update=False,
            layout={"width": "32rem"})
        self.undated = widgets.Checkbox(description="Undated lane too", value=True)
        self.lines = widgets.BoundedIntText(description="Lines", value=50, min=1, max=1_000)
        super().__init__(self.actor, self.outlet, self.kind, self.zone, self.dates, self.undated,
                         self.lines)
        if self.correction and self.export:
            self._extra = [self.correction.widget, widgets.HBox([self.export, self.written])]
            self._arrange()

    @property
    def chart(self) -> ChartType:
        """Who is named in what the other controls leave, and how often quoted there.

        As in every count, these are headlines and bodies only. `kind` says how somebody is
        named, which quotations do not have: it leaves out actors, but none of their quotations.
        """
        chosen = tuple(control.value for control in (
            self.outlet, self.kind, self.zone, self.dates, self.undated))
        if chosen not in self._counted:  # who is on show, and how many lines, changes no count
            self._counted = {chosen: self._counts()}
        return charts.mention_chart(self._counted[chosen])

    def _counts(self) -> pd.DataFrame:
        quoted = self._of_articles(self._quotes) & _has(self._quotes, "zone", self.zone)
        counts = most_named(self._tally.table(self._kept(), quoted), self._actors)
        return counts[counts["n_named"] > 0]

    @cached_property
    def _tally(self) -> Tally:
        return Tally(self._counting, self._quotes, self._articles.assign(group=""))

    def _correct(self, corrections: pd.DataFrame) -> str:
        """Find all mentions again with the corrections; what the last one did, in words."""
        before = conform(self._mentions, "mentions")
        corrections = corrections[corrections["action"].isin(NAME_ACTIONS)]
        found = find_mentions(self._segments, self._actors, corrections=corrections,
                              articles=self._articles)
        found = found[found["article_id"].isin(self._wanted)]
        self._mentions = found.merge(self._about, on="article_id", how="left")
        self._counted.clear()
        self._counting = _as_numbers(self._mentions)
        vars(self).pop("_tally", None)
        chosen = self.actor.value
        offer(self.actor, self._actor_options())
        self.actor.value = chosen if chosen in offered(self.actor) else ALL
        self._refresh()
        last = correction_effects(corrections.tail(1), before, found).iloc[0]
        return (f"Written: {last['action']}, {last['n_changed']} mentions changed"
                + ("" if last["n_changed"] else "; it matches nothing, or said so before"))

    def _write_network(self, _: Any) -> None:
        kept = self._mentions.loc[self._kept(), list(COLUMNS["mentions"])]
        graph = co_mention_graph(co_mentions(kept, self._actors), self._actors)
        try:
            for suffix in ("gexf", "graphml"):
                write_graph(graph, self._folder / f"co-mentions.{suffix}")
            told = f"Written: co-mentions.gexf and .graphml in {self._folder}, {len(graph)} actors"
        except OSError as error:
            told = f"Not written: {error}"
        self.written.value = evidence.note(told)

    def _actor_options(self) -> list[tuple[str, str]]:
        """Actors by number of mentions; then all, the unresolved, and actors not named here."""
        counts = self._mentions["actor_id"].value_counts().sort_index().sort_values(
            ascending=False, kind="stable")
        names = self._actors.dropna(subset="name").set_index("actor_id")["name"].to_dict()
        called = labels_of([*counts.index, *self._actors["actor_id"]], names)
        unresolved = int(self._mentions["actor_id"].isna().sum())
        return [*((f"{called[actor]} ({n})", actor) for actor, n in counts.items()),
                (f"all actors ({len(self._mentions)})", ALL),
                (f"unresolved ({unresolved})", _UNRESOLVED),
                *((f"{name} (0)", actor) for actor, name in called.items()
                  if actor not in counts.index)]

    def _kept(self) -> "npt.NDArray[np.bool_]":
        """Which mentions pass every control but that of the actor."""
        return self._of_articles(self._mentions) & _has(
            self._counting, "kind", self.kind) & _has(self._counting, "zone", self.zone)

    def _of_articles(self, rows: pd.DataFrame) -> "npt.NDArray[np.bool_]":
        """Which rows stand in an article of the outlet and the days chosen."""
        first, last = (pd.Timestamp(day or None) for day in self.dates.value)
        earliest, latest = rows["published_earliest"], rows["published_latest"]
        dated = (earliest.notna() & latest.notna()).to_numpy()
        inside = (earliest.le(last) & latest.ge(first)).to_numpy()
        return _has(rows, "outlet", self.outlet) & ((dated & inside) | (
            ~dated & self.undated.value))

    def _select(self) -> pd.DataFrame:
        kept, actors = self._kept(), self._counting["actor_id"]
        if self.actor.value == _UNRESOLVED:
            kept &= actors.isna().to_numpy()
        elif self.actor.value != ALL:
            kept &= actors.eq(self.actor.value).to_numpy(dtype=bool, na_value=False)
        passed = np.flatnonzero(kept)
        self._n_rows = len(passed)
        rows = self._mentions.iloc[passed[:self.lines.value]]  # the others are never copied
        shown = in_context(self._segments, rows, window=_NARROW)
        if self.correction:
            self.correction.offer(shown)
        return shown

    def _parts(self) -> Sequence[str]:
        wide = in_context(self._segments, self.frame, window=_WIDE)
        place = (self.frame["headline"].fillna("no headline") + " · "
                 + self.frame["outlet"].fillna("no outlet") + " · " + _days(self.frame) + " · "
                 + self.frame["zone"] + " · " + self.frame["file_id"] + ", characters "
                 + self.frame["start"].astype("string") + " to "
                 + self.frame["end"].astype("string")
                 + (" · then " + roles_of(self.frame, self._actors)).fillna(""))
        lines = self.frame.assign(wide_pre=wide["pre"], wide_post=wide["post"], place=place)
        return [evidence.note(f"{len(lines):,} of {self._n_rows:,} mentions shown; a line opens to "
                              "its context and place"),
                evidence.concordance(lines, max_rows=len(lines))]

    def _clicked(self, point: Mapping[str, Any]) -> None:
        if point.get("actor_id") in offered(self.actor):
            self.actor.value = point["actor_id"]


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

    def __init__(self, timeline: pd.DataFrame, members: pd.DataFrame | Mapping[str, pd.DataFrame],
                 articles: pd.DataFrame, *, labels: Mapping[str, str] | None = None,
                 hits: Mapping[str, pd.DataFrame] = MappingProxyType({}),
                 segments: pd.DataFrame | None = None) -> None:
        require(timeline, "timeline")
        require(articles, "articles")
        self._timeline, self._articles = timeline, articles
        self._segments = empty("segments") if segments is None else segments
        self._hits = {kind: table.rename(columns={f"{kind}_id": "series"}).sort_values(
            ["file_id", "start"]) for kind, table in hits.items()}
        self._opened: dict[tuple[object, ...], str] = {}
        self._labels = labels_of(timeline["series"], labels)
        tables = members if isinstance(members, Mapping) else dict.fromkeys(
            timeline["series_kind"].unique(), members)
        kinds = [kind for kind in tables if timeline["series_kind"].eq(kind).any()]
        self._members = {kind: timelines.series_members(tables[kind], articles, by=kind)
                         for kind in kinds}
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
        rows = rows[_has(rows, "series", self.only)]
        self.behind = self._articles_behind(rows)
        return rows

    def _articles_behind(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Series and article, once each, in the order of time, undated ones last."""
        members = self._members.get(self.kind.value, pd.DataFrame(columns=["series", "article_id"]))
        found = members[members["series"].isin(list(rows["series"]))].merge(
            self._articles[_SHOWN], on="article_id")
        if self.period.value != ALL:
            found = found[found["published_earliest"].le(rows["period_end"].max())
                          & found["published_latest"].ge(rows["period_start"].min())]
        return found.sort_values(["series", "published_earliest", "article_id"],
                                 na_position="last", ignore_index=True)

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
            wide = in_context(self._segments, found.head(_LINES), window=_WIDE)
            lines = wide.assign(
                wide_pre=wide["pre"], wide_post=wide["post"], pre=wide["pre"].str[-_NARROW:],
                post=wide["post"].str[:_NARROW],
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
        if series in offered(self.only):
            self.only.value = series
        if period in offered(self.period):
            self.period.value = period


def _as_numbers(mentions: pd.DataFrame) -> pd.DataFrame:
    """Mentions whose texts are numbers inside: a million of them are copied and counted at once."""
    texts = {column: "category" for column, kind in COLUMNS["mentions"].items() if kind == TEXT}
    return mentions[list(COLUMNS["mentions"])].astype(texts)


def _has(rows: pd.DataFrame, column: str, control: widgets.Dropdown) -> "npt.NDArray[np.bool_]":
    """Which rows have the value chosen: all, where none is."""
    if control.value == ALL:
        return np.full(len(rows), True)
    return rows[column].eq(control.value).to_numpy(dtype=bool, na_value=False)


def _days(articles: pd.DataFrame) -> pd.Series:
    """The interval of publication in words."""
    first, last = (articles[c].dt.strftime("%Y-%m-%d").fillna("open") for c in (
        "published_earliest", "published_latest"))
    return first.where(first == last, first + " to " + last).replace("open", "undated")
