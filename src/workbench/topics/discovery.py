"""Topics that the corpus suggests by itself, with a figure for how far to trust them.

Non-negative matrix factorisation of TF-IDF weights (Lee and Seung 1999). These topics stand
beside those of the lexicon and are never mixed with them: their ids begin with ``found-``.
"""

from collections.abc import Sequence
from typing import NamedTuple
from warnings import catch_warnings, simplefilter

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from threadpoolctl import threadpool_limits

from workbench.tables import TEXT, require
from workbench.topics.keyness import STOP_WORDS, log_likelihood

_WORD = r"(?<!['’])[^\W\d_](?:[^\W_]|[-‑](?=[^\W_])){2,}"  # of "Russia's", Russia
_VOCABULARY = 5_000  # words, the most frequent ones: rarer ones tell no two topics apart
_FEWEST = 12  # articles; fewer say nothing about what they have in common
_PER_TOPIC = 3  # articles a topic must have on average
_TOP = 10  # terms that two runs of a topic are compared by (Greene et al. use 10 to 100)
_SAMPLE = 0.8  # of the articles in each run
_MOST_COMPARED = 1_000  # articles: stability is a figure for orientation
_LABEL = 3  # words
_SHARE = 0.1  # of an article; what is less is noise of the factorisation
_ITERATIONS = 150


class Discovery(NamedTuple):
    """What `discover_topics` found.

    Attributes
    ----------
    topics
        One row a topic: `topic_id`, `label`, `terms` (the ten heaviest, ``|``-separated),
        `n_articles` (whose largest topic it is), `stability` (0 to 1).
    articles
        One row per article and topic: `article_id`, `topic_id`, `share` of the article (0 to 1;
        shares below 0.1 are left out) and whether it `is_main`, its largest.
    choices
        One row per number of topics tried: `n_topics`, `stability`.
    note
        One sentence: what was read, what was left out, and how stable the result is.
    """

    topics: pd.DataFrame
    articles: pd.DataFrame
    choices: pd.DataFrame
    note: str


def discover_topics(articles: pd.DataFrame, n_topics: int | Sequence[int] = (4, 6, 8, 10, 12),
                    *, seed: int = 0, runs: int = 5) -> Discovery:
    """Topics of the articles without a lexicon: groups of words that occur together.

    Parameters
    ----------
    articles
        Their `text` is read; pass one article a story, or a text printed ten times is a topic.
    n_topics
        How many, or the numbers to choose from: the most stable, the smaller of equal ones.
        Numbers that leave fewer than three articles a topic are passed over.
    seed
        Of the samples that stability is measured on; the topics do not depend on it.
    runs
        How many samples.

    Returns
    -------
    Discovery
        Labels are the three words of highest keyness (log-likelihood) in the articles whose
        largest topic it is. Stability is that of Greene, O'Callaghan and Cunningham (2014, "How
        many topics?"): factorise `runs` samples of 80 % of the articles, match their topics one
        to one with those of all articles, and take the mean Jaccard similarity of the ten
        heaviest terms; from 0.5 a topic is mostly the same topic again, below it
        depends on which articles were read. With fewer than twelve articles all tables
        are empty and the note says so.

    Notes
    -----
    Every machine gets the same tables: the factorisation begins at the singular vectors (NNDSVD,
    Boutsidis and Gallopoulos 2008), not at random, and runs on one thread; figures are rounded to
    three digits, topics ordered by size, then label. Cost: linear in the length of the texts;
    stability is measured on at most 1,000 articles.

    Raises
    ------
    ValueError
        `n_topics` or `runs` is less than one.
    """
    require(articles, "articles")
    wanted = sorted({n_topics} if isinstance(n_topics, (int, np.integer)) else set(n_topics))
    if not wanted or min(*wanted, runs) < 1:
        raise ValueError(f"n_topics and runs must be 1 or more, found {n_topics} and {runs}.")
    read = articles.dropna(subset="text").drop_duplicates("article_id").sort_values("article_id")
    counts, words = _counts(read["text"])
    possible = [k for k in wanted if k * _PER_TOPIC <= len(read) and k <= counts.shape[1]]
    if len(read) < _FEWEST or not possible or counts.shape[1] < _TOP:
        return _nothing(len(read), wanted)
    weights = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
    samples = _samples(len(read), seed, runs)
    runs_of = {k: [_heaviest(_factorise(weights[rows], k)[1]) for rows in samples]
               for k in possible}
    tried = {k: _stability(reference, others).mean()
             for k, (reference, *others) in runs_of.items()}
    k = max(possible, key=lambda k: (round(float(tried[k]), 3), -k))
    shares, components = _factorise(weights, k)
    topics = pd.DataFrame({
        "terms": ["|".join(words[top]) for top in _ordered(components)],
        "stability": _stability(_heaviest(components), runs_of[k][1:]).round(3)})
    return _described(read["article_id"], counts, words, _shares(shares, components), topics, tried)


def _counts(texts: pd.Series) -> tuple[csr_matrix, np.ndarray]:
    """How often each article has each word that is neither rare nor in most articles."""
    vectorizer = CountVectorizer(token_pattern=_WORD, stop_words=sorted(STOP_WORDS), min_df=2,
                                 max_df=0.5, max_features=_VOCABULARY)
    try:
        counts = vectorizer.fit_transform(texts)
    except ValueError:  # no word is left
        return csr_matrix((len(texts), 0)), np.array([])
    return counts, vectorizer.get_feature_names_out()


def _factorise(weights: csr_matrix, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Topics of articles and words of topics."""
    model = NMF(k, init="nndsvd", tol=3e-3, max_iter=_ITERATIONS, random_state=0)
    with threadpool_limits(1), catch_warnings():  # more threads only wait for one another here
        simplefilter("ignore", ConvergenceWarning)  # the top terms have settled by then
        return model.fit_transform(weights), model.components_


def _samples(n: int, seed: int, runs: int) -> list[np.ndarray]:
    """Rows compared: first all of them, then for each run 80 % of these."""
    random = np.random.default_rng(seed)
    rows = np.sort(random.permutation(n)[:_MOST_COMPARED])
    size = max(int(_SAMPLE * len(rows)), 1)
    return [rows, *(np.sort(random.permutation(rows)[:size]) for _ in range(runs))]


def _ordered(components: np.ndarray) -> np.ndarray:
    """Columns of the heaviest words of each topic; rounded, so that machines agree on ties."""
    scaled = components / np.maximum(components.max(axis=1, keepdims=True), 1e-12)
    return np.argsort(-scaled.round(6), axis=1, kind="stable")[:, :_TOP]


def _heaviest(components: np.ndarray) -> list[set[int]]:
    return [set(top) for top in _ordered(components).tolist()]


def _stability(reference: list[set[int]], others: list[list[set[int]]]) -> np.ndarray:
    """Of each topic: mean Jaccard similarity with the topic it is matched to in each run."""
    found = []
    for other in others:
        alike = np.array([[len(a & b) / len(a | b) for b in other] for a in reference])
        rows, columns = linear_sum_assignment(-alike)
        found.append(alike[rows, columns])
    return np.mean(found, axis=0)


def _shares(weights: np.ndarray, components: np.ndarray) -> np.ndarray:
    """Each topic's part of what the factorisation says of an article."""
    parts = weights * components.sum(axis=1)
    return (parts / np.maximum(parts.sum(axis=1, keepdims=True), 1e-12)).round(3)


def _described(ids: pd.Series, counts: csr_matrix, words: np.ndarray, shares: np.ndarray,
               topics: pd.DataFrame, tried: dict[int, float]) -> Discovery:
    """The tables: topics by size, then label."""
    main = np.where(shares.any(axis=1), shares.argmax(axis=1), -1)
    sizes = np.bincount(main[main >= 0], minlength=len(topics))
    named = topics.assign(n_articles=sizes, number=range(len(topics)), label=[
        ", ".join(_typical(counts, words, main == number)) for number in range(len(topics))])
    named = named.sort_values(["n_articles", "label", "number"], ascending=[False, True, True])
    named["topic_id"] = [f"found-{place:02}" for place in range(1, len(named) + 1)]
    article, topic = np.nonzero((shares >= _SHARE) | (
        np.arange(len(topics)) == main[:, None]))
    members = pd.DataFrame({
        "article_id": ids.array[article], "share": shares[article, topic],
        "topic_id": named.set_index("number")["topic_id"].reindex(topic).array,
        "is_main": main[article] == topic})
    choices = pd.DataFrame({"n_topics": tried.keys(), "stability": tried.values()}).round(3)
    left_out = int((main < 0).sum())
    note = (f"{len(topics)} topics of {len(ids):,} articles, chosen among {list(tried)} by their "
            f"stability, {named['stability'].mean():.2f} of 1 on average; {left_out:,} articles "
            "have none of the words read.")
    return Discovery(_as_topics(named), _as_members(members), choices, note)


def _typical(counts: csr_matrix, words: np.ndarray, rows: np.ndarray) -> list[str]:
    """The words of highest keyness in some articles against the others."""
    inside, outside = (np.asarray(counts[which].sum(axis=0)).ravel() for which in (rows, ~rows))
    ll = log_likelihood(inside, outside, int(inside.sum()), int(outside.sum()))
    return list(words[np.argsort(-ll.round(6), kind="stable")[:_LABEL]])


def _as_topics(frame: pd.DataFrame) -> pd.DataFrame:
    columns = {"topic_id": TEXT, "label": TEXT, "terms": TEXT, "n_articles": "int64",
               "stability": "float64"}
    return frame.reindex(columns=list(columns)).astype(columns).reset_index(drop=True)


def _as_members(frame: pd.DataFrame) -> pd.DataFrame:
    columns = {"article_id": TEXT, "topic_id": TEXT, "share": "float64", "is_main": "bool"}
    return frame.reindex(columns=list(columns)).astype(columns).sort_values(
        ["article_id", "topic_id"], ignore_index=True)


def _nothing(n: int, wanted: list[int]) -> Discovery:
    none = pd.DataFrame()
    choices = pd.DataFrame({"n_topics": [], "stability": []}).astype(
        {"n_topics": "int64", "stability": "float64"})
    needed = max(_FEWEST, _PER_TOPIC * wanted[0])
    return Discovery(_as_topics(none), _as_members(none), choices, (
        f"{n:,} articles are too few to discover topics in, or have too few words in common: at "
        f"least {needed} are needed for {wanted[0]} topics."))
