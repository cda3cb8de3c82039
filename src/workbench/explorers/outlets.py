"""Explorer of what outlets have in common: by evidence, topic, actor, days; down to the words."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import ipywidgets as widgets
import pandas as pd
from altair.typing import ChartType

from workbench import charts, evidence, reuse
from workbench.explorers.controls import (
    ALL,
    Explorer,
    choice,
    choose,
    for_spreadsheets,
    offer,
    offered,
)
from workbench.explorers.readers import compared
from workbench.tables import require

_ROWS = 200  # of the table shown; the downloads hold all
_PASSAGES = 20  # of two outlets
_LONGEST = 20_000  # characters of a passage
_CELLS = 500  # pairs of outlets to choose from: a longer list helps nobody
_ANY = ("all", ALL)
_MATRIX, _NETWORK = "matrix", "network"


class OutletExplorer(Explorer):
    """How much outlets have in common, by kind of evidence, topic, actor and days.

    Parameters
    ----------
    found
        Tables of evidence by name, as for `overlap_by_evidence`: alignments, duplicates,
        citations, shared quotations.
    articles
        The articles to count.
    article_topics, mentions
        Which articles have a topic, or name an actor; without them there is nothing to choose.
    texts
        The files' texts by file_id: with them, two outlets open to the words they share.
    evidence
        The name of the table to begin with; empty for the first.

    Attributes
    ----------
    evidence, by, topic, actor, earliest, latest, outlet, cell, view
        Controls. With a first or last day, articles that may have been published in between are
        counted; those without any bound are not. `outlet` keeps the pairs with one outlet,
        `cell` one pair, whose passages are then read side by side; a click on the chart sets it.
    frame
        The table of ``outlet_overlap`` for what is chosen.
    csv, gexf
        The same as text, as the links below the table save it.

    Raises
    ------
    ValueError
        There is no evidence of this name.
    """

    title = "What outlets have in common"
    called = "by_outlet"

    def __init__(self, found: Mapping[str, pd.DataFrame], articles: pd.DataFrame, *,
                 article_topics: pd.DataFrame | None = None,
                 mentions: pd.DataFrame | None = None,
                 texts: Mapping[str, str] | pd.Series = MappingProxyType({}),
                 evidence: str = "") -> None:
        require(articles, "articles")
        self._found, self._articles, self._texts = dict(found), articles, dict(texts)
        self._members = {"topic_id": article_topics, "actor_id": mentions}
        self.evidence = widgets.Dropdown(description="Evidence", options=list(found))
        if evidence:
            choose(self.evidence, evidence)
        self.by = widgets.Dropdown(description="By", options=["outlet", "origin"])
        self.topic, self.actor = (
            choice(name, pd.Series(dtype="string") if table is None else table[column])
            for name, (column, table) in zip(("Topic", "Actor"), self._members.items(),
                                             strict=True))
        self.earliest, self.latest = (
            widgets.DatePicker(description=name) for name in ("From", "To"))
        self.outlet = widgets.Dropdown(description="Outlet", options=[_ANY])
        self.cell = widgets.Dropdown(description="Pair", options=[_ANY],
                                     layout={"width": "32rem"})
        self.view = widgets.Dropdown(description="View", options=[_MATRIX, _NETWORK])
        super().__init__(self.evidence, self.by, self.topic, self.actor, self.earliest,
                         self.latest, self.outlet, self.cell, self.view)

    @property
    def chart(self) -> ChartType:
        """The pairs of outlets as a matrix or as a network; all, though one may be chosen."""
        draw = charts.overlap_chart if self.view.value == _MATRIX else charts.overlap_network_chart
        return draw(self._pairs)

    @property
    def csv(self) -> str:
        """The table as CSV."""
        return for_spreadsheets(self.frame)

    @property
    def gexf(self) -> str:
        """The network as GEXF."""
        return reuse.overlap_gexf(self.frame)

    def _chosen(self) -> pd.DataFrame:
        rows = self._articles
        for control, (column, table) in zip((self.topic, self.actor), self._members.items(),
                                            strict=True):
            if control.value != ALL and table is not None:
                members = table.loc[table[column].eq(control.value), "article_id"]
                rows = rows[rows["article_id"].isin(members)]
        first, last = rows["published_earliest"], rows["published_latest"]
        kept = pd.Series(True, index=rows.index)
        if self.earliest.value:
            kept &= last.fillna(first) >= pd.Timestamp(self.earliest.value)
        if self.latest.value:
            kept &= first.fillna(last) <= pd.Timestamp(self.latest.value)
        return rows[kept]

    def _select(self) -> pd.DataFrame:
        rows = self._counted()
        offer(self.outlet, [_ANY, *((name, name) for name in sorted({*rows["outlet_a"],
                                                                     *rows["outlet_b"]}))])
        if self.outlet.value != ALL:
            rows = rows[rows["outlet_a"].eq(self.outlet.value)
                        | rows["outlet_b"].eq(self.outlet.value)]
        self._pairs = rows
        most = rows.sort_values("n_articles", ascending=False, kind="stable").head(_CELLS)
        offer(self.cell, [_ANY, *((f"{a} with {b}", (a, b)) for a, b in zip(
            most["outlet_a"], most["outlet_b"], strict=True))])
        if self.cell.value != ALL:
            a, b = self.cell.value
            rows = rows[rows["outlet_a"].eq(a) & rows["outlet_b"].eq(b)]
        return rows

    def _counted(self) -> pd.DataFrame:
        if not self._found:
            return reuse.overlap_by_evidence({}, self._articles).drop(columns="evidence")
        return reuse.outlet_overlap(self._found[self.evidence.value], self._chosen(),
                                    by=self.by.value)

    def _parts(self) -> Sequence[str]:
        n_chosen = len(self._chosen())
        caption = (f"{self.evidence.value} by {self.by.value}: {n_chosen:,} of "
                   f"{len(self._articles):,} articles counted")
        return [evidence.table_html(self.frame, caption=caption, max_rows=_ROWS),
                *self._words(),
                evidence.download("Save as overlap.gexf", "overlap.gexf", self.gexf,
                                  "application/gexf+xml")]

    def _words(self) -> Iterable[str]:
        """What the two outlets of the chosen cell have in common, side by side."""
        if self.cell.value == ALL or not self._texts:
            return
        a, b = self.cell.value
        rows = reuse.overlap_evidence(self._found[self.evidence.value], self._chosen(),
                                      by=self.by.value)
        rows = rows[rows["outlet_a"].eq(a) & rows["outlet_b"].eq(b)]
        shown = rows.head(_PASSAGES)
        yield evidence.note(f"{len(shown)} of {len(rows):,} shown, longest first: {a} on the left, "
                            f"{b} on the right")
        yield evidence.legend(["copied", "changed"])
        for row in shown.to_dict("records"):
            sides = [self._passage(row, side) for side in "ab"]
            yield evidence.side_by_side(*([evidence.note(place)] for place, _ in sides))
            yield compared(*(text for _, text in sides))

    def _passage(self, row: Mapping[str, Any], side: str) -> tuple[str, str]:
        """Place and words of one side; a credit has one only."""
        file, start, end = (row[f"{name}_{side}"] for name in ("file_id", "start", "end"))
        if pd.isna(file):
            return "", ""
        return (f"{row['kind']}, {row[f'article_id_{side}']}, characters {start:,} to {end:,}",
                self._texts[file][start:end][:_LONGEST])

    def _clicked(self, point: Mapping[str, Any]) -> None:
        cell = (point.get("outlet_a"), point.get("outlet_b"))
        for found in (cell, cell[::-1]):
            if found in offered(self.cell):
                self.cell.value = found
                return

    def _behind_marks(self) -> Iterable[str]:
        return ()  # the table shown holds every mark, and the notebook the words behind it
