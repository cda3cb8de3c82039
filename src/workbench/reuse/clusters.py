"""What follows from aligned passages: clusters with witnesses, near-duplicates, stories."""

import numpy as np
import pandas as pd

from workbench.reuse.align import components
from workbench.reuse.rows import between, by_id, sides_of
from workbench.reuse.words import read_words
from workbench.tables import conform, require


def cluster_passages(alignments: pd.DataFrame) -> pd.DataFrame:
    """Places where one passage stands: a row per witness of each reused passage.

    Two passages of an article are one where they overlap by half of the longer, so that a short
    quotation does not chain the articles around it; an article that has the passage twice is two
    witnesses. Alignments within an article and between headlines are left out. A `cluster_id` is
    the place of its first witness.

    Examples
    --------
    >>> cluster_passages(conform([], "alignments")).columns.tolist()
    ['cluster_id', 'article_id', 'file_id', 'start', 'end']
    """
    require(alignments, "alignments")
    return conform(witnesses(sides_of(between(alignments))), "clusters")


def witnesses(sides: pd.DataFrame) -> pd.DataFrame:
    """Places of each cluster, spans of an article that overlap as one; named by the first place."""
    sides = sides.sort_values(["cluster", "file_id", "start", "end"])
    in_article = [sides["cluster"], sides["article_id"]]
    reach = sides["end"].groupby(in_article).cummax().groupby(in_article).shift()
    witness = (~(sides["start"] < reach)).cumsum()  # spans that overlap are one witness
    first = sides.groupby("cluster")[["file_id", "start", "end"]].transform("first")
    name = first["file_id"] + ":" + first["start"].astype(str) + "-" + first["end"].astype(str)
    return sides.assign(cluster_id=name).groupby(witness).agg(
        cluster_id=("cluster_id", "first"), cluster=("cluster", "first"),
        article_id=("article_id", "first"), file_id=("file_id", "first"),
        start=("start", "min"), end=("end", "max"))


def find_duplicates(alignments: pd.DataFrame, articles: pd.DataFrame, *,
                    threshold: float = 0.5) -> pd.DataFrame:
    """Groups of articles that are copies, versions or short versions of one another.

    Two articles belong together when at least `threshold` of the words of one are in the other,
    and make up a quarter of `threshold` there: a digest of many stories groups none of them.

    Returns
    -------
    pandas.DataFrame
        Table ``duplicates``: `share_copied` is the share of the article's words (0–1) that also
        stand in the member of its group with which it shares most. `group_id` is the id of the
        group's first article by file and place. Articles in no group have no row.
    """
    require(alignments, "alignments")
    require(articles, "articles")
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold={threshold!r} is no share of words; try 0.5 for a half.")
    pairs = _shared_words(alignments, articles)
    pairs = pairs[(pairs[["share_a", "share_b"]].max(axis=1) >= threshold)
                  & (pairs[["share_a", "share_b"]].min(axis=1) >= threshold / 4)]
    rows = pd.concat([pairs[[f"article_id_{side}", f"share_{side}"]].set_axis(
        ["article_id", "share_copied"], axis=1) for side in "ab"])
    rows = rows.groupby("article_id", as_index=False)["share_copied"].max()
    places = articles.sort_values(["file_id", "start"])["article_id"]
    members = pd.Index(places[places.isin(rows["article_id"])])
    label = components(len(members), *(members.get_indexer(pairs[f"article_id_{side}"])
                                       for side in "ab"))
    group = pd.Series(members, index=members).groupby(label).transform("first")
    return conform(rows.assign(group_id=rows["article_id"].map(group)), "duplicates")


def unique_stories(articles: pd.DataFrame, duplicates: pd.DataFrame) -> pd.Series:
    """Story of each article, by `article_id`: its group's id, or its own where it has no copy.

    Counts on unique stories take each story once: ``mentions["article_id"].map(stories)``.
    """
    require(articles, "articles")
    require(duplicates, "duplicates")
    own = articles["article_id"]
    group = duplicates.set_index("article_id")["group_id"]
    return own.map(group).astype("string").fillna(own).set_axis(own).rename("story_id")


def _shared_words(alignments: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Pairs of articles with the share of each side's words that the other has too."""
    keys = ["article_id_a", "article_id_b"]
    rows = between(alignments)
    covered = {f"words_{side}": _fresh_words(rows, side, keys) for side in "ab"}
    pairs = rows[keys].assign(**covered).groupby(keys, as_index=False).sum()
    involved = articles[articles["article_id"].isin(pairs[keys].to_numpy().ravel())]
    texts = by_id(involved, "text")["text"].fillna("")
    n_words = pd.Series(np.diff(read_words(texts.tolist()).bounds), index=texts.index)
    return pairs.assign(**{f"share_{side}": (
        pairs[f"words_{side}"] / n_words.reindex(pairs[f"article_id_{side}"]).to_numpy()
    ).clip(upper=1.0) for side in "ab"})


def _fresh_words(rows: pd.DataFrame, side: str, keys: list[str]) -> pd.Series:
    """Words of each passage that stand in no earlier one of its pair: a refrain counts once."""
    start, end = f"start_{side}", f"end_{side}"
    ordered = rows.sort_values([*keys, start, end])
    pair = [ordered[key] for key in keys]
    reached = ordered.groupby(keys)[end].cummax().groupby(pair).shift().fillna(-1)
    fresh = (ordered[end] - ordered[start].clip(lower=reached)).clip(lower=0)
    return ordered["n_words"] * fresh / (ordered[end] - ordered[start])
