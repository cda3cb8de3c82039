"""Topics and timelines beside their peers. ``python benchmarks/topics.py [MB]``

Prints, in CPU seconds of one process and on the same input, side by side: counting a lexicon, here
in one pass and phrase by phrase with `pandas.Series.str.count`, with the totals of both, which must
be equal; topics of 5,000 articles without a lexicon, with the most memory used; a timeline
of 100,000 articles in 50 series, beside one `pandas` count by period, which knows neither gaps nor
uncertain dates. Last: temporal expressions (for their peer see loading.py).
"""

import re
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
from loading import write

from workbench.corpus import load_corpus
from workbench.dating import find_dates
from workbench.registries import read_registry
from workbench.tables import conform
from workbench.text import fold
from workbench.timelines import timeline
from workbench.topics import discover_topics, find_topic_hits

PEER_SHARE = 10  # the slow peer counts one phrase in so many
N_ARTICLES, N_SERIES = 100_000, 50


def seconds(work):
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def count_with_pandas(texts, phrases):
    """Peer: one regular expression a phrase, on whole words, with a plural s."""
    return {phrase: int(texts.str.count(rf"(?<!\w)(?<!\d[.,]){re.escape(fold(phrase))}s?(?!\w)",
                                        flags=re.IGNORECASE).sum()) for phrase in phrases}


def lexicon(corpus):
    topics = read_registry("topics").drop_duplicates("phrase")
    topics = topics.assign(topic_id=topics["phrase"])  # so that no hit lies in one of its topic
    bodies = corpus.segments[corpus.segments["zone"] == "body"]
    texts = bodies["text"].str.replace(" +", " ", regex=True)
    some = list(topics["phrase"])[::PEER_SHARE]
    find_topic_hits(bodies.head(5), topics)
    ours, hits = seconds(lambda: find_topic_hits(bodies, topics))
    theirs, counts = seconds(lambda: count_with_pandas(texts, some))
    theirs *= len(topics) / len(some)
    found = hits["phrase"].value_counts()
    same = all(found.get(phrase, 0) == n for phrase, n in counts.items())
    size = texts.str.len().sum() / 1e6
    print(f"lexicon of {len(topics)} phrases in {size:.1f} MB: {ours:.2f} s "
          f"({size / ours:.1f} MB/s); pandas str.count {theirs:.1f} s; {theirs / ours:.0f} times; "
          f"totals {'equal' if same else 'DIFFER'} for {len(some)} phrases")


def themes(n, random, words=30_000, length=450):
    """Articles whose words are half those of all and half those of one of ten themes."""
    weights = 1 / np.arange(1, words + 1)
    vocabulary = np.array(["w" + np.base_repr(i, 26).translate(_LETTERS) for i in range(words)])
    common = random.choice(words, (n, length // 2), p=weights / weights.sum())
    own = np.stack([random.permutation(words)[:300] for _ in range(10)])
    often = 1 / np.arange(1, 301)
    told = own[random.integers(0, 10, n)[:, None],
               random.choice(300, (n, length // 2), p=often / often.sum())]
    rows = vocabulary[np.hstack([common, told])]
    return conform([{"article_id": f"a{i:05}", "start": 0, "end": 0, "n_words": length,
                     "start_confidence": 1, "text": " ".join(row)} for i, row in enumerate(rows)],
                   "articles")


_LETTERS = str.maketrans("0123456789", "qrstuvwxyz")


def discovery(random):
    articles = themes(5_000, random)
    ours, found = seconds(lambda: discover_topics(articles))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"discovered topics of {len(articles):,} articles of ten themes: {ours:.1f} s, "
          f"{peak:.0f} MB at most; {found.note}")


def periods(random):
    day = pd.Timestamp("2020-01-01") + pd.to_timedelta(random.integers(0, 1826, N_ARTICLES), "D")
    spread = pd.to_timedelta(random.integers(0, 3, N_ARTICLES), "D")
    articles = conform(pd.DataFrame({
        "article_id": [f"a{i}" for i in range(N_ARTICLES)], "start": 0, "end": 0, "n_words": 0,
        "start_confidence": 1.0, "published_earliest": day, "published_latest": day + spread}),
        "articles")
    members = pd.DataFrame({
        "article_id": random.choice(articles["article_id"], 150_000),
        "topic_id": [f"t{i}" for i in random.integers(0, N_SERIES, 150_000)]}).astype("string")
    for freq, period in (("D", "D"), ("W", "W-SUN"), ("MS", "M")):
        ours, rows = min((seconds(lambda freq=freq: timeline(
            members, articles, by="topic", freq=freq)) for _ in range(3)), key=lambda run: run[0])
        theirs, _ = min((seconds(lambda period=period: members.merge(articles).assign(
            period=lambda frame: frame["published_earliest"].dt.to_period(period)).groupby(
                ["topic_id", "period"])["article_id"].nunique()) for _ in range(3)),
            key=lambda run: run[0])
        print(f"timeline of {N_ARTICLES:,} articles, {N_SERIES} series, freq {freq}: "
              f"{1000 * ours:.0f} ms for {len(rows):,} rows; pandas groupby {1000 * theirs:.0f} ms")


def dates(corpus):
    find_dates(corpus.segments.head(50), corpus.articles)
    ours, rows = seconds(lambda: find_dates(corpus.segments, corpus.articles))
    size = sum(map(len, corpus.texts)) / 1e6
    print(f"temporal expressions: {size / ours:.1f} MB/s, {len(rows):,} found in {size:.1f} MB")


if __name__ == "__main__":
    megabytes = float(sys.argv[1]) if len(sys.argv) > 1 else 4.0
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), megabytes)
        loaded = load_corpus(folder)
    lexicon(loaded)
    discovery(np.random.default_rng(0))
    periods(np.random.default_rng(0))
    dates(loaded)
