"""How fast is a folder of plain text loaded? ``python benchmarks/loading.py [MB]``

Writes the sample's pages with their paragraphs in changing order and every tenth word replaced by
one as long, so that no two files are alike and hard-wrapped lines stay as full as they are, and
prints MB/s of each step on one core. Side by side, in the
same run and on the same text: two peers that do a small part of the work, splitting
into sentences (nupunkt) and reading dates by `dateutil`'s fuzzy parser, line by line.
"""

import random
import re
import sys
import tempfile
import time
from itertools import groupby
from math import log
from pathlib import Path

import nupunkt
import pandas as pd
from dateutil.parser import ParserError, parse

from workbench.corpus import load_corpus, load_ledger
from workbench.dating import date_articles, find_dates
from workbench.pages import split_page
from workbench.registries import find_registry, read_registry, shipped

PEER_SHARE = 10  # the slow peer reads one character in so many
_WORD = re.compile(r"\b[a-z]{5,}\b")


def write(folder, size, seed=0):
    """Files of `size` MB in all; labels stay where they are, prose lines are shuffled."""
    rng = random.Random(seed)
    pages = [path.read_text(encoding="utf-8-sig")
             for path in sorted(shipped("sample").glob("*.txt"))]
    words = sorted({word for page in pages for word in _WORD.findall(page)}, key=len)
    alike = {size: list(same) for size, same in groupby(words, key=len)}
    written = number = 0
    while written < size * 1e6:
        lines = pages[number % len(pages)].split("\n")
        prose = [i for i, line in enumerate(lines) if len(line) > 200]
        for i, j in zip(prose, rng.sample(prose, len(prose)), strict=True):
            lines[i], lines[j] = lines[j], lines[i]
        page = _WORD.sub(lambda m: m[0] if rng.random() > 0.1 else rng.choice(alike[len(m[0])]),
                         "\n".join(lines))
        (folder / f"{number:06}.txt").write_text(page, encoding="utf-8")
        written, number = written + len(page), number + 1


def dateutil_lines(texts):
    """Peer: the one date of each line, by dateutil's fuzzy parser."""
    for line in (line for text in texts for line in text.splitlines()):
        try:
            parse(line, fuzzy=True)
        except (ParserError, OverflowError, TypeError):
            continue


def seconds(work):
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def measure(size):
    """CPU seconds of each step by its name, and the MB it read."""
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), size)
        whole, corpus = seconds(lambda: load_corpus(name))
    events = read_registry("events", find_registry("events", shipped("sample")))
    texts, undated = list(corpus.texts), corpus.articles.assign(date_stated=pd.NA)
    ledger, _ = seconds(lambda: load_ledger(corpus))
    few = texts[::PEER_SHARE]
    scale = sum(map(len, texts)) / sum(map(len, few))
    return sum(map(len, texts)) / 1e6, {
        "split_page": seconds(lambda: [split_page(text) for text in texts])[0],
        "date_articles": seconds(lambda: date_articles(
            corpus.articles, corpus.segments, known_events=events))[0],
        "date_articles, no labels": seconds(lambda: date_articles(
            undated, corpus.segments, known_events=events))[0],
        "load_ledger": ledger,
        "load_corpus + load_ledger": whole + ledger,
        "find_dates": seconds(lambda: find_dates(corpus.segments, corpus.articles))[0],
        "peer: nupunkt sentences": seconds(lambda: [nupunkt.sent_spans(t) for t in texts])[0],
        "peer: dateutil, lines": scale * seconds(lambda: dateutil_lines(few))[0]}


if __name__ == "__main__":
    size = float(sys.argv[1]) if len(sys.argv) > 1 else 2.0
    measure(0.2)  # models and caches are warm
    small, large = measure(size), measure(4 * size)
    print(f"{'MB/s of CPU time':28} {small[0]:6.1f} MB {large[0]:6.1f} MB  growth exponent")
    for step, once in small[1].items():
        four = large[1][step]
        grown = log(four / once) / log(large[0] / small[0])
        print(f"{step:28} {small[0] / once:9.2f} {large[0] / four:9.2f}  {grown:9.2f}")
