"""Explorer of mentions: every one in its context, the chart of who is named, and corrections."""

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

from workbench import charts, evidence
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
from workbench.explorers.controls import (
    ABOUT,
    ALL,
    NARROW,
    WIDE,
    Explorer,
    choice,
    choose,
    offer,
    offered,
)
from workbench.explorers.correcting import CorrectionForm
from workbench.registries import NAME_ACTIONS
from workbench.render import labels_of
from workbench.tables import COLUMNS, TEXT, conform, empty, require

_UNRESOLVED = "?"


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
    untold = frozenset({"lines"})

    def __init__(self, mentions: pd.DataFrame, actors: pd.DataFrame, articles: pd.DataFrame,
                 segments: pd.DataFrame, *, quotes: pd.DataFrame | None = None,
                 actor: str = "", corrections_file: str | Path | None = None) -> None:
        quotes = empty("quotes") if quotes is None else quotes
        for table, name in ((mentions, "mentions"), (actors, "actors"), (articles, "articles"),
                            (segments, "segments"), (quotes, "quotes")):
            require(table, name)
        self._actors, self._articles, self._segments = actors, articles, segments
        self._about = about = articles[ABOUT].drop_duplicates("article_id")
        self._mentions, self._quotes = (
            table.merge(about, on="article_id", how="left") for table in (mentions, quotes))
        self._kinds = set(mentions["kind"])  # of a part of the mentions, no others come back
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
        found = found[found["article_id"].isin(self._wanted) & found["kind"].isin(self._kinds)]
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
        shown = in_context(self._segments, rows, window=NARROW)
        if self.correction:
            self.correction.offer(shown)
        return shown

    def _parts(self) -> Sequence[str]:
        wide = in_context(self._segments, self.frame, window=WIDE)
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
