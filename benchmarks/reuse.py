"""How well and how fast are copied passages found? ``python benchmarks/reuse.py [N ...]``

Writes N news-like articles of 20 outlets, a tenth of them with planted reuse of six kinds, and
prints what `align_passages` finds of it: pairs of articles, passages (plagdet of Potthast et al.
2010, by kind), characters, and how many footers of an outlet it takes for reuse. Beside it, where
they are installed: rensa (MinHash and LSH) with rapidfuzz, scikit-learn's TF-IDF, and rapidfuzz
on all pairs of a part. Seconds are CPU seconds, gigabytes the most that the process ever held.
"""

import importlib.util
import resource
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
CASES = {"verbatim": 0.3, "edited": 0.25, "reordered": 0.1, "excerpt": 0.15,
         "rewritten": 0.05, "quotation": 0.15}
EDITS = {"verbatim": (0, 1e-9), "edited": (0.05, 0.15), "rewritten": (0.2, 0.25)}
SIZES = {"excerpt": (40, 120), "rewritten": (40, 120), "quotation": (12, 30)}
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
    """Words of an article that reuses `source`; its passages as words of the source and its own."""
    if case == "reordered":
        parts = np.array_split(np.arange(len(source)), 4)
        order = rng.permutation(4)
        starts = np.cumsum([0, *(len(parts[i]) for i in order)])
        passages = [(parts[i][0], parts[i][-1] + 1, start, start + len(parts[i]))
                    for i, start in zip(order, starts, strict=False)]
        return [source[k] for i in order for k in parts[i]], passages
    first, last, place = 0, len(source), 0
    if case in SIZES:
        length = rng.integers(*SIZES[case])
        first, place = rng.integers(len(source) - length), rng.integers(len(own))
        last = first + length
    rate = rng.uniform(*EDITS.get(case, EDITS["verbatim"]))
    copied = edit(rng, source[first:last], words_to_use, rate)
    around = (own[:place], own[place:]) if case in SIZES else ([], [])
    return [*around[0], *copied, *around[1]], [(first, last, place, place + len(copied))]


def write(n, seed=0):
    """Articles, and the planted passages: a row each with its case and its places."""
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
    planted = []
    for (source, copy), case in zip(chosen, cases, strict=True):
        texts[copy], passages = reuse(rng, case, texts[source], texts[copy], vocab)
        starts = [np.cumsum([0, *(len(w) + 1 for w in texts[i])]) for i in (source, copy)]
        planted += [(case, source, starts[0][p], starts[0][q] - 1, copy, starts[1][r],
                     starts[1][s] - 1) for p, q, r, s in passages]
    bodies = [" ".join(map(str, [*words, *footers[i % N_OUTLETS]]))
              for i, words in enumerate(texts)]
    articles = conform(pd.DataFrame({
        "article_id": [f"a{i}" for i in range(n)], "file_id": [f"{i:07}.txt" for i in range(n)],
        "start": 0, "end": list(map(len, bodies)), "outlet": [f"o{i % N_OUTLETS}" for i in
                                                              range(n)],
        "start_confidence": 1.0, "n_words": lengths, "text": bodies}), "articles")
    return articles, passage_rows(planted, "a{}".format)


def passage_rows(rows, name):
    """Passages with the article first that comes first."""
    columns = ["case", "a", "start_a", "end_a", "b", "start_b", "end_b"]
    turned = [row if row[1] < row[4] else (row[0], *row[4:], *row[1:4]) for row in rows]
    frame = pd.DataFrame(turned, columns=columns)
    return frame.assign(a=frame["a"].map(name), b=frame["b"].map(name))


def pairs_of(frame):
    return set(zip(frame["a"], frame["b"], strict=True))


def passages_of(articles):
    """What `align_passages` finds between articles, sides in the order of the articles."""
    found = align_passages(articles, articles)
    found = found[found["kind"].eq("cross_article")]
    return found.rename(columns={"article_id_a": "a", "article_id_b": "b"})


def f1(hits, n_found, n_planted):
    return 2 * hits / max(n_found + n_planted, 1)


def shared(left, right):
    """Characters, on both sides, that a planted and a found passage have in common."""
    both = [max(min(left[f"end_{s}"], right[f"end_{s}"])
                - max(left[f"start_{s}"], right[f"start_{s}"]), 0) for s in "ab"]
    return sum(both) if all(both) else 0


def size(row):
    return sum(row[f"end_{s}"] - row[f"start_{s}"] for s in "ab")


def plagdet(found, planted):
    """Precision, recall, granularity and their score (Potthast et al. 2010), and character F1."""
    by_pair = {}
    for row in found.to_dict("records"):
        by_pair.setdefault((row["a"], row["b"]), []).append(row)
    recall, hits, covered, n_of = [], {}, 0, []
    for row in planted.to_dict("records"):
        meets = [(id(p), n) for p in by_pair.get((row["a"], row["b"]), []) if (n := shared(row, p))]
        for key, n in meets:
            hits[key] = hits.get(key, 0) + n
        total = min(sum(n for _, n in meets), size(row))
        recall.append(total / size(row))
        covered += total
        n_of += [len(meets)] if meets else []
    sizes = {id(p): size(p) for rows in by_pair.values() for p in rows}
    precision = np.mean([min(hits.get(k, 0) / n, 1) for k, n in sizes.items()]) if sizes else 0.0
    r, granularity = np.mean(recall), np.mean(n_of) if n_of else 1.0
    score = 2 * precision * r / max(precision + r, 1e-9) / np.log2(1 + granularity)
    all_planted = sum(map(size, planted.to_dict("records")))
    return {"plagdet": score, "precision": precision, "recall": r, "granularity": granularity,
            "characters": f1(covered, sum(sizes.values()), all_planted)}


def workbench_scores(articles, planted):
    """Every figure of `align_passages`, as printed."""
    found = passages_of(articles)
    cases = planted.set_index(["a", "b"])["case"].to_dict()
    hits = pairs_of(found) & cases.keys()
    of = found.assign(case=[cases.get(p) for p in zip(found["a"], found["b"], strict=True)])
    figures = {"pairs": f1(len(hits), len(pairs_of(found)), len(cases)),
               "false pairs": len(pairs_of(found)) - len(hits),
               "characters": plagdet(found, planted)["characters"]}
    scores = []
    for case in CASES:
        wanted = {p for p, c in cases.items() if c == case}
        scored = plagdet(of[of["case"].eq(case)], planted[planted["case"].eq(case)])
        scores.append(scored["plagdet"])
        figures[case] = f"{len(hits & wanted) / len(wanted):.3f}/{scored['plagdet']:.3f}"
    return figures | {"plagdet": float(np.mean(scores))}


def pair_scores(found, planted):
    wanted = pairs_of(planted)
    return {"pairs": f1(len(found & wanted), len(found), len(wanted))}


def all_pairs(articles, planted):
    """Longest common subsequence of words of every two articles (rapidfuzz)."""
    return pair_scores(verified(articles, combinations(range(len(articles)), 2)), planted)


def verified(articles, candidates):
    """Of the candidates, pairs of which half the words are common."""
    ids, words = articles["article_id"].tolist(), articles["text"].str.split().tolist()
    return {(ids[i], ids[j]) for i, j in candidates
            if LCSseq.normalized_similarity(words[i], words[j], score_cutoff=0.5)}


def rensa_pairs(articles, planted):
    """MinHash and LSH of rensa propose, rapidfuzz decides."""
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
    candidates = set()
    for i, text in enumerate(articles["text"]):
        words = text.split()
        sketch = RMinHash(num_perm=128, seed=42)
        sketch.update([" ".join(words[k:k + 3]) for k in range(len(words) - 2)])
        candidates |= {(j, i) for j in index.query(sketch)}
        index.insert(i, sketch)
    return pair_scores(verified(articles, candidates), planted)


def tfidf_pairs(articles, planted):
    """Cosine of TF-IDF vectors, block by block."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    matrix = TfidfVectorizer().fit_transform(articles["text"])
    ids, found = articles["article_id"].tolist(), set()
    for first in range(0, matrix.shape[0], 500):
        near = (matrix[first:first + 500] @ matrix.T).tocoo()
        for i, j in zip(near.row[near.data > 0.6], near.col[near.data > 0.6], strict=True):
            found |= {(ids[first + i], ids[j])} if first + i < j else set()
    return pair_scores(found, planted)


def measure(name, score, n):
    articles, planted = write(n)
    start = time.process_time()
    if score is workbench_scores:  # the scoring itself is not timed
        passages_of(articles)
    else:
        figures = score(articles, planted)
    seconds = time.process_time() - start
    if score is workbench_scores:
        figures = score(articles, planted)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    shown = " ".join(f"{k} {v:.3f}" if isinstance(v, float) else f"{k} {v}"
                     for k, v in figures.items())
    print(f"{name:22} n={n:<7} {seconds:8.2f} CPU s {n / seconds:7,.0f}/s {memory:.1f} GB  {shown}",
          flush=True)
    return seconds


if __name__ == "__main__":
    sizes = [int(text) for text in sys.argv[1:]] or [10_000, 40_000]
    measure("rapidfuzz, all pairs", all_pairs, PEER_SIZE)
    spent = [measure("align_passages", workbench_scores, n) for n in sizes]
    if importlib.util.find_spec("rensa"):
        measure("rensa and rapidfuzz", rensa_pairs, sizes[0])
    measure("scikit-learn, TF-IDF", tfidf_pairs, sizes[0])
    if len(sizes) > 1:
        exponent = np.log(spent[-1] / spent[0]) / np.log(sizes[-1] / sizes[0])
        print(f"growth exponent from {sizes[0]:,} to {sizes[-1]:,}: {exponent:.2f}")
