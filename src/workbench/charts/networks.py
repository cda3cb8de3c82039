"""Outlets as a network: who has text of whom."""

from itertools import combinations

import altair as alt
import networkx as nx
import pandas as pd
from altair.typing import ChartType

from workbench.palette import BLUE, CARD, INK, LINE
from workbench.render import (
    check_columns,
    check_positive,
    clickable,
    drawable,
    finish,
    no_data,
    percent,
    shorten,
)

_SEED = 7  # of the layout: the same picture in every run
_PULL = 0.1  # between outlets that share nothing, or they would fly apart
_ROOM = 0.2  # around the outermost nodes, for their names


def overlap_network_chart(overlap: pd.DataFrame, *, top: int = 25) -> ChartType:
    """Outlets that have something in common: a line for each two, a circle for each.

    The layout (Fruchterman and Reingold 1991) draws outlets together that share many articles.
    A line is as wide as the articles that the two share, a circle as large as its outlet.

    Parameters
    ----------
    overlap
        One row an ordered pair: ``outlet_a, outlet_b, n_articles, n_total, share``.
    top
        Outlets drawn, those with most shared articles first.
    """
    columns = ["outlet_a", "outlet_b", "n_articles", "n_total", "share"]
    check_columns(overlap, columns, "outlet_overlap(alignments, articles)")
    check_positive(top=top)
    title = "Which outlets share text, as a network"
    between = overlap[overlap["outlet_a"] != overlap["outlet_b"]]
    if between.empty:
        return no_data(title)
    weight = pd.concat([between[["outlet_a", "n_articles"]].set_axis(["outlet", "n"], axis=1),
                        between[["outlet_b", "n_articles"]].set_axis(["outlet", "n"], axis=1)])
    rank = weight.groupby("outlet")["n"].sum().sort_values(ascending=False, kind="stable")
    kept = list(rank.head(top).index)
    shown = between[between["outlet_a"].isin(kept) & between["outlet_b"].isin(kept)]
    place = _layout(shown, kept)
    best = between.loc[between["n_articles"].idxmax()]
    reading = (f"{best['n_articles']:,} of {best['n_total']:,} articles of {best['outlet_a']} "
               f"({percent(best['n_articles'], best['n_total'])}) have something in common with "
               f"{best['outlet_b']}.")
    drawn = (_lines(shown, place) + _circles(overlap, place)).resolve_scale(size="independent")
    return finish(drawn.properties(width=620, height=420), title, reading,
                  f"{len(kept)} of {len(rank):,} outlets; {len(between) - len(shown):,} of "
                  f"{len(between):,} ordered pairs not drawn; place has no meaning but nearness")


def _layout(shown: pd.DataFrame, kept: list[str]) -> pd.DataFrame:
    """Place of each outlet: ``x``, ``y`` by name."""
    graph = nx.Graph()
    graph.add_weighted_edges_from((a, b, _PULL) for a, b in combinations(kept, 2))
    graph.add_weighted_edges_from(
        (a, b, _PULL + n / shown["n_articles"].max()) for a, b, n in shown[
            ["outlet_a", "outlet_b", "n_articles"]].itertuples(index=False, name=None))
    places = nx.spring_layout(graph, seed=_SEED, k=2 / len(kept) ** 0.5, iterations=200)
    return pd.DataFrame.from_dict(places, "index", columns=["x", "y"]).round(3)


def _lines(shown: pd.DataFrame, place: pd.DataFrame) -> ChartType:
    """A line for each two outlets, with what each has of the other in its tooltip."""
    there = shown["outlet_a"] < shown["outlet_b"]
    back = shown[~there].rename(columns={"outlet_a": "outlet_b", "outlet_b": "outlet_a"})
    keys = ["outlet_a", "outlet_b"]
    rows = shown[there].merge(back, "outer", on=keys, suffixes=("_a", "_b"))
    rows = rows.assign(**{f"{axis}{n}": place[axis].reindex(rows[f"outlet_{side}"]).to_numpy()
                          for axis in "xy" for n, side in ((1, "a"), (2, "b"))})
    rows = rows.assign(width=rows[["n_articles_a", "n_articles_b"]].max(axis=1))
    tooltip = [*keys, *(alt.Tooltip(f"{column}_{side}:Q", title=f"{name} of {side}")
                        for side in "ab" for column, name in (
        ("n_articles", "articles with it"), ("n_total", "articles"), ("share", "share")))]
    lines = alt.Chart(drawable(rows)).mark_rule(color=LINE, strokeCap="round").encode(
        x=alt.X("x1:Q", axis=None, scale=_scale(place["x"])), x2="x2:Q",
        y=alt.Y("y1:Q", axis=None, scale=_scale(place["y"])), y2="y2:Q",
        size=alt.Size("width:Q", legend=None, scale=alt.Scale(range=[1.5, 12])), tooltip=tooltip)
    return clickable(lines, *keys)


def _circles(overlap: pd.DataFrame, place: pd.DataFrame) -> ChartType:
    """A circle and a name for each outlet."""
    totals = overlap.groupby("outlet_a")["n_total"].max()
    nodes = place.rename_axis("outlet").reset_index()
    nodes = nodes.assign(n_total=nodes["outlet"].map(totals).fillna(0),
                         label=shorten(nodes["outlet"], 28))
    base = alt.Chart(drawable(nodes)).encode(x="x:Q", y="y:Q", tooltip=["outlet", "n_total"])
    circles = base.mark_point(filled=True, color=BLUE, opacity=1, stroke=CARD).encode(
        size=alt.Size("n_total:Q", legend=None, scale=alt.Scale(range=[60, 700], zero=True)))
    return circles + base.mark_text(dy=-16, color=INK, fontSize=12).encode(text="label:N")


def _scale(values: pd.Series) -> alt.Scale:
    room = _ROOM * max(float(values.max() - values.min()), 0.5)
    return alt.Scale(domain=[values.min() - room, values.max() + room], zero=False, nice=False)
