"""Dated events: what the pages report for a day or a few, and where known events are told.

An event is a clause around a temporal expression that fixes its days. Clauses of the same days
that share their content words tell the same event; the best of them is its evidence.
"""

import re
import textwrap
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

import numpy as np
import pandas as pd

from workbench import text
from workbench.dating.known import EventIndex
from workbench.tables import COUNTED, as_segments, conform, require

Words = frozenset[str]
"""Content words of a clause, without endings."""

_DAYS = 7  # the longest time that still says when something happened
_MONTH = 31  # plans are announced more roughly: "later this month"
_LABEL = 120  # characters
_SAME = 0.5  # share of the shorter clause's content words that two clauses have in common
_TELLING = 50  # a word in more events of the same days than this tells none of them apart
_ENOUGH = 4  # content words that make a clause understood by itself
_FARTHEST = 500  # characters on either side of a date in which its clause is looked for

_CUT = re.compile(
    r"""[;:,—…]['"]?\s+|\s[-–•>]\s|—|\s{3,}|"|[.?!]['"]\s+|"""
    r"\s(?:after|before|while|when|because|although|though|since|whereas|but|if|ahead\sof)\s|"
    r"\sas\s(?!well\b|an?\b|part\b|of\b|many\b|much\b)")
_BEGINS_WITH_VERB = re.compile(
    r"\s*(?:ha[sd]|have|is|was|are|were|will|would|may|can|could|should|said|says|told|who|whose|which|"
    r"that|and|or|to|[a-z]+ed)\b")
_LEAD = re.compile(r"^[\s•>–,'\"-]*(?:(?:where|when|as|and|but|while)\s+)?")
_UNFINISHED = re.compile(r"\b(?:that|an?|the|of|to|in|on|for|and|or|his|her|their|its)\s*$")
_FUTURE = re.compile(
    r"\b(?:will|shall|(?:is|are|was|were)\s(?:set|due|expected|scheduled|slated|planned|going)|"
    r"prepar(?:es?|ing)\sto|plan(?:s|ning)?\sto|upcoming)\b", re.IGNORECASE)
_SAID = (r"\b(?:said|says|told(?:\s\w+)?|wrote|added|stated|announced|reported|warned|declared|"
         r"confirmed|noted)\b")
_SPEECH = re.compile(_SAID)
_ATTRIBUTION = re.compile(_SAID + r"(?:\son)?\s*$")
_ENDING = re.compile(r"(?:'s|(?<=\w{3})(?:ing|ed|es|s))$")
_FUNCTION_WORDS = """
    a about above after again against all also although among an and any are around as at be
    because been before being between both but by can could did do does during each even first
    for from further had has have he her here him his how however i if in into is it its just
    last later like may me might more most much must my new next no nor not now of off on one
    only or other our out over own per said same say says several shall she should since so some
    still such than that the their them then there these they this those though through to told
    too two under until up upon us very was we were what when where whether which while who whom
    why will with would yet you your according mr mrs ms dr day days week weeks month months year
    years time today tomorrow yesterday"""
_IGNORED = frozenset(_FUNCTION_WORDS.split())
_CLAUSE = ["article_id", "file_id", "start", "end", "start_date", "earliest", "latest", "said",
           "words", "tells", "announced"]


def find_events(dates: pd.DataFrame, segments: pd.DataFrame, articles: pd.DataFrame,
                known_events: pd.DataFrame) -> pd.DataFrame:
    """Events the pages date to the day or the week, and the known events they tell of.

    One row per event. Read are headlines and bodies. A clause makes an event (`source`
    ``text``) when its temporal expression is resolved to at most seven days, or to at most a
    month that is still ahead, and when it says more than who spoke ("she said on Friday" dates
    words, not an event). Clauses of equal days with at least half their content words in common,
    and at least two, are one event.

    Cost: linear in the dated clauses; only sentences of articles with dates are split.

    Parameters
    ----------
    dates
        Temporal expressions with their bounds.
    segments
        Segments, or articles (bodies only).
    articles
        For their publication: what lies after it is announced.
    known_events
        `event_id`, `label`, `earliest`, `latest`; each gives one row (`source` ``registry``).

    Returns
    -------
    events
        `label` is the clause that tells it best, shortened at a word, or the known event's own;
        `article_id` to `end` are that clause. `n_evidence` counts the clauses that tell the
        event. A known event is found where a clause of meeting days has half of its label's
        content words, and at least two; one that is not found, or of which a day is missing, has
        `n_evidence` 0 and no evidence. `status` is ``occurred`` once any clause tells it as past,
        else ``announced``; a known event that no clause tells is ``announced`` if it begins after
        the last day of all articles, else ``occurred``.
    """
    require(dates, "dates")
    require(articles, "articles")
    require(known_events, "known_events")
    clauses = _clauses(dates, as_segments(segments), articles)
    last_day = articles[["published_earliest", "published_latest"]].max().max()
    rows = [*_told_events(clauses), *_known_events(known_events, clauses, last_day)]
    return conform(rows, "events")


def clause_around(sentence: str, start: int, end: int) -> text.Interval:
    """The clause of a sentence that holds the characters from `start` to `end`.

    Clauses end at punctuation, dashes, quotation marks and conjunctions of time and cause. One
    too short to be understood takes in its neighbours, one that begins with its verb all that
    is before it.

    Examples
    --------
    >>> sentence = "He left after a heated meeting in the town hall on Friday, aides said."
    >>> day = sentence.index("on Friday")
    >>> first, last = clause_around(sentence, day, day + 9)
    >>> sentence[first:last]
    'a heated meeting in the town hall on Friday'
    """
    cuts = [cut.span() for cut in _CUT.finditer(sentence)
            if cut.end() <= start or cut.start() >= end]
    begins, stops = [0, *(c[1] for c in cuts)], [*(c[0] for c in cuts), len(sentence)]
    first = last = bisect_right(begins, start) - 1
    opens = not sentence[begins[first]:start].strip()
    words = _content(sentence[begins[first]:start] + " " + sentence[end:stops[last]])
    while len(words) < _ENOUGH and (last + 1 < len(stops) or first):
        if last + 1 < len(stops) and (opens or not first):
            last += 1
            words |= _content(sentence[begins[last]:stops[last]])
        else:
            first, opens = first - 1, False
            words |= _content(sentence[begins[first]:stops[first]])
    if _UNFINISHED.search(sentence, begins[first], stops[last]):
        last = min(last + 1, len(stops) - 1)
    if _BEGINS_WITH_VERB.match(sentence, begins[first]):
        first = 0
    return (start - len(_LEAD.sub("", sentence[begins[first]:start])),
            end + len(sentence[end:stops[last]].rstrip(" ,;:")))


def _clauses(dates: pd.DataFrame, segments: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Clauses around temporal expressions that fix a month or less, one row an expression."""
    days = (dates["latest"] - dates["earliest"]).dt.days
    counted = dates.loc[dates["zone"].isin(COUNTED) & (days < _MONTH)
                        & dates["type"].isin(["date", "time"])]
    places = segments[["article_id", "file_id", "zone", "start", "end"]].assign(
        segment=np.arange(len(segments)))  # not the texts: they would be there once a date
    held = counted.merge(places, on=["article_id", "file_id", "zone"], suffixes=("_date", ""))
    held = held.loc[(held["start"] <= held["start_date"]) & (held["end_date"] <= held["end"])]
    bounds = articles[["article_id", "published_earliest", "published_latest"]]
    held = held.merge(bounds.drop_duplicates("article_id"), on="article_id", how="left")
    ordered = held.sort_values(["segment", "start_date", "end_date"])
    return pd.DataFrame(_cut_clauses(ordered, segments), columns=_CLAUSE)


def _cut_clauses(held: pd.DataFrame, segments: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    """The clause around each expression in its segment: what it says, and of when."""
    for number, rows in groupby(held.itertuples(), key=attrgetter("segment")):
        cleaned, source, offset = (segments[c].iloc[number] for c in ("text", "source", "start"))
        sentences = text.sentences(cleaned)
        begins = [start for start, _ in sentences]
        for row in rows:
            date_start, date_end = row.start_date - offset, row.end_date - offset
            base, stop = _around(cleaned, sentences[max(bisect_right(begins, date_start) - 1, 0)],
                                 date_start, date_end)
            start, end = clause_around(cleaned[base:stop], date_start - base, date_end - base)
            start, end = base + start, base + end
            before, after = cleaned[start:date_start], cleaned[date_end:end]
            yield (row.article_id, row.file_id, offset + start, offset + end, row.start_date,
                   row.earliest, row.latest, source[start:end], _content(f"{before} {after}"),
                   *_telling(row, before, after))


def _around(cleaned: str, sentence: text.Interval, start: int, end: int) -> text.Interval:
    """The sentence; of one that is a list or a table, the whole words near the date."""
    base, stop = sentence
    if start - base > _FARTHEST:
        base = max(cleaned.rfind(" ", base, start - _FARTHEST) + 1, base)
    if stop - end > _FARTHEST:
        stop = cleaned.find(" ", end + _FARTHEST, stop) if " " in cleaned[
            end + _FARTHEST:stop] else stop
    return base, stop


def _telling(row: Any, before: str, after: str) -> tuple[bool, bool]:
    """Does a clause tell an event, and as one to come?"""
    speech = _SPEECH.search(before) and not _FUTURE.search(before)  # the day is that of the words
    ahead = bool(row.earliest > row.published_latest)
    behind = bool(row.latest < row.published_earliest)
    to_come = not behind and not speech and bool(_FUTURE.search(f"{before} {after}"))
    announced = ahead or to_come
    short = (row.latest - row.earliest).days < _DAYS
    only_attributes = _ATTRIBUTION.search(before) and not after.strip(" .,'")
    return (short or announced) and not only_attributes, announced


def _content(clause: str) -> Words:
    parts = (part for start, end in text.words(clause)
             for part in clause[start:end].lower().split("-"))
    return frozenset(_ENDING.sub("", part) for part in parts
                     if len(part) > 1 and part not in _IGNORED)


def _told_events(clauses: pd.DataFrame) -> Iterator[dict[str, object]]:
    """One event for the clauses of equal days that say the same."""
    told = clauses.loc[clauses["tells"] & (clauses["words"].map(len) > 1)]
    for _, same in told.groupby(_same_event(told), sort=False):
        best = _best(same)
        yield {**best[["earliest", "latest"]], **_evidence(same, best), "source": "text",
               "event_id": f"{best['file_id']}:{best['start_date']}",
               "label": textwrap.shorten(best["said"].rstrip("."), _LABEL, placeholder=" …")}


def _same_event(told: pd.DataFrame) -> pd.Series:
    """Number of the event each clause tells: the most similar earlier one of its days, or new."""
    events: list[Words] = []
    index: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    numbers = []
    for earliest, latest, words in zip(told["earliest"], told["latest"], told["words"],
                                       strict=True):
        keys = [(earliest, latest, word) for word in sorted(words)]
        common = Counter(event for key in keys for event in index[key])
        share = {event: n / min(len(words), len(events[event]))
                 for event, n in common.items() if n > 1}
        number = max(share, key=share.__getitem__, default=-1)
        if share.get(number, 0) < _SAME:
            number = len(events)
            events.append(words)
            for key in keys:
                if len(index[key]) < _TELLING:
                    index[key].append(number)
        numbers.append(number)
    return pd.Series(numbers, index=told.index, dtype="int64")


def _best(same: pd.DataFrame) -> pd.Series:
    """The first clause that has most of what those of an event have in common."""
    common = Counter(word for words in same["words"] for word in words)
    return same.iloc[int(np.argmax([sum(common[w] for w in words) for words in same["words"]]))]


def _known_events(known: pd.DataFrame, clauses: pd.DataFrame,
                  last_day: pd.Timestamp) -> Iterator[dict[str, object]]:
    """The known events, each with the clauses of meeting days that have half of its words."""
    told: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    index = EventIndex(known)
    ordered = clauses.sort_values(["earliest", "file_id", "start"], ignore_index=True)
    for row in ordered.itertuples():
        days = row.earliest.date(), row.latest.date()
        for event, share in index.told(row.said, _SAME):
            if days[0] <= event.days[1] and days[1] >= event.days[0]:
                told[event.event_id].append((row.Index, share))
    for event in known.to_dict("records"):
        found = told.get(event["event_id"])
        status = "announced" if event["earliest"] > last_day else "occurred"
        yield {**event, "source": "registry", "n_evidence": 0, "status": status} | (
            _evidence(ordered.loc[[place for place, _ in found]],
                      ordered.loc[max(found, key=itemgetter(1))[0]]) if found else {})


def _evidence(clauses: pd.DataFrame, best: pd.Series) -> dict[str, object]:
    return {"n_evidence": len(clauses.drop_duplicates(["file_id", "start", "end"])),
            "status": "announced" if clauses["announced"].all() else "occurred",
            **best[["article_id", "file_id", "start", "end"]]}
