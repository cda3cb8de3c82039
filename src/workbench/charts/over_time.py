"""Charts over time: when articles appeared, who printed a passage when, how series run.

Publication days are intervals, so nothing here is a point that is not known to be one. What
has no day is drawn all the same, in a lane of its own.
"""

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd
from altair.typing import ChartType

from workbench.palette import BLUE, CARD, GREEN, INK, ORANGE, SOFT, color_of
from workbench.render import (
    check_columns,
    check_positive,
    clickable,
    drawable,
    finish,
    headings,
    labels_of,
    named,
    no_data,
    percent,
    shorten,
)
from workbench.tables import InputError, require

BASIS = {"stated": BLUE, "relative": GREEN, "inferred": ORANGE, "unknown": SOFT}
"""Colors of `date_basis`, how the day of an article is known."""

_DAY = pd.Timedelta(days=1)
_BETWEEN, _UNDATED = "between two known days", "undated lane"
_HOLD = "possible days (bar; pale: one end open), best day (point)"
_PER = {"D": "day", "W": "week", "MS": "month", "QS": "quarter"}
_LEGENDS = {
    "count": "dark: certainly in the period, medium: expected, light: possibly; gray: all articles",
    "share": "bar: expected share of all articles, pale where these are fewer than 30; upright "
             "line: its 95 % interval (Wilson)"}
_TOTAL = "#e4e7ea"
SMALL = 30
"""Articles below which a share is not to be trusted without a look at the count."""
_BOUNDS = [alt.Tooltip("period_start:T", format="%Y-%m-%d", title="from"),
           alt.Tooltip("period_end:T", format="%Y-%m-%d", title="to")]


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
    panels = _intervals(shown, alt.Color("date_basis:N", title="how the day is known", scale=(
        alt.Scale(domain=list(BASIS), range=list(BASIS.values()))))).facet(
            row=alt.Row("lane:N", sort=[_BETWEEN, _UNDATED], title=None,
                        header=alt.Header(orient="top"))).resolve_scale(y="independent")
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
    rows = rows.assign(passage=rows["cluster_id"].map(_passages(joined)),
                       outlet=rows["outlet"].fillna("outlet unknown")).sort_values(
        ["cluster_id", "from", "to", "article_id", "start"], na_position="last")
    passages = rows.drop_duplicates("cluster_id").set_index("cluster_id")["passage"].loc[kept]
    outlets = sorted(rows["outlet"].unique())
    panels = _intervals(rows, alt.Color("outlet:N", legend=None, scale=alt.Scale(
        domain=outlets, range=[color_of(outlet) for outlet in outlets]))).facet(
            row=alt.Row("passage:N", sort=list(passages), title=None,
                        header=alt.Header(orient="top"))
    ).resolve_scale(y="independent")
    reading = (f"The most printed passage has {sizes.iloc[0]:,} witnesses: "
               f"“{passages.iloc[0]}”")
    return finish(panels, title, reading, f"{len(kept)} of {len(sizes):,} passages, "
                  f"{len(found):,} of {len(clusters):,} witnesses drawn; {_HOLD}")


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
    title = "Articles"
    if measure not in _LEGENDS:
        raise InputError(f"measure={measure!r} is none of {', '.join(_LEGENDS)}.")
    if measure == "share":
        check_columns(timeline, ["share_low", "share_high", "is_small"],
                      "timelines.share_intervals(timeline)")
    if timeline.empty:
        return no_data(title)
    freq = _only(timeline, "freq")
    kind = _only(timeline, "series_kind")
    totals = timeline.groupby("series")["n_expected"].sum().sort_values(
        ascending=False, kind="stable")
    kept = list(totals.head(top).index)
    rows = timeline[timeline["series"].isin(kept)]
    drawn = rows.assign(part="period")
    if bursts is not None:
        require(bursts, "bursts")
        found = bursts[(bursts["series_kind"] == kind) & bursts["series"].isin(kept)]
        drawn = pd.concat([drawn, found.assign(part="burst")], ignore_index=True)
    called = labels_of(kept, labels)
    until = drawn["period_end"] + _DAY
    drawn = drawn.assign(until=until, period=_iso(drawn["period_start"]),
                         middle=drawn["period_start"] + (until - drawn["period_start"]) / 2,
                         label=drawn["series"].map(called))
    width = max(230, 700 // min(columns, len(kept)))
    panels = _periods(drawn, kept, measure).properties(width=width, height=110).facet(
        facet=alt.Facet("label:N", sort=list(called.values()), title=None,
                        header=alt.Header(labelLimit=width)), columns=columns
    ).resolve_axis(x="independent")
    peak = rows.loc[rows["n_expected"].idxmax()]
    reading = (f"Most articles in one period: {peak['n_expected']:.1f} of {peak['n_total']:.1f} "
               f"({percent(peak['n_expected'], peak['n_total'])}) on {called[peak['series']]}, "
               f"{peak['period_start']:%Y-%m-%d} to {peak['period_end']:%Y-%m-%d}.")
    note = _legend(kept, totals.iloc[top:], measure, bursts is not None)
    return finish(panels, f"{title} per {_PER.get(freq, freq)}: {kind} series", reading,
                  f"{note} {small_numbers(timeline)}")


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
    base = alt.Chart(drawable(rows)).encode(x=period_axis(), x2="until:T")
    period = base.transform_filter("datum.part === 'period'")
    counted = period.transform_filter("datum.coverage !== 'none'")
    series = counted.encode(color=alt.Color("series:N", legend=None, scale=alt.Scale(
        domain=kept, range=[color_of(series) for series in kept])))
    top, bottom = alt.value(0), alt.value("height")
    layers = (_share_layers(alt.Chart(drawable(rows)), series) if measure == "share"
              else _count_layers(counted, series))
    if rows["coverage"].eq("partial").any():
        layers.append(period.transform_filter("datum.coverage === 'partial'").mark_rule(
            stroke=SOFT, strokeDash=[2, 3]).encode(y=top))
    if rows["coverage"].eq("none").any():
        layers.append(period.transform_filter("datum.coverage === 'none'").mark_rule(
            color="#aab1b8", strokeWidth=1).encode(y=bottom, y2=top))
    if rows["part"].eq("burst").any():
        layers.append(base.transform_filter("datum.part === 'burst'").mark_rect(
            color=INK).encode(y=alt.value(-6), y2=alt.value(-3), tooltip=[
                alt.Tooltip("label:N", title="burst of"), "level:Q", *_BOUNDS]))
    layers.append(clickable(period.mark_rect(fillOpacity=0).encode(y=top, y2=bottom, tooltip=[
        alt.Tooltip("label:N", title="series"), *_BOUNDS, "n_expected:Q", "n_low:Q", "n_high:Q",
        "n_total:Q", alt.Tooltip("share:Q", format=".1%"), "coverage:N"]), "series", "period"))
    return alt.layer(*layers)


def _count_layers(counted: alt.Chart, series: alt.Chart) -> list[alt.Chart]:
    bars = series.encode(y2=alt.datum(0))
    return [
        counted.mark_rect(color=_TOTAL).encode(y=_up_to("n_total"), y2=alt.datum(0)),
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


def period_axis(**choices: Any) -> alt.X:
    """Periods along a time axis, see `time_axis`."""
    return time_axis("period_start", **choices)


def time_axis(field: str, *, title: str | None = None, scale: Any = alt.Undefined,
              **choices: Any) -> alt.X:
    """Days along a time axis that says the year at its begin and wherever one begins."""
    day = "month(datum.value) === 0 && date(datum.value) <= 7"
    return alt.X(f"{field}:T", title=title, scale=scale, axis=alt.Axis(
        tickCount=5, labelOverlap=True, labelExpr=(
            "[timeFormat(datum.value, date(datum.value) === 1 ? '%b' : '%-d %b'), "
            f"datum.index === 0 || {day} ? timeFormat(datum.value, '%Y') : '']"), **choices))


def time_span(first: pd.Timestamp, last: pd.Timestamp) -> alt.Scale:
    """A time scale from the one day to the other, the same for every layer and panel.

    Stated, because panels whose layers differ in their rows would be joined by guess.
    """
    low, high = (alt.DateTime(year=day.year, month=day.month, date=day.day)
                 for day in (first, last))
    return alt.Scale(domainMin=low, domainMax=high)


def _up_to(column: str) -> alt.Y:
    return alt.Y(f"{column}:Q", title="articles", axis=alt.Axis(format=",~f", tickCount=4))


def _when(articles: pd.DataFrame) -> pd.DataFrame:
    """Articles with what an interval is drawn from: `from`, `to`, `state`, `best`, `label`.

    An open end is drawn to the end of the time axis.
    """
    known = articles[["published_earliest", "published_latest"]].notna()
    until = articles["published_latest"] + _DAY
    ends = pd.concat([articles["published_earliest"], until])
    some, both = known.any(axis=1), known.all(axis=1)
    state = pd.Series("none", index=articles.index).mask(some, "open").mask(both, "dated")
    one_each = articles.drop_duplicates("article_id")
    headlines = shorten(headings(one_each), 40)
    outlets = shorten(one_each["outlet"].fillna("outlet unknown"), 24)
    label = named(headlines + " · " + outlets, one_each["article_id"], 70)
    labels = dict(zip(one_each["article_id"], label, strict=True))
    return articles.assign(**{
        "from": articles["published_earliest"].fillna(ends.min()).where(some),
        "to": until.fillna(ends.max()).where(some), "state": state,
        "note": state.map({"none": "no day known"}).fillna(""),
        "best": articles["published"] + _DAY / 2, "label": articles["article_id"].map(labels),
        "date_basis": articles["date_basis"].fillna("unknown"),
        "earliest": _iso(articles["published_earliest"]),
        "latest": _iso(articles["published_latest"]), "best_day": _iso(articles["published"])})


def _iso(days: pd.Series) -> pd.Series:
    return days.dt.strftime("%Y-%m-%d").fillna("unknown")


def _intervals(rows: pd.DataFrame, color: alt.Color) -> ChartType:
    """One line an article: its possible days as a bar, its best day as a point."""
    tooltip = ["headline", "outlet", "earliest", "latest", "best_day", "date_basis",
               "date_evidence"]
    columns = ["article_id", "label", "lane", "passage", "from", "to", "best", "state", "note",
               *tooltip]
    base = alt.Chart(drawable(rows)[[c for c in columns if c in rows]]).encode(
        y=alt.Y("label:N", sort=list(rows["label"].unique()), title=None),
        color=color, tooltip=tooltip)
    none = base.mark_text(align="left", fontSize=11).encode(
        x=alt.value(2), color=alt.value(SOFT), text="note:N")
    size = {"width": 460, "height": alt.Step(18)}
    if rows["from"].isna().all():  # nothing for a time axis to span
        return alt.layer(clickable(none, "article_id")).properties(**size)
    days = time_span(rows["from"].min(), max(rows["to"].max(), rows["from"].max()))
    known = base.mark_bar(  # what has no day is left out by itself; a filter were a second source
        height=9, cornerRadius=2).encode(
        x=time_axis("from", title="day of publication", scale=days), x2="to:T",
        opacity=alt.condition("datum.state === 'open'", alt.value(0.2), alt.value(0.55)))
    best = base.mark_point(
        filled=True, size=55, opacity=1, stroke=CARD, strokeWidth=1).encode(
            x="best:T")
    return alt.layer(clickable(known, "article_id"), best, none).properties(**size)


def _passages(witnesses: pd.DataFrame) -> pd.Series:
    """By cluster, how its first witness inside an article begins; the cluster's id if none is."""
    place = witnesses["start"] - witnesses["start_article"]
    cuts = [text[int(at):int(at) + 120] if not pd.isna(at) and 0 <= at < len(text) else ""
            for text, at in zip(witnesses["text"].fillna(""), place, strict=True)]
    words = shorten(pd.Series(cuts, index=witnesses.index), 64)
    first = words.where(words != "").groupby(witnesses["cluster_id"]).first()
    return named(first, first.index.to_series(), 64)
