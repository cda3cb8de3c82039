"""How series run over time: small multiples with denominator, uncertainty and gaps."""

from collections.abc import Mapping

import altair as alt
import pandas as pd
from altair.typing import ChartType

from workbench.charts.axes import (
    BOUNDS,
    NUMBER,
    PERIOD,
    TOTAL,
    in_full,
    largest_series,
    period_axis,
    time_span,
    with_ends,
)
from workbench.palette import INK, SOFT, color_of
from workbench.render import (
    check_columns,
    check_positive,
    clickable,
    drawable,
    finish,
    labels_of,
    no_data,
    percent,
)
from workbench.tables import InputError, require

_PER = {"D": "day", "W": "week", "MS": "month", "QS": "quarter"}
_LEGENDS = {
    "count": "dark: certainly in the period, medium: expected, light: possibly; gray: all articles",
    "share": "bar: expected share of all articles, pale where these are fewer than 30; upright "
             "line: its 95 % interval (Wilson)"}
SMALL = 30
"""Articles below which a share is not to be trusted without a look at the count."""


def timeline_chart(
    timeline: pd.DataFrame, *, columns: int = 3, top: int = 12, measure: str = "count",
    bursts: pd.DataFrame | None = None, labels: Mapping[str, str] | None = None,
) -> ChartType:
    """How each series runs: small multiples with denominator, uncertainty and gaps.

    A bar is dark up to the number of articles certainly in the period, medium up to the expected
    and light up to the possible number; the gray bar behind it is all articles. A period known
    in part only has a dotted line on top. A period that is crossed out has no articles at all,
    which is not the same as a bar of height zero. A click selects a period.

    Parameters
    ----------
    columns
        Panels beside each other.
    top
        Series drawn, those with most expected articles first; the subtitle counts the others.
    measure
        ``count`` as described, or ``share`` of all articles: then the bar is the share, pale where
        there are fewer than thirty articles, and the upright line its interval. Needs the
        columns of `timelines.share_intervals`.
    bursts
        Draw these bursts of the same series as bars along the top.
    labels
        What to call a series: topic labels or actor names by id; a series without one is
        called by its id.
    """
    require(timeline, "timeline")
    check_positive(columns=columns, top=top)
    _check_measure(timeline, measure)
    if timeline.empty:
        return no_data("Articles")
    freq, kind = _only(timeline, "freq"), _only(timeline, "series_kind")
    totals = largest_series(timeline)
    kept = list(totals.index[:top])
    called = labels_of(kept, labels)
    drawn = _with_bursts(timeline[timeline["series"].isin(kept)], bursts, kind)
    drawn = with_ends(drawn).assign(label=drawn["series"].map(called),
                                    name=in_full(drawn["series"], labels))
    width = max(230, 700 // min(columns, len(kept)))
    panels = _periods(drawn, kept, measure).properties(width=width, height=110).facet(
        facet=alt.Facet("label:N", sort=list(called.values()), title=None,
                        header=alt.Header(labelLimit=width)), columns=columns
    ).resolve_axis(x="independent")
    note = _legend(kept, totals.iloc[top:], measure, bursts is not None)
    return finish(panels, f"Articles per {_PER.get(freq, freq)}: {kind} series",
                  _most_in_one(drawn), f"{note} {small_numbers(timeline)}")


def _check_measure(timeline: pd.DataFrame, measure: str) -> None:
    if measure not in _LEGENDS:
        raise InputError(f"measure={measure!r} is none of {', '.join(_LEGENDS)}.")
    if measure == "share":
        check_columns(timeline, ["share_low", "share_high", "is_small"],
                      "timelines.share_intervals(timeline)")


def _with_bursts(rows: pd.DataFrame, bursts: pd.DataFrame | None, kind: str) -> pd.DataFrame:
    """Periods and the bursts of the same series as rows of one table, told apart by `part`."""
    periods = rows.assign(part="period")
    if bursts is None:
        return periods
    require(bursts, "bursts")
    found = bursts[bursts["series_kind"].eq(kind) & bursts["series"].isin(rows["series"])]
    return pd.concat([periods, found.assign(part="burst")], ignore_index=True)


def _most_in_one(drawn: pd.DataFrame) -> str:
    """The period with most articles, in words."""
    peak = drawn.loc[drawn["n_expected"].idxmax()]
    return (f"Most articles in one period: {peak['n_expected']:,.1f} of {peak['n_total']:,.1f} "
            f"({percent(peak['n_expected'], peak['n_total'])}) on {peak['label']}, "
            f"{peak['period_start']:%Y-%m-%d} to {peak['period_end']:%Y-%m-%d}.")


def small_numbers(timeline: pd.DataFrame) -> str:
    """How many periods have too few articles for a share to mean much; empty if none has."""
    totals = timeline.drop_duplicates("period_start")["n_total"]
    small = int(totals[totals > 0].lt(SMALL).sum())
    if not small:
        return ""
    return (f"Small numbers: {small:,} of {int(totals.gt(0).sum()):,} periods with articles have "
            f"fewer than {SMALL}, where one article moves the share by more than "
            f"{percent(1, SMALL)}.")


def _only(timeline: pd.DataFrame, column: str) -> str:
    """The one value of a column that a chart can show only one value of."""
    values = list(timeline[column].unique())
    if len(values) > 1:
        raise ValueError(f"a timeline chart shows one {column}; found {values}. Choose one: "
                         f"timeline[timeline[{column!r}] == {values[0]!r}].")
    return str(values[0])


def _legend(kept: list[str], left: pd.Series, measure: str, with_bursts: bool) -> str:
    burst = "; black bar on top: burst" if with_bursts else ""
    return (f"{_LEGENDS[measure]}; "
            "dotted on top: period known in part only; crossed out: no articles at all, which is "
            f"not the same as 0{burst}. {len(kept)} of {len(kept) + len(left):,} series drawn; "
            f"{len(left):,} others: {left.sum():,.1f} expected articles.")


def _periods(rows: pd.DataFrame, kept: list[str], measure: str) -> ChartType:
    """All layers of one panel, back to front; those without rows left out."""
    days = time_span(rows["period_start"].min(), rows["until"].max())
    base = alt.Chart(drawable(rows)).encode(x=period_axis(scale=days), x2="until:T")
    period = base.transform_filter("datum.part === 'period'")
    counted = period.transform_filter("datum.coverage !== 'none'")
    series = counted.encode(color=alt.Color("series:N", legend=None, scale=alt.Scale(
        domain=kept, range=[color_of(series) for series in kept])))
    layers = ([] if rows["coverage"].isin(["full", "partial"]).sum() == 0
              else _share_layers(alt.Chart(drawable(rows)), series) if measure == "share"
              else _count_layers(counted, series))
    to_click = clickable(period.mark_rect(fillOpacity=0).encode(
        y=alt.value(0), y2=alt.value("height"), tooltip=PERIOD), "series", "period")
    return alt.layer(*layers, *_marked(rows, base, period), to_click)


def _marked(rows: pd.DataFrame, base: alt.Chart, period: alt.Chart) -> list[alt.Chart]:
    """Periods known in part, periods without articles, bursts: those there are."""
    top, bottom = alt.value(0), alt.value("height")
    layers = []
    if rows["coverage"].eq("partial").any():
        layers.append(period.transform_filter("datum.coverage === 'partial'").mark_rule(
            stroke=SOFT, strokeDash=[2, 3]).encode(y=top))
    if rows["coverage"].eq("none").any():
        layers.append(period.transform_filter("datum.coverage === 'none'").mark_rule(
            color="#aab1b8", strokeWidth=1).encode(y=bottom, y2=top))
    if rows["part"].eq("burst").any():
        layers.append(base.transform_filter("datum.part === 'burst'").mark_rect(
            color=INK).encode(y=alt.value(-6), y2=alt.value(-3), tooltip=[
                alt.Tooltip("name:N", title="burst of"), "level:Q", *BOUNDS]))
    return layers


def _count_layers(counted: alt.Chart, series: alt.Chart) -> list[alt.Chart]:
    bars = series.encode(y2=alt.datum(0))
    return [
        counted.mark_rect(color=TOTAL).encode(y=_up_to("n_total"), y2=alt.datum(0)),
        bars.mark_rect(opacity=0.3).encode(y=_up_to("n_high")),
        bars.mark_rect(opacity=0.45).encode(y=_up_to("n_expected")),
        bars.mark_rect(opacity=0.8).encode(y=_up_to("n_low")),
        series.mark_rule(strokeWidth=1.5).encode(y=_up_to("n_expected")),
    ]


def _share_layers(plain: alt.Chart, series: alt.Chart) -> list[alt.Chart]:
    share = alt.Y("share:Q", title="share of all articles", axis=alt.Axis(format="%", tickCount=4))
    interval = plain.transform_filter("isValid(datum.share_low)").mark_rule(
        strokeWidth=1.5, color=INK, opacity=0.6).encode(
        x="middle:T", y=alt.Y("share_low:Q", title="share of all articles"), y2="share_high:Q")
    return [
        series.mark_rect().encode(y=share, y2=alt.datum(0), opacity=alt.condition(
            "datum.is_small", alt.value(0.35), alt.value(0.8))),
        series.mark_rule(strokeWidth=1.5).encode(y=share), interval,
    ]


def _up_to(column: str) -> alt.Y:
    return alt.Y(f"{column}:Q", title="articles", axis=alt.Axis(format=NUMBER, tickCount=4))
