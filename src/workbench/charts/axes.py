"""What charts share: days and numbers on axes, tooltips of periods, tiles with numbers on them."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd
from altair.typing import ChartType

from workbench.palette import CARD, SKY
from workbench.render import clickable, drawable

DAY = pd.Timedelta(days=1)
TOTAL = "#e4e7ea"
"""Color of all articles, behind those of a series."""
NUMBER = ",~f"
"""Format of numbers on axes: 1,234 and 0.25, never 1e+3."""
UNKNOWN_OUTLET = "outlet unknown"

_SHARE = alt.Tooltip("share:Q", format=".1%")
_CHARACTER = 7  # pixels of a character on a tile
BOUNDS = [alt.Tooltip("period_start:T", format="%Y-%m-%d", title="from"),
          alt.Tooltip("period_end:T", format="%Y-%m-%d", title="to")]
PERIOD = [alt.Tooltip("label:N", title="series"), *BOUNDS,
          *(alt.Tooltip(f"{column}:Q", format=",.2~f") for column in (
              "n_expected", "n_low", "n_high", "n_total")), _SHARE, "coverage:N"]
"""Tooltip of a period of a series that is called `label`."""


def iso(days: pd.Series) -> pd.Series:
    """Days as text; "unknown" where there is none."""
    return days.dt.strftime("%Y-%m-%d").fillna("unknown")


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
