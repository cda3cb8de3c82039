"""Known events, found in texts by the content words of their labels.

An event is named by most content words of its label in one sentence. Only stretches that hold
enough of the words around an expression of time are read at all: one Aho-Corasick search over
many texts finds them, and the counting is done in arrays.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain, groupby, pairwise
from math import log
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import pandas as pd
from ahocorasick_rs import AhoCorasick

from workbench import text as txt
from workbench.dating.bounds import Days
from workbench.dating.copies import VALUES
from workbench.dating.ragged import Lists, Places, ranges
from workbench.tables import require

ENOUGH = 2 / 3
"""Share of an event's content words that must stand in one sentence."""

NEARBY = 400
"""Characters around a word of time in which its sentence is looked for."""

_STOP = frozenset(["an", "and", "at", "between", "by", "first", "for", "from", "in", "into", "its",
                   "of", "on", "or", "over", "second", "the", "to", "with"])
_BATCH = 500_000  # characters that are searched together
_LINE_END = 10
_STEP = 60  # characters: words of time nearer than this are looked at together
_TRIGGERS = [  # every expression of time that dates an event holds one, and so does "after"
    "day", "night", "tomorrow", "morning", "week", "month", "year", "ago", "quarter", "-0", "-1",
    "/0", "/1", "/2", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
    "Dec", "after", "After", "following", "Following", "since", "Since", "in the wake of"]
_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+")
_ENDING = re.compile(r"(?:ing|ed|s)$")
_OFFICE = re.compile(  # a body named in somebody's title is not what happens there
    r"(?:[A-Z][\w.'-]* ){1,6}(?:President|Secretary|Minister|Chancellor|Commissioner|Ambassador"
    r"|General|Director|Chair(?:man|woman)?|chief)\b")


class Event(NamedTuple):
    """A dated event; the rarer a content word in the registry, the more it weighs."""

    event_id: str
    weights: dict[str, float]
    days: Days


class _Hits(NamedTuple):
    """Where words begin with the content words of events, and with which; words of time; lines."""

    starts: Places
    forms: Places
    triggers: Places
    breaks: Places


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
        self._of_form = Lists([self._holders[form] for form in self._forms])
        self._enough = np.array([max(2, ENOUGH * len(event.weights)) for event in self.events])
        stems = sorted(set(self._stems.values()))  # in the order in which weights are summed
        self._stem_of_form = np.searchsorted(stems, [self._stems[form] for form in self._forms])
        with_stem = [[i for i, event in enumerate(self.events) if stem in event.weights]
                     for stem in stems]
        self._of_stem = Lists(with_stem)
        self._weights = np.array([self.events[i].weights[stem] for stem, own in zip(
            stems, with_stem, strict=True) for i in own])
        self._totals = np.array([sum(event.weights.values()) for event in self.events])

    def sentences(self, texts: Sequence[str]) -> Iterator[tuple[int, txt.Interval, list[Event]]]:
        """Sentences that may date an event: number of their text, place, events they may name.

        Only where enough content words of an event stand around a word of time is text split
        into sentences. Texts are read together, a batch at a time.
        """
        for first_text, batch in _batches(texts):
            joined = "\n".join(batch)
            begins = [0, *accumulate(len(text) + 1 for text in batch)]
            hits = self._hits(joined)
            found = np.array([(start + first, start + last) for start, end in self._regions(hits)
                              for first, last in txt.sentences(joined[start:end])],
                             dtype=np.int64).reshape(-1, 2)
            found = found[np.diff(np.searchsorted(hits.triggers, found), axis=1)[:, 0] > 0]
            for i, told in groupby(self._full(hits, found), key=itemgetter(0)):
                start, end = found[i].tolist()
                text = bisect_right(begins, start) - 1
                yield (first_text + text, (start - begins[text], end - begins[text]),
                       [self.events[event] for _, event in told])

    def named(self, texts: Sequence[str]) -> Iterator[list[Event]]:
        """For each text the events most of whose content words, by weight, stand in it."""
        for _, batch in _batches(texts):
            hits = self._hits("\n".join(batch))
            ends = np.cumsum([len(text) + 1 for text in batch])
            pairs = np.unique(np.searchsorted(ends, hits.starts, side="right")
                              * len(self._of_stem) + self._stem_of_form[hits.forms])
            text, stem = np.divmod(pairs, max(1, len(self._of_stem)))
            at, events = self._of_stem.expand(stem)
            keys, inverse = np.unique(text[at] * len(self.events) + events, return_inverse=True)
            sums = np.bincount(inverse, self._weights[self._of_stem.places(stem)], len(keys))
            keys = keys[sums >= ENOUGH * self._totals[keys % max(1, len(self.events))]]
            cuts = np.searchsorted(keys, np.arange(len(batch) + 1) * len(self.events)).tolist()
            named = [self.events[i] for i in (keys % max(1, len(self.events))).tolist()]
            yield from (named[first:last] for first, last in pairwise(cuts))

    def _hits(self, text: str) -> _Hits:
        """Where words begin with the content words of events; words of time; line ends."""
        found = self._search.find_matches_as_indexes(text, overlapping=True) if self._forms else []
        hits = np.fromiter(chain.from_iterable(found), np.int64, 3 * len(found)).reshape(-1, 3)
        hits = hits[np.argsort(hits[:, 1], kind="stable")]
        is_trigger = hits[:, 0] >= len(self._forms)
        words = hits[~is_trigger]
        codes = np.frombuffer(f" {text}\n".encode("utf-32-le", "surrogatepass"), dtype="<u4")
        words = words[VALUES[np.minimum(codes[words[:, 1]], len(VALUES) - 1)] == 0]
        breaks = np.flatnonzero(codes == _LINE_END) - 1
        return _Hits(words[:, 1], words[:, 0], hits[is_trigger, 1], breaks)

    def _regions(self, hits: _Hits) -> Iterator[txt.Interval]:
        """Stretches of lines around the words of time that have enough words of an event near."""
        line = np.searchsorted(hits.breaks, hits.triggers)
        new = np.diff(np.stack([hits.triggers // _STEP, line]), prepend=-1).any(axis=0)
        triggers, line = hits.triggers[new], line[new]
        windows = np.stack([
            np.maximum(triggers - NEARBY, np.concatenate([[0], hits.breaks + 1])[line]),
            np.minimum(triggers + NEARBY, hits.breaks[line])], axis=1)
        full = windows[sorted({i for i, _ in self._full(hits, windows)})]
        apart = np.flatnonzero(full[1:, 0] > full[:-1, 1]) + 1
        for region in np.split(full, apart) if len(full) else []:
            yield int(region[0, 0]), int(region[-1, 1])

    def _full(self, hits: _Hits, places: Places) -> list[tuple[int, int]]:
        """Pairs of a place and an event, enough of whose content words stand there, in order."""
        first, last = np.searchsorted(hits.starts, places).T
        inside = np.repeat(np.arange(len(places)), last - first)
        form = hits.forms[ranges(first, last - first)]
        once = np.unique(inside * len(self._forms) + form)
        inside, form = np.divmod(once, max(1, len(self._forms)))
        at, events = self._of_form.expand(form)
        pairs, counts = np.unique(inside[at] * len(self.events) + events, return_counts=True)
        pairs = pairs[counts >= self._enough[pairs % max(1, len(self.events))]]
        return list(zip(*(side.tolist() for side in np.divmod(pairs, max(1, len(self.events)))),
                        strict=True))

    def told(self, text: str, least: float) -> Iterator[tuple[Event, float]]:
        """Events with at least this share of their content words, and two, in a short text."""
        counts = Counter(i for form in np.unique(self._hits(text).forms)
                         for i in self._holders[self._forms[form]])
        for i in sorted(i for i, n in counts.items() if n > 1):
            if (part := share(self.events[i], text)) >= least:
                yield self.events[i], part


def _batches(texts: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Texts in batches, each with the number of its first text."""
    ends = np.cumsum([len(text) for text in texts])
    cuts = np.flatnonzero(np.diff(ends // _BATCH, prepend=0, append=-1))
    for start, end in pairwise([0, *cuts.tolist()]):
        if end > start:
            yield start, list(texts[start:end])


def _events(known_events: pd.DataFrame | None) -> list[Event]:
    if known_events is None:
        return []
    require(known_events, "known_events")
    dated = known_events.dropna(subset=["event_id", "label", "earliest", "latest"])
    stems = [_stems(label[0].lower() + label[1:] if label[1:2].islower() else label)
             for label in dated["label"]]
    n_with = Counter(stem for own in stems for stem in own)
    return [Event(row.event_id, {stem: log(1 + len(stems) / n_with[stem]) for stem in sorted(own)},
                  (row.earliest.date(), row.latest.date()))
            for row, own in zip(dated.itertuples(), stems, strict=True)]


def _forms(stem: str) -> set[str]:
    """How words of a stem begin in a text: a name as it is, a plain word in any case."""
    if stem.islower():
        return {stem, stem.capitalize(), stem.upper()}
    return {stem, "".join(f"{char}." for char in stem)} if stem.isupper() else {stem}


def share(event: Event, text: str) -> float:
    """Share of the event's content words in a text, 0 with fewer than two of them."""
    found = len(event.weights.keys() & stems_of(text))
    return found / len(event.weights) if found > 1 else 0.0


def weight(event: Event, text: str) -> float:
    """The same by weight: the rarer a word in the registry, the more it counts."""
    said = stems_of(text)  # summed in the order of the weights: that of a set changes by run
    found = sum(weight for stem, weight in event.weights.items() if stem in said)
    return found / sum(event.weights.values())


@lru_cache(maxsize=1_000)
def stems_of(text: str) -> frozenset[str]:
    """A name in a label must be a name in the text; a plain word may be either."""
    stems = _stems(text)
    return frozenset(stems | {stem.lower() for stem in stems})


def _stems(text: str) -> set[str]:
    """Content words, cut so that Russia and Russian, meets and meeting, are the same."""
    words = set(_WORD.findall(_OFFICE.sub(" ", text)))
    return {_stem(word) for word in words if len(word) > 1 and word.lower() not in _STOP}


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    return _ENDING.sub("", word.replace(".", ""))[:5]
