"""Which words and phrases set a group of articles apart from the others."""

from collections import Counter
from collections.abc import Collection

import numpy as np
import pandas as pd
from scipy.special import xlogy
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from workbench import text
from workbench.tables import TEXT, require

_MORE_STOP_WORDS = """
    say says said saying let told according mr mrs ms don didn doesn isn aren wasn weren won wouldn
    couldn shouldn hasn haven hadn don't didn't doesn't isn't aren't wasn't weren't won't wouldn't
    couldn't shouldn't hasn't haven't hadn't can't it's that's there's he's she's we're they're
    you're i'm i've we've they've you've let's"""
STOP_WORDS = ENGLISH_STOP_WORDS | frozenset(_MORE_STOP_WORDS.split())
"""Words of grammar, and those by which news says who spoke."""


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
    ll = log_likelihood(counts["n"].to_numpy(), counts["n_ref"].to_numpy(), total, total_ref)
    return counts.astype({"word": TEXT}).assign(ll=ll).sort_values(
        ["ll", "word"], ascending=[False, True], ignore_index=True)


def _word_counts(bodies: pd.Series) -> pd.Series:
    counts: Counter[str] = Counter()
    for body in bodies.dropna().str.lower():
        counts.update(body[start:end] for start, end in text.words(body))
    return pd.Series(counts, dtype="int64")


def log_likelihood(n: np.ndarray, n_ref: np.ndarray, total: int, total_ref: int) -> np.ndarray:
    """Signed G2 of one word's counts in two corpora (Rayson and Garside 2000, p. 3)."""
    share = (n + n_ref) / max(total + total_ref, 1)
    expected, expected_ref = share * total, share * total_ref
    g2 = 2 * (xlogy(n, n / expected) + xlogy(n_ref, n_ref / expected_ref))
    return np.where(n >= expected, g2, -g2)
