"""Temporal expressions: found where they stand, resolved from a day."""

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gold import gold_segments
from workbench.dating.resolving import readings, resolve
from workbench.dating.temporal import WEEKDAY, find_expressions, find_near

SATURDAY = date(2025, 4, 12)


def found(text):
    return [(text[e.start:e.end], e.type) for e in find_expressions(text)]


def value(text, day=SATURDAY):
    [expression] = find_expressions(text)
    days = resolve(expression, day)
    return "/".join(str(d)[5:] if d.year == 2025 else str(d) for d in days) if days else None


@pytest.mark.parametrize(("text", "expected"), [
    ("It was signed on April 30 that", [("on April 30", "date")]),
    ("replies by the end of next week to", [("by the end of next week", "date")]),
    ("open until 11:59 p.m. ET on Monday to", [("until 11:59 p.m. ET on Monday", "time")]),
    ("a call around 3 a.m. Central European Time on Saturday,",
     [("around 3 a.m. Central European Time on Saturday", "time")]),
    ("landed on Wednesday evening, and", [("on Wednesday evening", "time")]),
    ("Posted on Wed, 07 May 2025 10:30:00 GMT", [("on Wed, 07 May 2025 10:30", "time")]),
    ("over the last 100 days or so it", [("over the last 100 days or so", "duration")]),
    ("the three-year war", [("three-year", "duration")]),
    ("near-daily strikes and a meeting every Friday", [("near-daily", "set"),
                                                       ("every Friday", "set")]),
    ("Evening Post9 hours ago", [("9 hours ago", "time")]),
    ("before Friday's vote; on March 20-21 when", [("before Friday", "date"),
                                                   ("on March 20-21", "date")]),
    ("three days before Monday", [("three days before", "date"), ("Monday", "date")]),
    ("the monthlong 2006 war", [("monthlong", "duration"), ("2006", "date")]),
    ("In April Parliament voted", [("In April", "date")]),
])
def test_an_expression_takes_its_preposition_and_its_clock(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize("text", [
    "", "It may rain. May we go? They march on.", "so far, later, at some point", "know, snow",
    "the Sunday Times, The Friday Evening Post and the Sunday weekly", "April Jones spoke",
    "a 12-year-old and a man 40 years old", "2000 troops at Expo 2025", "$1990 or 1.2025",
    "one day they would return", "a post-war plan", "now that he left", "one second thought",
    "three quarters of voters", "the second half was better", "the fall of Kabul, a fall of 3%",
    "the first quarter century", "spring water", "a year older", "24/7",
])
def test_words_that_only_look_like_dates_are_left_alone(text):
    assert found(text) == []


@pytest.mark.parametrize(("text", "expected"), [
    ("They met on Friday.", "04-11/04-11"),
    ("They will meet on Friday.", "04-18/04-18"),
    ("The parade on Friday will be long.", "04-18/04-18"),
    ("It will be signed on Friday.", "04-18/04-18"),
    ("On Friday, they were tried.", "04-11/04-11"),
    ("They are to be tried on Friday.", "04-18/04-18"),
    ("On Friday, they will be tried.", "04-18/04-18"),
    ("The minister said Sunday he expects rain.", "04-06/04-06"),
    ("after Friday's meeting", "04-11/04-11"),
    ("They meet last Saturday", "04-05/04-05"),
    ("They meet next Saturday", "04-19/04-19"),
    ("this Monday", "04-07/04-07"),
    ("later Saturday", "04-12/04-12"),
    ("it came yesterday", "04-11/04-11"),
    ("the day after tomorrow", "04-14/04-14"),
    ("last night", "04-11/04-11"),
    ("last week", "03-31/04-06"),
    ("early next week", "04-14/04-16"),
    ("by the end of next week", "04-18/04-20"),
    ("later this month", "04-13/04-30"),
    ("earlier this week", "04-07/04-11"),
    ("this past weekend", "04-05/04-06"),
    ("last year", "2024-01-01/2024-12-31"),
    ("in February", "02-01/02-28"),
    ("in December", "2024-12-01/2024-12-31"),
    ("It will open in February", "2026-02-01/2026-02-28"),
    ("It expires at the end of August", "08-31/08-31"),
    ("mid-March 2025", "03-11/03-21"),
    ("on May 9", "05-09/05-09"),
    ("on 30 June 2024", "2024-06-30/2024-06-30"),
    ("on 31 June 2024", None),
    ("two months ago", "02-01/02-28"),
    ("5 days ago", "04-07/04-07"),
    ("5h ago", "04-11/04-12"),
    ("five years ago", "2020-01-01/2020-12-31"),
    ("In the next two weeks", "04-12/04-26"),
    ("in the last 48 hours", "04-10/04-12"),
    ("in the 1990s", "1990-01-01/1999-12-31"),
    ("2025-05-07T10:30:00Z", "05-07/05-07"),
    ("13/04/2025", "04-13/04-13"),
    ("03/04/2025", None),
    ("two days later", None),
    ("for three days", None),
])
def test_values_count_from_the_day_of_publication(text, expected):
    assert value(text) == expected


def test_without_a_day_only_complete_dates_have_a_value():
    assert value("on 7 May 2025", None) == "05-07/05-07"
    assert value("on 7 May", None) is None
    assert value("last week", None) is None


def test_a_numeric_date_keeps_both_readings():
    [label] = find_expressions("5/7/25")
    assert readings(label) == {"day-month-year": date(2025, 7, 5),
                               "month-day-year": date(2025, 5, 7)}
    [label] = find_expressions("31-02-2025")
    assert readings(label) == {}


WORDS = st.sampled_from([
    "on", "the", "last", "next", "Monday", "May", "7", "2025", "two", "days", "ago", "week",
    "10:30", "p.m.", "will", "said", ",", "07-05-2025", "before", "later", "this", "\n", "é"])


@given(st.lists(WORDS, max_size=20).map(" ".join), st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_expressions_are_in_order_apart_and_resolve_to_intervals(text, day):
    expressions = find_expressions(text)
    assert all(a.end <= b.start for a, b in pairwise(expressions))
    for e in expressions:
        assert text[e.start:e.end].strip() == text[e.start:e.end] != ""
        days = resolve(e, day)
        assert days is None or days[0] <= days[1]


@given(st.sampled_from(["on Friday", "will meet Friday", "last week", "in May", "later this month",
                        "two months ago", "yesterday"]), st.dates(date(2000, 1, 1)))
def test_a_later_publication_never_means_an_earlier_day(text, day):
    [e] = find_expressions(text)
    if day < date.max:
        now, then = resolve(e, day), resolve(e, date.fromordinal(day.toordinal() + 1))
        assert not now or not then or now[1] <= then[1]


@pytest.mark.parametrize("text", ["this morning", "Tomorrow", "every hour", "at noon", "3 pm"])
def test_each_rule_is_found_by_its_own_word(text):
    assert [surface for surface, _ in found(f"They met {text}.")] == [text]


def test_near_finds_what_a_full_reading_finds():
    for body in gold_segments().query("zone == 'body'")["text"]:
        weekdays = [e for e in find_expressions(body) if e.kind == "weekday"]
        assert [e for e in find_near(body, WEEKDAY) if e.kind == "weekday"] == weekdays


def test_only_stretches_around_triggers_are_read_and_lose_nothing():
    bodies = gold_segments().query("zone == 'body'")["text"]
    far = "word " * 40
    for text in bodies:
        alone = [text[e.start:e.end] for e in find_expressions(text)]
        padded = far + text + far
        assert [padded[e.start:e.end] for e in find_expressions(padded)] == alone


CASES = [line.split(" | ") for line in (
    Path(__file__).with_name("timex_cases.txt").read_text(encoding="utf-8").splitlines())
    if not line.startswith("#")]
PREPOSITIONS = re.compile(
    r"(?:(?:after|at|before|by|during|for|from|in|on|over|since|the|within) ?)*", re.I)


@pytest.mark.parametrize(("day", "sentence", "kind", "expected"), CASES)
def test_newswire(day, sentence, kind, expected):
    text, start = sentence.replace("[", "").replace("]", ""), sentence.index("[")
    [e] = find_expressions(text)
    assert PREPOSITIONS.fullmatch(text[e.start:start]) and e.end == sentence.index("]") - 1
    assert e.type == kind
    days = resolve(e, date.fromisoformat(day))
    assert expected == "*" or "/".join(map(str, days or "-")) == expected
