"""Days and bodies of public web pages: ``python benchmarks/webpages.py FOLDER TRUTH.csv``

No page is shipped. FOLDER holds pages as they were served (``.html``, ``.htm``, gzipped or not),
TRUTH.csv a row per page: ``file`` (its path in the folder), ``date`` (the day it was published,
ISO, or empty if not known) and ``text`` (its body, or empty). Sets made for this: the pages of
htmldate's evaluation (days), the article extraction benchmark of Zyte (bodies), the test pages of
Readability and of newspaper4k (both).

Body F1 is taken over the words of each page as a bag, and averaged over pages. Time is that of the
process, in one run, page by page in turn, best of `ROUNDS`.
"""

import csv
import gzip
import re
import sys
import time
from collections import Counter
from pathlib import Path

from htmldate import find_date
from trafilatura import bare_extraction

from workbench.formats import UnreadableError
from workbench.formats.webpages import decode_page, page
from workbench.pages import split_page

ROUNDS = 3
WORD = re.compile(r"\w+")


def workbench(markup):
    """Body and day; of a page that is no single article all its text."""
    try:
        document = page("", markup, "utf-8")
    except UnreadableError:
        return "", None
    if document.metadata is None:
        return document.text, None
    return document.text[slice(*document.body)], document.metadata.date_stated


def trafilatura_alone(markup):
    found = bare_extraction(markup, with_metadata=True, include_comments=False)
    return (found.text or "", found.date) if found is not None else ("", None)


def htmldate_alone(markup):
    return None, find_date(markup, original_date=True)


METHODS = {"workbench": workbench, "trafilatura": trafilatura_alone, "htmldate": htmldate_alone}


def f1(found, truth):
    a, b = (Counter(WORD.findall(text.lower())) for text in (found, truth))
    shared = sum((a & b).values())
    return 2 * shared / (sum(a.values()) + sum(b.values())) if shared else 0.0


def read(path):
    data = path.read_bytes()
    return decode_page(gzip.decompress(data) if path.suffix == ".gz" else data)[0]


def measure(folder, truth):
    """Seconds, days right and F1 of each page by method; where the workbench has another day."""
    spent, right, scores, wrong = Counter(), Counter(), {name: [] for name in METHODS}, []
    for row in truth:
        markup = read(Path(folder, row["file"]))
        for name, method in METHODS.items():
            best = float("inf")
            for _ in range(ROUNDS):
                start = time.process_time()
                text, day = method(markup)
                best = min(best, time.process_time() - start)
            spent[name] += best
            if row["date"]:
                right[name] += day == row["date"]
                if name == "workbench" and day != row["date"]:
                    wrong.append((row["file"], row["date"], day))
            if row["text"] and text is not None:
                scores[name].append(f1(text, row["text"]))
    return spent, right, scores, wrong


def cut(folder, truth):
    """Pages of one article that would be cut into several."""
    found = []
    for row in truth:
        try:
            document = page("", read(Path(folder, row["file"])), "utf-8")
        except UnreadableError:
            continue
        if document.metadata is None and len(split_page(document.text).articles) > 1:
            found.append(row["file"])
    return found


def main(folder, truth_file):
    csv.field_size_limit(sys.maxsize)
    with open(truth_file, encoding="utf-8", newline="") as file:
        truth = list(csv.DictReader(file))
    spent, right, scores, wrong = measure(folder, truth)
    n_days = sum(bool(row["date"]) for row in truth)
    print(f"{len(truth)} pages, {n_days} with a day, {len(scores['workbench'])} with a body")
    print(f"{'':14}{'days right':>12}{'body F1':>10}{'ms a page':>12}{'of trafilatura':>16}")
    for name in METHODS:
        body = f"{sum(scores[name]) / len(scores[name]):.3f}" if scores[name] else ""
        print(f"{name:14}{right[name] / max(1, n_days):>12.1%}{body:>10}"
              f"{1000 * spent[name] / len(truth):>12.1f}"
              f"{spent[name] / spent['trafilatura']:>16.2f}")
    print(f"cut into several articles: {cut(folder, truth) or 'none'}")
    for file, day, found in wrong:
        print(f"  {file}: {day}, found {found}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
