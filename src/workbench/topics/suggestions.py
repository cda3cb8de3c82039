"""Phrases that a lexicon may lack: typical of a topic's articles, and not yet in it."""

from collections import Counter
from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd

from workbench import text
from workbench.tables import TEXT, require
from workbench.topics.keyness import STOP_WORDS, log_likelihood
from workbench.topics.phrases import PhraseSearch, read_phrase

_PLACE = ["article_id", "file_id", "start", "end"]
_LONGEST = 3  # words of a suggested phrase
_INSIDE = 0.8  # of its places: a phrase that stands in a longer one so often adds nothing to it


def suggest_phrases(articles: pd.DataFrame, member_ids: Collection[str], topics: pd.DataFrame, *,
                    min_count: int = 3) -> pd.DataFrame:
    """Phrases that are typical of some articles and not yet in the lexicon.

    One row per phrase of one to three words, the most typical first. Left out are phrases
    that begin or end with a word of grammar, that hold a phrase of the lexicon, that are less
    frequent in these articles than in the others, or that stand inside a longer phrase of the
    table four times in five.

    Cost: linear in the length of the texts.

    Parameters
    ----------
    articles
        Bodies to compare; pass one article a story, or a copied text counts as often as it stands.
    member_ids
        Article ids of the group, such as those of one topic.
    topics
        The lexicon: `topic_id`, `label`, `phrase`.
    min_count
        Fewest places in the group.

    Returns
    -------
    pandas.DataFrame
        `phrase` in lower case; `n` and `n_ref`, its places in the group and elsewhere;
        `n_articles` of the group that have it; `ll`, the log-likelihood of `keyness`; and the first
        place, `article_id`, `file_id`, `start`, `end`, as evidence. Empty when the group or the
        rest has no text.
    """
    require(articles, "articles")
    require(topics, "topics")
    read = articles.dropna(subset="text").sort_values(["file_id", "start"])
    member = read["article_id"].isin(list(member_ids))
    found, n_inside = _phrases_of(read.loc[member])
    found = found.loc[found["n"] >= min_count]
    elsewhere, n_outside = _phrases_of(read.loc[~member], among=set(found["phrase"]))
    counts = found.merge(elsewhere[["phrase", "n"]], on="phrase", how="left", suffixes=("", "_ref"))
    counts = counts.fillna({"n_ref": 0}).astype({
        "phrase": TEXT, "n": "int64", "n_ref": "int64", "n_articles": "int64", "start": "int64",
        "end": "int64", "article_id": TEXT, "file_id": TEXT})
    if not (n_inside and n_outside):
        counts = counts.iloc[:0]
    counts["ll"] = log_likelihood(counts["n"].to_numpy(), counts["n_ref"].to_numpy(),
                                  n_inside, n_outside)
    known = PhraseSearch([read_phrase(phrase, "") for phrase in topics["phrase"].dropna()])
    fresh = counts["phrase"].map(known.find).map(len).eq(0)
    kept = counts.loc[fresh & counts["ll"].gt(0)]
    columns = ["phrase", "n", "n_ref", "n_articles", "ll", *_PLACE]
    return kept.loc[~_inside_longer(kept), columns].sort_values(
        ["ll", "phrase"], ascending=[False, True], ignore_index=True)


def _phrases_of(articles: pd.DataFrame, among: Collection[str] | None = None
                ) -> tuple[pd.DataFrame, int]:
    """Phrases with their counts and first place, and how many words the articles have."""
    counts: Counter[str] = Counter()
    holders: Counter[str] = Counter()
    first: dict[str, tuple[str, str, int, int]] = {}
    n_words = 0
    for row in articles.itertuples():
        lower = row.text.replace("İ", "I").lower()
        words = text.words(lower)
        n_words += len(words)
        here: Counter[str] = Counter()
        for phrase, start, end in _ngrams(lower, words):
            if among is None or phrase in among:
                here[phrase] += 1
                place = row.article_id, row.file_id, row.start + start, row.start + end
                first.setdefault(phrase, place)
        counts.update(here)
        holders.update(here.keys())
    rows = [(phrase, n, holders[phrase], *first[phrase]) for phrase, n in counts.items()]
    return pd.DataFrame(rows, columns=["phrase", "n", "n_articles", *_PLACE]), n_words


def _ngrams(lower: str, words: list[text.Interval]) -> Iterator[tuple[str, int, int]]:
    """Runs of one to three words with single spaces between, without grammar at their ends."""
    tokens = [lower[start:end] for start, end in words]
    told = [token not in STOP_WORDS and len(token) > 2 and not token.isdigit() for token in tokens]
    for i, (start, _) in enumerate(words):
        if not told[i]:
            continue
        for j in range(i, min(i + _LONGEST, len(words))):
            if j > i and lower[words[j - 1][1]:words[j][0]] != " ":
                break
            if told[j]:
                yield lower[start:words[j][1]], start, words[j][1]


def _inside_longer(counts: pd.DataFrame) -> np.ndarray:
    """Does a phrase nearly always stand inside one of these longer ones?"""
    most: dict[str, int] = {}
    for phrase, n in zip(counts["phrase"], counts["n"], strict=True):
        words = phrase.split(" ")
        for i in range(len(words)):
            for j in range(i + 1, len(words) + 1):
                if j - i < len(words):
                    part = " ".join(words[i:j])
                    most[part] = max(most.get(part, 0), n)
    return np.array([most.get(phrase, 0) >= _INSIDE * n
                     for phrase, n in zip(counts["phrase"], counts["n"], strict=True)], dtype=bool)
