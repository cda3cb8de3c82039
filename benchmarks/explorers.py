"""How soon does an explorer follow a control? ``python benchmarks/explorers.py [ARTICLES]``

A made corpus of 100,000 articles with 2 million mentions; each control is changed and the time
until the new view is ready (filter, evidence, HTML) is taken, on one core and in CPU time. The
aim is 300 ms a change.
"""

import sys
import time

import numpy as np
import pandas as pd

from workbench.explorers import MentionExplorer, TimelineExplorer
from workbench.tables import conform
from workbench.timelines import timeline

MENTIONS_EACH, ACTORS, OUTLETS = 20, 2_000, 40
LENGTH = 20 * MENTIONS_EACH


def made_corpus(n_articles: int) -> dict[str, pd.DataFrame]:
    """Articles, mentions, actors and segments of a made corpus; one file an article."""
    random = np.random.default_rng(0)
    text = " ".join(f"word{i:02} Name{i:02}" for i in range(LENGTH // 12))[:LENGTH]
    files = pd.Series([f"{i:06}.txt" for i in range(n_articles)])
    days = pd.Timestamp("2024-01-01") + pd.to_timedelta(
        np.sort(random.integers(0, 365, n_articles)), unit="D")
    articles = conform(pd.DataFrame({
        "article_id": files + ":0", "file_id": files, "start": 0, "end": LENGTH,
        "headline": "A headline", "text": text, "n_words": 50, "start_confidence": 1.0,
        "outlet": "Outlet " + pd.Series(random.integers(0, OUTLETS, n_articles)).astype(str),
        "published_earliest": days, "published_latest": days, "published": days,
        "date_basis": "stated"}), "articles")
    n = n_articles * MENTIONS_EACH
    of, at = np.repeat(np.arange(n_articles), MENTIONS_EACH), np.tile(
        np.arange(MENTIONS_EACH) * 20, n_articles)
    actor = np.minimum(random.zipf(1.3, n) - 1, ACTORS - 1)
    mentions = conform(pd.DataFrame({
        "article_id": articles["article_id"].to_numpy()[of], "file_id": files.to_numpy()[of],
        "start": at, "end": at + 6, "surface": "Name", "actor_type": "person", "kind": "name",
        "actor_id": pd.Series([f"actor-{i}" for i in range(ACTORS)]).to_numpy()[actor],
        "zone": np.where(at == 0, "headline", "body")}), "mentions")
    actors = conform(pd.DataFrame({"actor_id": [f"actor-{i}" for i in range(ACTORS)],
                                   "name": [f"Name {i}" for i in range(ACTORS)],
                                   "type": "person"}), "actors")
    segments = conform(articles[["article_id", "file_id", "start", "end", "text"]].assign(
        zone="body", source=articles["text"]), "segments")
    return {"mentions": mentions, "actors": actors, "articles": articles, "segments": segments}


def took(name: str, change) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    change()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{name:44} {1000 * cpu:8.0f} ms CPU {1000 * wall:8.0f} ms")


def main() -> None:
    n_articles = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    made = made_corpus(n_articles)
    print(f"{n_articles:,} articles, {len(made['mentions']):,} mentions")
    explorers = []
    took("MentionExplorer: made", lambda: explorers.append(MentionExplorer(
        made["mentions"], made["actors"], made["articles"], made["segments"])))
    mentions = explorers[0]
    days = mentions.dates.options
    changes = [("actor", "actor-3"), ("outlet", "Outlet 3"), ("zone", "headline"),
               ("dates", (days[10], days[90])), ("undated", False), ("lines", 20), ("actor", "")]
    for name, value in changes:
        took(f"MentionExplorer: {name} = {value!r}"[:44],
             lambda name=name, value=value: mentions.set(**{name: value}))
    took("MentionExplorer: chart", lambda: mentions.chart.to_dict())
    mentions.set(outlet="", zone="", dates=(days[0], days[-1]), undated=True, lines=50)
    mentions.show_chart.value = True
    for name, value in changes:
        took(f"with its chart: {name} = {value!r}"[:44],
             lambda name=name, value=value: mentions.set(**{name: value}))
    mentions.show_chart.value = False
    months = timeline(made["articles"], made["articles"], by="outlet", freq="MS")
    took("TimelineExplorer: made", lambda: explorers.append(TimelineExplorer(
        months, made["articles"], made["articles"])))
    series = explorers[1]
    for name, value in [("series", ("Outlet 1", "Outlet 2")), ("period", "2024-03-01")]:
        took(f"TimelineExplorer: {name} = {value!r}"[:44],
             lambda name=name, value=value: series.set(**{name: value}))
    took("TimelineExplorer: chart", lambda: series.chart.to_dict())


if __name__ == "__main__":
    main()
