"""Explorer of what outlets have in common: by evidence, topic, actor and days; with downloads."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any

import ipywidgets as widgets
import pandas as pd
from altair.typing import ChartType
from markupsafe import Markup

from workbench import charts, evidence, reuse
from workbench.explorers.controls import ALL, Explorer, choice, choose, for_spreadsheets
from workbench.tables import require

_ROWS = 200  # of the table shown; the downloads hold all
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
    evidence
        The name of the table to begin with; empty for the first.

    Attributes
    ----------
    evidence, by, topic, actor, earliest, latest, view
        Controls. With a first or last day, articles that may have been published in between are
        counted; those without any bound are not.
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
                 mentions: pd.DataFrame | None = None, evidence: str = "") -> None:
        require(articles, "articles")
        self._found, self._articles = dict(found), articles
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
        self.view = widgets.Dropdown(description="View", options=[_MATRIX, _NETWORK])
        super().__init__(self.evidence, self.by, self.topic, self.actor, self.earliest,
                         self.latest, self.view)

    @property
    def chart(self) -> ChartType:
        """The pairs of outlets as a matrix or as a network."""
        draw = charts.overlap_chart if self.view.value == _MATRIX else charts.overlap_network_chart
        return draw(self.frame)

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
        self._n_articles = len(self._chosen())
        if not self._found:
            return pd.DataFrame(columns=reuse.overlap_by_evidence({}, self._articles).columns[1:])
        return reuse.outlet_overlap(self._found[self.evidence.value], self._chosen(),
                                    by=self.by.value)

    def _parts(self) -> Sequence[str]:
        caption = (f"{self.evidence.value} by {self.by.value}: {self._n_articles:,} of "
                   f"{len(self._articles):,} articles counted")
        return [evidence.table_html(self.frame, caption=caption, max_rows=_ROWS),
                _download("overlap.gexf", "application/gexf+xml", self.gexf)]

    def _clicked(self, point: Mapping[str, Any]) -> None:
        """A click shows the pair in the chart's tooltip; the table holds every pair."""

    def _behind_marks(self) -> Sequence[str]:
        return ()  # the table shown holds every mark


def _download(name: str, kind: str, text: str) -> str:
    """A link that saves a text, without a kernel and without a network."""
    data = b64encode(text.encode()).decode()
    return Markup('<p><a download="{}" href="data:{};base64,{}">Save as {}</a></p>').format(
        name, kind, data, name)
