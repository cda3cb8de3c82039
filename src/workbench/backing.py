"""What stands behind the marks of charts that no explorer opens: rows with the keys of the marks.

Each function gives one row a piece of evidence, with the fields first that a click on the chart
selects; `workbench.render.passages` shows them, and in a report a mark leads to its own.
"""

from collections.abc import Mapping

import pandas as pd

from workbench.tables import require

_SHOWN = 400  # characters of a passage
_UNKNOWN = "(unknown)"  # as `workbench.reuse.outlet_overlap` calls an outlet without a name
_ABOUT = ["article_id", "headline", "outlet", "published_earliest", "published_latest"]


def behind_ledger(
    files: pd.DataFrame, spans: pd.DataFrame, articles: pd.DataFrame, texts: Mapping[str, str]
) -> pd.DataFrame:
    """The files, spans and articles that `workbench.charts.ledger_chart` counts.

    One row a file, span or article: ``section, item, place, what``.
    """
    for table, name in ((files, "files"), (spans, "spans"), (articles, "articles")):
        require(table, name)
    state = files["problem"].notna().map({True: "problem", False: "read"})
    known = articles[["published_earliest", "published_latest"]].notna().all(axis=1)
    day = known.map({True: "bounded", False: "undated"}).mask(
        articles["published"].notna(), "dated")
    parts = [
        _ledger_rows("files", state, files["file_id"], files["problem"]),
        _ledger_rows("characters", spans["kind"], _places(spans), _cuts(spans, texts)),
        _ledger_rows("articles", day, articles["article_id"], articles["headline"])]
    wholes = [part.assign(item=item) for part, item in zip(
        parts, ("seen", "seen", "found"), strict=True)]
    return pd.concat([*parts, *wholes], ignore_index=True)


def _ledger_rows(
    section: str, item: pd.Series, place: pd.Series, what: pd.Series
) -> pd.DataFrame:
    return pd.DataFrame({"section": section, "item": item.astype("string"),
                         "place": place.astype("string"), "what": what.astype("string")})


def behind_overlap(
    alignments: pd.DataFrame, articles: pd.DataFrame, texts: Mapping[str, str], *,
    by: str = "outlet"
) -> pd.DataFrame:
    """The passages behind each tile of `workbench.charts.overlap_chart`, in both directions.

    One row a passage and direction: ``outlet_a, outlet_b, n_words, kind, earlier``, the passage
    on both sides and its places, longest first. Headlines printed again are no reuse and left
    out, as in the chart.
    """
    require(alignments, "alignments")
    require(articles, "articles")
    of = articles.set_index("article_id")[by].fillna(_UNKNOWN)
    rows = alignments[alignments["kind"] == "cross_article"]
    rows = rows.assign(**{f"passage_{side}": _cuts(rows, texts, side) for side in "ab"},
                       **{f"place_{side}": _places(rows, side) for side in "ab"},
                       **{f"outlet_{side}": rows[f"article_id_{side}"].map(of) for side in "ab"})
    swapped = {f"{name}_{one}": f"{name}_{two}" for name in ("outlet", "passage", "place")
               for one, two in ("ab", "ba")}
    back = rows.rename(columns=swapped).assign(
        earlier=rows["earlier"].map({"a": "b", "b": "a"}).fillna("unknown"))
    columns = ["outlet_a", "outlet_b", "n_words", "kind", "earlier", "passage_a", "passage_b",
               "place_a", "place_b"]
    return pd.concat([rows[columns], back[columns]]).sort_values(
        ["n_words", *columns[:2], "place_a"], ascending=[False, True, True, True],
        ignore_index=True)


def behind_co_mentions(
    mentions: pd.DataFrame, actors: pd.DataFrame, articles: pd.DataFrame, *, top: int = 20
) -> pd.DataFrame:
    """The articles that name two actors, behind `workbench.charts.co_mention_chart`.

    One row a pair, in both orders, and article: ``name_a, name_b``, the article, and how often
    it names each. Only the `top` actors named in most articles, as the chart draws.
    """
    for table, name in ((mentions, "mentions"), (actors, "actors"), (articles, "articles")):
        require(table, name)
    counted = mentions[mentions["zone"].isin(["headline", "body"])].dropna(subset="actor_id")
    n = counted.groupby(["article_id", "actor_id"]).size().rename("n").reset_index()
    names = actors.drop_duplicates("actor_id").set_index("actor_id")["name"]
    most = n["actor_id"].value_counts().head(2 * top).index
    n = n[n["actor_id"].isin(most)].assign(name=n["actor_id"].map(names).fillna(n["actor_id"]))
    pairs = n.merge(n, on="article_id", suffixes=("_a", "_b"))
    pairs = pairs[pairs["actor_id_a"] != pairs["actor_id_b"]]
    found = pairs.merge(articles[_ABOUT], on="article_id")
    return found[["name_a", "name_b", *_ABOUT, "n_a", "n_b"]].sort_values(
        ["name_a", "name_b", "published_earliest", "article_id"], ignore_index=True)


def behind_witnesses(
    clusters: pd.DataFrame, texts: Mapping[str, str]
) -> pd.DataFrame:
    """The passages of each article, behind `workbench.charts.cluster_chart`.

    One row a witness: ``article_id, cluster_id, place, passage``. Passages outside of articles
    have no mark of their own.
    """
    require(clusters, "clusters")
    found = clusters.dropna(subset="article_id")
    return found.assign(place=_places(found), passage=_cuts(found, texts))[
        ["article_id", "cluster_id", "place", "passage"]].reset_index(drop=True)


def _places(rows: pd.DataFrame, side: str = "") -> pd.Series:
    """File and characters, in words."""
    tail = f"_{side}" if side else ""
    return (rows[f"file_id{tail}"] + ", " + rows[f"start{tail}"].astype("string") + " to "
            + rows[f"end{tail}"].astype("string")).astype("string")


def _cuts(rows: pd.DataFrame, texts: Mapping[str, str], side: str = "") -> pd.Series:
    """How each passage begins, on one line."""
    tail = f"_{side}" if side else ""
    places = zip(rows[f"file_id{tail}"], rows[f"start{tail}"], rows[f"end{tail}"], strict=True)
    cuts = [" ".join(texts[file][start:min(end, start + _SHOWN)].split())
            + ("…" if end - start > _SHOWN else "") for file, start, end in places]
    return pd.Series(cuts, index=rows.index, dtype="string")
