"""How much each article is about a topic: by how many phrases, how often and how early."""

import numpy as np
import pandas as pd

from workbench.tables import conform, require

_LEDE = 350  # characters: the first two or three sentences
_PROMINENT = 2.0  # weight of a phrase that stands in the headline or the lede
_PRIMARY = 0.5  # of the article's strongest topic
_PRIMARY_PHRASES = 2  # said in one way only, a topic is touched, not treated


def score_topics(topic_hits: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """How much each article is about each topic found in it.

    One row per article and topic with a hit. A phrase found *n* times weighs ``1 + ln n``, twice
    that when it stands in the headline or the first 350 characters; the weights of a topic's
    phrases are summed and divided by those of the article's strongest topic.

    Parameters
    ----------
    topic_hits
        From `find_topic_hits`.
    articles
        Where each article begins; hits in articles that are not in it are left out.

    Returns
    -------
    article_topics
        `score` from 0 to 1, where 1 is the strongest topic of the article: comparable within an
        article, not between articles. `level` is ``primary`` from 0.5 with at least two
        different phrases, else ``secondary``.
    """
    require(topic_hits, "topic_hits")
    require(articles, "articles")
    bounds = articles[["article_id", "start", "end"]].drop_duplicates("article_id")
    placed = topic_hits.merge(bounds, on="article_id", suffixes=("", "_article"))
    if placed.empty:
        return conform([], "article_topics")
    # outside the body there is only the headline: no other zone was searched
    since = placed["start"] - placed["start_article"]
    placed["prominent"] = (since < _LEDE) | (placed["start"] >= placed["end_article"])
    placed["phrase"] = placed["phrase"].str.lower()
    phrases = placed.groupby(["article_id", "topic_id", "phrase"], as_index=False).agg(
        n_hits=("start", "size"), prominent=("prominent", "any"))
    phrases["weight"] = (1 + np.log(phrases["n_hits"])) * np.where(
        phrases["prominent"], _PROMINENT, 1.0)
    scored = phrases.groupby(["article_id", "topic_id"], as_index=False).agg(
        n_hits=("n_hits", "sum"), n_phrases=("phrase", "size"), weight=("weight", "sum"))
    scored["score"] = scored["weight"] / scored.groupby("article_id")["weight"].transform("max")
    primary = (scored["score"] >= _PRIMARY) & (scored["n_phrases"] >= _PRIMARY_PHRASES)
    return conform(scored.assign(level=np.where(primary, "primary", "secondary")),
                   "article_topics")
