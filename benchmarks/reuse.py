"""How well and how fast are copied passages found? ``python benchmarks/reuse.py [N]``

Writes N news-like articles of 20 outlets, a tenth of them with planted reuse, and prints what
`align_passages` finds of it, beside comparing all pairs with rapidfuzz on a part of them.
"""

import sys
import time
from itertools import combinations

import numpy as np
import pandas as pd
from rapidfuzz.distance import LCSseq

from workbench.reuse import align_passages
from workbench.tables import conform

FUNCTION = """the of to and a in that is was for it with as his on be at by i this had not are
    but from or have an they which you were her all she there would their we him been
    has when who will more no if out so said"""
CASES = {"verbatim": 0.4, "edited": 0.3, "reordered": 0.1, "excerpt": 0.1, "quotation": 0.1}
N_OUTLETS = 20
PEER_SIZE = 400


def vocabulary(rng, size=40_000):
    """Words by rank: function words first, then made-up ones, some of them names."""
    function = FUNCTION.split()
    syllables = [c + v for c in "bcdfghjklmnprstvwz" for v in "aeiou"]
    drawn = rng.choice(syllables, (2 * size, 4)).tolist()
    made = {"".join(row[:n]) for row, n in zip(drawn, rng.integers(1, 5, 2 * size), strict=True)}
    content = [w.capitalize() if i % 7 == 0 else w
               for i, w in enumerate(sorted(made - set(function)))]
    return np.array(function + list(rng.permutation(content))[:size - len(function)])


def edit(rng, words, words_to_use, rate):
    """Words with a share of them replaced, dropped or put in."""
    kept = []
    for word, chance in zip(words, rng.random(len(words)) / rate, strict=True):
        if chance >= 2 / 3:
            kept.append(word)
        if chance < 1 / 3 or 2 / 3 <= chance < 1:
            kept.append(str(rng.choice(words_to_use)))
    return kept


def reuse(rng, case, source, own, words_to_use):
    """The words of an article that reuses `source`."""
    if case in ("verbatim", "edited"):
        return edit(rng, source, words_to_use, 1e-9 if case == "verbatim" else
                    rng.uniform(0.05, 0.15))
    if case == "reordered":
        return [w for part in rng.permutation(4) for w in np.array_split(source, 4)[part]]
    length = rng.integers(*((40, 120) if case == "excerpt" else (12, 30)))
    first, place = rng.integers(len(source) - length), rng.integers(len(own))
    return [*own[:place], *source[first:first + length], *own[place:]]


def write(n, seed=0):
    """Articles, and the planted pairs by case."""
    rng = np.random.default_rng(seed)
    vocab = vocabulary(rng)
    chance = 1 / np.arange(3, len(vocab) + 3)
    lengths = rng.lognormal(np.log(400), 0.4, n).astype(int).clip(150, 2000)
    stream = rng.choice(vocab, lengths.sum(), p=chance / chance.sum()).tolist()
    ends = lengths.cumsum()
    texts = [stream[end - length:end] for end, length in zip(ends, lengths, strict=True)]
    footers = rng.choice(vocab, (N_OUTLETS, 15)).tolist()
    chosen = rng.permutation(n)[:n // 10 * 2].reshape(-1, 2)
    cases = rng.choice(list(CASES), len(chosen), p=list(CASES.values()))
    for (source, copy), case in zip(chosen, cases, strict=True):
        texts[copy] = reuse(rng, case, texts[source], texts[copy], vocab)
    bodies = [" ".join(map(str, [*words, *footers[i % N_OUTLETS]]))
              for i, words in enumerate(texts)]
    articles = conform(pd.DataFrame({
        "article_id": [f"a{i}" for i in range(n)], "file_id": [f"{i:07}.txt" for i in range(n)],
        "start": 0, "end": list(map(len, bodies)), "outlet": [f"o{i % N_OUTLETS}" for i in
                                                              range(n)],
        "start_confidence": 1.0, "n_words": lengths, "text": bodies}), "articles")
    planted = {frozenset((f"a{a}", f"a{b}")): case for (a, b), case in
               zip(chosen.tolist(), cases, strict=True)}
    return articles, planted


def score(found, planted):
    """Precision, recall and F1 of the pairs, and the share of each case found."""
    hits = found & planted.keys()
    cases = pd.Series(planted).groupby(pd.Series(planted)).size()
    recalled = pd.Series({p: planted[p] for p in hits}, dtype=object).value_counts()
    return {"precision": len(hits) / max(len(found), 1), "recall": len(hits) / len(planted),
            "F1": 2 * len(hits) / (len(found) + len(planted)),
            **(recalled.reindex(cases.index).fillna(0) / cases).to_dict()}


def workbench_pairs(articles):
    found = align_passages(articles, articles).query("kind == 'cross_article'")
    return {frozenset(p) for p in zip(found["article_id_a"], found["article_id_b"], strict=True)}


def all_pairs(articles):
    """The peer: longest common subsequence of words of every two articles (rapidfuzz)."""
    words = dict(zip(articles["article_id"], articles["text"].str.split(), strict=True))
    return {frozenset((a, b)) for a, b in combinations(words, 2)
            if LCSseq.normalized_similarity(words[a], words[b], score_cutoff=0.5)}


def measure(name, find, n):
    articles, planted = write(n)
    start = time.process_time()
    found = find(articles)
    seconds = time.process_time() - start
    figures = " ".join(f"{k} {v:.3f}" for k, v in score(found, planted).items())
    print(f"{name:22} n={n:<7} {seconds:8.2f} CPU s {n / seconds:9,.0f} articles/s  {figures}")
    return seconds


if __name__ == "__main__":
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    measure("rapidfuzz, all pairs", all_pairs, PEER_SIZE)
    measure("align_passages", workbench_pairs, PEER_SIZE)
    once, four = (measure("align_passages", workbench_pairs, size) for size in (n, 4 * n))
    print(f"growth exponent from {n:,} to {4 * n:,}: {np.log(four / once) / np.log(4):.2f}")
