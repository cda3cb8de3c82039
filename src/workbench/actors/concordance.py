"""Mentions read in context, listed by form, and put in pairs. Tables in, tables out."""

import os
import re
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from workbench.tables import COUNTED, InputError, as_segments, require

_WRITERS = {".gexf": nx.write_gexf, ".graphml": nx.write_graphml}
_APART = 2**40  # characters between files that are searched as one text
_WIDEST = 60  # actors of one article that are put in pairs: the most named


def kwic(segments: pd.DataFrame, spans: pd.DataFrame, *, window: int = 60) -> pd.DataFrame:
    """Key words in context: one line a span, in the order of `spans`.

    Parameters
    ----------
    segments
        Segments, or articles, that hold the spans.
    spans
        Any table with `file_id`, `start` and `end`: mentions, topic hits, quotations.
    window
        Characters on each side.

    Returns
    -------
    pandas.DataFrame
        `article_id`, `file_id`, `start`, `end`, and the text before (`pre`), of (`keyword`) and
        after the span (`post`), on one line each. A span that lies in no segment has empty text.
    """
    frame = as_segments(segments).sort_values(["file_id", "start"], ignore_index=True)
    held = _segment_of(frame, spans)
    known = np.maximum(held, 0)
    texts, begins = frame["source"].tolist(), frame["start"].tolist()
    rows = []
    for at, start, end in zip(held.tolist(), spans["start"], spans["end"], strict=True):
        source, begin = (texts[at], begins[at]) if at >= 0 else ("", start)
        first, last = start - begin, end - begin
        rows.append([_line(source[max(0, first - window):first]), _line(source[first:last]),
                     _line(source[last:last + window])])
    lines = pd.DataFrame(rows, columns=["pre", "keyword", "post"], dtype="string")
    place = spans[["file_id", "start", "end"]].reset_index(drop=True)
    article = frame["article_id"].reindex(known).reset_index(drop=True).where(held >= 0)
    return pd.concat([article, place, lines], axis=1)


def in_context(segments: pd.DataFrame, rows: pd.DataFrame, *, window: int = 60) -> pd.DataFrame:
    """The rows of any table with offsets, with `pre`, `keyword` and `post` of `kwic`."""
    near = segments[segments["file_id"].isin(rows["file_id"])]
    lines = kwic(near, rows, window=window)
    return rows.assign(**{column: list(lines[column]) for column in ("pre", "keyword", "post")})


def _segment_of(frame: pd.DataFrame, spans: pd.DataFrame) -> "np.ndarray[tuple[int], Any]":
    """Row of the segment that holds each span, or -1.

    Noise inside a body is a segment of its own, so bodies are searched after the others.
    """
    body = (frame["zone"] == "body").to_numpy()
    other = _search(frame[~body], spans)
    return np.where(other >= 0, other, _search(frame[body], spans))


def _search(frame: pd.DataFrame, spans: pd.DataFrame) -> "np.ndarray[tuple[int], Any]":
    """Row of `frame` that holds each span, or -1: one search in the sorted starts of all files."""
    if frame.empty:
        return np.full(len(spans), -1)
    files = pd.Index(frame["file_id"].unique())
    base, own = (np.asarray(files.get_indexer(table["file_id"])) * _APART
                 for table in (frame, spans))
    starts, ends = (base + frame[edge].to_numpy() for edge in ("start", "end"))
    first, last = (own + spans[edge].to_numpy() for edge in ("start", "end"))
    at = np.maximum(np.searchsorted(starts, first, side="right") - 1, 0)
    inside = (base[at] == own) & (starts[at] <= first) & (ends[at] >= last)
    return np.where(inside, frame.index.to_numpy()[at], -1)


def _line(piece: str) -> str:
    return " ".join(re.split(r"\s+", piece))


def surface_forms(mentions: pd.DataFrame) -> pd.DataFrame:
    """The words in which each actor is named: `actor_id`, `surface`, `kind`, `n`, `n_articles`.

    Line breaks inside a name count as spaces. An actor's forms stand together, the actor named
    most first, its most frequent form first; unresolved surfaces come last, without an actor.
    """
    require(mentions, "mentions")
    forms = mentions.assign(
        surface=mentions["surface"].str.replace(r"\s+", " ", regex=True))
    counts = forms.groupby(["actor_id", "surface", "kind"], dropna=False).agg(
        n=("start", "size"), n_articles=("article_id", "nunique")).reset_index()
    total = counts.groupby("actor_id", dropna=False)["n"].transform("sum")
    total = total.where(counts["actor_id"].notna(), -1)
    ordered = counts.assign(total=total).sort_values(
        ["total", "actor_id", "n", "surface", "kind"], ascending=[False, True, False, True, True])
    return ordered.drop(columns="total").reset_index(drop=True)


def unresolved(mentions: pd.DataFrame) -> pd.DataFrame:
    """Surfaces without an actor: `surface`, `n`, `n_articles`, and where the first one stands."""
    require(mentions, "mentions")
    rows = mentions[mentions["actor_id"].isna()]
    counts = rows.groupby("surface").agg(
        n=("start", "size"), n_articles=("article_id", "nunique"), file_id=("file_id", "first"),
        start=("start", "first"), end=("end", "first")).reset_index()
    return counts.sort_values(["n", "surface"], ascending=[False, True], ignore_index=True)


def co_mentions(mentions: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """Which actors are named in the same articles (headline and body).

    Returns
    -------
    pandas.DataFrame
        One row a pair, most articles first: `actor_a`, `actor_b`, `name_a`, `name_b`,
        `n_articles` that name both, `n_total` that name either, and their ratio `share` (0 to 1,
        Jaccard's).

    Notes
    -----
    Of an article that names more than 60 actors the 60 most named are paired, so time grows with
    the number of articles whatever their length.
    """
    require(mentions, "mentions")
    require(actors, "actors")
    rows = mentions[mentions["zone"].isin(COUNTED)].dropna(subset=["actor_id", "article_id"])
    named = rows.groupby(["article_id", "actor_id"]).size().rename("n").reset_index()
    named = named.sort_values(["article_id", "n", "actor_id"], ascending=[True, False, True])
    n_articles = named["actor_id"].value_counts()
    named = named.groupby("article_id").head(_WIDEST)
    pairs = named.merge(named, on="article_id", suffixes=("_a", "_b"))
    pairs = pairs[pairs["actor_id_a"] < pairs["actor_id_b"]]
    counts = pairs.groupby(["actor_id_a", "actor_id_b"]).size().rename("n_articles").reset_index()
    counts = counts.rename(columns={"actor_id_a": "actor_a", "actor_id_b": "actor_b"})
    either = [counts[side].map(n_articles).astype("int64") for side in ("actor_a", "actor_b")]
    n_total = either[0] + either[1] - counts["n_articles"]
    names = actors.drop_duplicates("actor_id").set_index("actor_id")["name"]
    table = counts.assign(name_a=counts["actor_a"].map(names), name_b=counts["actor_b"].map(names),
                          n_total=n_total, share=counts["n_articles"] / n_total)
    return table[["actor_a", "actor_b", "name_a", "name_b", "n_articles", "n_total", "share"]
                 ].sort_values(["n_articles", "actor_a", "actor_b"],
                               ascending=[False, True, True], ignore_index=True)


def co_mention_graph(pairs: pd.DataFrame, actors: pd.DataFrame) -> nx.Graph:
    """Pairs of `co_mentions` as a graph; `write_graph` writes it to a file.

    Nodes are actor ids with `label` and `type`; edges have `weight`, the articles that name
    both, and `share`.
    """
    require(actors, "actors")
    graph = nx.Graph(name="co-mentions")
    shown = actors[actors["actor_id"].isin([*pairs["actor_a"], *pairs["actor_b"]])]
    for row in shown.itertuples():
        graph.add_node(row.actor_id, label=row.name, type="" if pd.isna(row.type) else row.type)
    graph.add_edges_from((row.actor_a, row.actor_b, {
        "weight": int(row.n_articles), "share": float(row.share)}) for row in pairs.itertuples())
    return graph


def write_graph(graph: nx.Graph, path: str | Path) -> Path:
    """Write a graph for other tools: GEXF (Gephi) or GraphML, by the ending of the file's name.

    The file is replaced as a whole.

    Raises
    ------
    InputError
        The name ends in neither ``.gexf`` nor ``.graphml``.
    """
    file = Path(path)
    if file.suffix not in _WRITERS:
        raise InputError(f"{file.name!r} has no ending that says its format; name it "
                         f"{file.stem}.gexf or {file.stem}.graphml.")
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        _WRITERS[file.suffix](graph, draft)
        os.replace(draft, file)
    finally:
        draft.unlink(missing_ok=True)
    return file
