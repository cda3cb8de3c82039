"""Temporal expressions of English news: where they stand and what kind they are.

Strings in, spans out. What an expression means is left to `resolving`: it depends on the day
its text was published, and `narration` asks that question backwards.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

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

_RULES = [(kind, re.compile(re.sub(" (?![?])", " +", pattern))) for kind, pattern in [
    ("iso", r"(?<![\d-])(?P<year>[12]\d{3})(?P<sep>[-/.])(?P<month>\d\d)(?P=sep)(?P<day>\d\d)(?!\d)"
            r"(?:T\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?"),
    ("numeric", r"(?<![\d./-])(?P<first>\d{1,2})(?P<sep>[-/.])(?P<second>\d{1,2})(?P=sep)"
                r"(?P<year>[12]\d{3}|(?<=/)\d\d)(?![\d/-])"),
    ("calendar", rf"\b{_DAY_NAME}{_MONTH} {_DAY}(?![\d:%]|[.,]\d)(?:,? {_YEAR})?"),
    ("calendar", rf"(?<![\d.,:]){_DAY_NAME}\b(?:the )?{_DAY} (?:of )?{_MONTH}\b(?:,? {_YEAR})?"),
    ("calendar", rf"{_EDGE}\b{_MONTH}(?:,| of)? {_YEAR}"),
    ("calendar", rf"{_EDGE}\b(?:{_WHICH} )?{_MONTH}(?!\w)"),
    ("year", rf"{_EDGE}(?<![\w.,/#$£€-]){_YEAR}(?:(?P<decade>s)\b|(?![\w/]|-\d))"),
    ("weekday", rf"\b(?:{_WHICH} )?{_WEEKDAY}(?!s\b|{_TITLE}){_PART}"),
    ("deictic", r"\b(?P<deictic>[Tt]oday|[Tt]omorrow|[Yy]esterday|[Tt]onight"
                rf"|(?:the )?day (?:before yesterday|after tomorrow))\b{_PART}\b"),
    ("deictic", r"\b(?P<deictic>[Tt]his|[Ll]ast) (?P<part>morning|afternoon|evening|night)\b"),
    ("period", rf"{_EDGE}\b(?P<which>[Tt]his past|[Tt]his coming|[Ll]ast|[Tt]his|[Nn]ext) "
               r"(?P<unit>week|weekend|month|quarter|year|decade)\b"),
    ("period", r"\b(?P<later>[Ee]arlier|[Ll]ater) this (?P<unit>week|month|quarter|year)\b"),
    ("period", r"\b(?P<end>start|beginning|end) of the (?P<unit>week|month|quarter|year|decade)\b"),
    ("period", r"\bthe (?P<unit>weekend)\b"),
    ("season", rf"\b{_WHICH} (?:spring|summer|autumn|fall|winter)\b"),
    ("rolling", r"\b(?:[Tt]he )?(?P<side>[Ll]ast|[Pp]ast|[Nn]ext|[Cc]oming) "
                rf"{_N} {_UNIT}s?\b(?: or so)?"),
    ("rolling", r"\bthe (?P<side>last|past|coming) (?P<unit>day|week|month|year|decade)\b"),
    ("ago", rf"(?<![\d.,]){_A_OR_N}(?:-| ){_UNIT}s? [Aa]go\b"),
    ("ago", r"(?<![\d.,])(?P<n>\d{1,3}) ?(?P<unit>m|h|d|w|mo|y)(?:ins?|rs?)? ago\b"),
    ("narrative", rf"\b{_A_OR_N} {_UNIT}s? "
                  r"(?:earlier|later|before|after)\b"),
    ("narrative", r"\bthe (?:next|following|previous) (?P<unit>day|night|week|month|year)\b"),
    ("duration", rf"(?<![\w.,$£€-])(?!one day\b){_N}(?:-| ){_UNIT}s?\b"
                 r"(?!-olds?| olds?\b| of age\b)"),
    ("duration", rf"(?:(?<=[Ff]or\x20)|(?<=thin\x20))an? {_UNIT}\b"),
    ("duration", rf"\b{_UNIT}s?-?long\b"),
    ("set", rf"\b(?:[Ee]very|[Ee]ach) (?:other |{_N} )?(?:{_WEEKDAY}|{_UNIT}s?|morning|evening)\b"),
    ("set", r"\b(?<!day\x20)(?:near-)?(?:daily|weekly|monthly|yearly|annually|nightly|hourly)\b"),
    ("set", rf"\b(?:once|twice|{_N} times) (?:an?|per|each|every) {_UNIT}\b"),
    ("set", rf"\b{_WEEKDAY}s\b"),
    ("clock", rf"(?<![\d.,:$£€-]){_CLOCK}"),
]]
_TRIGGER = re.compile(  # every rule needs one of these; most text is far from any
    r"day|week|month|year|decade|quarter|minute|hour|night|ago\b|1[89]\d\d|20\d\d|\d[-/.:]\d|[ap]\.m\."
    r"|\d ?[APap][Mm]|noon|daily|tomorrow|spring|summer|autumn|fall|winter|annually|(?:Jan|Feb|Mar"
    r"|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")
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


def find_expressions(text: str) -> list[Expression]:
    """Temporal expressions of a cleaned text, in order, without overlaps.

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
    for start, end, kind, parts in sorted(_matches(text), key=lambda m: (m[0], -m[1])):
        if start < last:
            continue
        if found and _joins(text, found[-1], start, kind):
            start, _, kind, parts = _joined(found.pop(), (start, end, kind, parts))
        found.append((start, end, kind, parts))
        last = end
    ends = [0, *(end for _, end, *_ in found)]
    return [_expression(text, after, *match) for after, match in zip(ends, found, strict=False)]


def _matches(text: str) -> Iterator[_Found]:
    for start, end in _windows(text):
        for kind, rule in _RULES:
            for m in rule.finditer(text, start, end):
                parts = {name: value.lower() for name, value in m.groupdict().items() if value}
                if _is_date(text, m.start(), m.end(), kind, parts):
                    yield m.start(), m.end(), kind, parts


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Stretches around the triggers, ending between words; the rules need read nothing else."""
    start, end = 0, -1
    for hit in _TRIGGER.finditer(text):
        if hit.start() - _REACH > end:
            if end >= 0:
                yield start, end
            start = max(0, hit.start() - _REACH)
        if hit.end() + _REACH > end:
            space = text.find(" ", hit.end() + _REACH)
            end = space if space >= 0 else len(text)
    if end >= 0:
        yield start, end


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
