"""How well are hidden dates recovered? ``python benchmarks/dating.py [ARTICLES] [SEED]``

No dated public corpus is shipped, so the news is made up: outlets report on running stories whose
events fall on known days; a report comes out zero to a few days after its event, tells it by
weekday ("said on Tuesday"), sometimes by date, and looks back at earlier events of its story; a
tenth are copies printed elsewhere. This is easier than real news in that texts hold nothing but
their story, harder in that each name and word is shared by several. 30 % of the dates are hidden.
Side by side on the same articles: the median date, and a rough model (the dates of the five
nearest articles by TF-IDF, their median moved to the nearest day that fits the weekday told last).
"""

import random
import sys
import tempfile
import time
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer

from workbench.corpus import load_corpus
from workbench.dating.weekdays import weekdays_of

FIRST, SPAN = date(2024, 9, 2), 200  # days
HIDDEN = 0.3
LAGS = (45, 35, 9, 5, 3, 2, 1)  # of 100 reports, days after the event
SYLLABLES = ["ba", "do", "ka", "li", "mo", "ne", "pra", "ri", "so", "ta", "ul", "va", "wen", "zo"]
RANKS = list(accumulate(1 / (i + 3) for i in range(3000)))  # how common each common word is
OUTLETS = ["Herald", "Courier", "Morning Post", "Wire", "Gazette", "Observer"]
SAID = "{who} said on {day}", "{who} told reporters on {day}", "the council met on {day}"


def name(rng):
    return "".join(rng.choices(SYLLABLES, k=rng.randint(2, 3))).capitalize()


def stories(rng, n):
    """Stories: names, words and the days of their events; no name or word is of one story only."""
    people = [f"{name(rng)} {name(rng)}" for _ in range(n)]
    subjects = [name(rng).lower() for _ in range(6 * n)]
    made = []
    for _ in range(n):
        start = rng.randrange(SPAN)
        gaps = [0] + [rng.choice([1, 2, 5, 9, 21, 60]) for _ in range(rng.randint(0, 5))]
        days = [start + sum(gaps[:i + 1]) for i in range(len(gaps))]
        made.append({"names": rng.sample(people, 4), "words": rng.sample(subjects, 12),
                     "events": [(day, rng.sample(subjects, 3)) for day in days if day < SPAN]})
    return made


def report(rng, story, common):
    """The day and the text of one report of a story."""
    event, (day, marks) = rng.choice(list(enumerate(story["events"])))
    out = FIRST + timedelta(days=day + rng.choices(range(7), LAGS)[0])
    happened = FIRST + timedelta(days=day)

    def sentence():
        words = rng.choices(common, cum_weights=RANKS, k=rng.randint(12, 24))
        for pool, share in ((story["names"], 0.4), (story["words"], 0.3), (marks, 0.15)):
            if rng.random() < share:
                words.insert(rng.randrange(len(words)), rng.choice(pool))
        return " ".join(words)

    body = [sentence() for _ in range(rng.randint(8, 16))]
    for _ in range(rng.choices([0, 1, 2], [15, 55, 30])[0]):
        body.insert(rng.randrange(len(body)), rng.choice(SAID).format(
            who=rng.choice(story["names"]), day=f"{happened:%A}"))
    if rng.random() < 0.2:
        body.append(f"it was signed on {happened:%B} {happened.day}")
    if event and rng.random() < 0.5:  # background: an earlier event by its date
        earlier = FIRST + timedelta(days=story["events"][event - 1][0])
        body.append(f"the first talks were held on {earlier:%B} {earlier.day}")
    return out, ". ".join(s[0].upper() + s[1:] for s in body) + "."


def write(folder, n, seed=0):
    """`n` articles, one a file, in no order; true days by file name, and which are hidden."""
    rng = random.Random(seed)
    common = [name(rng).lower() for _ in RANKS]
    running = stories(rng, max(3, n // 8))
    rows = []
    while len(rows) < n:
        if rows and rng.random() < 0.1:
            day, text = rng.choice(rows)
            rows.append((day + timedelta(days=rng.choice([0, 0, 0, 1, 2])), text))
        else:
            rows.append(report(rng, rng.choice(running), common))
    truth, hidden = {}, set()
    for i, (day, text) in enumerate(rows):
        file_id = f"{i:06}.txt"
        truth[file_id] = pd.Timestamp(day)
        label = f"{day:%d %B %Y}\n"
        if rng.random() < HIDDEN:
            hidden.add(file_id)
            label = ""
        head = " ".join(text.split()[:7])
        Path(folder, file_id).write_text(
            f"{rng.choice(OUTLETS)}\n{label}{head}\n\n{text}\n", encoding="utf-8")
    return truth, hidden


def rough_model(texts, truth, hidden):
    """Peer: median date of the five nearest dated articles, moved to the weekday told last."""
    dated = [f for f in texts if f not in hidden]
    vectorizer = TfidfVectorizer(max_df=0.2, min_df=2)
    known = vectorizer.fit_transform([texts[f] for f in dated])
    days = np.array([truth[f].toordinal() for f in dated])
    found = {}
    for f in sorted(hidden):
        near = np.argsort(-(vectorizer.transform([texts[f]]) @ known.T).toarray()[0])[:5]
        day = int(np.median(days[near]))
        told = weekdays_of(texts[f])
        for weekday in sorted(told.said or told.told)[-1:]:
            day += (weekday - date.fromordinal(day).weekday() + 3) % 7 - 3
        found[f] = pd.Timestamp(date.fromordinal(day))
    return found


def measure(n, seed):
    """Rows of (method, median error, share within the interval, median width) in days."""
    with tempfile.TemporaryDirectory() as folder:
        truth, hidden = write(folder, n, seed)
        start = time.process_time()
        corpus = load_corpus(folder)
        spent = time.process_time() - start
    articles = corpus.articles.drop_duplicates("file_id").set_index("file_id")
    own = articles.loc[sorted(hidden)]
    real = pd.Series(truth)[own.index]
    low, high = own["published_earliest"], own["published_latest"]
    best = own["published"].fillna(low + (high - low) / 2)
    closed = low.notna() & high.notna()
    wide = closed & own["date_evidence"].str.contains("dated on trial", na=False)
    dated = pd.Series({f: day for f, day in truth.items() if f not in hidden})
    rough = pd.Series(rough_model(dict(corpus.texts), truth, hidden))
    return spent, [
        ("workbench", error(best, real), ((low <= real) & (real <= high))[closed].mean(),
         (high - low).dt.days.median(), closed.mean(), wide.mean()),
        ("peer: neighbours, weekday", error(rough, real)),
        ("peer: median date", error(pd.Series(dated.median(), index=real.index), real))]


def error(found, real):
    days = (found - real).abs().dt.total_seconds() / 86_400
    return float(days.fillna(SPAN).median())


if __name__ == "__main__":
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 1500
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    spent, rows = measure(n, seed)
    print(f"{n} made-up articles of {SPAN} days, 30 % of the dates hidden; "
          f"loaded in {spent:.1f} CPU s")
    print(f"{'':28}{'median error':>14}{'inside':>9}{'median width':>14}{'bounded':>9}"
          f"{'by others':>11}")
    for method, median, *rest in rows:
        print(f"{method:28}{median:>12.1f} d" + (
            f"{rest[0]:>9.1%}{rest[1]:>12.0f} d{rest[2]:>9.1%}{rest[3]:>11.1%}" if rest else ""))
