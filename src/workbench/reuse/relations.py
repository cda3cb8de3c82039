"""Did one copy from the other, or do both carry a third text? Only what the evidence says."""

import numpy as np
import pandas as pd

from workbench.reuse.rows import between, by_id, sides_of
from workbench.tables import require

COLUMNS = ["article_id_a", "article_id_b", "n_passages", "n_words", "earlier", "relation",
           "source", "basis", "file_id_a", "start_a", "end_a", "file_id_b", "start_b", "end_b"]
_PAIR = ["article_id_a", "article_id_b"]
_NEAR = 250  # characters around a passage in which a credit speaks of it
_RANK = {"credit": 0, "origin": 1, "one credit": 2, "earlier witness": 3, "dates": 4}
_PLACES = ["file_id", "start", "end"]


def find_relations(alignments: pd.DataFrame, articles: pd.DataFrame,
                   citations: pd.DataFrame) -> pd.DataFrame:
    """How two articles with the same words come by them: a row per pair, with the evidence.

    Parameters
    ----------
    alignments, articles, citations
        As found. Credits count in the passage or within 250 characters of it; a credit line
        ("Source: …") anywhere in the article.

    Returns
    -------
    pandas.DataFrame
        `article_id_a`, `article_id_b`, `n_passages`, `n_words`; `earlier` (``a``, ``b``,
        ``unknown``), as in the alignments. `relation` is

        - ``copied``: one credits the outlet of the other, or was written there (`origin`);
        - ``third_text``: both credit the same newsroom or document, both were written in a third
          newsroom, one credits a third for what they share (or, where it was published later,
          an earlier report of its own), or a third article had the words before either;
        - ``follows``: one was published after the other, and nothing says from where it has it;
        - ``unknown``: not even that is known.

        `source` names whom the text is from: an outlet, a document or, of ``earlier witness``,
        an article_id. `basis` is the evidence, the strongest first: ``credit``, ``origin``,
        ``one credit`` (on one side only), ``earlier witness``, ``dates``; or missing.
        `file_id_a` … `end_b` are the places of the credits, on the sides that have one.
    """
    require(alignments, "alignments")
    require(articles, "articles")
    require(citations, "citations")
    rows = between(alignments)
    if rows.empty:
        return pd.DataFrame(columns=COLUMNS)
    names = by_id(articles, "outlet", "origin").reindex(
        pd.unique(rows[_PAIR].to_numpy().ravel())).map(_plain, na_action="ignore")
    credits = {side: _credits(rows, citations, side) for side in "ab"}
    found = pd.concat([_by_credit(rows, credits, names), _by_origin(rows, articles, names),
                       _by_witness(rows, articles), _by_dates(rows)], ignore_index=True)
    found = found.assign(rank=found["basis"].map(_RANK)).sort_values("rank", kind="stable")
    pairs = rows.groupby(_PAIR, as_index=False).agg(
        n_passages=("n_words", "size"), n_words=("n_words", "sum"), earlier=("earlier", "first"))
    pairs = pairs.merge(found.drop_duplicates(_PAIR), "left", on=_PAIR)
    ints = {f"{edge}_{side}": "Int64" for side in "ab" for edge in ("start", "end")}
    pairs = pairs.assign(relation=pairs["relation"].fillna("unknown"))
    return pairs.reindex(columns=COLUMNS).astype(ints)


def _plain(name: str) -> str:
    return " ".join(str(name).casefold().split()).removeprefix("the ")


def _credits(rows: pd.DataFrame, citations: pd.DataFrame, side: str) -> pd.DataFrame:
    """Credits near the passages of one side: number of the row, name, as written, place."""
    place = rows[[f"article_id_{side}", f"start_{side}", f"end_{side}"]].set_axis(
        ["article_id", "first", "last"], axis=1).rename_axis("row").reset_index()
    told = citations[citations["kind"].isin(["outlet", "self", "credit_line", "document"])]
    near = place.merge(told, on="article_id")
    line = near["kind"].eq("credit_line")
    near = near[line | ((near["start"] <= near["last"] + _NEAR)
                        & (near["end"] >= near["first"] - _NEAR))]
    written = near["outlet"].fillna(near["text"])
    return near.assign(source=written, name=written.map(_plain))[
        ["row", "name", "source", *_PLACES]]


def _by_credit(rows: pd.DataFrame, credits: dict[str, pd.DataFrame],
               names: pd.DataFrame) -> pd.DataFrame:
    """One credits the other's outlet; or both credit a third, or one does."""
    parts = []
    for side, other in ("ab", "ba"):
        told = credits[side].join(rows[[*_PAIR, "earlier"]], on="row")
        theirs, own = (_is_named(told, s, names) for s in (other, side))
        third = ~theirs & (~own | told["earlier"].eq(other))
        told = told.rename(columns={place: f"{place}_{side}" for place in _PLACES})
        told = told.assign(relation=np.where(third, "third_text", "copied"),
                           basis=np.where(theirs, "credit", "one credit"))
        parts.append(told[~(theirs & own)].drop(columns="earlier"))
    both = credits["a"].merge(credits["b"].drop(columns="source"), on=["row", "name"],
                              suffixes=("_a", "_b")).join(rows[_PAIR], on="row")
    both = both[~(_is_named(both, "a", names) | _is_named(both, "b", names))]
    parts.append(both.assign(relation="third_text", basis="credit"))
    return pd.concat(parts).drop(columns=["row", "name"])


def _is_named(credits: pd.DataFrame, side: str, names: pd.DataFrame) -> np.ndarray:
    """Is the newsroom that is credited the outlet or the origin of the article on this side?"""
    article = names.reindex(credits[f"article_id_{side}"])
    name = credits["name"].to_numpy(object)
    return np.logical_or(*(article[column].astype(object).where(article[column].notna(), "")
                           .to_numpy() == name for column in ("outlet", "origin")))


def _by_origin(rows: pd.DataFrame, articles: pd.DataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """One was written in the other's newsroom, or both in a third."""
    pairs = rows[_PAIR].drop_duplicates(ignore_index=True)
    a, b = (names.reindex(pairs[f"article_id_{s}"]).reset_index(drop=True) for s in "ab")
    written = by_id(articles, "origin")["origin"]
    from_b = a["origin"].eq(b["outlet"]).fillna(False) & a["origin"].ne(a["outlet"]).fillna(True)
    from_a = b["origin"].eq(a["outlet"]).fillna(False) & b["origin"].ne(b["outlet"]).fillna(True)
    same = a["origin"].eq(b["origin"]).fillna(False) & ~from_a & ~from_b
    third = same & ~(a["origin"].eq(a["outlet"]) | b["origin"].eq(b["outlet"])).fillna(False)
    source = pairs["article_id_a"].map(written).where(
        from_b | third, pairs["article_id_b"].map(written))
    relation = np.where(third, "third_text", "copied")
    kept = (from_a | from_b | third).astype(bool)
    return pairs.assign(source=source, relation=relation, basis="origin")[kept]


def _by_witness(rows: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """A third article that certainly had the passage before both."""
    days = by_id(articles, "published_earliest", "published_latest")
    sides = sides_of(rows).join(days, on="article_id")
    first = sides.dropna(subset="published_latest").sort_values(
        ["published_latest", "file_id", "start"]).drop_duplicates("cluster").set_index("cluster")
    cluster = sides["cluster"].iloc[:len(rows)]
    oldest = first.reindex(cluster).reset_index(drop=True)
    before = np.logical_and(*(
        oldest["published_latest"].to_numpy()
        < days["published_earliest"].reindex(rows[f"article_id_{s}"]).to_numpy() for s in "ab"))
    return rows[_PAIR].assign(source=oldest["article_id"].to_numpy(), relation="third_text",
                              basis="earlier witness")[before]


def _by_dates(rows: pd.DataFrame) -> pd.DataFrame:
    known = rows[rows["earlier"].ne("unknown")]
    return known[_PAIR].assign(relation="follows", basis="dates")
