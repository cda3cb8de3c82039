"""Series against each other: topic by period, events under a timeline, differences of shares."""

from collections.abc import Mapping

import altair as alt
import pandas as pd
from altair.typing import ChartType

from workbench.charts.axes import (
    DAY,
    NUMBER,
    PERIOD,
    TOTAL,
    in_full,
    iso,
    largest_series,
    period_axis,
    time_span,
    with_ends,
)
from workbench.charts.over_time import small_numbers
from workbench.palette import BLUE, CARD, INK, ORANGE, SERIES, SOFT, VERMILION
from workbench.render import (
    check_columns,
    check_positive,
    clickable,
    drawable,
    finish,
    labels_of,
    no_data,
    percent,
    shorten,
)
from workbench.tables import InputError, require

_STATUS = {"occurred": BLUE, "announced": ORANGE}
_MEASURES = {"share": ("share:Q", ".0%", "share of all articles"),
             "count": ("n_expected:Q", NUMBER, "expected articles")}
_LINES = 6  # series above the events
_GROUP = 48  # characters of what a group is called


def heat_map(timeline: pd.DataFrame, *, measure: str = "share", top: int = 30,
             labels: Mapping[str, str] | None = None) -> ChartType:
    """Series by period, the darker the more: the whole timeline at one look.

    A period without any article is left white and crossed out, which is not the same as a share of
    0. A click selects a period of a series.

    Parameters
    ----------
    measure
        ``share`` of all articles of the period, or ``count`` of expected articles.
    top
        Series drawn, those with most expected articles first; the subtitle counts the others.
    labels
        What to call a series, by id.

    Raises
    ------
    InputError
        `measure` is neither.
    """
    require(timeline, "timeline")
    check_positive(top=top)
    if measure not in _MEASURES:
        raise InputError(f"measure={measure!r} is none of {', '.join(_MEASURES)}.")
    field, shown, unit = _MEASURES[measure]
    title = f"Series by period: {unit}"
    if timeline.empty:
        return no_data(title)
    totals = largest_series(timeline)
    rows = timeline[timeline["series"].isin(totals.index[:top])]
    called = labels_of(totals.index[:top], labels)
    rows = with_ends(rows).assign(label=rows["series"].map(called),
                                  name=in_full(rows["series"], labels),
                                  cross=rows["coverage"].map({"none": "×"}).fillna(""))
    base = alt.Chart(drawable(rows)).encode(
        y=alt.Y("label:N", sort=list(called.values()), title=None))
    cells = base.mark_rect(stroke=CARD, strokeWidth=1).encode(
        x=period_axis(grid=False), x2="until:T", tooltip=PERIOD, color=alt.condition(
            "datum.coverage === 'none'", alt.value(CARD),
            alt.Color(field, scale=alt.Scale(domainMin=0, range=["#eef4f9", BLUE]),
                      legend=alt.Legend(title=unit, format=shown))))
    crosses = base.mark_text(color=SOFT, fontSize=11).encode(x="middle:T", text="cross:N")
    chart = alt.layer(clickable(cells, "series", "period"), crosses).properties(
        width=620, height=alt.Step(22))
    known = rows.dropna(subset="share")
    peak = known.loc[known[field[:-2]].idxmax()]
    reading = (f"Highest: {called[peak['series']]} with {peak['n_expected']:.1f} of "
               f"{peak['n_total']:.1f} articles ({percent(peak['n_expected'], peak['n_total'])}), "
               f"{peak['period_start']:%Y-%m-%d} to {peak['period_end']:%Y-%m-%d}.")
    return finish(chart, title, reading, f"{len(called)} of {len(totals):,} series drawn; ×: no "
                  f"articles at all. {small_numbers(timeline)}")


def event_chart(events: pd.DataFrame, timeline: pd.DataFrame, *, top: int = 20,
                labels: Mapping[str, str] | None = None) -> ChartType:
    """The events under the timeline, on one time axis: what was told when a series rose.

    Above, all articles of each period as gray bars and the expected articles of the largest six
    series as lines; below, one line an event, its days as a bar. A click selects an event.

    Parameters
    ----------
    events
        Those inside the time of the timeline are drawn.
    top
        Events drawn: those with most evidence, in the order of time; the subtitle counts the
        others.
    """
    require(events, "events")
    require(timeline, "timeline")
    check_positive(top=top)
    title = "Events under the timeline"
    dated = events.dropna(subset=["earliest", "latest"])
    if timeline.empty or dated.empty:
        return no_data(title)
    first, last = timeline["period_start"].min(), timeline["period_end"].max()
    inside = dated[dated["latest"].ge(first) & dated["earliest"].le(last)]
    if inside.empty:
        return no_data(title)
    shown = inside.sort_values(["n_evidence", "earliest", "event_id"],
                               ascending=[False, True, True]).head(top)
    days = time_span(first, last + DAY)
    chart = alt.vconcat(_lines(timeline, labels, days), _rail(shown, days),
                        spacing=8).resolve_scale(color="independent")
    most = shown.iloc[0]
    reading = (f"Told most often: “{most['label']}”, {most['earliest']:%Y-%m-%d}, in "
               f"{most['n_evidence']:,} places.")
    return finish(chart, title, reading, f"{len(shown):,} of {len(inside):,} events drawn, "
                  f"{len(events) - len(inside):,} lie outside the timeline or have no day; gray: "
                  "all articles.")


def _lines(timeline: pd.DataFrame, labels: Mapping[str, str] | None,
           days: alt.Scale) -> ChartType:
    largest = largest_series(timeline).index[:_LINES]
    called = labels_of(largest, labels)
    rows = timeline[timeline["series"].isin(largest)]
    rows = with_ends(rows).assign(label=rows["series"].map(called),
                                  name=in_full(rows["series"], labels))
    base = alt.Chart(drawable(rows))
    total = base.mark_rect(color=TOTAL).encode(
        x=period_axis(grid=False, labels=False, ticks=False).scale(days), x2="until:T",
        y=alt.Y("n_total:Q", title="articles", axis=alt.Axis(tickCount=4)), y2=alt.datum(0))
    lines = base.mark_line(strokeWidth=2, point=True).encode(
        x="middle:T", y="n_expected:Q", tooltip=PERIOD,
        color=alt.Color("label:N", title=None, scale=alt.Scale(
            domain=list(called.values()), range=list(SERIES)),  # here lines must differ
            legend=alt.Legend(orient="top", columns=3)))
    return alt.layer(total, lines).properties(width=620, height=150)


def _rail(events: pd.DataFrame, days: alt.Scale) -> ChartType:
    ordered = events.sort_values(["earliest", "latest", "event_id"])
    names = shorten(ordered["label"].fillna(ordered["event_id"]), 60)
    rows = ordered.assign(until=ordered["latest"] + DAY, period_start=ordered["earliest"],
                          first=iso(ordered["earliest"]), last=iso(ordered["latest"]),
                          line=names.where(~names.duplicated(keep=False),
                                           names + " [" + ordered["event_id"] + "]"))
    bars = alt.Chart(drawable(rows)).mark_bar(height=9, cornerRadius=2).encode(
        x=period_axis().scale(days), x2="until:T",
        y=alt.Y("line:N", sort=list(rows["line"]), title=None,
                axis=alt.Axis(orient="right", labelLimit=380, domain=False, ticks=False)),
        color=alt.Color("status:N", title="event", scale=alt.Scale(
            domain=list(_STATUS), range=list(_STATUS.values()))),
        tooltip=["label", "first", "last", "status", "source", "n_evidence"])
    return clickable(bars, "event_id").properties(width=620, height=alt.Step(18))


def difference_chart(differences: pd.DataFrame, *, left: str, right: str, top: int = 20,
                     labels: Mapping[str, str] | None = None) -> ChartType:
    """How much more of one group of articles belongs to each series: the difference as a point.

    The line is its interval; where it meets zero the groups may not differ at all.

    Parameters
    ----------
    differences
        From `compare_groups` or `compare_series`.
    left, right
        What to call the two groups.
    top
        Series drawn, the largest differences first; the subtitle counts the others.
    """
    columns = ["series", "n_a", "total_a", "n_b", "total_b", "share_a", "share_b", "difference",
               "low", "high"]
    check_columns(differences, columns, "compare_groups(members, left, right, by='topic')")
    check_positive(top=top)
    left, right = shorten(pd.Series([left, right]), _GROUP)
    title = f"{left} against {right}"
    known = differences.dropna(subset="difference")
    if known.empty:
        return no_data(title)
    shown = known.head(top)
    called = labels_of(shown["series"], labels)
    apart = shown["low"].gt(0) | shown["high"].lt(0)
    rows = shown[columns].assign(
        label=shown["series"].map(called), name=in_full(shown["series"], labels),
        apart=apart.map({True: "differs", False: "may not differ"}))
    base = alt.Chart(drawable(rows)).encode(
        y=alt.Y("label:N", sort=list(called.values()), title=None),
        color=alt.Color("apart:N", title=None, scale=alt.Scale(
            domain=["differs", "may not differ"], range=[VERMILION, SOFT])),
        tooltip=[alt.Tooltip("name:N", title="series"), "n_a", "total_a", "n_b", "total_b", *(
            alt.Tooltip(f"{c}:Q", format="+.1%" if c in ("difference", "low", "high") else ".1%")
            for c in columns[5:])])
    bars = base.mark_rule(strokeWidth=2).encode(
        x=alt.X("low:Q", title=[f"share in {left}", f"minus share in {right}"],
                axis=alt.Axis(format="+.0%")), x2="high:Q")
    points = base.mark_point(filled=True, size=70, opacity=1).encode(x="difference:Q")
    zero = alt.Chart().mark_rule(color=INK, strokeDash=[2, 3]).encode(x=alt.datum(0))
    chart = alt.layer(zero, bars, clickable(points, "series"), data=rows).properties(
        width=460, height=alt.Step(22))
    widest = shown.iloc[0]
    reading = (f"Largest difference: {called[widest['series']]}, "
               f"{percent(widest['n_a'], widest['total_a'])} against "
               f"{percent(widest['n_b'], widest['total_b'])}.")
    return finish(chart, title, reading, f"{int(apart.sum()):,} of {len(shown):,} series drawn "
                  f"differ by more than chance explains at 95 %; {len(differences) - len(shown):,} "
                  "others. Lines: interval of the difference (Newcombe).")
