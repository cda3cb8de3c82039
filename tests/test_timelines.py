"""Timelines by period and series, the undated lane, and bursts."""

import tracemalloc
from datetime import date, timedelta
from itertools import pairwise, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gold import gold_articles, load
from workbench.actors import count_mentions
from workbench.dating import first_copies
from workbench.tables import COLUMNS, conform, empty
from workbench.timelines import (
    burst_articles,
    burst_phrases,
    compare_groups,
    compare_series,
    find_bursts,
    one_per_story,
    share_intervals,
    timeline,
    undated,
)


def make_articles(*intervals, outlet="Post") -> pd.DataFrame:
    return conform([{"article_id": f"a{n}", "start": n, "end": n, "start_confidence": 1,
                     "n_words": 0, "outlet": outlet, "published_earliest": first,
                     "published_latest": last}
                    for n, (first, last) in enumerate(intervals)], "articles")


def make_topics(*pairs) -> pd.DataFrame:
    return conform([{"article_id": name, "topic_id": topic, "n_hits": 1, "score": 1,
                     "level": "primary"} for name, topic in pairs], "article_topics")


ARTICLES = make_articles(
    ("2025-03-05", "2025-03-05"),  # a0, a Wednesday
    ("2025-03-09", "2025-03-12"),  # a1, one day in the first week, three in the second
    ("2025-03-17", "2025-03-23"),  # a2, all of the third week
    ("2025-03-31", "2025-03-31"),  # a3, a Monday, after a week without articles
    ("2025-03-10", None), (None, None))  # a4, a5


def test_weeks_by_hand():
    found = timeline(make_topics(("a1", "t"), ("a2", "t"), ("a4", "t")), ARTICLES, by="topic")
    expected = pd.DataFrame(
        [["2025-03-03", "2025-03-09", 0.25, 0, 1, 1.25, 0.2, "partial"],
         ["2025-03-10", "2025-03-16", 0.75, 0, 1, 0.75, 1.0, "partial"],
         ["2025-03-17", "2025-03-23", 1.0, 1, 1, 1.0, 1.0, "full"],
         ["2025-03-24", "2025-03-30", 0.0, 0, 0, 0.0, None, "none"],
         ["2025-03-31", "2025-04-06", 0.0, 0, 0, 1.0, 0.0, "partial"]],  # the corpus ends inside
        columns=["period_start", "period_end", "n_expected", "n_low", "n_high", "n_total",
                 "share", "coverage"])
    expected = conform(expected.assign(series_kind="topic", freq="W", series="t"), "timeline")
    pd.testing.assert_frame_equal(found, expected)


def test_months_and_days():
    months = timeline(ARTICLES, ARTICLES, by="all", freq="MS")
    assert months["period_end"].dt.strftime("%Y-%m-%d").tolist() == ["2025-03-31"]
    assert months.loc[0, ["n_low", "n_high", "coverage"]].tolist() == [4, 4, "partial"]
    days = timeline(ARTICLES, ARTICLES, by="all", freq="D")
    assert len(days) == 27 and days["n_expected"].sum() == pytest.approx(4)
    quarters = timeline(ARTICLES, ARTICLES, by="all", freq="QS")
    assert quarters["period_start"].dt.strftime("%Y-%m-%d").tolist() == ["2025-01-01"]
    assert days["coverage"].value_counts().to_dict() == {"none": 14, "partial": 11, "full": 2}


def test_actors_count_once_an_article_and_only_where_they_are_read():
    mentions = conform([{"article_id": name, "start": 0, "end": 1, "actor_id": actor, "zone": zone}
                        for name, actor, zone in [
                            ("a0", "x", "body"), ("a0", "x", "headline"), ("a3", "x", "other"),
                            ("a3", "y", "other"), ("a3", None, "body"), ("gone", "x", "body")]],
                       "mentions")
    found = timeline(mentions, ARTICLES, by="actor")
    assert set(found["series"]) == {"x"} and found["n_expected"].sum() == 1


def test_outlets_and_articles_without_one():
    articles = pd.concat([ARTICLES.iloc[:2], ARTICLES.iloc[2:].assign(outlet=pd.NA)])
    found = timeline(articles, articles, by="outlet", freq="MS")
    assert found[["series", "n_expected", "n_total"]].to_numpy().tolist() == [["Post", 2, 4]]


def test_undated_lane():
    members = make_topics(("a0", "t"), ("a4", "t"), ("a5", "u"), ("a5", "t"))
    lane = undated(members, ARTICLES, by="topic")
    assert lane[["series", "article_id"]].to_numpy().tolist() == [
        ["t", "a4"], ["t", "a5"], ["u", "a5"]]
    assert lane["published_earliest"].notna().tolist() == [True, False, False]
    assert set(timeline(members, ARTICLES, by="topic")["series"]) == {"t"}


def test_wrong_calls_say_what_to_do():
    with pytest.raises(ValueError, match="freq='fortnight' is not a pandas offset; try 'D', 'W'"):
        timeline(ARTICLES, ARTICLES, by="all", freq="fortnight")
    with pytest.raises(ValueError, match="by='theme' is no kind of series"):
        timeline(ARTICLES, ARTICLES, by="theme")
    with pytest.raises(ValueError, match=r"columns \['topic_id'\]; found \['article_id'"):
        timeline(ARTICLES, ARTICLES, by="topic")
    both = [timeline(ARTICLES, ARTICLES, by="all", freq=freq) for freq in ("W", "MS")]
    with pytest.raises(ValueError, match=r"mixes freq \['MS', 'W'\]"):
        find_bursts(pd.concat(both))
    with pytest.raises(ValueError, match="scale=1 is no rise"):
        find_bursts(both[0], scale=1)


def test_awkward_frames():
    nobody = make_articles((None, None), ("2025-03-09", "2025-03-05"))  # bounds the wrong way round
    for members, articles, by in [(empty("article_topics"), ARTICLES, "topic"),
                                  (empty("mentions"), empty("articles"), "actor"),
                                  (empty("articles"), empty("articles"), "all"),
                                  (nobody, nobody, "outlet")]:
        found = timeline(members, articles, by=by)
        assert found.empty and found.dtypes.equals(empty("timeline").dtypes)
        assert find_bursts(found).columns.tolist() == list(COLUMNS["bursts"])
        assert list(undated(members, articles, by=by)) == [
            "series_kind", "series", "article_id", "published_earliest", "published_latest"]
    assert len(undated(nobody, nobody, by="all")) == 2
    twice = pd.concat([ARTICLES, ARTICLES])
    pd.testing.assert_frame_equal(timeline(twice, twice, by="all"),
                                  timeline(ARTICLES, ARTICLES, by="all"))


days = st.integers(-40, 40).map(lambda n: date(2024, 12, 31) + timedelta(n))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(days, days).map(sorted), min_size=1, max_size=8),
       st.sampled_from(["D", "W", "MS"]), st.randoms(use_true_random=False))
def test_counts_agree_with_counting_days(intervals, freq, random):
    articles = make_articles(*((first.isoformat(), last.isoformat()) for first, last in intervals))
    names = [random.choice("xyz") for _ in intervals]
    members = make_topics(*zip(articles["article_id"], names, strict=True))
    found = timeline(members, articles, by="topic", freq=freq)
    shuffled = timeline(members.iloc[::-1], articles.iloc[::-1], by="topic", freq=freq)
    pd.testing.assert_frame_equal(found, shuffled)
    for row in found.itertuples():
        begin, end = row.period_start.date(), row.period_end.date()
        parts = [((min(end, last) - max(begin, first)).days + 1) / ((last - first).days + 1)
                 for (first, last), name in zip(intervals, names, strict=True)
                 if name == row.series and first <= end and last >= begin]
        assert row.n_expected == pytest.approx(sum(parts), abs=1e-9)
        assert (row.n_low, row.n_high) == (sum(p > 1 - 1e-12 for p in parts), len(parts))
    assert (found["n_low"] <= found["n_expected"]).all()
    assert (found["n_expected"] <= found["n_high"]).all()
    assert found["share"].dropna().between(0, 1).all()
    assert (found["share"].isna() == (found["coverage"] == "none")).all()
    for name, rows in found.groupby("series"):
        assert rows["n_expected"].sum() == pytest.approx(names.count(name), abs=1e-6)
        ends, starts = rows["period_end"].iloc[:-1], rows["period_start"].iloc[1:]
        assert ((starts.to_numpy() - ends.to_numpy()) == np.timedelta64(1, "D")).all()


def peak_memory(articles: pd.DataFrame) -> int:
    tracemalloc.start()
    found = timeline(articles, articles, by="all")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) == 5271 and found["n_expected"].sum() == pytest.approx(2000, abs=1e-6)
    return peak


def test_long_intervals_cost_nothing():
    ends = [("1925-01-01", "1925-01-01"), ("2025-12-31", "2025-12-31")]
    short = make_articles(*ends * 1000)
    long = make_articles(*ends, *[("1925-01-01", "2025-12-31")] * 1998)
    peak_memory(short)  # what is loaded once
    assert peak_memory(long) < 2 * peak_memory(short)  # 5271 times, were intervals rolled out


@pytest.mark.parametrize("absurd", ["1025-01-01", "9999-01-01"])
def test_one_absurd_date_does_not_explode_every_series(absurd):
    articles = pd.concat([ARTICLES, ARTICLES.iloc[:1].assign(  # with an index that repeats
        article_id="odd", published_earliest=pd.Timestamp(absurd),
        published_latest=pd.Timestamp(absurd))])
    members = make_topics(*[("odd", f"t{n}") for n in range(20)])
    both = pd.concat([members, make_topics(("a0", "t0"))])
    with pytest.warns(UserWarning, match=r"covers 2025-03-05 to 2025-03-31 and leaves out 1 "
                      r"articles, such as odd\. Correct their dates, or take longer periods"):
        days = timeline(both, articles, by="topic", freq="D")
    assert set(days["series"]) == {"t0"} and days["n_expected"].sum() == 1
    assert timeline(members, articles, by="topic", freq="MS")["n_expected"].sum() == (
        pytest.approx(20))


def test_where_no_article_fits_there_are_no_rows_and_a_warning_says_so(monkeypatch):
    monkeypatch.setattr("workbench.timelines.counting._MOST_ROWS", 30)
    long = make_articles(("1025-01-01", "2025-12-31"), ("1025-01-01", "2025-12-31"))
    with pytest.warns(UserWarning, match=r"freq='D' from 1025-01-01 to 2025-12-31 would be too "
                      r"long; it has no rows, as no article fits, and leaves out 2 articles, such "
                      r"as a0\. Correct their dates, or take longer periods, such as freq='QS'"):
        found = timeline(long, long, by="all", freq="D")
    assert found.empty
    assert list(found) == list(empty("timeline"))
    with pytest.warns(UserWarning, match="no article fits"):  # more series than rows
        assert timeline(make_topics(*(("a0", f"s{i}") for i in range(31))),
                        make_articles(("2025-03-05", "2025-03-05")), by="topic").empty


def test_gold_pages():
    articles = gold_articles()
    members = make_topics(*((a["article"], topic) for a in load("topics", "articles")
                            for topic in a["primary"]))
    found = timeline(members, articles, by="topic")
    n_dated = members.groupby("topic_id").size()  # all six are dated
    assert found.groupby("series")["n_expected"].sum().to_dict() == pytest.approx(n_dated.to_dict())


def weeks(hits: list[float], total: list[float], name: str = "t") -> pd.DataFrame:
    start = pd.Timestamp("2025-01-06")
    rows = [{"series_kind": "topic", "freq": "W", "period_start": start + pd.Timedelta(7 * n, "D"),
             "period_end": start + pd.Timedelta(7 * n + 6, "D"), "series": name, "n_expected": r,
             "n_low": 0, "n_high": 0, "n_total": d, "coverage": "full"}
            for n, (r, d) in enumerate(zip(hits, total, strict=True))]
    return conform(rows, "timeline")


def bursts(frame: pd.DataFrame, **choices) -> list[tuple[int, int, int]]:
    found = find_bursts(frame, **choices)
    first = pd.Timestamp("2025-01-06")
    return [((b.period_start - first).days // 7, (b.period_end - first).days // 7, b.level)
            for b in found.itertuples()]


def test_bursts_by_hand():
    # p0 = 20/60 = 1/3 and p1 = 2/3, so a week of r in 10 gains (2r - 10) ln 2 by the upper state,
    # and going up costs ln 6 = 1.79. Weeks 2 and 3 gain 12 ln 2 = 8.3.
    assert bursts(weeks([1, 1, 8, 8, 1, 1], [10] * 6)) == [(2, 3, 1)]
    # r = 6 gains 2 ln 2 = 1.39: too little, unless going up costs half
    assert bursts(weeks([3, 3, 3, 3, 2, 6], [10] * 6)) == []
    assert bursts(weeks([3, 3, 3, 3, 2, 6], [10] * 6), gamma=0.5) == [(5, 5, 1)]


def test_bursts_nest_by_level():
    found = bursts(weeks([1, 1, 1, 30, 90, 30, 1, 1, 1, 1], [100] * 10), levels=2)
    assert found == [(3, 5, 1), (4, 4, 2)]


def test_no_burst_in_what_is_always_there_or_never():
    assert bursts(weeks([10, 2, 10], [10, 2, 10])) == []
    assert bursts(weeks([0, 0, 0], [10, 2, 10])) == bursts(weeks([0], [0])) == []


def test_weeks_without_articles_change_nothing():
    gap = bursts(weeks([1, 1, 0, 8, 0, 8, 0, 1, 1], [10, 10, 0, 10, 0, 10, 0, 10, 10]))
    assert gap == [(3, 5, 1)]


def test_kinds_and_series_burst_apart():
    hits, flat = weeks([1, 1, 8, 8, 1, 1], [10] * 6), weeks([3] * 6, [10] * 6, name="flat")
    found = find_bursts(pd.concat([flat, hits, hits.assign(series_kind="actor")]))
    assert found[["series_kind", "series"]].to_numpy().tolist() == [["actor", "t"], ["topic", "t"]]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=2, max_size=6))
def test_states_are_the_cheapest_of_all(counts):
    hits, total = [min(c) for c in counts], [sum(c) for c in counts]
    p0 = sum(hits) / max(sum(total), 1)
    if not 0 < p0 < 0.5:
        return
    up = np.log(sum(d > 0 for d in total))

    def cost(states):
        p = p0 * 2.0 ** np.array(states)
        fit = -np.sum(np.array(hits) * np.log(p) + (np.subtract(total, hits)) * np.log(1 - p))
        return fit + up * sum(max(b - a, 0) for a, b in pairwise([0, *states]))

    found = np.zeros(len(hits), dtype=int)
    for begin, end, _ in bursts(weeks(hits, total), levels=1):
        found[begin:end + 1] = 1
    assert cost(found) == pytest.approx(min(map(cost, product([0, 1], repeat=len(hits)))))


def test_share_intervals_are_those_of_the_literature():
    # Newcombe (1998, "Two-sided CIs for the single proportion", table I): score interval
    # of 81/263, 15/148, 0/20 and 1/29, and none where there is no article.
    rows = share_intervals(weeks([81, 15, 0, 1, 0], [263, 148, 20, 29, 0]).assign(
        share=[81 / 263, 15 / 148, 0, 1 / 29, None]))
    assert rows["share_low"].tolist()[:4] == pytest.approx([0.2553, 0.0624, 0, 0.0061], abs=5e-5)
    assert rows["share_high"].tolist()[:4] == pytest.approx(
        [0.3662, 0.1605, 0.1611, 0.1718], abs=5e-5)
    assert rows[["share_low", "share_high"]].isna().all(axis=1).tolist() == [False] * 4 + [True]
    assert rows["is_small"].tolist() == [False, False, True, True, True]
    assert list(share_intervals(empty("timeline")))[-3:] == ["share_low", "share_high", "is_small"]
    with pytest.raises(ValueError, match="confidence=95 must lie between 0 and 1"):
        share_intervals(rows, confidence=95)


def group(name: str, n: int, total: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    articles = make_articles(*[("2025-03-05", "2025-03-05")] * total)
    articles = articles.assign(article_id=name + articles["article_id"])
    return articles, make_topics(*((f"{name}a{i}", "t") for i in range(n)))


def test_the_difference_of_two_groups_is_that_of_the_literature():
    # Newcombe (1998, "Interval estimation for the difference", table II, method 10):
    # 56/70 - 48/80 and 9/10 - 3/10 and 0/20 - 0/10.
    for n_a, total_a, n_b, total_b, low, high in [
            (56, 70, 48, 80, 0.0524, 0.3339), (9, 10, 3, 10, 0.1705, 0.8090),
            (10, 10, 0, 20, 0.6791, 1.0)]:
        (left, some), (right, more) = group("x", n_a, total_a), group("y", n_b, total_b)
        row = compare_groups(pd.concat([some, more]), left, right, by="topic").iloc[0]
        assert [row["low"], row["high"]] == pytest.approx([low, high], abs=5e-5)
        assert row["difference"] == pytest.approx(n_a / total_a - n_b / total_b)
    nobody = compare_groups(some, left, right.iloc[:0], by="topic").iloc[0]
    assert nobody["share_a"] == 1 and pd.isna(nobody["difference"]) and pd.isna(nobody["low"])
    assert compare_groups(empty("article_topics"), left, right, by="topic").empty


def test_two_series_of_the_same_articles_are_paired():
    # Newcombe (1998, "Improved CIs for paired data", table II, method 10): a 36, b 12, c 2, d 0
    both = make_topics(*((f"a{i}", "s") for i in range(48)), *((f"a{i}", "t") for i in range(36)),
                       *((f"a{i}", "t") for i in range(48, 50)))
    articles = make_articles(*[("2025-03-05", "2025-03-05")] * 50)
    row = compare_series(both, articles, by="topic", series=("s", "t")).iloc[0]
    assert row[["n_a", "n_b", "n_both", "total_a"]].tolist() == [48, 38, 36, 50]
    assert [row["low"], row["high"]] == pytest.approx([0.0569, 0.3404], abs=5e-5)


@pytest.mark.parametrize(("bounds", "first"), [
    ([("2025-03-05", "2025-03-05"), ("2025-03-04", "2025-03-04")], "a1"),
    ([("2025-03-05", "2025-03-05"), ("2025-03-01", "2025-03-31")], "a0"),  # certainly out by then
    ([("2025-03-02", "2025-03-05"), ("2025-03-01", "2025-03-05")], "a1"),
    ([(None, None), ("2025-03-05", "2025-03-05")], "a1"),
    ([(None, None), (None, None)], "a0")])
def test_the_copy_that_is_certainly_oldest_stands_for_its_story(bounds, first):
    articles = make_articles(*bounds, ("2025-01-01", "2025-01-01"))
    stories = pd.Series({"a0": "s", "a1": "s"})
    assert first_copies(articles, stories).to_dict() == {"a0": first, "a1": first, "a2": "a2"}
    named = conform([{"article_id": name, "file_id": name, "start": 0, "end": 1, "zone": "body",
                      "actor_id": name} for name in ("a0", "a1")], "mentions")
    people = conform([{"actor_id": name, "name": name} for name in ("a0", "a1")], "actors")
    counts = count_mentions(named, empty("quotes"), people, articles, stories=stories)
    told, _ = one_per_story(named, articles, stories)  # counts and timelines follow one rule
    assert counts["actor_id"].tolist() == [first] and set(told["article_id"]) == {first}


def test_unique_stories_count_once_and_have_the_date_of_the_oldest_copy():
    stories = pd.Series({"a0": "s", "a3": "s", "a4": "s", "a1": "a1", "a2": "a2", "a5": "a5"})
    members = make_topics(("a3", "t"), ("a4", "u"), ("a1", "t"))
    told, articles = one_per_story(members, ARTICLES, stories)
    assert articles["article_id"].tolist() == ["a0", "a1", "a2", "a5"]
    assert told[["article_id", "topic_id"]].to_numpy().tolist() == [
        ["a1", "t"], ["a0", "t"], ["a0", "u"]]
    weeks_of = timeline(told, articles, by="topic").groupby("series")["n_expected"].sum()
    assert weeks_of.to_dict() == pytest.approx({"t": 2, "u": 1})


def test_a_burst_opens_to_its_articles_and_phrases():
    burst = conform([{"series_kind": "topic", "series": "t", "period_start": "2025-03-03",
                      "period_end": "2025-03-16", "level": 1}], "bursts")
    members = make_topics(("a0", "t"), ("a1", "t"), ("a2", "t"), ("a0", "u"), ("a5", "t"))
    behind = burst_articles(burst, members, ARTICLES)
    assert behind["article_id"].tolist() == ["a0", "a1"]  # a2 is later, a5 has no day
    hits = conform([{"article_id": name, "start": n, "end": n + 1, "topic_id": topic,
                     "phrase": phrase} for n, (name, topic, phrase) in enumerate([
                         ("a0", "t", "War"), ("a0", "t", "war"), ("a1", "t", "war"),
                         ("a1", "t", "peace"), ("a2", "t", "war"), ("a0", "u", "tax")])],
                   "topic_hits")
    phrases = burst_phrases(burst, hits, members, ARTICLES)
    assert phrases[["phrase", "n_hits", "n_articles", "n_articles_else"]].to_numpy().tolist() == [
        ["war", 3, 2, 1], ["peace", 1, 1, 0]]
    for found, none in ((behind, burst_articles(burst.iloc[:0], members, ARTICLES)),
                        (phrases, burst_phrases(burst.iloc[:0], hits, members, ARTICLES))):
        assert none.empty and list(none) == list(found)
    both = pd.concat([burst, burst.assign(series_kind="actor")])
    with pytest.raises(ValueError, match=r"bursts are of \['topic', 'actor'\]; choose one"):
        burst_articles(both, members, ARTICLES)
