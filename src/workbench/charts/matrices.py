"""Who has something in common with whom: matrices of actors, outlets and articles."""

import altair as alt
import pandas as pd
from altair.typing import ChartType

from workbench.charts.axes import tiles
from workbench.render import (
    check_columns,
    check_positive,
    compact,
    finish,
    headings,
    no_data,
    percent,
    shorten,
)
from workbench.tables import UNKNOWN, require

_ON_AXIS, _IN_TOOLTIP = 44, 200  # characters of a headline


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
    heads = headings(about)
    outlets = about["outlet"].fillna(UNKNOWN)
    label, whole = ({a: f"{number[a]}  {texts[a]} · {outlets[a]}" for a in kept}
                    for texts in (shorten(heads, _ON_AXIS), shorten(heads, _IN_TOOLTIP)))
    shown = cells[cells["article_id_a"].isin(kept) & cells["article_id_b"].isin(kept)]
    a, b = shown["article_id_a"], shown["article_id_b"]
    shown = shown.assign(row=a.map(label), column=b.map(number), article=a.map(whole),
                         other_article=b.map(whole), label=shown["n_words"].map(compact),
                         total=int(words.sum()))
    drawn = tiles(
        shown, ["article_id_a", "article_id_b"], value="n_words", label="label",
        row=alt.Y("row:N", sort=list(label.values()), title=None),
        column=alt.X("column:N", sort=list(number.values()), title="the same articles, by number",
                     axis=alt.Axis(labelAngle=0)),
        tooltip=["article", "other_article", "n_words", "n_passages", "kinds", "earlier",
                 "total"])
    return finish(drawn, title, _shared_most(shown), f"{len(kept)} of {len(words):,} articles "
                  f"with shared passages; {len(cells) - len(shown):,} cells not drawn")


def _shared_most(shown: pd.DataFrame) -> str:
    between = shown[shown["article_id_a"] != shown["article_id_b"]]
    if between.empty:
        return "No two of the articles drawn share a passage."
    best = between.loc[between["n_words"].idxmax()]
    a, b = (best[side].split("  ", 1)[1] for side in ("article", "other_article"))
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


def pairs_drawn(pairs: pd.DataFrame, a: str, b: str, n: str, top: int) -> list[str]:
    """The names that a matrix of pairs draws: those with most in common first."""
    weight = pairs.groupby(a)[n].sum().add(pairs.groupby(b)[n].sum(), fill_value=0)
    return list(weight.sort_values(ascending=False, kind="stable").head(top).index)


def _matrix(
    pairs: pd.DataFrame, columns: list[str], top: int, title: str, what: str, reading: str,
    key: str,
) -> ChartType:
    """Pairs as tiles: colored by share, with n and total written on them, long ones in short."""
    check_positive(top=top)
    if pairs.empty:
        return no_data(title)
    a, b, n, total, share = columns
    kept = pairs_drawn(pairs, a, b, n, top)
    shown = pairs[pairs[a].isin(kept) & pairs[b].isin(kept)]
    shown = shown.assign(label=shown[n].map(compact) + "/" + shown[total].map(compact))
    drawn = tiles(
        shown, [a, b], value=share, label="label",
        row=alt.Y(f"{a}:N", sort=kept, title=None),
        column=alt.X(f"{b}:N", sort=kept, title=None,
                     axis=alt.Axis(labelAngle=-40, labelLimit=160)),
        tooltip=[a, b, n, total, alt.Tooltip(f"{share}:Q", format=".1%")])
    between = pairs[pairs[a] != pairs[b]]
    best = between.loc[between[n].idxmax()] if len(between) else pairs.iloc[0]
    sentence = reading.format(a=best[a], b=best[b], n=best[n], total=best[total],
                              share=percent(best[n], best[total]))
    n_names = pd.concat([pairs[a], pairs[b]]).nunique()
    return finish(drawn, title, sentence, f"{len(kept)} of {n_names:,} {what}; "
                  f"{len(pairs) - len(shown):,} pairs not drawn; on a tile: {key}")
