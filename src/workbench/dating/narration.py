"""Reading a text backwards: the days on which its words for a known event make sense.

"Sent drones into Poland last week" was published in the week after the event of that name. The
expression that dates an event stands in the clause that holds more than half of its words.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache

from workbench import text as txt
from workbench.dating.bounds import Bound, Days, Span, meet, span
from workbench.dating.known import ENOUGH, NEARBY, Event, EventIndex, share, weight
from workbench.dating.resolving import resolve
from workbench.dating.temporal import Expression, find_expressions, find_near
from workbench.dating.weekdays import Reading

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
_LONGEST = 2_000  # characters: what is longer is a list or a table, not a sentence

_COMPLETE = re.compile(  # a year with a day beside it
    r"\d(?:\d{3}[-/.]\d\d[-/.]\d\d|\d?(?:st|nd|rd|th)?(?: +of)?"
    r"(?: +(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?)?,? +(?:1[89]|20)\d\d)")
_CLAUSE = re.compile(r",(?! (?:where|which|when|who)\b)|[;:—]")
_AFTER = re.compile(r"\b(?:after|following|since|in the wake of)\b", re.I)
_REPORTS = re.compile(  # "said on Friday" dates the words, not the event they are about
    r"\b(?:said|says|told(?: [\w.]+){1,3}|added|announced|wrote|warned)(?: in [\w ]+)?$")


def narrated_bounds(texts: Sequence[str], events: EventIndex) -> list[list[Bound]]:
    """Bounds on the day each text was published, from the events and complete dates it tells of."""
    bounds = [told_days(text) for text in texts]
    for i, sentence, candidates in events.sentences(texts):
        text = texts[i]
        told = [event for event in candidates if share(event, text[slice(*sentence)]) >= ENOUGH]
        if told and sentence[1] - sentence[0] < _LONGEST:
            bounds[i] += _by_expression(text, sentence, find_expressions(text, *sentence), told)
            bounds[i] += _by_after(text, sentence, told)
    return bounds


def echoed_bounds(readings: Sequence[Reading], events: EventIndex,
                  spans: Sequence[Span]) -> list[list[Bound]]:
    """Bounds inside closed intervals from events that an article as a whole names.

    "The leak emerged on Monday night" names no event by itself, but in an article that holds most
    of the words of one, in a clause with one of them that is rare in the registry, the weekday
    of the event is that event. Only what agrees with the interval counts, only where one event
    fits, and nothing if two such readings exclude each other.
    """
    bounds: list[list[Bound]] = [[] for _ in readings]
    closed = [(i, (low, high)) for i, (low, high) in enumerate(spans)
              if low and high and _SHIFT < high - low <= _ECHOED]
    named = events.named([readings[i].text for i, _ in closed])
    for (i, limits), events_named in zip(closed, named, strict=True):
        bounds[i] = _echoed(readings[i], events_named, limits)
    return bounds


def _echoed(reading: Reading, named: Sequence[Event], limits: Days) -> list[Bound]:
    """From the weekdays of a text those bounds that agree with each other."""
    near = [event for event in named
            if event.days[1] >= limits[0] - _WEEK and event.days[0] <= limits[1] + _WEEK]
    bounds = [bound for e in (reading.expressions if near else [])
              for bound in _echoes(reading.text, e, near, limits)]
    first, last = meet(bounds)
    return [] if first and last and first > last else bounds


def _echoes(text: str, e: Expression, named: Sequence[Event], limits: Days) -> Iterator[Bound]:
    """The one event that a weekday can mean within limits, if its clause hints at it."""
    meant = [(event, days) for event in named
             if (days := _meant(e.kind, e.parts, e.cue, event.days))
             and days[0] <= limits[1] and days[1] >= limits[0]]
    sentence = _sentence(text, e) if meant else (e.start, e.start)
    clause = text[slice(*_clause(text, sentence, e))] if meant else ""
    fits = [(event, days) for event, days in meant if weight(event, clause) >= _HINT]
    if len(fits) == 1 and not _REPORTS.search(text[sentence[0]:e.start].rstrip()):
        [(event, days)] = fits
        yield Bound(*days, f"{_quote(text, e.start, e.end, sentence)} in an article that "
                           f"names {_named(event)}")


def _sentence(text: str, e: Expression) -> txt.Interval:
    """The sentence of an expression, or what of it stands nearby."""
    start = max(0, e.start - NEARBY, text.rfind("\n", 0, e.start) + 1)
    return next((start + first, start + last)
                for first, last in txt.sentences(text[start:e.end + NEARBY])
                if start + last > e.start)


def told_days(text: str, after: date | None = None) -> list[Bound]:
    """Lower bounds from complete dates that a text tells of; only days later than `after`."""
    days = [(text[e.start:e.end], days[0]) for e in find_near(text, _COMPLETE)
            if e.cue == "past" and e.kind in ("iso", "calendar")
            and (days := resolve(e, None)) and days[0] == days[1]]
    return [Bound(day, None, f"tells of «{surface}»") for surface, day in days
            if not after or day > after + _SHIFT]


def _by_expression(text: str, sentence: txt.Interval, inside: Sequence[Expression],
                   told: Sequence[Event]) -> Iterator[Bound]:
    """When "on Friday" meant the event; of several events, the one that is named most fully."""
    for e in inside if told else []:
        clause = text[slice(*_clause(text, sentence, e))]
        meant = [(weight(event, clause), _named(event), days) for event in told
                 if share(event, clause) > 0.5
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
            if share(event, text[after.start():min(sentence[1], after.end() + 80)]) >= 0.5:
                quote = _quote(text, after.start(), after.end(), (after.start(), sentence[1]))
                yield Bound(event.days[0], None, f"{quote} tells of {_named(event)}")


def _named(event: Event) -> str:
    """An event with its days, for evidence."""
    return f"{event.event_id} ({span(*event.days)})"


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
