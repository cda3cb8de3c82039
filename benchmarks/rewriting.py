"""How well are heavily rewritten passages found? ``python benchmarks/rewriting.py [N]``

Half of N made-up documents hold one to three passages of the other half, as in the text alignment
task of PAN 2013: copied, lightly or heavily garbled (words of each few shuffled, and dropped, put
in and replaced at random), or reworded as a translation there and back is (function words and some
content words exchanged, phrases turned about). Prints plagdet (Potthast et al. 2010) by kind: of
all documents at once, and of given pairs, beside difflib's matching blocks on the same pairs.
"""

import sys
import time
from difflib import SequenceMatcher

import numpy as np
import pandas as pd
from reuse import FUNCTION, passage_rows, passages_of, plagdet, vocabulary

from workbench.reuse import align_pair
from workbench.tables import conform

KINDS = {"copied": 0.0, "garbled": 0.6, "heavily garbled": 1.0, "reworded": 0.0}
LONGEST_GAP, SHORTEST = 30, 20  # words: how the peer's blocks are joined


def garbled(rng, words, vocab, degree):
    """Words of each few shuffled; a share of them dropped, put in or replaced."""
    out, place = [], 0
    while place < len(words):
        few = words[place:place + int(rng.integers(3, 9))]
        place += len(few)
        new = []
        for word, chance in zip(few, rng.random(len(few)) / degree, strict=True):
            new += [] if 0.35 <= chance < 0.55 else [
                str(rng.choice(vocab))] if chance < 0.35 else [word]
            new += [str(rng.choice(vocab))] if 0.55 <= chance < 0.75 else []
        if rng.random() < degree:
            rng.shuffle(new)
        out += new
    return out


def reworded(rng, words, vocab):
    """Function words and a third of the others exchanged, a third of the phrases turned about."""
    function, out, place = FUNCTION.split(), [], 0
    while place < len(words):
        few = words[place:place + int(rng.integers(2, 6))]
        place += len(few)
        few = few[1:] + few[:1] if rng.random() < 0.3 else few
        chances = rng.random(len(few))
        out += [str(rng.choice(function)) if word in function and chance < 0.4 else
                str(rng.choice(vocab)) if word not in function and chance < 0.3 else word
                for word, chance in zip(few, chances, strict=True)]
    return out


def write(n, seed=1):
    """Documents, and the planted passages."""
    rng = np.random.default_rng(seed)
    vocab = vocabulary(rng)
    chance = 1 / np.arange(3, len(vocab) + 3)
    texts = [rng.choice(vocab, rng.integers(600, 2000), p=chance / chance.sum()).tolist()
             for _ in range(n)]
    planted = []
    for i in range(n // 2):
        kind, source, own = list(KINDS)[i % len(KINDS)], n // 2 + i, texts[i]
        parts, out = np.array_split(np.arange(len(texts[source])), rng.integers(1, 4)), []
        for part, around in zip(parts, np.array_split(np.array(own), len(parts)), strict=True):
            length = int(min(len(part), rng.integers(50, 400)))
            first = int(part[0] + rng.integers(0, len(part) - length + 1))
            words = texts[source][first:first + length]
            if kind != "copied":
                words = reworded(rng, words, vocab) if kind == "reworded" else garbled(
                    rng, words, vocab, KINDS[kind])
            out += [*around.tolist(), *words]
            planted.append((kind, source, first, first + length, i, len(out) - len(words),
                            len(out)))
        texts[i] = out
    starts = [np.cumsum([0, *(len(word) + 1 for word in text)]) for text in texts]
    rows = [(kind, a, starts[a][p], starts[a][q] - 1, b, starts[b][r], starts[b][s] - 1)
            for kind, a, p, q, b, r, s in planted]
    bodies = [" ".join(text) for text in texts]
    articles = conform(pd.DataFrame({
        "article_id": [f"a{i:06}" for i in range(n)], "file_id": [f"{i:06}" for i in range(n)],
        "start": 0, "end": list(map(len, bodies)), "start_confidence": 1.0, "n_words": 0,
        "text": bodies}), "articles")
    return articles, passage_rows(rows, "a{:06}".format)


def given_pairs(articles, planted, find):
    """What `find` makes of each pair with a planted passage."""
    texts = articles.set_index("article_id")["text"]
    pairs = planted[["a", "b"]].drop_duplicates().itertuples(index=False, name=None)
    return pd.concat([find(texts[a], texts[b]).assign(a=a, b=b) for a, b in pairs])


def matching_blocks(a, b):
    """The peer: blocks of difflib by words, near ones joined."""
    words = [text.split() for text in (a, b)]
    starts = [np.cumsum([0, *(len(w) + 1 for w in side)]) for side in words]
    rows = []
    for i, j, size in SequenceMatcher(None, *words, autojunk=False).get_matching_blocks():
        if rows and i - rows[-1][1] <= LONGEST_GAP and j - rows[-1][3] <= LONGEST_GAP:
            rows[-1][1], rows[-1][3] = i + size, j + size
        elif size > 1:
            rows.append([i, i + size, j, j + size])
    kept = [(starts[0][p], starts[0][q] - 1, starts[1][r], starts[1][s] - 1)
            for p, q, r, s in rows if q - p >= SHORTEST]
    return pd.DataFrame(kept, columns=["start_a", "end_a", "start_b", "end_b"])


def measure(name, find, planted):
    start = time.process_time()
    found = find()
    seconds = time.process_time() - start
    case = planted.drop_duplicates(["a", "b"]).set_index(["a", "b"])["case"].to_dict()
    of = pd.Series([case.get(p) for p in zip(found["a"], found["b"], strict=True)],
                   index=found.index, dtype=object)
    kinds = {kind: plagdet(found[of.eq(kind)], planted[planted["case"].eq(kind)])["plagdet"]
             for kind in KINDS}
    total = plagdet(found, planted)
    print(f"{name:34} {seconds:7.2f} CPU s  plagdet {total['plagdet']:.3f} granularity "
          f"{total['granularity']:.3f}  " + " ".join(f"{k} {v:.3f}" for k, v in kinds.items()),
          flush=True)


if __name__ == "__main__":
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 800
    articles, planted = write(n)
    few = planted[planted["b"].isin(articles["article_id"].iloc[-40:])
                  | planted["a"].isin(articles["article_id"].iloc[:40])]
    print(f"{n} documents, {len(planted)} passages")
    measure("align_passages, all at once", lambda: passages_of(articles), planted)
    measure("align_pair, given pairs", lambda: given_pairs(articles, planted, align_pair),
            planted)
    measure("align_pair, some pairs", lambda: given_pairs(articles, few, align_pair), few)
    measure("difflib, some pairs", lambda: given_pairs(articles, few, matching_blocks), few)
