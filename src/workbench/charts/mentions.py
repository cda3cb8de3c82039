"""Who is named where, when and with whom: charts of the counts and pairs of mentions."""

from typing import Any

import altair as alt
import networkx as nx
import numpy as np
import pandas as pd
from altair.typing import ChartType

from workbench.charts.axes import UNKNOWN_OUTLET, iso, tiles, time_axis
from workbench.palette import BLUE, LINE
from workbench.render import (
    check_columns,
    check_positive,
    clickable,
    compact,
    drawable,
    finish,
    labels_of,
    no_data,
    percent,
    shorten,
)

_NAMED = ["actor_id", "name", "n_named", "n_headline", "n_quoted", "n_articles"]
_SEED = 0  # the same pairs are always drawn the same


def mention_outlet_chart(counts: pd.DataFrame, *, top: int = 15, outlets: int = 12) -> ChartType:
    """How often each outlet names each actor.

    Parameters
    ----------
    counts
        One row an actor and outlet: ``actor_id, name, outlet, n_named, n_headline, n_quoted,
        n_articles``. Articles without an outlet have a column of their own.
    top, outlets
        Actors and outlets drawn, those with most mentions first; the others are counted below.
    """
    check_columns(counts, [*_NAMED, "outlet"], "count_mentions_by(..., by='outlet')")
    check_positive(top=top, outlets=outlets)
    title = "Which outlet names whom"
    rows = counts[counts["n_named"] > 0]
    if rows.empty:
        return no_data(title)
    rows = rows.assign(outlet=rows["outlet"].fillna(UNKNOWN_OUTLET),
                       label=rows["n_named"].map(compact),
                       total=rows.groupby("actor_id")["n_named"].transform("sum"))
    actors, columns = (_most(rows, key) for key in ("actor_id", "outlet"))
    shown = rows[rows["actor_id"].isin(actors[:top]) & rows["outlet"].isin(columns[:outlets])]
    names = _labels(rows)
    shown = shown.assign(actor=shown["actor_id"].map(names),
                         share=shown["n_named"] / shown["total"])
    drawn = tiles(
        shown, ["actor_id"], value="n_named", label="label",
        row=alt.Y("actor:N", sort=[names[a] for a in actors[:top]], title=None),
        column=alt.X("outlet:N", sort=columns[:outlets], title=None,
                     axis=alt.Axis(labelAngle=-40, labelLimit=160)),
        tooltip=["actor", "outlet", "n_named", "n_headline", "n_quoted", "n_articles", "total",
                 alt.Tooltip("share:Q", format=".1%", title="of all mentions of the actor")])
    left, total = int(rows["n_named"].sum() - shown["n_named"].sum()), int(rows["n_named"].sum())
    best = shown.loc[shown["n_named"].idxmax()]
    reading = (f"{best['outlet']} has most mentions of {best['actor']}: {best['n_named']:,} of "
               f"{best['total']:,} ({percent(best['n_named'], best['total'])}).")
    return finish(drawn, title, reading, (
        f"{min(top, len(actors))} of {len(actors):,} actors, {min(outlets, len(columns))} of "
        f"{len(columns):,} outlets; {left:,} of {total:,} mentions not drawn"))


def mention_period_chart(counts: pd.DataFrame, *, top: int = 6) -> ChartType:
    """How often each actor is named in each period, one row of bars an actor.

    Parameters
    ----------
    counts
        One row an actor and period: ``actor_id, name, period_start, n_named, n_headline,
        n_quoted, n_articles``. Mentions of no certain period are counted below the title.
    top
        Actors drawn, most named first.
    """
    check_columns(counts, [*_NAMED, "period_start"], "count_mentions_by(..., by='W')")
    check_positive(top=top)
    title = "When each actor is named"
    rows = counts[counts["n_named"] > 0]
    dated = rows.dropna(subset="period_start")
    if dated.empty:
        return no_data(title)
    actors, names = _most(dated, "actor_id"), _labels(rows)
    shown = dated[dated["actor_id"].isin(actors[:top])]
    starts = shown["period_start"].drop_duplicates().sort_values()
    shortest = starts.diff().min() if len(starts) > 1 else pd.Timedelta(days=1)
    shown = shown.assign(actor=shown["actor_id"].map(names), until=shown["period_start"] + shortest,
                         period=iso(shown["period_start"]))
    bars = alt.Chart(drawable(shown)).mark_rect(color=BLUE).encode(
        x=time_axis("period_start", title="period of publication"), x2="until:T", y2=alt.datum(0),
        y=alt.Y("n_named:Q", title=None, axis=alt.Axis(tickMinStep=1, tickCount=3)),
        tooltip=["actor", "period", "n_named", "n_headline", "n_quoted", "n_articles"])
    panels = clickable(bars, "actor_id").properties(width=560, height=46).facet(
        row=alt.Row("actor:N", sort=[names[a] for a in actors[:top]], title=None,
                    header=alt.Header(orient="top", labelAnchor="start")))
    best = shown.loc[shown["n_named"].idxmax()]
    total, undated = int(rows["n_named"].sum()), int(rows["n_named"].sum() - dated["n_named"].sum())
    reading = (f"{best['actor']} is named most in the period from {best['period']}: "
               f"{best['n_named']:,} mentions in {best['n_articles']:,} articles.")
    return finish(panels, title, reading, (
        f"{min(top, len(actors))} of {len(actors):,} actors; {undated:,} of {total:,} mentions "
        f"without a certain period ({percent(undated, total)}) not drawn"))


def co_mention_network_chart(pairs: pd.DataFrame, *, top: int = 25) -> ChartType:
    """Who is named together, as a network: near each other are those often named together.

    Parameters
    ----------
    pairs
        One row a pair: ``actor_a, actor_b, name_a, name_b, n_articles, n_total, share``.
    top
        Actors drawn, those with most shared articles first.

    Notes
    -----
    Places after Fruchterman and Reingold (1991), drawn together by the share of common articles;
    the same pairs give the same picture.
    """
    columns = ["actor_a", "actor_b", "name_a", "name_b", "n_articles", "n_total", "share"]
    check_columns(pairs, columns, "co_mentions(mentions, actors)")
    check_positive(top=top)
    title = "Who is named together"
    if pairs.empty:
        return no_data(title)
    ends = pd.concat([pairs[[f"actor_{s}", f"name_{s}", "n_articles"]].set_axis(
        ["actor_id", "name", "n_articles"], axis=1) for s in "ab"])
    nodes = ends.groupby("actor_id").agg(
        name=("name", "first"), n_partners=("n_articles", "size"), weight=("n_articles", "sum"))
    nodes = nodes.sort_values(["weight", "name"], ascending=[False, True])
    kept = nodes.head(top)
    lines = pairs[pairs["actor_a"].isin(kept.index) & pairs["actor_b"].isin(kept.index)]
    if lines.empty:
        return no_data(title)
    places = _places(lines, list(kept.index))
    kept = kept.assign(x=places[:, 0], y=places[:, 1], label=shorten(kept["name"], 24))
    return _network(kept, lines, title, f"{len(kept)} of {len(nodes):,} actors, {len(lines):,} of "
                    f"{len(pairs):,} pairs; distance: the more articles in common, the nearer")


def _network(nodes: pd.DataFrame, lines: pd.DataFrame, title: str, subtitle: str) -> ChartType:
    spots = nodes.reset_index()
    edges = lines.merge(nodes[["x", "y"]], left_on="actor_a", right_index=True).merge(
        nodes[["x", "y"]], left_on="actor_b", right_index=True, suffixes=("", "2"))
    axis = alt.Axis(labels=False, ticks=False, grid=False, domain=False, title=None)
    scale = alt.Scale(domain=[-1.25, 1.25])
    x, y = alt.X("x:Q", axis=axis, scale=scale), alt.Y("y:Q", axis=axis, scale=scale)
    drawn = alt.Chart(drawable(edges)).mark_rule(opacity=0.6, color=LINE).encode(
        x=x, y=y, x2="x2:Q", y2="y2:Q",
        strokeWidth=alt.StrokeWidth("n_articles:Q", legend=None, scale=alt.Scale(range=[0.5, 6])),
        tooltip=["name_a", "name_b", "n_articles", "n_total",
                 alt.Tooltip("share:Q", format=".1%")])
    base = alt.Chart(drawable(spots)).encode(x=x, y=y, tooltip=["name", "n_partners", "weight"])
    circles = base.mark_circle(color=BLUE, opacity=0.9).encode(size=alt.Size(
        "weight:Q", legend=None, scale=alt.Scale(range=[40, 500])))
    names = base.mark_text(dy=-13, fontSize=11).encode(text="label:N")
    best = lines.loc[lines["n_articles"].idxmax()]
    reading = (f"{best['name_a']} and {best['name_b']} are named together most: "
               f"{best['n_articles']:,} articles name both, {best['n_total']:,} name either.")
    layers = (drawn + clickable(circles, "actor_id") + names).properties(width=620, height=520)
    return finish(layers, title, reading, subtitle)


def _places(lines: pd.DataFrame, actors: list[str]) -> "np.ndarray[tuple[int, int], Any]":
    """Where to draw each actor, between -1 and 1 on either axis."""
    graph = nx.Graph()
    graph.add_nodes_from(actors)
    graph.add_edges_from((row.actor_a, row.actor_b, {"share": row.share})
                         for row in lines.itertuples())
    found = nx.spring_layout(graph, weight="share", seed=_SEED, iterations=200,
                             k=1.6 / len(actors) ** 0.5)
    places = np.array([found[actor] for actor in actors])
    return places / max(1e-9, float(np.abs(places).max()))


def _most(rows: pd.DataFrame, key: str) -> list[str]:
    """Values of a column, those with most mentions first."""
    return list(rows.groupby(key)["n_named"].sum().reset_index().sort_values(
        ["n_named", key], ascending=[False, True])[key])


def _labels(rows: pd.DataFrame) -> dict[str, str]:
    first = rows.drop_duplicates("actor_id").dropna(subset="name")
    return labels_of(rows["actor_id"], dict(zip(first["actor_id"], first["name"], strict=True)))
