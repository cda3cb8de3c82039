"""Which topics an article is about, and which words set a group of articles apart.

A topic is a list of phrases. Hits are counted in headlines and unmasked bodies; a topic counts
for an article by how many different phrases say it, how often, and how early.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

import ahocorasick_rs
import numpy as np
import pandas as pd
from scipy.special import xlogy

from workbench import text
from workbench.tables import TEXT, as_segments, conform, require

_COUNTED_ZONES = ("headline", "body")
_STARTS_A_WORD = re.compile(r"(?<!\w)(?<!\d[.,])")  # "5 percent" is not in "2.5 percent"
_ENDS_A_WORD = re.compile(r"s?(?!\w)")
_LEDE = 350  # characters: the first two or three sentences
_PROMINENT = 2.0  # weight of a phrase that stands in the headline or the lede
_PRIMARY = 0.5  # of the article's strongest topic
_PRIMARY_PHRASES = 2  # said in one way only, a topic is touched, not treated

Match = tuple[int, int, int]
"""Index of a pattern, and half-open offsets."""


def find_topic_hits(segments: pd.DataFrame, topics: pd.DataFrame) -> pd.DataFrame:
    """Occurrences of topic phrases in headlines and bodies.

    One row per hit. Matching ignores case, the kind of quotation mark and how lines wrap; a
    phrase is matched on whole words, and its last word may carry a plural *s* (which the span
    then includes). A hit inside a longer one of the same topic is dropped; hits of different
    topics may share characters. Labels, captions and other noise (zone ``other``) are not
    searched.

    Cost: one pass over the text whatever the number of phrases (Aho and Corasick 1975).

    Parameters
    ----------
    segments
        Segments, or articles (bodies only).
    topics
        `topic_id`, `label`, `phrase`; one phrase a row, the same phrase in several topics too.

    Returns
    -------
    topic_hits

    Examples
    --------
    >>> articles = pd.DataFrame({"article_id": ["a"], "file_id": ["f"], "start": [10], "end": [40],
    ...                          "text": ["New tariffs, and a trade war."]})
    >>> topics = pd.DataFrame({"topic_id": "trade", "label": "Trade",
    ...                        "phrase": ["tariff", "Trade war"]})
    >>> find_topic_hits(articles, topics)[["start", "end", "phrase"]]
       start  end     phrase
    0     14   21     tariff
    1     29   38  Trade war
    """
    segments = as_segments(segments)
    require(topics, "topics")
    lexicon = topics.assign(pattern=[_normal(text.fold(phrase).strip())[0]
                                     for phrase in topics["phrase"].fillna("")])
    lexicon = lexicon.loc[lexicon["pattern"] != ""].drop_duplicates(["topic_id", "pattern"])
    patterns = list(dict.fromkeys(lexicon["pattern"]))
    searched = segments.loc[segments["zone"].isin(_COUNTED_ZONES) & segments["text"].notna()]
    if not patterns or searched.empty:
        return conform([], "topic_hits")
    hits = _search(searched, patterns).merge(lexicon[["pattern", "topic_id", "phrase"]])
    return conform(_without_nested(hits), "topic_hits")


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


def keyness(articles: pd.DataFrame, member_ids: Collection[str], *,
            min_count: int = 5) -> pd.DataFrame:
    """Words that are more, or less, frequent in some articles than in the others.

    One row per word, the most typical first. The statistic is the log-likelihood ratio of
    Dunning (1993) in the two-corpus form of Rayson and Garside (2000).

    Parameters
    ----------
    articles
        Bodies to compare; a copied text counts as often as it stands here.
    member_ids
        Article ids of the group, such as those of one topic or one outlet.
    min_count
        Words with fewer occurrences in all articles together are left out: the statistic is not
        to be trusted below (Rayson and Garside use 5).

    Returns
    -------
    pandas.DataFrame
        `word` in lower case, `n` in the group, `n_ref` elsewhere, and `ll`, positive where the
        word is more frequent in the group and negative where it is less so: 3.84 is p < 0.05,
        15.13 is p < 0.0001 for one word looked at. Empty when the group or the rest has no text.
    """
    require(articles, "articles")
    member = articles["article_id"].isin(list(member_ids))
    inside, outside = (_word_counts(articles.loc[rows, "text"]) for rows in (member, ~member))
    counts = pd.DataFrame({"n": inside, "n_ref": outside}).fillna(0).astype("int64")
    total, total_ref = counts["n"].sum(), counts["n_ref"].sum()
    counts = counts.loc[counts.sum(axis="columns") >= min_count].rename_axis("word").reset_index()
    if not (total and total_ref):
        counts = counts.iloc[:0]
    ll = _log_likelihood(counts["n"].to_numpy(), counts["n_ref"].to_numpy(), total, total_ref)
    return counts.astype({"word": TEXT}).assign(ll=ll).sort_values(
        ["ll", "word"], ascending=[False, True], ignore_index=True)


def _normal(cleaned: str) -> tuple[str, np.ndarray]:
    """In lower case with single spaces, and where each character left stood in `cleaned`."""
    lower = cleaned.replace("İ", "I").lower()  # the one letter whose lower case is longer
    codes = np.frombuffer(lower.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    spaces = codes == ord(" ")
    spaces[1:] &= spaces[:-1]
    place = np.flatnonzero(~spaces)
    return codes[place].tobytes().decode("utf-32-le", "surrogatepass"), place


def _search(segments: pd.DataFrame, patterns: list[str]) -> pd.DataFrame:
    """Every occurrence of every pattern on whole words, one row each."""
    automaton = ahocorasick_rs.AhoCorasick(patterns)
    columns = ["article_id", "file_id", "start", "text"]
    rows = []
    for article_id, file_id, offset, cleaned in segments[columns].itertuples(index=False):
        normal, place = _normal(cleaned)
        matches = automaton.find_matches_as_indexes(normal, overlapping=True)
        rows += [(article_id, file_id, offset + place[start], offset + place[end - 1] + 1,
                  patterns[number]) for number, start, end in _whole_words(normal, matches)]
    hits = pd.DataFrame(rows, columns=["article_id", "file_id", "start", "end", "pattern"])
    return hits.astype({"start": "int64", "end": "int64"})


def _whole_words(normal: str, matches: Iterable[Match]) -> Iterator[Match]:
    """Matches that begin and end with a word; a plural *s* is taken in."""
    for number, start, end in matches:
        word_end = _ENDS_A_WORD.match(normal, end)
        if word_end and _STARTS_A_WORD.match(normal, start):
            yield number, start, word_end.end()


def _without_nested(hits: pd.DataFrame) -> pd.DataFrame:
    """Hits that do not lie inside another hit of their topic; of two that are equal, the plural."""
    ordered = hits.sort_values(["topic_id", "file_id", "start", "end", "pattern"],
                               ascending=[True, True, True, False, False])
    place = [ordered["topic_id"], ordered["file_id"]]
    furthest = ordered.groupby(["topic_id", "file_id"])["end"].cummax()
    return ordered.loc[~(ordered["end"] <= furthest.groupby(place).shift(fill_value=-1))]


def _word_counts(bodies: pd.Series) -> pd.Series:
    counts: Counter[str] = Counter()
    for body in bodies.dropna().str.lower():
        counts.update(body[start:end] for start, end in text.words(body))
    return pd.Series(counts, dtype="int64")


def _log_likelihood(n: np.ndarray, n_ref: np.ndarray, total: int, total_ref: int) -> np.ndarray:
    """Signed G2 of one word's counts in two corpora (Rayson and Garside 2000, p. 3)."""
    share = (n + n_ref) / max(total + total_ref, 1)
    expected, expected_ref = share * total, share * total_ref
    g2 = 2 * (xlogy(n, n / expected) + xlogy(n_ref, n_ref / expected_ref))
    return np.where(n >= expected, g2, -g2)
