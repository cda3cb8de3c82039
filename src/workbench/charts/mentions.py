"""Who is named where, when and with whom: charts of the counts and pairs of mentions."""


import altair as alt
import pandas as pd
from altair.typing import ChartType

from workbench.charts.axes import iso, tiles, time_axis
from workbench.palette import BLUE
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
)
from workbench.tables import UNKNOWN

_NAMED = ["actor_id", "name", "n_named", "n_headline", "n_quoted", "n_articles"]


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
    rows = rows.assign(outlet=rows["outlet"].fillna(UNKNOWN),
                       label=rows["n_named"].map(compact),
                       total=rows.groupby("actor_id")["n_named"].transform("sum"))
    actors, columns = (_most(rows, key) for key in ("actor_id", "outlet"))
    shown = rows[rows["actor_id"].isin(actors[:top]) & rows["outlet"].isin(columns[:outlets])]
    if shown.empty:
        return no_data(title)
    names = _labels(rows)
    shown = shown.assign(actor=shown["actor_id"].map(names),
                         name=shown["name"].fillna(shown["actor_id"]),
                         share=shown["n_named"] / shown["total"])
    drawn = tiles(
        shown, ["actor_id", "outlet"], value="n_named", label="label",
        row=alt.Y("actor:N", sort=[names[a] for a in actors[:top]], title=None),
        column=alt.X("outlet:N", sort=columns[:outlets], title=None,
                     axis=alt.Axis(labelAngle=-40, labelLimit=160)),
        tooltip=["name", "outlet", "n_named", "n_headline", "n_quoted", "n_articles", "total",
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
                         name=shown["name"].fillna(shown["actor_id"]),
                         period=iso(shown["period_start"]))
    bars = alt.Chart(drawable(shown)).mark_rect(color=BLUE).encode(
        x=time_axis("period_start", title="period of publication"), x2="until:T", y2=alt.datum(0),
        y=alt.Y("n_named:Q", title=None, axis=alt.Axis(tickMinStep=1, tickCount=3)),
        tooltip=["name", "period", "n_named", "n_headline", "n_quoted", "n_articles"])
    panels = clickable(bars, "actor_id", "period").properties(width=560, height=46).facet(
        row=alt.Row("actor:N", sort=[names[a] for a in actors[:top]], title=None,
                    header=alt.Header(orient="top", labelAnchor="start")))
    best = shown.loc[shown["n_named"].idxmax()]
    total, undated = int(rows["n_named"].sum()), int(rows["n_named"].sum() - dated["n_named"].sum())
    reading = (f"{best['actor']} is named most in the period from {best['period']}: "
               f"{best['n_named']:,} mentions in {best['n_articles']:,} articles.")
    return finish(panels, title, reading, (
        f"{min(top, len(actors))} of {len(actors):,} actors; {undated:,} of {total:,} mentions "
        f"without a certain period ({percent(undated, total)}) not drawn"))


def _most(rows: pd.DataFrame, key: str) -> list[str]:
    """Values of a column, those with most mentions first."""
    return list(rows.groupby(key)["n_named"].sum().reset_index().sort_values(
        ["n_named", key], ascending=[False, True])[key])


def _labels(rows: pd.DataFrame) -> dict[str, str]:
    first = rows.drop_duplicates("actor_id").dropna(subset="name")
    return labels_of(rows["actor_id"], dict(zip(first["actor_id"], first["name"], strict=True)))
