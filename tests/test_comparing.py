"""Series against each other: heat map, events under a timeline, differences; their explorer."""

import pandas as pd
import pytest

from workbench import charts, render
from workbench.explorers import ComparisonExplorer, TimelineExplorer
from workbench.tables import InputError, conform, empty
from workbench.timelines import compare_groups, share_intervals, timeline

ARTICLES = conform([{
    "article_id": name, "file_id": "f", "start": 100 * n, "end": 100 * n + 90, "outlet": outlet,
    "headline": f"Headline {name}", "published_earliest": day, "published_latest": day,
    "start_confidence": 1, "n_words": 3, "text": "A trade war."}
    for n, (name, outlet, day) in enumerate([
        ("a", "Post", "2025-03-05"), ("b", "Post", "2025-03-20"), ("c", "Times", "2025-05-09")])],
    "articles")
MEMBERS = conform([{"article_id": name, "topic_id": topic, "n_hits": 1, "score": 1,
                    "level": "primary"} for name, topic in [
                        ("a", "trade"), ("b", "trade"), ("b", "war"), ("c", "war")]],
                  "article_topics")
HITS = conform([{"article_id": "a", "file_id": "f", "start": 2, "end": 11, "topic_id": "trade",
                 "phrase": "trade war"}], "topic_hits")
EVENTS = conform([
    {"event_id": name, "label": "A long event told <twice>" if name != "z" else None,
     "earliest": first, "latest": last, "status": "occurred", "source": "text", "n_evidence": n}
    for name, first, last, n in [("x", "2025-03-05", "2025-03-06", 3),
                                 ("y", "2025-04-01", "2025-04-30", 1),
                                 ("z", "2025-05-09", "2025-05-09", 2),
                                 ("old", "1999-01-01", "1999-01-01", 9), ("none", None, None, 9)]],
    "events")
MONTHS = timeline(MEMBERS, ARTICLES, by="topic", freq="MS")
LABELS = {"trade": "Trade", "war": "War"}


def points(chart) -> list[dict]:
    return render.marks_of(chart.to_dict())


def test_a_heat_map_has_every_series_and_period_and_crosses_out_what_has_no_articles():
    chart = charts.heat_map(MONTHS, labels=LABELS)
    [rows] = chart.to_dict()["datasets"].values()
    assert [(r["label"], r["period"], r["cross"]) for r in rows] == [
        (label, month, "×" if "04" in month else "") for month in (
            "2025-03-01", "2025-04-01", "2025-05-01") for label in ("Trade", "War")]
    assert {"series": "war", "period": "2025-05-01"} in points(chart)
    assert "Highest: Trade with 2.0 of 2.0 articles (100.0 %)" in chart.description
    assert "Small numbers: 2 of 2 periods" in chart.description
    counts = charts.heat_map(MONTHS, measure="count", top=1).to_dict()
    assert "1 of 2 series drawn" in counts["description"] and "expected articles" in str(counts)
    with pytest.raises(InputError, match="measure='mean' is none of share, count"):
        charts.heat_map(MONTHS, measure="mean")


def test_events_stand_under_the_timeline_in_the_order_of_time():
    chart = charts.event_chart(EVENTS, MONTHS, labels=LABELS, top=2)
    rail = chart.to_dict()["vconcat"][1]
    assert [e["event_id"] for e in chart.to_dict()["datasets"][rail["data"]["name"]]] == ["x", "z"]
    assert "2 of 3 events drawn, 2 lie outside" in chart.description
    assert {"event_id": "x"} in points(chart)


def test_shares_are_drawn_with_their_intervals():
    chart = charts.timeline_chart(share_intervals(MONTHS), measure="share", labels=LABELS)
    assert "95 % interval (Wilson)" in chart.description
    with pytest.raises(ValueError, match="share_intervals"):
        charts.timeline_chart(MONTHS, measure="share")
    with pytest.raises(InputError, match="measure='mean' is none of count, share"):
        charts.timeline_chart(MONTHS, measure="mean")


def test_differences_are_named_by_their_groups():
    left, right = (ARTICLES[ARTICLES["outlet"] == outlet] for outlet in ("Post", "Times"))
    found = compare_groups(MEMBERS, left, right, by="topic")
    chart = charts.difference_chart(found, left="Post", right="Times", labels=LABELS)
    assert chart.title.text == "Post against Times"
    assert "Largest difference: Trade, 100.0 % against 0.0 %" in chart.description
    with pytest.raises(ValueError, match="compare_groups"):
        charts.difference_chart(MONTHS, left="a", right="b")


def test_nothing_to_draw_is_said():
    none = compare_groups(empty("article_topics"), ARTICLES, ARTICLES, by="topic")
    for chart in (charts.heat_map(empty("timeline")), charts.event_chart(empty("events"), MONTHS),
                  charts.event_chart(EVENTS[EVENTS["event_id"] == "old"], MONTHS),
                  charts.event_chart(EVENTS, empty("timeline")),
                  charts.difference_chart(none, left="a", right="b"),
                  charts.timeline_chart(share_intervals(empty("timeline")), measure="share")):
        assert "no data" in chart.description


def test_two_outlets_two_months_two_series():
    explorer = ComparisonExplorer(MEMBERS, ARTICLES, labels=LABELS)
    assert (explorer.left.value, explorer.right.value) == ("Post", "Times")
    assert explorer.frame[["series", "n_a", "n_b"]].to_numpy().tolist() == [
        ["trade", 2, 0], ["war", 1, 1]]
    explorer.set(what="months")
    assert (explorer.left.value, explorer.right.value) == ("2025-03", "2025-05")
    assert explorer.frame["total_a"].tolist() == [2, 2]
    explorer.set(what="series")
    assert explorer.frame[["n_a", "n_b", "n_both"]].to_numpy().tolist() == [[2, 2, 1]]
    explorer.set(what="outlets", left="Times")
    assert "Times against Times" in explorer.chart.description
    assert "Headline c" in explorer.static().html and "<script" not in explorer.static().html
    nobody = ComparisonExplorer(empty("article_topics"), empty("articles"))
    for what in ("outlets", "months", "series"):
        nobody.what.value = what
        assert nobody.frame.empty and "no data" in nobody.chart.description


def test_a_period_opens_to_its_sentences():
    explorer = TimelineExplorer(MONTHS, MEMBERS, ARTICLES, labels=LABELS, hits={"topic": HITS},
                                segments=ARTICLES)
    explorer._clicked({"series": "trade", "period": "2025-03-01"})
    assert "trade war" in explorer._view.value
    explorer._clicked({"series": "war", "period": "2025-05-01"})
    assert "trade war" not in explorer._view.value
    for measure in ("share", "map", "count"):
        explorer.measure.value = measure
        assert {"series", "period"} == set(points(explorer.chart)[0])


def test_events_with_equal_labels_are_told_apart():
    one = EVENTS[EVENTS["event_id"] == "x"]
    rows = pd.concat([one, one.assign(event_id="twin")])
    spec = charts.event_chart(rows, MONTHS).to_dict()
    names = {row["line"] for data in spec["datasets"].values() for row in data if "line" in row}
    assert len(names) == 2
