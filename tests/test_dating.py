"""Publication intervals and the dates table: literal pages in, intervals and evidence out."""

import random
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from babel.dates import get_month_names
from hypothesis import given, settings
from hypothesis import strategies as st

from gold import f1, gold_articles, gold_segments, load, page
from workbench.dating import contradictions, date_articles, find_dates
from workbench.dating.bounds import Bound, meet
from workbench.dating.known import EventIndex
from workbench.dating.labels import label_age
from workbench.dating.narration import echoed_bounds
from workbench.dating.narrowing import narrowing_bounds
from workbench.dating.neighbours import FEWEST, neighbour_bounds
from workbench.dating.reasons import fitting_words
from workbench.dating.statements import statement_bounds
from workbench.dating.terms import days_named, term_matrix
from workbench.dating.weekdays import Reading, weekday_bounds, weekdays_of
from workbench.tables import COLUMNS, conform, empty

EVENTS = conform([
    {"event_id": "port-summit", "label": "Port summit of Baltic ministers in Riga",
     "earliest": "2025-03-12", "latest": "2025-03-12"},
    {"event_id": "dam-strike", "label": "Drone strike on the Kaiva dam",
     "earliest": "2025-02-03", "latest": "2025-02-03"},
    {"event_id": "undated", "label": "Baltic ministers meet", "earliest": None, "latest": None},
], "known_events")


def articles(*rows, file_id="page.txt"):
    """Articles of one page, in page order, from (label, text)."""
    return conform([{"article_id": f"{file_id}:{i}", "file_id": file_id, "start": 1000 * i,
                     "end": 1000 * i + len(text), "date_stated": label, "text": text,
                     "start_confidence": 1.0, "n_words": 0}
                    for i, (label, text) in enumerate(rows)], "articles")


def dated(frame, **options):
    """Interval, best day and basis of each article, days as MM-DD of 2025 or None."""
    found = date_articles(frame, frame, **options)
    days = ["published_earliest", "published_latest", "published"]
    text = found[days].apply(lambda c: c.dt.strftime("%m-%d").astype(object)).where(
        found[days].notna(), None)
    return [(*row, basis) for row, basis in zip(
        text.itertuples(index=False, name=None), found["date_basis"], strict=True)]


def stated(day):
    return (day, day, day, "stated")


UNKNOWN = (None, None, None, "unknown")


@pytest.mark.parametrize("label", [
    "2025-05-07", "2025-05-07T10:30:00Z", "May 7, 2025", "7 May 2025, 10:30", "Wed, 7 May 2025",
    "Published on May 7th, 2025 at 10:30 a.m. ET", "Wed, 07 May 2025 10:30:00 +0000", "2025/05/07",
])
def test_a_complete_label_fixes_the_day(label):
    assert dated(articles((label, ""))) == [stated("05-07")]


@pytest.mark.parametrize("label", [
    "SATURDAY, MAY 3, 2025", "May 3rd, 2025", "Sat 3 May 2025 14.05 BST", "3rd of May 2025",
    "Updated 4:15 PM EDT, Sat May 3, 2025", "Published: May 3, 2025", "Sat, 03 May 2025 14:05 GMT",
    "2025-05-03T14:05:00+02:00", "2025-05-03 14:05:00", "2025-5-3", "2025.05.03", "20250503",
    "3-May-2025", "03-MAY-25", "3 May '25", "Updated May 5, 2025; Published May 3, 2025",
    "3 de mayo de 2025", "SÁBADO, 3 DE MAYO DE 2025", "3 mai 2025", "3. Mai 2025", "3 maggio 2025",
    "Sat 05/03/2025", "Sat 03/05/25", "sat. 03.05.25", "Saturday 3.5.2025"])
def test_labels_as_pages_print_them(label):
    assert dated(articles((label, ""))) == [stated("05-03")]


@pytest.mark.parametrize(("label", "day"), [
    ("14.05.25 16:30", "05-14"), ("1er août 2025", "08-01"), ("5 ago 2025", "08-05"),
    ("15 DE SET DE 2025", "09-15"), ("3. März 2025", "03-03"), ("31 Dez. 2025", "12-31"),
    ("05/14/25", "05-14"), ("3. Jänner 2025", "01-03"), ("3 Mrz. 2025", "03-03"),
    ("5. maj 2025", "05-05"), ("3 wrz 2025", "09-03"), ("3 septembrie 2025", "09-03"),
    ("Sonntag, 04.05.2025", "05-04"), ("domenica 4/5/2025", "05-04"),
    ("5 mars 2025", "03-05"), ("mayo 4, 2025", "05-04"), ("Marca 3 May 2025", "05-03")])
def test_labels_in_other_languages_and_short_years(label, day):
    assert dated(articles((label, "")), retrieved=pd.Series({
        "page.txt": pd.Timestamp("2026-01-02")})) == [stated(day)]


def test_every_month_of_every_language_is_read():
    for language in ("es", "fr", "de", "it", "pt", "nl", "da", "sv", "nb", "pl", "ro"):
        for number, name in get_month_names("wide", "format", language).items():
            assert f"{number:02}" == f"{stated_day_of(f'3. {name} 2025'):%m}", (language, name)


def stated_day_of(label):
    frame = articles((label, ""))
    return date_articles(frame, frame, retrieved=pd.Series({
        "page.txt": pd.Timestamp("2026-01-02")})).loc[0, "published"]


def test_english_labels_need_no_names_of_other_languages():
    code = ("import sys; from workbench.dating.wordings import plain_label; "
            "print(plain_label('SEPT 3, 2025'), plain_label('07-05-2025'), plain_label('2h ago'), "
            "'babel.dates' in sys.modules, plain_label('3 juin 2025'))")
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "Sep 3, 2025 07-05-2025 2h ago False 3 Jun 2025"


@pytest.mark.parametrize("label", ["2025", "© 2025", "5 min read", "set", "an hour ago", "Maine"])
def test_what_is_no_day_states_none(label):
    assert dated(articles((label, ""))) == [UNKNOWN]


def test_a_month_is_a_stated_interval():
    assert dated(articles(("May 2025", ""))) == [("05-01", "05-31", None, "stated")]


@pytest.mark.parametrize(("label", "why"), [
    ("1970-01-01", "the zero of a calendar, not a day"),
    ("1 January 1970", "the zero of a calendar, not a day"),
    ("1025-05-03", "before there were newspapers"), ("3 May 1025", "before there were newspapers"),
    ("3025-05-03", "in the future"), ("May 3, 2095", "in the future")])
def test_a_label_that_cannot_be_is_not_believed(label, why):
    frame = articles((label, ""), (label, "The treaty was signed on 4 March 2025."))
    assert dated(frame) == [UNKNOWN, ("03-04", None, None, "inferred")]
    evidence = date_articles(frame, frame)["date_evidence"]
    assert evidence[0] == f"not believed: label «{label}»: {why}"
    assert evidence[1] == f"tells of «on 4 March 2025», so from 2025-03-04; {evidence[0]}"
    found = contradictions(date_articles(frame, frame))
    assert found["problem"].tolist() == ["label not believed"] * 2
    assert found["evidence"].tolist() == evidence.tolist()


def test_a_label_later_than_the_scraping_is_not_believed():
    day = pd.Series({"page.txt": pd.Timestamp("2025-05-01")})
    frame = articles(("2025-05-02", ""), ("2025-05-03", ""))  # the one by time zones
    assert dated(frame, retrieved=day) == [stated("05-02"), (None, "05-01", None, "inferred")]
    evidence = date_articles(frame, frame, retrieved=day)["date_evidence"][1]
    assert evidence.endswith("after the page was retrieved on 2025-05-01")


def test_the_scraping_tells_day_from_month():
    day = pd.Series({"page.txt": pd.Timestamp("2025-05-10")})
    frame = articles(("04-09-2025", ""))
    assert dated(frame, retrieved=day) == [stated("04-09")]
    assert "the other lies after 2025-05-10" in date_articles(
        frame, frame, retrieved=day)["date_evidence"][0]


@pytest.mark.parametrize(("file_ids", "outlets", "kind"), [
    (("a/1.txt", "a/2.txt", "b/3.txt"), (None, None, None), "folder"),
    (("x.csv#1", "x.csv#2", "y.csv#1"), (None, None, None), "folder"),
    (("1.txt", "2.txt", "3.txt"), ("Post", "Post", "Mail"), "outlet")])
def test_a_site_that_shares_its_form_tells_day_from_month(file_ids, outlets, kind):
    labels = ("05/06/2025", "05/14/2025", "14/05/2025")  # the third writes the other way round
    frame = pd.concat([articles((label, ""), file_id=file_id).assign(outlet=outlet) for
                       label, file_id, outlet in zip(labels, file_ids, outlets, strict=True)])
    frame = conform(frame, "articles")
    assert dated(frame)[0] == stated("05-06")
    assert f"other labels of the {kind} agree" in date_articles(frame, frame)["date_evidence"][0]


def test_contradictions_are_listed_with_both_sides():
    frame = articles(("2024-01-01", "The bridge was opened on 5 March 2025."), ("2025-05-07", ""))
    [row] = contradictions(date_articles(frame, frame)).itertuples()
    assert (row.article_id, row.problem) == ("page.txt:0", "contradictory")
    assert row.evidence == "label «2024-01-01»; tells of «on 5 March 2025», so from 2025-03-05"
    nothing = contradictions(empty("articles"))
    assert nothing.empty and "evidence" in nothing


def test_page_order_tells_day_from_month():
    frame = articles(*[(label, "") for label in ("07-05-2025", "05-05-2025", "12-04-2025",
                                                 "03-03-2025")])
    assert dated(frame) == [stated("05-07"), stated("05-05"), stated("04-12"), stated("03-03")]
    evidence = date_articles(frame, frame)["date_evidence"]
    assert evidence[0] == "label «07-05-2025» read day-month-year; page order agrees"


def test_a_value_above_twelve_tells_day_from_month():
    assert dated(articles(("03/14/2025", ""), ("03/04/2025", ""))) == [
        stated("03-14"), stated("03-04")]


def test_other_pages_of_the_corpus_tell_day_from_month():
    frame = pd.concat([articles(("12-03-2025", ""), file_id="a"),
                       articles(("13-03-2025", ""), file_id="b")], ignore_index=True)
    assert dated(frame) == [stated("03-12"), stated("03-13")]


def test_weekdays_of_the_text_tell_day_from_month():
    text = "She said Wednesday it was late. He said on Tuesday it was not. It rained on Wednesday."
    assert dated(articles(("07-05-2025", text))) == [stated("05-07")]


def test_an_undecided_order_spans_both_readings_and_says_so():
    frame = articles(("04-05-2025", "Nothing here tells."))
    assert dated(frame) == [("04-05", "05-04", None, "stated")]
    assert date_articles(frame, frame)["date_evidence"][0] == (
        "label «04-05-2025» may be 2025-04-05 or 2025-05-04")


def test_an_age_counts_from_the_day_of_scraping():
    frame = articles(("5 days ago", ""), ("time10 minutes ago", ""), ("yesterday", ""),
                     ("7 May", ""), (None, ""))
    assert dated(frame, retrieved=pd.Series({"page.txt": pd.Timestamp("2025-06-10")})) == [
        ("06-04", "06-06", None, "relative"), ("06-10", "06-10", "06-10", "relative"),
        ("06-09", "06-09", "06-09", "relative"), ("05-07", "05-07", "05-07", "relative"),
        (None, "06-10", None, "inferred")]


def test_without_it_ages_count_from_the_articles_beside_them():
    told = "Baltic ministers met at a port summit in Riga on Wednesday."
    frame = articles(("3 hours ago", told), ("10 minutes ago", "Nothing here tells."))
    assert dated(frame, known_events=EVENTS) == [
        ("03-12", "03-17", "03-12", "inferred"), ("03-12", "03-18", None, "relative")]
    assert dated(articles(("3 hours ago", "Nothing here tells."))) == [UNKNOWN]


@pytest.mark.parametrize(("label", "age"), [
    ("2 weeks ago", (10, 21)), ("3h ago", (0, 1)), ("30 hours ago", (1, 2)), ("today", (0, 0)),
    ("a month ago", (15, 62)), ("12 May 2025", None), ("", None)])
def test_ages_leave_room_for_rounding(label, age):
    assert label_age(label) == age


def test_a_page_that_runs_newest_first_bounds_its_undated_articles():
    frame = articles(("5 days ago", ""), ("2025-05-07", ""), (None, ""), ("2025-05-05", ""),
                     ("2025-04-12", ""))
    assert [row[:2] for row in dated(frame)] == [
        ("05-07", None), ("05-07", "05-07"), ("05-05", "05-07"), ("05-05", "05-05"),
        ("04-12", "04-12")]


def test_evidence_names_the_articles_that_a_page_counts_from():
    told = "Baltic ministers met at a port summit in Riga on Wednesday."
    frame = articles(("3 hours ago", told), ("10 minutes ago", "Nothing here tells."))
    evidence = date_articles(frame, frame, known_events=EVENTS)["date_evidence"]
    assert evidence[1] == (
        "label «10 minutes ago» on a page retrieved between 2025-03-12 and 2025-03-18, counted "
        "from «3 hours ago» of page.txt:0 (2025-03-12 to 2025-03-17)")
    frame = articles(("2025-05-07", ""), (None, ""), ("2025-05-05", ""), ("2025-04-12", ""))
    assert date_articles(frame, frame)["date_evidence"][1] == (
        "page runs newest first, above stands page.txt:0 (2025-05-07); "
        "page runs newest first, below stands page.txt:2 (2025-05-05)")


def test_evidence_tells_what_a_hint_rests_on():
    told = "They met in Riga on Wednesday, an aide said on Thursday."
    frame = articles(("2025-05-07", ""), (None, told), ("2025-05-01", ""), ("2025-04-12", ""))
    row = date_articles(frame, frame).loc[1]
    assert (f"{row.published_earliest:%m-%d}", f"{row.published_latest:%m-%d}") == (
        "05-01", "05-04")
    assert row.date_evidence == (
        "«They met in Riga on Wednesday» and «They met in Riga on Wednesday, an aide said on "
        "Thursday» is news of 2025-05-01 to 2025-05-04 rather than of other days from 2025-05-01 "
        "to 2025-05-07; page runs newest first, below stands page.txt:2 (2025-05-01); "
        "page runs newest first, above stands page.txt:0 (2025-05-07)")
    frame = articles((None, "Baltic ministers met at the port summit in Riga on Wednesday."))
    evidence = date_articles(frame, frame, known_events=EVENTS)["date_evidence"][0]
    assert "tells of port-summit (2025-03-12), so 2025-03-12 to 2025-03-18" in evidence


def test_a_page_in_no_order_bounds_nothing():
    frame = articles(("2025-05-07", ""), (None, ""), ("2025-04-12", ""), ("2025-05-05", ""))
    assert dated(frame)[1] == UNKNOWN


@pytest.mark.parametrize(("text", "expected"), [
    # the event was on Wednesday, 12 March; the seventh day from it is unlikely
    ("Baltic ministers met at the port summit in Riga on Wednesday.", ("03-12", "03-17")),
    ("On Wednesday, Baltic ministers met at the port summit.", ("03-12", "03-17")),
    ("The port summit of Baltic ministers will open on Wednesday.", ("03-07", "03-12")),
    ("At a port summit last week, Baltic ministers agreed.", None),  # the clause names too little
    ("Baltic ministers met at the port summit last week.", ("03-17", "03-23")),
    ("Baltic ministers will meet for the port summit later this month.", ("03-01", "03-11")),
    ("Since the port summit of Baltic ministers, prices fell.", ("03-12", None)),
    ("He praised the port summit of Baltic ministers, she said on Wednesday.", None),
    ("Riga Port Summit President Berg and Baltic ministers met on Wednesday.", None),
    ("A port deal with ministers was struck on Wednesday.", None),
    ("The port summit of baltic winds ended on Wednesday.", None),  # a name must be a name
    ("The treaty was signed on 4 March 2025.", ("03-04", None)),
    ("The treaty will be signed on 4 March 2027.", None),
])
def test_a_known_event_told_with_a_date_bounds_the_text(text, expected):
    assert dated(articles((None, text)), known_events=EVENTS)[0][:2] == (expected or (None, None))


def test_contradictory_evidence_widens_the_interval_and_names_both():
    text = ("Baltic ministers met at the port summit in Riga on Wednesday. "
            "A drone strike destroyed the Kaiva dam on Monday.")
    frame = articles((None, text))
    assert dated(frame, known_events=EVENTS)[0][:2] == ("02-03", "03-18")
    evidence = date_articles(frame, frame, known_events=EVENTS)["date_evidence"][0]
    assert evidence.startswith("contradictory, so widened")
    assert "tells of port-summit" in evidence and "tells of dam-strike" in evidence


def test_the_best_day_is_the_one_the_weekdays_make_likeliest():
    text = ("Baltic ministers met at the port summit in Riga on Wednesday. "
            "Shares fell on Friday, a broker said Thursday.")
    assert dated(articles((None, text)), known_events=EVENTS) == [
        ("03-13", "03-16", "03-14", "inferred")]


@pytest.mark.parametrize(("text", "label", "expected"), [
    ("Prices fell. The bridge was opened on 5 March 2025.", "2025-01-01", ("01-01", "03-05")),
    ("The bridge was opened on 1 January 2025.", "2025-01-01", ("01-01", "01-01")),
    ("The bridge was opened on 2025-01-02.", "2025-01-01", ("01-01", "01-01")),  # time zones
    ("The bridge will be opened on 5 March 2025.", "2025-01-01", ("01-01", "01-01")),
    ("The bridge was opened in March 2025.", "2025-01-01", ("01-01", "01-01")),  # no day of it
])
def test_a_text_that_tells_of_days_after_its_label_widens_the_interval(text, label, expected):
    assert dated(articles((label, text)))[0][:2] == expected


def test_label_and_text_in_conflict_are_both_in_the_evidence():
    frame = articles(("2024-01-01", "The bridge was opened on 5 March 2025."))
    [row] = date_articles(frame, frame).itertuples()
    assert (str(row.published_earliest.date()), str(row.published_latest.date())) == (
        "2024-01-01", "2025-03-05")
    assert pd.isna(row.published) and row.date_basis == "stated"
    assert row.date_evidence == ("contradictory, so widened: label «2024-01-01»; "
                                 "tells of «on 5 March 2025», so from 2025-03-05")


STORY = """The ferry to the northern islands will stop in winter, the harbour office wrote in a
letter to residents, because the last buyer of its tickets has moved to the mainland and nobody
else wants to travel in storms that have damaged the hull in four of the past six seasons. Shops
on the islands plan to keep food for ten weeks and the school is to open a dormitory for pupils
who cannot sail home. A helicopter stays on call for the sick, paid for by the county council."""
OTHER = " ".join(f"Word{i} follows number {i} here and there" for i in range(60))


def copies(*rows):
    """Articles of a page each."""
    return pd.concat([articles(row, file_id=f"page{i}.txt") for i, row in enumerate(rows)],
                     ignore_index=True)


def test_a_copy_is_dated_by_the_dated_one():
    frame = copies(("2025-03-12", f"{STORY} {OTHER}"), (None, STORY), (None, STORY[:90]),
                   ("2025-06-12", "Nothing of it stands here."))
    assert [row[:2] for row in dated(frame)] == [
        ("03-12", "03-12"), ("03-09", "03-15"), (None, None), ("06-12", "06-12")]
    assert date_articles(frame, frame)["date_evidence"][1] == (
        "shares 100% of the shorter text with page0.txt:0 (2025-03-12); "
        "copies appear within 3 days, so 2025-03-09 to 2025-03-15")


def test_what_shares_half_may_be_a_week_apart():
    half = STORY[:len(STORY) // 2]
    frame = copies(("2025-03-12", f"{half} {OTHER[:900]}"), (None, f"{half} {OTHER[900:1050]}"))
    assert [row[:2] for row in dated(frame)] == [("03-12", "03-12"), ("03-05", "03-19")]


def test_many_copies_bound_one_another_as_tightly_as_they_can():
    frame = copies(("2025-03-12", STORY), ("2025-03-15", STORY), (None, STORY.replace("-", " ")))
    assert dated(frame)[2][:2] == ("03-12", "03-15")
    evidence = date_articles(frame, frame)["date_evidence"][2]
    assert evidence.count("shares") == 2


@pytest.mark.parametrize("text", [
    STORY[:90] + OTHER,  # one sentence in common
    " ".join(reversed(STORY.split())), "", "The ferry to the northern islands will stop."])
def test_what_shares_little_dates_nothing(text):
    assert dated(copies(("2025-03-12", STORY), (None, text)))[1] == UNKNOWN


def test_evidence_stays_short_however_many_copies_there_are():
    frame = copies(*[("2025-03-12", STORY)] * 30, (None, STORY))
    found = date_articles(frame, frame)
    assert [f"{day:%m-%d}" for day in found.loc[found["date_basis"] == "inferred", [
        "published_earliest", "published_latest"]].iloc[0]] == ["03-09", "03-15"]
    assert found["date_evidence"].str.len().max() < 200


SPRING = (date(2025, 3, 3), date(2025, 5, 31))


@pytest.mark.parametrize(("text", "expected"), [
    ("The bridge was opened, Metro reported in April.", ("04-01", None)),
    ("The bridge is scheduled in April.", None),
    ("The bridge was to be opened in April.", None),
    ("He invited her for a visit in April.", None),  # the verb is not beside it
    ("The bridge will be opened on May 19.", (None, "05-19")),
    ("The bridge was to open on May 19.", None),  # a plan of the past
    ("They will meet on May 19. Both await next month's summit.", ("04-01", "04-30")),
    ("They will meet on May 19 or in June. Both await next month's summit.", (None, "05-19")),
    ("They will meet on May 19 or in September. Both await next month's summit.",
     ("04-01", "04-30")),
    ("Both await next month's summit.", None),
    ("It was built in 1990.", None), ("", None)])
def test_months_and_days_without_a_year_narrow_an_interval(text, expected):
    low, high = meet(narrowing_bounds(text, *SPRING))
    days = [day and f"{day:%m-%d}" for day in (low, high)]
    assert tuple(days) == (expected or (None, None))


@pytest.mark.parametrize(("text", "expected"), [
    ("RIGA, April 9 (Wire) - It rained.", ("04-09", "04-10")),
    ("NEW YORK, 9 April - It rained.", ("04-09", "04-10")),
    ("RIGA, Sept. 9 (Wire) - It rained.", None),  # not a day of these months
    ("RIGA - It rained on April 9 - for hours.", ("04-09", None)),  # told, no dateline
    ("Riga saw in April 9 ships - small ones - sank.", None)])
def test_a_dateline_with_a_day_fixes_it_inside_an_interval(text, expected):
    low, high = meet(narrowing_bounds(text, *SPRING))
    days = tuple(day and f"{day:%m-%d}" for day in (low, high))
    assert days == (expected or (None, None))


@pytest.mark.parametrize(("text", "first", "last"), [
    # Wednesday to Saturday of the first week, to Friday of the last
    ("They will see, the mayor told reporters in Riga on Wednesday.", 4, 20),
    ("The vote is open.", 1, 24),
    ("He spoke last Wednesday. They meet next Friday and on Fridays.", 1, 24),
    ("The council will meet on Monday.", 1, 23),
    ("It rained on Monday, Tuesday and Friday, he said on Sunday.", 1, 24)])
def test_days_on_which_its_weekdays_are_no_news_are_cut_off(text, first, last):
    june = date(2025, 6, 1), date(2025, 6, 24)  # Sunday to Tuesday
    assert meet([Bound(*june, ""), *weekday_bounds(Reading(text), *june)]) == (
        date(2025, 6, first), date(2025, 6, last))


@pytest.mark.parametrize(("text", "expected"), [
    ("The minister told reporters on Wednesday. They will meet on Thursday.", (4, 5)),
    ("He told legislators Saturday that it went well. They are to meet on Monday.", (31, 2)),
    ("It fell on Friday, the bank said on Saturday.", (31, 3))])
def test_within_a_week_weekdays_leave_few_days(text, expected):
    week = date(2025, 5, 30), date(2025, 6, 5)  # Friday to Thursday
    [bound] = weekday_bounds(Reading(text), *week)
    assert (bound.low.day, bound.high.day) == expected


def test_open_bounds_and_single_days_are_left_alone():
    text = "The mayor told reporters on Wednesday."
    for days in [(None, None), (None, date(2025, 6, 4)), (date(2025, 6, 3), date(2025, 6, 3))]:
        assert weekday_bounds(Reading(text), *days) == []


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 60), st.lists(st.sampled_from([
    "He said on Monday it fell.", "They met on Friday.", "They will meet on Thursday."])))
def test_the_likeliest_day_is_never_cut_off(width, sentences):
    text, low = " ".join(sentences), date(2025, 6, 1)
    days = [low + timedelta(days=i) for i in range(width + 1)]
    likely = weekdays_of(text).likelihood()
    best = max(likely[day.weekday()] for day in days)
    for bound in weekday_bounds(Reading(text), low, days[-1]):
        assert any(likely[d.weekday()] == best for d in days if bound.low <= d <= bound.high)


LEAK = conform([
    {"event_id": "leak", "label": "Harbour police group leak published by The Gazette",
     "earliest": "2025-03-24", "latest": "2025-03-24"},
    {"event_id": "talks", "label": "Port talks in Riga", "earliest": "2025-04-02",
     "latest": "2025-04-02"}], "known_events")
NAMED = ("In March 2025 all read it. A group of the harbour police was made public by The "
         "Gazette. ")


@pytest.mark.parametrize(("text", "expected"), [
    ("The leak emerged on Monday night.", ("03-24", "03-28")),
    ("The leak emerged on Tuesday night.", None),  # the event was on a Monday
    ("It rained on Monday night.", None),  # nothing of the event in the clause
    ("The leak emerged, an officer said on Monday.", None)])  # dates the words
def test_an_event_that_the_whole_article_names_is_dated_by_its_weekday(text, expected):
    frame = articles((None, f"It was opened on 1 March 2025. {NAMED}{text}"),
                     ("30 April 2025", ""), ("29 April 2025", ""), ("28 April 2025", ""))
    frame = frame.iloc[[1, 0, 2, 3]].assign(start=[0, 1, 2, 3], article_id=list("abcd"))
    [bounds] = echoed_bounds([Reading(f"{NAMED}{text}")], EventIndex(LEAK),
                             [(date(2025, 3, 1), date(2025, 4, 30))])
    if expected:
        assert dated(conform(frame, "articles"), known_events=LEAK)[1][1] is not None
        low, high = meet(bounds)
        assert (f"{low:%m-%d}", f"{high:%m-%d}") == ("03-24", "03-30")
    else:
        assert bounds == []


def test_events_are_named_by_most_of_their_words_in_any_of_many_texts():
    named = EventIndex(LEAK).named([NAMED, "", "😀 Port talks began in Riga.", "A port."])
    assert [[event.event_id for event in own] for own in named] == [["leak"], [], ["talks"], []]
    assert list(EventIndex(None).named(["a", ""])) == [[], []]


def test_sentences_of_events_hold_a_word_of_time():
    texts = ["It rained. Port talks began in Riga on Monday. Port talks in Riga ended.", "",
             "Port talks in Riga\nbegan on Monday.", "😀 After the port talks in Riga all left."]
    found = [(i, texts[i][start:end], [event.event_id for event in told])
             for i, (start, end), told in EventIndex(LEAK).sentences(texts)]
    assert found == [(0, "Port talks began in Riga on Monday.", ["talks"]),
                     (3, "😀 After the port talks in Riga all left.", ["talks"])]


def test_echoes_need_a_closed_interval_that_holds_the_event():
    reading = Reading(f"{NAMED}The leak emerged on Monday night.")
    spans = [(None, date(2025, 4, 30)), (date(2025, 4, 2), date(2025, 4, 30)),
             (date(2024, 12, 1), date(2025, 4, 30))]
    assert echoed_bounds([reading] * 3, EventIndex(LEAK), spans) == [[], [], []]


BERG = "The mayor Ann Berg told reporters in Riga on Wednesday that the port is full."


def statements(*rows):
    """Bounds by statements of texts with days of June 2025."""
    days = [tuple(date(2025, 6, day) for day in span) for _, span in rows]
    names = [f"a{i}" for i in range(len(rows))]
    return [[(b.low.day, b.high.day) for b in own] for own in statement_bounds(
        [text for text, _ in rows], names, days)]


def test_a_statement_that_a_dated_article_quotes_too_dates_the_other():
    wide, other = (1, 24), "Ann Berg told reporters on Wednesday of a storm."
    assert statements((BERG, wide), (other, (4, 5))) == [[(4, 10)], []]
    assert statements((BERG, wide), (other, (4, 5)), (other, (11, 12))) == [[], [], []]  # two days
    assert statements((BERG, wide), (other, (3, 5))) == [[], []]  # it may be one of two
    assert statements((BERG, wide), (other.replace("Ann", "Eve"), (4, 5))) == [[], []]
    assert statements((BERG, wide), (other.replace("Wedn", "Thurs"), (5, 5))) == [[], []]
    assert statements((BERG, wide), (other, (4, 5)), (other, (4, 5)), (other, (4, 5))) == [
        [], [], [], []]  # somebody who speaks in many papers


@pytest.mark.parametrize("days", [
    (None, None), (None, date(2025, 5, 1)), (date(2025, 5, 1), date(2025, 5, 3)),
    (date(2023, 5, 1), date(2025, 5, 1))])
def test_open_short_and_long_intervals_are_not_narrowed(days):
    assert narrowing_bounds("It was opened in May.", *days) == []


def test_rows_keep_their_order_and_inputs_are_not_changed():
    frame = articles(("2025-05-07", "On Monday."), (None, "Last week."))
    before = frame.copy(deep=True)
    shuffled = frame.iloc[::-1].reset_index(drop=True)
    pd.testing.assert_frame_equal(date_articles(frame, frame), date_articles(shuffled, frame))
    twice = pd.concat([frame, frame])  # the same ids and the same index twice
    assert date_articles(twice, frame)["date_basis"].tolist() == ["stated", "stated"] + (
        ["unknown"] * 2)
    assert len(find_dates(frame, twice)) == 2
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize("known_events", [None, empty("known_events"), EVENTS])
def test_empty_and_missing_text(known_events):
    nothing = date_articles(empty("articles"), empty("segments"), known_events=known_events)
    assert list(nothing) == list(COLUMNS["articles"]) and nothing.empty
    assert list(find_dates(empty("segments"), nothing)) == list(COLUMNS["dates"])
    bare = articles((None, "")).assign(text=pd.NA)
    assert date_articles(bare, empty("segments"), known_events=known_events)[
        "date_basis"].tolist() == ["unknown"]


def dates(label, text, **days):
    frame = articles((label, text)).assign(
        **{c: pd.Timestamp(day) for c, day in days.items()}).pipe(conform, "articles")
    found = find_dates(frame, frame)
    return [(row.text, *(None if pd.isna(d) else f"{d:%m-%d}" for d in (row.earliest, row.latest)))
            for row in found.itertuples()]


def test_dates_count_from_the_best_day_or_from_days_that_agree():
    text = "They met on Friday in May. It ended yesterday."
    spring = {"published_earliest": "2025-06-03", "published_latest": "2025-06-05"}
    assert dates(None, text, **spring) == [
        ("on Friday", "05-30", "05-30"), ("in May", "05-01", "05-31"), ("yesterday", None, None)]
    assert dates(None, text, **spring, published="2025-06-04")[2] == ("yesterday", "06-03", "06-03")
    assert dates(None, text) == [("on Friday", None, None), ("in May", None, None),
                                 ("yesterday", None, None)]


def test_a_page_label_means_the_publication():
    frame = articles(("07-05-2025", ""), ("05-05-2025", ""), ("12-04-2025", ""))
    label = conform([{"article_id": "page.txt:0", "file_id": "page.txt", "start": 5, "end": 15,
                      "zone": "other", "text": "07-05-2025", "source": "07-05-2025"}], "segments")
    [row] = find_dates(label, date_articles(frame, frame)).itertuples()
    assert (row.start, row.end, row.zone, f"{row.earliest:%m-%d}") == (5, 15, "other", "05-07")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(
    st.sampled_from([None, "", "07-05-2025", "13-13-2025", "5 days ago", "May 7, 2025", "now",
                     "1970-01-01"]),
    st.sampled_from(["", "Baltic ministers met at the port summit on Wednesday.", "On 1 May 1990"]),
), max_size=6))
def test_intervals_are_never_crossed_and_every_row_stays(rows):
    frame = articles(*rows) if rows else empty("articles")
    found = date_articles(frame, frame, known_events=EVENTS)
    assert len(found) == len(rows)
    both = found.dropna(subset=["published_earliest", "published_latest"])
    assert (both["published_earliest"] <= both["published_latest"]).all()
    best = found.dropna(subset=["published"])
    assert best["published"].between(best["published_earliest"], best["published_latest"]).all()
    bounded = found[["published_earliest", "published_latest"]].notna().any(axis=1)
    assert ((found["date_basis"] != "unknown") == bounded).all()
    assert (found["date_evidence"].notna() >= bounded).all()


# ------------------------------------------------------------------ dated by others

NAMES = [f"{a}{b}{c}" for a in ("Ka", "Ri", "So", "Ta") for b in ("lim", "ven", "dor")
         for c in ("a", "o", "us", "berg", "sen", "ski", "ev", "ini")]


def story(i, rng):
    """A report of one of twelve stories, each of two weeks; names are shared by two stories."""
    own = NAMES[6 * i:6 * i + 6] + NAMES[6 * (i + 1) % 72:6 * (i + 1) % 72 + 2]
    words = ["the", "harbour", "council", "was", "told", "of", "plans", "for", "winter"]
    return " ".join(rng.choice(own if rng.random() < 0.4 else words) for _ in range(80))


def corpus_of_stories(n, hidden=()):
    """Articles of a page each; the true days, and `date_stated` of all but the hidden ones."""
    rng = random.Random(7)
    days = [(rng.randrange(12), rng.randrange(14)) for _ in range(n)]
    truth = [pd.Timestamp("2025-01-06") + pd.Timedelta(days=15 * i + day) for i, day in days]
    rows = [{"article_id": f"page{j}.txt:0", "file_id": f"page{j}.txt", "start": 0, "end": 1,
             "date_stated": None if j in hidden else f"{truth[j]:%Y-%m-%d}",
             "text": story(i, rng), "start_confidence": 1.0, "n_words": 0}
            for j, (i, _) in enumerate(days)]
    return conform(rows, "articles"), truth


def test_an_undated_article_is_dated_by_those_worded_alike():
    hidden = {3, 50, 77}
    frame, truth = corpus_of_stories(96, hidden)
    found = date_articles(frame, frame).set_index("article_id")
    for j in hidden:
        row = found.loc[f"page{j}.txt:0"]
        assert row["published_earliest"] <= truth[j] <= row["published_latest"]
        assert row["published_latest"] - row["published_earliest"] < pd.Timedelta(60, "D")
        assert abs(row["published"] - truth[j]) <= pd.Timedelta(14, "D")
        assert row["date_basis"] == "inferred"
        assert row["date_evidence"].startswith("worded like page")
        assert ("among 93 dated articles (2025-01-07 to 2025-06-26); of 93 of these dated on trial "
                "97% lie in such intervals") in row["date_evidence"]


def test_the_intervals_hold_as_many_days_as_they_claim():
    hidden = set(range(0, 300, 3))
    frame, truth = corpus_of_stories(300, hidden)
    found = date_articles(frame, frame).set_index("article_id")
    rows = [(found.loc[f"page{j}.txt:0"], truth[j]) for j in hidden]
    inside = [row["published_earliest"] <= day <= row["published_latest"] for row, day in rows]
    assert sum(inside) >= 0.93 * len(inside)  # 97 % of many; measured 97 of 100
    errors = sorted(abs((row["published"] - day).days) for row, day in rows
                    if pd.notna(row["published"]))
    assert len(errors) >= 0.9 * len(rows) and errors[len(errors) // 2] <= 6


def test_evidence_quotes_days_that_are_in_no_calendar():
    text = "It was to begin on February 29, 2025 and on 3 May."
    assert fitting_words(Reading(text), "days") == "names 29 February 2025, 3 May"


def test_few_dated_articles_date_no_others():
    frame, _ = corpus_of_stories(FEWEST, {5})
    assert date_articles(frame, frame)["date_basis"].tolist().count("unknown") == 1
    frame, _ = corpus_of_stories(FEWEST + 1, {5})
    assert "unknown" not in set(date_articles(frame, frame)["date_basis"])


def test_others_only_narrow_what_the_page_bounds_widely():
    frame, truth = corpus_of_stories(96, {3, 50})
    low = truth[3] - pd.Timedelta(2, "D")
    third = frame["article_id"] == "page3.txt:0"
    frame.loc[third, "text"] += f" The bridge was opened on {low:%d %B %Y}."
    row = date_articles(frame, frame).set_index("article_id").loc["page3.txt:0"]
    assert low <= row["published_earliest"] <= truth[3] <= row["published_latest"]
    assert "worded like" in row["date_evidence"]
    bounds = neighbour_bounds(list(map(Reading, frame["text"])), frame["article_id"].tolist(), [
        (date(2025, 1, 1), date(2025, 1, 15)) if j == 3 else (day.date(), day.date())
        for j, day in enumerate(truth)])
    assert not any(bounds)  # a fortnight is left alone


def test_stated_and_contradictory_days_are_left_to_the_page():
    frame, _ = corpus_of_stories(96, {3, 50})
    both = "The bridge was opened on 5 March 2024."
    rows = {"page3.txt:0": "03-04-2025", "page50.txt:0": "2023-01-01"}
    frame["date_stated"] = frame["article_id"].map(rows).fillna(frame["date_stated"])
    frame.loc[frame["article_id"] == "page50.txt:0", "text"] += f" {both}"
    evidence = date_articles(frame, frame).set_index("article_id")["date_evidence"]
    assert evidence["page3.txt:0"] == "label «03-04-2025» may be 2025-03-04 or 2025-04-03"
    assert evidence["page50.txt:0"].startswith("contradictory, so widened: label «2023-01-01»;")
    assert not evidence.str.contains("worded like").any()


def test_a_page_that_excludes_what_others_say_is_believed():
    frame, truth = corpus_of_stories(96)
    days = [(day.date(), day.date()) for day in truth]
    days[3] = (date(2031, 1, 1), None)
    assert not any(neighbour_bounds(list(map(Reading, frame["text"])), [""] * 96, days))


def test_one_wrong_label_does_not_stretch_the_calendar():
    frame, _ = corpus_of_stories(96, {3})
    frame.loc[frame["article_id"] == "page9.txt:0", "date_stated"] = "1925-03-01"
    row = date_articles(frame, frame).set_index("article_id").loc["page3.txt:0"]
    assert row["published_earliest"].year >= 2024
    assert "among 94 dated" in row["date_evidence"]


def test_articles_filed_in_order_of_time_are_dated_by_those_beside_them():
    texts = [" ".join(random.Random(j).choices(NAMES, k=40)) for j in range(120)]
    days = [(date(2025, 1, 1) + timedelta(days=2 * j),) * 2 for j in range(120)]
    known = [(None, None) if j % 10 == 5 else day for j, day in enumerate(days)]
    found = neighbour_bounds(list(map(Reading, texts)), [str(j) for j in range(120)], known)
    for j in range(5, 120, 10):
        [bound] = found[j]
        assert bound.low <= days[j][0] <= bound.high and (bound.high - bound.low).days < 30
        beside = f"filed after {j - 1} ({days[j - 1][0]}) and before {j + 1} ({days[j + 1][0]})"
        assert bound.why.startswith(f"{beside} among 108 dated articles (2025-01-01 to 2025-08-27)")
    mixed = random.Random(1).sample(range(120), 120)
    found = neighbour_bounds(list(map(Reading, texts)), [str(j) for j in mixed], [
        (None, None) if k % 10 == 5 else days[j] for k, j in enumerate(mixed)])
    wide = [b for own in found for b in own]
    # filed at random and worded alike all over: nothing is known
    assert min((b.high - b.low).days for b in wide) > 150
    assert all("nothing nearer tells which day is first" in b.why for b in wide)


def test_evidence_of_likelihoods_says_which_words_and_days_told():
    frame, truth = corpus_of_stories(96, {3, 50})
    texts, names = frame["text"].tolist(), frame["article_id"].tolist()
    days = [(None, None) if j in (3, 50) else (day.date(), day.date())
            for j, day in enumerate(truth)]
    told = [f"RIGA, {day:%B} {day.day} (Wire) - {text}" for text, day in zip(
        texts, truth, strict=True)]
    found = neighbour_bounds([Reading(text) for text in told], names, days)
    for j in (3, 50):
        [bound] = found[j]
        assert bound.why.startswith(f"names {truth[j].day} {truth[j]:%B}; ")
        assert bound.low <= bound.best <= bound.high
    assert "names" not in neighbour_bounds([Reading(text) for text in texts], names, days)[3][0].why


def test_terms_are_those_of_some_texts_but_not_of_many():
    matrix = term_matrix(["a red bridge", "a red bridge", "a blue ship", "A blue", "a", ""])
    assert matrix.shape == (6, 6)  # red, bridge, a red, red bridge; blue, a blue; "a" is in five
    lengths = np.sqrt(matrix.multiply(matrix).sum(axis=1)).A1.round(6).tolist()
    assert lengths == [1, 1, 1, 1, 0, 0]
    assert (matrix @ matrix.T)[0, 1] == pytest.approx(1)
    assert term_matrix([]).shape == (0, 0) and term_matrix(["", ""]).shape == (2, 0)


@pytest.mark.parametrize(("text", "expected"), [
    ("LAGOS, May 3 (Wire) - It rained on June 4, 2024.", [(True, 5, 3, None), (True, 6, 4, 2024)]),
    ("On the 5th of March, or 6 April 2025.", [(True, 3, 5, None), (True, 4, 6, 2025)]),
    ("x" * 200 + " Sept. 9", [(False, 9, 9, None)]),
    ("In May 2025. March 45. 12:30 May. May 3%", []), ("", [])])
def test_days_that_a_text_names(text, expected):
    assert list(days_named(text)) == expected


# ------------------------------------------------------------------ the annotated pages


def test_gold_intervals_hold_the_true_day_and_stated_days_are_exact():
    gold = gold_articles()
    blank = gold.assign(published_earliest=pd.NaT, published_latest=pd.NaT, published=pd.NaT)
    events = conform(pd.read_csv(Path(__file__).parents[1] / "data" / "events.csv"), "known_events")
    found = date_articles(conform(blank, "articles"), gold_segments(), known_events=events)
    # all six; four stated to the day, one 17 days wide, its short copy 31
    assert (found["published_latest"] - found["published_earliest"]).max() <= pd.Timedelta(31, "D")
    assert (found["published_earliest"] <= gold["published"]).all()
    assert not (found["published_latest"] < gold["published"]).any()
    assert (found["published"] == gold["published"]).sum() == 4


def test_gold_dates_are_found_and_resolved():
    found = find_dates(gold_segments(), gold_articles())
    assert all(page(row.file_id)[row.start:row.end] == row.text for row in found.itertuples())
    rows = {(row.file_id, row.end): row for row in found.itertuples()}
    gold = {(d["file"], d["end"]): d for d in load("dates", "dates")}
    required = {place for place, d in gold.items() if not d.get("optional")}
    assert f1(rows.keys() - (gold.keys() - required), required) >= 0.97  # measured 1.0
    matched = [(gold[place], rows[place]) for place in required & rows.keys()]
    assert all(row.type == d["type"] for d, row in matched)
    valued = [(d["value"].split("/"), row) for d, row in matched if d["value"]]
    equal = sum([f"{row.earliest}"[:10], f"{row.latest}"[:10]] == [days[0], days[-1]]
                for days, row in valued)
    assert equal >= 0.95 * len(valued)  # measured 40 of 41


@pytest.mark.parametrize("label", ["0000-00-00", "January 1, 0001", "1 January 9999"])
def test_the_zero_of_a_database_dates_nothing(label):
    page = articles((label, "It rained."))
    found = date_articles(page, page, retrieved=pd.Series(
        {"page.txt": pd.Timestamp("2025-07-20")})).iloc[0]
    assert pd.isna(found["published"]) and found["date_basis"] != "stated"
    assert not str(found["published_earliest"]).startswith("2025-01-01")
