"""Reading a text backwards: the days on which its words for a known event make sense.

"Sent drones into Poland last week" was published in the week after the event of that name. An
event is named by most content words of its label in one sentence; the expression that dates it
stands in the clause that holds more than half of them. Only stretches that hold enough of the
words around an expression of time are read at all: one Aho-Corasick search finds them.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate, pairwise
from math import log
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from ahocorasick_rs import AhoCorasick

from workbench import text as txt
from workbench.dating.bounds import Bound, Days, meet
from workbench.dating.copies import VALUES
from workbench.dating.resolving import resolve
from workbench.dating.temporal import Expression, find_expressions, find_near
from workbench.dating.weekdays import weekday_expressions
from workbench.tables import require

_ENOUGH = 2 / 3  # share of an event's content words that must stand in one sentence
_NARROW = 31  # days: a vaguer expression ("this year") does not date an event
_FAR = 400  # days from an event on which "in May" can have meant it
_NEAR = 70  # the same for "last month"
_MONTH = timedelta(days=28)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_REACHES = {"calendar": _FAR, "weekday": 20, "deictic": 8, "day": 20, "week": 24, "weekend": 24}
_HINT = 0.15  # weight in the registry of an event's words that its clause must hold
_ECHOED = timedelta(days=120)  # in a longer interval some other day of that weekday fits as well
_WEEK = timedelta(days=7)
_AROUND = 60  # characters quoted on both sides of an expression
_SHIFT = timedelta(days=1)  # time zones: a text may tell of the day after that of its label
_NEARBY = 400  # characters around a weekday in which its sentence is looked for
_LONGEST = 2_000  # characters: what is longer is a list or a table, not a sentence

_STOP = frozenset(["an", "and", "at", "between", "by", "first", "for", "from", "in", "into", "its",
                   "of", "on", "or", "over", "second", "the", "to", "with"])
_BATCH = 500_000  # characters that are searched together
_STEP = 60  # characters: words of time nearer than this are looked at together
_TRIGGERS = [  # every expression of time that dates an event holds one, and so does "after"
    "day", "night", "tomorrow", "morning", "week", "month", "year", "ago", "quarter", "-0", "-1",
    "/0", "/1", "/2", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
    "Dec", "after", "After", "following", "Following", "since", "Since", "in the wake of"]
_Places = npt.NDArray[np.int64]
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
        self._holders: dict[str, list[int]] = {}
        for form, i in forms:
            self._holders.setdefault(form, []).append(i)
        self._stems = {form: stem for event in self.events for stem in event.weights
                       for form in _forms(stem)}
        self._forms = list(self._holders)
        self._search = AhoCorasick([*self._forms, *_TRIGGERS])
        held = [self._holders[form] for form in self._forms]
        self._n_held = np.array([len(own) for own in held], dtype=np.int64)
        self._held = np.array([i for own in held for i in own], dtype=np.int64)
        self._in: dict[str, frozenset[int]] = {}  # forms by text, of those read for sentences
        self._enough = np.array([max(2, _ENOUGH * len(event.weights)) for event in self.events])

    def sentences(self, texts: Sequence[str]) -> Iterator[tuple[int, txt.Interval, list[Event]]]:
        """Sentences that may date an event: number of their text, place, events they may name.

        Only where enough content words of an event stand around a word of time is text split
        into sentences. Texts are read together, a batch at a time.
        """
        for first_text, batch in _batches(texts):
            joined = "\n".join(batch)
            begins = [0, *accumulate(len(text) + 1 for text in batch)]
            starts, forms, triggers = self._hits(joined)
            by_text = np.split(forms, np.searchsorted(starts, begins[1:-1]))
            self._in |= {text: frozenset(inside.tolist())
                         for text, inside in zip(batch, by_text, strict=True)}
            for start, end in self._regions(joined, starts, forms, triggers):
                i = bisect_right(begins, start) - 1
                for first, last in txt.sentences(joined[start:end]):
                    own = slice(*np.searchsorted(starts, [start + first, start + last]))
                    if told := self._named(set(forms[own].tolist())):
                        place = start + first - begins[i], start + last - begins[i]
                        yield first_text + i, place, told

    def _hits(self, text: str) -> tuple[_Places, _Places, _Places]:
        """Where words begin with the content words of events, and with which; words of time."""
        found = self._search.find_matches_as_indexes(text, overlapping=True) if self._forms else []
        hits = np.array(found, dtype=np.int64).reshape(-1, 3)
        hits = hits[np.argsort(hits[:, 1], kind="stable")]
        is_trigger = hits[:, 0] >= len(self._forms)
        words = hits[~is_trigger]
        codes = np.frombuffer(f" {text}".encode("utf-32-le", "surrogatepass"), dtype="<u4")
        words = words[VALUES[np.minimum(codes[words[:, 1]], len(VALUES) - 1)] == 0]
        return words[:, 1], words[:, 0], hits[is_trigger, 1]

    def _regions(self, text: str, starts: _Places, forms: _Places,
                 triggers: _Places) -> Iterator[txt.Interval]:
        """Stretches of lines around the words of time that have enough words of an event near."""
        triggers = triggers[np.diff(triggers // _STEP, prepend=-1) > 0]
        windows = np.stack([triggers - _NEARBY, triggers + _NEARBY])
        first, last = np.searchsorted(starts, windows)
        inside = np.repeat(np.arange(len(triggers)), last - first)
        form = forms[_ranges(first, last - first)]
        once = np.unique(inside * len(self._forms) + form)
        inside, form = np.divmod(once, max(1, len(self._forms)))
        n_held = self._n_held[form]
        event = self._held[_ranges((np.cumsum(self._n_held) - self._n_held)[form], n_held)]
        pairs, counts = np.unique(np.repeat(inside, n_held) * len(self.events) + event,
                                  return_counts=True)
        full = pairs[counts >= self._enough[pairs % max(1, len(self.events))]]
        before, end = (0, 0), 0
        for i in np.unique(full // max(1, len(self.events))):
            at = int(triggers[i])
            start = max(0, at - _NEARBY, text.rfind("\n", 0, at) + 1)
            line_end = text.find("\n", at)
            end = min(at + _NEARBY, line_end if line_end >= 0 else len(text))
            if start > before[1] or not before[1]:
                yield from [before] * (before[1] > 0)
                before = start, end
            before = before[0], max(end, before[1])
        if end:
            yield before

    def told(self, text: str, least: float) -> Iterator[tuple[Event, float]]:
        """Events with at least this share of their content words, and two, in a short text."""
        counts = Counter(i for form in np.unique(self._hits(text)[1])
                         for i in self._holders[self._forms[form]])
        for i in sorted(i for i, n in counts.items() if n > 1):
            if (share := _share(self.events[i], text)) >= least:
                yield self.events[i], share

    def named(self, text: str) -> list[Event]:
        """Events most of whose content words, by weight, stand somewhere in the text."""
        forms = self._in[text] if text in self._in else self._hits(text)[1].tolist()
        found = {self._stems[self._forms[form]] for form in forms}
        return [event for event in self.events
                if sum(weight for stem, weight in event.weights.items() if stem in found)
                >= _ENOUGH * sum(event.weights.values())]

    def _named(self, forms: set[int]) -> list[Event]:
        counts = Counter([i for form in forms for i in self._holders[self._forms[form]]])
        return [event for i, n in counts.items()
                if n > 1 and n >= _ENOUGH * len((event := self.events[i]).weights)]


def _ranges(starts: _Places, lengths: _Places) -> _Places:
    """The numbers of several ranges, one after the other."""
    ends = np.cumsum(lengths)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + lengths, lengths)


def _batches(texts: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Texts in batches, each with the number of its first text."""
    ends = np.cumsum([len(text) for text in texts])
    cuts = np.flatnonzero(np.diff(ends // _BATCH, prepend=0, append=-1))
    for start, end in pairwise([0, *cuts.tolist()]):
        if end > start:
            yield start, list(texts[start:end])


def narrated_bounds(texts: Sequence[str], events: EventIndex) -> list[list[Bound]]:
    """Bounds on the day each text was published, from the events and complete dates it tells of."""
    bounds = [told_days(text) for text in texts]
    for i, sentence, candidates in events.sentences(texts):
        text = texts[i]
        told = [event for event in candidates if _share(event, text[slice(*sentence)]) >= _ENOUGH]
        if told and sentence[1] - sentence[0] < _LONGEST:
            bounds[i] += _by_expression(text, sentence, find_expressions(text, *sentence), told)
            bounds[i] += _by_after(text, sentence, told)
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
    bounds = [bound for e in (weekday_expressions(text) if named else ())
              for bound in _echoes(text, e, named, (low, high))]
    first, last = meet(bounds)
    return [] if first and last and first > last else bounds


def _echoes(text: str, e: Expression, named: Sequence[Event], limits: Days) -> Iterator[Bound]:
    """The one event that a weekday can mean within limits, if its clause hints at it."""
    meant = [(event, days) for event in named
             if (days := _meant(e.kind, e.parts, e.cue, event.days))
             and days[0] <= limits[1] and days[1] >= limits[0]]
    sentence = _sentence(text, e) if meant else (e.start, e.start)
    clause = text[slice(*_clause(text, sentence, e))] if meant else ""
    fits = [(event, days) for event, days in meant if _weight(event, clause) >= _HINT]
    if len(fits) == 1 and not _REPORTS.search(text[sentence[0]:e.start].rstrip()):
        [(event, days)] = fits
        yield Bound(*days, f"{_quote(text, e.start, e.end, sentence)} in an article that "
                           f"names {event.event_id}")


def _sentence(text: str, e: Expression) -> txt.Interval:
    """The sentence of an expression, or what of it stands nearby."""
    start = max(0, e.start - _NEARBY, text.rfind("\n", 0, e.start) + 1)
    return next((start + first, start + last)
                for first, last in txt.sentences(text[start:e.end + _NEARBY])
                if start + last > e.start)


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
    words = dict(parts)
    if "month" in words and event[1] - event[0] < _MONTH and (
            words["month"][:3] not in {_MONTHS[day.month - 1] for day in event}):
        return None
    reach = _FAR if kind == "ago" else _REACHES.get(words.get("unit", kind), _NEAR)
    hits = []
    for day in (event[0] + timedelta(days=shift) for shift in range(-reach, reach + 1)):
        for direction in cues:
            days = resolve(Expression(0, 0, "", kind, parts, direction), day)
            if days and days[0] <= event[1] and days[1] >= event[0] and (
                    (days[1] - days[0]).days < _NARROW):
                hits.append(day)
    return (hits[0], hits[-1]) if hits else None
