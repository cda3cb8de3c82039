"""What charts share: days and numbers on axes, tooltips of periods, tiles with numbers on them."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd
from altair.typing import ChartType

from workbench.palette import CARD, SKY
from workbench.render import CLICKED, clickable, drawable

DAY = pd.Timedelta(days=1)
TOTAL = "#e4e7ea"
"""Color of all articles, behind those of a series."""
NUMBER = ",~f"
"""Format of numbers on axes: 1,234 and 0.25, never 1e+3."""

_SHARE = alt.Tooltip("share:Q", format=".1%")
_CHARACTER = 7  # pixels of a character on a tile
_HEADING = 620  # pixels
BOUNDS = [alt.Tooltip("period_start:T", format="%Y-%m-%d", title="from"),
          alt.Tooltip("period_end:T", format="%Y-%m-%d", title="to")]
PERIOD = [alt.Tooltip("name:N", title="series"), *BOUNDS,
          *(alt.Tooltip(f"{column}:Q", format=",.2~f") for column in (
              "n_expected", "n_low", "n_high", "n_total")), _SHARE, "coverage:N"]
"""Tooltip of a period of a series that is called `name`."""


def iso(days: pd.Series) -> pd.Series:
    """Days as text; "unknown" where there is none."""
    return days.dt.strftime("%Y-%m-%d").fillna("unknown")


def in_full(ids: pd.Series, labels: Mapping[str, str] | None = None) -> pd.Series:
    """What each id is called, for tooltips: the labels of axes are cut where they are long."""
    return ids.map(dict(labels or {})).astype("string").fillna(ids)


def with_ends(periods: pd.DataFrame) -> pd.DataFrame:
    """Periods with what they are drawn from: the day after (`until`), the `middle`, a name."""
    until = periods["period_end"] + DAY
    return periods.assign(until=until, period=iso(periods["period_start"]),
                          middle=periods["period_start"] + (until - periods["period_start"]) / 2)


def largest_series(timeline: pd.DataFrame) -> pd.Series:
    """Expected articles of each series, the largest first."""
    return timeline.groupby("series")["n_expected"].sum().sort_values(
        ascending=False, kind="stable")


def period_axis(**choices: Any) -> alt.X:
    """Periods along a time axis, see `time_axis`."""
    return time_axis("period_start", **choices)


def time_axis(field: str, *, title: str | None = None, scale: Any = alt.Undefined,
              **choices: Any) -> alt.X:
    """Days along a time axis that says the year at its begin and wherever one begins."""
    year = "month(datum.value) === 0 && date(datum.value) <= 7"
    return alt.X(f"{field}:T", title=title, scale=scale, axis=alt.Axis(
        tickCount=5, labelOverlap=True, labelExpr=(
            "hours(datum.value) ? '' : "  # no hours: nothing here is known more exactly than a day
            "[timeFormat(datum.value, date(datum.value) === 1 ? '%b' : '%-d %b'), "
            f"datum.index === 0 || {year} ? timeFormat(datum.value, '%Y') : '']"), **choices))


def time_span(first: pd.Timestamp, last: pd.Timestamp) -> alt.Scale:
    """A time scale from the one day to the other, the same for every layer and panel.

    Stated, because panels whose layers differ in their rows would be joined by guess.
    """
    low, high = (alt.DateTime(year=day.year, month=day.month, date=day.day)
                 for day in (first, last))
    return alt.Scale(domainMin=low, domainMax=high)


def tiles(
    frame: pd.DataFrame, ids: Sequence[str], *, row: alt.Y, column: alt.X, value: str,
    label: str, tooltip: list,
) -> ChartType:
    """Tiles colored by `value`, light and wide enough for the dark `label` on each."""
    base = alt.Chart(drawable(frame)).encode(y=row, x=column, tooltip=tooltip)
    most = float(frame[value].max()) if len(frame) else 0.0
    colored = base.mark_rect(stroke=CARD, strokeWidth=2).encode(color=alt.Color(
        f"{value}:Q", legend=None, scale=alt.Scale(domain=[0, most or 1], range=["#eef5fa", SKY])))
    numbers = base.mark_text(fontSize=11).encode(text=f"{label}:N")
    width = max([40, *(_CHARACTER * frame[label].str.len() + 6)])
    return (clickable(colored, *ids) + numbers).properties(width=alt.Step(width),
                                                           height=alt.Step(26))


def stacked(panels: Mapping[str, alt.LayerChart], *fields: str) -> alt.VConcatChart:
    """Panels above each other by their headings, each as high as its lines.

    A click on a mark of the first layer of any of them selects these fields. (Panels of one
    facet would have Vega warn that it may have missed how high they are.)
    """
    drawn = [panel.properties(title=alt.TitleParams(
        heading, fontSize=12, fontWeight=600, offset=4, frame="group", limit=_HEADING))
        for heading, panel in panels.items()]
    names = [f"marks_{number}" for number in range(len(drawn))]
    for panel, name in zip(drawn, names, strict=True):
        panel.layer[0].name = name
    chosen = alt.PointSelectionConfig(type="point", fields=list(fields))
    return alt.vconcat(*drawn, spacing=14, params=[alt.TopLevelSelectionParameter(
        name=CLICKED, select=chosen, views=names)])
