"""What stands behind the marks of charts that no explorer opens: rows with the keys of the marks.

Each function gives one row a piece of evidence, with the fields first that a click on the chart
selects; `workbench.render.passages` shows them, and in a report a mark leads to its own.
"""

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from workbench.actors import co_mentions, group_articles
from workbench.charts import pairs_drawn
from workbench.render import headings
from workbench.reuse import overlap_evidence
from workbench.tables import COUNTED, UNKNOWN, require
from workbench.timelines import series_members

_SHOWN = 400  # characters of a passage
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


def behind_days(articles: pd.DataFrame) -> pd.DataFrame:
    """How the day of each article is known, behind `workbench.charts.publication_chart`.

    One row an article, in the order of the chart: ``article_id``, its headline, the days and the
    words that say so; `mark` is what to call it.
    """
    require(articles, "articles")
    bounds = ["published_earliest", "published_latest"]
    rows = articles.assign(mark=headings(articles), undated=articles[bounds].isna().any(axis=1))
    return rows.sort_values(["undated", *bounds, "article_id"], na_position="last")[
        ["article_id", "mark", "outlet", "date_stated", *bounds, "date_basis", "date_evidence"]]


def behind_mentions(mentions: pd.DataFrame, actors: pd.DataFrame, articles: pd.DataFrame, *,
                    by: str = "outlet", top: int = 15, outlets: int = 12) -> pd.DataFrame:
    """The mentions that `actors.count_mentions_by` counts, for its two charts.

    One row a mention, of the actor named most first: ``actor_id``, ``outlet`` (or ``period``, its
    first day), the place, and ``mark``, what to call it. Only the `top` actors, and the `outlets`
    with most mentions, as the charts draw. Mentions of no certain period are left out.
    """
    for table, name in ((mentions, "mentions"), (actors, "actors"), (articles, "articles")):
        require(table, name)
    group = group_articles(articles, by)
    key, named = ("outlet", group.fillna(UNKNOWN)) if by == "outlet" else (
        "period", group.dt.strftime("%Y-%m-%d"))
    about = articles[["article_id"]].assign(**{key: named.astype("string")})
    rows = mentions[mentions["zone"].isin(COUNTED)].dropna(subset="actor_id").merge(
        about.drop_duplicates("article_id").dropna(), on="article_id")
    rows = rows[rows["actor_id"].isin(_most(rows["actor_id"], top))]
    if by == "outlet":
        rows = rows[rows["outlet"].isin(_most(about.merge(mentions, on="article_id")["outlet"],
                                              outlets))]
    names = actors.drop_duplicates("actor_id").set_index("actor_id")["name"]
    called = rows["actor_id"].map(names).astype("string").fillna(rows["actor_id"])
    rows = rows.assign(mark=called + " · " + rows[key],
                       n=rows.groupby("actor_id")["start"].transform("size"))
    return rows.sort_values(["n", "actor_id", key, "file_id", "start"],
                            ascending=[False, *[True] * 4], ignore_index=True)[
        ["actor_id", key, "mark", "article_id", "file_id", "start", "end"]]


def _most(values: pd.Series, top: int) -> list[str]:
    """The most frequent values, in the order in which charts draw them."""
    counts = values.value_counts().rename_axis("value").reset_index(name="n")
    return list(counts.sort_values(["n", "value"], ascending=[False, True])["value"].head(top))


def behind_series(members: pd.DataFrame, articles: pd.DataFrame, timeline: pd.DataFrame, *,
                  by: str = "topic", labels: Mapping[str, str] = MappingProxyType({}),
                  top: int = 400) -> pd.DataFrame:
    """The articles that may lie in a period of a series, behind `workbench.charts.timeline_chart`.

    One row a series, period and article: ``series``, ``period`` (its first day), the article, and
    ``mark``, what to call it; of the `top` periods with most expected articles.
    """
    require(timeline, "timeline")
    about = series_members(members, articles, by=by).merge(
        articles[_ABOUT].drop_duplicates("article_id"), on="article_id")
    of = {series: rows.sort_values(["published_earliest", "article_id"])
          for series, rows in about.groupby("series")}
    drawn = timeline[timeline["n_high"] > 0].nlargest(top, "n_expected")
    parts = [rows[rows["published_earliest"].le(period.period_end)
                  & rows["published_latest"].ge(period.period_start)].assign(
                      period=f"{period.period_start:%Y-%m-%d}")
             for period in drawn.itertuples() if (rows := of.get(period.series)) is not None]
    found = pd.concat(parts) if parts else about.assign(period=pd.Series(dtype="string")).iloc[:0]
    names = found["series"].map(dict(labels)).astype("string").fillna(found["series"])
    return found.assign(mark=names + " · " + found["period"])[
        ["series", "period", "mark", *_ABOUT]].reset_index(drop=True)


def behind_overlap(
    found: pd.DataFrame, articles: pd.DataFrame, texts: Mapping[str, str], *,
    by: str = "outlet"
) -> pd.DataFrame:
    """What stands behind each tile of `workbench.charts.overlap_chart`, in both directions.

    One row a passage, quotation, version of a story or credit (see
    `workbench.reuse.overlap_evidence`), longest first: ``outlet_a, outlet_b, n_words, kind,
    earlier``, the passage on both sides and its places.
    """
    rows = overlap_evidence(found, articles, by=by)
    shown = rows.assign(**{f"passage_{side}": _cuts(rows, texts, side) for side in "ab"},
                        **{f"place_{side}": _places(rows, side) for side in "ab"})
    return shown[["outlet_a", "outlet_b", "n_words", "kind", "earlier", "passage_a", "passage_b",
                  "place_a", "place_b"]]


def behind_co_mentions(
    mentions: pd.DataFrame, actors: pd.DataFrame, articles: pd.DataFrame, *, top: int = 20
) -> pd.DataFrame:
    """The articles that name two actors, behind `workbench.charts.co_mention_chart`.

    One row a pair, in both orders, and article: ``name_a, name_b``, the article, and how often
    it names each. Only the `top` actors with most shared articles, as the chart draws, and of the
    pairs those with most articles first.
    """
    for table, name in ((mentions, "mentions"), (actors, "actors"), (articles, "articles")):
        require(table, name)
    pairs = co_mentions(mentions, actors)
    both = pd.concat([pairs, pairs.rename(columns={"name_a": "name_b", "name_b": "name_a"})])
    kept = pairs_drawn(both, "name_a", "name_b", "n_articles", top)
    counted = mentions[mentions["zone"].isin(COUNTED)].dropna(subset="actor_id")
    names = actors.drop_duplicates("actor_id").set_index("actor_id")["name"]
    called = counted["actor_id"].map(names).astype("string").fillna(counted["actor_id"])
    n = counted.assign(name=called)[called.isin(kept)].groupby(
        ["article_id", "actor_id", "name"]).size().rename("n").reset_index()
    rows = n.merge(n, on="article_id", suffixes=("_a", "_b"))
    rows = rows[rows["actor_id_a"] != rows["actor_id_b"]].merge(
        articles[_ABOUT].drop_duplicates("article_id"), on="article_id")
    rows = rows.assign(n_articles=rows.groupby(["name_a", "name_b"])["n_a"].transform("size"))
    return rows.sort_values(
        ["n_articles", "name_a", "name_b", "published_earliest", "article_id"],
        ascending=[False, *[True] * 4], ignore_index=True)[
        ["name_a", "name_b", *_ABOUT, "n_a", "n_b"]]


def behind_witnesses(
    clusters: pd.DataFrame, texts: Mapping[str, str]
) -> pd.DataFrame:
    """The passages of each article, behind `workbench.charts.cluster_chart`.

    One row a witness: ``article_id, cluster_id, place, passage``, those of the passages with most
    witnesses first. Passages outside of articles have no mark of their own.
    """
    require(clusters, "clusters")
    n = clusters.groupby("cluster_id")["start"].transform("size")
    found = clusters.assign(n=n).dropna(subset="article_id").sort_values(
        "n", ascending=False, kind="stable")
    return found.assign(place=_places(found), passage=_cuts(found, texts))[
        ["article_id", "cluster_id", "place", "passage"]].reset_index(drop=True)


def _places(rows: pd.DataFrame, side: str = "") -> pd.Series:
    """File and characters, in words."""
    tail = f"_{side}" if side else ""
    return (rows[f"file_id{tail}"] + ", " + rows[f"start{tail}"].astype("string") + " to "
            + rows[f"end{tail}"].astype("string")).astype("string")


def _cuts(rows: pd.DataFrame, texts: Mapping[str, str], side: str = "") -> pd.Series:
    """How each passage begins, on one line; missing where there is none."""
    tail = f"_{side}" if side else ""
    places = zip(rows[f"file_id{tail}"], rows[f"start{tail}"], rows[f"end{tail}"], strict=True)
    cuts = [pd.NA if pd.isna(file) else
            " ".join(texts[file][start:min(end, start + _SHOWN)].split())
            + ("…" if end - start > _SHOWN else "") for file, start, end in places]
    return pd.Series(cuts, index=rows.index, dtype="string")
