"""Are the forms of a newswire told from reuse? ``python benchmarks/newswire.py [N]``

Writes N items of an agency as formulaic as Reuters-21578: a quarter earnings tables, some bond
issues and dividends, the others stories; no item names an outlet. A few hundred are updates,
shortened or repeated copies of another item on the same day. Prints how many pairs are found, how
many of them are the planted ones, and in how many items templates are shown apart.
"""

import sys
import time

import numpy as np
import pandas as pd
from reuse import edit, f1, vocabulary

from workbench.reuse import align_apart
from workbench.tables import conform

FORMS = {"earnings": 0.25, "bond": 0.07, "dividend": 0.06}
N_DAYS = 200


def number(rng):
    kind = rng.integers(3)
    return (f"{rng.integers(1, 99)}", f"{rng.integers(1, 99)}.{rng.integers(9)} mln",
            f"{rng.integers(100, 999)},{rng.integers(100, 999)}")[kind]


def earnings(rng, names):
    a, b = (str(name).upper() for name in rng.choice(names, 2))
    lines = [f"{a} {b} <{a[:3]}> 4TH QTR NET"]
    for part in ["", "Year"][:int(rng.integers(1, 3))]:
        lines += [part] if part else []
        lines += [f"{item} {number(rng)} vs {number(rng)}" for item in
                  ("Shr", "Net", "Revs", "Avg shrs")[:int(rng.integers(3, 5))]]
    if rng.random() < 0.4:
        lines.append(f"NOTE: net includes gain of {number(rng)} dlrs or {number(rng)} cts a share "
                     f"from sale of {rng.choice(names)}.")
    return "\n    ".join(lines)


def bond(rng, names):
    issuer, manager = (str(name).capitalize() for name in rng.choice(names, 2))
    return (f"{issuer} Corp is issuing a {number(rng)} dlr eurobond due April "
            f"{rng.integers(1, 30)}, {rng.integers(1990, 1998)} paying {rng.integers(5, 9)}-"
            f"{rng.integers(1, 8)} pct and priced at {number(rng)} pct, lead manager {manager} "
            f"said. The bond is available in denominations of {number(rng)} dlrs and will be "
            f"listed in {rng.choice(['Luxembourg', 'London'])}. The selling concession is "
            f"{rng.integers(1, 8)}/8 pct while management and underwriting combined pays "
            f"{rng.integers(1, 8)}/8 pct.")


def dividend(rng, names):
    return (f"{str(rng.choice(names)).upper()} SETS QUARTERLY\nQtly div {number(rng)} cts vs "
            f"{number(rng)} cts prior\n    Pay May {rng.integers(1, 30)}\n    Record March "
            f"{rng.integers(1, 30)}")


def write(n, seed=0):
    """Items, and the planted pairs of them."""
    rng = np.random.default_rng(seed)
    vocab = vocabulary(rng)
    chance = 1 / np.arange(3, len(vocab) + 3)
    chance /= chance.sum()
    names = np.array([word for word in vocab[100:] if word.islower()])
    makers = {"earnings": earnings, "bond": bond, "dividend": dividend, "story": lambda *_: (
        " ".join(rng.choice(vocab, int(rng.integers(60, 300)), p=chance)))}
    odds = [*FORMS.values(), 1 - sum(FORMS.values())]
    kinds = rng.choice(list(makers), n, p=odds)
    texts = [makers[kind](rng, names) for kind in kinds]
    days = np.sort(rng.integers(0, N_DAYS, n))
    planted = set()
    for is_story, share in ((True, 0.04), (False, 0.01)):
        chosen = rng.permutation(np.flatnonzero((kinds == "story") == is_story))
        for a, b in chosen[:int(n * share) // 2 * 2].reshape(-1, 2).tolist():
            texts[b] = copy(rng, texts[a], vocab) if is_story else texts[a]
            days[b] = days[a]
            planted.add((min(a, b), max(a, b)))
    day = pd.Timestamp("1987-02-26") + pd.to_timedelta(days, unit="D")
    items = conform(pd.DataFrame({
        "article_id": [f"a{i:07}" for i in range(n)], "file_id": [f"{i:07}" for i in range(n)],
        "start": 0, "end": list(map(len, texts)), "start_confidence": 1.0, "n_words": 0,
        "published_earliest": day, "published_latest": day, "text": texts}), "articles")
    return items, planted


def copy(rng, story, vocab):
    """An update of a story, or its beginning in another one."""
    words = story.split()
    if rng.random() < 0.5:
        return " ".join(edit(rng, words, vocab, 0.05))
    return " ".join([*words[:max(40, len(words) // 2)], *map(str, rng.choice(vocab, 30))])


if __name__ == "__main__":
    for n in [int(text) for text in sys.argv[1:]] or [5_000, 20_000]:
        items, planted = write(n)
        start = time.process_time()
        alignments, templates = align_apart(items, items)
        seconds = time.process_time() - start
        ids = alignments[["article_id_a", "article_id_b"]].apply(lambda s: s.str[1:].astype(int))
        found = {(a, b) for a, b in ids.itertuples(index=False, name=None) if a != b}
        hits = len(found & planted)
        print(f"{n:>7,} items {seconds:6.2f} CPU s  pairs found {len(found):,}, planted "
              f"{len(planted):,}, both {hits:,}: F1 {f1(hits, len(found), len(planted)):.3f}; "
              f"templates: {templates['template_id'].nunique():,} in "
              f"{templates['article_id'].nunique():,} items", flush=True)
