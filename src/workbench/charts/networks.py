"""Networks: who is named with whom, which outlets have text of each other. One drawing for both."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from altair.typing import ChartType

from workbench.charts.layout import FONT_SIZE, WIDEST, WIDTH, names_with_room, place
from workbench.palette import BLUE, CARD, INK
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

MOST = 100
"""Nodes that are drawn at most: the layout takes the cube of them, and nobody reads more."""

_EDGE = "#9aa3ab"
_NAME = 60  # characters
_SMALLEST, _LARGEST = 40, 550  # areas of circles
_INK = 9_000  # area of all circles together, about
_LINES = 600  # width of all lines together, about
_PLACE = "near: much in common; names without room: tooltip"


def co_mention_network_chart(pairs: pd.DataFrame, *, top: int = 25) -> ChartType:
    """Who is named together, as a network: near each other are those often named together.

    A line is as wide as the articles that name both, a circle as large as the sum of its lines.
    The same pairs give the same picture.

    Parameters
    ----------
    pairs
        One row a pair: ``actor_a, actor_b, name_a, name_b, n_articles, n_total, share``.
    top
        Actors drawn, those with most shared articles first; never more than `MOST`.

    Notes
    -----
    Places after Kamada and Kawai (1989), drawn together by the share of common articles.
    """
    columns = ["actor_a", "actor_b", "name_a", "name_b", "n_articles", "n_total", "share"]
    check_columns(pairs, columns, "co_mentions(mentions, actors)")
    check_positive(top=top)
    title = "Who is named together"
    ends = pd.concat([pairs[[f"actor_{s}", f"name_{s}", "n_articles"]].set_axis(
        ["actor_id", "name", "n_articles"], axis=1) for s in "ab"])
    nodes = ends.groupby("actor_id").agg(
        name=("name", "first"), n_partners=("n_articles", "size"), weight=("n_articles", "sum"))
    nodes = nodes.sort_values(["weight", "name"], ascending=[False, True])
    kept = nodes.head(min(top, MOST))
    lines = pairs[pairs["actor_a"].isin(kept.index) & pairs["actor_b"].isin(kept.index)]
    if lines.empty:
        return no_data(title)
    edges, circles = _layers(
        kept.assign(size=kept["weight"]), lines.assign(
            a=lines["actor_a"], b=lines["actor_b"], strength=lines["share"],
            width=lines["n_articles"]),
        about=["name", "n_partners", "weight"], between=[
            "name_a", "name_b", "n_articles", "n_total", alt.Tooltip("share:Q", format=".1%")])
    circles[0] = clickable(circles[0], "actor_id")
    best = lines.loc[lines["n_articles"].idxmax()]
    reading = (f"{best['name_a']} and {best['name_b']} are named together most: "
               f"{best['n_articles']:,} articles name both, {best['n_total']:,} name either.")
    return finish(alt.layer(edges, *circles), title, reading,
                  f"{len(kept)} of {len(nodes):,} actors, {len(lines):,} of {len(pairs):,} pairs; "
                  f"{_PLACE}")


def overlap_network_chart(overlap: pd.DataFrame, *, top: int = 25) -> ChartType:
    """Outlets that have something in common: a line for each two, a circle for each.

    A line is as wide as the articles that the two share, a circle as large as its outlet. The
    same pairs give the same picture.

    Parameters
    ----------
    overlap
        One row an ordered pair: ``outlet_a, outlet_b, n_articles, n_total, share``.
    top
        Outlets drawn, those with most shared articles first; never more than `MOST`.

    Notes
    -----
    Places after Kamada and Kawai (1989), drawn together by the larger share of the two.
    """
    columns = ["outlet_a", "outlet_b", "n_articles", "n_total", "share"]
    check_columns(overlap, columns, "outlet_overlap(alignments, articles)")
    check_positive(top=top)
    title = "Which outlets share text, as a network"
    between = overlap[overlap["outlet_a"] != overlap["outlet_b"]]
    if between.empty:
        return no_data(title)
    ends = pd.concat([between[[f"outlet_{s}", "n_articles"]].set_axis(["outlet", "n"], axis=1)
                      for s in "ab"])
    rank = ends.groupby("outlet")["n"].sum().sort_values(ascending=False, kind="stable")
    kept = rank.index[:min(top, MOST)]
    totals = overlap.groupby("outlet_a")["n_total"].max().reindex(kept)  # told of `a` only
    nodes = pd.DataFrame({"name": kept, "n_total": totals, "size": totals.fillna(0)}, index=kept)
    shown = between[between["outlet_a"].isin(kept) & between["outlet_b"].isin(kept)]
    sides = [alt.Tooltip(f"{column}_{side}:Q", title=f"{called} of {side}", format=shape)
             for side in "ab" for column, called, shape in (
                 ("n_articles", "articles with it", ","), ("n_total", "articles", ","),
                 ("share", "share", ".1%"))]
    edges, circles = _layers(nodes.rename_axis("outlet"), _both_ways(shown),
                             about=["outlet", "n_total"],
                             between=["outlet_a", "outlet_b", *sides])
    best = between.loc[between["n_articles"].idxmax()]
    reading = (f"{best['n_articles']:,} of {best['n_total']:,} articles of {best['outlet_a']} "
               f"({percent(best['n_articles'], best['n_total'])}) have something in common with "
               f"{best['outlet_b']}.")
    return finish(alt.layer(clickable(edges, "outlet_a", "outlet_b"), *circles), title, reading,
                  f"{len(kept)} of {len(rank):,} outlets; {len(between) - len(shown):,} of "
                  f"{len(between):,} ordered pairs not drawn; {_PLACE}")


def _both_ways(shown: pd.DataFrame) -> pd.DataFrame:
    """Two outlets a row, with what each has of the other."""
    there = shown["outlet_a"] < shown["outlet_b"]
    back = shown[~there].rename(columns={"outlet_a": "outlet_b", "outlet_b": "outlet_a"})
    keys = ["outlet_a", "outlet_b"]
    rows = shown[there].merge(back, "outer", on=keys, suffixes=("_a", "_b"))
    alone = rows["n_articles_a"].isna()  # a mark is known by a pair that is there
    rows = rows.assign(outlet_a=rows["outlet_a"].mask(alone, rows["outlet_b"]),
                       outlet_b=rows["outlet_b"].mask(alone, rows["outlet_a"]), **{
        f"{c}_{one}": rows[f"{c}_{one}"].mask(alone, rows[f"{c}_{two}"])
        for c in ("n_articles", "n_total", "share") for one, two in ("ab", "ba")})
    return rows.assign(a=rows["outlet_a"], b=rows["outlet_b"],
                       width=rows[["n_articles_a", "n_articles_b"]].max(axis=1),
                       strength=rows[["share_a", "share_b"]].max(axis=1))


def _layers(nodes: pd.DataFrame, lines: pd.DataFrame, *, about: Sequence[Any],
            between: Sequence[Any]) -> tuple[alt.Chart, list[alt.Chart]]:
    """The lines, and the circles with their names on a halo.

    Parameters
    ----------
    nodes
        By id, the most important first: ``name, size`` and what `about` names.
    lines
        ``a, b, strength, width`` and what `between` names.
    """
    places, height = place(nodes.index, lines)
    areas = _areas(nodes["size"])
    ids = nodes.index.to_series()
    spots = nodes.assign(x=places["x"], y=places["y"], area=areas,
                         radius=np.sqrt(areas / np.pi).round(1),
                         label=named(nodes["name"], ids, _NAME))
    ends = [places.reindex(lines[side]).reset_index(drop=True) for side in "ab"]
    rows = lines.reset_index(drop=True).assign(x=ends[0]["x"], y=ends[0]["y"],
                                               x2=ends[1]["x"], y2=ends[1]["y"])
    drawn = alt.Chart(drawable(rows)).mark_rule(color=_EDGE, strokeCap="round").encode(
        *_at("x", "y", height), x2="x2:Q", y2="y2:Q", tooltip=list(between),
        strokeWidth=alt.StrokeWidth("width:Q", legend=None, scale=alt.Scale(
            domainMin=0, range=[0.5, min(7, max(1.5, _LINES / len(rows)))])),
        opacity=alt.Opacity("strength:Q", legend=None, scale=alt.Scale(
            domain=[0, 1], range=[0.2, 0.7]))).properties(width=WIDTH, height=height)
    circles = alt.Chart(drawable(spots.reset_index())).mark_circle(
        color=BLUE, opacity=1, stroke=CARD, strokeWidth=1).encode(
        *_at("x", "y", height), tooltip=list(about),
        size=alt.Size("area:Q", legend=None, scale=None))
    return drawn, [circles, *_names(spots, height)]


def _at(x: str, y: str, height: int) -> tuple[alt.X, alt.Y]:
    """Pixels of the picture as its scales, from the upper left."""
    return (alt.X(f"{x}:Q", axis=None, scale=alt.Scale(domain=[0, WIDTH])),
            alt.Y(f"{y}:Q", axis=None, scale=alt.Scale(domain=[height, 0])))


def _names(spots: pd.DataFrame, height: int) -> list[alt.Chart]:
    """The names that have room, each twice: a light halo, then the letters."""
    fitting = names_with_room(spots, height)
    base = alt.Chart(drawable(fitting[["label", "name_x", "name_y", "side"]])).encode(
        *_at("name_x", "name_y", height), text="label:N")
    mark: dict[str, Any] = {"fontSize": FONT_SIZE, "limit": WIDEST, "baseline": "middle",
                            "align": {"expr": "datum.side"}}
    return [base.mark_text(**mark, stroke=CARD, strokeWidth=3, strokeJoin="round"),
            base.mark_text(**mark, color=INK)]


def _areas(sizes: pd.Series) -> pd.Series:
    """Areas of circles that grow with the sizes, smaller where there are many circles."""
    largest = min(_LARGEST, max(_INK / len(sizes), 3 * _SMALLEST))
    share = sizes / max(float(sizes.max()), 1)
    return (_SMALLEST + (largest - _SMALLEST) * share).round(1)
