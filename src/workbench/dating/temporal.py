"""Temporal expressions of English news: where they stand and what kind they are.

Strings in, spans out. What an expression means is left to `resolving`: it depends on the day
its text was published, and `narration` asks that question backwards.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90}

_N = rf"(?P<n>\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
_A_OR_N = _N.replace("(?P<n>", "(?P<n>an?|")
_UNIT = "(?P<unit>minute|hour|day|night|week|weekend|month|quarter|year|decade)"
_WEEKDAY = "(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_DAY_NAME = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?[.,]{0,2} )?"
_MONTH = (r"(?P<month>January|February|March|April|May|June|July|August|September|October|November"
          r"|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)")
_DAY = (r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
        r"(?:(?:[-–]| [-–] | to )(?P<until>\d{1,2})(?:st|nd|rd|th)?)?")
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)(?![\d%]|[.,]\d)"
_PART = "(?: (?P<part>morning|afternoon|evening|night))?"
_EDGE = (r"(?:(?P<edge>[Ee]arly|[Ll]ate|[Mm]id)(?:-| in | )"
         r"|(?P<end>start|beginning|end) of (?:the )?)?")
_WHICH = "(?P<which>[Ll]ast|[Tt]his|[Nn]ext)"
_CLOCK = (r"(?:\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.m\.|[AaPp][Mm]\b)|\d{1,2}:\d\d(?!\d)|noon|midnight)"
          r"(?: (?:[A-Z]{2,4}\b(?! [a-z]+ed)|local time|[A-Z][a-z]+(?: [A-Z][a-z]+)? Time))?")
_PAPERS = "Times|Post|Mail|Mirror|Express|Telegraph|Herald|Tribune|World|People|Star|Sun|Magazine"
_TITLE = (rf"(?: [A-Z][\w']+)*? (?:{_PAPERS}|Independent|Review|Journal|News|Night|Agreement)\b"
          r"| (?:[\w-]+ )?(?:weekly|newspaper|magazine|paper|edition|tabloid)\b")

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
_UNITS = "minute hour day night week month quarter year decade"
_LONG_UNITS = "week month quarter year decade"
_PARTS = "morning afternoon evening night"

# Kind, the literals of which every match holds at least one ("0" is a number with something that
# makes it a date or a time), and the expression.
_RULES = [(kind, needs.split(), re.compile(re.sub(" (?![?])", " +", pattern)))
          for kind, needs, pattern in [
    ("iso", "0",
     r"(?<![\d-])(?P<year>[12]\d{3})(?P<sep>[-/.])(?P<month>\d\d)(?P=sep)(?P<day>\d\d)(?!\d)"
     r"(?:T\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?"),
    ("numeric", "0", r"(?<![\d./-])(?P<first>\d{1,2})(?P<sep>[-/.])(?P<second>\d{1,2})(?P=sep)"
     r"(?P<year>[12]\d{3}|(?<=/)\d\d)(?![\d/-])"),
    ("calendar", _MONTHS, rf"\b{_DAY_NAME}{_MONTH} {_DAY}(?![\d:%]|[.,]\d)(?:,? {_YEAR})?"),
    ("calendar", _MONTHS,
     rf"(?<![\d.,:]){_DAY_NAME}\b(?:the )?{_DAY} (?:of )?{_MONTH}\b(?:,? {_YEAR})?"),
    ("calendar", _MONTHS, rf"{_EDGE}\b{_MONTH}(?:,| of)? {_YEAR}"),
    ("calendar", _MONTHS, rf"{_EDGE}\b(?:{_WHICH} )?{_MONTH}(?!\w)"),
    ("year", "0", rf"{_EDGE}(?<![\w.,/#$£€-]){_YEAR}(?:(?P<decade>s)\b|(?![\w/]|-\d))"),
    ("weekday", "day", rf"\b(?:{_WHICH} )?{_WEEKDAY}(?!s\b|{_TITLE}){_PART}"),
    ("deictic", "day tomorrow Tomorrow night",
     r"\b(?P<deictic>[Tt]oday|[Tt]omorrow|[Yy]esterday|[Tt]onight"
     rf"|(?:the )?day (?:before yesterday|after tomorrow))\b{_PART}\b"),
    ("deictic", _PARTS,
     r"\b(?P<deictic>[Tt]his|[Ll]ast) (?P<part>morning|afternoon|evening|night)\b"),
    ("period", _LONG_UNITS,
     rf"{_EDGE}\b(?P<which>[Tt]his past|[Tt]his coming|[Ll]ast|[Tt]his|[Nn]ext) "
     r"(?P<unit>week|weekend|month|quarter|year|decade)\b"),
    ("period", _LONG_UNITS,
     r"\b(?P<later>[Ee]arlier|[Ll]ater) this (?P<unit>week|month|quarter|year)\b"),
    ("period", _LONG_UNITS,
     r"\b(?P<end>start|beginning|end) of the (?P<unit>week|month|quarter|year|decade)\b"),
    ("period", "week", r"\bthe (?P<unit>weekend)\b"),
    ("season", "spring summer autumn fall winter",
     rf"\b{_WHICH} (?:spring|summer|autumn|fall|winter)\b"),
    ("rolling", _UNITS, r"\b(?:[Tt]he )?(?P<side>[Ll]ast|[Pp]ast|[Nn]ext|[Cc]oming) "
     rf"{_N} {_UNIT}s?\b(?: or so)?"),
    ("rolling", _UNITS, r"\bthe (?P<side>last|past|coming) (?P<unit>day|week|month|year|decade)\b"),
    ("ago", "ago Ago", rf"(?<![\d.,]){_A_OR_N}(?:-| ){_UNIT}s? [Aa]go\b"),
    ("ago", "ago Ago", r"(?<![\d.,])(?P<n>\d{1,3}) ?(?P<unit>m|h|d|w|mo|y)(?:ins?|rs?)? ago\b"),
    ("narrative", _UNITS, rf"\b{_A_OR_N} {_UNIT}s? "
     r"(?:earlier|later|before|after)\b"),
    ("narrative", _UNITS,
     r"\bthe (?:next|following|previous) (?P<unit>day|night|week|month|year)\b"),
    ("duration", _UNITS, rf"(?<![\w.,$£€-])(?!one day\b){_N}(?:-| ){_UNIT}s?\b"
     r"(?!-olds?| olds?\b| of age\b)"),
    ("duration", _UNITS, rf"(?:(?<=[Ff]or\x20)|(?<=thin\x20))an? {_UNIT}\b"),
    ("duration", _UNITS, rf"\b{_UNIT}s?-?long\b"),
    ("set", f"{_UNITS} morning evening",
     rf"\b(?:[Ee]very|[Ee]ach) (?:other |{_N} )?(?:{_WEEKDAY}|{_UNIT}s?|morning|evening)\b"),
    ("set", "day dai week month year annual night hour",
     r"\b(?<!day\x20)(?:near-)?(?:daily|weekly|monthly|yearly|annually|nightly|hourly)\b"),
    ("set", _UNITS, rf"\b(?:once|twice|{_N} times) (?:an?|per|each|every) {_UNIT}\b"),
    ("set", "day", rf"\b{_WEEKDAY}s\b"),
    ("clock", "0 noon night", rf"(?<![\d.,:$£€-]){_CLOCK}"),
]]
_TRIGGERS = sorted({literal for _, needs, _ in _RULES for literal in needs} - {"0"})
_SEARCH = AhoCorasick(_TRIGGERS)
_NUMBER = re.compile(r"\d(?:[-/.:]\d| ?[APap]\.?[Mm]|(?<=1)[89]\d\d|(?<=2)0\d\d)")
WEEKDAY = re.compile("(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")
_REACH = 48  # characters: how far a rule reaches from its trigger
_TYPES = {"rolling": "duration", "duration": "duration", "set": "set", "clock": "time"}
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
    ends = [0, *(end for _, end, *_ in found)]
    return [_expression(text, after, *match) for after, match in zip(ends, found, strict=False)]


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
        found |= {e.start: e for e in find_expressions(text, start, end if end > 0 else len(text))
                  if e.start < hit.end() <= e.end}
    return list(found.values())


def _matches(text: str, limits: tuple[int, int]) -> Iterator[_Found]:
    for start, end, triggers in _windows(text, limits):
        for kind, rule in _rules(frozenset(triggers)):
            for m in rule.finditer(text, start, end):
                parts = {name: value.lower() for name, value in m.groupdict().items() if value}
                if _is_date(text, m.start(), m.end(), kind, parts):
                    yield m.start(), m.end(), kind, parts


@lru_cache(maxsize=10_000)
def _rules(triggers: frozenset[str]) -> list[tuple[str, re.Pattern[str]]]:
    """The rules that can match where these literals stand."""
    return [(kind, rule) for kind, needs, rule in _RULES if not triggers.isdisjoint(needs)]


def _windows(text: str, limits: tuple[int, int]) -> Iterator[tuple[int, int, set[str]]]:
    """Stretches around the triggers, ending between words; the rules need read nothing else."""
    start, end = limits[0], -1
    triggers: set[str] = set()
    for first, last, trigger in _hits(text, limits):
        if first - _REACH > end:
            if triggers:
                yield start, end, triggers
            start, triggers = max(limits[0], first - _REACH), set()
        triggers.add(trigger)
        if last + _REACH > end:
            space = text.find(" ", last + _REACH, limits[1])
            end = space if space >= 0 else limits[1]
    if triggers:
        yield start, end, triggers


def _hits(text: str, limits: tuple[int, int]) -> list[tuple[int, int, str]]:
    """Where the triggers stand: most text is far from any."""
    found = [(limits[0] + start, limits[0] + end, _TRIGGERS[i]) for i, start, end in
             _SEARCH.find_matches_as_indexes(text[limits[0]:limits[1]], overlapping=True)]
    found += [(*m.span(), "0") for m in _NUMBER.finditer(text, *limits)]
    return sorted(found)


def _is_date(text: str, start: int, end: int, kind: str, parts: dict[str, str]) -> bool:
    """Is it a date here: not "March" the verb or "April Jones", not "2000 troops", "Expo 2025"?"""
    before = text[max(0, start - 20):start]
    if kind == "calendar" and len(parts) == 1:
        needs_lead = parts["month"] in ("may", "march", "mar") or _CAPITAL.match(text, end)
        return not needs_lead or bool(_MONTH_LEAD.search(before))
    if kind == "year" and len(parts) == 1:
        counted = _COUNTED.match(text, end) and not _BEFORE_COUNT.search(before)
        return not counted and not _NAME_BEFORE.search(before)
    return True


def _joins(text: str, before: _Found, start: int, kind: str) -> bool:
    """Do a clock time and a day stand side by side?"""
    days = ("weekday", "calendar", "deictic", "iso", "numeric")
    one_clock = (before[2] == "clock" and kind in days) or (before[2] in days and kind == "clock")
    return one_clock and bool(_JOIN.fullmatch(text, before[1], start))


def _joined(left: _Found, right: _Found) -> _Found:
    day = right if left[2] == "clock" else left
    return left[0], right[1], day[2], day[3] | {"part": "clock"}


def _expression(text: str, after: int, start: int, end: int, kind: str,
                parts: dict[str, str]) -> Expression:
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
