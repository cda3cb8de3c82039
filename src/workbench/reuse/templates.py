"""Words that come back because a page or a form has them, not because somebody copied a story."""

import numpy as np
import pandas as pd

from workbench.reuse.align import Passages
from workbench.reuse.clusters import witnesses
from workbench.reuse.rows import cluster_labels, sides_of
from workbench.reuse.words import Words

_RECURS = 4  # articles an outlet, or days, in which the same words are a fixture
_MANY = 16  # articles in which they are, where nothing is known of either
_MOST = 0.5  # share of an article beyond which it is a version, whatever else recurs
_SAME = 0.8  # similarity of versions
_NAMES = 0.9  # names and numbers that they share; forms differ in most
COLUMNS = ["template_id", "article_id", "file_id", "start", "end", "n_articles", "n_outlets",
           "n_days"]


def is_boilerplate(rows: pd.DataFrame, passages: Passages, words: Words) -> pd.Series:
    """Passages that come back from article to article, as a footer or a form does.

    The index of the rows is the number of their passage.
    """
    sides = sides_of(rows, "outlet", "published_earliest")
    spread = _spread(sides.drop_duplicates(["cluster", "article_id"]))
    by_outlet = spread["n_articles"] >= _RECURS * (spread["n_outlets"] + spread["n_unknown"])
    nameless = spread["n_unknown"] > spread["n_articles"] / 2
    by_day = (spread["n_days"] >= _RECURS) & (
        spread["n_days"] >= (spread["n_articles"] / 2).clip(upper=2 * _RECURS))
    by_number = (spread["n_days"] == 0) & (spread["n_articles"] > _MANY)
    fixture = by_outlet | (nameless & (by_day | by_number))
    fixed = cluster_labels(rows).map(fixture).astype(bool)
    version = fixed & (rows["covers"] >= _MOST) & (rows["similarity"] >= _SAME)
    version &= (rows["zone_a"] == "body") & (rows["zone_b"] == "body")
    candidates = passages.take(rows.index[version])
    version[version] = np.array(_share_names(candidates, words)) >= _NAMES
    return fixed & ~version


def _share_names(passages: Passages, words: Words) -> list[float]:
    """Share of the names and numbers of one side that the other has too; 1 where there are none."""
    shares = []
    for a0, a1, b0, b1 in zip(*passages, strict=True):
        a, b = (set(words.ids[first:last][words.proper[first:last]].tolist())
                for first, last in ((a0, a1), (b0, b1)))
        shares.append(len(a & b) / max(len(a), len(b), 1) if a | b else 1.0)
    return shares


def template_table(rows: pd.DataFrame) -> pd.DataFrame:
    """A row per article that carries a template, those of most articles first."""
    if rows.empty:
        return pd.DataFrame(columns=COLUMNS)
    sides = sides_of(rows, "outlet", "published_earliest")
    spread = _spread(sides.drop_duplicates(["cluster", "article_id"]))
    found = witnesses(sides).rename(columns={"cluster_id": "template_id"})
    found = found.drop_duplicates(["template_id", "article_id"]).join(spread, on="cluster")
    return found.sort_values(["n_articles", "template_id", "file_id", "start"], ascending=[
        False, True, True, True], ignore_index=True)[COLUMNS]


def _spread(sides: pd.DataFrame) -> pd.DataFrame:
    """By cluster: articles, known outlets, articles without one, days."""
    spread = sides.groupby("cluster").agg(
        n_articles=("article_id", "size"), n_outlets=("outlet", "nunique"),
        n_named=("outlet", "count"), n_days=("published_earliest", "nunique"))
    return spread.assign(n_unknown=spread["n_articles"] - spread["n_named"])
