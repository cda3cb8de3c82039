"""When articles appeared, and who printed a passage when: one line an article, with its interval.

Publication days are intervals, so nothing here is a point that is not known to be one. What
has no day is drawn all the same, in a lane of its own.
"""

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd
from altair.typing import ChartType

from workbench.charts.axes import DAY, iso, stacked, time_axis, time_span
from workbench.palette import BLUE, CARD, GREEN, ORANGE, SOFT, color_of
from workbench.render import (
    check_positive,
    drawable,
    finish,
    headings,
    named,
    no_data,
    percent,
    shorten,
)
from workbench.tables import UNKNOWN, require

BASIS = {"stated": BLUE, "relative": GREEN, "inferred": ORANGE, "unknown": SOFT}
"""Colors of `date_basis`, how the day of an article is known."""

_BETWEEN, _UNDATED = "between two known days", "undated lane"
_PASSAGE = 200  # characters in a tooltip
_HOLD = "possible days (bar; pale: one end open), best day (point)"


def publication_chart(articles: pd.DataFrame, *, top: int = 80) -> ChartType:
    """When each article appeared: the interval as a bar, the best day as a point.

    Articles whose interval is open at one end or both stand in a lane of their own, the undated
    lane: with a pale bar where one end is known, with none where neither is.

    Parameters
    ----------
    top
        Articles drawn, the earliest first; the subtitle counts the others.
    """
    require(articles, "articles")
    check_positive(top=top)
    title = "When the articles appeared"
    if articles.empty:
        return no_data(title)
    rows = _when(articles)
    lanes = rows["state"].eq("dated").map({True: _BETWEEN, False: _UNDATED})
    rows = rows.assign(lane=lanes).sort_values(
        ["lane", "from", "to", "article_id"], na_position="last")
    shown = rows.head(top)
    panels = _intervals(shown, "lane", _colored(
        "date_basis", BASIS, alt.Legend(title="how the day is known")))
    dated = rows[rows["lane"] == _BETWEEN]
    span = (f" from {dated['from'].min():%Y-%m-%d} to {dated['published_latest'].max():%Y-%m-%d}"
            if len(dated) else "")
    reading = (f"{len(dated):,} of {len(rows):,} articles ({percent(len(dated), len(rows))}) lie "
               f"{_BETWEEN}{span}; {len(rows) - len(dated):,} in the {_UNDATED}.")
    return finish(panels, title, reading,
                  f"{len(shown):,} of {len(rows):,} articles drawn, earliest first; {_HOLD}")


def cluster_chart(
    clusters: pd.DataFrame, articles: pd.DataFrame, *, top: int = 12
) -> ChartType:
    """Who printed a passage when: one panel a passage, one line a witness with its interval.

    Parameters
    ----------
    top
        Passages drawn, those with most witnesses first; the subtitle counts the others.
    """
    require(clusters, "clusters")
    require(articles, "articles")
    check_positive(top=top)
    title = "Who printed which passage when"
    if clusters.empty:
        return no_data(title)
    sizes = clusters.groupby("cluster_id").size().sort_values(ascending=False, kind="stable")
    kept = sizes.head(top).index
    found = clusters[clusters["cluster_id"].isin(kept)]
    joined = found.merge(articles.drop(columns="file_id"), on="article_id", how="left",
                         suffixes=("", "_article"))
    outside = "outside any article of " + joined["file_id"]
    rows = _when(joined.assign(article_id=joined["article_id"].fillna(outside),
                               headline=joined["headline"].fillna(outside.where(
                                   joined["article_id"].isna()))))
    words = _passages(joined)
    rows = rows.assign(passage=rows["cluster_id"].map(named(words, words.index.to_series(), 64)),
                       words=rows["cluster_id"].map(words),
                       outlet=rows["outlet"].fillna(UNKNOWN)).sort_values(
        ["cluster_id", "from", "to", "article_id", "start"], na_position="last")
    passages = rows.drop_duplicates("cluster_id").set_index("cluster_id")["passage"].loc[kept]
    outlets = sorted(rows["outlet"].unique())
    panels = _intervals(rows.set_index("cluster_id").loc[kept], "passage", _colored(
        "outlet", {outlet: color_of(outlet) for outlet in outlets}, None))
    reading = (f"The most printed passage has {sizes.iloc[0]:,} witnesses: "
               f"“{passages.iloc[0]}”")
    return finish(panels, title, reading, f"{len(kept)} of {len(sizes):,} passages, "
                  f"{len(found):,} of {len(clusters):,} witnesses drawn; {_HOLD}")


def _when(articles: pd.DataFrame) -> pd.DataFrame:
    """Articles with what an interval is drawn from: `from`, `to`, `state`, `best`, `label`.

    An open end is drawn to the end of the time axis.
    """
    known = articles[["published_earliest", "published_latest"]].notna()
    until = articles["published_latest"] + DAY
    ends = pd.concat([articles["published_earliest"], until])
    some, both = known.any(axis=1), known.all(axis=1)
    state = pd.Series("none", index=articles.index).mask(some, "open").mask(both, "dated")
    one_each = articles.drop_duplicates("article_id")
    headlines = shorten(headings(one_each), 40)
    outlets = shorten(one_each["outlet"].fillna(UNKNOWN), 24)
    label = named(headlines + " · " + outlets, one_each["article_id"], 70)
    labels = dict(zip(one_each["article_id"], label, strict=True))
    return articles.assign(**{
        "from": articles["published_earliest"].fillna(ends.min()).where(some),
        "to": until.fillna(ends.max()).where(some), "state": state,
        "note": state.map({"none": "no day known"}).fillna(""),
        "best": articles["published"] + DAY / 2, "label": articles["article_id"].map(labels),
        "date_basis": articles["date_basis"].fillna("unknown"),
        "earliest": iso(articles["published_earliest"]),
        "latest": iso(articles["published_latest"]), "best_day": iso(articles["published"])})


def _colored(field: str, colors: Mapping[str, str],
             legend: alt.Legend | None) -> dict[str, alt.Color | alt.Stroke]:
    """Color of marks and of their strokes, by the values of a field."""
    scale = alt.Scale(domain=list(colors), range=list(colors.values()))
    return {"color": alt.Color(f"{field}:N", scale=scale, legend=legend),
            "stroke": alt.Stroke(f"{field}:N", scale=scale, legend=legend)}


def _intervals(rows: pd.DataFrame, heading: str, colored: Mapping[str, Any]) -> alt.VConcatChart:
    """A panel for each heading; in it one line an article, on the same days in all panels."""
    days = None if rows["from"].isna().all() else time_span(
        rows["from"].min(), max(rows["to"].max(), rows["from"].max()))
    groups = list(rows.groupby(heading, sort=False))
    panels = {str(name): _panel(group, colored, days, is_last=name == groups[-1][0])
              for name, group in groups}
    return stacked(panels, "article_id")


def _panel(rows: pd.DataFrame, colored: Mapping[str, Any], days: alt.Scale | None, *,
           is_last: bool) -> alt.LayerChart:
    """An article a line: its possible days as a bar, its best day as a point."""
    tooltip = ["headline", "outlet", "earliest", "latest", "best_day", "date_basis",
               "date_evidence", *(["words:N"] if "words" in rows else [])]
    columns = ["article_id", "label", "lane", "passage", "from", "to", "best", "state", "note",
               "words", *tooltip]
    base = alt.Chart(drawable(rows).filter(columns)).encode(
        y=alt.Y("label:N", sort=list(rows["label"].unique()), title=None),
        color=colored["color"], tooltip=tooltip)
    none = base.mark_text(align="left", fontSize=11).encode(
        x=alt.value(2), color=alt.value(SOFT), text="note:N")
    layers = _known(base, rows, colored["stroke"], days, is_last=is_last)
    return alt.LayerChart(layer=[*layers, none], width=460, height=alt.Step(18))


def _known(base: alt.Chart, rows: pd.DataFrame, stroke: alt.Stroke, days: alt.Scale | None, *,
           is_last: bool) -> list[alt.Chart]:
    """Bars and points of what is known: a layer without any would have no scale."""
    layers = []
    if rows["from"].notna().any():
        layers.append(base.mark_bar(  # with a stroke, or a day in ten years could not be seen
            height=8, cornerRadius=2, strokeWidth=1.5).encode(
            stroke=stroke,
            x=time_axis("from", title="day of publication" if is_last else None, scale=days),
            x2="to:T", opacity=alt.condition(
                "datum.state === 'open'", alt.value(0.2), alt.value(0.55))))
    if rows["best"].notna().any():
        layers.append(base.mark_point(
            filled=True, size=55, opacity=1, stroke=CARD, strokeWidth=1).encode(
                x=alt.X("best:T", scale=days)))
    return layers


def _passages(witnesses: pd.DataFrame) -> pd.Series:
    """By cluster, how its first witness inside an article begins; missing where none is."""
    place = witnesses["start"] - witnesses["start_article"]
    cuts = [text[int(at):int(at) + 2 * _PASSAGE] if not pd.isna(at) and 0 <= at < len(text) else ""
            for text, at in zip(witnesses["text"].fillna(""), place, strict=True)]
    words = shorten(pd.Series(cuts, index=witnesses.index), _PASSAGE)
    return words.where(words != "").groupby(witnesses["cluster_id"]).first()
