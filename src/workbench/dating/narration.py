"""Reading a text backwards: the days on which its words for a known event make sense.

"Sent drones into Poland last week" was published in the week after the event of that name. An
event is named by most content words of its label in one sentence; the expression that dates it
stands in the clause that holds more than half of them. Only lines that hold enough of the words
are read at all: one Aho-Corasick search finds them.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from math import log
from typing import NamedTuple

import pandas as pd
from ahocorasick_rs import AhoCorasick

from workbench import text as txt
from workbench.dating.bounds import Bound, Days, meet
from workbench.dating.resolving import resolve
from workbench.dating.temporal import Expression, find_expressions, find_near
from workbench.tables import require

_ENOUGH = 2 / 3  # share of an event's content words that must stand in one sentence
_NARROW = 31  # days: a vaguer expression ("this year") does not date an event
_FAR = 400  # days from an event on which "in May" can have meant it
_NEAR = 70  # the same for "last month" and anything narrower
_HINT = 0.15  # weight in the registry of an event's words that its clause must hold
_ECHOED = timedelta(days=120)  # in a longer interval some other day of that weekday fits as well
_WEEK = timedelta(days=7)
_AROUND = 60  # characters quoted on both sides of an expression
_SHIFT = timedelta(days=1)  # time zones: a text may tell of the day after that of its label
_LONGEST = 2_000  # characters: what is longer is a list or a table, not a sentence

_STOP = frozenset(["an", "and", "at", "between", "by", "first", "for", "from", "in", "into", "its",
                   "of", "on", "or", "over", "second", "the", "to", "with"])
_LINE_END = re.compile("\n")
_COMPLETE = re.compile(  # a year with a day beside it
    r"\d(?:\d{3}[-/.]\d\d[-/.]\d\d|\d?(?:st|nd|rd|th)?(?: +of)?"
    r"(?: +(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?)?,? +(?:1[89]|20)\d\d)")
_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+")
_ENDING = re.compile(r"(?:ing|ed|s)$")
_CLAUSE = re.compile(r",(?! (?:where|which|when|who)\b)|[;:—]")
_OFFICE = re.compile(  # a body named in somebody's title is not what happens there
    r"(?:[A-Z][\w.'-]* ){1,6}(?:President|Secretary|Minister|Chancellor|Commissioner|Ambassador"
    r"|General|Director|Chair(?:man|woman)?|chief)\b")
_AFTER = re.compile(r"\b(?:after|following|since|in the wake of)\b", re.I)
_REPORTS = re.compile(  # "said on Friday" dates the words, not the event they are about
    r"\b(?:said|says|told(?: [\w.]+){1,3}|added|announced|wrote|warned)(?: in [\w ]+)?$")


class Event(NamedTuple):
    """A dated event; the rarer a content word in the registry, the more it weighs."""

    event_id: str
    weights: dict[str, float]
    days: Days


class EventIndex:
    """Dated events, found by the content words of their labels.

    Parameters
    ----------
    known_events
        Table `known_events`; rows without days are left out.
    """

    def __init__(self, known_events: pd.DataFrame | None) -> None:
        self.events = _events(known_events)
        forms = [(form, i) for i, event in enumerate(self.events) for stem in event.weights
                 for form in _forms(stem)]
        self._stems = {form: stem for event in self.events for stem in event.weights
                       for form in _forms(stem)}
        self._holders: dict[str, list[int]] = {}
        for form, i in forms:
            self._holders.setdefault(form, []).append(i)
        self._forms = list(self._holders)
        self._search = AhoCorasick(self._forms)

    def sentences(self, text: str) -> Iterator[tuple[txt.Interval, list[Event]]]:
        """Sentences of a text, with the events that they may hold enough content words of.

        The lines that do are found first: only these are split into sentences.
        """
        ends = [-1, *(m.start() for m in _LINE_END.finditer(text)), len(text)]
        lines: dict[int, list[tuple[int, int]]] = {}
        hits = self._search.find_matches_as_indexes(text, overlapping=True) if self._forms else []
        for form, start, _ in hits:
            lines.setdefault(bisect_left(ends, start), []).append((start, form))
        for line, words in lines.items():
            first = ends[line - 1] + 1
            if self._named({form for _, form in words}):
                for start, end in txt.sentences(text[first:ends[line]]):
                    inside = {form for at, form in words if start <= at - first < end}
                    if told := self._named(inside):
                        yield (first + start, first + end), told

    def told(self, text: str, least: float) -> Iterator[tuple[Event, float]]:
        """Events with at least this share of their content words, and two, in a short text."""
        hits = self._search.find_matches_as_indexes(text, overlapping=True) if self._forms else []
        counts = Counter(i for form in {form for form, *_ in hits}
                         for i in self._holders[self._forms[form]])
        for i in sorted(i for i, n in counts.items() if n > 1):
            if (share := _share(self.events[i], text)) >= least:
                yield self.events[i], share

    def named(self, text: str) -> list[Event]:
        """Events most of whose content words, by weight, stand somewhere in the text."""
        hits = self._search.find_matches_as_indexes(text, overlapping=True) if self._forms else []
        found = {self._stems[self._forms[form]] for form, start, _ in hits
                 if not text[start - 1:start].isalnum()}
        return [event for event in self.events
                if sum(weight for stem, weight in event.weights.items() if stem in found)
                >= _ENOUGH * sum(event.weights.values())]

    def _named(self, forms: set[int]) -> list[Event]:
        counts = Counter([i for form in forms for i in self._holders[self._forms[form]]])
        return [event for i, n in counts.items()
                if n > 1 and n >= _ENOUGH * len((event := self.events[i]).weights)]


def narrated_bounds(text: str, events: EventIndex) -> list[Bound]:
    """Bounds on the day a text was published, from the events and complete dates it tells of."""
    bounds = told_days(text)
    for sentence, candidates in events.sentences(text):
        told = [event for event in candidates if _share(event, text[slice(*sentence)]) >= _ENOUGH]
        if told and sentence[1] - sentence[0] < _LONGEST:
            bounds += _by_expression(text, sentence, find_expressions(text, *sentence), told)
            bounds += _by_after(text, sentence, told)
    return bounds


def echoed_bounds(text: str, events: EventIndex, low: date | None,
                  high: date | None) -> list[Bound]:
    """Bounds inside a closed interval from events that the article as a whole names.

    "The leak emerged on Monday night" names no event by itself, but in an article that holds most
    of the words of one, in a clause with one of them that is rare in the registry, the weekday
    of the event is that event. Only what agrees with the interval counts, only where one event
    fits, and nothing if two such readings exclude each other.
    """
    if not low or not high or not _SHIFT < high - low <= _ECHOED:
        return []
    named = [event for event in events.named(text)
             if event.days[1] >= low - _WEEK and event.days[0] <= high + _WEEK]
    bounds = [bound for sentence in (txt.sentences(text) if named else [])
              for bound in _echoes(text, sentence, named, (low, high))]
    first, last = meet(bounds)
    return [] if first and last and first > last else bounds


def _echoes(text: str, sentence: txt.Interval, named: Sequence[Event],
            limits: Days) -> Iterator[Bound]:
    stems = _both_cases(text[slice(*sentence)])
    if sentence[1] - sentence[0] > _LONGEST or not any(
            event.weights.keys() & stems for event in named):
        return
    for e in find_expressions(text, *sentence):
        if e.kind not in ("weekday", "deictic") or _REPORTS.search(
                text[sentence[0]:e.start].rstrip()):
            continue
        clause = text[slice(*_clause(text, sentence, e))]
        fits = [(event, days) for event in named if _weight(event, clause) >= _HINT
                and (days := _meant(e.kind, e.parts, e.cue, event.days))
                and days[0] <= limits[1] and days[1] >= limits[0]]
        if len(fits) == 1:
            [(event, days)] = fits
            yield Bound(*days, f"{_quote(text, e.start, e.end, sentence)} in an article that "
                               f"names {event.event_id}")


def told_days(text: str, after: date | None = None) -> list[Bound]:
    """Lower bounds from complete dates that a text tells of; only days later than `after`."""
    days = [(text[e.start:e.end], days[0]) for e in find_near(text, _COMPLETE)
            if e.cue == "past" and e.kind in ("iso", "calendar")
            and (days := resolve(e, None)) and days[0] == days[1]]
    return [Bound(day, None, f"tells of «{surface}»") for surface, day in days
            if not after or day > after + _SHIFT]


def _events(known_events: pd.DataFrame | None) -> list[Event]:
    if known_events is None:
        return []
    require(known_events, "known_events")
    dated = known_events.dropna(subset=["event_id", "label", "earliest", "latest"])
    stems = [_stems(label[0].lower() + label[1:] if label[1:2].islower() else label)
             for label in dated["label"]]
    n_with = Counter(stem for own in stems for stem in own)
    return [Event(row.event_id, {stem: log(1 + len(stems) / n_with[stem]) for stem in own},
                  (row.earliest.date(), row.latest.date()))
            for row, own in zip(dated.itertuples(), stems, strict=True)]


def _forms(stem: str) -> set[str]:
    """How words of a stem begin in a text: a name as it is, a plain word in any case."""
    if stem.islower():
        return {stem, stem.capitalize(), stem.upper()}
    return {stem, "".join(f"{char}." for char in stem)} if stem.isupper() else {stem}


def _by_expression(text: str, sentence: txt.Interval, inside: Sequence[Expression],
                   told: Sequence[Event]) -> Iterator[Bound]:
    """When "on Friday" meant the event; of several events, the one that is named most fully."""
    for e in inside if told else []:
        clause = text[slice(*_clause(text, sentence, e))]
        meant = [(_weight(event, clause), event.event_id, days) for event in told
                 if _share(event, clause) > 0.5
                 and (days := _meant(e.kind, e.parts, e.cue, event.days))]
        if meant and not _REPORTS.search(text[sentence[0]:e.start].rstrip()):
            best = [m for m in meant if m[0] == max(meant)[0]]
            quote = _quote(text, e.start, e.end, sentence)
            yield Bound(min(days[0] for *_, days in best), max(days[1] for *_, days in best),
                        f"{quote} tells of {' or '.join(name for _, name, _ in best)}")


def _by_after(text: str, sentence: txt.Interval, told: Sequence[Event]) -> Iterator[Bound]:
    """What follows "after the event" is not older than the event."""
    for event in told:
        for after in _AFTER.finditer(text, *sentence):
            if _share(event, text[after.start():min(sentence[1], after.end() + 80)]) >= 0.5:
                quote = _quote(text, after.start(), after.end(), (after.start(), sentence[1]))
                yield Bound(event.days[0], None, f"{quote} tells of {event.event_id}")


def _clause(text: str, sentence: txt.Interval, e: Expression) -> txt.Interval:
    """The clause of an expression; "On Friday," at the head also belongs to the next one."""
    cuts = [sentence[0], *(m.end() for m in _CLAUSE.finditer(text, *sentence)), sentence[1]]
    i = bisect_right(cuts, e.end - 1) - 1
    headed = i == 0 and e.start - sentence[0] <= 1
    return cuts[i], cuts[min(i + 1 + headed, len(cuts) - 1)]


def _quote(text: str, start: int, end: int, limits: txt.Interval) -> str:
    """Whole words around a place, within limits."""
    left = text.rfind(" ", 0, max(0, start - _AROUND)) + 1
    right = text.find(" ", end + _AROUND)
    words = text[max(left, limits[0]):min(right if right > 0 else len(text), limits[1])]
    return f"«{' '.join(words.split())}»"


def _share(event: Event, text: str) -> float:
    """Share of the event's content words in a text, 0 with fewer than two of them."""
    found = len(event.weights.keys() & _both_cases(text))
    return found / len(event.weights) if found > 1 else 0.0


def _weight(event: Event, text: str) -> float:
    found = event.weights.keys() & _both_cases(text)
    return sum(event.weights[stem] for stem in found) / sum(event.weights.values())


@lru_cache(maxsize=1_000)
def _both_cases(text: str) -> frozenset[str]:
    """A name in a label must be a name in the text; a plain word may be either."""
    stems = _stems(text)
    return frozenset(stems | {stem.lower() for stem in stems})


def _stems(text: str) -> set[str]:
    """Content words, cut so that Russia and Russian, meets and meeting, are the same."""
    words = (word[0] for word in _WORD.finditer(_OFFICE.sub(" ", text))
             if word[0].lower() not in _STOP)
    return {_stem(word) for word in words if len(word) > 1}


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return _ENDING.sub("", word.replace(".", ""))[:5]


@lru_cache(maxsize=20_000)
def _meant(kind: str, parts: tuple[tuple[str, str], ...], cue: str, event: Days) -> Days | None:
    """First and last day on which an expression would have meant the event."""
    cues = [cue] if cue or kind != "weekday" else ["past", "future"]
    reach = _FAR if kind in ("calendar", "ago") else _NEAR
    hits = []
    for day in (event[0] + timedelta(days=shift) for shift in range(-reach, reach + 1)):
        for direction in cues:
            days = resolve(Expression(0, 0, "", kind, parts, direction), day)
            if days and days[0] <= event[1] and days[1] >= event[0] and (
                    (days[1] - days[0]).days < _NARROW):
                hits.append(day)
    return (hits[0], hits[-1]) if hits else None
