"""How much outlets have in common, by outlet or by the newsroom that wrote."""

import pandas as pd

from workbench.reuse.rows import between, by_id
from workbench.tables import require

UNKNOWN = "(unknown)"


def outlet_overlap(alignments: pd.DataFrame, articles: pd.DataFrame, *,
                   by: str = "outlet") -> pd.DataFrame:
    """How much of one outlet stands in another: one row per ordered pair of outlets.

    Parameters
    ----------
    alignments, articles
        Filter either to ask about some dates, topics or kinds of passage; articles left out are
        left out of `n_total` too. Passages within an article and headlines are not counted.
    by
        Column of `articles` that names the two sides: ``outlet`` or ``origin``.

    Returns
    -------
    pandas.DataFrame
        `outlet_a`, `outlet_b`; `n_articles`, articles of `a` that share a passage with one of
        `b`; `n_total`, articles of `a`; `share`, the one by the other; `n_passages` and
        `n_words` they share. Both orders are there; an outlet may meet itself. Articles without
        an outlet are shown as "(unknown)".

    Raises
    ------
    ValueError
        `by` is neither.
    """
    require(alignments, "alignments")
    require(articles, "articles")
    if by not in ("outlet", "origin"):
        raise ValueError(f"by={by!r} does not name who published; try 'outlet' or 'origin'.")
    outlet = by_id(articles, by)[by].fillna(UNKNOWN)
    inside = between(alignments)
    inside = inside[inside["article_id_a"].isin(outlet.index)
                    & inside["article_id_b"].isin(outlet.index)].rename_axis("passage")
    directed = pd.concat([pd.DataFrame({
        "outlet_a": inside[f"article_id_{a}"].map(outlet).astype("string"),
        "outlet_b": inside[f"article_id_{b}"].map(outlet).astype("string"),
        "article_id": inside[f"article_id_{a}"], "n_words": inside["n_words"],
    }).reset_index() for a, b in ("ab", "ba")])
    keys = ["outlet_a", "outlet_b"]
    n_articles = directed.groupby(keys)["article_id"].nunique().rename("n_articles")
    passages = directed.drop_duplicates([*keys, "passage"]).groupby(keys).agg(
        n_passages=("passage", "size"), n_words=("n_words", "sum"))
    rows = pd.concat([n_articles, passages], axis=1).reset_index()
    n_total = rows["outlet_a"].map(outlet.value_counts()).astype("int64")
    rows = rows.assign(n_total=n_total, share=rows["n_articles"] / n_total)
    return rows[[*keys, "n_articles", "n_total", "share", "n_passages", "n_words"]]
