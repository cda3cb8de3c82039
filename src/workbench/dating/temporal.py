"""Temporal expressions of English news: where they stand and what kind they are.

Strings in, spans out. What an expression means is left to `resolving`: it depends on the day
its text was published, and `narration` asks that question backwards.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from workbench.dating.grammar import (
    EDGE,
    EDGED,
    ONE_LEAD,
    PER_LEAD,
    RULES,
    SEASON_LEAD,
    SOME_LEAD,
    TRIGGERS,
)

_SEARCH = AhoCorasick(TRIGGERS)
_NUMBER = re.compile(r"\d(?:[-/.:]\d| ?[APap]\.?[Mm]|(?<=1)[89]\d\d|(?<=2)0\d\d"
                     r"|\d{3} (?:GMT|EST|EDT|UTC))")
WEEKDAY = re.compile("(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")
_REACH = 48  # characters on either side that `find_near` reads
_BACK, _AHEAD = 28, 44  # characters that a rule reaches before and after its trigger
_EDGE_BACK = 32  # characters: "the beginning of the fiscal year "
_TYPES = {"rolling": "duration", "duration": "duration", "set": "set", "clock": "time",
          "day_part": "time"}
_LEAD = re.compile(
    r"\b(?:(?:early|late|later|earlier|sometime) +)?(?:(?:on|in|at|by|until|till|since|from|to"
    r"|before|after|during|for|over|through|throughout|within|around|about|between) +)?"
    r"(?:the +)?$", re.I)
_MONTH_LEAD = re.compile(  # "May" and "March" are also words
    r"\b(?:in|since|until|till|by|of|from|during|through|early|late|last|next|this|and|between)"
    r"[ -]+$", re.I)
_JOIN = re.compile(r",? +(?:on +|at +)?|, *")
_COUNTED = re.compile(r" +(?!was\b|is\b|has\b)[a-z]+s\b")
_BEFORE_COUNT = re.compile(r"\b(?:the|in|since|by|of|from|until|during|its|his|her|their) +$", re.I)
_CAPITAL = re.compile(r" +[A-Z][a-z]")
_NAME_BEFORE = re.compile(
    r"\b(?!In|Since|By|From|Until|During|Before|After|The|Of|For|To)[A-Z][\w.&]* +$")

_BREAK = re.compile(r"[.,;:!?\"\n()—–]")
_FUTURE = re.compile(
    r"\b(?:(?:will|won't|would|shall|'ll)(?: (?:be|not|also|have|now|then|first|again|[a-z]+ly))*"
    r" [a-z]+|upcoming|ahead of|in time for|scheduled|due|expected|slated|planned for|deadline"
    r"|takes? place|meets|begins|starts|opens|expires|(?:is|are) (?:being [a-z]+|[a-z]+ing"
    r"|to (?:be )?[a-z]+)"
    r"|(?:expect|plan|schedul|pois|prepar|aim|intend|hop|want|invit|vow|agree|ask|hav|tr[yi]|set"
    r"|due|likely|ready|about|going|need|seek)[a-z]* (?:[\w'.&]+ ){0,7}?to (?:be )?[a-z]+)\b")
_PAST = re.compile(
    r"\b(?:(?<!-)[a-z]{2,}(?<!\barm)ed|said|told|met|was|were|had|came|went|took|gave|began|held"
    r"|left|made|wrote|won|lost|spoke|saw|sent|struck|fell|rose|fought|shot|fled|flew|broke)\b")
_AWAITED = re.compile(r"\b(?:until|till|by|later)\b", re.I)
_TOLD = re.compile(r"(?:after|since)\b", re.I)
_TO_DO = re.compile(r" ?to [a-z]+\b(?! of\b)")


_Found = tuple[int, int, str, dict[str, str]]  # start, end, kind, parts


class Expression(NamedTuple):
    """A temporal expression: its place, its type and what it takes to resolve it."""

    start: int
    end: int
    type: str  # date, duration, time, set
    kind: str  # which rule reads it
    parts: tuple[tuple[str, str], ...]
    cue: str  # "future", "past" or "" where the clause does not say


def find_expressions(text: str, start: int = 0, end: int | None = None) -> list[Expression]:
    """Temporal expressions of a cleaned text, or of a stretch of it, in order, without overlaps.

    An adjacent preposition belongs to the span; a clock time joins the day beside it. Left out:
    words of sequence ("later", "so far"), items without any value ("now", "in recent months"),
    the auxiliary "may", ages of people and weekdays inside the name of a paper.

    Examples
    --------
    >>> text = "They have until 11:59 p.m. ET on Monday to meet in May. It may rain for three days."
    >>> [(text[e.start:e.end], e.type) for e in find_expressions(text)]
    [('until 11:59 p.m. ET on Monday', 'time'), ('in May', 'date'), ('for three days', 'duration')]
    """
    return [_expression(text, *found) for found in _found(text, start, end)]


def find_near(text: str, words: re.Pattern[str]) -> list[Expression]:
    """The expressions that hold the end of a match of `words`; only text around these is read.

    Examples
    --------
    >>> [e.cue for e in find_near("He left on Friday in May.", re.compile("Friday"))]
    ['past']
    """
    found: dict[int, Expression] = {}
    for hit in words.finditer(text):
        start = text.rfind(" ", 0, max(0, hit.start() - _REACH)) + 1
        end = text.find(" ", hit.end() + _REACH)
        for after, match in _found(text, start, end if end > 0 else None):
            if match[0] < hit.end() <= match[1]:
                e = _expression(text, after, match)
                found[e.start] = e
    return list(found.values())


def _found(text: str, start: int, end: int | None) -> list[tuple[int, _Found]]:
    """Matches in order, without overlaps, each with the end of the one before it."""
    found: list[_Found] = []
    last = 0
    limits = start, len(text) if end is None else end
    for match in sorted(_matches(text, limits), key=lambda m: (m[0], -m[1])):
        if match[0] < last:
            continue
        if found and _joins(text, found[-1], match[0], match[2]):
            match = _joined(found.pop(), match)
        found.append(match)
        last = match[1]
    return list(zip([0, *(match[1] for match in found)], found, strict=False))


def _matches(text: str, limits: tuple[int, int]) -> Iterator[_Found]:
    for start, end, triggers in _windows(text, limits):
        for kind, rule in _rules(frozenset(triggers)):
            for m in rule.finditer(text, start, end):
                parts = {name: value.lower() for name, value in m.groupdict().items() if value}
                begin = m.start()
                if kind in EDGED and (edge := EDGE.search(text, max(begin - _EDGE_BACK, 0), begin)):
                    begin = edge.start()
                    parts |= {name: value.lower() for name, value in edge.groupdict().items()
                              if value}
                if settled := _kind_of(text, begin, m.end(), kind, parts):
                    yield begin, m.end(), settled, parts


@lru_cache(maxsize=10_000)
def _rules(triggers: frozenset[str]) -> list[tuple[str, re.Pattern[str]]]:
    """The rules that can match where these literals stand."""
    return [(kind, rule) for kind, needs, rule in RULES if not triggers.isdisjoint(needs)]


def _windows(text: str, limits: tuple[int, int]) -> Iterator[tuple[int, int, set[str]]]:
    """Stretches around the triggers, ending between words; the rules need read nothing else."""
    start, end = limits[0], -1
    triggers: set[str] = set()
    for first, last, trigger in _hits(text, limits):
        if first - _BACK > end:
            if triggers:
                yield start, end, triggers
            start, triggers = max(limits[0], first - _BACK), set()
        triggers.add(trigger)
        if last + _AHEAD > end:
            space = text.find(" ", last + _AHEAD, limits[1])
            end = space if space >= 0 else limits[1]
    if triggers:
        yield start, end, triggers


def _hits(text: str, limits: tuple[int, int]) -> list[tuple[int, int, str]]:
    """Where the triggers stand: most text is far from any."""
    found = [(limits[0] + start, limits[0] + end, TRIGGERS[i]) for i, start, end in
             _SEARCH.find_matches_as_indexes(text[limits[0]:limits[1]], overlapping=True)]
    found += [(*m.span(), "0") for m in _NUMBER.finditer(text, *limits)]
    return sorted(found)


def _kind_of(text: str, start: int, end: int, kind: str, parts: dict[str, str]) -> str:
    """The kind of a match in its place; empty where it is no date there.

    Not a date are "March" the verb or "April Jones", "2000 troops", "Expo 2025", "a year" of age.
    """
    before = text[max(0, start - 20):start]
    if kind == "calendar" and len(parts) == 1:
        needs_lead = parts["month"] in ("may", "march", "mar") or _CAPITAL.match(text, end)
        return kind * (not needs_lead or bool(_MONTH_LEAD.search(before)))
    if kind == "year" and len(parts) == 1:
        counted = _COUNTED.match(text, end) and not _BEFORE_COUNT.search(before)
        return kind * (not counted and not _NAME_BEFORE.search(before))
    if kind == "season" and len(parts) == 1:
        return kind * bool(SEASON_LEAD.search(before))
    return _counted(before, parts) if kind in ("counted", "some") else kind


def _counted(before: str, parts: dict[str, str]) -> str:
    """Units of time with or without a number: how long, how long ago, or how often."""
    tail, n = parts.get("tail"), parts.get("n")
    if tail and n:
        return "ago" if tail in ("ago", "from now", "hence") else "narrative"
    if tail or "near" in parts:
        return "some"
    if n in ("a", "an") and "and_half" not in parts:
        return "set" * bool(PER_LEAD.search(before)) or "duration" * bool(ONE_LEAD.search(before))
    if n or "some" in parts:
        return "duration" * (parts != {"n": "one", "unit": "day"})
    return "duration" * bool(SOME_LEAD.search(before))


def _joins(text: str, before: _Found, start: int, kind: str) -> bool:
    """Do a clock time and a day stand side by side?"""
    days = ("weekday", "calendar", "deictic", "iso", "numeric")
    one_clock = (before[2] == "clock" and kind in days) or (before[2] in days and kind == "clock")
    return one_clock and bool(_JOIN.fullmatch(text, before[1], start))


def _joined(left: _Found, right: _Found) -> _Found:
    day = right if left[2] == "clock" else left
    return left[0], right[1], day[2], day[3] | {"part": "clock"}


def _expression(text: str, after: int, found: _Found) -> Expression:
    start, end, kind, parts = found
    lead = _LEAD.search(text, max(after, start - 24), start)
    begin = lead.start() if lead and lead[0].strip().lower() not in ("", "the", "to") else start
    timed = "part" in parts or parts.get("deictic") == "tonight" or (
        kind == "ago" and parts["unit"] in ("minute", "hour", "m", "h"))
    kind_type = "time" if timed else _TYPES.get(kind, "date")
    return Expression(begin, end, kind_type, kind, tuple(sorted(parts.items())),
                      _cue(text, begin, end))


def _cue(text: str, start: int, end: int) -> str:
    """Whether the clause tells or foretells: its nearest verb to the left, else to the right."""
    if _AWAITED.match(text, start) or _TOLD.match(text, start):
        return "future" if _AWAITED.match(text, start) else "past"
    left = _BREAK.split(text[max(0, start - 160):start])[-1]
    future, past = (max((m.end() for m in cue.finditer(left)), default=-1)
                    for cue in (_FUTURE, _PAST))
    if future < 0 and past < 0:
        ahead = text[end:end + 80].lstrip(", " if not left.strip() else "")  # "On Friday, they …"
        right = _BREAK.split(ahead)[0]
        future, past = (-m.start() if (m := cue.search(right)) else -len(text)
                        for cue in (_FUTURE, _PAST))
        if _TO_DO.match(right) or future == past == -len(text):
            return "future" if _TO_DO.match(right) else ""
    return "future" if future >= past else "past"
