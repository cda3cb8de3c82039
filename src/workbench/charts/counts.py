"""One table → one chart: bars of what was read and who is named.

A chart computes nothing beyond reshaping and leaves nothing out in silence: what does not fit
is counted in its subtitle. Every chart has a one-sentence reading (`description`), made from
the data, which is also its alternative text. An empty table gives a chart that says so.
"""

import altair as alt
import pandas as pd
from altair.typing import ChartType

from workbench.charts.axes import stacked
from workbench.palette import BLUE, LINE, ORANGE, VERMILION
from workbench.render import (
    check_columns,
    check_positive,
    clickable,
    drawable,
    finish,
    named,
    no_data,
    percent,
)

_WHOLES = ("seen", "found")  # items of the ledger that the others of their section add up to
_MARKS = {"named": BLUE, "in a headline": ORANGE, "quoted": VERMILION}
_COUNTS = {"n_named": "named", "n_headline": "in a headline", "n_quoted": "quoted"}


def ledger_chart(ledger: pd.DataFrame) -> ChartType:
    """What was read: files, characters by kind of span, articles by what is known of their day.

    Parameters
    ----------
    ledger
        Rows ``section, item, n``. A section that starts with its whole (``seen``, ``found``) is
        a panel with its own scale; sections that only list things are counted in the subtitle.
    """
    check_columns(ledger, ["section", "item", "n"], "load_ledger(corpus)")
    title = "What was read"
    wholes = ledger[ledger["item"].isin(_WHOLES)].set_index("section")["n"]
    frame = ledger.assign(total=ledger["section"].map(wholes).astype("Int64"))
    listed = frame[frame["total"].isna()].groupby("section", sort=False).size()
    frame = frame.dropna(subset="total")
    if frame.empty:
        return no_data(title)
    frame = frame.assign(share=(frame["n"] / frame["total"].where(frame["total"] > 0)),
                         whole=frame["item"].isin(_WHOLES))
    panels = {str(section): _section(rows) for section, rows in frame.groupby(
        "section", sort=False)}
    reading = "; ".join(f"{section}: {n:,} {item}" for section, item, n in frame.loc[
        frame["whole"], ["section", "item", "n"]].itertuples(index=False)) + "."
    return finish(stacked(panels, "section", "item"), title, reading,
                  "; ".join(f"{section}: {n:,}" for section, n in listed.items()))


def _section(rows: pd.DataFrame) -> alt.LayerChart:
    """One section of the ledger: its whole and the items that add up to it."""
    base = alt.Chart(drawable(rows)).encode(
        y=alt.Y("item:N", sort=None, title=None),
        x=alt.X("n:Q", title=None, axis=alt.Axis(labels=False, ticks=False, grid=False)),
        tooltip=["section", "item", "n", "total", alt.Tooltip("share:Q", format=".1%")])
    bars = base.mark_bar(height={"band": 0.7}).encode(
        color=alt.condition("datum.whole", alt.value(LINE), alt.value(BLUE)))
    numbers = base.mark_text(align="left", dx=4).encode(text=alt.Text("n:Q", format=","))
    return alt.LayerChart(layer=[bars, numbers], width=420, height=alt.Step(20))


def mention_chart(counts: pd.DataFrame, *, top: int = 20) -> ChartType:
    """How often each actor is named, and of these in a headline, and how often quoted.

    Parameters
    ----------
    counts
        One row an actor: ``actor_id, name, n_named, n_headline, n_quoted, n_articles``.
    top
        Actors drawn, most named first; the others are one line of numbers below.
    """
    check_columns(counts, ["actor_id", "name", "n_articles", *_COUNTS],
                   "count_mentions(mentions, quotes, actors, articles)")
    check_positive(top=top)
    title = "Who is named"
    if counts.empty:
        return no_data(title)
    total = int(counts["n_named"].sum())
    ranked = counts.sort_values(["n_named", "actor_id"], ascending=[False, True])
    shown, others = ranked.head(top), ranked.iloc[top:]
    label = named(shown["name"], shown["actor_id"])
    long = shown.assign(label=label, name=shown["name"].fillna(shown["actor_id"]), total=total,
                        share=shown["n_named"] / max(total, 1)).melt(
        ["actor_id", "label", "name", "n_articles", "total", "share"], list(_COUNTS), "count", "n")
    long["count"] = long["count"].map(_COUNTS)
    base = alt.Chart(drawable(long)).encode(
        y=alt.Y("label:N", sort=list(label), title=None),
        x=alt.X("n:Q", title="number of mentions or quotations", axis=alt.Axis(tickMinStep=1)),
        color=alt.Color("count:N", title=None, scale=alt.Scale(
            domain=list(_MARKS), range=list(_MARKS.values()))),
        tooltip=["name", "count", "n", "n_articles", alt.Tooltip("total", title="named in all"),
                 alt.Tooltip("share", format=".1%", title="share of all named")])
    bars = base.transform_filter("datum.count === 'named'").mark_bar(
        height={"band": 0.7}, opacity=0.45)
    marks = base.transform_filter("datum.count !== 'named' && datum.n > 0").mark_point(
        filled=True, opacity=1).encode(
        size=alt.condition("datum.count === 'quoted'", alt.value(45), alt.value(130)),
        shape=alt.Shape("count:N", title=None, scale=alt.Scale(
            domain=list(_MARKS), range=["square", "diamond", "circle"])))
    left = int(others["n_named"].sum())
    first = shown.iloc[0]
    reading = (f"{first['name']} is named most: {first['n_named']:,} of {total:,} mentions "
               f"({percent(first['n_named'], total)}), in {first['n_articles']:,} articles.")
    layers = (clickable(bars, "actor_id") + marks).properties(width=460, height=alt.Step(20))
    return finish(layers, title, reading,
                  f"top {len(shown)} of {len(counts):,} actors; {len(others):,} others: {left:,} "
                  f"of {total:,} mentions ({percent(left, total)})")
