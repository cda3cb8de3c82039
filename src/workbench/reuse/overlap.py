"""How much outlets have in common, by any kind of evidence, as a table and as a network."""

from collections.abc import Mapping

import networkx as nx
import numpy as np
import pandas as pd

from workbench.reuse.align import components
from workbench.reuse.rows import between, by_id, sides_of
from workbench.tables import UNKNOWN, require

COLUMNS = ["outlet_a", "outlet_b", "n_articles", "n_total", "share", "n_first", "n_passages",
           "n_words"]
_KEYS = ["outlet_a", "outlet_b"]
_PLACE = ["article_id", "file_id", "start", "end"]
_ABOUT_BOTH = ["n_words", "kind", "earlier"]
_VERSIONS = 5  # articles of an outlet that are paired as versions of one story


def outlet_overlap(found: pd.DataFrame, articles: pd.DataFrame, *,
                   by: str = "outlet") -> pd.DataFrame:
    """How much of one outlet stands in another: one row per ordered pair of outlets.

    Parameters
    ----------
    found
        The evidence: ``alignments`` (passages in common; those within an article and headlines
        are not counted), ``duplicates`` (versions of one story), ``citations`` (articles of `a`
        that credit `b`; an outlet's credits to itself are not counted) or the table of
        ``shared_quotes``.
    articles
        Filter them to ask about some outlets, dates, topics or actors: articles left out are left
        out of `n_total` too. Of a passage in very many articles each two count, though
        `alignments` pairs each with the first and the one before only.
    by
        Column of `articles` that names the two sides: ``outlet`` or ``origin``.

    Returns
    -------
    pandas.DataFrame
        `outlet_a`, `outlet_b`; `n_articles`, articles of `a` that have something in common with
        one of `b`; `n_total`, articles of `a`; `share`, the one by the other; `n_first`, of
        `n_articles` those certainly published before all of `b` with the same; `n_passages`,
        things in common, and `n_words` of them (0 where words are not what is compared). Both
        orders are there; an outlet may meet itself. Articles without an outlet are shown as
        "(unknown)". Cost grows with the articles of a passage times its outlets.

    Raises
    ------
    ValueError
        `by` is neither, or `found` none of these tables.
    """
    require(articles, "articles")
    if by not in ("outlet", "origin"):
        raise ValueError(f"by={by!r} does not name who published; try 'outlet' or 'origin'.")
    known = by_id(articles, by, "published_earliest", "published_latest")
    known = known.rename(columns={by: "outlet"}).fillna({"outlet": UNKNOWN})
    if set(found.columns) >= {"outlet", "kind", "text"}:
        rows = _credited(found, known)
    else:
        rows = _in_common(_items(found), known)
    n_total = rows["outlet_a"].map(known["outlet"].value_counts()).astype("int64")
    return rows.assign(n_total=n_total, share=rows["n_articles"] / n_total)[COLUMNS]


def overlap_by_evidence(found: Mapping[str, pd.DataFrame], articles: pd.DataFrame, *,
                        by: str = "outlet") -> pd.DataFrame:
    """`outlet_overlap` of several tables of evidence, one under the other.

    Returns
    -------
    pandas.DataFrame
        As `outlet_overlap`, with the name of the evidence in a first column `evidence`.
    """
    parts = [outlet_overlap(table, articles, by=by).assign(evidence=name)
             for name, table in found.items()]
    columns = ["evidence", *COLUMNS]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def overlap_evidence(found: pd.DataFrame, articles: pd.DataFrame, *,
                     by: str = "outlet") -> pd.DataFrame:
    """What stands behind `outlet_overlap`, one row an ordered pair of outlets and thing in common.

    Returns
    -------
    pandas.DataFrame
        `outlet_a`, `outlet_b`, `n_words`, `kind` (``cross_article``, ``quotation``, ``version``
        or the kind of a credit), `earlier` (``a``, ``b`` or ``unknown``), and both places:
        `article_id`, `file_id`, `start` and `end` with ``_a`` and ``_b``; longest first. A credit
        has one place only. Of a story with many versions the first five of each outlet are
        paired; of a passage in very many articles only the pairs of `found` are there, so two
        outlets that `outlet_overlap` counts may have no row. Cost grows with the evidence.
    """
    require(articles, "articles")
    of = by_id(articles, by)[by].fillna(UNKNOWN)
    if set(found.columns) >= {"outlet", "kind", "text"}:
        rows = found[found["outlet"].notna() & found["kind"].ne("self")]
        rows = rows.rename(columns={c: f"{c}_a" for c in _PLACE} | {"outlet": "outlet_b"})
        rows = rows.assign(outlet_a=rows["article_id_a"].map(of))
        both = rows[rows["outlet_a"].notna() & rows["outlet_a"].ne(rows["outlet_b"])]
    else:
        rows = _paired(found, articles, by)
        rows = rows.assign(**{f"outlet_{s}": rows[f"article_id_{s}"].map(of) for s in "ab"})
        rows = rows.dropna(subset=_KEYS)
        both = pd.concat([rows, _turned(rows[rows["outlet_a"] != rows["outlet_b"]])],
                         ignore_index=True)
    sides = [f"{column}_{side}" for side in "ab" for column in _PLACE]
    shown = both.reindex(columns=[*_KEYS, *_ABOUT_BOTH, *sides]).astype(
        {"n_words": "Int64", "earlier": "string", "article_id_b": "string",
         "file_id_b": "string", "start_b": "Int64", "end_b": "Int64"})
    shown = shown.fillna({"n_words": 0, "earlier": "unknown"})
    return shown.sort_values(["n_words", *_KEYS, "file_id_a", "start_a"],
                             ascending=[False, *[True] * 4], ignore_index=True)


def _paired(found: pd.DataFrame, articles: pd.DataFrame, by: str) -> pd.DataFrame:
    """Evidence with two sides, one row a pair."""
    if "group_id" not in found.columns:
        return between(found) if "similarity" in found.columns else found.assign(kind="quotation")
    sides = found[["group_id", "article_id"]].merge(
        articles[[*_PLACE, by]].drop_duplicates("article_id"), on="article_id")
    sides = sides[sides.groupby(["group_id", by], dropna=False).cumcount() < _VERSIONS]
    sides = sides.drop(columns=by)
    pairs = sides.merge(sides, on="group_id", suffixes=("_a", "_b"))
    return pairs[pairs["article_id_a"] < pairs["article_id_b"]].assign(kind="version")


def _turned(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with their sides exchanged."""
    names = ["outlet", *_PLACE]
    turned = rows.rename(columns={f"{name}_{one}": f"{name}_{two}" for name in names
                                  for one, two in ("ab", "ba")})
    return turned.assign(earlier=rows["earlier"].map({"a": "b", "b": "a"})) if (
        "earlier" in rows) else turned


def overlap_network(overlap: pd.DataFrame) -> nx.DiGraph:
    """Outlets as nodes, what one has of another as arrows: for networkx, Gephi and others.

    A node has `n_articles`, all its articles where an arrow leaves it. An arrow from `a` to `b`
    has the columns of its row; several kinds of evidence are summed up in `n_articles` and
    `n_passages`, their names joined. ``networkx.write_gexf`` writes it to a file.
    """
    graph = nx.DiGraph()
    for row in overlap.to_dict("records"):
        a, b = row["outlet_a"], row["outlet_b"]
        graph.add_node(a, n_articles=int(row["n_total"]))
        graph.add_node(b)
        edge = graph.get_edge_data(a, b, {"n_articles": 0, "n_passages": 0, "evidence": ""})
        names = [*filter(None, edge["evidence"].split("|")), row.get("evidence", "")]
        graph.add_edge(a, b, n_articles=edge["n_articles"] + int(row["n_articles"]),
                       n_passages=edge["n_passages"] + int(row["n_passages"]),
                       share=float(row["share"]), weight=float(row["n_articles"]),
                       evidence="|".join(filter(None, names)))
    return graph


def overlap_gexf(overlap: pd.DataFrame) -> str:
    """The network of `overlap_network` as GEXF, the format of Gephi."""
    return "\n".join(nx.generate_gexf(overlap_network(overlap))) + "\n"


def _items(found: pd.DataFrame) -> pd.DataFrame:
    """Who has what: ``item, article_id, n_words``, whatever the kind of evidence."""
    columns = ["item", "article_id", "n_words"]
    if {"group_id", "share_copied"} <= set(found.columns):
        return found.rename(columns={"group_id": "item"}).assign(n_words=0)[columns]
    if "similarity" in found.columns:
        require(found, "alignments")
        rows = between(found)
        items = sides_of(rows).rename(columns={"cluster": "item"})
        return items.assign(n_words=np.tile(rows["n_words"].to_numpy(), 2))[columns]
    if {"speaker", "start_a", "start_b"} <= set(found.columns):
        items = sides_of(found, labels=_quoted(found)).rename(columns={"cluster": "item"})
        return items.assign(n_words=np.tile(found["n_words"].to_numpy(), 2))[columns]
    raise ValueError(f"found has columns {list(found.columns)}, which are none of alignments, "
                     "duplicates, citations and shared quotations.")


def _quoted(pairs: pd.DataFrame) -> pd.Series:
    """Number of the quotation of each pair: the same where pairs have a place in common."""
    places = pd.concat([pairs[[f"file_id_{s}", f"start_{s}"]].set_axis(["file_id", "start"], axis=1)
                        for s in "ab"])
    number = places.groupby(["file_id", "start"]).ngroup().to_numpy()
    half = len(pairs)
    label = components(int(number.max(initial=-1)) + 1, number[:half], number[half:])
    return pd.Series(label[number[:half]] if half else [], index=pairs.index, dtype="int64")


def _in_common(items: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Ordered pairs of outlets of which articles have an item in common."""
    items = items[items["article_id"].isin(known.index)].groupby(
        ["item", "article_id"], as_index=False)["n_words"].max()
    items = items.join(known, on="article_id")
    there = items.groupby(["item", "outlet"], as_index=False).agg(
        n_there=("article_id", "size"), first=("published_earliest", "min"),
        undated=("published_earliest", lambda days: days.isna().any()))
    both = items.merge(there, on="item", suffixes=("_a", "_b"))
    both = both[(both["outlet_a"] != both["outlet_b"]) | (both["n_there"] > 1)]
    leads = (both["published_latest"] < both["first"]) & ~both["undated"].astype(bool)
    both = both.assign(first_id=both["article_id"].where(leads))
    things = both.groupby([*_KEYS, "item"], as_index=False)["n_words"].max()
    rows = pd.concat([
        both.groupby(_KEYS).agg(n_articles=("article_id", "nunique"),
                                n_first=("first_id", "nunique")),
        things.groupby(_KEYS).agg(n_passages=("item", "size"), n_words=("n_words", "sum"))], axis=1)
    return rows.reset_index()


def _credited(citations: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Ordered pairs of outlets of which articles of the one credit the other."""
    rows = citations[citations["outlet"].notna() & citations["article_id"].isin(known.index)]
    rows = rows.rename(columns={"outlet": "outlet_b"}).join(
        known["outlet"].rename("outlet_a"), on="article_id")
    rows = rows[(rows["outlet_a"] != rows["outlet_b"]) & rows["kind"].ne("self")]
    counts = rows.groupby(_KEYS).agg(n_articles=("article_id", "nunique"),
                                     n_passages=("article_id", "size"))
    return counts.reset_index().assign(n_first=0, n_words=0)
