"""Every chart on ordinary, empty and awkward tables: drawn, described, the same twice."""

import json
import re

import pandas as pd
import pytest
import vl_convert

from gold import gold_articles, gold_segments
from workbench import charts, palette, render
from workbench.reuse import align_passages, cluster_passages, outlet_overlap
from workbench.tables import conform, empty
from workbench.timelines import timeline

LEDGER = pd.DataFrame(
    [("files", "seen", 5), ("files", "read", 4), ("files", "problem", 1),
     ("characters", "seen", 90), ("characters", "body", 80), ("characters", "headline", 10),
     ("doubtful start", "a.txt:1", 1)],
    columns=["section", "item", "n"])
COUNTS = pd.DataFrame({
    "actor_id": ["berg", "lund", "post", "rail"], "name": ["Anna Berg", None, "Berg", "Berg"],
    "n_named": [6, 3, 1, 0], "n_headline": [1, 0, 0, 0], "n_quoted": [2, 4, 0, 1],
    "n_articles": [3, 2, 1, 1]})
PAIRS = pd.DataFrame({
    "name_a": ["Anna Berg", "Anna Berg"], "name_b": ["Erik Lund", "Post"],
    "n_articles": [3, 1], "n_total": [4, 4], "share": [0.75, 0.25]})
OVERLAP = PAIRS.rename(columns={"name_a": "outlet_a", "name_b": "outlet_b"})


def awkward_articles() -> pd.DataFrame:
    """Dated, bounded, open at either end and undated; no headline, markup in a headline."""
    days = [("2025-03-01", "2025-03-01", "2025-03-01"), ("2025-03-02", "2025-03-09", None),
            ("2025-03-05", None, None), (None, "2025-03-04", None), (None, None, None)]
    heads = ["Rail <b>line</b>", None, "A" * 300, "Rail \"line\"", "Rail <b>line</b>"]
    return conform([{
        "article_id": f"f:{i}", "file_id": "f", "start": 100 * i, "end": 100 * i + 90,
        "headline": heads[i], "outlet": ["Post", None, "Times", "O" * 80, "Post"][i],
        "published_earliest": first, "published_latest": last, "published": best,
        "date_basis": ["stated", "inferred", None, "relative", "unknown"][i],
        "start_confidence": 1, "n_words": 9, "text": f"Text {i} of a story. " * 5}
        for i, (first, last, best) in enumerate(days)], "articles")


def awkward_timeline(n_series: int = 2) -> pd.DataFrame:
    cells = [(0.0, 0, 0, 0.0, None, "none"), (0.0, 0, 0, 2.0, 0.0, "full"),
             (1.5, 1, 2, 2.0, 0.75, "partial")]
    return conform([{
        "series_kind": "topic", "freq": "W", "period_start": f"2025-03-{3 + 7 * week:02}",
        "period_end": f"2025-03-{9 + 7 * week:02}", "series": f"series {s}",
        "n_expected": expected, "n_low": low, "n_high": high, "n_total": total, "share": share,
        "coverage": coverage} for s in range(n_series)
        for week, (expected, low, high, total, share, coverage) in enumerate(cells)], "timeline")


ARTICLES = awkward_articles()
TIMELINE = awkward_timeline()
BURSTS = conform([{"series_kind": "topic", "series": "series 1", "period_start": "2025-03-10",
                   "period_end": "2025-03-23", "level": 1}], "bursts")
ALIGNMENTS = conform([{
    "article_id_a": "f:0", "file_id_a": "f", "start_a": 0, "end_a": 50, "article_id_b": b,
    "file_id_b": "f", "start_b": 100, "end_b": 150, "n_words": 9, "similarity": 1, "kind": kind,
    "earlier": "a"} for b, kind in [("f:1", "cross_article"), ("f:0", "within_article"),
                                    ("f:1", "headline"), ("f:4", "cross_article"),
                                    ("gone", "cross_article"), (None, "headline")]], "alignments")
CLUSTERS = conform([{"cluster_id": cluster, "article_id": article, "file_id": "f", "start": start,
                     "end": start + 20} for cluster, article, start in [
    ("c1", "f:0", 5), ("c1", "f:1", 105), ("c1", "f:4", 400), ("c2", None, 95), ("c2", "f:2", 200),
    ("c2", "f:2", 240)]], "clusters")


def gold(name):
    articles, segments = gold_articles(), gold_segments()
    alignments = align_passages(segments, articles)
    return {
        "publication": lambda: charts.publication_chart(articles),
        "alignment": lambda: charts.alignment_chart(alignments, articles),
        "cluster": lambda: charts.cluster_chart(cluster_passages(alignments), articles),
        "overlap": lambda: charts.overlap_chart(outlet_overlap(alignments, articles)),
        "timeline": lambda: charts.timeline_chart(
            timeline(articles, articles, by="outlet", freq="MS")),
    }[name]()


DRAWN = {
    "ledger": lambda: charts.ledger_chart(LEDGER),
    "mention": lambda: charts.mention_chart(COUNTS),
    "mention, top 1": lambda: charts.mention_chart(COUNTS, top=1),
    "mention, nobody named": lambda: charts.mention_chart(COUNTS.tail(1)),
    "co-mention": lambda: charts.co_mention_chart(PAIRS),
    "overlap": lambda: charts.overlap_chart(OVERLAP, top=2),
    "network": lambda: charts.overlap_network_chart(OVERLAP),
    "network, top 2": lambda: charts.overlap_network_chart(OVERLAP, top=2),
    "alignment": lambda: charts.alignment_chart(ALIGNMENTS, ARTICLES),
    "alignment, top 1": lambda: charts.alignment_chart(ALIGNMENTS, ARTICLES, top=1),
    "publication": lambda: charts.publication_chart(ARTICLES),
    "publication, one": lambda: charts.publication_chart(ARTICLES.head(1)),
    "publication, all undated": lambda: charts.publication_chart(ARTICLES.tail(1)),
    "publication, all open": lambda: charts.publication_chart(ARTICLES.iloc[2:3]),
    "cluster": lambda: charts.cluster_chart(CLUSTERS, ARTICLES),
    "cluster, unknown articles": lambda: charts.cluster_chart(CLUSTERS, empty("articles")),
    "timeline": lambda: charts.timeline_chart(TIMELINE, columns=1),
    "timeline, top 1": lambda: charts.timeline_chart(TIMELINE, top=1),
    "timeline, bursts": lambda: charts.timeline_chart(TIMELINE, bursts=BURSTS),
    "timeline, no bursts": lambda: charts.timeline_chart(TIMELINE, bursts=empty("bursts")),
    "timeline, only gaps": lambda: charts.timeline_chart(
        TIMELINE[TIMELINE["coverage"] == "none"]),
    **{f"gold {name}": lambda name=name: gold(name)
       for name in ("publication", "alignment", "cluster", "overlap", "timeline")},
}
EMPTY = {
    "ledger": lambda: charts.ledger_chart(LEDGER.head(0)),
    "ledger, lists only": lambda: charts.ledger_chart(LEDGER.tail(1)),
    "mention": lambda: charts.mention_chart(COUNTS.head(0)),
    "co-mention": lambda: charts.co_mention_chart(PAIRS.head(0)),
    "overlap": lambda: charts.overlap_chart(OVERLAP.head(0)),
    "network": lambda: charts.overlap_network_chart(OVERLAP.head(0)),
    "alignment": lambda: charts.alignment_chart(empty("alignments"), empty("articles")),
    "publication": lambda: charts.publication_chart(empty("articles")),
    "cluster": lambda: charts.cluster_chart(empty("clusters"), empty("articles")),
    "timeline": lambda: charts.timeline_chart(empty("timeline")),
}


@pytest.fixture(autouse=True)
def theme():
    render.enable(svg=False)


def rows_of(chart) -> pd.DataFrame:
    """The rows that a chart carries, of all its panels."""
    return pd.concat(map(pd.DataFrame, chart.to_dict()["datasets"].values()), ignore_index=True)


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_is_drawn_described_and_the_same_twice(name):
    spec = DRAWN[name]().to_dict()
    assert json.dumps(spec, sort_keys=True) == json.dumps(DRAWN[name]().to_dict(), sort_keys=True)
    assert spec["description"].startswith(spec["title"]["text"])
    assert len(spec["description"]) > 40
    svg = vl_convert.vegalite_to_svg(spec)
    assert svg.startswith("<svg")
    assert not {"undefined", "NaN", "null"} & set(svg.replace("<", " ").replace(">", " ").split())


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_table_gives_a_chart_that_says_so(name):
    spec = EMPTY[name]().to_dict()
    assert "no data" in spec["description"]
    assert "no data" in vl_convert.vegalite_to_svg(spec)


def test_charts_stay_small():
    sizes = {name: len(json.dumps(draw().to_dict())) for name, draw in DRAWN.items()}
    assert max(sizes.values()) < 40_000, sizes


def test_inputs_are_left_alone():
    before = [frame.copy() for frame in (LEDGER, COUNTS, PAIRS, ARTICLES, TIMELINE, CLUSTERS)]
    for draw in DRAWN.values():
        draw()
    for frame, copy in zip((LEDGER, COUNTS, PAIRS, ARTICLES, TIMELINE, CLUSTERS), before,
                           strict=True):
        pd.testing.assert_frame_equal(frame, copy)


@pytest.mark.parametrize(("draw", "message"), [
    (lambda: charts.ledger_chart(LEDGER.drop(columns="n")), r"lacks columns \['n'\].*load_ledger"),
    (lambda: charts.mention_chart(COUNTS.drop(columns="name")), "count_mentions"),
    (lambda: charts.timeline_chart(COUNTS), 'table "timeline" lacks columns'),
    (lambda: charts.mention_chart(pd.concat([COUNTS] * 500), top=2_000),
     "at most 5,000 rows; found 6,000. Lower `top`"),
    (lambda: charts.timeline_chart(pd.concat([TIMELINE, TIMELINE.assign(freq="MS")])),
     r"one freq; found \['W', 'MS'\]. Choose one"),
    (lambda: charts.timeline_chart(TIMELINE, columns=0), "columns must be 1 or more, found 0"),
])
def test_a_table_that_cannot_be_drawn_says_why(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()


@pytest.mark.parametrize("top", [0, -1])
@pytest.mark.parametrize("draw", [
    lambda top: charts.mention_chart(COUNTS, top=top),
    lambda top: charts.co_mention_chart(PAIRS, top=top),
    lambda top: charts.overlap_chart(OVERLAP, top=top),
    lambda top: charts.overlap_network_chart(OVERLAP, top=top),
    lambda top: charts.alignment_chart(ALIGNMENTS, ARTICLES, top=top),
    lambda top: charts.publication_chart(ARTICLES, top=top),
    lambda top: charts.cluster_chart(CLUSTERS, ARTICLES, top=top),
    lambda top: charts.timeline_chart(TIMELINE, top=top),
    lambda top: charts.mention_chart(COUNTS.head(0), top=top)])
def test_nothing_cannot_be_drawn(draw, top):
    with pytest.raises(ValueError, match=f"top must be 1 or more, found {top}"):
        draw(top)


def test_what_is_not_drawn_is_counted():
    assert "top 1 of 4 actors; 3 others: 4 of 10 mentions (40.0 %)" in (
        charts.mention_chart(COUNTS, top=1)["description"])
    assert "1 of 2 series drawn; 1 others: 1.5 expected articles" in (
        charts.timeline_chart(TIMELINE, top=1)["description"])
    assert "2 of 5 articles drawn" in charts.publication_chart(ARTICLES, top=2)["description"]
    assert "1 of 2 passages, 3 of 6 witnesses drawn" in (
        charts.cluster_chart(CLUSTERS, ARTICLES, top=1)["description"])
    assert "doubtful start: 1" in charts.ledger_chart(LEDGER)["description"]


def test_a_long_table_is_drawn_as_far_as_asked():
    many = pd.concat([COUNTS] * 2_000, ignore_index=True)
    many["actor_id"] = many.index.astype("string")
    assert "top 20 of 8,000 actors" in charts.mention_chart(many)["description"]


def test_mentions_keep_their_numbers_and_shares():
    rows = rows_of(charts.mention_chart(COUNTS))
    named = rows[rows["count"] == "named"].set_index("label")
    assert named["n"].to_dict() == {
        "Anna Berg": 6, "lund": 3, "Berg [post]": 1, "Berg [rail]": 0}
    assert named.loc["Anna Berg", ["share", "total"]].tolist() == [0.6, 10]
    assert rows["n"].sum() == COUNTS[["n_named", "n_headline", "n_quoted"]].to_numpy().sum()


def test_a_pair_named_together_stands_on_both_sides():
    rows = rows_of(charts.co_mention_chart(PAIRS))
    assert {("Anna Berg", "Erik Lund"), ("Erik Lund", "Anna Berg")} <= set(
        zip(rows["name_a"], rows["name_b"], strict=True))
    assert set(rows["label"]) == {"3/4", "1/4"}


def test_numbers_on_tiles_are_short_and_have_room():
    def tiles(factor):
        frame = PAIRS.assign(n_articles=PAIRS["n_articles"] * factor, n_total=[34_120, 999_700])
        spec = charts.co_mention_chart(frame).to_dict()
        return set(rows_of(charts.co_mention_chart(frame))["label"]), spec["width"]["step"]
    assert tiles(1) == ({"3/34k", "1/1M"}, 41)
    assert tiles(411) == ({"1.2k/34k", "411/1M"}, 62)
    many = ALIGNMENTS.assign(n_words=12_345)
    assert rows_of(charts.alignment_chart(many, ARTICLES)).set_index(
        ["article_id_a", "article_id_b"]).loc[("f:0", "f:1"), "label"] == "25k"


def test_the_undated_lane_holds_every_article_with_an_open_bound():
    rows = rows_of(charts.publication_chart(ARTICLES)).set_index("article_id")
    assert rows["lane"].to_dict() == {
        "f:0": "between two known days", "f:1": "between two known days", "f:2": "undated lane",
        "f:3": "undated lane", "f:4": "undated lane"}
    assert rows["state"].value_counts().to_dict() == {"dated": 2, "open": 2, "none": 1}
    assert rows.loc["f:0", ["from", "to", "best"]].tolist() == [
        "2025-03-01T00:00:00", "2025-03-02T00:00:00", "2025-03-01T12:00:00"]
    assert rows["label"].is_unique


def test_an_alignment_counts_once_a_pair_in_both_directions():
    rows = rows_of(charts.alignment_chart(ALIGNMENTS, ARTICLES)).set_index(
        ["article_id_a", "article_id_b"])
    assert rows.loc[("f:0", "f:1"), ["n_words", "n_passages"]].tolist() == [18, 2]
    assert rows.loc[("f:1", "f:0"), ["n_words", "earlier"]].tolist() == [18, "b"]
    assert rows.loc[("f:0", "f:0"), ["n_words", "kinds"]].tolist() == [9, "within_article"]


def test_panels_go_by_labels_and_clicks_by_ids():
    labels = {"series 0": "Rail", "series 1": "Rail", "other": "Other"}
    spec = charts.timeline_chart(TIMELINE, labels=labels, bursts=BURSTS).to_dict()
    assert spec["facet"]["field"] == "label"
    assert spec["facet"]["sort"] == ["Rail [series 0]", "Rail [series 1]"]
    assert "on Rail [series 0], " in spec["description"]
    assert spec["params"][0]["select"]["fields"] == ["series", "period"]
    assert charts.timeline_chart(TIMELINE, labels={"series 0": "Rail"}).to_dict()["facet"][
        "sort"] == ["Rail", "series 1"]


def test_a_gap_is_no_zero():
    rows = rows_of(charts.timeline_chart(TIMELINE, top=1)).set_index("coverage")
    assert rows.loc["none", "share"] is None or pd.isna(rows.loc["none", "share"])
    assert rows.loc["full", "share"] == 0
    layers = charts.timeline_chart(TIMELINE).to_dict()["spec"]["layer"]
    filters = [layer["transform"][-1]["filter"] for layer in layers]
    assert "datum.coverage === 'none'" in filters
    assert "datum.coverage === 'partial'" in filters


def test_bursts_of_other_series_and_kinds_are_not_drawn():
    others = pd.concat([BURSTS, BURSTS.assign(series="x"), BURSTS.assign(series_kind="actor")])
    rows = rows_of(charts.timeline_chart(TIMELINE, bursts=others))
    assert rows["part"].value_counts().to_dict() == {"period": 6, "burst": 1}


def test_a_series_keeps_its_color_whatever_is_shown():
    def colors(frame):
        scale = charts.timeline_chart(frame).to_dict()["spec"]["layer"][1]["encoding"]["color"][
            "scale"]
        return dict(zip(scale["domain"], scale["range"], strict=True))
    assert colors(TIMELINE)["series 1"] == colors(TIMELINE.tail(3))["series 1"]
    assert set(colors(awkward_timeline(12)).values()) <= set(palette.SERIES)


def numbers_in(chart) -> set[str]:
    """The numbers that a reader sees on the axes and legends of a chart."""
    texts = re.findall(r">([^<>]+)</text>", vl_convert.vegalite_to_svg(chart.to_dict()))
    return {text for text in texts if re.fullmatch(r"[\d.,e+−-]+", text)}


@pytest.mark.parametrize(("most", "ticks", "steps"), [
    (0.25, {"0", "0.1", "0.25"}, {"0.1", "0.25"}), (7, {"0", "2", "6"}, {"2", "6"}),
    (40, {"0", "10", "40"}, {"10", "40"}), (1_234, {"0", "500", "1,000"}, {"600", "1,000"}),
    (2_000_000, {"500,000", "2,000,000"}, {"1,000,000", "2,000,000"})])
def test_axes_and_legends_say_numbers_as_people_write_them(most, ticks, steps):
    spread = pd.Series([most / 3, most / 2, most])
    rows = awkward_timeline(1).assign(n_expected=spread, n_total=spread, n_low=0,
                                      n_high=spread.astype(int), coverage="full", share=1.0)
    assert ticks <= numbers_in(charts.timeline_chart(rows))
    assert steps <= numbers_in(charts.heat_map(rows, measure="count"))


def test_what_is_cut_on_an_axis_stands_in_full_in_the_tooltip():
    long = "Ministry of Transport and Digital Infrastructure of the Kingdom of Norway"
    labels = {"series 0": long}
    said = ARTICLES.assign(headline=long)
    shared = CLUSTERS.assign(start=CLUSTERS["start"] - 5)
    for chart, field in [
            (charts.mention_chart(COUNTS.assign(name=long)), "name"),
            (charts.timeline_chart(TIMELINE, labels=labels), "name"),
            (charts.heat_map(TIMELINE, labels=labels), "name"),
            (charts.publication_chart(said), "headline"),
            (charts.cluster_chart(shared, said), "headline")]:
        assert long in set(rows_of(chart)[field]), field
        assert f'"field": "{field}"' in json.dumps(chart.to_dict()).partition('"tooltip"')[2]
    assert rows_of(charts.alignment_chart(ALIGNMENTS, said))["other_article"].str.contains(
        long).any()
    assert rows_of(charts.cluster_chart(CLUSTERS, ARTICLES))["words"].str.len().max() > 64
