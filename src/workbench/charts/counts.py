"""One table → one chart: bars and matrices; those over time are in `workbench.charts.over_time`.

A chart computes nothing beyond reshaping and leaves nothing out in silence: what does not fit
is counted in its subtitle. Every chart has a one-sentence reading (`description`), made from
the data, which is also its alternative text. An empty table gives a chart that says so.
"""

import altair as alt
import pandas as pd
from altair.typing import ChartType

from workbench.palette import BLUE, CARD, LINE, ORANGE, SKY, VERMILION
from workbench.render import (
    check_columns,
    check_positive,
    clickable,
    compact,
    drawable,
    finish,
    headings,
    named,
    no_data,
    percent,
    shorten,
)
from workbench.tables import UNKNOWN, require

_WHOLES = ("seen", "found")  # items of the ledger that the others of their section add up to
_MARKS = {"named": BLUE, "in a headline": ORANGE, "quoted": VERMILION}
_DIGIT = 7  # pixels of a character on a tile
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
    base = alt.Chart(drawable(frame)).encode(
        y=alt.Y("item:N", sort=None, title=None),
        x=alt.X("n:Q", title=None, axis=alt.Axis(labels=False, ticks=False, grid=False)),
        tooltip=["section", "item", "n", "total", alt.Tooltip("share:Q", format=".1%")])
    bars = base.mark_bar(height={"band": 0.7}).encode(
        color=alt.condition("datum.whole", alt.value(LINE), alt.value(BLUE)))
    numbers = base.mark_text(align="left", dx=4).encode(text=alt.Text("n:Q", format=","))
    layers = clickable(bars, "section", "item") + numbers
    panels = layers.properties(width=420, height=alt.Step(20)).facet(
        row=alt.Row("section:N", sort=list(wholes.index), title=None,
                    header=alt.Header(orient="top"))
    ).resolve_scale(x="independent", y="independent")
    reading = "; ".join(f"{section}: {n:,} {item}" for section, item, n in frame.loc[
        frame["whole"], ["section", "item", "n"]].itertuples(index=False)) + "."
    return finish(panels, title, reading,
                  "; ".join(f"{section}: {n:,}" for section, n in listed.items()))


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
    long = shown.assign(label=label, total=total, share=shown["n_named"] / max(total, 1)).melt(
        ["actor_id", "label", "n_articles", "total", "share"], list(_COUNTS), "count", "n")
    long["count"] = long["count"].map(_COUNTS)
    base = alt.Chart(drawable(long)).encode(
        y=alt.Y("label:N", sort=list(label), title=None),
        x=alt.X("n:Q", title="number of mentions or quotations", axis=alt.Axis(tickMinStep=1)),
        color=alt.Color("count:N", title=None, scale=alt.Scale(
            domain=list(_MARKS), range=list(_MARKS.values()))),
        tooltip=["label", "count", "n", "n_articles", alt.Tooltip("total", title="named in all"),
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


def co_mention_chart(pairs: pd.DataFrame, *, top: int = 20) -> ChartType:
    """Which actors are named in the same articles.

    Parameters
    ----------
    pairs
        One row a pair of actors: ``name_a, name_b, n_articles, n_total, share``; drawn both ways.
    top
        Actors drawn, those with most shared articles first.
    """
    columns = ["name_a", "name_b", "n_articles", "n_total", "share"]
    check_columns(pairs, columns, "co_mentions(mentions, actors)")
    mirrored = pairs.rename(columns={"name_a": "name_b", "name_b": "name_a"})
    both = pd.concat([pairs, mirrored], ignore_index=True)[columns].drop_duplicates(columns[:2])
    return _matrix(both, columns, top, "Who is named together", "actors",
                   "{a} and {b} are named together most: {n:,} articles name both, {total:,} "
                   "name either ({share}).", "articles that name both / either")


def overlap_chart(overlap: pd.DataFrame, *, top: int = 25) -> ChartType:
    """How many articles two outlets have in common, out of how many.

    Parameters
    ----------
    overlap
        One row an ordered pair: ``outlet_a, outlet_b, n_articles, n_total, share``.
    top
        Outlets drawn, those with most shared articles first.
    """
    columns = ["outlet_a", "outlet_b", "n_articles", "n_total", "share"]
    check_columns(overlap, columns, "outlet_overlap(alignments, articles)")
    return _matrix(overlap, columns, top, "Which outlets share text", "outlets",
                   "{n:,} of {total:,} articles of {a} ({share}) have something of {b}.",
                   "articles of the row that have something of the column / articles of the row")


def alignment_chart(
    alignments: pd.DataFrame, articles: pd.DataFrame, *, top: int = 30
) -> ChartType:
    """Which articles share passages: a matrix of articles, by words in common.

    A passage repeated inside one article stands on the diagonal.

    Parameters
    ----------
    top
        Articles drawn, those with most shared words first.
    """
    require(alignments, "alignments")
    require(articles, "articles")
    check_positive(top=top)
    title = "Which articles share passages"
    if alignments.empty:
        return no_data(title)
    cells = _cells(alignments)
    words = cells.groupby("article_id_a")["n_words"].sum().sort_values(
        ascending=False, kind="stable")
    kept = words.head(top).index
    number = {article: str(i) for i, article in enumerate(kept, 1)}
    about = articles.set_index("article_id").reindex(kept)
    heads = shorten(headings(about), 44)
    outlets = about["outlet"].fillna(UNKNOWN)
    label = {a: f"{number[a]}  {heads[a]} · {outlets[a]}" for a in kept}
    shown = cells[cells["article_id_a"].isin(kept) & cells["article_id_b"].isin(kept)]
    shown = shown.assign(row=shown["article_id_a"].map(label), total=int(words.sum()),
                         label=shown["n_words"].map(compact),
                         column=shown["article_id_b"].map(number), other=shown[
                             "article_id_b"].map(label))
    tiles = _tiles(shown, ["article_id_a", "article_id_b"], "row", "column", "n_words", "label",
                   ["row", "other", "n_words", "n_passages", "kinds", "earlier", "total"]).encode(
        y=alt.Y("row:N", sort=list(label.values()), title=None),
        x=alt.X("column:N", sort=list(number.values()), title="the same articles, by number",
                axis=alt.Axis(labelAngle=0)))
    return finish(tiles, title, _shared_most(shown), f"{len(kept)} of {len(words):,} articles "
                  f"with shared passages; {len(cells) - len(shown):,} cells not drawn")


def _shared_most(shown: pd.DataFrame) -> str:
    between = shown[shown["article_id_a"] != shown["article_id_b"]]
    if between.empty:
        return "No two of the articles drawn share a passage."
    best = between.loc[between["n_words"].idxmax()]
    a, b = (best[side].split("  ", 1)[1] for side in ("row", "other"))
    return (f"“{a}” and “{b}” share most: {best['n_words']:,} words "
            f"(passages: {best['n_passages']:,}).")


def _cells(alignments: pd.DataFrame) -> pd.DataFrame:
    """Both directions of every pair of articles, with the passages summed up."""
    columns = ["article_id_a", "article_id_b", "n_words", "kind", "earlier"]
    there = alignments[columns]
    back = there.rename(columns={"article_id_a": "article_id_b", "article_id_b": "article_id_a"})
    back = back[back["article_id_a"] != back["article_id_b"]].assign(
        earlier=back["earlier"].map({"a": "b", "b": "a"}).fillna("unknown"))
    both = pd.concat([there, back[columns]])
    return both.groupby(["article_id_a", "article_id_b"], as_index=False).agg(
        n_passages=("n_words", "size"), n_words=("n_words", "sum"),
        kinds=("kind", lambda kinds: ", ".join(sorted(set(kinds)))),
        earlier=("earlier", lambda sides: ", ".join(sorted(set(sides)))))


def _matrix(
    pairs: pd.DataFrame, columns: list[str], top: int, title: str, what: str, reading: str,
    key: str,
) -> ChartType:
    """Pairs as tiles: colored by share, with n and total written on them, long ones in short."""
    check_positive(top=top)
    if pairs.empty:
        return no_data(title)
    a, b, n, total, share = columns
    weight = pairs.groupby(a)[n].sum().add(pairs.groupby(b)[n].sum(), fill_value=0).sort_values(
        ascending=False, kind="stable")
    kept = list(weight.head(top).index)
    shown = pairs[pairs[a].isin(kept) & pairs[b].isin(kept)]
    shown = shown.assign(label=shown[n].map(compact) + "/" + shown[total].map(compact))
    tiles = _tiles(shown, [a, b], a, b, share, "label",
                   [a, b, n, total, alt.Tooltip(f"{share}:Q", format=".1%")]).encode(
        y=alt.Y(f"{a}:N", sort=kept, title=None), x=alt.X(
            f"{b}:N", sort=kept, title=None, axis=alt.Axis(labelAngle=-40, labelLimit=160)))
    between = pairs[pairs[a] != pairs[b]]
    best = between.loc[between[n].idxmax()] if len(between) else pairs.iloc[0]
    sentence = reading.format(a=best[a], b=best[b], n=best[n], total=best[total],
                              share=percent(best[n], best[total]))
    return finish(tiles, title, sentence, f"{len(kept)} of {len(weight):,} {what}; "
                  f"{len(pairs) - len(shown):,} pairs not drawn; on a tile: {key}")


def _tiles(
    frame: pd.DataFrame, ids: list[str], row: str, column: str, value: str, label: str,
    tooltip: list,
) -> ChartType:
    """Tiles colored by `value`, light and wide enough for the dark `label` on each."""
    base = alt.Chart(drawable(frame)).encode(y=f"{row}:N", x=f"{column}:N", tooltip=tooltip)
    most = float(frame[value].max()) if len(frame) else 0.0
    tiles = base.mark_rect(stroke=CARD, strokeWidth=2).encode(color=alt.Color(
        f"{value}:Q", legend=None, scale=alt.Scale(
            domain=[0, most or 1], range=["#eef5fa", SKY])))
    numbers = base.mark_text(fontSize=11).encode(text=f"{label}:N")
    width = max([40, *(_DIGIT * frame[label].str.len() + 6)])
    return (clickable(tiles, *ids) + numbers).properties(width=alt.Step(width),
                                                         height=alt.Step(26))
